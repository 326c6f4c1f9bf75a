"""Where an item may go: outcomes by destination as a section of the brief."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.caveats import caveat_text
from kanmon.brief.cells import Cell
from kanmon.brief.numbers import day
from kanmon.brief.twin import Column, Twin, citation, csv_link
from kanmon.brief.wording import Words


@dataclass(frozen=True, slots=True)
class Group:
    """Carry the destinations of one outcome.

    Example:
        >>> Group("no licence: 2 destinations", "Japan, France").places
        'Japan, France'
    """

    said: str
    places: str


@dataclass(frozen=True, slots=True)
class LicenceSection:
    """Carry the outcomes of one item by destination.

    Example:
        >>> LicenceSection.__slots__[0]
        'anchor'
    """

    anchor: str
    title: str
    groups: tuple[Group, ...]
    caveats: tuple[tuple[str, bool], ...]
    table: Twin


def licence_section(found: Finding, w: Words, anchor: str) -> LicenceSection:
    """Lay the outcomes of an item out.

    Args:
        found: finding ``licence_table``.
        w: words of the language.
        anchor: start of every id of the section.

    Returns:
        Its parts, worded.

    Example:
        >>> import pyarrow as pa
        >>> from kanmon.analysis.finding import Method
        >>> from kanmon.brief.wording import words
        >>> from kanmon.provenance import Lineage
        >>> table = pa.table({"destination": ["JPN"], "outcome": ["none"], "rules": [""],
        ...                   "missing": [""]})
        >>> found = Finding("licence_table", "H100", "USA", "2026-06-01", table,
        ...     {"destination": "iso3", "outcome": "", "rules": "", "missing": ""}, {},
        ...     Method("m", "f", ""), Lineage())
        >>> licence_section(found, words("en"), "licence-1").groups[0].said
        'no licence: 1 destinations'
    """
    rows = found.table.to_pylist()
    places: dict[str, list[str]] = {}
    for row in rows:
        places.setdefault(row["outcome"], []).append(names.place(row["destination"], w.lang))
    groups = tuple(
        Group(
            w.say("control.count", outcome=w.say(f"control.{outcome}"), count=len(named)),
            w.say("page.list").join(named),
        )
        for outcome, named in places.items()
    )
    when = day(dt.date.fromisoformat(found.as_of), w.lang)
    exporter = names.place(found.party, w.lang)
    text = w.say("unit.text")
    columns = (
        Column(w.say("control.step_destination"), w.say("unit.iso3"), False),
        Column(w.say("control.section"), text, False),
        Column(w.say("control.missing", facts="…"), text, False),
    )
    table = Twin(
        id=f"{anchor}-table",
        caption=w.say("table.licence_table"),
        columns=columns,
        rows=tuple(
            (
                Cell(names.place(r["destination"], w.lang)),
                Cell(w.say(f"control.{r['outcome']}")),
                Cell(r["missing"]),
            )
            for r in rows
        ),
        filename=f"kanmon-licence-{found.party}-{found.as_of}.csv",
        csv_href=csv_link(found),
        citation=citation(found, w.lang),
    )
    caveats = dict.fromkeys(caveat_text(c, w.lang) for c in found.caveats)
    title = w.say("control.table", item=found.good, exporter=exporter, day=when)
    return LicenceSection(anchor, title, groups, tuple(caveats), table)
