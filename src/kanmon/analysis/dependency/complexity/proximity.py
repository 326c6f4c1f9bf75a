"""How close products are, and how close an economy is to each of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kanmon.analysis.dependency.complexity.advantage import diversity, ubiquity
from kanmon.analysis.dependency.complexity.matrix import Bools, Floats
from kanmon.errors import DataError

# Rows of the proximity matrix worked on at a time: 128 x 5,000 float64 are 5 MB, which stays
# near the processor and far below the matrix itself.
_BLOCK = 128
# Integers up to here are exact in float32, so counting makers in single precision is exact.
_EXACT_FLOAT32 = 2**24


def proximity(present: Bools, columns: Sequence[int] | None = None) -> Floats:
    """Compute how often two products are made by the same economies.

    Args:
        present: bool[n, m], from :func:`~kanmon.analysis.dependency.complexity.advantage.presence`.
        columns: the q products to compute it to, by position; all m when not given.

    Returns:
        float64[m, q], in [0, 1], symmetric, 1 on the diagonal: the least of the two conditional
        probabilities of making one product given the other. NaN rows and columns for products
        nobody makes.

    Raises:
        DataError: there are so many economies that the count would not be exact.

    Source:
        Hidalgo, Klinger, Barabasi and Hausmann (2007): (M'M)_kl / max(u_k, u_l).

    Example:
        >>> proximity(np.array([[True, True], [False, True]]))
        array([[1. , 0.5],
               [0.5, 1. ]])
    """
    economies, products = present.shape
    if economies >= _EXACT_FLOAT32:
        raise DataError(
            f"{economies} economies", where="proximity", remedy="ask for fewer than 16,777,216"
        )
    makers = ubiquity(present).astype(np.float64)
    made = present.astype(np.float32)
    chosen = slice(None) if columns is None else list(columns)
    to_made, to_makers = made[:, chosen], makers[chosen]
    near = np.empty((products, len(to_makers)), dtype=np.float64)
    with np.errstate(invalid="ignore"):
        for start in range(0, products, _BLOCK):
            rows = slice(start, start + _BLOCK)
            together = made[:, rows].T @ to_made
            np.divide(together, np.maximum(makers[rows, None], to_makers), out=near[rows])
    near[makers == 0] = np.nan
    near[:, to_makers == 0] = np.nan
    return near


def density(present: Bools, near: Floats, columns: Sequence[int] | None = None) -> Floats:
    """Compute how much of each product's neighbourhood an economy already makes.

    Args:
        present: bool[n, m], who makes what.
        near: float64[m, q], from :func:`proximity`. The product itself counts as its own
            neighbour (proximity 1), as in `ecomplexity`; other programs leave it out.
        columns: the q products of ``near``, by position; all m when not given.

    Returns:
        float64[n, q], in [0, 1]. NaN for products nobody makes and economies that make nothing.

    Source:
        Hidalgo et al. (2007): sum_l M_il phi_kl / sum_l phi_kl.

    Example:
        >>> present = np.array([[True, True], [False, True]])
        >>> density(present, proximity(present)).round(3)
        array([[1.   , 1.   ],
               [0.333, 0.667]])
    """
    made = ubiquity(present) > 0
    of = made if columns is None else made[list(columns)]
    if made.all():
        whole = present.astype(np.float64) @ near
        whole /= near.sum(axis=0)
    else:
        kept = near[np.ix_(made, of)]
        whole = np.full((len(present), len(of)), np.nan)
        whole[:, of] = present[:, made].astype(np.float64) @ kept / kept.sum(axis=0)
    # Sums rounded in another order may pass one by a last bit.
    np.minimum(whole, 1.0, out=whole)
    whole[diversity(present) == 0] = np.nan
    return whole
