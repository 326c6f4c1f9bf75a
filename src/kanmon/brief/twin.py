"""The table behind every chart: headers with units, cells as printed, CSV and citation."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.cells import Cell, cell, unit_word
from kanmon.brief.numbers import as_of, number
from kanmon.brief.wording import Words, words
from kanmon.catalogue.thresholds import threshold

_LEAST = 0.001
"""Suppliers below this share are lumped in the printed table; the CSV has each of them."""


@dataclass(frozen=True, slots=True)
class Column:
    """Name a column and its unit; figures stand right.

    Example:
        >>> Column("Share", "%", True).numeric
        True
    """

    label: str
    unit: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Twin:
    """Hold a table ready to print, with its CSV and the line that cites it.

    Example:
        >>> Twin("t", "Shares", (), (), "a.csv", "", "Source: x").id
        't'
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    filename: str
    csv_href: str
    citation: str


def twin(finding: Finding, lang: str, *, id: str, columns: Sequence[str] = ()) -> Twin:
    """Turn a finding's table into a printed one.

    Args:
        finding: of any kind the brief shows.
        lang: language code.
        id: id of the table, unique on the page.
        columns: which columns are printed; all when not given. The CSV always has all.

    Returns:
        The table, its cells worded in the language; a missing figure says so.

    Example:
        >>> from kanmon.testing import tiny_good_findings
        >>> twin(tiny_good_findings("JPN").suppliers, "en", id="t").rows[0][2].text
        '60.0%'
    """
    w = words(lang)
    shown = list(columns) or finding.table.column_names
    heads = tuple(
        Column(_label(name, w), unit_word(finding.units[name], w, name), _numeric(name, finding))
        for name in shown
    )
    listed, small = _split(finding)
    rows = tuple(
        tuple(cell(row[name], name, finding.units[name], w) for name in shown) for row in listed
    )
    if small:
        rows = (*rows, _lumped(small, shown, finding, w))
    good = names.good(finding.good, lang) if finding.good else ""
    stem = "-".join(p for p in (finding.kind, finding.good, finding.party, finding.as_of) if p)
    return Twin(
        id=id,
        caption=w.say(f"table.{finding.kind}", good=good),
        columns=heads,
        rows=rows,
        filename=f"kanmon-{stem}.csv",
        csv_href=csv_link(finding),
        citation=citation(finding, lang),
    )


def csv_link(finding: Finding) -> str:
    """Write a finding's whole table as a CSV download that needs no server.

    Args:
        finding: any finding.

    Returns:
        A ``data:`` address; header cells carry the unit in brackets, codes stay codes, missing
        is empty.

    Example:
        >>> from kanmon.testing import tiny_good_findings
        >>> csv_link(tiny_good_findings("JPN").suppliers)[:28]
        'data:text/csv;charset=utf-8;'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    header = [
        f"{c} [{finding.units[c]}]" if finding.units[c] else c for c in finding.table.column_names
    ]
    writer.writerow(header)
    writer.writerows(map(_plain, row.values()) for row in finding.table.to_pylist())
    writer.writerow([])
    writer.writerows([f"# {line}"] for line in finding.cite().splitlines())
    # The byte-order mark makes spreadsheets read the file as UTF-8.
    coded = base64.b64encode(out.getvalue().encode("utf-8-sig")).decode("ascii")
    return f"data:text/csv;charset=utf-8;base64,{coded}"


def citation(finding: Finding, lang: str) -> str:
    """Write the line under a chart: source and vintage, date, units.

    Args:
        finding: any finding.
        lang: language code.

    Returns:
        One line. Only sources a figure rests on are named; all of them where none says.

    Example:
        >>> from kanmon.testing import tiny_good_findings
        >>> "2022" in citation(tiny_good_findings("JPN").suppliers, "en")
        True
    """
    w = words(lang)
    used = {
        s for figure in finding.figures.values() if figure.value is not None for s in figure.sources
    }
    named = [o for o in finding.sources if not used or o.source in used]
    sources = w.say("page.separator").join(
        dict.fromkeys(f"{o.publisher}, {o.title}, {o.vintage}" for o in named)
    )
    units = w.say("page.list").join(
        dict.fromkeys(
            unit_word(u, w)
            for u in finding.units.values()
            if u not in ("", "iso3", "iso3 route", "good", "year")
        )
    )
    parts = [
        f"{w.say('page.source')}{w.say('page.colon')}{sources or w.say('page.no_source')}",
        w.say("page.as_of", date=as_of(finding.as_of, lang)),
    ]
    if units:
        parts.append(w.say("page.unit", units=units))
    return w.say("page.separator").join(parts)


def _split(finding: Finding) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = finding.table.to_pylist()
    if finding.kind != "supplier_shares":
        return rows, []
    small = [row for row in rows if row["share"] is not None and row["share"] < _LEAST]
    if len(small) < 2:
        return rows, []
    return [row for row in rows if row["share"] is None or row["share"] >= _LEAST], small


def _lumped(
    small: list[dict[str, Any]], shown: Sequence[str], finding: Finding, w: Words
) -> tuple[Cell, ...]:
    """Add up the smallest suppliers; a tonnage one of them lacks is not known for all."""
    cells = []
    for column in shown:
        if column == "supplier":
            cells.append(Cell(w.say("page.others", count=number(len(small), w.lang))))
            continue
        values = [row[column] for row in small]
        total = None if None in values else sum(values)
        cells.append(cell(total, column, finding.units[column], w))
    return tuple(cells)


def _plain(value: Any) -> Any:
    """Keep ten significant digits: more than any source has, fewer than a float prints."""
    return float(f"{value:.10g}") if isinstance(value, float) else value


def _label(column: str, w: Words) -> str:
    return w.say(f"column.{column}", years=number(threshold("comparison_years").value, w.lang))


def _numeric(column: str, finding: Finding) -> bool:
    kind = str(finding.table.schema.field(column).type)
    return kind.startswith(("int", "float", "double"))
