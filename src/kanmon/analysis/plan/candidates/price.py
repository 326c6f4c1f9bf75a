"""What a good costs from each exporter: unit values, robust against outliers, and freight."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.analysis.plan.candidates.candidate import Interval
from kanmon.catalogue.sourcing import assumed
from kanmon.errors import DataError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class UnitValues:
    """Hold the unit values of a good: of the world, and of each exporter, USD a tonne.

    ``outliers`` counts the flows beyond the fence, ``share`` their part of the value weighed.
    ``fence`` is in USD a tonne.

    Example:
        >>> UnitValues(None, {}, 0, 0.0).of("CHN") is None
        True
    """

    world: Interval | None
    exporters: Mapping[str, Interval]
    outliers: int
    share: float
    fence: tuple[float, float] = (0.0, math.inf)

    def of(self, exporter: str) -> Interval | None:
        """Give an exporter's own, else the world's; None where no flow has a mass."""
        return self.exporters.get(exporter, self.world)


def weighted_quantile(values: Floats, weights: Floats, at: float) -> float:
    """Find the value at which a share of the weight lies at or below.

    Args:
        values: float64[n], at least one.
        weights: float64[n], each above zero.
        at: share of the weight, 0 to 1.

    Returns:
        The smallest value whose cumulated share of the weight reaches ``at``; halfway to the
        next one where it meets it exactly.

    Raises:
        DataError: there is no value, or a weight is not above zero.

    Source:
        Edgeworth (1888), weighted median.

    Example:
        >>> weighted_quantile(np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 1.0]), 0.5)
        2.0
    """
    if not values.size or values.size != weights.size or not np.all(weights > 0):
        raise DataError(
            f"{values.size} values with {weights.size} weights",
            where="weighted quantile",
            remedy="give each value a weight above zero",
        )
    order = np.lexsort((weights, values))
    ranked, mass = values[order], np.cumsum(weights[order])
    wanted = at * mass[-1]
    slack = 1e-12 * mass[-1]
    place = min(int(np.searchsorted(mass, wanted - slack)), ranked.size - 1)
    if abs(mass[place] - wanted) <= slack and place + 1 < ranked.size:
        return float((ranked[place] + ranked[place + 1]) / 2)
    return float(ranked[place])


def fence(values: Floats, weights: Floats, reach: float) -> tuple[float, float]:
    """Draw a fence around the weighted median of values.

    Args:
        values: float64[n], at least one.
        weights: float64[n], each above zero.
        reach: half its width in 1.4826 weighted median absolute deviations.

    Returns:
        Its lower and upper end; infinite where half of the weight or more has one value.

    Raises:
        DataError: see :func:`weighted_quantile`.

    Source:
        Modified z-score of Iglewicz and Hoaglin (1993), with weights.

    Example:
        >>> ends = fence(np.array([1.0, 2.0, 3.0, 90.0]), np.array([1.0, 2.0, 1.5, 0.1]), 2.0)
        >>> [round(e, 4) for e in ends]
        [-0.9652, 4.9652]
    """
    centre = weighted_quantile(values, weights, 0.5)
    spread = 1.4826 * weighted_quantile(np.abs(values - centre), weights, 0.5)
    if not spread > 0:
        return -math.inf, math.inf
    return centre - reach * spread, centre + reach * spread


def unit_values(trade: pa.Table) -> UnitValues:
    """Compute the unit values of a good from the flows that have both value and mass.

    The fence is on logarithms, weighed by value, over the flows of the world, for a unit value
    wrong by a factor is wrong either way. An exporter's best is its median by mass, its bounds
    the quartiles; with few flows the bounds are widened to the spread of the world about it.

    Args:
        trade: ``good_flows`` rows of one good and year.

    Returns:
        The unit values; without any where no flow has both.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> unit_values(tiny_picture("JPN").trade("rare_earth_metals", 2022)).of("CHN").best
        10000.0
    """
    value = trade.column("value").to_numpy().astype(np.float64)
    mass = trade.column("quantity").to_numpy(zero_copy_only=False).astype(np.float64)
    names = np.asarray(trade.column("exporter").cast(pa.string()).to_pylist(), dtype=str)
    usable = np.isfinite(mass) & (mass > 0) & (value > 0)
    if not usable.any():
        return UnitValues(None, {}, 0, 0.0)
    value, mass, names = value[usable], mass[usable], names[usable]
    each = 1000.0 * value / mass
    low, high = np.exp(fence(np.log(each), value, assumed("fence").best)).tolist()
    centre, least = weighted_quantile(each, value, 0.5), assumed("fence_least").best
    low, high = min(low, centre / least), max(high, centre * least)
    inside = (each >= low) & (each <= high)
    world = _interval(each[inside], mass[inside], "of the world")
    few = assumed("few_flows").best
    found: dict[str, Interval] = {}
    # Dear grades are an exporter's own; cheap ones are feed or waste under the same code.
    good_enough = each >= low
    for name in np.unique(names[good_enough]).tolist():
        own = good_enough & (names == name)
        one = _interval(each[own], mass[own], "of its own exports")
        found[name] = one if own.sum() >= few else _widened(one, world)
    away = float(value[~inside].sum() / value.sum())
    return UnitValues(world, found, int((~inside).sum()), away, (low, high))


def published(prices: pa.Table, good: str, year: int) -> Interval | None:
    """Take the published price of a good in a year, where it is in USD a tonne.

    Args:
        prices: a ``good_prices`` table.
        good: id of a strategic good.
        year: calendar year.

    Returns:
        Lowest, mean and highest of its months; None where there is none.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> published(tiny_picture("JPN").prices, "rare_earth_metals", 2022) is None
        True
    """
    rows = [
        r["price"]
        for r in prices.filter(pc.equal(prices.column("good"), good)).to_pylist()
        if r["year"] == year and r["unit"] == "$/mt"
    ]
    if not rows:
        return None
    words = ("lowest month published", "mean of the months published", "highest month published")
    return Interval(min(rows), math.fsum(rows) / len(rows), max(rows), words)


def tonnes(trade: pa.Table, prices: UnitValues) -> Floats:
    """Give each flow a mass: its own, or what its value buys where that is missing or too large.

    A flow cheaper than the fence holds feed, waste or a wrong mass: its tonnes would pass for
    capacity. A dear one keeps its mass, which is the lower.

    Args:
        trade: ``good_flows`` rows of one good and year.
        prices: unit values of the same rows.

    Returns:
        float64[rows]; NaN where the good has no unit value at all.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> rows = tiny_picture("JPN").trade("rare_earth_metals", 2022)
        >>> tonnes(rows, unit_values(rows)).round(2).tolist()
        [6.0, 2.0, 1.0, 5.0, 4.0]
    """
    value = trade.column("value").to_numpy().astype(np.float64)
    mass = trade.column("quantity").to_numpy(zero_copy_only=False).astype(np.float64)
    names = trade.column("exporter").cast(pa.string()).to_pylist()
    price = np.array([np.nan if (p := prices.of(n)) is None else p.best for n in names])
    with np.errstate(divide="ignore", invalid="ignore"):
        each = 1000.0 * value / mass
    low, _ = prices.fence
    sound = np.isfinite(mass) & (mass > 0) & (each >= low)
    return np.asarray(np.where(sound, mass, 1000.0 * value / price), dtype=np.float64)


def freight(km: float) -> Interval:
    """Estimate what it costs to bring a tonne over a distance.

    Args:
        km: great circle between the capitals.

    Returns:
        USD a tonne: handling + haul x detour x km, each at its low, best and high end.

    Source:
        Kanmon; rates in ``catalogue/sourcing.csv``.

    Example:
        >>> freight(10_000.0).best
        130.0
    """
    handling, haul, detour = assumed("handling"), assumed("haul"), assumed("detour")
    words = (handling.name, haul.name, detour.name)
    return Interval(
        handling.low + haul.low * detour.low * km,
        handling.best + haul.best * detour.best * km,
        handling.high + haul.high * detour.high * km,
        ("; ".join(words),) * 3,
    )


def _interval(each: Floats, mass: Floats, of: str) -> Interval:
    low, best, high = (weighted_quantile(each, mass, at) for at in (0.25, 0.5, 0.75))
    words = (f"lower quartile {of}", f"median {of}", f"upper quartile {of}")
    return Interval(low, best, high, words)


def _widened(one: Interval, world: Interval) -> Interval:
    low = min(one.low, one.best * world.low / world.best)
    high = max(one.high, one.best * world.high / world.best)
    words = ("spread of the world", one.basis[1], "spread of the world")
    return Interval(low, one.best, high, words)
