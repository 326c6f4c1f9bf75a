"""Plans with whole-number choices against trying every set of suppliers."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from kanmon.analysis.plan.programme.check import breaches
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.limits import Aim, Limits, Rule
from kanmon.analysis.plan.programme.one import solve_good
from kanmon.errors import ScenarioError
from plan_worlds import random_good, second_optimum

AIM = Aim(alpha=0.9)


def with_choices(seed: int) -> Good:
    good = random_good(seed, suppliers=5)
    rng = np.random.default_rng(seed + 7)
    worth = good.demand * float(good.suppliers.today @ good.suppliers.cost)
    fixed = worth * rng.uniform(0.0, 0.1, 5)
    return replace(good, suppliers=replace(good.suppliers, fixed=fixed, lot=np.full(5, 0.15)))


def best_of_every_set(good: Good, most: int) -> float | None:
    s, found = good.suppliers, []
    for size in range(1, most + 1):
        for chosen in combinations(range(len(s)), size):
            used = np.isin(np.arange(len(s)), chosen)
            only = replace(
                s,
                capacity=np.where(used, s.capacity, 0.0),
                new_max=np.where(used, s.new_max, 0.0),
                fixed=np.zeros(len(s)),
                lot=np.zeros(len(s)),
            )
            rules = [Rule(str(i), {f"share[E{i}]": 1.0}, ">=", s.lot[i]) for i in chosen]
            cost = second_optimum(replace(good, suppliers=only), Limits(rules=tuple(rules)), AIM)
            if cost is not None:
                found.append(cost + float(s.fixed[used].sum()))
    return min(found, default=None)


@pytest.mark.parametrize("seed", range(12))
def test_best_choice_is_that_of_every_set(seed: int) -> None:
    good, limits = with_choices(seed), Limits(max_suppliers=3)
    expected = best_of_every_set(good, 3)
    if expected is None:
        with pytest.raises(ScenarioError, match="no plan keeps"):
            solve_good(good, limits, AIM)
        return
    exact = solve_good(good, limits, AIM, gap=1e-7)
    near = solve_good(good, limits, AIM, gap=0.02)
    assert exact.objective == pytest.approx(expected, rel=1e-6)
    assert exact.bound <= expected * (1 + 1e-7)
    assert near.bound <= expected * (1 + 1e-9)
    assert near.gap <= 0.02
    for found in (exact, near):
        assert breaches(good, limits, AIM, found.plan) == ()


def test_too_few_suppliers_is_said() -> None:
    good = random_good(3)
    tight = replace(good.suppliers, capacity=np.full(6, 0.4), new_max=np.zeros(6))
    with pytest.raises(ScenarioError) as caught:
        solve_good(replace(good, suppliers=tight), Limits(max_suppliers=2), AIM)
    assert "at most 2 suppliers" in caught.value.found
    assert "allow 3 suppliers" in caught.value.remedy
