"""World Mining Data: the long table of mine production, world totals marked as such."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kanmon.errors import DataError, UnitError
from kanmon.sources.named import economies_of
from kanmon.sources.raw import origin
from kanmon.sources.rows import read_rows
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.sources.text import parse_numbers
from kanmon.tables.door import check_table
from kanmon.units import parse_unit

COLUMNS = ("mineral", "Country", "unit", "data_source", "year", "production")
_SAID = {"r": "reported", "e": "estimated", "p": "provisional"}

_OFF = 0.005


@dataclass(frozen=True, slots=True)
class Wmd:
    """Read World Mining Data.

    Example:
        >>> Wmd().card.licence.redistribution
        False
    """

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read the long table, CSV or Parquet."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        table, repairs = read_rows(path, where=path.name, required=COLUMNS)
        rows, issues = _production(table, path.name)
        if not rows:
            raise DataError("no economy is known", where=path.name, remedy="check column Country")
        production = check_table(pa.Table.from_pylist(rows), "production", where=path.name)
        edition = str(production.column("edition")[0])
        reading = Reading(
            {"production": production},
            origin(self.card, [path], edition),
            "WMD",
            (*repairs, *issues),
        )
        tell("read", 1.0)
        return reading


def _production(table: pa.Table, where: str) -> tuple[list[dict[str, Any]], list[Issue]]:
    quantities, _ = parse_numbers(
        table.column("production"), where=f"{where}, production", marks={"NaN", "nan", "NA"}
    )
    names = [
        "Total" if "total" in name.lower() else name for name in table.column("Country").to_pylist()
    ]
    named = economies_of(names, "wmd")
    edition = f"to {pc.max(table.column('year')).as_py()}"
    rows: list[dict[str, Any]] = []
    strange: Counter[str] = Counter()
    seen: set[tuple[str, str, str]] = set()
    doubled = 0
    for row, economy, quantity in zip(
        table.to_pylist(), named.codes, quantities.to_pylist(), strict=True
    ):
        if economy is None:
            continue
        try:
            unit = parse_unit(row["unit"])
        except UnitError:
            strange[row["unit"]] += 1
            continue
        key = (row["mineral"], economy, row["year"])
        doubled += key in seen
        seen.add(key)
        said = _SAID.get(row["data_source"].strip().lower())
        rows.append(
            {
                "year": int(row["year"]),
                "economy": economy,
                "mineral": row["mineral"].strip(),
                "kind": "mine production",
                "statistic": "production",
                "quantity": quantity,
                "unit": unit,
                "estimated": said == "estimated",
                "edition": edition,
                "note": said if said == "provisional" else None,
            }
        )
    issues = [*named.issues(where)]
    issues += [
        Issue("dropped", f"rows of unknown unit {u!r}", n, where) for u, n in strange.items()
    ]
    if doubled:
        issues.append(
            Issue("doubt", "an economy stands twice for a mineral and year", doubled, where)
        )
    if off := _off_total(rows):
        first = ", ".join(f"{mineral} {year}" for mineral, year in off[:5])
        what = f"world totals over 0.5 % away from the sum of economies: {first}..."
        issues.append(Issue("doubt", what, len(off), where))
    return rows, issues


def _off_total(rows: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """Find the minerals and years whose published total is not the sum of its economies."""
    total: dict[tuple[str, int], float] = {}
    world: dict[tuple[str, int], float] = {}
    for row in rows:
        into = world if row["economy"] == "WLD" else total
        key = (row["mineral"], row["year"])
        into[key] = into.get(key, 0.0) + (row["quantity"] or 0.0)
    # Two units are what rounding of the smallest minerals may add up to.
    return [k for k in world if abs(total.get(k, 0.0) - world[k]) > _OFF * world[k] + 2]
