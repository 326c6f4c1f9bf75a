"""GDP in current dollars: the World Bank's own wide file or a long table, aggregates left out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from kanmon.errors import DataError
from kanmon.sources.archive import members, read_member
from kanmon.sources.named import economies_of
from kanmon.sources.raw import origin
from kanmon.sources.rows import read_rows
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.sources.text import parse_numbers, read_delimited
from kanmon.tables.door import check_table

INDICATOR = "NY.GDP.MKTP.CD"
_LONG = ("Country Code", "Indicator Code", "year", "value")
_WIDE = ("Country Name", "Country Code", "Indicator Code")
_UPDATED = "Last Updated Date"


@dataclass(frozen=True, slots=True)
class Gdp:
    """Read gross domestic product of the World Development Indicators.

    Example:
        >>> Gdp().card.tables
        ('gdp',)
    """

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read the publisher's CSV or zip, or a long table."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        raw, where = _raw(path)
        updated = ""
        if raw[:4] != b"PAR1" and (at := _header(raw)) > 0:
            updated = _updated(raw[:at])
            table, issues = read_delimited(
                raw[at:], where=where, required=_WIDE, allow_trailing_comma=True
            )
            table = _melted(table)
        else:
            table, issues = read_rows(raw, where=where, required=_LONG)
        gdp, found = _gdp(table, where)
        last = max(gdp.column("year").to_pylist())
        reading = Reading(
            {"gdp": gdp},
            origin(self.card, [path], updated or f"to {last}"),
            INDICATOR,
            (*issues, *found),
        )
        tell("read", 1.0)
        return reading


def _raw(path: Path) -> tuple[bytes, str]:
    if path.suffix.lower() == ".zip":
        data = [m for m in members(path) if m.startswith("API_") and m.endswith(".csv")]
        if len(data) != 1:
            raise DataError(
                f"{len(data)} files named API_*.csv",
                where=path.name,
                remedy="hand over the World Bank's zip as it was downloaded",
            )
        return read_member(path, data[0]), f"{path.name}/{data[0]}"
    try:
        return path.read_bytes(), path.name
    except OSError as e:
        raise DataError(
            f"cannot be read ({e.strerror})",
            where=path.name,
            remedy="check the path and its rights",
        ) from e


def _header(raw: bytes) -> int:
    """Find where the wide table starts, below the publisher's lines about source and date."""
    return raw[:2000].find(b'"Country Name","Country Code"')


def _updated(preamble: bytes) -> str:
    for line in preamble.decode("utf-8-sig").splitlines():
        cells = [cell.strip('" ') for cell in line.split(",")]
        if cells[0] == _UPDATED and len(cells) > 1:
            return cells[1]
    return ""


def _melted(table: pa.Table) -> pa.Table:
    years = [c for c in table.column_names if c.isdigit() and len(c) == 4]
    columns = {
        "Country Code": table.column("Country Code").to_pylist() * len(years),
        "Indicator Code": table.column("Indicator Code").to_pylist() * len(years),
        "year": [year for year in years for _ in range(table.num_rows)],
        "value": [cell for year in years for cell in table.column(year).to_pylist()],
    }
    return pa.table(columns)


def _gdp(table: pa.Table, where: str) -> tuple[pa.Table, tuple[Issue, ...]]:
    other = set(table.column("Indicator Code").to_pylist()) - {INDICATOR}
    if other:
        raise DataError(
            f"indicator {', '.join(sorted(other))}",
            where=where,
            remedy=f"download the indicator {INDICATOR}",
        )
    values, _ = parse_numbers(table.column("value"), where=f"{where}, value")
    named = economies_of(table.column("Country Code").to_pylist(), "worldbank")
    rows = []
    aggregates: set[str] = set()
    left = empty = 0
    for row, economy, value in zip(
        table.select(["Country Code", "year"]).to_pylist(),
        named.codes,
        values.to_pylist(),
        strict=True,
    ):
        if value is None:
            empty += 1
        elif economy is None or economy == "WLD":
            left += 1
            aggregates.add(row["Country Code"])
        else:
            rows.append({"year": int(row["year"]), "economy": economy, "gdp": value})
    if not rows:
        raise DataError("no economy with a figure", where=where, remedy="check the file")
    if len({(r["year"], r["economy"]) for r in rows}) < len(rows):
        raise DataError(
            "an economy stands twice for a year", where=where, remedy="remove one of the two"
        )
    what = f"rows of {len(aggregates)} aggregates: {', '.join(sorted(aggregates))}"
    issues = [Issue("dropped", what, left, where)] if left else []
    if empty:
        issues.append(Issue("dropped", "economies and years without a figure", empty, where))
    return check_table(pa.Table.from_pylist(rows), "gdp", where=where), tuple(issues)
