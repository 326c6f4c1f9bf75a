"""Plans of single goods: each to its own optimum, several at a time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from kanmon.analysis.plan.programme.appraise import appraise
from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.check import insist
from kanmon.analysis.plan.programme.choice import choose
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.model import Model, model
from kanmon.analysis.plan.programme.plan import Dual, Plan, Solution, gap_of
from kanmon.analysis.plan.programme.solver import Answer, Solver
from kanmon.errors import DataError

EXACT = 1e-6  # a gap up to this is called optimal
_PER = {"budget": "USD", "stock": "year of demand", "rule": "unit of the rule"}


def solve_good(good: Good, limits: Limits, aim: Aim, *, gap: float = 1e-2) -> Solution:
    """Find the plan of one good that costs and risks least.

    Args:
        good: what is planned for.
        limits: what the plan must keep to.
        aim: years, weight and level of risk.
        gap: how far from the best a plan with whole-number choices may be (fixed costs, lots, a
            largest number of suppliers); without these the plan is optimal.

    Returns:
        The plan, what it comes to, duals and a bound.

    Source:
        Two-stage programme with CVaR: Rockafellar and Uryasev (2000); sourcing under
        disruption: Sawik (2018).

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> found = solve_good(good, Limits(max_share=0.6), Aim(alpha=0.9))
        >>> found.plan.shares.round(3).tolist(), found.status
        ([[0.289, 0.342, 0.6]], 'optimal')
    """
    m = model(good, limits, aim)
    if m.place.links:
        x, answer, low = choose(m, gap)
        return solution(m, m.plan(x), answer, low)
    answer = Solver(m).solve()
    return solution(m, m.plan(answer.x), answer, answer.bound * m.unit)


def solve_goods(
    goods: Sequence[Good],
    limits: Limits | Sequence[Limits],
    aim: Aim,
    *,
    gap: float = 1e-2,
    threads: int = 2,
) -> tuple[Solution, ...]:
    """Find the plans of goods that share nothing: the optimum of each is that of all.

    Args:
        goods: what is planned for.
        limits: one for all, or one a good.
        aim: years, weight and level of risk.
        gap: how far from the best a plan with whole-number choices may be.
        threads: how many goods are solved at a time; results do not depend on it.

    Returns:
        A solution for each good, in their order.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> [s.status for s in solve_goods([good, good], Limits(), Aim())]
        ['optimal', 'optimal']
    """
    each = limits_of_each(goods, limits)
    with ThreadPoolExecutor(threads) as pool:
        return tuple(pool.map(lambda g, k: solve_good(g, k, aim, gap=gap), goods, each))


def limits_of_each(goods: Sequence[Good], limits: Limits | Sequence[Limits]) -> Sequence[Limits]:
    """Give each good its limits.

    Args:
        goods: what is planned for.
        limits: one for all, or one a good.

    Returns:
        As many limits as goods.

    Raises:
        DataError: there are not as many limits as goods, or no goods.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> len(limits_of_each([good, good], Limits()))
        2
    """
    each = [limits] * len(goods) if isinstance(limits, Limits) else limits
    if len(each) != len(goods) or not goods:
        raise DataError(
            f"{len(each)} limits for {len(goods)} goods",
            where="plan",
            remedy="give limits once, or once a good",
        )
    return each


def solution(m: Model, plan: Plan, answer: Answer, bound: float) -> Solution:
    """Put a plan that keeps every limit together with what it comes to and what its limits cost.

    Args:
        m: the programme.
        plan: the decisions.
        answer: a linear programme's optimum, for its duals.
        bound: what no plan can beat, USD.

    Returns:
        The solution.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> m = model(Good("x", 10.0, *example_parts(), voll=1_000.0), Limits(), Aim())
        >>> answer = Solver(m).solve()
        >>> solution(m, m.plan(answer.x), answer, answer.bound * m.unit).status
        'optimal'
    """
    insist(m.good, m.limits, m.aim, plan)
    seen = appraise(m.good, plan, m.aim)
    gap = gap_of(seen.objective, bound)
    return Solution(
        m.good.name,
        m.good.suppliers.labels,
        plan,
        seen,
        duals_in_words(m, answer),
        stock_worth(m, answer),
        bound,
        gap,
        "optimal" if gap <= EXACT else "within gap",
    )


def duals_in_words(m: Model, answer: Answer) -> tuple[Dual, ...]:
    """Tell what easing each binding limit would gain, the largest first.

    Args:
        m: the programme.
        answer: its optimum.

    Returns:
        A dual for each limit whose easing gains something.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> m = model(Good("x", 10.0, *example_parts(), voll=1_000.0), Limits(max_share=0.6), Aim())
        >>> [(d.kind, d.subject) for d in duals_in_words(m, Solver(m).solve())]
        [('stock', ''), ('max share', 'C')]
    """
    found = []
    for tag, dual in zip(m.tags, answer.duals, strict=False):
        gain = abs(float(dual)) * (1.0 if tag.kind == "budget" else m.unit)
        if tag.kind not in ("relationship", "lot"):
            found.append((tag, gain))
    for column, tag in m.upper_tags.items():
        found.append((tag, max(0.0, -float(answer.reduced[column])) * m.unit))
    kept = [
        Dual(t.kind, t.subject, t.year, gain, _PER.get(t.kind, "share of demand"))
        for t, gain in found
        if gain > 1e-7 * m.unit
    ]
    return tuple(sorted(kept, key=lambda d: -d.gain))


def stock_worth(m: Model, answer: Answer) -> FloatArray:
    """Work out what one tonne more in stock would be worth in each year.

    Args:
        m: the programme.
        answer: its optimum.

    Returns:
        float64[Y], USD per tonne, before the cost of holding it.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> m = model(Good("x", 10.0, *example_parts(), voll=1_000.0), Limits(), Aim())
        >>> stock_worth(m, Solver(m).solve()).shape
        (1,)
    """
    own = len(m.rows)
    duals = answer.duals.copy()
    duals[:own] = 0.0
    pressed = answer.rows.transposed_times(duals, m.place.columns)
    stock = [m.place.stock(y) for y in range(m.place.years)]
    return np.asarray(pressed[stock] * m.money)
