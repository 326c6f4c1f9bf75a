"""Several probabilities about one object, made one that keeps its meaning."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]


def simes(probabilities: Values) -> Values:
    """Combine the probabilities of several signals month by month.

    With m signals known and p(1) <= ... <= p(m), the least of m p(k) / k: looking at more
    series does not by itself raise more alerts.

    Args:
        probabilities: float64[m, T], NaN unknown.

    Returns:
        float64[T]; NaN where none is known.

    Source:
        Simes (1986); holds for independent and for positively dependent signals.

    Example:
        >>> simes(np.array([[0.01], [0.02], [np.nan]])).tolist()
        [0.02]
    """
    ordered = np.sort(probabilities, axis=0)
    count = (~np.isnan(ordered)).sum(axis=0)
    place = np.arange(1, ordered.shape[0] + 1)[:, None]
    with np.errstate(invalid="ignore"):
        scaled = np.where(np.isnan(ordered), np.inf, ordered * count / place)
    least = scaled.min(axis=0, initial=np.inf)
    return np.where(count > 0, np.minimum(least, 1.0), np.nan)
