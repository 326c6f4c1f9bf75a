"""How ready an economy is to make a product, in one number that can be explained."""

from __future__ import annotations

import numpy as np

from kanmon.analysis.dependency.complexity.matrix import Floats


def feasibility(advantage: Floats, close: Floats) -> Floats:
    """Score how ready economies are to make products.

    Args:
        advantage: float64, revealed advantage.
        close: float64 of the same shape, density.

    Returns:
        float64 in [0, 1]: the mean of the density and of the advantage, cut at 1. NaN where
        either is not known.

    Source:
        Kanmon. Density predicts entry (Hidalgo et al. 2007); so does a small advantage already
        there. Their plain mean predicts better than either: docs/methods/complexity.md.

    Example:
        >>> feasibility(np.array([0.5, 3.0]), np.array([0.3, 0.4]))
        array([0.4, 0.7])
    """
    return np.asarray((close + np.minimum(advantage, 1.0)) / 2)
