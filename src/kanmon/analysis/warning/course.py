"""The course of one series behind an alert: figures, normal band, what fired and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from kanmon.analysis.warning.alert import Alert, Evidence
from kanmon.analysis.warning.grid import Grid
from kanmon.analysis.warning.signals.registry import signal

SHOWN = 36
"""Months or weeks drawn up to the newest figure."""


@dataclass(frozen=True, slots=True)
class Course:
    """Hold a series up to the figure that fired; what is not known is None.

    ``fired`` are the periods whose figures stand in the evidence.

    Example:
        >>> Course("price", "pink_sheet", "USD/t", (), (), (), (), (), ()).unit
        'USD/t'
    """

    series: str
    source: str
    unit: str
    periods: tuple[dt.date, ...]
    values: tuple[float | None, ...]
    low: tuple[float | None, ...]
    middle: tuple[float | None, ...]
    high: tuple[float | None, ...]
    fired: tuple[dt.date, ...]


def course_of(alert: Alert, grid: Grid, about: frozenset[int]) -> Course | None:
    """Cut out the course of the series behind an alert's first evidence.

    Args:
        alert: an alert raised on the grid.
        grid: series, with nothing that was not yet public.
        about: series of the grid that are about the alert's subject.

    Returns:
        The last three years up to the figure and what is known after it; None where the evidence
        stands on no series of the grid.

    Example:
        >>> from kanmon.analysis.warning.panel import SeriesKey
        >>> day = dt.date(2020, 1, 1)
        >>> grid = Grid((SeriesKey("price", unit="USD/t", source="x"),), np.ones((1, 1)),
        ...             np.zeros((1, 1), int), np.zeros(1, int), (day,), (day,))
        >>> e = Evidence("price_spike", "price", day, 1.0, 0, 0, 0, 3.0, "USD/t", day, "x")
        >>> a = Alert("", "urea", "", "", "", "watch", 0.9, day, (e,), "")
        >>> course_of(a, grid, frozenset((0,))).values
        (1.0,)
    """
    if not alert.evidence:
        return None
    first = alert.evidence[0]
    row = next((s for s in sorted(about) if _is_of(first, grid, s)), None)
    if row is None:
        return None
    end = max(int(np.flatnonzero(~np.isnan(grid.values[row])).max()), 0) + 1
    start = max(0, grid.starts.index(first.period) + 1 - SHOWN)
    values = grid.values[row : row + 1]
    band = signal(first.signal).band
    sides = band(values) if band else (np.full(values.shape, np.nan),) * 3
    low, middle, high = (_plain(side[0, start:end]) for side in sides)
    same = {e.period for e in alert.evidence if e.series == first.series and e.unit == first.unit}
    return Course(
        first.series,
        first.source,
        first.unit,
        grid.starts[start:end],
        _plain(values[0, start:end]),
        low,
        middle,
        high,
        tuple(sorted(same)),
    )


def _is_of(first: Evidence, grid: Grid, s: int) -> bool:
    key = grid.keys[s]
    named = (key.name or key.indicator, key.source, key.unit)
    if named != (first.series, first.source, first.unit) or first.period not in grid.starts:
        return False
    return bool(grid.values[s, grid.starts.index(first.period)] == first.value)


def _plain(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(v) else float(v) for v in values)
