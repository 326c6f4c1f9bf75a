"""The optimum against a second formulation, its bound, and every limit looked at again."""

from __future__ import annotations

import pytest

from kanmon.analysis.plan.programme.check import breaches
from kanmon.analysis.plan.programme.one import solve_good
from kanmon.errors import ScenarioError
from plan_worlds import random_demands, random_good, second_optimum


@pytest.mark.parametrize("seed", range(60))
def test_optimum_is_that_of_a_second_formulation(seed: int) -> None:
    good = random_good(seed)
    limits, aim = random_demands(good, seed)
    expected = second_optimum(good, limits, aim)
    if expected is None:
        with pytest.raises(ScenarioError, match="no plan keeps"):
            solve_good(good, limits, aim)
        return
    found = solve_good(good, limits, aim)
    assert found.objective == pytest.approx(expected, rel=1e-6)
    assert found.bound <= expected * (1 + 1e-9)
    assert found.gap < 1e-6
    assert breaches(good, limits, aim, found.plan) == ()


def test_most_drawn_demands_can_be_met() -> None:
    drawn = [(random_good(seed), seed) for seed in range(60)]
    met = [second_optimum(g, *random_demands(g, seed)) is not None for g, seed in drawn]
    assert sum(met) >= 50
