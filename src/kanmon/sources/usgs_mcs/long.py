"""The 2026 edition: every table of every chapter in one long file."""

from __future__ import annotations

import re

import pyarrow as pa

from kanmon.errors import UnitError
from kanmon.sources.usgs_mcs.gathered import Gathered, Row
from kanmon.sources.usgs_mcs.measured import unit_of, unit_or_printed
from kanmon.sources.usgs_mcs.places import Place, places
from kanmon.sources.usgs_mcs.printed import Printed, join_notes, parse

COLUMNS = (
    "MCS chapter",
    "Section",
    "Commodity",
    "Country",
    "Statistics",
    "Statistics_detail",
    "Unit",
    "Year",
    "Value",
    "Notes",
    "Other notes",
)
_ROUNDED = re.compile(r"[:,]\s*rounded\s*$", re.IGNORECASE)
_BASIS = re.compile(r"\(Data in [^,()]*,\s*(?P<basis>.+?),? unless otherwise specified\)")
_ITEMS = {
    "Production": "production",
    "Import": "imports",
    "Export": "exports",
    "Consumption": "consumption",
    "Stock": "stocks",
    "Net import reliance": "net_import_reliance",
    "Employment": "employment",
}


def read_long(table: pa.Table, where: str) -> Gathered:
    """Read the commodities file of an edition laid out as in 2026.

    Args:
        table: strings, one row a figure.
        where: file named in issues.

    Returns:
        Rows of all four tables.

    Example:
        >>> row = dict.fromkeys(COLUMNS, "") | {
        ...     "Section": "World Production", "Commodity": "Gallium", "Country": "World total",
        ...     "Statistics": "Production", "Statistics_detail": "Primary production: rounded",
        ...     "Unit": "kilograms", "Year": "2024", "Value": "848,000"}
        >>> read_long(pa.Table.from_pylist([row]), "x.csv").production[0]["kind"]
        'Primary production'
    """
    out = Gathered()
    rows = [{k: v.strip() for k, v in row.items()} for row in table.to_pylist()]
    edition = edition_of([row["Year"] for row in rows])
    known = places(row["Country"] for row in rows)
    for row in rows:
        place = known[row["Country"]]
        if place.code is None:
            out.count("dropped", f"rows of no known economy: {row['Country']}", where)
            continue
        cell = parse(row["Value"])
        out.count("doubt", "cells that are no number and no known mark", where, int(cell.doubt))
        line: Row = {"mineral": row["Commodity"], "edition": edition}
        if row["Section"].startswith("World"):
            _add_world(out, row, line, place, cell, where)
        elif row["Statistics"] == "Price":
            out.prices.append(
                {
                    "year": last_year(row["Year"]),
                    "month": None,
                    "commodity": f"{row['Commodity']}: {row['Statistics_detail']}",
                    "price": cell.point,
                    "unit": row["Unit"] or "not stated",
                    "edition": edition,
                }
            )
        else:
            _add_balance(out, row, line, place, cell)
    for rows_of in (out.production, out.reserves):
        _spell_alike(rows_of, out, where)
    return out


def _spell_alike(rows: list[Row], out: Gathered, where: str) -> None:
    """Give a line one spelling where the file has two that differ in capitals only."""
    spelt: dict[tuple[str, str], str] = {}
    for row in rows:
        kind = spelt.setdefault((row["mineral"], row["kind"].casefold()), row["kind"])
        if kind != row["kind"]:
            row["kind"] = kind
            out.count("repair", "lines whose name differs in capitals only", where)


def edition_of(years: list[str]) -> str:
    """Name the edition after its last year of data: it comes out the year after.

    Args:
        years: year cells.

    Returns:
        ``MCS`` and the year.

    Example:
        >>> edition_of(["2024", "2025", "2021–24"])
        'MCS2026'
    """
    return f"MCS{max(last_year(y) for y in years) + 1}"


def last_year(text: str) -> int:
    """Read a year, or the last one of a period.

    Args:
        text: ``2024`` or ``2021–24``.

    Returns:
        Calendar year.

    Example:
        >>> last_year("2021–24"), last_year("2025")
        (2024, 2025)
    """
    first, *rest = re.split(r"[–-]", text)
    return int(first[: 4 - len(rest[-1])] + rest[-1]) if rest else int(first)


def _add_world(out: Gathered, row: Row, line: Row, place: Place, cell: Printed, where: str) -> None:
    try:
        unit, factor = unit_of(row["Unit"])
    except UnitError:
        out.count("dropped", f"figures of unknown unit {row['Unit']!r}", where)
        return
    basis = _BASIS.search(row["Other notes"])
    line |= {
        "year": last_year(row["Year"]),
        "economy": place.code,
        "kind": _ROUNDED.sub("", row["Statistics_detail"]).strip(),
        "quantity": None if cell.point is None else cell.point * factor,
        "unit": unit,
        "note": join_notes(
            row["Notes"],
            cell.note,
            place.remark,
            f"chapter's basis: {basis['basis']} unless otherwise specified" if basis else "",
        ),
    }
    if row["Statistics"] == "Reserves":
        out.reserves.append(line)
        return
    line["statistic"] = "capacity" if row["Statistics"] == "Capacity" else "production"
    line["estimated"] = any(
        part.strip().lower().startswith("estimated") for part in row["Notes"].split("--")
    )
    out.production.append(line)


def _add_balance(out: Gathered, row: Row, line: Row, place: Place, cell: Printed) -> None:
    sources = row["Statistics"].startswith("Import sources")
    unit, factor = unit_or_printed(row["Unit"])
    out.balances.append(
        line
        | {
            "year": last_year(row["Year"]),
            "economy": "USA" if sources else place.code,
            "partner": place.code if sources else None,
            "item": "import_source" if sources else _ITEMS.get(row["Statistics"], "other"),
            "detail": row["Statistics_detail"],
            "bound": cell.bound,
            "value": None if cell.value is None else cell.value * factor,
            "unit": unit,
            "note": join_notes(row["Notes"], cell.note, place.remark),
        }
    )
