"""What each partner is worth to a plan: how much worse the best plan is without it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kanmon.analysis.plan.programme.appraise import appraise
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.model import Model, model
from kanmon.analysis.plan.programme.solver import Solver
from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class Worth:
    """Tell what a supplier's economy is worth to a plan.

    ``worth`` USD is how much the objective rises without it; ``None``: without it no plan keeps
    every limit. ``share`` is the largest part of demand bought from it in a year.

    Example:
        >>> Worth("AU", 0.3, None).worth is None
        True
    """

    supplier: str
    share: float
    worth: float | None


def partners(good: Good, limits: Limits, aim: Aim) -> tuple[Worth, ...]:
    """Work out what each supplier in the best plan is worth to it.

    The plan is made anew without each supplier in turn, so the worth holds for the whole of it,
    not only for small changes as a dual does.

    Args:
        good: what is planned for.
        limits: what the plan must keep to.
        aim: years, weight and level of risk.

    Returns:
        The suppliers used, those without which there is no plan first, then by worth.

    Raises:
        DataError: the good has whole-number choices.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> [(w.supplier, round(w.worth)) for w in partners(good, Limits(), Aim(alpha=0.9))]
        [('C', 3008), ('B', 608), ('A', 358)]
    """
    m = model(good, limits, aim)
    if m.place.links:
        raise DataError(
            "the worth of partners is not worked out with fixed costs, lots or a largest number",
            where=f"plan of {good.name}",
            remedy="leave these out, or plan again without the partner's row",
        )
    solver = Solver(m)
    best = solver.solve().x
    objective = _objective(m, best)
    shares = m.plan(best).shares
    found = []
    economies = good.suppliers.economies
    used = [economies[s] for s in np.flatnonzero(shares.max(axis=0) > 1e-9).tolist()]
    for name in dict.fromkeys(used):
        its = [s for s, economy in enumerate(economies) if economy == name]
        columns = np.array([int(m.place.share(y)[s]) for y in range(aim.years) for s in its])
        nothing = np.zeros(len(columns))
        solver.fix(columns, nothing, nothing)
        without = solver.attempt()
        solver.fix(columns, m.lower[columns], m.upper[columns])
        worth = None if without is None else max(0.0, _objective(m, without.x) - objective)
        found.append(Worth(name, float(shares[:, its].sum(axis=1).max()), worth))
    return tuple(sorted(found, key=lambda w: -np.inf if w.worth is None else -w.worth))


def _objective(m: Model, x: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    return appraise(m.good, m.plan(x), m.aim).objective
