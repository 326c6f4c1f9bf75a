"""From a stock aimed at, or additions stated, to what is built and retired in each year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gamma

from kanmon.errors import DataError

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class StockFlow:
    """Hold one technology's stock over years Y in D draws, in its own unit.

    ``added`` [Y, D] is built in the year, ``retired`` [Y, Y, D] leaves in year y of what was
    built in year c, ``base`` [Y, D] stands at the year's end of what stood before,
    ``base_retired`` [Y, D] leaves of it. ``survival`` [Y, D] is the part left by age. ``above``
    [Y] is by how much what stands passes the stock aimed at, at best.

    Example:
        >>> flow = stock_flow(np.array([0.0, 1.0]), "installed", np.array([30.0]), np.array([4.0]))
        >>> flow.added[:, 0]
        array([0., 1.])
    """

    added: FloatArray
    retired: FloatArray
    base: FloatArray
    base_retired: FloatArray
    survival: FloatArray
    above: FloatArray

    @property
    def stock(self) -> FloatArray:
        """What stands at the end of each year, [Y, D], from what was built and is left."""
        years = len(self.added)
        total = self.base.copy()
        for built in range(years):
            total[built:] += self.added[built] * self.survival[: years - built]
        return total


def survival(years: int, life: FloatArray, shape: FloatArray) -> FloatArray:
    """Compute the part of a year's additions left by age, Weibull.

    Args:
        years: ages 0 to years - 1.
        life: float64[D], mean life, years.
        shape: float64[D], of the law.

    Returns:
        float64[years, D], one at age zero.

    Raises:
        DataError: a life or shape is not above zero.

    Source:
        Weibull (1951); mean life L gives the scale L / Gamma(1 + 1/k).

    Example:
        >>> s = survival(60, np.array([30.0]), np.array([4.0]))
        >>> float(s[0, 0]), round(float(s[30, 0]), 2)
        (1.0, 0.51)
    """
    if not (np.all(life > 0.0) and np.all(shape > 0.0)):
        raise DataError("a life or shape of zero", where="survival", remedy="give years above zero")
    scale = life / gamma(1.0 + 1.0 / shape)
    age = np.arange(years, dtype=np.float64)[:, None]
    left: FloatArray = np.exp(-((age / scale) ** shape))
    return left


def base_left(years: int, life: FloatArray, shape: FloatArray) -> FloatArray:
    """Compute the part left, by years since, of a stock whose ages run evenly up to mean life.

    Args:
        years: 0 to years - 1.
        life: float64[D], mean life, years.
        shape: float64[D], of the law.

    Returns:
        float64[years, D], one at first.

    Example:
        >>> left = base_left(2, np.array([30.0]), np.array([4.0]))[:, 0]
        >>> float(left[0]), bool(left[1] < 1)
        (1.0, True)
    """
    most = int(np.ceil(life.max()))
    left = survival(years + most, life, shape)
    found = np.zeros((years, life.size))
    weight = np.zeros(life.size)
    for age in range(most):
        # Ages above a draw's own mean life do not stand in its base stock.
        stands = (age < life).astype(np.float64)
        weight += stands
        found += stands * left[age : age + years] / left[age]
    return found / weight


def stock_flow(values: FloatArray, measure: str, life: FloatArray, shape: FloatArray) -> StockFlow:
    """Compute what is built and retired in each year.

    Args:
        values: float64[Y], stock at the end of each year or gross additions, one unit.
        measure: ``installed`` or ``added``.
        life: float64[D], mean life, years.
        shape: float64[D], of the law of lives.

    Returns:
        Flows. Of ``installed``, the first year's stock is what stood before, and more is built
        where less is left than aimed at; what is above the aim is not torn down. Of ``added``,
        what stood before is not known and left out.

    Raises:
        DataError: a value is below zero or missing.

    Example:
        >>> flow = stock_flow(np.array([9.0, 9.0]), "installed", np.array([30.0]), np.array([4.0]))
        >>> bool(np.isclose(flow.added[1, 0], flow.base_retired[1, 0]))
        True
    """
    if not np.all(np.isfinite(values)) or np.any(values < 0.0):
        raise DataError("a stock below zero or missing", where="path", remedy="state every year")
    years, draws = values.size, life.size
    left = survival(years, life, shape)
    base = np.zeros((years, draws))
    added = np.zeros((years, draws))
    above = np.zeros(years)
    if measure == "installed":
        base = values[0] * base_left(years, life, shape)
    standing = base.copy()
    for year in range(years):
        if measure == "added":
            added[year] = values[year]
        elif year:
            gap = values[year] - standing[year]
            added[year] = np.maximum(0.0, gap)
            above[year] = max(0.0, -float(gap[0]))
        standing[year:] += added[year] * left[: years - year]
    gone = np.zeros_like(left)
    gone[1:] = left[:-1] - left[1:]
    retired = np.zeros((years, years, draws))
    for built in range(years):
        retired[built:, built] = added[built] * gone[: years - built]
    base_retired = np.zeros_like(base)
    base_retired[1:] = base[:-1] - base[1:]
    return StockFlow(added, retired, base, base_retired, left, above)
