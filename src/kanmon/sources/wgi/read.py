"""Worldwide Governance Indicators: the DataBank's wide export or a long table of one dimension."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from kanmon.errors import DataError
from kanmon.sources.named import economies_of
from kanmon.sources.raw import origin
from kanmon.sources.rows import read_rows
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.sources.text import parse_numbers
from kanmon.tables.door import check_table

DIMENSIONS = ("PV", "VA", "GE", "RQ", "RL", "CC")
_LONG = ("Code", "year", "Estimate", "StdErr", "Rank")
_WIDE = ("Country Code", "Series Code")
# PV.EST or GOV_WGI_PV.EST; the last part is what the figure is.
_SERIES = re.compile(r"^(?:GOV_WGI_)?(?P<dimension>[A-Z]{2})\.(?P<what>[A-Z.]+)$")
_YEAR = re.compile(r"^(\d{4})(?: \[YR\1\])?$")
_COLUMN = {"EST": "estimate", "STD.ERR": "standard_error", "PER.RNK": "percentile"}

Key = tuple[int, str, str]
Scores = dict[Key, dict[str, float | None]]


@dataclass(frozen=True, slots=True)
class Wgi:
    """Read governance scores; ``dimension`` names the one a long table holds.

    Example:
        >>> Wgi().dimension
        'PV'
    """

    dimension: str = "PV"

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read a DataBank export or a long table."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        table, repairs = read_rows(path, where=path.name, required=())
        columns = set(table.column_names)
        if set(_WIDE) <= columns:
            scores = _wide(table, path.name)
        elif set(_LONG) <= columns:
            scores = _long(table, self._held(path.name), path.name)
        else:
            raise DataError(
                f"columns {', '.join(table.column_names[:6])}",
                where=path.name,
                remedy="export from the DataBank as CSV, or give a table with the columns "
                + ", ".join(_LONG),
            )
        governance, issues = _governance(scores, path.name)
        edition = f"to {pc.max(governance.column('year')).as_py()}"
        reading = Reading(
            {"governance": governance},
            origin(self.card, [path], edition),
            "WGI",
            (*repairs, *issues),
        )
        tell("read", 1.0)
        return reading

    def _held(self, where: str) -> str:
        if self.dimension not in DIMENSIONS:
            raise DataError(
                f"dimension {self.dimension!r}",
                where=where,
                remedy=f"use one of {', '.join(DIMENSIONS)}",
            )
        return self.dimension


def _wide(table: pa.Table, where: str) -> Scores:
    """Turn series down and years across into one entry an economy, year and dimension."""
    years = {c: int(m[1]) for c in table.column_names if (m := _YEAR.match(c))}
    if not years:
        raise DataError(
            "no column is a year", where=where, remedy="export from the DataBank as CSV"
        )
    columns = {
        c: parse_numbers(table.column(c), where=f"{where}, {c}")[0].to_pylist() for c in years
    }
    scores: Scores = {}
    series = table.column("Series Code").to_pylist()
    for i, (code, economy) in enumerate(
        zip(series, table.column("Country Code").to_pylist(), strict=True)
    ):
        parts = _SERIES.match(code.strip())
        # The export ends in blank lines and "Data from database: ..." footers.
        if not parts or parts["dimension"] not in DIMENSIONS or parts["what"] not in _COLUMN:
            continue
        for column, year in years.items():
            entry = scores.setdefault((year, economy.strip(), parts["dimension"]), {})
            entry[_COLUMN[parts["what"]]] = columns[column][i]
    if not scores:
        raise DataError(
            "no series of the six dimensions",
            where=where,
            remedy="choose the series Estimate, Standard Error and Percentile Rank",
        )
    return scores


def _long(table: pa.Table, dimension: str, where: str) -> Scores:
    figures = {
        ours: parse_numbers(table.column(theirs), where=f"{where}, {theirs}")[0].to_pylist()
        for ours, theirs in (
            ("estimate", "Estimate"),
            ("standard_error", "StdErr"),
            ("percentile", "Rank"),
        )
    }
    scores: Scores = {}
    for i, (economy, year) in enumerate(
        zip(table.column("Code").to_pylist(), table.column("year").to_pylist(), strict=True)
    ):
        key = (int(year), economy, dimension)
        if key in scores:
            raise DataError(
                f"{economy} {year} stands twice", where=where, remedy="remove one of the two"
            )
        scores[key] = {ours: column[i] for ours, column in figures.items()}
    return scores


def _governance(scores: Scores, where: str) -> tuple[pa.Table, tuple[Issue, ...]]:
    scored = {k: v for k, v in scores.items() if v.get("estimate") is not None}
    named = economies_of([economy for _, economy, _ in scored], "worldbank")
    rows = [
        {
            "year": year,
            "economy": code,
            "dimension": dimension,
            "estimate": entry["estimate"],
            "standard_error": entry.get("standard_error"),
            "percentile": entry.get("percentile"),
        }
        for ((year, _, dimension), entry), code in zip(scored.items(), named.codes, strict=True)
        if code is not None
    ]
    if not rows:
        raise DataError("no economy with an estimate", where=where, remedy="check the file")
    empty = len(scores) - len(scored)
    issues = named.issues(where)
    if empty:
        issues += (Issue("dropped", "economies and years without an estimate", empty, where),)
    return check_table(pa.Table.from_pylist(rows), "governance", where=where), issues
