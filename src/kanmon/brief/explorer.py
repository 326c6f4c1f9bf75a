"""Every good in one table that can be sorted and narrowed to a sector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.cells import Cell, cell
from kanmon.brief.charts.spark import spark
from kanmon.brief.document import Brief
from kanmon.brief.numbers import money, number, percent
from kanmon.brief.twin import Column, citation, csv_link
from kanmon.brief.wording import Words, words
from kanmon.catalogue.thresholds import threshold

_COLUMNS = (
    ("rank", "count", True),
    ("good", "good", False),
    ("sector", "text", False),
    ("import_hhi", "HHI", True),
    ("trend", "change", True),
    ("top_supplier", "iso3", False),
    ("top_share", "share", True),
    ("top_producer", "iso3", False),
    ("top_producer_share", "share", True),
    ("total_value", "money", True),
)
_SORTED_AS_TEXT = ("good", "sector", "top_supplier", "top_producer")


@dataclass(frozen=True, slots=True)
class ExplorerRow:
    """Carry one good: where its part of the page is, its sector, its cells and its line.

    Example:
        >>> ExplorerRow("good-x", "minerals", (Cell("1", 1),), "<svg/>").sector
        'minerals'
    """

    anchor: str
    sector: str
    cells: tuple[Cell, ...]
    svg: str


@dataclass(frozen=True, slots=True)
class Explorer:
    """Carry the whole table with its sectors, its CSV and the line that cites it.

    Example:
        >>> from kanmon.testing import tiny_brief
        >>> explorer(tiny_brief("JPN")).sectors
        (('minerals', 'Critical minerals'),)
    """

    columns: tuple[tuple[str, Column], ...]
    rows: tuple[ExplorerRow, ...]
    sectors: tuple[tuple[str, str], ...]
    filename: str
    csv_href: str
    citation: str


def explorer(brief: Brief) -> Explorer:
    """Lay out the table, in the order of the ranking until the reader sorts it.

    Args:
        brief: any brief.

    Returns:
        Columns, rows and sectors.

    Example:
        >>> from kanmon.testing import tiny_brief
        >>> explorer(tiny_brief("JPN")).rows[0].cells[1].text
        'Rare earth metals'
    """
    w = words(brief.lang)
    ranking = brief.chokepoints
    trends = {g.good: g.trend for g in brief.goods}
    years = number(threshold("comparison_years").value, w.lang)
    rows = brief.ranking()
    sectors = dict.fromkeys(row["sector"] for row in rows if row["sector"])
    named = sorted((names.sector(key, w.lang), key) for key in sectors)
    return Explorer(
        columns=tuple(
            (name, Column(w.say(f"column.{name}", years=years), w.say(f"unit.{unit}"), numeric))
            for name, unit, numeric in _COLUMNS
        ),
        rows=tuple(
            ExplorerRow(
                f"good-{row['good']}" if row["good"] in trends else "",
                row["sector"] or "",
                tuple(_cell(row[name], name, w) for name, _, _ in _COLUMNS),
                _line(row, trends.get(row["good"]), w),
            )
            for row in rows
        ),
        sectors=tuple((key, name) for name, key in named),
        filename=f"kanmon-goods-{brief.party}-{brief.year}.csv",
        csv_href=csv_link(ranking),
        citation=citation(ranking, brief.lang),
    )


def _cell(value: Any, name: str, w: Words) -> Cell:
    if value is None or name in _SORTED_AS_TEXT:
        return cell(value, name, "", w)
    if name == "import_hhi":
        return Cell(number(value, w.lang, 2), value)
    if name.endswith("_share"):
        return Cell(percent(value, w.lang), value)
    if name == "total_value":
        return Cell(money(value, w.lang), value)
    return cell(value, name, "", w)


def _line(row: dict[str, Any], trend: Finding | None, w: Words) -> str:
    known = {} if trend is None else {r["year"]: r["hhi"] for r in trend.table.to_pylist()}
    years = [year for year, value in known.items() if value is not None]
    if not years:
        return ""
    first, last = min(years), max(years)
    desc = w.say(
        "chart.spark_desc",
        first=first,
        last=last,
        then=number(known[first], w.lang, 2),
        now=number(known[last], w.lang, 2),
    )
    values = [known.get(year) for year in range(min(known), max(known) + 1)]
    title = names.good(row["good"], w.lang)
    limit = threshold("import_hhi").value
    return spark(values, limit, f"spark-{row['good']}", (title, desc))
