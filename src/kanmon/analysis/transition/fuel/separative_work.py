"""Feed and separative work for enriched uranium."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError

FloatArray = npt.NDArray[np.float64]
NATURAL = 0.00711
"""U-235 in natural uranium, share of mass (IUPAC)."""


@dataclass(frozen=True, slots=True, eq=False)
class Enrichment:
    """Hold what a unit of product takes: feed, tails and separative work, in its own mass.

    Example:
        >>> enrich(0.045, 0.0022).swu.round(2)
        np.float64(7.34)
    """

    feed: FloatArray
    tails: FloatArray
    swu: FloatArray


def enrich(
    product: npt.ArrayLike, tails: npt.ArrayLike, feed: npt.ArrayLike = NATURAL
) -> Enrichment:
    """Compute feed and separative work for a kilogram of product.

    Args:
        product: assay of the product, share of U-235; any shape.
        tails: assay of what is left over.
        feed: assay of what goes in.

    Returns:
        kg of feed, kg of tails and SWU for a kg of product.

    Raises:
        DataError: not tails < feed <= product < 1.

    Source:
        Value function V(x) = (2x - 1) ln(x / (1 - x)); Cohen (1951), The Theory of Isotope
        Separation.

    Example:
        >>> float(enrich(0.045, 0.0022).feed.round(2))
        8.72
    """
    x_p, x_w, x_f = (np.asarray(v, dtype=np.float64) for v in (product, tails, feed))
    if not (np.all(x_w > 0.0) and np.all(x_w < x_f) and np.all(x_f <= x_p) and np.all(x_p < 1.0)):
        raise DataError(
            f"tails {np.min(x_w):g}, feed {np.min(x_f):g}, product {np.max(x_p):g}",
            where="enrichment",
            remedy="give shares of U-235 with tails below feed and feed at most product",
        )
    amount = (x_p - x_w) / (x_f - x_w)
    left = amount - 1.0
    return Enrichment(amount, left, _value(x_p) + left * _value(x_w) - amount * _value(x_f))


def _value(assay: FloatArray) -> FloatArray:
    found: FloatArray = (2.0 * assay - 1.0) * np.log(assay / (1.0 - assay))
    return found
