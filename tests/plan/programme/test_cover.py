"""Stock alone: the best of a grid, days that suffice, and naive plans."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kanmon.analysis.plan.programme.appraise import appraise
from kanmon.analysis.plan.programme.cover import cover, days_for, stock_only
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.naive import as_today, cheapest, cheapest_trusted, equal_split
from kanmon.analysis.plan.programme.one import solve_good
from kanmon.analysis.plan.programme.plan import Plan
from kanmon.errors import DataError
from plan_worlds import random_good

AIM = Aim(alpha=0.8)


@pytest.mark.parametrize("seed", range(10))
def test_best_stock_is_that_of_a_grid(seed: int) -> None:
    good = random_good(seed)
    found = stock_only(good, AIM)
    assert found.plan.shares[0] == pytest.approx(good.suppliers.today, abs=1e-7)
    today = good.suppliers.today[None, :]
    stocks = np.linspace(0, good.stock.limit, 400)
    tried = [appraise(good, Plan(today, np.array([b]), np.zeros(6)), AIM) for b in stocks]
    best = min(t.objective for t in tried)
    assert found.objective <= best * (1 + 1e-9)
    assert found.objective == pytest.approx(best, rel=0.02)


def test_no_budget_leaves_the_stock_of_today() -> None:
    good = random_good(2)
    assert stock_only(good, AIM, budget=0.0).plan.stock[0] <= good.stock.today + 1e-7


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("chance", [0.0, 0.05, 0.3])
def test_days_suffice_and_fewer_do_not(seed: int, chance: float) -> None:
    good = random_good(seed)
    days = days_for(good, chance)
    enough, fewer = cover(good, [days + 1e-6, max(0.0, days - 0.5)], AIM)
    assert enough.short <= chance + 1e-9
    assert fewer.short > chance or days < 0.5
    assert enough.cvar <= fewer.cvar


@pytest.mark.parametrize("seed", range(10))
def test_no_naive_plan_beats_the_best(seed: int) -> None:
    good = random_good(seed)
    best = solve_good(good, Limits(), AIM).objective
    trusted = cheapest_trusted(good, AIM)
    for plan in (as_today(good, AIM), equal_split(good, AIM), cheapest(good, AIM), trusted):
        assert plan.shares.sum() == pytest.approx(1.0)
        assert (plan.shares <= good.suppliers.capacity + 1e-12).all()
        assert appraise(good, plan, AIM).objective >= best * (1 - 1e-9)
    t = good.suppliers.trusted
    most = min(1.0, float(good.suppliers.capacity[t].sum()))
    assert trusted.shares[0, t].sum() == pytest.approx(most)


def test_too_little_capacity_is_told() -> None:
    good = random_good(1)
    less = replace(good, suppliers=replace(good.suppliers, capacity=np.full(6, 0.1)))
    with pytest.raises(DataError, match=r"0\.6 of demand"):
        equal_split(less, AIM)
    with pytest.raises(DataError, match="days"):
        cover(good, [-1.0], AIM)
    with pytest.raises(DataError, match="chance"):
        days_for(good, 1.2)
