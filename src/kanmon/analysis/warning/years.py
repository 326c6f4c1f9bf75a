"""Yearly series: one column a year, public when the publisher is usually done with the year."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from kanmon.analysis.warning.gather import series_key
from kanmon.analysis.warning.grid import Grid
from kanmon.analysis.warning.panel import SeriesKey
from kanmon.catalogue.publication_lags import publication_lag
from kanmon.errors import DataError


def year_grid(table: pa.Table, source: str) -> Grid:
    """Make a grid of years out of the yearly rows of a ``series`` table.

    Args:
        table: a ``series`` table; other than yearly rows are not looked at.
        source: name of the source, for the usual publication lag.

    Returns:
        The grid; it has no series when no row is yearly.

    Raises:
        DataError: a year of a series stands twice.

    Example:
        >>> from kanmon.sources.timed import series_table
        >>> made = series_table({"series": "a", "indicator": "flow", "freq": "yearly",
        ...     "period": [dt.date(2014, 1, 1)], "value": [5.0], "unit": "t",
        ...     "published": [dt.date(2015, 12, 31)]}, 1, where="x")
        >>> grid = year_grid(made, "series")
        >>> grid.ends[-1], grid.lag.tolist()
        (datetime.date(2015, 12, 31), [1])
    """
    cells: dict[tuple[SeriesKey, int], tuple[float, int]] = {}
    for row in table.to_pylist():
        if row["freq"] != "yearly" or row["value"] is None:
            continue
        key, year = series_key(row, source), row["period"].year
        if (key, year) in cells:
            raise DataError(
                f"{year} of {key.name} stands twice", where=source, remedy="remove one of the two"
            )
        usual = dt.date(year, 12, 31).toordinal() + publication_lag(source, key.indicator).lag_days
        cells[key, year] = row["value"], row["published"].toordinal() if row["published"] else usual
    keys = {key: n for n, key in enumerate(dict.fromkeys(key for key, _ in cells))}
    years = [year for _, year in cells]
    first, last = min(years, default=1), max(years, default=0)
    values = np.full((len(keys), last - first + 1), np.nan)
    published = np.zeros(values.shape, dtype=np.int64)
    lag = np.zeros(len(keys), dtype=np.int64)
    for (key, year), (value, day) in cells.items():
        s = keys[key]
        values[s, year - first], published[s, year - first] = value, day
        lag[s] = max(lag[s], dt.date.fromordinal(day).year - year)
    more = int(lag.max(initial=0))
    columns = range(first, last + 1 + more)
    return Grid(
        tuple(keys),
        np.pad(values, ((0, 0), (0, more)), constant_values=np.nan),
        np.pad(published, ((0, 0), (0, more))),
        lag,
        tuple(dt.date(year, 1, 1) for year in columns),
        tuple(dt.date(year, 12, 31) for year in columns),
    )
