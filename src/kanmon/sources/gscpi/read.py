"""Global Supply Chain Pressure Index: one vintage, a date and a value a row."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kanmon.sources.raw import origin
from kanmon.sources.rows import read_rows
from kanmon.sources.source import Card, Progress, Reading, load_card
from kanmon.sources.text import parse_numbers
from kanmon.sources.timed import days_of, series_table


@dataclass(frozen=True, slots=True)
class Gscpi:
    """Read the Global Supply Chain Pressure Index.

    Example:
        >>> Gscpi().card.cadence
        'monthly'
    """

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read a table of dates and values."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        table, issues = read_rows(path, where=path.name, required=("date", "value"))
        days = days_of(table.column("date").to_pylist(), where=f"{path.name}, date")
        values, _ = parse_numbers(table.column("value"), where=f"{path.name}, value")
        series = series_table(
            {
                "series": "gscpi",
                "indicator": "index",
                "freq": "monthly",
                "period": [day.replace(day=1) for day in days],
                "value": values,
                "unit": "standard deviations",
            },
            len(days),
            where=path.name,
        )
        reading = Reading(
            {"series": series},
            origin(self.card, [path], f"to {max(days):%Y-%m}"),
            "monthly",
            issues,
        )
        tell("read", 1.0)
        return reading
