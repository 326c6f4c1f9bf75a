"""Panels out of tables: figures where they belong, lags honoured, nothing filled."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from kanmon.analysis.warning.gather import (
    gather_flows,
    gather_prices,
    gather_series,
    join_gathered,
    settle,
)
from kanmon.analysis.warning.grid import month_grid
from kanmon.analysis.warning.panel import SeriesKey
from kanmon.analysis.warning.weeks import week_grid
from kanmon.analysis.warning.years import year_grid
from kanmon.catalogue.publication_lags import publication_lags
from kanmon.errors import DataError
from kanmon.sources.timed import series_table


def series(freq: str, days: list[dt.date], values: list[Any], **more: Any) -> pa.Table:
    columns = {"series": "a", "indicator": "flow", "freq": freq, "period": days, "unit": "t"}
    return series_table({**columns, "value": values, **more}, len(days), where="x")


def test_daily_figures_become_means_of_whole_months() -> None:
    days = [dt.date(2022, 1, 1) + dt.timedelta(days=n) for n in range(40)]
    found = gather_series(series("daily", days, [float(d.month) for d in days]), "entsog")
    assert found.panel.values.tolist() == [[1.0]]
    assert "fewer than 15 days" in found.notes[0]


def test_yearly_figures_are_left_out_and_told() -> None:
    found = gather_series(series("yearly", [dt.date(2022, 1, 1)], [1.0]), "baci")
    assert found.panel.keys == ()
    assert found.notes[0].startswith("1 yearly")


def test_the_day_published_decides_when_a_figure_is_known() -> None:
    days = [dt.date(2022, 1, 1), dt.date(2022, 2, 1)]
    told = [dt.date(2022, 2, 2), dt.date(2022, 5, 9)]
    found = gather_series(series("monthly", days, [1.0, 2.0], published=told), "series")
    assert found.panel.lag.tolist() == [3]
    assert dt.date.fromordinal(int(found.published[0, 1])) == told[1]


def test_nothing_is_seen_before_it_is_public() -> None:
    rows = [(SeriesKey("price", name="p"), 24240 + t, float(t + 1), 0) for t in range(6)]
    rows += [(SeriesKey("export_value", "x", "CHN"), 24240 + t, 1.0, 0) for t in range(6)]
    grid = month_grid(settle(rows, "comtrade", ()))
    seen = grid.delayed(grid.values)
    for t, end in enumerate(grid.ends):
        for s in range(2):
            if not np.isnan(seen[s, t]):
                assert grid.published[s, t - grid.lag[s]] <= end.toordinal()


def test_a_figure_that_stands_twice_is_refused() -> None:
    rows = [(SeriesKey("price"), 24240, 1.0, 0)] * 2
    with pytest.raises(DataError, match="stands twice"):
        settle(rows, "pink_sheet", ())


def test_flows_give_amounts_unit_values_and_concentration() -> None:
    flows = pa.table(
        {
            "year": [2022, 2022, 2022, 2022],
            "month": [1, 1, 1, None],
            "exporter": ["CHN", "DEU", "CHN", "CHN"],
            "importer": ["JPN", "JPN", "USA", "JPN"],
            "product": ["811292"] * 4,
            "value": [75.0, 25.0, 25.0, 9.0],
            "quantity": [3.0, None, 2.0, 9.0],
        }
    )
    found = gather_flows(flows, "comtrade", {"811292": "gallium_metal"})
    told = {
        (k.indicator, k.economy): v[0]
        for k, v in zip(found.panel.keys, found.panel.values.tolist(), strict=True)
    }
    assert told["export_value", "CHN"] == 100.0
    assert told["unit_value", "CHN"] == 20.0
    assert ("export_quantity", "DEU") not in told
    assert ("import_quantity", "JPN") not in told
    assert told["hhi", "JPN"] == pytest.approx(0.75**2 + 0.25**2)
    assert told["top_share", "JPN"] == 0.75
    assert found.notes[0] == "1 yearly flows are not in the panel"


def test_prices_without_a_figure_stay_unknown() -> None:
    prices = pa.table(
        {
            "year": [2022, 2022, 2022],
            "month": [1, 3, None],
            "commodity": ["Urea"] * 3,
            "price": [5.0, 7.0, 6.0],
            "unit": ["$/mt"] * 3,
        }
    )
    found = gather_prices(prices, "pink_sheet", {"Urea": "urea"})
    assert np.array_equal(found.panel.values, [[5.0, np.nan, 7.0]], equal_nan=True)
    assert found.panel.keys[0].good == "urea"


def test_joined_parts_keep_their_days() -> None:
    a = settle([(SeriesKey("price"), 24240, 1.0, 0)], "pink_sheet", ("a",))
    b = settle([(SeriesKey("index"), 24250, 2.0, 0)], "gscpi", ("b",))
    both = join_gathered([a, b])
    assert both.published[1, 10] == b.published[0, 0]
    assert both.published[0, 10] == 0
    assert {"a", "b"} <= set(both.notes)


def test_weeks_are_medians_and_short_ones_unknown() -> None:
    days = [dt.date(2026, 3, 2) + dt.timedelta(days=n) for n in range(10)]
    grid = week_grid(series("daily", days, [1.0] * 3 + [5.0] * 7), "portwatch")
    assert grid.values[0, 0] == 5.0
    assert np.isnan(grid.values[0, 1])


def test_years_stand_by_the_day_they_were_public() -> None:
    days = [dt.date(year, 1, 1) for year in (2012, 2014)]
    public = [dt.date(2013, 6, 1), dt.date(2015, 12, 31)]
    grid = year_grid(series("yearly", days, [1.0, 3.0], published=public), "series")
    assert [day.year for day in grid.ends] == [2012, 2013, 2014, 2015]
    assert np.array_equal(grid.values[0], [1.0, np.nan, 3.0, np.nan], equal_nan=True)
    assert grid.published[0, 2] == public[1].toordinal()
    assert not year_grid(series("monthly", days, [1.0, 3.0]), "series").keys
    with pytest.raises(DataError, match="2012 of a stands twice"):
        year_grid(series("yearly", [days[0], dt.date(2012, 7, 1)], [1.0, 3.0]), "series")


def test_lags_are_marked_found_memory_or_own() -> None:
    assert {lag.status for lag in publication_lags()} <= {"found", "memory", "own"}
    assert all(lag.note for lag in publication_lags())
