"""What limits, stock and partners are worth, against solving again; plans under other figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kanmon.analysis.plan.programme.disruptions import Disruptions
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.naive import as_today
from kanmon.analysis.plan.programme.one import solve_good
from kanmon.analysis.plan.programme.partners import partners
from kanmon.analysis.plan.programme.plan import Dual
from kanmon.analysis.plan.programme.robust import robustness
from kanmon.analysis.plan.programme.spread import Spread, drawn
from kanmon.analysis.plan.programme.unfixable import shortfalls
from kanmon.analysis.plan.programme.words import in_words
from kanmon.errors import DataError, ScenarioError
from plan_worlds import random_demands, random_good, second_optimum

STEP = 1e-4


def eased(good: Good, limits: Limits, dual: Dual, by: float) -> tuple[Good, Limits] | None:
    """Move one limit; ``None`` for kinds that hold for more than one supplier or year at once."""
    s = good.suppliers
    if dual.kind == "budget" and limits.budget is not None:
        return good, replace(limits, budget=limits.budget + by)
    if dual.kind == "concern" and limits.max_concern is not None:
        return good, replace(limits, max_concern=limits.max_concern + by)
    if dual.kind == "trusted" and limits.min_trusted is not None:
        return good, replace(limits, min_trusted=limits.min_trusted - by)
    if dual.kind == "stock":
        return replace(good, stock=replace(good.stock, limit=good.stock.limit + by)), limits
    if dual.kind in ("capacity", "new capacity"):
        name = "capacity" if dual.kind == "capacity" else "new_max"
        extra = np.where(np.array(s.labels) == dual.subject, by, 0.0)
        larger = replace(s, **{name: getattr(s, name) + extra})
        return replace(good, suppliers=larger), limits
    return None


@pytest.mark.parametrize("seed", range(60))
def test_duals_are_slopes_of_the_optimum(seed: int) -> None:
    """A dual lies between the fall of the optimum for easing and its rise for tightening."""
    good = random_good(seed)
    limits, aim = random_demands(good, seed)
    limits, aim = replace(limits, from_year=0, rules=()), replace(aim, years=1)
    try:
        found = solve_good(good, limits, aim)
    except ScenarioError:
        return
    for dual in found.duals:
        step = STEP * (good.demand if dual.kind == "budget" else 1.0)
        looser, tighter = (eased(good, limits, dual, by) for by in (step, -step))
        if looser is None or tighter is None:
            continue
        fall = (found.objective - (second_optimum(*looser, aim) or np.nan)) / step
        worse = second_optimum(*tighter, aim)
        rise = np.inf if worse is None else (worse - found.objective) / step
        slack = 1e-3 * max(1.0, abs(dual.gain)) + 1e-7 * found.objective / step
        assert fall - slack <= dual.gain <= rise + slack, dual


def test_enough_kinds_of_duals_were_seen() -> None:
    kinds = set()
    for seed in range(60):
        good = random_good(seed)
        limits, aim = random_demands(good, seed)
        try:
            kinds |= {d.kind for d in solve_good(good, limits, aim).duals}
        except ScenarioError:
            continue
    assert {"budget", "concern", "trusted", "stock", "capacity", "phase in", "max share"} <= kinds


def test_duals_in_words() -> None:
    good = replace(random_good(1), demand=365.0)
    said = [
        in_words(Dual(kind, "E1", 2, 730.0, ""), good)
        for kind in ("stock", "trusted", "budget", "rule", "capacity")
    ]
    assert said == [
        "room for one day more stock (1 t, year 2) would save 2 USD",
        "one point less demanded from trusted suppliers (3.65 t, year 2) would save 7.3 USD",
        "one USD more budget would save 730 USD",
        "easing E1 by one (year 2) would save 730 USD",
        "one point of demand more capacity at E1 (3.65 t, year 2) would save 7.3 USD",
    ]


@pytest.mark.parametrize("seed", range(10))
def test_worth_of_partners_is_that_of_doing_without(seed: int) -> None:
    good, limits, aim = random_good(seed), Limits(max_share=0.7), Aim(alpha=0.8, years=2)
    best = second_optimum(good, limits, aim)
    found = partners(good, limits, aim)
    assert found
    assert best is not None
    for one in found:
        without = np.array(good.suppliers.economies) != one.supplier
        s = good.suppliers
        less = replace(s, capacity=s.capacity * without, new_max=s.new_max * without)
        expected = second_optimum(replace(good, suppliers=less), limits, aim)
        assert (expected is None) == (one.worth is None)
        if expected is not None:
            assert one.worth == pytest.approx(expected - best, abs=1e-6 * best)


def test_a_plan_for_sure_figures_has_no_regret() -> None:
    good, limits, aim = random_good(3), Limits(max_share=0.8), Aim()
    plan = solve_good(good, limits, aim).plan
    still = Spread(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    seen = robustness(good, limits, aim, plan, draws=(3, 0), spread=still)
    assert seen.regret == pytest.approx(np.zeros(3), abs=1e-6 * seen.best[0])
    assert seen.cut == 0
    assert seen.without_plan == 0


def test_prices_alone_leave_regret_at_or_above_zero() -> None:
    good, limits, aim = random_good(3), Limits(max_share=0.8), Aim()
    plan = solve_good(good, limits, aim).plan
    spread = Spread(price=0.3, capacity=0.0)
    rivals = {"today": as_today(good, aim)}
    seen = robustness(good, limits, aim, plan, rivals, draws=(60, 1), spread=spread)
    again = robustness(good, limits, aim, plan, rivals, draws=(60, 1), spread=spread)
    assert (seen.regret >= -1e-6 * seen.best).all()
    assert seen.regret.max() > 0
    assert np.array_equal(seen.objective, again.objective)
    assert seen.better_than("today") > 0.8
    assert (seen.share_low <= seen.share_high).all()


def test_draws_centre_on_the_good() -> None:
    good = random_good(5)
    some = drawn(good, Spread(), 400, seed=2)
    prices = np.median([g.suppliers.cost for g in some], axis=0)
    assert prices == pytest.approx(good.suppliers.cost, rel=0.05)
    assert all(g.disruptions.probability.sum() == pytest.approx(1.0) for g in some)


def test_draws_that_allow_nothing_are_told() -> None:
    good = random_good(3)
    plan = as_today(good, Aim())
    with pytest.raises(ScenarioError, match="none of 2 draws"):
        robustness(good, Limits(max_share=0.1), Aim(), plan, draws=(2, 0))
    with pytest.raises(DataError, match="draws"):
        robustness(good, Limits(), Aim(), plan, draws=(1, 0))
    with pytest.raises(DataError, match="spread"):
        Spread(price=-1.0)


@pytest.mark.parametrize("seed", range(10))
def test_what_cannot_be_fixed_is_the_least_of_a_second_formulation(seed: int) -> None:
    good, limits, aim = random_good(seed), Limits(max_share=0.6), Aim(alpha=0.8)
    found = shortfalls(good, limits, aim, solve_good(good, limits, aim).plan)
    d = good.disruptions
    for one in found:
        w = d.labels.index(one.scenario)
        sure = Disruptions(("only",), d.delivered[[w]], d.duration[[w]], np.ones(1))
        free = replace(good.suppliers, cost=np.zeros(6), new_cost=np.zeros(6))
        stock = replace(good.stock, cost=0.0)
        only = replace(
            good, suppliers=free, disruptions=sure, stock=stock, reliefs=(), voll=1.0, demand=1.0
        )
        gap = second_optimum(only, limits, replace(aim, risk_weight=1.0))
        assert gap is not None
        least = float(only.short(np.array([gap]))[0]) * good.demand
        relieved = sum(r.limit for r in good.reliefs) * float(d.duration[w]) * good.demand
        assert one.least == pytest.approx(max(0.0, least - relieved), abs=2e-6 * good.demand)
        assert one.planned >= one.least - 1e-6 * good.demand
