"""Plans of many goods that share one budget: split by a price on the budget, then made exact.

A price on money spent splits the programme into its goods. Every price gives a bound no plan
can beat. Two prices whose plans spend too much and too little are mixed so that the mix spends
the budget exactly; as every limit is convex, the mix keeps them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.model import Model
from kanmon.analysis.plan.programme.one import solution
from kanmon.analysis.plan.programme.plan import Joint, gap_of
from kanmon.analysis.plan.programme.solver import Answer, Solver
from kanmon.analysis.plan.programme.split import cheapest, convex_models, spending, within
from kanmon.errors import KanmonError

ROUNDS = 200


@dataclass(frozen=True, slots=True, eq=False)
class _Point:
    """What every good answers to one price."""

    answers: tuple[Answer, ...]
    points: tuple[FloatArray, ...]
    cost: float
    spent: float


def solve_budget(
    goods: Sequence[Good],
    limits: Limits | Sequence[Limits],
    aim: Aim,
    budget: float,
    *,
    gap: float = 1e-3,
    threads: int = 2,
) -> Joint:
    """Find the plans of goods that share one budget.

    Args:
        goods: what is planned for.
        limits: one for all, or one a good; their own budgets hold as well.
        aim: years, weight and level of risk, each good's own.
        budget: what all plans together may spend beyond buying as today, USD.
        gap: how far from the best the plans may be.
        threads: how many goods are solved at a time; results do not depend on it.

    Returns:
        Plans that keep the budget exactly, a bound and the worth of one more dollar.

    Raises:
        KanmonError: the gap was not reached; what was reached is told.

    Source:
        Lagrangian relaxation, Geoffrion (1974); mixing, Dantzig and Wolfe (1960).

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> found = solve_budget([good, good], Limits(), Aim(alpha=0.9), 1_000.0)
        >>> round(found.spent, 6), found.gap <= 1e-3
        (1000.0, True)
    """
    models = convex_models(goods, limits, aim)
    solvers = [Solver(m) for m in models]
    with ThreadPoolExecutor(threads) as pool:

        def answer(price: float) -> tuple[_Point, float]:
            answers = tuple(pool.map(lambda s: _priced(s, price), solvers))
            pairs = zip(models, answers, strict=True)
            low = sum(m.unit * (a.bound - price * m.spend_today) for m, a in pairs)
            return _point(models, tuple(a.x for a in answers), answers), low - price * budget

        over, low = answer(0.0)
        if over.spent <= budget:
            return _joined(models, over.points, over.answers, 0.0, low)
        least = cheapest(models, pool, budget)
        under = _point(models, tuple(least), over.answers)
        price, tried = 0.0, over
        for _ in range(ROUNDS):
            slope = max((under.cost - over.cost) / (over.spent - under.spent), 0.0)
            tried, bound = answer(slope)
            if bound > low:
                low, price = bound, slope
            if tried.spent > budget:
                over = tried
            else:
                under = tried
            share = (budget - under.spent) / (over.spent - under.spent)
            high = (1 - share) * under.cost + share * over.cost
            if gap_of(high, low) <= gap:
                break
        else:
            raise KanmonError(
                f"after {ROUNDS} rounds the plans may still be {gap_of(high, low):.1e} of the "
                "objective from the best",
                where="joint plan",
                remedy="allow a larger gap",
            )
    pairs = zip(under.points, over.points, strict=True)
    mixed = [(1 - share) * a + share * b for a, b in pairs]
    return _joined(models, within(models, mixed, least, budget), tried.answers, price, low)


def _priced(solver: Solver, price: float) -> Answer:
    solver.price(solver.model.cost + price * solver.model.spend)
    return solver.solve()


def _point(
    models: list[Model], points: tuple[FloatArray, ...], answers: tuple[Answer, ...]
) -> _Point:
    pairs = list(zip(models, points, strict=True))
    cost = sum(m.unit * float(m.cost @ x) for m, x in pairs)
    return _Point(answers, points, cost, sum(spending(m, x) for m, x in pairs))


def _joined(
    models: list[Model],
    points: tuple[FloatArray, ...],
    answers: tuple[Answer, ...],
    price: float,
    bound: float,
) -> Joint:
    solutions = tuple(
        solution(m, m.plan(x), a, a.bound * m.unit)
        for m, x, a in zip(models, points, answers, strict=True)
    )
    objective = sum(s.objective for s in solutions)
    spent = sum(s.appraisal.costs.extra for s in solutions)
    cvar = np.sum([s.appraisal.cvar for s in solutions], axis=0)
    return Joint(solutions, price, spent, objective, bound, gap_of(objective, bound), cvar)
