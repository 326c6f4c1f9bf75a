"""The front: every plan on it is best for its weight, and none beats another in both."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kanmon.analysis.plan.programme.front import front
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.errors import DataError
from plan_worlds import random_good, second_optimum

AIM = Aim(alpha=0.9, years=2, discount=0.03)
LIMITS = Limits(max_share=0.9)


@pytest.mark.parametrize("seed", range(8))
def test_every_plan_is_best_for_its_weight(seed: int) -> None:
    good = random_good(seed)
    found = front(good, LIMITS, AIM)
    assert len(found) > 1
    for point in found:
        expected = second_optimum(good, LIMITS, replace(AIM, risk_weight=point.weight))
        assert point.cost + point.weight * point.risk == pytest.approx(expected, rel=1e-6)
        assert point.solution.gap < 1e-6


@pytest.mark.parametrize("seed", range(8))
def test_less_risk_costs_more_and_ever_more(seed: int) -> None:
    found = front(random_good(seed), LIMITS, AIM)
    cost, risk = (np.array([getattr(p, n) for p in found]) for n in ("cost", "risk"))
    assert (np.diff(cost) > 0).all()
    assert (np.diff(risk) < 0).all()
    slopes = np.diff(cost) / -np.diff(risk)
    assert (np.diff(slopes) >= -1e-6 * slopes[:-1]).all()


def test_weights_given_are_those_taken() -> None:
    good = random_good(3)
    found = front(good, LIMITS, AIM, [3.0, 0.01])
    assert [p.weight for p in found] == [0.01, 3.0]


def test_whole_choices_have_a_front_too() -> None:
    good, limits = random_good(4), Limits(max_suppliers=2)
    found = front(good, limits, replace(AIM, phase_in=None), [0.01, 0.1, 1.0], gap=1e-6)
    assert all((p.solution.plan.shares > 0).sum(axis=1).max() <= 2 for p in found)


def test_weights_below_zero_are_refused() -> None:
    with pytest.raises(DataError, match="weights"):
        front(random_good(1), LIMITS, AIM, [-1.0])
