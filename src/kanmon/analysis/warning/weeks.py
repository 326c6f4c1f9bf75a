"""Daily series by the week: medians of its days, public a few days after it ends."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from kanmon.analysis.warning.gather import series_key
from kanmon.analysis.warning.grid import Grid
from kanmon.analysis.warning.panel import SeriesKey
from kanmon.catalogue.publication_lags import publication_lag

LEAST_DAYS = 4
"""Days of a week that must be known before a week is made of them."""


def week_grid(table: pa.Table, source: str) -> Grid:
    """Make a grid of weeks, Monday to Sunday, out of the daily rows of a ``series`` table.

    Args:
        table: a ``series`` table; other than daily rows are not looked at.
        source: name of the source, for the usual publication lag.

    Returns:
        Medians by week; the grid has no series when no row is daily.

    Example:
        >>> from kanmon.sources.timed import series_table
        >>> days = [dt.date(2026, 3, 2) + dt.timedelta(days=n) for n in range(7)]
        >>> made = series_table({"series": "a", "indicator": "transits", "freq": "daily",
        ...     "period": days, "value": [5.0] * 7, "unit": "ships a day"}, 7, where="x")
        >>> grid = week_grid(made, "portwatch")
        >>> grid.ends[0], dt.date.fromordinal(int(grid.published[0, 0]))
        (datetime.date(2026, 3, 8), datetime.date(2026, 3, 15))
    """
    cells: dict[tuple[SeriesKey, int], list[float]] = {}
    public: dict[tuple[SeriesKey, int], int] = {}
    keys: dict[SeriesKey, int] = {}
    for row in table.to_pylist():
        if row["freq"] != "daily" or row["value"] is None:
            continue
        key = series_key(row, source)
        keys.setdefault(key, len(keys))
        week = (row["period"].toordinal() - 1) // 7
        cells.setdefault((key, week), []).append(row["value"])
        told = row["published"].toordinal() if row["published"] else 0
        usual = week * 7 + 7 + publication_lag(source, key.indicator).lag_days
        public[key, week] = max(public.get((key, week), 0), told or usual)
    weeks = [week for _, week in cells]
    first, last = min(weeks, default=0), max(weeks, default=-1)
    shape = (len(keys), last - first + 1)
    values, published = np.full(shape, np.nan), np.zeros(shape, dtype=np.int64)
    lag = np.zeros(len(keys), dtype=np.int64)
    for (key, week), days in cells.items():
        if len(days) >= LEAST_DAYS:
            s = keys[key]
            values[s, week - first] = np.median(days)
            published[s, week - first] = public[key, week]
            lag[s] = max(lag[s], (public[key, week] - 1) // 7 - week)
    more = int(lag.max(initial=0))
    mondays = [dt.date.fromordinal(week * 7 + 1) for week in range(first, last + 1 + more)]
    return Grid(
        tuple(keys),
        np.pad(values, ((0, 0), (0, more)), constant_values=np.nan),
        np.pad(published, ((0, 0), (0, more))),
        lag,
        tuple(mondays),
        tuple(day + dt.timedelta(days=6) for day in mondays),
    )
