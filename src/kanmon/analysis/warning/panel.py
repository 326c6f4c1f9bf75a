"""Many monthly series on one calendar, with what was known when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """Say what a series is about: indicator, good, economies or place, unit and source.

    Example:
        >>> SeriesKey("price", "gallium_metal", unit="USD/kg", source="usgs_mcs").good
        'gallium_metal'
    """

    indicator: str
    good: str = ""
    economy: str = ""
    partner: str = ""
    place: str = ""
    unit: str = ""
    source: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Hold series by month: ``values[s, t]`` is series s in the month ``first + t``.

    NaN is a figure the publisher does not state. ``lag[s]`` is how many months after its period
    ends a figure becomes public (0: within the next month). ``first`` is (year, month).

    Example:
        >>> panel = Panel((SeriesKey("price"),), (2020, 1), np.array([[1.0, 2.0]]), np.array([1]))
        >>> panel.month(1), panel.known(1).tolist()
        ((2020, 2), [[1.0, nan]])
    """

    keys: tuple[SeriesKey, ...]
    first: tuple[int, int]
    values: Values
    lag: npt.NDArray[np.int64]

    def __post_init__(self) -> None:
        n = len(self.keys)
        if self.values.ndim != 2 or self.values.shape[0] != n or self.lag.shape != (n,):
            raise DataError(
                f"{n} keys, values {self.values.shape}, lags {self.lag.shape}",
                where="panel",
                remedy="give one row of values and one lag a series",
            )
        if not 1 <= self.first[1] <= 12:
            raise DataError(f"month {self.first[1]}", where="panel", remedy="give 1 to 12")
        if np.isinf(self.values).any() or (self.lag < 0).any():
            raise DataError(
                "an infinite value or a negative lag",
                where="panel",
                remedy="leave missing figures NaN; a figure is never known before its month",
            )

    @property
    def months(self) -> int:
        """Number of months."""
        return int(self.values.shape[1])

    def month(self, t: int) -> tuple[int, int]:
        """Give (year, month) of column t."""
        months = self.first[0] * 12 + self.first[1] - 1 + t
        return months // 12, months % 12 + 1

    def known(self, t: int) -> Values:
        """Give the values public at the end of month t: later ones, and those in lag, are NaN."""
        seen = self.values[:, : t + 1].copy()
        month = np.arange(t + 1)
        seen[month[None, :] > t - self.lag[:, None]] = np.nan
        return seen


def join_panels(panels: Sequence[Panel]) -> Panel:
    """Put panels under one calendar, from their first month to their last.

    Args:
        panels: one or more.

    Returns:
        One panel with the series of all, in the order given.

    Raises:
        DataError: there is none.

    Example:
        >>> a = Panel((SeriesKey("price"),), (2020, 1), np.ones((1, 1)), np.array([0]))
        >>> b = Panel((SeriesKey("index"),), (2020, 3), np.ones((1, 1)), np.array([1]))
        >>> join_panels([a, b]).values.tolist()
        [[1.0, nan, nan], [nan, nan, 1.0]]
    """
    if not panels:
        raise DataError("no panel", where="panel", remedy="give one or more")
    starts = [p.first[0] * 12 + p.first[1] - 1 for p in panels]
    first = min(starts)
    months = max(start + p.months for start, p in zip(starts, panels, strict=True)) - first
    blocks = []
    for start, panel in zip(starts, panels, strict=True):
        block = np.full((len(panel.keys), months), np.nan)
        block[:, start - first : start - first + panel.months] = panel.values
        blocks.append(block)
    return Panel(
        tuple(key for panel in panels for key in panel.keys),
        (first // 12, first % 12 + 1),
        np.vstack(blocks),
        np.concatenate([panel.lag for panel in panels]),
    )
