"""From tables of series, flows and prices to a panel: one row a series, one column a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kanmon.analysis.warning.calendar import month_end, month_number
from kanmon.analysis.warning.flow_series import flow_rows
from kanmon.analysis.warning.panel import Panel, SeriesKey, join_panels
from kanmon.catalogue.publication_lags import publication_lag
from kanmon.errors import DataError

Values = npt.NDArray[np.float64]
Rows = list[tuple[SeriesKey, int, float, int]]
"""Series, month number, value, and the day it was public as an ordinal (0: by the usual lag)."""

LEAST_DAYS = 15
"""Days of a month that must be known before a month is made of them."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Hold a panel and when each of its figures became public.

    ``published`` int64[n, T] are ordinal days, 0 where there is no figure; ``notes`` say what
    was left out or assumed, with counts.

    Example:
        >>> none = Panel((), (2020, 1), np.ones((0, 1)), np.ones(0, int))
        >>> Gathered(none, np.ones((0, 1), int)).notes
        ()
    """

    panel: Panel
    published: npt.NDArray[np.int64]
    notes: tuple[str, ...] = ()


def gather_series(table: pa.Table, source: str) -> Gathered:
    """Build a panel out of a ``series`` table: monthly as it is, daily as means of months.

    Args:
        table: a ``series`` table; yearly series are left out and counted.
        source: name of the source it is from, for the usual publication lag.

    Returns:
        The panel, days of publication and what was left out.

    Example:
        >>> from kanmon.sources.timed import series_table
        >>> day = [dt.date(2022, 3, 1)]
        >>> made = series_table({"series": "a", "indicator": "index", "freq": "monthly",
        ...     "period": day, "value": [1.0], "unit": "index"}, 1, where="x")
        >>> gather_series(made, "gscpi").panel.lag.tolist()
        [1]
    """
    rows: Rows = []
    daily: dict[tuple[SeriesKey, int], list[float]] = {}
    public: dict[tuple[SeriesKey, int], int] = {}
    yearly = 0
    for row in table.to_pylist():
        if row["freq"] == "yearly":
            yearly += 1
            continue
        if row["value"] is None:
            continue
        key = series_key(row, source)
        month = month_number(row["period"])
        day = row["published"].toordinal() if row["published"] else 0
        if row["freq"] == "monthly":
            rows.append((key, month, row["value"], day))
        else:
            daily.setdefault((key, month), []).append(row["value"])
            public[key, month] = max(public.get((key, month), 0), day)
    short = sum(len(days) < LEAST_DAYS for days in daily.values())
    for (key, month), days in daily.items():
        if len(days) >= LEAST_DAYS:
            rows.append((key, month, float(np.mean(days)), public[key, month]))
    notes = []
    if yearly:
        notes.append(f"{yearly} yearly figures are not in the monthly panel")
    if short:
        notes.append(f"{short} months with fewer than {LEAST_DAYS} days known were left out")
    return settle(rows, source, tuple(notes))


def gather_flows(table: pa.Table, source: str, goods: Mapping[str, str] | None = None) -> Gathered:
    """Build a panel out of monthly ``flows``: by exporter and by importer of each good.

    Each exporter has the series export_value, export_quantity and unit_value; each importer
    import_value, import_quantity, and the concentration of its suppliers, hhi and top_share.

    Args:
        table: a ``flows`` table; yearly rows are left out and counted.
        source: name of the source it is from.
        goods: good of an HS6 product; a product not in it stands as its own code.

    Returns:
        The panel, days of publication and what was left out.

    Example:
        >>> from kanmon.testing import tiny_reading
        >>> gather_flows(tiny_reading().tables["flows"], "comtrade").notes
        ('6 yearly flows are not in the panel',)
    """
    rows, yearly = flow_rows(table, source, goods or {})
    notes = (f"{yearly} yearly flows are not in the panel",) if yearly else ()
    return settle(rows, source, notes)


def gather_prices(table: pa.Table, source: str, goods: Mapping[str, str] | None = None) -> Gathered:
    """Build a panel out of monthly ``prices``.

    Args:
        table: a ``prices`` table; yearly averages are left out and counted.
        source: name of the source it is from.
        goods: good of a commodity as the publisher names it; others have no good.

    Returns:
        The panel, days of publication and what was left out.

    Example:
        >>> from kanmon.tables.schema import schema
        >>> gather_prices(schema("prices").arrow.empty_table(), "pink_sheet").panel.keys
        ()
    """
    rows: Rows = []
    yearly = 0
    for row in table.to_pylist():
        if row["month"] is None:
            yearly += 1
        elif row["price"] is not None and row["price"] > 0.0:
            key = SeriesKey(
                "price",
                (goods or {}).get(row["commodity"], ""),
                unit=row["unit"],
                source=source,
                name=row["commodity"],
            )
            rows.append((key, row["year"] * 12 + row["month"] - 1, row["price"], 0))
    notes = (f"{yearly} yearly averages are not in the panel",) if yearly else ()
    return settle(rows, source, notes)


def series_key(row: Mapping[str, object], source: str) -> SeriesKey:
    """Make the key of a row of a ``series`` table.

    Args:
        row: the row as plain data.
        source: name of the source.

    Returns:
        The key.

    Example:
        >>> series_key({"series": "a", "indicator": "index", "unit": "1"}, "gscpi").name
        'a'
    """
    told = {
        name: str(row.get(name) or "")
        for name in ("indicator", "good", "economy", "partner", "place", "unit")
    }
    return SeriesKey(**told, source=source, name=str(row["series"]))


def settle(rows: Rows, source: str, notes: tuple[str, ...]) -> Gathered:
    """Lay rows out by series and month, with the lag in months that hides each until public.

    Args:
        rows: series, month number, value, and the day public (0: by the usual lag).
        source: name of the source, for the usual lag.
        notes: what was left out so far.

    Returns:
        The panel and the days its figures were public. A series' lag is its longest.

    Raises:
        DataError: a month of a series stands twice.

    Example:
        >>> settle([(SeriesKey("price"), 24240, 1.0, 0)], "pink_sheet", ()).panel.first
        (2020, 1)
    """
    keys = {key: n for n, key in enumerate(dict.fromkeys(row[0] for row in rows))}
    first = min((row[1] for row in rows), default=24240)
    months = max((row[1] for row in rows), default=first) - first + 1
    values = np.full((len(keys), months), np.nan)
    published = np.zeros((len(keys), months), dtype=np.int64)
    lag = np.zeros(len(keys), dtype=np.int64)
    usual = {key: publication_lag(source, key.indicator) for key in keys}
    assumed = 0
    for key, month, value, day in rows:
        s, t = keys[key], month - first
        if published[s, t]:
            raise DataError(
                f"month {month % 12 + 1} of {month // 12} of {key.name or key} stands twice",
                where=source,
                remedy="remove one of the two",
            )
        values[s, t] = value
        published[s, t] = day or month_end(month).toordinal() + usual[key].lag_days
        assumed += not day
        known = month_number(dt.date.fromordinal(int(published[s, t])))
        lag[s] = max(lag[s], known - month)
    told = {(u.lag_days, u.status) for u in usual.values()} if assumed else set()
    said = tuple(
        f"{source}: public {days} days after the period ends ({status})"
        for days, status in sorted(told)
    )
    panel = Panel(tuple(keys), (first // 12, first % 12 + 1), values, lag)
    return Gathered(panel, published, (*notes, *said))


def join_gathered(parts: list[Gathered]) -> Gathered:
    """Put what was gathered from several tables under one calendar.

    Args:
        parts: one or more.

    Returns:
        One panel with the days of publication, and all notes.

    Example:
        >>> a = settle([(SeriesKey("price"), 24240, 1.0, 0)], "pink_sheet", ())
        >>> b = settle([(SeriesKey("index"), 24242, 1.0, 0)], "gscpi", ())
        >>> join_gathered([a, b]).published.shape
        (2, 3)
    """
    some = [part for part in parts if part.panel.keys]
    panel = join_panels([part.panel for part in some])
    days = join_panels(
        [
            Panel(p.panel.keys, p.panel.first, p.published.astype(np.float64), p.panel.lag)
            for p in some
        ]
    )
    notes = dict.fromkeys(note for part in parts for note in part.notes)
    return Gathered(panel, np.nan_to_num(days.values).astype(np.int64), tuple(notes))
