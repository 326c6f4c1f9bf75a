"""Known effects on simulated panels: intervals cover, and nothing is seen where nothing is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from coercion.trade.simulated import MEASURE, simulated
from kanmon.analysis.coercion.trade.estimate import Estimate
from kanmon.analysis.coercion.trade.event import anchored, ratio, triple
from kanmon.analysis.coercion.trade.measure import Design, controls
from kanmon.analysis.coercion.trade.panel import Panel
from kanmon.analysis.coercion.trade.placebo import Predictor, inferred
from kanmon.analysis.coercion.trade.synthetic import ridge_synthetic, synthetic

PANELS = 200
Ask = tuple[Callable[[Panel], Estimate], int, int]


def against(design: Design, predict: Predictor) -> Callable[[Panel], Estimate]:
    return lambda panel: inferred(design, controls(panel, MEASURE, design), predict)


WAYS: dict[str, Ask] = {
    "other_buyers": (against("other_buyers", ratio), 20, 2),
    "other_goods": (against("other_goods", ratio), 2, 20),
    "other_buyers_last": (against("other_buyers", anchored), 20, 2),
    "synthetic": (against("other_buyers", synthetic), 20, 2),
    "ridge_synthetic": (against("other_goods", ridge_synthetic), 2, 20),
    "triple": (lambda panel: triple(panel, MEASURE), 10, 8),
}


def covered(way: str, panels: int, effect: float) -> tuple[float, float, float]:
    """Return how often totals and single years are covered, and how often a fall is found."""
    ask, buyers, goods = WAYS[way]
    whole, single, found = [], [], []
    for seed in range(panels):
        panel, without = simulated(seed, effect, buyers, goods)
        done = ask(panel)
        assert done.low is not None
        assert done.high is not None
        assert done.total[2] is not None
        assert done.total[3] is not None
        truth = without[done.after]
        whole.append(done.total[2] <= truth.sum() <= done.total[3])
        single += list((done.low[done.after] <= truth) & (truth <= done.high[done.after]))
        found.append(done.p_fall is not None and done.p_fall <= 0.05)
    return float(np.mean(whole)), float(np.mean(single)), float(np.mean(found))


def false_positives(way: str, panels: int) -> float:
    ask, buyers, goods = WAYS[way]
    ps = [ask(simulated(100_000 + seed, 0.0, buyers, goods)[0]).p for seed in range(panels)]
    return float(np.mean([p is not None and p <= 0.05 for p in ps]))


@pytest.mark.parametrize("way", ["other_buyers", "other_goods", "other_buyers_last", "synthetic"])
def test_intervals_cover_a_known_effect(way: str) -> None:
    whole, single, found = covered(way, PANELS, -0.8)
    assert 0.85 <= whole <= 0.95
    assert 0.85 <= single <= 0.95
    assert found >= 0.8


@pytest.mark.parametrize("way", ["other_buyers", "other_goods", "other_buyers_last", "synthetic"])
def test_without_an_effect_few_are_found(way: str) -> None:
    assert 0.03 <= false_positives(way, PANELS) <= 0.07


@pytest.mark.slow
@pytest.mark.parametrize("way", ["ridge_synthetic", "triple"])
def test_the_dearer_methods_cover_and_stay_quiet_as_well(way: str) -> None:
    whole, single, found = covered(way, PANELS, -0.8)
    assert 0.85 <= whole <= 0.95
    assert 0.85 <= single <= 0.95
    assert found >= 0.8
    assert 0.03 <= false_positives(way, PANELS) <= 0.07


@pytest.mark.slow
@pytest.mark.parametrize("way", ["other_buyers", "other_goods"])
def test_a_thousand_panels_say_the_same(way: str) -> None:
    whole, single, _ = covered(way, 1000, -0.8)
    assert 0.87 <= whole <= 0.93
    assert 0.87 <= single <= 0.93
    assert 0.03 <= false_positives(way, 1000) <= 0.07


@pytest.mark.slow
@pytest.mark.parametrize("pick", ["largest", "calmest"])
def test_a_flow_that_is_not_like_its_controls_is_covered_still(pick: str) -> None:
    held, found = [], []
    for seed in range(300):
        panel, without = simulated(seed, -0.8, 20, 2, pick=pick)
        done = WAYS["other_buyers"][0](panel)
        assert done.total[2] is not None
        assert done.total[3] is not None
        held.append(done.total[2] <= without[done.after].sum() <= done.total[3])
        quiet = WAYS["other_buyers"][0](simulated(100_000 + seed, 0.0, 20, 2, pick=pick)[0])
        found.append(quiet.p is not None and quiet.p <= 0.05)
    assert 0.85 <= np.mean(held) <= 0.95
    assert 0.03 <= np.mean(found) <= 0.07


def test_a_whole_ban_is_as_strange_as_can_be() -> None:
    panel, without = simulated(3, -60.0)
    done = WAYS["other_buyers"][0](panel)
    assert done.p_fall == 1 / 20
    assert done.total[0] < 1e-9 * done.total[1]
    assert done.total[1] == pytest.approx(without[done.after].sum(), rel=0.4)
