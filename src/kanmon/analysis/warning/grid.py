"""What a replay runs on: series by column, and for each figure the day it was public."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.calendar import month_end, month_start
from kanmon.analysis.warning.gather import Gathered
from kanmon.analysis.warning.panel import SeriesKey
from kanmon.errors import DataError

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grid:
    """Hold series by month or week, with the columns' days and the days of publication.

    ``published`` int64[n, T] are ordinal days (0: no figure); ``lag`` int64[n] columns hide a
    figure until every one of the series' figures is public at a column's end.

    Example:
        >>> day = dt.date(2020, 1, 31)
        >>> g = Grid((SeriesKey("price"),), np.ones((1, 1)), np.zeros((1, 1), int),
        ...          np.zeros(1, int), (day.replace(day=1),), (day,))
        >>> g.columns
        1
    """

    keys: tuple[SeriesKey, ...]
    values: Values
    published: npt.NDArray[np.int64]
    lag: npt.NDArray[np.int64]
    starts: tuple[dt.date, ...]
    ends: tuple[dt.date, ...]

    def __post_init__(self) -> None:
        n, columns = self.values.shape
        fits = self.published.shape == (n, columns) and self.lag.shape == (n,) == (len(self.keys),)
        if not fits or len(self.starts) != columns or len(self.ends) != columns:
            raise DataError("keys, values, days and lags differ in size", where="replay")

    @property
    def columns(self) -> int:
        """Number of months or weeks."""
        return int(self.values.shape[1])

    def delayed(self, scores: Values) -> Values:
        """Move each series' scores to the column at whose end they were public."""
        out = np.full(scores.shape, np.nan)
        for late in np.unique(self.lag):
            rows = np.flatnonzero(self.lag == late)
            if late < self.columns:
                out[rows, late:] = scores[rows, : self.columns - late]
        return out


def month_grid(gathered: Gathered) -> Grid:
    """Make a grid of months.

    Args:
        gathered: a panel with its days of publication.

    Returns:
        The grid. Where the newest figures are in lag, columns run on until they are public.

    Example:
        >>> from kanmon.analysis.warning.gather import settle
        >>> month_grid(settle([(SeriesKey("price"), 24240, 1.0, 0)], "pink_sheet", ())).columns
        2
    """
    panel = gathered.panel
    first = panel.first[0] * 12 + panel.first[1] - 1
    more = int(panel.lag.max(initial=0))
    numbers = range(first, first + panel.months + more)
    return Grid(
        panel.keys,
        np.pad(panel.values, ((0, 0), (0, more)), constant_values=np.nan),
        np.pad(gathered.published, ((0, 0), (0, more))),
        panel.lag,
        tuple(month_start(n) for n in numbers),
        tuple(month_end(n) for n in numbers),
    )
