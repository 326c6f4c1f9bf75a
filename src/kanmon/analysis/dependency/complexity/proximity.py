"""How close products are, and how close an economy is to each of them."""

from __future__ import annotations

import numpy as np

from kanmon.analysis.dependency.complexity.advantage import diversity, ubiquity
from kanmon.analysis.dependency.complexity.matrix import Bools, Floats
from kanmon.errors import DataError

# Rows of the proximity matrix worked on at a time: 128 x 5,000 float64 are 5 MB, which stays
# near the processor and far below the matrix itself.
_BLOCK = 128
# Integers up to here are exact in float32, so counting makers in single precision is exact.
_EXACT_FLOAT32 = 2**24


def proximity(present: Bools) -> Floats:
    """Compute how often two products are made by the same economies.

    Args:
        present: bool[n, m], from :func:`~kanmon.analysis.dependency.complexity.advantage.presence`.

    Returns:
        float64[m, m], in [0, 1], symmetric, 1 on the diagonal: the least of the two conditional
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
    near = np.empty((products, products), dtype=np.float64)
    with np.errstate(invalid="ignore"):
        for start in range(0, products, _BLOCK):
            end = min(start + _BLOCK, products)
            together = made[:, start:end].T @ made[:, start:]
            larger = np.maximum(makers[start:end, None], makers[start:])
            np.divide(together, larger, out=near[start:end, start:])
            near[end:, start:end] = near[start:end, end:].T
    absent = makers == 0
    near[absent] = np.nan
    near[:, absent] = np.nan
    return near


def sum_over_neighbours(weights: Floats, present: Bools) -> Floats:
    """Add up weights of products over the neighbours of each product, by proximity.

    Equals ``weights @ proximity(present)`` without the m x m matrix. Proximity depends on the
    larger of two ubiquities, so with products in order of ubiquity the sum splits in two, below
    and above, and each half is an n x n matrix that grows by one group of equal ubiquity at a
    time: about 4 r n m operations instead of 2 r m^2.

    Args:
        weights: float64[r, m], any rows of weights; those of products nobody makes are not used.
        present: bool[n, m], who makes what.

    Returns:
        float64[r, m]; NaN for products nobody makes.

    Source:
        Kanmon, rearranging Hidalgo et al. (2007):
        sum_l a_l phi_lk = sum_j M_jk sum_l a_l M_jl / max(u_l, u_k).

    Example:
        >>> sum_over_neighbours(np.array([[1.0, 1.0]]), np.array([[True, True], [False, True]]))
        array([[1.5, 1.5]])
    """
    makers = ubiquity(present)
    order = np.argsort(makers, kind="stable")
    order = order[makers[order] > 0]
    # Products as rows, so that a group of equal ubiquity is one block of memory.
    made = np.ascontiguousarray(present.T[order], dtype=np.float64)
    given = np.ascontiguousarray(weights.T[order], dtype=np.float64)
    found = np.empty_like(given)
    counts, starts = np.unique(makers[order], return_index=True)
    ends = [*starts[1:].tolist(), len(order)]
    groups = list(zip(counts.tolist(), starts.tolist(), ends, strict=True))
    rarer = np.zeros((present.shape[0], given.shape[1]))
    for count, start, end in groups:
        rarer += made[start:end].T @ given[start:end]
        found[start:end] = made[start:end] @ rarer / count
    commoner = np.zeros_like(rarer)
    for count, start, end in reversed(groups):
        found[start:end] += made[start:end] @ commoner
        commoner += made[start:end].T @ (given[start:end] / count)
    whole = np.full(weights.shape, np.nan)
    whole[:, order] = found.T
    return whole


def density(present: Bools) -> Floats:
    """Compute how much of each product's neighbourhood an economy already makes.

    Args:
        present: bool[n, m], who makes what.

    Returns:
        float64[n, m], in [0, 1]. The product itself counts as its own neighbour (proximity 1),
        as in `ecomplexity`; other programs leave it out. NaN for products nobody makes and
        economies that make nothing.

    Source:
        Hidalgo et al. (2007): sum_l M_il phi_kl / sum_l phi_kl.

    Example:
        >>> density(np.array([[True, True], [False, True]])).round(3)
        array([[1.   , 1.   ],
               [0.333, 0.667]])
    """
    everything = np.ones((1, present.shape[1]))
    sums = sum_over_neighbours(np.concatenate([present, everything]), present)
    whole = np.asarray(sums[:-1] / sums[-1])
    # Sums rounded in another order may pass one by a last bit.
    np.minimum(whole, 1.0, out=whole)
    whole[diversity(present) == 0] = np.nan
    return whole
