"""The front of cost against risk: what less risk costs, from the cheapest plan to the safest.

A plan that minimises cost + weight x risk is on the front whatever the weight. Weights are given,
or found: between two neighbours on the front, the slope of their chord is the weight whose plan
lies farthest below it. A solver keeps its basis from one weight to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.model import model
from kanmon.analysis.plan.programme.one import solution, solve_good
from kanmon.analysis.plan.programme.plan import Solution
from kanmon.analysis.plan.programme.solver import Solver
from kanmon.errors import DataError

LEAST, MOST = 1e-4, 1e4  # weights of plans that hardly mind risk, and that mind little else
SAME = 1e-7  # of the cost: points nearer than that are one


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """Hold one plan of the front: the weight of risk it is best for, cost and risk, USD.

    ``risk`` is the CVaR of the loss summed over the years, discounted as cost is.

    Example:
        >>> Point.__slots__
        ('weight', 'cost', 'risk', 'solution')
    """

    weight: float
    cost: float
    risk: float
    solution: Solution


def front(
    good: Good,
    limits: Limits,
    aim: Aim,
    weights: Sequence[float] | None = None,
    *,
    points: int = 12,
    gap: float = 1e-2,
) -> tuple[Point, ...]:
    """Find plans along the front of cost against risk.

    Args:
        good: what is planned for.
        limits: what the plans must keep to.
        aim: years and level of risk; its weight of risk is not used.
        weights: of risk, one plan each; ``None``: found, where the front bends most.
        points: the largest number of plans found where no weights are given.
        gap: how far from the best each plan with whole-number choices may be.

    Returns:
        Plans from the cheapest to the safest; plans of the same cost and risk once.

    Raises:
        DataError: weights are below zero, or fewer than two plans are asked for.

    Source:
        Weighted sums of convex programmes: Zadeh (1963); chords: Aneja and Nair (1979).

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> found = front(good, Limits(), Aim(alpha=0.9), points=4)
        >>> [(round(p.cost), round(p.risk)) for p in found]
        [(1000, 8000), (1183, 2667), (1440, 900), (1592, 0)]
    """
    if points < 2 or (weights is not None and not all(w >= 0 for w in weights)):
        raise DataError(
            f"weights {weights}, {points} points", where="front", remedy="weights >= 0, points >= 2"
        )
    best = _Best(good, limits, aim, gap)
    if weights is not None:
        return _apart([best.point(w) for w in sorted(weights)])
    found = [best.point(LEAST), best.point(MOST)]
    left = [(found[0], found[1])]
    while left and len(found) < points:
        left.sort(key=lambda pair: _room(*pair))
        low, high = left.pop()
        if _room(low, high) <= SAME * abs(low.cost) * max(abs(low.cost), abs(low.risk)):
            continue
        between = best.point((high.cost - low.cost) / (low.risk - high.risk))
        chord = low.cost + between.weight * low.risk
        if between.cost + between.weight * between.risk < chord - SAME * abs(chord):
            found.append(between)
            left += [(low, between), (between, high)]
    return _apart(sorted(found, key=lambda p: (p.cost, -p.risk)))


def _room(low: Point, high: Point) -> float:
    """Measure the corner a chord may hide."""
    return max(0.0, high.cost - low.cost) * max(0.0, low.risk - high.risk)


def _apart(found: list[Point]) -> tuple[Point, ...]:
    kept: list[Point] = []
    for point in found:
        if kept:
            near = SAME * max(abs(point.cost), abs(point.risk), 1e-300)
            last = kept[-1]
            if abs(point.cost - last.cost) <= near and abs(point.risk - last.risk) <= near:
                continue
        kept.append(point)
    return tuple(kept)


class _Best:
    """Find the best plan for a weight of risk, from where the last one was found."""

    def __init__(self, good: Good, limits: Limits, aim: Aim, gap: float) -> None:
        self._good, self._limits, self._aim, self._gap = good, limits, aim, gap
        plain = replace(aim, risk_weight=1.0)
        self._model = model(good, limits, plain)
        self._solver = None if self._model.place.links else Solver(self._model)

    def point(self, weight: float) -> Point:
        aim = replace(self._aim, risk_weight=weight)
        if self._solver is None:
            found = solve_good(self._good, self._limits, aim, gap=self._gap)
        else:
            place = self._model.place
            cost = self._model.cost.copy()
            for year in range(place.years):
                cost[place.eta(year)] *= weight
                cost[place.tail(year)] *= weight
            self._solver.price(cost)
            answer = self._solver.solve()
            m = replace(self._model, aim=aim, cost=cost)
            found = solution(m, m.plan(answer.x), answer, answer.bound * m.unit)
        risk = float(np.array(aim.weights) @ found.appraisal.cvar)
        return Point(weight, found.appraisal.costs.total, risk, found)
