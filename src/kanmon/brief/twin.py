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
from kanmon.brief.numbers import as_of, number, percent, signed, tonnes
from kanmon.brief.wording import Words, words
from kanmon.catalogue.thresholds import threshold

_UNIT_KEYS = {
    "score": "score",
    "trend": "change",
    "good": "good",
    "rank": "count",
    "stage": "text",
    "sector": "text",
    "flags": "text",
    "detail": "text",
    "bound": "text",
    "edition": "text",
    "reason": "text",
    "has_trade": "yesno",
    "has_production": "yesno",
}
_UNIT_ALIASES = {"HHI change": "change", "0-1": "score"}
_NAMED = ("supplier", "producer", "top_supplier", "top_producer", "economy")


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
class Cell:
    """Carry a cell as printed and, for a figure, its exact value for machines.

    Example:
        >>> Cell("59%", 0.586).raw
        0.586
    """

    text: str
    raw: float | int | None = None
    missing: bool = False


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
    rows = tuple(
        tuple(cell(row[name], name, finding.units[name], w) for name in shown)
        for row in finding.table.to_pylist()
    )
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
    writer.writerows(row.values() for row in finding.table.to_pylist())
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
            unit_word(u, w) for u in finding.units.values() if u not in ("", "iso3", "good", "year")
        )
    )
    parts = [
        f"{w.say('page.source')}{w.say('page.colon')}{sources or w.say('page.no_source')}",
        w.say("page.as_of", date=as_of(finding.as_of, lang)),
    ]
    if units:
        parts.append(w.say("page.unit", units=units))
    return w.say("page.separator").join(parts)


def unit_word(unit: str, w: Words, column: str = "") -> str:
    """Word a unit, or the nature of a column that has none.

    Args:
        unit: unit symbol of the finding.
        w: words of the language.
        column: column name, for those without a physical unit.

    Returns:
        The unit as the language writes it; a symbol without words stands as it is.

    Example:
        >>> unit_word("kUSD", words("ja"))
        '千米ドル'
    """
    if column in _UNIT_KEYS:
        return w.say(f"unit.{_UNIT_KEYS[column]}")
    key = f"unit.{_UNIT_ALIASES.get(unit, unit)}"
    return w.say(key) if w.has(key) else unit


def cell(value: Any, column: str, unit: str, w: Words) -> Cell:
    """Print one value of a table.

    Args:
        value: any value of an Arrow table.
        column: name of its column.
        unit: unit of the column.
        w: words of the language.

    Returns:
        The cell; None prints as not known, never as zero.

    Example:
        >>> cell(None, "share", "share", words("en")).text
        'not known'
    """
    if column in ("flags", "reason", "stage", "sector", "bound"):
        return Cell(tags(str(value or ""), column, w))
    if value is None:
        return Cell("–" if column == "rank" else w.say("page.not_known"), missing=True)
    if isinstance(value, bool):
        return Cell(w.say("page.yes" if value else "page.no"))
    if column == "good":
        return Cell(names.good(str(value), w.lang))
    if column in _NAMED:
        return Cell(names.economy(str(value), w.lang))
    if isinstance(value, str):
        return Cell(value)
    if unit == "year" or column == "rank":
        return Cell(str(value), value)
    if unit == "share":
        return Cell(percent(value, w.lang, 1), value)
    if column == "trend":
        return Cell(signed(value, w.lang), value)
    if unit in ("HHI", "0-1") or column == "score":
        return Cell(number(value, w.lang, 3), value)
    return Cell(tonnes(value, w.lang), value)


def tags(text: str, column: str, w: Words) -> str:
    """Word a comma-separated list of codes such as flags; a code without words is spelt out.

    Args:
        text: codes.
        column: which family of words they belong to.
        w: words of the language.

    Returns:
        The words joined as the language joins them.

    Example:
        >>> tags("basket,small_value", "flags", words("en"))
        'shared code, small value'
    """
    if column in ("sector", "stage"):
        return (names.sector if column == "sector" else names.stage)(text, w.lang)
    family = {"flags": "flag"}.get(column, column)
    found = []
    for code in filter(None, (part.strip() for part in text.split(","))):
        key = f"{family}.{code}"
        found.append(w.say(key) if w.has(key) else code.replace("_", " "))
    return w.say("page.list").join(found)


def _label(column: str, w: Words) -> str:
    return w.say(f"column.{column}", years=number(threshold("comparison_years").value, w.lang))


def _numeric(column: str, finding: Finding) -> bool:
    kind = str(finding.table.schema.field(column).type)
    return kind.startswith(("int", "float", "double"))
