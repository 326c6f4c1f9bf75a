"""Revealed comparative advantage, and who counts as a maker of what."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.dependency.complexity.matrix import Bools, Counts, Floats
from kanmon.errors import DataError


def revealed_advantage(values: npt.ArrayLike) -> Floats:
    """Compute Balassa's index of revealed comparative advantage.

    Args:
        values: float64[n, m], exports by economy (rows) and product (columns), one unit.

    Returns:
        float64[n, m], dimensionless; 1 where an economy exports a product in proportion to the
        world. NaN for economies that export nothing and products nobody exports.

    Raises:
        DataError: an amount is negative or not a number, or nothing is exported at all.

    Source:
        Balassa (1965): (x_ik / x_i) / (x_k / x).

    Example:
        >>> revealed_advantage([[3.0, 1.0], [1.0, 3.0]])
        array([[1.5, 0.5],
               [0.5, 1.5]])
    """
    exports = np.asarray(values, dtype=np.float64)
    if exports.ndim != 2 or not np.isfinite(exports).all() or (exports < 0).any():
        raise DataError(
            "not a matrix of amounts, or one that is negative, infinite or missing",
            where="exports",
            remedy="leave economies or products without a figure out and say so",
        )
    by_economy = exports.sum(axis=1, keepdims=True)
    by_product = exports.sum(axis=0, keepdims=True)
    total = by_product.sum()
    if total == 0:
        raise DataError("no exports at all", where="exports", remedy="check the year and products")
    with np.errstate(divide="ignore", invalid="ignore"):
        own = exports / by_economy
        own /= by_product / total
    return np.asarray(own)


def presence(advantage: npt.ArrayLike, threshold: float = 1.0) -> Bools:
    """Say which economies count as makers of which products.

    Args:
        advantage: float64[n, m], from :func:`revealed_advantage`; NaN counts as absent.
        threshold: least advantage of a maker.

    Returns:
        bool[n, m], the matrix M of the literature.

    Raises:
        DataError: the threshold is not above zero.

    Source:
        Hidalgo and Hausmann (2009): M_ik = [RCA_ik >= 1].

    Example:
        >>> presence([[1.5, 0.5], [np.nan, 1.0]])
        array([[ True, False],
               [False,  True]])
    """
    if not threshold > 0:
        raise DataError(f"threshold {threshold}", where="presence", remedy="ask for one above zero")
    return np.asarray(np.asarray(advantage, dtype=np.float64) >= threshold)


def diversity(present: Bools) -> Counts:
    """Count the products each economy makes.

    Args:
        present: bool[n, m], from :func:`presence`.

    Returns:
        int64[n], products an economy.

    Source:
        Hidalgo and Hausmann (2009), k_c0.

    Example:
        >>> diversity(np.array([[True, True], [False, True]]))
        array([2, 1])
    """
    return np.asarray(present.sum(axis=1, dtype=np.int64))


def ubiquity(present: Bools) -> Counts:
    """Count the economies that make each product.

    Args:
        present: bool[n, m], from :func:`presence`.

    Returns:
        int64[m], economies a product.

    Source:
        Hidalgo and Hausmann (2009), k_p0.

    Example:
        >>> ubiquity(np.array([[True, True], [False, True]]))
        array([1, 2])
    """
    return np.asarray(present.sum(axis=0, dtype=np.int64))
