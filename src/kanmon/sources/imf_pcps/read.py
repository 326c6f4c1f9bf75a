"""Primary Commodity Prices: a long table, or the IMF's sheet of one column a series."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from kanmon.errors import DataError
from kanmon.sources.encoding import to_utf8
from kanmon.sources.raw import origin
from kanmon.sources.rows import read_rows
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.sources.text import parse_numbers
from kanmon.sources.workbook import read_page
from kanmon.tables.door import check_table

_LONG = ("month", "description", "data_type", "value")
_MONTH = re.compile(r"^(?P<year>\d{4})[M-](?P<month>\d{1,2})(?!\d)")
_MONEY = r"(?:US\$|US cents|US dollars|USD|EUR|INR)"
_UNIT = re.compile(rf"(?:,\s*|\()({_MONEY}[^,()]*)")
_HEADS = {"Commodity.Description": "description", "Data Type": "data_type"}

# A lost column leaves no trace in the file itself, so the count is compared.
_SERIES = 93

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ImfPcps:
    """Read the IMF's primary commodity prices.

    Example:
        >>> ImfPcps().card.licence.redistribution
        False
    """

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read a long table, or the IMF's sheet as workbook or CSV."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        table, repairs = _table(path)
        rows = _rows(table, path.name)
        year, month = max((row["year"], row["month"]) for row in rows)
        edition = f"to {year}-{month:02d}"
        prices = check_table(
            pa.Table.from_pylist([row | {"edition": edition} for row in rows]),
            "prices",
            where=path.name,
        )
        nameless = sorted({r["commodity"] for r in rows if r["unit"] == _NOT_STATED})
        issues = list(repairs)
        if nameless:
            what = f"series that do not name their unit: {', '.join(nameless)}"
            count = sum(1 for r in rows if r["unit"] == _NOT_STATED)
            issues.append(Issue("doubt", what, count, path.name))
        series = len({row["commodity"] for row in rows})
        if series < _SERIES:
            what = f"{series} series; the sheet of July 2025 had {_SERIES}"
            issues.append(Issue("doubt", what, _SERIES - series, path.name))
        reading = Reading(
            {"prices": prices}, origin(self.card, [path], edition), "monthly", tuple(issues)
        )
        tell("read", 1.0)
        return reading


_NOT_STATED = "US dollars, per what is not stated"


def unit_of(description: str, data_type: str) -> str:
    """Find the unit a series' description names, the last one where it names several.

    Args:
        description: the series as the publisher describes it.
        data_type: ``USD`` or ``Index``.

    Returns:
        The unit in the publisher's words; what is missing is said.

    Example:
        >>> unit_of("Lead, 99.97% pure, CIF European Ports, US$ per metric ton", "USD")
        'US$ per metric ton'
        >>> unit_of("Lithium Metal =99%, Battery Grade", "USD")
        'US dollars, per what is not stated'
    """
    if data_type.strip().lower() == "index":
        return "index, 2016 = 100"
    named = _UNIT.findall(description)
    return str(named[-1]).strip(" .") if named else _NOT_STATED


def _table(path: Path) -> tuple[pa.Table, tuple[Issue, ...]]:
    if path.suffix.lower() == ".xls":
        raise DataError(
            "an old Excel file", where=path.name, remedy="save it as .xlsx or .csv and read that"
        )
    if path.suffix.lower() == ".xlsx":
        return _melted(read_page(path), path.name), ()
    try:
        raw = path.read_bytes()
    except OSError as e:
        raise DataError(
            f"cannot be read ({e.strerror})",
            where=path.name,
            remedy="check the path and its rights",
        ) from e
    if raw[:4] != b"PAR1":
        text, issues = to_utf8(raw, where=path.name)
        page = list(csv.reader(io.StringIO(text.decode("utf-8"))))
        if any(row and row[0].strip() in _HEADS for row in page[:6]):
            _check_even(page, path.name)
            return _melted([tuple(row) for row in page], path.name), issues
    return read_rows(raw, where=path.name, required=_LONG)


def _check_even(page: list[list[str]], where: str) -> None:
    for number, row in enumerate(page, start=1):
        if row and len(row) != len(page[0]):
            raise DataError(
                f"line {number} has {len(row)} cells, the first {len(page[0])}",
                where=where,
                remedy="a row is cut or has a stray comma or quotation mark: get the file again",
            )


def _melted(page: list[tuple[Any, ...]], where: str) -> pa.Table:
    """Turn one column a series into one row a series and month."""
    heads = {
        name: row
        for row in page[:6]
        for mark, name in _HEADS.items()
        if row and str(row[0]).strip() == mark
    }
    if len(heads) < len(_HEADS):
        raise DataError(
            f"no rows {' and '.join(map(repr, _HEADS))} at the top",
            where=where,
            remedy="check that it is the IMF's sheet of external data",
        )
    columns: dict[str, list[str]] = {name: [] for name in _LONG}
    for row in page:
        if not row or not _MONTH.match(str(row[0])):
            continue
        for i in range(1, min(len(row), len(heads["description"]))):
            if heads["description"][i]:
                columns["month"].append(str(row[0]))
                columns["description"].append(str(heads["description"][i]))
                columns["data_type"].append(str(heads["data_type"][i]))
                columns["value"].append("" if row[i] is None else str(row[i]))
    return pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})


def _rows(table: pa.Table, where: str) -> list[Row]:
    values, _ = parse_numbers(table.column("value"), where=f"{where}, value")
    rows: list[Row] = []
    for cells, value in zip(table.select(_LONG).to_pylist(), values.to_pylist(), strict=True):
        month = _MONTH.match(cells["month"])
        if month is None:
            raise DataError(
                f"month {cells['month']!r}", where=where, remedy="write months as 2022-03 or 2022M3"
            )
        if value is not None:
            rows.append(
                {
                    "year": int(month["year"]),
                    "month": int(month["month"]),
                    "commodity": " ".join(cells["description"].split()),
                    "price": value,
                    "unit": unit_of(cells["description"], cells["data_type"]),
                }
            )
    if not rows:
        raise DataError("no price", where=where, remedy="check that the file is whole")
    if len({(r["commodity"], r["unit"], r["year"], r["month"]) for r in rows}) < len(rows):
        raise DataError(
            "a month of a series stands twice", where=where, remedy="remove one of the two"
        )
    return rows
