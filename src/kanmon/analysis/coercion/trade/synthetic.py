"""Synthetic control: a weighted mean of other flows that moved like the one that was hit."""

from __future__ import annotations

import numpy as np
from scipy.optimize import nnls

from kanmon.analysis.coercion.trade.panel import Bools, Floats
from kanmon.errors import DataError


def simplex_weights(target: Floats, donors: Floats) -> Floats:
    """Find weights, zero or more and summing to one, whose mean of donors is nearest to a target.

    With z_j = donor_j - target the problem is the shortest point of the hull of the z_j. It is
    solved exactly as min |Z u|^2 + (1 - sum u)^2 over u >= 0 followed by w = u / sum u: for a
    given direction the best length leaves |Zw|^2 / (1 + |Zw|^2), which falls with |Zw|.

    Args:
        target: float64[T].
        donors: float64[J, T].

    Returns:
        float64[J].

    Raises:
        DataError: no donor.

    Source:
        Abadie and Gardeazabal (2003); solved by the active set method of Lawson and Hanson
        (1974).

    Example:
        >>> simplex_weights(np.array([1.5, 2.5]), np.array([[1.0, 2], [2, 3], [9, 0]])).round(9)
        array([0.5, 0.5, 0. ])
    """
    if not len(donors):
        raise DataError("no donor", where="synthetic control", remedy="give control flows")
    apart = (donors - target).T
    scale = float(np.sqrt(np.mean(np.square(apart)))) or 1.0
    stacked = np.vstack([apart / scale, np.ones(len(donors))])
    aim = np.zeros(len(stacked))
    aim[-1] = 1.0
    found = nnls(stacked, aim, maxiter=max(300, 30 * len(donors)))[0]
    weights: Floats = found / found.sum()
    return weights


def synthetic(treated: Floats, donors: Floats, fit: Bools) -> Floats:
    """Predict a flow by its synthetic control.

    Flows are first divided by their own mean over the periods fitted, so that the shape over
    time is matched and not the size.

    Args:
        treated: float64[T].
        donors: float64[J, T].
        fit: bool[T], periods the weights are chosen on.

    Returns:
        float64[T].

    Source:
        Abadie, Diamond and Hainmueller (2010); division by the mean: Ferman and Pinto (2021),
        demeaned synthetic control, here in ratios.

    Example:
        >>> donors = np.array([[1.0, 2.0, 3.0], [2.0, 2.0, 2.0]])
        >>> synthetic(np.array([10.0, 20.0, 9.0]), donors, np.array([True, True, False])).round(6)
        array([10., 20., 30.])
    """
    size = donors[:, fit].mean(1)
    some = size > 0.0
    shape = donors[some] / size[some, None]
    level = float(treated[fit].mean())
    weights = simplex_weights(treated[fit] / level, shape[:, fit])
    # Weights were chosen with level one; the level is then set so that totals agree.
    course = weights @ shape
    found: Floats = course * level * float(fit.sum()) / float(course[fit].sum())
    return found


def ridge_synthetic(treated: Floats, donors: Floats, fit: Bools) -> Floats:
    """Predict a flow by its synthetic control, corrected by ridge regression for poor fit.

    Args:
        treated: float64[T].
        donors: float64[J, T].
        fit: bool[T].

    Returns:
        float64[T], zero or more.

    Source:
        Ben-Michael, Feller and Rothstein (2021), augmented synthetic control; the penalty is the
        mean squared deviation of the donors, so that it has no free setting.

    Example:
        >>> donors = np.array([[1.0, 2.0, 3.0], [2.0, 2.0, 2.0]])
        >>> fit = np.array([True, True, False])
        >>> ridge_synthetic(np.array([10.0, 20.0, 9.0]), donors, fit).round(6)
        array([10., 20., 30.])
    """
    size = donors[:, fit].mean(1)
    some = size > 0.0
    shape = donors[some] / size[some, None]
    level = float(treated[fit].mean())
    weights = simplex_weights(treated[fit] / level, shape[:, fit])
    centred = shape - shape.mean(0)
    left = treated[fit] / level - weights @ shape[:, fit]
    gram = centred[:, fit].T @ centred[:, fit]
    penalty = float(np.trace(gram)) / max(len(gram), 1)
    if penalty > 0.0:
        solved = np.linalg.solve(gram + penalty * np.eye(len(gram)), left)
        weights = weights + centred[:, fit] @ solved
    found: Floats = np.maximum(0.0, weights @ shape) * level
    return found
