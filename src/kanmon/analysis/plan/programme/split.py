"""What plans of many goods share, so that each good can be solved by itself."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.model import Model, model
from kanmon.analysis.plan.programme.one import limits_of_each
from kanmon.analysis.plan.programme.solver import Solver
from kanmon.errors import DataError, ScenarioError

ROUNDING = 1e-12  # of all money spent: what sums in another order may differ by


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
                remedy="leave them out here, then plan the short list good by good, each with "
                "what it spends here as its budget",
            )
    return models


def cheapest(models: list[Model], pool: ThreadPoolExecutor, budget: float) -> list[FloatArray]:
    """Find the plans that spend least: where any budget must begin.

    Args:
        models: the goods' programmes.
        pool: threads to solve in.
        budget: what all plans together may spend beyond buying as today, USD.

    Returns:
        Columns of each good's cheapest plan.

    Raises:
        ScenarioError: even these spend more than the budget.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> m = model(Good("x", 10.0, *example_parts(), voll=1_000.0), Limits(), Aim())
        >>> cheapest([m], ThreadPoolExecutor(1), 0.0)[0][:3].tolist()
        [1.0, 0.0, 0.0]
    """

    def least(m: Model) -> FloatArray:
        solver = Solver(m)
        solver.price(m.spend)
        return solver.solve().x

    found = list(pool.map(least, models))
    spent = sum(spending(m, x) for m, x in zip(models, found, strict=True))
    if spent > budget:
        raise ScenarioError(
            f"the cheapest plans that keep every other limit spend {spent:.6g} USD beyond "
            f"buying as today, the budget is {budget:.6g}",
            where="joint plan",
            remedy=f"raise the budget to {np.ceil(spent):.0f} USD, or ease the limits",
        )
    return found


def spending(m: Model, x: FloatArray) -> float:
    """Work out what a plan spends beyond buying as today.

    Args:
        m: the good's programme.
        x: its columns.

    Returns:
        USD.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> m = model(Good("x", 10.0, *example_parts(), voll=1_000.0), Limits(), Aim())
        >>> round(spending(m, np.array([0.5, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])), 6)
        80.0
    """
    return m.unit * (float(m.spend @ x) - m.spend_today)


def within(
    models: list[Model], points: Sequence[FloatArray], least: Sequence[FloatArray], budget: float
) -> tuple[FloatArray, ...]:
    """Bring plans that spend a rounding too much within the budget.

    Args:
        models: the goods' programmes.
        points: columns of each good's plan.
        least: columns of each good's cheapest plan, which keep the budget.
        budget: what all plans together may spend beyond buying as today, USD.

    Returns:
        Columns mixed with as little of the cheapest plans as it takes.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> m = model(Good("x", 10.0, *example_parts(), voll=1_000.0), Limits(), Aim())
        >>> cheap, dear = np.eye(8)[0], np.eye(8)[2]
        >>> [x] = within([m], [dear], [cheap], 100.0)
        >>> 99.999 < spending(m, x) <= 100.0
        True
    """
    spent, floor = (
        sum(spending(m, x) for m, x in zip(models, xs, strict=True)) for xs in (points, least)
    )
    gross = sum(m.unit * float(np.abs(m.spend) @ x) for m, x in zip(models, points, strict=True))
    over = spent - budget + ROUNDING * gross
    if over <= 0 or spent <= floor:
        return tuple(points)
    share = min(1.0, over / (spent - floor))
    return tuple((1 - share) * x + share * y for x, y in zip(points, least, strict=True))


def losses(m: Model, x: FloatArray) -> FloatArray:
    """Work out a plan's loss in every year and scenario.

    Args:
        m: the good's programme.
        x: its columns.

    Returns:
        float64[Y, W], USD.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> m = model(Good("x", 10.0, *example_parts(), voll=1_000.0), Limits(), Aim())
        >>> losses(m, np.array([0.5, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])).round(6).tolist()
        [[0.0, 4000.0, 2500.0]]
    """
    d, place = m.good.disruptions, m.place
    found = []
    for year in range(place.years):
        arriving = d.delivered @ x[place.share(year)]
        found.append(m.good.loss(d.duration * (1 - arriving) - x[place.stock(year)]))
    return np.stack(found) * m.good.demand
