"""Stock alone: how many days of it, with purchases as they are or as a plan has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kanmon.analysis.plan.programme.appraise import appraise
from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.one import solve_good
from kanmon.analysis.plan.programme.plan import Plan, Solution
from kanmon.errors import DataError

DAYS = 365.0


@dataclass(frozen=True, slots=True)
class Cover:
    """Tell what a stock of some days does, one year.

    ``holding`` USD a year; ``short`` the chance in a year that something stays missing after
    reliefs; ``expected_shortage`` tonnes; ``cvar`` of the loss, USD.

    Example:
        >>> Cover(60.0, 1e6, 0.02, 10.0, 5e5).days
        60.0
    """

    days: float
    holding: float
    short: float
    expected_shortage: float
    cvar: float


def stock_only(good: Good, aim: Aim, budget: float | None = None) -> Solution:
    """Find the stock that costs and risks least while purchases stay as they are.

    Args:
        good: what is planned for.
        aim: years, weight and level of risk.
        budget: what may be spent on it beyond today, USD; ``None``: free.

    Returns:
        The plan: today's shares in every year, no new capacity, the best stock.

    Example:
        >>> from kanmon.analysis.plan.programme.good import Stock, example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0, stock=Stock(20.0, 0.5))
        >>> stock_only(good, Aim(alpha=0.9)).plan.stock.tolist()
        [0.5]
    """
    s = good.suppliers
    none = replace(
        s,
        # Whatever a supplier could do: today it does deliver today's share.
        capacity=np.maximum(s.capacity, s.today),
        new_max=np.zeros(len(s)),
        fixed=np.zeros(len(s)),
        lot=np.zeros(len(s)),
    )
    alone = replace(good, suppliers=none)
    return solve_good(alone, Limits(budget=budget), replace(aim, phase_in=0.0))


def cover(
    good: Good, days: Sequence[float], aim: Aim, shares: FloatArray | None = None
) -> tuple[Cover, ...]:
    """Tell what stocks of some days do in a year, whatever they may cost or need in room.

    Args:
        good: what is planned for.
        days: of the whole demand, one result each.
        aim: level of risk.
        shares: float64[S] bought of each supplier; ``None``: as today.

    Returns:
        One record for each number of days.

    Raises:
        DataError: a number of days is below zero.

    Example:
        >>> from kanmon.analysis.plan.programme.good import Stock, example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0, stock=Stock(20.0, 0.5))
        >>> [(c.days, round(c.short, 2)) for c in cover(good, [0, 180, 300], Aim())]
        [(0.0, 0.15), (180.0, 0.1), (300.0, 0.0)]
    """
    bought = good.suppliers.today if shares is None else shares
    found = []
    for one in days:
        if not one >= 0:
            raise DataError(f"{one} days", where="stock", remedy="give days at or above zero")
        plan = Plan(bought[None, :], np.array([one / DAYS]), np.zeros(len(bought)))
        seen = appraise(good, plan, replace(aim, years=1))
        chance = float(good.disruptions.probability @ (seen.shortage[0] > 1e-12))
        tonnes = float(seen.expected_shortage[0]) * good.demand
        holding = good.stock.cost * one / DAYS * good.demand
        found.append(Cover(float(one), holding, chance, tonnes, float(seen.cvar[0])))
    return tuple(found)


def days_for(good: Good, chance: float, shares: FloatArray | None = None) -> float:
    """Find the fewest days of stock with which a shortage is rare enough.

    Args:
        good: what is planned for.
        chance: the largest allowed chance in a year that something stays missing.
        shares: float64[S] bought of each supplier; ``None``: as today.

    Returns:
        Days of the whole demand.

    Raises:
        DataError: the chance is not between 0 and 1.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> [round(days_for(good, chance), 3) for chance in (0.0, 0.1, 0.2)]
        [262.8, 18.25, 0.0]
    """
    if not 0 <= chance <= 1:
        raise DataError(f"a chance of {chance}", where="stock", remedy="give a share of one")
    d = good.disruptions
    bought = good.suppliers.today if shares is None else shares
    relieved = sum(r.limit for r in good.reliefs)
    need = np.maximum(d.duration * (1 - d.delivered @ bought - relieved), 0.0) * DAYS
    order = np.argsort(-need, kind="stable")
    rarer = np.cumsum(d.probability[order]) <= chance + 1e-12
    left = need[order][~rarer]
    return float(left[0]) if left.size else 0.0
