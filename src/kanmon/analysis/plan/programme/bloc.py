"""Joint purchasing: what a bloc gains by planning together, and who pays what.

The bloc's plan comes to no more than its partners' own plans in sum: their sum is one of the
plans the bloc may choose, and shared stocks, shared capacity and shortage where it costs least
can only lower it. Burdens are set so that no partner, and no group of partners that could plan
without the rest, comes out worse than by itself, and the smallest gain is as large as can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from kanmon.analysis.plan.programme.appraise import tail
from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.highs import load, quiet, run
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.one import solve_good
from kanmon.analysis.plan.programme.plan import Solution
from kanmon.analysis.plan.programme.pool import loss_by_partner, pooled
from kanmon.analysis.plan.programme.rows import Rows, Tag
from kanmon.errors import DataError, ScenarioError

MOST = 8  # partners: every group of them is planned for


@dataclass(frozen=True, slots=True, eq=False)
class Bloc:
    """Hold a bloc's plan and what each partner bears of it, USD.

    ``alone`` [P] is what each partner's own plan comes to (``None``: no plan keeps its limits),
    ``burden`` [P] what it bears in the bloc, summing to the plan's objective; ``risk`` [P] the
    part of the burden that is its own weighed loss, ``pays`` [P] the rest, in money (below zero:
    it is paid for going short first). ``groups`` are the partners that the bloc's burdens were
    held against, each able to plan by itself.

    Example:
        >>> Bloc.__slots__[:2]
        ('partners', 'solution')
    """

    partners: tuple[str, ...]
    solution: Solution
    alone: tuple[float | None, ...]
    burden: FloatArray
    risk: FloatArray
    pays: FloatArray
    groups: tuple[tuple[int, ...], ...]

    @property
    def gain(self) -> tuple[float | None, ...]:
        """Tell what each partner saves against its own plan; ``None`` where it has none."""
        pairs = zip(self.alone, self.burden.tolist(), strict=True)
        return tuple(None if a is None else a - b for a, b in pairs)


def solve_bloc(partners: Sequence[Good], limits: Limits, aim: Aim) -> Bloc:
    """Find the plan of partners who buy together, and burdens none of them is worse off with.

    Args:
        partners: one good each, the same suppliers at the same prices and the same scenarios;
            capacities are what each has access to, shares of its own demand.
        limits: for the bloc's purchases as a whole, and for each partner's alone; no budget.
        aim: years, weight and level of risk.

    Returns:
        The bloc's plan, each partner's own, and the burdens.

    Raises:
        DataError: fewer than two partners, too many, whole-number choices, or a budget.
        ScenarioError: burdens that leave nobody worse off do not exist.

    Source:
        Linear production games and their core: Owen (1975); least core: Maschler, Peleg and
        Shapley (1979), gains here in shares of what a group comes to by itself.

    Example:
        >>> from dataclasses import replace
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> suppliers, scenarios = example_parts()
        >>> few = replace(suppliers, capacity=np.array([1.0, 0.1, 0.2]))
        >>> big = Good("big", 30.0, suppliers, scenarios, voll=1_000.0)
        >>> small = Good("small", 10.0, few, scenarios, voll=1_000.0)
        >>> bloc = solve_bloc([big, small], Limits(), Aim(alpha=0.9))
        >>> [round(alone) for alone in bloc.alone], bloc.burden.round().tolist()
        ([4776, 6420], [2726.0, 3665.0])
    """
    n = len(partners)
    s = [p.suppliers for p in partners]
    whole = any(bool(one.fixed.any() or one.lot.any()) for one in s)
    if not 2 <= n <= MOST or limits.budget is not None or limits.max_suppliers or whole:
        raise DataError(
            f"{n} partners; budget {limits.budget}, at most {limits.max_suppliers} suppliers",
            where="bloc",
            remedy=f"give 2 to {MOST} partners, no budget, fixed cost, lot or number of suppliers",
        )
    solution = solve_good(pooled(partners), limits, aim)
    comes_to: dict[tuple[int, ...], float] = {}
    for size in range(1, n):
        for group in combinations(range(n), size):
            try:
                own = solve_good(pooled([partners[i] for i in group]), limits, aim)
            except ScenarioError:
                continue  # a group that cannot plan by itself cannot leave
            comes_to[group] = own.objective
    burden = _burdens(partners, solution.objective, comes_to)
    risk = _risk(partners, solution, aim)
    return Bloc(
        tuple(p.name for p in partners),
        solution,
        tuple(comes_to.get((i,)) for i in range(n)),
        burden,
        risk,
        burden - risk,
        tuple(comes_to),
    )


def _burdens(
    partners: Sequence[Good], objective: float, comes_to: dict[tuple[int, ...], float]
) -> FloatArray:
    """Share the objective so that the smallest gain of a group is as large as can be.

    Of all such ways, that nearest to shares by demand is taken.
    """
    n = len(partners)
    part = np.array([p.demand for p in partners])
    part = part / part.sum()
    unit = max(abs(objective), 1e-300)
    rows = Rows()
    rows.add(Tag("whole"), list(range(n)), 1.0, lower=objective / unit, upper=objective / unit)
    for group, alone in comes_to.items():
        index = [*group, n]
        value = [1.0] * len(group) + [abs(alone) / unit]
        rows.add(Tag("group"), index, value, upper=alone / unit)
    lower = np.r_[np.full(n, -1e3), 0.0, 0.0]
    upper = np.r_[np.full(n, 1e3), 1.0, 1e3]
    found = _least(np.r_[np.zeros(n), -1.0, 0.0], lower, upper, rows)
    if found is None:
        raise ScenarioError(
            "whatever the burdens, some partners are better off by themselves",
            where="bloc of " + ", ".join(p.name for p in partners),
            remedy="leave out limits in absolute terms, such as rules, that hold a bloc as they "
            "hold a partner",
        )
    lower[n] = max(0.0, float(found[n]) - 1e-9)
    for i in range(n):
        target = float(part[i]) * objective / unit
        rows.add(Tag("near"), [i, n + 1], [1.0, -1.0], upper=target)
        rows.add(Tag("near"), [i, n + 1], [1.0, 1.0], lower=target)
    near = _least(np.r_[np.zeros(n + 1), 1.0], lower, upper, rows)
    chosen = found if near is None else near
    return np.asarray(chosen[:n] * unit)


def _least(
    cost: NDArray[np.float64], lower: FloatArray, upper: FloatArray, rows: Rows
) -> FloatArray | None:
    highs = quiet()
    load(highs, cost, lower, upper, rows.block())
    if not run(highs, "the bloc"):
        return None
    return np.asarray(highs.getSolution().col_value)


def _risk(partners: Sequence[Good], solution: Solution, aim: Aim) -> FloatArray:
    """Weigh each partner's own loss as the CVaR of the bloc's does."""
    found = np.zeros(len(partners))
    probability = partners[0].disruptions.probability
    for year, weight in enumerate(aim.weights):
        own = loss_by_partner(partners, solution.appraisal.gap[year])
        worst = tail(solution.appraisal.loss[year], probability, aim.alpha)
        found += aim.risk_weight * weight * (own @ worst)
    return found
