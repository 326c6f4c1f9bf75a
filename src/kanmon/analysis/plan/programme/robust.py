"""How a plan holds up where the figures behind it are wrong: regret over draws of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kanmon.analysis.plan.programme.appraise import appraise
from kanmon.analysis.plan.programme.arrays import BoolArray, FloatArray
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.model import model
from kanmon.analysis.plan.programme.one import solve_good
from kanmon.analysis.plan.programme.plan import Plan, Solution
from kanmon.analysis.plan.programme.solver import Solver
from kanmon.analysis.plan.programme.spread import Spread, drawn
from kanmon.errors import DataError, ScenarioError


@dataclass(frozen=True, slots=True, eq=False)
class Robustness:
    """Hold what a plan and its rivals come to over draws of the figures, USD.

    ``objective`` [N] of the plan; ``rivals`` [N] by name; ``possible`` [N] whether a draw allows
    a plan within the limits, and ``best`` [K] what that plan comes to, for the K draws that do;
    ``share_low``, ``share_high`` [E] the middle 80 % of the first year's shares in those plans
    by economy, in the order of ``economies``, and ``used`` [E] how often each is in them. ``cut``
    counts the draws where a supplier can deliver less than the plan buys of it.

    Example:
        >>> Robustness.__slots__[:2]
        ('objective', 'best')
    """

    objective: FloatArray
    best: FloatArray
    rivals: dict[str, FloatArray]
    share_low: FloatArray
    share_high: FloatArray
    used: FloatArray
    possible: BoolArray
    cut: int
    economies: tuple[str, ...]

    @property
    def without_plan(self) -> int:
        """Count the draws that allow no plan within the limits."""
        return int((~self.possible).sum())

    @property
    def regret(self) -> FloatArray:
        """Tell how much more the plan comes to than that made for each draw, USD.

        A plan made before the draw is known may break limits that the draw's own plan keeps, as
        where a supplier fails to deliver, so a regret can be below zero.
        """
        return self.objective[self.possible] - self.best

    def better_than(self, rival: str) -> float:
        """Tell in which part of the draws the plan comes to less than a rival."""
        return float((self.objective < self.rivals[rival]).mean())


def robustness(
    good: Good,
    limits: Limits,
    aim: Aim,
    plan: Plan,
    rivals: dict[str, Plan] | None = None,
    *,
    draws: tuple[int, int] = (200, 0),
    spread: Spread | None = None,
) -> Robustness:
    """Hold a plan against draws of the figures it was made from.

    Where a drawn supplier can deliver less than is bought, only that arrives and is paid for,
    and the rest is missing all year long.

    Args:
        good: as best known.
        limits: what a plan must keep to.
        aim: years, weight and level of risk.
        plan: made for the good.
        rivals: other plans to hold beside it, by name.
        draws: how many draws, and their seed.
        spread: how uncertain figures are.

    Returns:
        Objectives over the draws, how shares vary, and how often no plan is possible.

    Raises:
        DataError: fewer than two draws are asked for.
        ScenarioError: no draw allows a plan within the limits.

    Source:
        Regret: Savage (1951).

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> from kanmon.analysis.plan.programme.naive import as_today
        >>> good, aim = Good("x", 10.0, *example_parts(), voll=1_000.0), Aim(alpha=0.9)
        >>> plan = solve_good(good, Limits(), aim).plan
        >>> seen = robustness(good, Limits(), aim, plan, {"today": as_today(good, aim)})
        >>> seen.better_than("today") > 0.9
        True
    """
    count, seed = draws
    if count < 2:
        raise DataError(f"{count} draws", where="robustness", remedy="ask for two or more")
    others = rivals or {}
    possible, cut = np.ones(count, dtype=np.bool_), 0
    made: list[Solution] = []
    ours, theirs = np.empty(count), {name: np.empty(count) for name in others}
    for i, one in enumerate(drawn(good, spread or Spread(), count, seed)):
        cut += bool((plan.shares > _able(one, plan, aim) + 1e-9).any())
        ours[i] = _comes_to(one, plan, aim)
        for name, rival in others.items():
            theirs[name][i] = _comes_to(one, rival, aim)
        if _possible(one, limits, aim):
            made.append(solve_good(one, limits, aim))
        else:  # told by without_plan
            possible[i] = False
    if not made:
        raise ScenarioError(
            f"none of {count} draws allows a plan within the limits",
            where=f"robustness of the plan of {good.name}",
            remedy="ease the limits, or give a narrower spread",
        )
    names = tuple(dict.fromkeys(good.suppliers.economies))
    at = [names.index(name) for name in good.suppliers.economies]
    shares = np.stack([np.bincount(at, m.plan.shares[0], len(names)) for m in made])
    low, high = np.quantile(shares, [0.1, 0.9], axis=0)
    best = np.array([m.objective for m in made])
    used = (shares > 1e-6).mean(axis=0)
    return Robustness(ours, best, theirs, low, high, used, possible, cut, names)


def _possible(good: Good, limits: Limits, aim: Aim) -> bool:
    """Tell whether any plan keeps the limits, without looking for what would ease them."""
    m = model(good, limits, aim)
    if not m.place.links:
        return Solver(m).attempt() is not None
    try:
        solve_good(good, limits, aim)
    except ScenarioError:
        return False
    return True


def _comes_to(good: Good, plan: Plan, aim: Aim) -> float:
    shares = np.minimum(plan.shares, _able(good, plan, aim))
    return appraise(good, Plan(shares, plan.stock, plan.opened), aim).objective


def _able(good: Good, plan: Plan, aim: Aim) -> FloatArray:
    s = good.suppliers
    ready = s.lead[None, :] <= np.arange(aim.years)[:, None]
    opened = np.minimum(plan.opened, s.new_max)
    return np.asarray(s.capacity + ready * opened)
