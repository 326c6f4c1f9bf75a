"""Plans of many goods against the tail of their total loss: the shock that hits all at once.

CVaR of the total is the worst weighing of scenarios that its level allows. For one weighing and
one price of the budget the programme splits into its goods, and every such pair gives a bound.
Plans found that way are mixed by a small programme whose duals give the next pair; pairs are
taken half way to the best so far, which keeps them from swinging; where that teaches nothing,
less of the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from kanmon.analysis.plan.programme.appraise import cvar
from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.mixture import Mix, Mixture, Offer
from kanmon.analysis.plan.programme.model import Model
from kanmon.analysis.plan.programme.one import solution
from kanmon.analysis.plan.programme.plan import Joint, gap_of
from kanmon.analysis.plan.programme.solver import Answer, Solver
from kanmon.analysis.plan.programme.split import cheapest, convex_models, losses, spending, within
from kanmon.errors import KanmonError, ScenarioError

ROUNDS = 200
HALF = 0.5


def solve_total(
    goods: Sequence[Good],
    limits: Limits | Sequence[Limits],
    aim: Aim,
    budget: float | None = None,
    *,
    gap: float = 2e-3,
    threads: int = 2,
) -> Joint:
    """Find the plans of goods that cost least with the CVaR of their total loss.

    Args:
        goods: what is planned for, all under the same scenarios with the same probabilities.
        limits: one for all, or one a good.
        aim: years, weight and level of the risk of the total.
        budget: what all plans together may spend beyond buying as today, USD; ``None``: free.
        gap: how far from the best the plans may be.
        threads: how many goods are solved at a time; results do not depend on it.

    Returns:
        Plans that keep the budget, a bound, and the CVaR of the total in each year.

    Raises:
        KanmonError: the gap was not reached; what was reached is told.

    Source:
        Dual form of CVaR: Rockafellar, Uryasev and Zabarankin (2006); mixing: Dantzig and Wolfe
        (1960); half-way steps: Ben-Ameur and Neto (2007).

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> goods = [Good(n, 10.0, *example_parts(), voll=1_000.0) for n in "xy"]
        >>> found = solve_total(goods, Limits(), Aim(alpha=0.9), 1_000.0)
        >>> found.gap <= 2e-3, found.spent <= 1_000.0 + 1e-6
        (True, True)
    """
    models = convex_models(goods, limits, aim)
    probability = same_scenarios(goods)
    solvers = [Solver(m, weighed=True) for m in models]
    with ThreadPoolExecutor(threads) as pool:
        first = list(pool.map(lambda m: Solver(m).solve().x, models))
        least = [] if budget is None else cheapest(models, pool, budget)
        plans = [*least, *first]
        scale = sum(m.unit * float(m.cost @ x) for m, x in zip(models, first, strict=True)) or 1.0
        mixture = Mixture(len(goods), probability, aim, budget, scale)
        mixture.add([_offer(models, i % len(goods), x) for i, x in enumerate(plans)])
        low, weights, price, damped = -np.inf, None, 0.0, HALF
        answers: list[Answer] = []
        mix = mixture.mix()
        for _ in range(ROUNDS):
            if weights is None:
                half, paid = mix.weights, mix.price
            else:
                half = mix.weights + damped * (weights - mix.weights)
                paid = mix.price + damped * (price - mix.price)
            answers = list(pool.map(lambda s, q=half, r=paid: _weighed(s, q, r), solvers))
            bound = sum(
                m.unit * (a.bound - paid * m.spend_today)
                for m, a in zip(models, answers, strict=True)
            ) - (paid * budget if budget is not None else 0.0)
            risen = weights is None or bound > low
            if risen:
                low, weights, price = bound, half, paid
            mixture.add([_offer(models, i, a.x) for i, a in enumerate(answers)])
            plans += [a.x for a in answers]
            before, mix = mix.objective, mixture.mix()
            damped = HALF if risen or mix.objective < before else HALF * damped
            if gap_of(mix.objective, low) <= gap:
                points = _mixed(plans, mix, len(goods))
                if budget is not None:
                    points = within(models, points, least, budget)
                return _total(models, points, answers, price, low)
    raise KanmonError(
        f"after {ROUNDS} rounds the plans may still be {gap_of(mix.objective, low):.1e} of the "
        "objective from the best",
        where="joint plan",
        remedy="allow a larger gap",
    )


def same_scenarios(goods: Sequence[Good]) -> FloatArray:
    """Insist that goods are planned for under the same scenarios.

    Args:
        goods: at least one.

    Returns:
        The scenarios' probabilities.

    Raises:
        ScenarioError: labels or probabilities differ.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> same_scenarios([Good("x", 10.0, *example_parts(), voll=1_000.0)]).tolist()
        [0.85, 0.1, 0.05]
    """
    first = goods[0].disruptions
    for good in goods[1:]:
        d = good.disruptions
        if d.labels != first.labels or not np.allclose(d.probability, first.probability):
            raise ScenarioError(
                f"its scenarios differ from those of {goods[0].name}",
                where=f"joint plan, {good.name}",
                remedy="give all goods the same scenarios; one that leaves a good alone delivers "
                "all of it",
            )
    return first.probability


def _weighed(solver: Solver, weights: FloatArray, price: float) -> Answer:
    m = solver.model
    cost = m.cost + price * m.spend
    risk = m.aim.risk_weight * m.good.voll / m.money
    for year, weight in enumerate(m.aim.weights):
        cost[m.place.eta(year)] = 0.0
        cost[m.place.tail(year)] = weight * risk * weights[year]
    solver.price(cost)
    return solver.solve()


def _offer(models: list[Model], good: int, x: FloatArray) -> Offer:
    m = models[good]
    cost = _cost(m) @ x
    return Offer(good, m.unit * float(cost), spending(m, x), losses(m, x).ravel())


def _cost(m: Model) -> FloatArray:
    """Take risk out of the costs."""
    cost = m.cost.copy()
    for year in range(m.place.years):
        cost[m.place.eta(year)] = 0.0
        cost[m.place.tail(year)] = 0.0
    return cost


def _mixed(plans: list[FloatArray], mix: Mix, goods: int) -> tuple[FloatArray, ...]:
    found = []
    for good in range(goods):
        parts = np.maximum(mix.parts[good::goods], 0.0)
        found.append(parts @ np.stack(plans[good::goods]) / parts.sum())
    return tuple(found)


def _total(
    models: list[Model],
    points: Sequence[FloatArray],
    answers: list[Answer],
    price: float,
    bound: float,
) -> Joint:
    aim = models[0].aim
    solutions = tuple(
        solution(m, m.plan(x), a, a.bound * m.unit)
        for m, x, a in zip(models, points, answers, strict=True)
    )
    loss = np.sum([s.appraisal.loss for s in solutions], axis=0)
    probability = models[0].good.disruptions.probability
    risk = np.array([cvar(row, probability, aim.alpha) for row in loss])
    cost = sum(s.appraisal.costs.total for s in solutions)
    objective = cost + aim.risk_weight * float(np.array(aim.weights) @ risk)
    spent = sum(s.appraisal.costs.extra for s in solutions)
    return Joint(solutions, price, spent, objective, bound, gap_of(objective, bound), risk)
