"""What an economy could gain: complexity outlook index and gain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kanmon.analysis.dependency.complexity.index import ComplexityIndex
from kanmon.analysis.dependency.complexity.matrix import Bools, Floats
from kanmon.analysis.dependency.complexity.proximity import sum_over_neighbours
from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class Outlook:
    """Hold the complexity outlook of economies.

    ``coi`` is float64[n] with mean 0 and population standard deviation 1: how much complexity
    lies near an economy. ``cog`` is float64[n, m] in standard deviations of ECI: what making
    one more product would add to that, 0 where it is made already. NaN where ECI or PCI is.

    Example:
        >>> Outlook(np.array([1.0, -1.0]), np.zeros((2, 3))).coi.mean()
        np.float64(0.0)
    """

    coi: Floats
    cog: Floats


def outlook(present: Bools, close: Floats, index: ComplexityIndex) -> Outlook:
    """Compute the complexity outlook index (COI) and gain (COG).

    Args:
        present: bool[n, m], who makes what.
        close: float64[n, m], density.
        index: complexity of the same economies and products. Its ``loading`` is the weight of a
            product, that is PCI before the mean ECI is taken off, as `ecomplexity` has it.

    Returns:
        COI and COG.

    Raises:
        DataError: every economy has the same outlook, so that it cannot be scaled.

    Source:
        Hausmann et al. (2014), Atlas of Economic Complexity:
        COI_i = sum_k (1 - M_ik) w_ik q_k;
        COG_ik = (1 - M_ik) sum_l (1 - M_il) q_l phi_lk / sum_j phi_lj.

    Example:
        >>> from kanmon.analysis.dependency.complexity.index import complexity_index
        >>> from kanmon.analysis.dependency.complexity.proximity import density
        >>> made = np.array([[1, 1, 1, 0], [0, 1, 1, 0], [0, 0, 1, 1]], dtype=bool)
        >>> outlook(made, density(made), complexity_index(made)).coi.round(2)
        array([-1.21, -0.03,  1.24])
    """
    economies, products = ~np.isnan(index.eci), ~np.isnan(index.pci)
    if not (economies.all() and products.all()):
        # Products of other parts share no maker with these, so nothing is lost in the sums.
        present, close = (a[np.ix_(economies, products)] for a in (present, close))
    weight = index.loading[products]
    lacking = (~present).astype(np.float64)
    coi = ((lacking * close) * weight).sum(axis=1)
    spread = coi.std()
    if not spread > 0:
        raise DataError(
            "every economy has the same outlook",
            where="complexity outlook",
            remedy="give economies that make different products",
        )
    around = sum_over_neighbours(np.ones((1, present.shape[1])), present)[0]
    cog = sum_over_neighbours(lacking * (weight / around), present)
    cog *= lacking
    return Outlook(_full((coi - coi.mean()) / spread, economies), _grid(cog, economies, products))


def _full(known: Floats, where: Bools) -> Floats:
    whole = np.full(where.shape, np.nan)
    whole[where] = known
    return whole


def _grid(known: Floats, rows: Bools, columns: Bools) -> Floats:
    if rows.all() and columns.all():
        return known
    whole = np.full((len(rows), len(columns)), np.nan)
    whole[np.ix_(rows, columns)] = known
    return whole
