"""Inequality of suppliers' amounts: Gini, Theil and coefficient of variation."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.dependency.criticality.vectors import vector


def gini(values: npt.ArrayLike) -> float | None:
    """Compute the Gini coefficient of amounts by supplier.

    It depends on who is counted: an economy that could supply but supplies nothing is a zero
    and raises it. A concentration index such as the HHI does not see it.

    Args:
        values: float64[n], amounts of one unit, none negative; zeros count.

    Returns:
        0 (all equal) to 1 - 1/n (one supplies all); None when nothing is supplied.

    Raises:
        DataError: an amount is negative or missing.

    Source:
        Gini (1912); sum over i of (2i - n - 1) x_(i) / (n sum x), x in rising order, no
        small-sample correction.

    Example:
        >>> gini([0.0, 0.0, 0.0, 8.0])
        0.75
    """
    amounts = np.sort(vector(values, "amounts"))
    # Divided by the largest first, so that tiny and huge amounts neither vanish nor overflow.
    largest = float(amounts[-1]) if amounts.size else 0.0
    if largest == 0.0:
        return None
    scaled = amounts / largest
    n = scaled.size
    place = 2.0 * np.arange(1, n + 1) - n - 1
    return max(0.0, float(np.dot(place, scaled) / (n * scaled.sum())))


def theil(values: npt.ArrayLike) -> float | None:
    """Compute the Theil index of amounts by supplier.

    Args:
        values: float64[n], amounts of one unit, none negative; zeros count.

    Returns:
        0 (all equal) to ln n (one supplies all), in nats; None when nothing is supplied.

    Raises:
        DataError: an amount is negative or missing.

    Source:
        Theil (1967), T = mean of (x/mu) ln(x/mu), with 0 ln 0 = 0.

    Example:
        >>> theil([5.0, 5.0])
        0.0
    """
    amounts = vector(values, "amounts")
    largest = float(amounts.max()) if amounts.size else 0.0
    if largest == 0.0:
        return None
    scaled = amounts / largest
    share = scaled[scaled > 0] / scaled.sum()
    share = share[share > 0]
    return max(0.0, float(np.dot(share, np.log(share * amounts.size))))


def dispersion(values: npt.ArrayLike) -> float | None:
    """Compute the coefficient of variation of amounts by supplier.

    Args:
        values: float64[n], amounts of one unit, none negative; zeros count.

    Returns:
        Population standard deviation over mean, 0 to sqrt(n - 1); None when nothing is supplied.

    Raises:
        DataError: an amount is negative or missing.

    Source:
        Its square is n HHI - 1; used for the weighted out-degree in Korniyenko, Pinat and
        Dew (2017), IMF WP 17/30.

    Example:
        >>> dispersion([0.0, 2.0])
        1.0
    """
    amounts = vector(values, "amounts")
    largest = float(amounts.max()) if amounts.size else 0.0
    if largest == 0.0:
        return None
    scaled = amounts / largest
    return float(scaled.std() / scaled.mean())
