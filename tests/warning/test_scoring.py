"""The signal kernel: equal to its twin, causal, and better than naive rules on unseen series."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanmon.analysis.warning.backtest.metrics import (
    Window,
    accuracy,
    at_budget,
    average_precision,
    right,
    volume_under_precision_recall,
)
from kanmon.analysis.warning.backtest.synthetic import synthetic
from kanmon.analysis.warning.scoring import Scores, score_series
from kanmon.analysis.warning.tuning import Tuning
from kanmon.errors import DataError


def same(a: Scores, b: Scores, tolerance: float = 0.0) -> bool:
    return all(
        np.allclose(getattr(a, f.name), getattr(b, f.name), tolerance, 1e-300, equal_nan=True)
        for f in fields(Scores)
    )


def odd_series() -> np.ndarray:
    values = synthetic(series=60, seed=11).values.copy()
    values[0, 40:50] = np.nan
    values[1, 60:] = 0.0
    values[2, ::3] = np.nan
    values[3] = 0.0
    values[4] = 7.0
    values[5, :100] = np.nan
    values[6] *= 1e12
    values[7, ::2] = 0.0
    return values


def test_kernel_equals_its_twin() -> None:
    values = odd_series()
    log = np.arange(60) % 4 != 3
    sign = np.where(np.arange(60) % 3 == 0, -1.0, 1.0)
    native = score_series(values, log=log, sign=sign)
    twin = score_series(values, log=log, sign=sign, engine="numpy")
    assert same(native, twin, 1e-13)
    other = Tuning(window=41, level_months=13, fresh=2, most=7)
    assert same(
        score_series(values, tuning=other),
        score_series(values, tuning=other, engine="numpy"),
        1e-13,
    )


def test_bits_do_not_depend_on_threads() -> None:
    values = odd_series()
    one = score_series(values)
    assert same(one, score_series(values, threads=3))
    for row in (0, 17):
        alone = score_series(values[row : row + 1])
        assert np.array_equal(alone.fresh[0], one.fresh[row], equal_nan=True)


@given(st.integers(50, 119), st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_a_score_knows_nothing_of_later_months(month: int, seed: int) -> None:
    values = synthetic(series=3, seed=seed).values
    whole = score_series(values)
    values[:, month + 1 :] = 1e-3
    cut = score_series(values)
    for f in fields(Scores):
        before = getattr(whole, f.name)[:, : month + 1]
        assert np.array_equal(before, getattr(cut, f.name)[:, : month + 1], equal_nan=True)


@given(st.floats(1e-6, 1e6))
@settings(max_examples=20, deadline=None)
def test_units_do_not_matter(unit: float) -> None:
    values = synthetic(series=4, seed=5).values
    here, there = score_series(values), score_series(values * unit)
    assert np.allclose(here.fresh, there.fresh, 1e-6, 1e-6, equal_nan=True)
    assert np.allclose(here.middle * unit, there.middle, 1e-9, equal_nan=True)


def test_a_rise_is_a_drop_seen_from_below() -> None:
    flat = np.random.default_rng(2).normal(0.0, 1.0, (1, 80))
    down = score_series(flat, log=False, sign=1.0)
    up = score_series(-flat, log=False, sign=-1.0)
    assert np.allclose(down.fresh, up.fresh, 1e-9, equal_nan=True)


def test_deeper_drops_score_higher_until_the_scale_is_far_exceeded() -> None:
    values = np.tile(synthetic(series=1, seed=9).values, (4, 1))
    values[:, -2:] *= np.array([1.0, 0.6, 0.3, 0.1])[:, None]
    fresh = score_series(values).fresh[:, -1]
    assert np.all(np.diff(fresh) > 0)


@pytest.mark.parametrize("seed", [101, 102])
def test_alerts_on_unseen_series_beat_the_floor_and_the_naive_rules(seed: int) -> None:
    bench = synthetic(seed=seed)
    scores = score_series(bench.values, threads=2)
    found = {}
    for name in ("fresh", "z", "cusum", "yearly"):
        grid = getattr(scores, name)[:, bench.judged :]
        found[name] = accuracy(grid, at_budget(grid, 50), bench.onset, bench.judged, Window())
    best = found["fresh"]
    assert best.events == 400
    assert best.alerts == 50 * 36
    assert best.recall >= 0.55
    assert best.precision >= 0.30
    assert best.average_precision >= 0.20
    for name in ("z", "cusum", "yearly"):
        assert found[name].recall < best.recall
        assert found[name].average_precision < best.average_precision


@pytest.mark.parametrize(
    ("values", "settings_"),
    [
        (np.array([[np.inf]]), {}),
        (np.array([[-1.0]]), {}),
        (np.zeros(3), {}),
        (np.zeros((1, 3)), {"sign": 2.0}),
        (np.zeros((1, 3)), {"sign": np.nan}),
        (np.zeros((1, 3)), {"engine": "numba"}),
        (np.zeros((1, 3)), {"threads": 0}),
    ],
)
def test_bad_input_is_one_clear_error(values: np.ndarray, settings_: dict[str, object]) -> None:
    with pytest.raises(DataError) as caught:
        score_series(values, **settings_)  # type: ignore[arg-type]
    assert caught.value.where == "signals"
    assert caught.value.remedy


def test_nothing_known_gives_nothing() -> None:
    for values in (
        np.full((2, 60), np.nan),
        np.zeros((1, 0)),
        np.zeros((0, 60)),
        np.zeros((1, 60)),
    ):
        scores = score_series(values)
        assert scores.fresh.shape == values.shape
        assert np.isnan(scores.fresh).all()


def test_metrics_by_hand() -> None:
    scores = np.array([[0.1, 0.9, 0.2, 0.3], [0.5, 0.4, 0.8, 0.1], [0.0, 0.0, 0.0, 0.7]])
    onset = [2, -1, 3]
    alerts = at_budget(scores, 1)
    assert alerts.tolist() == [
        [False, True, False, False],
        [True, False, True, False],
        [False, False, False, True],
    ]
    found = accuracy(scores, alerts, onset, 0, Window(1, 0))
    assert (found.recall, found.precision, found.events, found.alerts) == (1.0, 0.5, 2, 4)
    assert found.lead.tolist() == [1.0, 0.0]
    assert found.false_per_thousand == pytest.approx(1000 * 2 / 12)
    good = right(onset, 0, 4, Window(1, 0))
    assert good.sum() == 4
    # Ranked: .9 good, .8, .7 good, .5, .4, .3, .2 good, then the first of the zeros and .1s...
    assert average_precision(scores, good) == pytest.approx((1 + 2 / 3 + 3 / 7 + 4 / 12) / 4)
    assert 0.0 < volume_under_precision_recall(scores, onset, 0, 2) < 1.0


def test_no_event_has_no_recall() -> None:
    scores = np.ones((1, 2))
    found = accuracy(scores, at_budget(scores, 1), [-1], 0, Window())
    assert np.isnan(found.recall)
    assert np.isnan(found.average_precision)
    assert found.precision == 0.0
    assert np.isnan(found.median_lead)
    with pytest.raises(DataError):
        at_budget(scores, 0)
    with pytest.raises(DataError):
        synthetic(series=0, seed=1)
