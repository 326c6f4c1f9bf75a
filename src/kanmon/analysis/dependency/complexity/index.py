"""Economic and product complexity: the second eigenvector, found safely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.linalg import eigh
from scipy.sparse import bmat, csr_array
from scipy.sparse.csgraph import connected_components

from kanmon.analysis.dependency.complexity.advantage import diversity, ubiquity
from kanmon.analysis.dependency.complexity.matrix import Bools, Counts, Floats
from kanmon.errors import DataError

# An eigenvector is good to about 1e-16 / gap: below this gap not even six digits are told.
_LEAST_GAP = 1e-10
# A correlation this small is rounding: it cannot say which end of the axis is complex.
_LEAST_CORRELATION = 1e-9


@dataclass(frozen=True, slots=True)
class ComplexityIndex:
    """Hold the complexity of economies and products, and how well it is determined.

    ``eci`` has mean 0 and population standard deviation 1 over the economies it covers;
    ``pci`` is on the same scale, so that an economy's ECI is the mean PCI of what it makes.
    ``loading`` is the PCI before the mean ECI is taken off, in the same standard deviations:
    the outlook measures are weighted by it. ``second`` is the second eigenvalue (1 would be
    a world in two parts), ``gap`` its distance from the third. ``parts`` counts the parts
    the world falls into; economies and products outside the one solved are NaN.

    Example:
        >>> made = np.array([[1, 1, 1, 0], [0, 1, 1, 0], [0, 0, 1, 1]], dtype=bool)
        >>> complexity_index(made).eci.round(2)
        array([ 0.86,  0.54, -1.4 ])
    """

    eci: Floats
    pci: Floats
    loading: Floats
    second: float
    gap: float
    parts: int


def bipartite_parts(present: Bools) -> tuple[int, Counts, Counts]:
    """Find the parts a world falls into when economies are linked by the products they make.

    Args:
        present: bool[n, m], who makes what.

    Returns:
        Number of parts, then the part of each economy (int64[n]) and product (int64[m]);
        -1 for economies that make nothing and products nobody makes.

    Example:
        >>> bipartite_parts(np.array([[True, False], [False, True]]))
        (2, array([0, 1]), array([0, 1]))
    """
    economies = present.shape[0]
    links = csr_array(present.astype(np.int8))
    _, label = connected_components(bmat([[None, links], [links.T, None]]), directed=False)
    alone = np.concatenate([diversity(present) == 0, ubiquity(present) == 0])
    names, dense = np.unique(label[~alone], return_inverse=True)
    numbered = np.full(label.shape, -1, dtype=np.int64)
    numbered[~alone] = dense
    return len(names), numbered[:economies], numbered[economies:]


def complexity_index(
    present: Bools, *, parts: Literal["refuse", "largest"] = "refuse"
) -> ComplexityIndex:
    """Compute the economic complexity index (ECI) and the product complexity index (PCI).

    Args:
        present: bool[n, m], who makes what.
        parts: what to do when the world falls into parts that share no product, where the
            second eigenvector is arbitrary: ``refuse``, or solve the part with most economies
            and leave the others NaN.

    Returns:
        ECI signed so that it rises with diversity; NaN for economies that make nothing and
        products nobody makes.

    Raises:
        DataError: the world falls into parts, has fewer than two economies or products, or its
            second eigenvector or its sign is not determined.

    Source:
        Hidalgo and Hausmann (2009); Hausmann et al. (2014), Atlas of Economic Complexity:
        second eigenvector of D^-1 M U^-1 M'. Solved as the symmetric B B' or B'B, whichever is
        smaller, with B = D^-1/2 M U^-1/2 and the known first eigenvector taken out.

    Example:
        >>> made = np.array([[1, 1, 1, 0], [0, 1, 1, 0], [0, 0, 1, 1]], dtype=bool)
        >>> complexity_index(made).pci.round(2)
        array([ 1.48,  1.19, -0.1 , -2.7 ])
    """
    count, of_economy, of_product = bipartite_parts(present)
    if count > 1 and parts == "refuse":
        sizes = sorted(np.bincount(of_economy[of_economy >= 0]).tolist(), reverse=True)
        raise DataError(
            f"the economies fall into {count} parts that share no product (of {sizes} economies)",
            where="complexity index",
            remedy="leave the small parts out, or ask for parts='largest'",
        )
    chosen = int(np.bincount(of_economy[of_economy >= 0]).argmax()) if count else 0
    economies, products = of_economy == chosen, of_product == chosen
    solved = present[np.ix_(economies, products)]
    if min(solved.shape) < 2:
        raise DataError(
            f"{solved.shape[0]} economies and {solved.shape[1]} products",
            where="complexity index",
            remedy="give at least two of each that share products",
        )
    own, of_made, second, gap = _second_eigenvector(solved)
    own, of_made = _signed(solved, own, of_made)
    mean, spread = own.mean(), own.std()
    return ComplexityIndex(
        eci=_spread_out((own - mean) / spread, economies),
        pci=_spread_out((of_made - mean) / spread, products),
        loading=_spread_out(of_made / spread, products),
        second=second,
        gap=gap,
        parts=count,
    )


def _second_eigenvector(made: Bools) -> tuple[Floats, Floats, float, float]:
    """Solve for economies (the mean of what they make) and products, unscaled."""
    breadth = np.sqrt(diversity(made).astype(np.float64))
    spread = np.sqrt(ubiquity(made).astype(np.float64))
    balanced = made / breadth[:, None]
    balanced /= spread
    tall = made.shape[0] > made.shape[1]
    side, first = (balanced.T, spread) if tall else (balanced, breadth)
    square = side @ side.T
    trivial = first / np.linalg.norm(first)
    square -= np.outer(trivial, trivial)
    size = len(square)
    found, vectors = eigh(square, subset_by_index=[size - 2, size - 1])
    second, gap = float(found[1]), float(found[1] - max(found[0], 0.0))
    if gap < _LEAST_GAP:
        raise DataError(
            f"the second eigenvalue {second:.3g} is repeated or zero, so its vector is arbitrary",
            where="complexity index",
            remedy="give more economies or products, or another threshold of presence",
        )
    vector = vectors[:, 1]
    product = vector / spread if tall else (balanced.T @ vector) / (second * spread)
    # Averaging once more makes ECI the mean PCI of what is made to the last bit.
    return (made.astype(np.float64) @ product) / breadth**2, product, second, gap


def _signed(made: Bools, own: Floats, of_made: Floats) -> tuple[Floats, Floats]:
    broad = diversity(made) - diversity(made).mean()
    plain = own - own.mean()
    length = float(np.linalg.norm(broad) * np.linalg.norm(plain))
    rises = float(broad @ plain) / length if length else 0.0
    if abs(rises) < _LEAST_CORRELATION:
        raise DataError(
            "complexity does not go with diversity at all, so its sign is not determined",
            where="complexity index",
            remedy="give economies of unequal diversity",
        )
    sign = np.sign(rises)
    return sign * own, sign * of_made


def _spread_out(known: Floats, where: Bools) -> Floats:
    full = np.full(where.shape, np.nan)
    full[where] = known
    return full
