"""Signals: causal, directed as their cards say, and explained by their bands."""

from __future__ import annotations

import numpy as np
import pytest

from kanmon.analysis.warning.backtest.synthetic import synthetic
from kanmon.analysis.warning.signal import Signal
from kanmon.analysis.warning.signals.registry import monthly_signals, reads, signal, signals
from kanmon.errors import CodeError


def sample(one: Signal) -> np.ndarray:
    values = synthetic(series=12, seed=3).values
    if one.name == "share_jump":
        return values / (values + np.median(values, axis=1, keepdims=True))
    return values


@pytest.mark.parametrize("one", signals(), ids=lambda s: s.name)
def test_a_signal_never_looks_ahead(one: Signal) -> None:
    values = sample(one)
    whole = one.score(values)
    assert one.band is not None
    band = one.band(values)
    for end in (30, 71, 100):
        assert np.array_equal(one.score(values[:, :end]), whole[:, :end], equal_nan=True)
        for side, part in zip(band, one.band(values[:, :end]), strict=True):
            assert np.array_equal(side[:, :end], part, equal_nan=True)


@pytest.mark.parametrize("one", signals(), ids=lambda s: s.name)
def test_a_card_keeps_its_word(one: Signal) -> None:
    values = sample(one)
    scores = one.score(values)
    assert np.isnan(scores[:, : one.needs]).all()
    assert not np.isnan(scores[:, one.needs + 24 :]).all()
    assert not np.isinf(scores).any()
    last = values.shape[1] - 1
    moved = values.copy()
    factor = {"drop": 0.1, "rise": 10.0}[one.direction]
    moved[:, last] = moved[:, last] * factor
    if one.name == "share_jump":
        moved[:, last] = 0.995
    assert (one.score(moved)[:, last] > scores[:, last]).all()
    assert one.band is not None
    low, middle, high = (side[:, last] for side in one.band(values))
    known = ~np.isnan(middle)
    assert known.any()
    assert (low[known] <= middle[known]).all()
    assert (middle[known] <= high[known]).all()


@pytest.mark.parametrize("one", signals(), ids=lambda s: s.name)
def test_a_missing_month_has_no_score(one: Signal) -> None:
    values = sample(one)
    values[:, 90] = np.nan
    assert np.isnan(one.score(values)[:, 90]).all()


def test_every_indicator_of_the_table_is_read_by_a_signal() -> None:
    indicators = [
        *("export_value", "export_quantity", "import_value", "import_quantity", "unit_value"),
        *("price", "transits", "capacity", "flow", "documents", "hhi", "top_share"),
    ]
    for indicator in indicators:
        assert any(reads(s.name, indicator) for s in monthly_signals()), indicator
    assert reads("geopolitical_rise", "index", "gpr")
    assert not any(reads(s.name, "index", "somebody") for s in signals())


def test_an_unknown_signal_is_named() -> None:
    with pytest.raises(CodeError, match="no signal 'x'"):
        signal("x")


def test_months_without_trade_are_drops_and_not_infinite() -> None:
    values = np.full((1, 80), 50.0)
    values[0, 70:] = 0.0
    for name in ("value_drop", "recent_drop", "weekly_drop"):
        scores = signal(name).score(values)
        assert not np.isinf(scores).any()
        assert np.nanmax(scores[0, 70:74]) > np.nanmax(scores[0, :70])
