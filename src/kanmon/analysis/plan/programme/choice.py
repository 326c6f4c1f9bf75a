"""Plans with whole-number choices: fixed costs, smallest lots, a largest number of suppliers.

The linear programme comes first. Its largest shares give a first choice of suppliers, so a first
plan; its reduced costs then strike out every supplier whose use would cost more than that plan
(none of them is in a better one). What is left goes to branch and bound, with the scenarios that
bind; scenarios its answer breaks are taken in until the plan is within the gap of the bound.
"""

from __future__ import annotations

import highspy
import numpy as np

from kanmon.analysis.plan.programme.appraise import appraise
from kanmon.analysis.plan.programme.arrays import FloatArray, IntArray
from kanmon.analysis.plan.programme.highs import load, quiet, run
from kanmon.analysis.plan.programme.model import Model
from kanmon.analysis.plan.programme.plan import gap_of
from kanmon.analysis.plan.programme.remedies import why_infeasible
from kanmon.analysis.plan.programme.solver import Answer, Solver
from kanmon.errors import KanmonError

ROUNDS = 30


def choose(m: Model, gap: float) -> tuple[FloatArray, Answer, float]:
    """Choose suppliers as wholes and plan with those chosen.

    Args:
        m: a programme with links.
        gap: how far from the best the plan may be.

    Returns:
        The plan's columns, the linear programme with the choice fixed, and a bound, USD.

    Raises:
        KanmonError: the gap was not reached.

    Source:
        Reduced-cost fixing: Crowder, Johnson and Padberg (1983).

    Example:
        >>> from kanmon.analysis.plan.programme.good import Good, example_parts
        >>> from kanmon.analysis.plan.programme.limits import Aim, Limits
        >>> from kanmon.analysis.plan.programme.model import model
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> x, _, low = choose(model(good, Limits(max_suppliers=2), Aim(alpha=0.9)), 1e-6)
        >>> [label for label, used in zip("ABC", x[:3] > 0) if used]
        ['B', 'C']
    """
    solver = Solver(m)
    relaxed = solver.solve()
    links = np.concatenate([m.place.link(y) for y in range(m.place.years)])
    best = _with(solver, links, _largest(m, relaxed.x))
    high = np.inf if best is None else _objective(m, best.x)
    low = relaxed.bound * m.unit
    struck = _struck(relaxed, links, (high - low) / m.unit)
    for _ in range(ROUNDS):
        if gap_of(high, low) <= gap and best is not None:
            return best.x, best, low
        start = None if best is None else best.x
        found, bound = _branch(m, solver, links[struck], start, gap / 2)
        if found is None:
            if best is None:
                raise why_infeasible(m)  # a ScenarioError: no choice keeps every limit
            low = high  # nothing but what was struck out, which is no better
            continue
        low = max(low, min(bound * m.unit, high))
        solver.take_in_broken(found)
        tried = _with(solver, links, found[links].round())
        if tried is not None and _objective(m, tried.x) < high:
            best, high = tried, _objective(m, tried.x)
    raise KanmonError(
        f"after {ROUNDS} rounds the plan may still be {gap_of(high, low):.2%} from the best",
        where=f"plan of {m.good.name}",
        remedy="allow a larger gap",
    )


def _objective(m: Model, x: FloatArray) -> float:
    return appraise(m.good, m.plan(x), m.aim).objective


def _largest(m: Model, x: FloatArray) -> FloatArray:
    """Choose the suppliers of the largest shares, as many as may be."""
    chosen = []
    for year in range(m.place.years):
        share = x[m.place.share(year)]
        worth = np.where(share >= m.good.suppliers.lot / 2, share, 0.0)
        some = np.zeros(len(share))
        some[np.argsort(-worth, kind="stable")[: m.limits.max_suppliers]] = 1.0
        chosen.append(np.where(worth > 0, some, 0.0))
    return np.concatenate(chosen)


def _with(solver: Solver, links: IntArray, chosen: FloatArray) -> Answer | None:
    """Plan with the suppliers chosen; ``None`` if they cannot keep the limits."""
    m = solver.model
    shares = np.concatenate([m.place.share(y) for y in range(m.place.years)])
    low, high = m.lower[shares], m.upper[shares]
    solver.fix(links, chosen, chosen)
    solver.fix(shares, low, np.where(chosen > 0, high, low))  # nothing at all, not nearly nothing
    found = solver.attempt()
    solver.fix(links, np.zeros(len(links)), np.ones(len(links)))
    solver.fix(shares, low, high)
    return found


def _struck(relaxed: Answer, links: IntArray, room: float) -> FloatArray:
    """Mark the links that no plan within ``room`` of the relaxed optimum uses."""
    return np.asarray(relaxed.reduced[links] > room * (1 + 1e-9) + 1e-9)


def _branch(
    m: Model, solver: Solver, struck: IntArray, start: FloatArray | None, gap: float
) -> tuple[FloatArray | None, float]:
    """Branch and bound over the scenarios held; its bound holds for all of them."""
    highs = quiet()
    upper = m.upper.copy()
    upper[struck] = 0.0
    load(highs, m.cost, m.lower, upper, solver.rows())
    whole = np.concatenate([m.place.link(y) for y in range(m.place.years)]).astype(np.int32)
    kind = np.full(len(whole), highspy.HighsVarType.kInteger)
    highs.changeColsIntegrality(len(whole), whole, kind)
    highs.setOptionValue("mip_rel_gap", gap)
    if start is not None:
        columns = np.arange(len(start), dtype=np.int32)
        highs.setSolution(len(start), columns, start)
    if not run(highs, m.good.name):
        return None, np.inf
    bound = float(highs.getInfo().mip_dual_bound)
    return np.asarray(highs.getSolution().col_value), bound
