"""One transition as a section: sentences, figures, charts, tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import pyarrow as pa

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.assemble import KeyFigure
from kanmon.brief.caveats import caveat_text
from kanmon.brief.moved import Transition
from kanmon.brief.numbers import number
from kanmon.brief.panels import Panel
from kanmon.brief.transition.drawings import course_panel, strain_panel, supply_panel
from kanmon.brief.transition.sentences import (
    mass,
    meta,
    tightest,
    transition_sentences,
    value_of,
)
from kanmon.brief.transition.tables import small, transition_twin
from kanmon.brief.twin import Twin
from kanmon.brief.wording import Words

_SHOWN = 12
_LEAST, _ORIGINS = 0.05, 6
_OWN_PLACE = ("material_supply", "technology_risk", "fuel_displaced", "fuel_chain", "reactor_hosts")


@dataclass(frozen=True, slots=True)
class TransitionSection:
    """Carry everything the page says of one transition; what is absent is None or empty.

    Example:
        >>> from kanmon.brief.transition.example import example_transition
        >>> from kanmon.brief.wording import words
        >>> transition_section(example_transition(), words("en"), "t-1").title[:5]
        'Clean'
    """

    anchor: str
    title: str
    meta: str
    sentences: tuple[str, ...]
    figures: tuple[KeyFigure, ...]
    course: Panel | None
    supply: Panel | None
    strain: Panel | None
    supply_table: Twin
    risk: Twin | None
    displaced: Twin | None
    chain: Twin | None
    hosts: Twin | None
    caveats: tuple[tuple[str, bool], ...]
    tables: tuple[Twin, ...]


def transition_section(made: Transition, w: Words, anchor: str) -> TransitionSection:
    """Lay out a transition.

    Args:
        made: any.
        w: words of the language.
        anchor: start of every id of the section.

    Returns:
        Its parts, worded and drawn.

    Example:
        >>> from kanmon.brief.transition.example import example_transition
        >>> from kanmon.brief.wording import words
        >>> transition_section(example_transition(), words("ja"), "t").supply_table.id
        't-material-supply'
    """
    caveats = dict.fromkeys(caveat_text(c, w.lang) for f in made.ordered() for c in f.caveats)

    def twin(kind: str, most: int = 0) -> Twin | None:
        found = made.get(kind)
        if found is None or not found.table.num_rows:
            return None
        return transition_twin(telling(found), w, anchor, most)

    rest = (
        twin(f.kind, _SHOWN if f.table.num_rows > 10 * _SHOWN else 0)
        for f in made.ordered()
        if f.kind not in _OWN_PLACE
    )
    return TransitionSection(
        anchor=anchor,
        title=w.say("page.transition_title"),
        meta=meta(made, w),
        sentences=transition_sentences(made, w),
        figures=_figures(made, w),
        course=course_panel(made, w, anchor),
        supply=supply_panel(made, w, anchor),
        strain=strain_panel(made, w, anchor),
        supply_table=transition_twin(made.supply, w, anchor, _SHOWN),
        risk=twin("technology_risk"),
        displaced=twin("fuel_displaced"),
        chain=twin("fuel_chain"),
        hosts=twin("reactor_hosts"),
        caveats=tuple(caveats),
        tables=tuple(t for t in rest if t is not None),
    )


def _figures(made: Transition, w: Words) -> tuple[KeyFigure, ...]:
    found = []
    power = value_of(made.get("deployment"), "added_power")
    if power is not None:
        found.append(
            KeyFigure(
                w.say("figure.transition_power"),
                f"{number(power, w.lang, 0 if power >= 10 else 1)}\u00a0GW",
                power,
                w.say("figure.transition_years", first=made.first_year + 1, last=made.last_year),
                "added_power",
            )
        )
    row = tightest(made)
    if row is not None:
        among = str(value_of(made.supply, "among"))
        ratio = row[f"ratio_{among}"]
        name = names.material(row["material"], w.lang)
        found += [
            KeyFigure(
                w.say("figure.transition_tightest"),
                name[:1].upper() + name[1:],
                row["share_of_output"],
                w.say(
                    "figure.transition_share",
                    share=small(row["share_of_output"], w.lang),
                    need=mass(row["need"], w),
                ),
                "tightest",
            ),
            KeyFigure(
                w.say(f"figure.transition_ratio_{among}"),
                number(ratio, w.lang, 1 if ratio >= 1.0 else 2),
                ratio,
                w.say("figure.transition_year", year=row["year"]),
                "ratio",
            ),
        ]
    return tuple(found)


def telling(found: Finding) -> Finding:
    """Keep the rows of a finding that are worth printing; its CSV is made from what is kept.

    Args:
        found: finding ``fuel_displaced`` (the last year, each fuel's total, Russia and the
            largest origins) or ``fuel_chain`` (owners of a twentieth and more); others whole.

    Returns:
        The finding with those rows.

    Example:
        >>> from kanmon.brief.transition.example import example_transition
        >>> telling(example_transition().get("fuel_chain")).table.num_rows
        2
    """
    rows = found.table.to_pylist()
    if found.kind == "fuel_chain":
        shares = [(r["by_owner"], r["by_plant"]) for r in rows]
        keep = [any(s is None or s >= _LEAST for s in pair) for pair in shares]
    elif found.kind == "fuel_displaced":
        last, seen = max(r["year"] for r in rows), Counter[str]()
        keep = []
        for row in rows:
            seen[row["fuel"]] += row["year"] == last
            keep.append(row["year"] == last and seen[row["fuel"]] <= _ORIGINS)
    else:
        return found
    return replace(found, table=found.table.filter(pa.array(keep, pa.bool_())))
