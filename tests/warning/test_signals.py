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


def test_a_price_is_judged_by_its_own_speed() -> None:
    draw = np.random.default_rng(5)
    steps = draw.normal(size=(2, 130)) * np.array([[0.01], [0.15]])
    logs = np.cumsum(steps, axis=1)
    logs[:, 126:] += 0.4
    calm, wild = signal("price_jump").score(np.exp(logs))[:, 126]
    assert calm > 5.0
    assert calm > 3.0 * wild
    # A level that merely stays high is not a jump: three months on, the same price is quiet.
    assert signal("price_jump").score(np.exp(logs))[0, 129] < 4.0


def test_the_change_agrees_with_medians_by_hand() -> None:
    values = np.exp(np.cumsum(np.random.default_rng(6).normal(size=(1, 60)), axis=1) / 10.0)
    change = np.log(values[0, 3:] / values[0, :-3])
    past = change[:-1]
    middle = np.median(past)
    spread = 1.4826 * np.median(np.abs(past - middle)) + 0.03
    assert np.isclose(signal("price_jump").score(values)[0, -1], (change[-1] - middle) / spread)


def test_five_yearly_changes_are_needed() -> None:
    years = np.array([[10.0, 12.0, 11.0, 13.0, 12.0, 14.0, 1.0]])
    one = signal("annual_drop")
    assert one.rare is not None
    assert np.isnan(one.score(years[:, 1:])).all()
    assert one.rare(one.score(years))[0, 6] < 0.01
