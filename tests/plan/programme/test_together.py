"""Plans made together: one budget, and the tail of the total loss."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scipy.optimize import minimize_scalar

from kanmon.analysis.plan.programme.check import breaches
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.joint import solve_budget
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.one import solve_goods
from kanmon.analysis.plan.programme.total import solve_total
from kanmon.errors import DataError, ScenarioError
from plan_worlds import random_good, second_optimum, second_total

AIM = Aim(alpha=0.9, risk_weight=2.0)


def some_goods(first: int, count: int = 4) -> list[Good]:
    """Draw goods under the same scenarios."""
    goods = [random_good(first + i, name=f"good {i}") for i in range(count)]
    chance = goods[0].disruptions.probability
    return [replace(g, disruptions=replace(g.disruptions, probability=chance)) for g in goods]


@pytest.mark.parametrize("seed", [100, 200, 300])
def test_two_goods_share_a_budget_as_well_as_any_division(seed: int) -> None:
    goods = some_goods(seed, 2)
    free = [s.appraisal.costs.extra for s in solve_goods(goods, Limits(), AIM)]
    budget = sum(free) - 0.02 * sum(g.demand * 100 for g in goods)
    found = solve_budget(goods, Limits(), AIM, budget, gap=1e-7)

    def divided(first: float) -> float:
        parts = (first, budget - first)
        costs = []
        for good, part in zip(goods, parts, strict=True):
            cost = second_optimum(good, Limits(), AIM, spend_at_most=part)
            costs.append(1e12 if cost is None else cost)
        return sum(costs)

    low = free[0] - 0.05 * goods[0].demand * 100
    best = minimize_scalar(divided, bounds=(low, free[0] + 1.0), method="bounded")
    assert found.objective <= best.fun * (1 + 1e-7)
    assert found.objective == pytest.approx(best.fun, rel=1e-4)
    assert found.spent == pytest.approx(budget, abs=1e-6 * abs(budget))
    assert found.spent <= budget
    assert found.gap <= 1e-6
    assert found.price > 0


@pytest.mark.parametrize("seed", range(10, 60, 10))
@pytest.mark.parametrize("alpha", [0.0, 0.8, 0.95])
def test_total_loss_is_that_of_a_second_formulation(seed: int, alpha: float) -> None:
    goods, aim = some_goods(seed, 3), replace(AIM, alpha=alpha, years=2, phase_in=0.5)
    free = solve_total(goods, Limits(), aim, gap=1e-6)
    budget = free.spent - 0.02 * sum(g.demand * 200 for g in goods)
    expected = second_total(goods, Limits(), aim, budget)
    assert free.objective == pytest.approx(second_total(goods, Limits(), aim, None), rel=2e-6)
    if expected is None:
        with pytest.raises(ScenarioError, match="cheapest plans"):
            solve_total(goods, Limits(), aim, budget)
        return
    found = solve_total(goods, Limits(), aim, budget, gap=1e-6)
    assert found.objective == pytest.approx(expected, rel=2e-6)
    assert found.bound <= expected * (1 + 1e-9)
    assert found.spent <= budget
    for good, part in zip(goods, found.solutions, strict=True):
        assert breaches(good, Limits(), aim, part.plan) == ()


def test_a_shock_to_all_at_once_weighs_more_in_total() -> None:
    goods = some_goods(70)
    apart = sum(float(s.appraisal.cvar.sum()) for s in solve_goods(goods, Limits(), AIM))
    together = solve_total(goods, Limits(), AIM, gap=1e-6)
    own = sum(float(s.appraisal.cvar.sum()) for s in together.solutions)
    assert float(together.cvar.sum()) <= own * (1 + 1e-9)  # CVaR is subadditive
    assert together.objective <= sum(s.objective for s in solve_goods(goods, Limits(), AIM)) + 1e-6
    assert apart > 0


def test_goods_under_other_scenarios_are_refused() -> None:
    goods = some_goods(80, 2)
    other = replace(goods[1].disruptions, labels=tuple("abcdefghijkl"))
    with pytest.raises(ScenarioError, match="differ"):
        solve_total([goods[0], replace(goods[1], disruptions=other)], Limits(), AIM)


def test_choices_are_refused_in_a_joint_plan() -> None:
    goods = some_goods(90, 2)
    with pytest.raises(DataError, match="cannot be mixed"):
        solve_budget(goods, Limits(max_suppliers=2), AIM, 1e9)
