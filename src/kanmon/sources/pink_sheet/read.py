"""The Pink Sheet: the page of monthly prices, or a long table of the same, into prices."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from kanmon.errors import DataError
from kanmon.sources.raw import origin
from kanmon.sources.rows import read_rows
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.sources.text import parse_numbers
from kanmon.sources.workbook import read_page
from kanmon.tables.door import check_table

_PAGE = "Monthly Prices"
_LONG = ("month", "commodity", "unit", "value")
_MONTH = re.compile(r"^(?P<year>\d{4})[M-](?P<month>\d{2})")
_UPDATED = re.compile(r"^Updated on (?P<day>\w+ \d{1,2}, \d{4})")
# The publisher's marks of a month without a price; the workbook mixes them.
_NONE = frozenset({"…", "...", ".."})

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PinkSheet:
    """Read the World Bank's monthly commodity prices.

    Example:
        >>> PinkSheet().card.cadence
        'monthly, second working day'
    """

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read the workbook, or a long table of its prices."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        repairs: tuple[Issue, ...] = ()
        if path.suffix.lower() == ".xlsx":
            rows, edition = _workbook(read_page(path, _PAGE), path.name)
        else:
            table, repairs = read_rows(path, where=path.name, required=_LONG)
            rows, edition = _long(table, path.name)
        kept = [row | {"edition": edition} for row in rows if row["price"] is not None]
        if not kept:
            raise DataError("no price", where=path.name, remedy="check that the file is whole")
        _check_once(kept, path.name)
        prices = check_table(pa.Table.from_pylist(kept), "prices", where=path.name)
        reading = Reading(
            {"prices": prices}, origin(self.card, [path], edition), "monthly", repairs
        )
        tell("read", 1.0)
        return reading


def _workbook(page: list[tuple[Any, ...]], where: str) -> tuple[list[Row], str]:
    """Find the names, the units below them and the months below those."""
    first = next((i for i, row in enumerate(page) if row and _month(row[0])), 0)
    updated = next((m for row in page[:first] if row and (m := _UPDATED.match(str(row[0])))), None)
    if first < 2 or updated is None:
        raise DataError(
            "no line 'Updated on', or no months below names and units",
            where=f"{where}, page {_PAGE}",
            remedy="check that it is the World Bank's own workbook",
        )
    names, units = page[first - 2], page[first - 1]
    rows: list[Row] = []
    for cells in page[first:]:
        month = _month(cells[0])
        if month is None:
            break
        for name, unit, cell in zip(names[1:], units[1:], cells[1:], strict=False):
            if name:
                rows.append(_row(month, str(name), str(unit or ""), _price(cell, where)))
    day = dt.datetime.strptime(updated["day"], "%B %d, %Y").date()
    return rows, day.isoformat()


def _long(table: pa.Table, where: str) -> tuple[list[Row], str]:
    prices, _ = parse_numbers(table.column("value"), where=f"{where}, value", marks=_NONE | {"NA"})
    rows = []
    for cells, price in zip(table.to_pylist(), prices.to_pylist(), strict=True):
        month = _month(cells["month"])
        if month is None:
            raise DataError(
                f"month {cells['month']!r}",
                where=where,
                remedy="write months as 2022-03 or 2022M03",
            )
        rows.append(_row(month, cells["commodity"], cells["unit"], price))
    year, last = max((row["year"], row["month"]) for row in rows)
    return rows, f"to {year}-{last:02d}"


def _row(month: tuple[int, int], commodity: str, unit: str, price: float | None) -> Row:
    return {
        "year": month[0],
        "month": month[1],
        "commodity": " ".join(commodity.split()),
        "price": price,
        "unit": unit.strip().removeprefix("(").removesuffix(")") or "not stated",
    }


def _month(cell: object) -> tuple[int, int] | None:
    found = _MONTH.match(str(cell))
    return (int(found["year"]), int(found["month"])) if found else None


def _price(cell: object, where: str) -> float | None:
    if cell is None or cell in _NONE:
        return None
    if isinstance(cell, int | float):
        return float(cell)
    raise DataError(
        f"{cell!r} where a price was expected",
        where=f"{where}, page {_PAGE}",
        remedy="check the cell; the publisher marks a missing price with …",
    )


def _check_once(rows: list[Row], where: str) -> None:
    seen = {(r["commodity"], r["year"], r["month"]) for r in rows}
    if len(seen) < len(rows):
        raise DataError(
            f"{len(rows) - len(seen)} months of a commodity stand twice",
            where=where,
            remedy="remove one of the two",
        )
