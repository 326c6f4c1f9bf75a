"""More of what helps never hurts, and units are only units."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kanmon.analysis.plan.programme.good import Good, Relief, Stock
from kanmon.analysis.plan.programme.joint import solve_budget
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.one import solve_good
from kanmon.analysis.plan.programme.suppliers import Suppliers
from kanmon.analysis.plan.programme.total import solve_total
from kanmon.errors import ScenarioError
from plan_worlds import random_demands, random_good

SEEDS = st.integers(0, 100_000)
TOLERANCE = 1e-6
unhurried = settings(deadline=None, max_examples=60)


def best(good: Good, limits: Limits, aim: Aim) -> float | None:
    """Find the optimum; ``None`` where nothing is possible."""
    try:
        return solve_good(good, limits, aim).objective
    except ScenarioError:
        return None


def no_worse(better: float | None, before: float | None) -> bool:
    """Tell whether an optimum is at most another; nothing possible is worst."""
    if before is None:
        return True
    return better is not None and better <= before + TOLERANCE * abs(before)


@unhurried
@given(SEEDS, st.floats(0.0, 2.0), st.floats(0.0, 1.0))
def test_more_budget_never_worsens(seed: int, budget: float, more: float) -> None:
    good = random_good(seed)
    limits, aim = random_demands(good, seed)
    spent = good.demand * float(good.suppliers.today @ good.suppliers.cost)
    less = replace(limits, budget=budget * spent)
    larger = replace(limits, budget=(budget + more) * spent)
    assert no_worse(best(good, larger, aim), best(good, less, aim))
    assert no_worse(best(good, replace(limits, budget=None), aim), best(good, larger, aim))


@unhurried
@given(SEEDS, st.integers(0, 5), st.floats(0.0, 1.0))
def test_more_capacity_never_worsens(seed: int, which: int, more: float) -> None:
    good = random_good(seed)
    limits, aim = random_demands(good, seed)
    for name in ("capacity", "new_max"):
        extra = np.where(np.arange(6) == which, more, 0.0)
        old = getattr(good.suppliers, name)
        larger = replace(good, suppliers=replace(good.suppliers, **{name: old + extra}))
        assert no_worse(best(larger, limits, aim), best(good, limits, aim))


@unhurried
@given(SEEDS, st.floats(0.0, 2.0))
def test_a_new_trusted_supplier_never_worsens(seed: int, price: float) -> None:
    good = random_good(seed)
    limits, aim = random_demands(good, seed)
    s, d = good.suppliers, good.disruptions
    added: dict[str, Any] = {
        "labels": "NEW",
        "economies": "NEW",
        "cost": 100 * price,
        "capacity": 0.5,
        "trusted": True,
        "upstream": -1,
    }
    longer: dict[str, Any] = {
        f.name: (*getattr(s, f.name), added[f.name])
        if isinstance(getattr(s, f.name), tuple)
        else np.append(getattr(s, f.name), added.get(f.name, 0))
        for f in fields(Suppliers)
    }
    delivered = np.c_[d.delivered, np.random.default_rng(seed).random(len(d))]
    larger = replace(
        good, suppliers=Suppliers(**longer), disruptions=replace(d, delivered=delivered)
    )
    assert no_worse(best(larger, limits, aim), best(good, limits, aim))


@unhurried
@given(SEEDS, st.integers(-6, 6), st.integers(-6, 6))
def test_units_change_nothing(seed: int, money: int, mass: int) -> None:
    good = random_good(seed)
    limits, aim = random_demands(good, seed)
    before = best(good, limits, aim)
    assume(before is not None and before != 0)
    assert before is not None
    m, t = 10.0**money, 10.0**mass
    s, k = good.suppliers, good.stock
    scaled = replace(
        good,
        demand=good.demand * t,
        suppliers=replace(s, cost=s.cost * m / t, new_cost=s.new_cost * m / t),
        voll=good.voll * m / t,
        reliefs=tuple(Relief(r.name, r.cost * m / t, r.limit) for r in good.reliefs),
        stock=Stock(k.cost * m / t, k.limit, k.today),
    )
    budget = None if limits.budget is None else limits.budget * m
    after = best(scaled, replace(limits, budget=budget), aim)
    assert after == pytest.approx(before * m, rel=TOLERANCE)


@unhurried
@example(74, 0.0, 0.1)  # stalled half way to the best pair
@example(540, 0.0, 0.1)  # stalled on rows of unlike size
@given(st.integers(0, 1_000), st.floats(0.0, 0.5), st.floats(0.0, 0.5))
def test_more_joint_budget_never_worsens(seed: int, budget: float, more: float) -> None:
    goods = [random_good(seed + i, name=f"good {i}") for i in range(2)]
    chance = goods[0].disruptions.probability
    goods = [replace(g, disruptions=replace(g.disruptions, probability=chance)) for g in goods]
    spent = sum(g.demand * float(g.suppliers.today @ g.suppliers.cost) for g in goods)
    aim, gap = Aim(alpha=0.8), 1e-6
    for solve in (solve_budget, solve_total):
        less = solve(goods, Limits(), aim, budget * spent, gap=gap)
        larger = solve(goods, Limits(), aim, (budget + more) * spent, gap=gap)
        assert larger.objective <= less.objective * (1 + 3 * gap)
        assert less.spent <= budget * spent
        assert larger.bound <= less.objective * (1 + gap)
