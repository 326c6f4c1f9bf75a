"""Measures of concentration: arrays of amounts in, one number out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError

Amounts = npt.NDArray[np.float64]


def _amounts(values: npt.ArrayLike) -> Amounts:
    amounts = np.asarray(values, dtype=np.float64)
    if amounts.ndim != 1:
        raise DataError(
            f"{amounts.ndim} dimensions", where="amounts", remedy="give one per supplier"
        )
    if not np.all(np.isfinite(amounts)) or np.any(amounts < 0):
        raise DataError(
            "a negative, infinite or missing amount",
            where="amounts",
            remedy="leave suppliers without a figure out and say so",
        )
    return amounts


def hhi(values: npt.ArrayLike) -> float | None:
    """Compute the Herfindahl-Hirschman index of amounts by supplier.

    Args:
        values: float64[n], amounts of one unit, none negative.

    Returns:
        Sum of squared shares in (0, 1], or None when nothing is supplied at all.

    Raises:
        DataError: an amount is negative or not a number.

    Source:
        Herfindahl (1950), Hirschman (1945); one-pass form sum(v^2) / sum(v)^2.

    Example:
        >>> hhi([60.0, 30.0, 10.0])
        0.46
    """
    amounts = _amounts(values)
    total = float(amounts.sum())
    if total == 0.0:
        return None
    shares = amounts / total
    return round(float(np.dot(shares, shares)), 12)


def normalised_hhi(values: npt.ArrayLike) -> float | None:
    """Compute the HHI freed of the floor that few suppliers set.

    Args:
        values: float64[n], amounts of one unit, none negative.

    Returns:
        (HHI - 1/n) / (1 - 1/n) over the n suppliers with a positive amount, in [0, 1]; 1 for a
        single supplier; None when nothing is supplied.

    Raises:
        DataError: an amount is negative or not a number.

    Source:
        Standard normalisation of the Herfindahl-Hirschman index.

    Example:
        >>> normalised_hhi([50.0, 50.0])
        0.0
    """
    amounts = _amounts(values)
    index = hhi(amounts)
    if index is None:
        return None
    n = int(np.count_nonzero(amounts))
    return 1.0 if n == 1 else max(0.0, (index - 1 / n) / (1 - 1 / n))


def effective_suppliers(values: npt.ArrayLike) -> float | None:
    """Compute how many equal suppliers would be as concentrated.

    Args:
        values: float64[n], amounts of one unit, none negative.

    Returns:
        1 / HHI, at least 1; None when nothing is supplied.

    Raises:
        DataError: an amount is negative or not a number.

    Source:
        Adelman (1969), numbers equivalent of the Herfindahl index.

    Example:
        >>> effective_suppliers([25.0, 25.0, 25.0, 25.0])
        4.0
    """
    index = hhi(values)
    return None if index is None else 1.0 / index


def top_share(values: npt.ArrayLike, count: int = 1) -> float | None:
    """Compute the share of the largest suppliers together.

    Args:
        values: float64[n], amounts of one unit, none negative.
        count: how many of the largest to add up.

    Returns:
        Share in (0, 1]; None when nothing is supplied.

    Raises:
        DataError: an amount is negative or not a number.

    Source:
        Concentration ratio CR1, CR3.

    Example:
        >>> top_share([60.0, 30.0, 10.0], 2)
        0.9
    """
    amounts = _amounts(values)
    total = float(amounts.sum())
    if total == 0.0:
        return None
    return float(np.sort(amounts)[::-1][:count].sum()) / total


def weighted_hhi(values: npt.ArrayLike, weights: npt.ArrayLike) -> float | None:
    """Compute an HHI in which each supplier's squared share counts by a weight.

    Args:
        values: float64[n], amounts of one unit, none negative.
        weights: float64[n], weight of each supplier, such as governance risk in [0, 1].

    Returns:
        Sum of s_i^2 w_i; None when nothing is supplied or a weight of a supplier with a
        positive amount is missing (NaN).

    Raises:
        DataError: an amount is negative, or the lengths differ.

    Source:
        Form of the WGI-weighted HHI in the EU criticality assessment (Blengini et al. 2017).

    Example:
        >>> weighted_hhi([50.0, 50.0], [1.0, 0.0])
        0.25
    """
    amounts = _amounts(values)
    factors = np.asarray(weights, dtype=np.float64)
    if factors.shape != amounts.shape:
        raise DataError(
            f"{factors.size} weights for {amounts.size} amounts",
            where="weights",
            remedy="give one weight per supplier",
        )
    total = float(amounts.sum())
    if total == 0.0 or np.any(np.isnan(factors[amounts > 0])):
        return None
    shares = amounts / total
    used = amounts > 0
    return round(float(np.sum(shares[used] ** 2 * factors[used])), 12)


def governance_risk(estimate: float) -> float:
    """Turn a WGI estimate into a risk between 0 (best) and 1 (worst).

    Args:
        estimate: World Bank WGI estimate, about -2.5 (weak) to 2.5 (strong).

    Returns:
        (2.5 - estimate) / 5, cut to [0, 1]; the EU's 0-10 scale is ten times this.

    Source:
        Linear inversion of the WGI scale as in the EU criticality assessment.

    Example:
        >>> governance_risk(2.5), governance_risk(0.0)
        (0.0, 0.5)
    """
    return float(np.clip((2.5 - estimate) / 5.0, 0.0, 1.0))
