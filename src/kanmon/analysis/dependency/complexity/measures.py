"""All complexity measures of one year, computed together and only once each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kanmon.analysis.dependency.complexity.advantage import (
    diversity,
    presence,
    revealed_advantage,
    ubiquity,
)
from kanmon.analysis.dependency.complexity.index import ComplexityIndex, complexity_index
from kanmon.analysis.dependency.complexity.matrix import Bools, Counts, ExportMatrix, Floats
from kanmon.analysis.dependency.complexity.outlook import Outlook, outlook
from kanmon.analysis.dependency.complexity.proximity import density, proximity


@dataclass(frozen=True, slots=True)
class Complexity:
    """Hold every complexity measure of one year, rows and columns as in ``exports``.

    ``advantage`` (RCA), ``present`` (M), ``density`` and ``outlook.cog`` are economies x
    products, ``proximity`` products x products, ``diversity``, ``index.eci`` and ``outlook.coi``
    one an economy, ``ubiquity`` and ``index.pci`` one a product. What nobody makes is NaN.

    Example:
        >>> import numpy as np
        >>> values = np.array([[1.0, 4, 1, 2], [3, 3, 0, 0], [5, 4, 5, 3]])
        >>> m = ExportMatrix(("A", "B", "C"), ("a", "b", "c", "d"), values, 2022, "kUSD")
        >>> complexity(m).diversity
        array([2, 2, 3])
    """

    exports: ExportMatrix
    advantage: Floats
    present: Bools
    diversity: Counts
    ubiquity: Counts
    proximity: Floats
    density: Floats
    index: ComplexityIndex
    outlook: Outlook


def complexity(
    exports: ExportMatrix,
    *,
    threshold: float = 1.0,
    parts: Literal["refuse", "largest"] = "refuse",
) -> Complexity:
    """Compute every complexity measure of one year of exports.

    Args:
        exports: what each economy exports of each product.
        threshold: least revealed advantage of a maker.
        parts: see :func:`~kanmon.analysis.dependency.complexity.index.complexity_index`.

    Returns:
        Revealed advantage, presence, diversity, ubiquity, proximity, density, ECI, PCI, COI, COG.

    Source:
        Hidalgo et al. (2007); Hidalgo and Hausmann (2009); Hausmann et al. (2014). Conventions
        of `ecomplexity` 0.5.3, see docs/methods/complexity.md.

    Example:
        >>> import numpy as np
        >>> values = np.array([[1.0, 4, 1, 2], [3, 3, 0, 0], [5, 4, 5, 3]])
        >>> m = ExportMatrix(("A", "B", "C"), ("a", "b", "c", "d"), values, 2022, "kUSD")
        >>> complexity(m).proximity.round(2)[2]
        array([0.5, 0. , 1. , 0.5])
    """
    advantage = revealed_advantage(exports.values)
    present = presence(advantage, threshold)
    close = density(present)
    index = complexity_index(present, parts=parts)
    return Complexity(
        exports=exports,
        advantage=advantage,
        present=present,
        diversity=diversity(present),
        ubiquity=ubiquity(present),
        proximity=proximity(present),
        density=close,
        index=index,
        outlook=outlook(present, close, index),
    )
