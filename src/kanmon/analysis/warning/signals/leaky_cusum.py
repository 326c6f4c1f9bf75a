"""Months below normal that add up."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.scoring import score_series
from kanmon.analysis.warning.signal import Signal

Values = npt.NDArray[np.float64]


def score(values: Values) -> Values:
    """Add up deviations below normal, forgetting a fifth a month.

    Args:
        values: float64[n, T] of values, NaN unknown.

    Returns:
        float64[n, T], leaky sum of robust deviations above 0.5.

    Source:
        Page (1954), with a leak of 0.8 a month.

    Example:
        >>> moved = np.r_[np.full(40, 100.0), 20.0][None, :]
        >>> bool(score(moved)[0, 40] > 3.0)
        True
    """
    return score_series(values, log=True, sign=1.0).cusum


def band(values: Values) -> tuple[Values, Values, Values]:
    """Give what was normal before each month.

    Args:
        values: float64[n, T] of values, NaN unknown.

    Returns:
        Low, middle and high, each float64[n, T]: 90 % of months of an undisturbed series.

    Example:
        >>> [round(float(side[0, 40])) for side in band(np.full((1, 41), 100.0))]
        [94, 100, 107]
    """
    scored = score_series(values, log=True, sign=1.0)
    return scored.low, scored.middle, scored.high


CARD = Signal(
    name="leaky_cusum",
    meaning="deviations below normal that add up over months",
    direction="drop",
    needs=24,
    score=score,
    band=band,
    reference="Page (1954), with a leak of 0.8 a month",
)
