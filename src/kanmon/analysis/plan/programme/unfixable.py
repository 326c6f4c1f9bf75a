"""What no plan can fix: the least that stays missing, were one scenario all that is planned for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kanmon.analysis.plan.programme.appraise import gaps
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.model import Model, model
from kanmon.analysis.plan.programme.plan import Plan
from kanmon.analysis.plan.programme.solver import Solver
from kanmon.errors import DataError

NOTHING = 1e-7  # share of a year's demand, the solver's tolerance


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Tell what stays missing in one scenario and year, after reliefs, tonnes.

    ``planned`` with the plan at hand, ``least`` with the plan, within the same limits, that is
    best for this scenario and year alone.

    Example:
        >>> Shortfall("ban", 0, 0.1, 120.0, 80.0).least
        80.0
    """

    scenario: str
    year: int
    probability: float
    planned: float
    least: float


def shortfalls(good: Good, limits: Limits, aim: Aim, plan: Plan) -> tuple[Shortfall, ...]:
    """Find what a plan leaves missing, and how much of that no plan within its limits can fix.

    Args:
        good: what is planned for.
        limits: what a plan must keep to.
        aim: years and phase-in.
        plan: the plan at hand.

    Returns:
        Scenarios with something missing, year by year, the largest first.

    Raises:
        DataError: the good has whole-number choices.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> from kanmon.analysis.plan.programme.naive import as_today
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> found = shortfalls(good, Limits(max_share=0.5), Aim(), as_today(good, Aim()))
        >>> [(s.scenario, round(s.planned, 3), round(s.least, 3)) for s in found]
        [('ban by A', 7.2, 0.0), ('storm at B', 0.5, 0.0)]
    """
    m = model(good, limits, aim)
    if m.place.links:
        raise DataError(
            "what stays missing at least is not worked out with whole-number choices",
            where=f"plan of {good.name}",
            remedy="leave out fixed costs, lots and the largest number of suppliers",
        )
    solver, found = Solver(m, weighed=True), []
    missing = np.stack([good.short(gap) for gap in gaps(good, plan)])
    for year, w in np.argwhere(missing > NOTHING).tolist():
        found.append(
            Shortfall(
                good.disruptions.labels[w],
                year,
                float(good.disruptions.probability[w]),
                float(missing[year, w]) * good.demand,
                _least(m, solver, year, w) * good.demand,
            )
        )
    return tuple(sorted(found, key=lambda s: (s.year, -s.planned)))


def _least(m: Model, solver: Solver, year: int, scenario: int) -> float:
    cost = np.zeros(m.place.columns)
    cost[m.place.tail(year)[scenario]] = 1.0
    solver.price(cost)
    best = m.plan(solver.solve().x)
    short = float(m.good.short(gaps(m.good, best)[year])[scenario])
    return short if short > NOTHING else 0.0
