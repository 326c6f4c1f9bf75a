"""One mineral's market when a producer stops selling: price, who goes without, value added lost."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from kanmon.errors import DataError

Amounts = npt.NDArray[np.float64]

DEAREST = 1e6
"""Highest price looked for, in times the old one."""

_OFF = 1e-6


@dataclass(frozen=True, slots=True)
class Producer:
    """Describe supply outside the restriction: quantity now, most it can make, how it responds.

    Quantities in one mass unit a year; ``elasticity`` of supply to price, zero or more.

    Example:
        >>> Producer("recycling", 40.0, 60.0, 0.2).capacity
        60.0
    """

    name: str
    quantity: float
    capacity: float
    elasticity: float

    def __post_init__(self) -> None:
        numbers = (self.quantity, self.capacity, self.elasticity)
        if not all(map(math.isfinite, numbers)) or not 0.0 <= self.quantity <= self.capacity:
            raise DataError(
                f"makes {self.quantity} of at most {self.capacity}",
                where=f"producer {self.name}",
                remedy="give 0 <= quantity <= capacity",
            )
        if self.elasticity < 0.0:
            raise DataError(
                f"supply elasticity {self.elasticity}",
                where=f"producer {self.name}",
                remedy="give zero or more",
            )


@dataclass(frozen=True, slots=True)
class Use:
    """Describe one use of the mineral: quantity now, response to price, output resting on it.

    ``elasticity`` of demand is below zero. ``dependent`` is the yearly output, in money, that
    cannot be made without the mineral, in industry ``industry``; ``replaceable`` the share of
    that output which other materials can save. ``inside`` says whether it is the party's.

    Example:
        >>> Use("lasers", 5.0, -0.3, True, "c14", 100.0, 0.2).inside
        True
    """

    name: str
    quantity: float
    elasticity: float
    inside: bool
    industry: str = ""
    dependent: float = 0.0
    replaceable: float = 0.0

    def __post_init__(self) -> None:
        fit = self.quantity >= 0.0 and self.elasticity < 0.0 and self.dependent >= 0.0
        numbers = (self.quantity, self.elasticity, self.dependent, self.replaceable)
        if not all(map(math.isfinite, numbers)) or not fit or not 0.0 <= self.replaceable <= 1.0:
            raise DataError(
                f"{numbers}",
                where=f"use {self.name}",
                remedy="give a quantity, an elasticity below zero, an output and a share",
            )


@dataclass(frozen=True, slots=True)
class Market:
    """Hold a market outside the producer that restricts, in balance before it does.

    ``restricted`` is what that producer normally delivers to it in a year; ``stock`` what can be
    drawn from stocks in the year. Normal deliveries equal normal uses.

    Example:
        >>> Market((Producer("x", 1.0, 2.0, 0.5),), (Use("y", 3.0, -0.5, True),), 2.0).stock
        0.0
    """

    producers: tuple[Producer, ...]
    uses: tuple[Use, ...]
    restricted: float
    stock: float = 0.0

    def __post_init__(self) -> None:
        come = self.restricted + sum(p.quantity for p in self.producers)
        go = sum(u.quantity for u in self.uses)
        if not (math.isfinite(self.stock) and min(self.restricted, self.stock) >= 0.0 and go > 0.0):
            raise DataError(
                f"restricted {self.restricted}, stock {self.stock}, uses {go}",
                where="market",
                remedy="give amounts of zero or more, and at least one use",
            )
        if not abs(come - go) <= _OFF * go:
            raise DataError(
                f"{come} comes and {go} is used",
                where="market",
                remedy="make normal deliveries and uses equal",
            )


@dataclass(frozen=True, slots=True)
class Clearing:
    """Hold a market after a restriction.

    ``price`` is in times the old one; ``drawn`` what stocks gave; ``supplied`` and ``used`` hold
    quantities by producer and use; ``residual`` what does not balance, as a share of the uses.

    Example:
        >>> Clearing(1.5, 0.0, {}, {}, 0.0).price
        1.5
    """

    price: float
    drawn: float
    supplied: Mapping[str, float]
    used: Mapping[str, float]
    residual: float


def clear(market: Market, cut: float) -> Clearing:
    """Find the price at which what still comes equals what is still wanted.

    Stocks are drawn first, at the old price; then others expand up to their capacity and users
    do with less. All users pay one price: nobody is cut off alone, because what others can buy
    they can resell.

    Args:
        market: in balance.
        cut: share of the restricted deliveries that stops.

    Returns:
        The new price, and quantities at it.

    Raises:
        DataError: the share is out of bounds, or no price up to :data:`DEAREST` clears.

    Source:
        Partial equilibrium with constant elasticities; the first step of Nassar et al. (2024),
        USGS Open-File Report 2024-1057, in a simpler form.

    Example:
        >>> m = Market((), (Use("y", 2.0, -0.5, True),), 2.0)
        >>> round(clear(m, 0.5).price, 6)
        4.0
    """
    if not 0.0 <= cut <= 1.0:
        raise DataError(f"cut of {cut}", where="market", remedy="give a share from 0 to 1")
    left = (1.0 - cut) * market.restricted
    whole = sum(u.quantity for u in market.uses)

    def short(level: float) -> float:
        return sum(_used(market, level).values()) - sum(_supplied(market, level).values()) - left

    gap = max(0.0, short(0.0))
    drawn = min(market.stock, gap)
    level = 0.0
    if gap - drawn > _OFF * 1e-6 * whole:
        top = math.log(DEAREST)
        if short(top) - drawn > 0.0:
            raise DataError(
                f"no price up to {DEAREST:g} times the old one clears the market",
                where="market",
                remedy="give larger elasticities, capacity or stocks",
            )
        level = float(brentq(lambda one: short(one) - drawn, 0.0, top, xtol=1e-13, rtol=1e-13))
    return Clearing(
        math.exp(level),
        drawn,
        _supplied(market, level),
        _used(market, level),
        abs(short(level) - drawn) / whole,
    )


def output_lost(market: Market, clearing: Clearing) -> dict[str, float]:
    """Sum the party's output that cannot be made, by industry.

    A use that gets a share less of the mineral makes that share less of the output resting on
    it, but for what other materials replace.

    Args:
        market: before.
        clearing: after.

    Returns:
        Output lost a year by industry, money.

    Example:
        >>> m = Market((), (Use("y", 2.0, -0.5, True, "c14", 100.0, 0.2),), 2.0)
        >>> round(output_lost(m, clear(m, 0.5))["c14"], 6)
        40.0
    """
    lost: dict[str, float] = {}
    for use in market.uses:
        if use.inside and use.dependent > 0.0 and use.quantity > 0.0:
            gone = 1.0 - clearing.used[use.name] / use.quantity
            more = use.dependent * gone * (1.0 - use.replaceable)
            lost[use.industry] = lost.get(use.industry, 0.0) + more
    return lost


def value_added_lost(
    lost: npt.ArrayLike, sales: npt.ArrayLike, output: npt.ArrayLike, added: npt.ArrayLike
) -> tuple[Amounts, Amounts]:
    """Turn lost output into lost value added: of the industries themselves, and of suppliers.

    The final demand that comes to exactly that loss of output in the industries hit is taken
    away; the Leontief inverse of domestic deliveries gives what their suppliers lose. What
    clients lose for want of the output is not in it.

    Args:
        lost: float[n], output lost by industry, money.
        sales: float[n, n], domestic deliveries of row to column, money.
        output: float[n], money.
        added: float[n], value added, money.

    Returns:
        float[n] value added lost in the industries hit, and float[n] in all others.

    Raises:
        DataError: sizes differ, an amount is missing or negative, or an industry that makes
            nothing loses output.

    Source:
        Leontief (1936); output-to-output multipliers, Miller and Blair (2009), chapter 6.

    Example:
        >>> hit, others = value_added_lost([0, 1], [[0, 2], [0, 0]], [2, 4], [2, 2])
        >>> hit.tolist(), others.tolist()
        ([0.0, 0.5], [0.5, 0.0])
    """
    gone, x, v = (np.asarray(one, dtype=np.float64) for one in (lost, output, added))
    z = np.asarray(sales, dtype=np.float64)
    n = gone.size
    if gone.shape != (n,) or x.shape != (n,) or v.shape != (n,) or z.shape != (n, n):
        raise DataError(
            f"{gone.shape} lost, {z.shape} sales, {x.shape} output, {v.shape} value added",
            where="value added lost",
            remedy="give one of each an industry",
        )
    if not all(np.isfinite(one).all() for one in (gone, x, v, z)) or min(gone.min(), x.min()) < 0:
        raise DataError(
            "a missing or negative amount", where="value added lost", remedy="give all amounts"
        )
    if (gone[x == 0.0] > 0.0).any():
        raise DataError(
            "an industry without output loses some",
            where="value added lost",
            remedy="check the industry named",
        )
    needs = np.divide(z, x, out=np.zeros_like(z), where=x > 0.0)
    rate = np.divide(v, x, out=np.zeros_like(v), where=x > 0.0)
    hit = gone > 0.0
    inverse = np.linalg.inv(np.eye(n) - needs)
    demand = np.zeros(n)
    if hit.any():
        demand[hit] = np.linalg.solve(inverse[np.ix_(hit, hit)], gone[hit])
    change = inverse @ demand
    return np.where(hit, rate * gone, 0.0), np.where(hit, 0.0, rate * change)


def _supplied(market: Market, level: float) -> dict[str, float]:
    return {
        p.name: min(p.capacity, p.quantity * math.exp(p.elasticity * level))
        for p in market.producers
    }


def _used(market: Market, level: float) -> dict[str, float]:
    return {u.name: u.quantity * math.exp(u.elasticity * level) for u in market.uses}
