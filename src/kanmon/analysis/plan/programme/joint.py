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
from kanmon.analysis.plan.programme.model import Model, model
from kanmon.analysis.plan.programme.one import limits_of_each, solution
from kanmon.analysis.plan.programme.plan import Solution
from kanmon.analysis.plan.programme.solver import Answer, Solver
from kanmon.errors import DataError, ScenarioError

ROUNDS = 200


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """Hold plans of many goods made together.

    ``price`` is what one more dollar of budget gains, USD; ``spent`` what the plans spend beyond
    buying as today; ``objective`` and ``bound`` are of all goods together, USD, and ``gap`` =
    (objective - bound) / max(|objective|, |bound|). ``cvar`` [Y] is that of the total loss where
    the total was asked for, otherwise the sum of the goods' own. The bound and gap of each
    solution are not their own here: only the joint ones count.

    Example:
        >>> Joint.__slots__[0]
        'solutions'
    """

    solutions: tuple[Solution, ...]
    price: float
    spent: float
    objective: float
    bound: float
    gap: float
    cvar: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class _Point:
    """What every good answers to one price."""

    answers: tuple[Answer, ...]
    points: tuple[FloatArray, ...]
    cost: float
    spent: float
    bound: float


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
        ScenarioError: even the cheapest plans spend more than the budget.

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

        def answer(price: float) -> _Point:
            answers = tuple(pool.map(lambda s: _priced(s, price), solvers))
            return _point(models, answers, price, budget)

        over = answer(0.0)
        if over.spent <= budget:
            return _joined(models, over.answers, over.points, 0.0, over.bound)
        under = _cheapest(models, pool, budget)
        low, price, best = over.bound, 0.0, under
        share = 0.0
        for _ in range(ROUNDS):
            slope = (under.cost - over.cost) / (over.spent - under.spent)
            tried = answer(max(slope, 0.0))
            if tried.bound > low:
                low, price = tried.bound, slope
            if tried.spent > budget:
                over = tried
            else:
                under = tried
            share = (budget - under.spent) / (over.spent - under.spent)
            high = (1 - share) * under.cost + share * over.cost
            best = tried
            if high - low <= gap * max(abs(high), abs(low)):
                break
    mixed = tuple(
        (1 - share) * a + share * b for a, b in zip(under.points, over.points, strict=True)
    )
    return _joined(models, best.answers, mixed, price, low)


def convex_models(
    goods: Sequence[Good], limits: Limits | Sequence[Limits], aim: Aim
) -> list[Model]:
    """Write down the programmes of goods, all without whole-number choices.

    Args:
        goods: what is planned for.
        limits: one for all, or one a good.
        aim: years, weight and level of risk.

    Returns:
        A programme for each good.

    Raises:
        DataError: a good has fixed costs, lots or a largest number of suppliers.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> len(convex_models([Good("x", 10.0, *example_parts(), voll=1_000.0)], Limits(), Aim()))
        1
    """
    each = limits_of_each(goods, limits)
    models = [model(good, own, aim) for good, own in zip(goods, each, strict=True)]
    for m in models:
        if m.place.links:
            raise DataError(
                "fixed costs, smallest lots and a largest number of suppliers cannot be mixed",
                where=f"joint plan, {m.good.name}",
                remedy="leave them out here, then plan the short list good by good with the "
                "budgets found",
            )
    return models


def _priced(solver: Solver, price: float) -> Answer:
    solver.price(solver.model.cost + price * solver.model.spend)
    return solver.solve()


def _point(models: list[Model], answers: tuple[Answer, ...], price: float, budget: float) -> _Point:
    pairs = list(zip(models, answers, strict=True))
    cost = sum(m.unit * float(m.cost @ a.x) for m, a in pairs)
    spent = sum(m.unit * (float(m.spend @ a.x) - m.spend_today) for m, a in pairs)
    low = sum(m.unit * (a.bound - price * m.spend_today) for m, a in pairs) - price * budget
    return _Point(answers, tuple(a.x for a in answers), cost, spent, low)


def _cheapest(models: list[Model], pool: ThreadPoolExecutor, budget: float) -> _Point:
    """Find plans that spend least, and among those, nothing more: where any budget must begin."""

    def least(m: Model) -> Answer:
        solver = Solver(m)
        solver.price(m.spend + 1e-6 * m.cost)  # among the cheapest, a plan of little risk
        return solver.solve()

    answers = tuple(pool.map(least, models))
    found = _point(models, answers, 0.0, budget)
    if found.spent > budget:
        raise ScenarioError(
            f"the cheapest plans that keep every other limit spend {found.spent:.6g} USD beyond "
            f"buying as today, the budget is {budget:.6g}",
            where="joint plan",
            remedy=f"raise the budget to {np.ceil(found.spent)} USD, or ease the limits",
        )
    return found


def _joined(
    models: list[Model],
    answers: tuple[Answer, ...],
    points: tuple[FloatArray, ...],
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
    scale = max(abs(objective), abs(bound)) or 1.0
    gap = max(0.0, (objective - bound) / scale)
    return Joint(solutions, price, spent, objective, bound, gap, cvar)
