"""Plans anyone could write down without a model, to hold a plan against."""

from __future__ import annotations

import numpy as np

from kanmon.analysis.plan.programme.arrays import BoolArray, FloatArray
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.limits import Aim
from kanmon.analysis.plan.programme.plan import Plan
from kanmon.errors import DataError


def as_today(good: Good, aim: Aim) -> Plan:
    """Go on buying as today, with today's stock.

    Args:
        good: what is planned for.
        aim: how many years.

    Returns:
        The plan.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> as_today(Good("x", 10.0, *example_parts(), voll=1_000.0), Aim()).shares.tolist()
        [[0.9, 0.1, 0.0]]
    """
    return _every_year(good, aim, good.suppliers.today)


def equal_split(good: Good, aim: Aim) -> Plan:
    """Buy the same from every supplier, or all it can deliver if that is less.

    Args:
        good: what is planned for.
        aim: how many years.

    Returns:
        The plan: at once, with today's stock, no new capacity, whatever the limits.

    Raises:
        DataError: all suppliers together cannot meet demand.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> equal_split(good, Aim()).shares.round(3).tolist()
        [[0.333, 0.333, 0.333]]
    """
    able = _enough(good)
    order = np.argsort(able, kind="stable")
    shares, left = np.zeros(len(able)), 1.0
    for i, s in enumerate(order):
        shares[s] = min(float(able[s]), left / (len(able) - i))
        left -= shares[s]
    return _every_year(good, aim, shares)


def cheapest_trusted(good: Good, aim: Aim) -> Plan:
    """Buy from trusted suppliers in order of price; what they cannot deliver, from the others.

    Args:
        good: what is planned for.
        aim: how many years.

    Returns:
        The plan: at once, with today's stock, no new capacity, whatever the limits.

    Raises:
        DataError: all suppliers together cannot meet demand.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> cheapest_trusted(good, Aim()).shares.round(3).tolist()
        [[0.0, 0.5, 0.5]]
    """
    return _every_year(good, aim, _by_price(good, ~good.suppliers.trusted))


def cheapest(good: Good, aim: Aim) -> Plan:
    """Buy in order of price alone.

    Args:
        good: what is planned for.
        aim: how many years.

    Returns:
        The plan: at once, with today's stock, no new capacity, whatever the limits.

    Raises:
        DataError: all suppliers together cannot meet demand.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> cheapest(good, Aim()).shares.round(3).tolist()
        [[1.0, 0.0, 0.0]]
    """
    return _every_year(good, aim, _by_price(good, np.zeros(len(good.suppliers), dtype=np.bool_)))


def _by_price(good: Good, last: BoolArray) -> FloatArray:
    able, left = _enough(good), 1.0
    shares = np.zeros(len(able))
    for s in np.lexsort((good.suppliers.cost, last)):
        shares[s] = min(float(able[s]), left)
        left -= shares[s]
    return shares


def _enough(good: Good) -> FloatArray:
    able = good.suppliers.capacity
    if able.sum() < 1 - 1e-9:
        raise DataError(
            f"all suppliers together can deliver {able.sum():.3g} of demand",
            where=f"plan of {good.name}",
            remedy="no rule without new capacity or less demand can meet it",
        )
    return able


def _every_year(good: Good, aim: Aim, shares: FloatArray) -> Plan:
    stock = np.full(aim.years, good.stock.today)
    return Plan(np.tile(shares, (aim.years, 1)), stock, np.zeros(len(shares)))
