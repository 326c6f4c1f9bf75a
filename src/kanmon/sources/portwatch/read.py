"""Chokepoint transits: the publisher's daily file, or the same added up by month."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kanmon.errors import DataError
from kanmon.sources.raw import origin
from kanmon.sources.rows import read_rows
from kanmon.sources.source import Card, Progress, Reading, load_card
from kanmon.sources.text import parse_numbers
from kanmon.sources.timed import days_of, series_table

_COUNTED = {
    "n_total": ("transits", "ships a day"),
    "n_tanker": ("transits", "ships a day"),
    "n_container": ("transits", "ships a day"),
    "capacity": ("capacity", "dwt a day"),
}
_NEEDED = ("portid", "portname", *_COUNTED)


@dataclass(frozen=True, slots=True)
class PortWatch:
    """Read PortWatch's chokepoint transits.

    Example:
        >>> PortWatch().card.tables
        ('series',)
    """

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read a daily or monthly file of chokepoint transits."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        table, issues = read_rows(path, where=path.name, required=_NEEDED)
        daily = "date" in table.column_names
        column = "date" if daily else "period_dt"
        if column not in table.column_names or (not daily and "n_days" not in table.column_names):
            raise DataError(
                "neither a column 'date' nor 'period_dt' with 'n_days'",
                where=path.name,
                remedy="hand over PortWatch's daily file, or a monthly one that counts its days",
            )
        days = days_of(table.column(column).to_pylist(), where=f"{path.name}, {column}")
        names = [_place(name, path.name) for name in table.column("portname").to_pylist()]
        ids = table.column("portid").to_pylist()
        count = np.ones(len(days))
        if not daily:
            count = _numbers(table, "n_days", path.name)
            if not np.all((count >= 1) & (count <= 31)):
                raise DataError(
                    "a month of no days or more than 31",
                    where=f"{path.name}, n_days",
                    remedy="give the days the figures were counted over",
                )
        blocks = [
            series_table(
                {
                    "series": [f"{port}/{what}" for port in ids],
                    "indicator": indicator,
                    "place": names,
                    "freq": "daily" if daily else "monthly",
                    "period": days,
                    "value": _numbers(table, what, path.name) / count,
                    "unit": unit,
                },
                len(days),
                where=path.name,
            )
            for what, (indicator, unit) in _COUNTED.items()
        ]
        reading = Reading(
            {"series": pa.concat_tables(blocks).unify_dictionaries()},
            origin(self.card, [path], f"to {max(days)}"),
            "daily" if daily else "monthly",
            issues,
        )
        tell("read", 1.0)
        return reading


def _place(name: str, where: str) -> str:
    if not name.strip():
        raise DataError("a chokepoint without a name", where=where, remedy="get the file again")
    return name.strip()


def _numbers(table: pa.Table, column: str, where: str) -> npt.NDArray[np.float64]:
    values, _ = parse_numbers(table.column(column), where=f"{where}, {column}")
    found: npt.NDArray[np.float64] = values.to_numpy(zero_copy_only=False).astype(np.float64)
    if np.isnan(found).any() or (found < 0).any():
        raise DataError(
            "an empty or negative count",
            where=f"{where}, {column}",
            remedy="get the file again: the publisher counts every day",
        )
    return found
