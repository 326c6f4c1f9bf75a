"""A month far below its season."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.scoring import score_series
from kanmon.analysis.warning.signal import Signal

Values = npt.NDArray[np.float64]


def score(values: Values) -> Values:
    """Score how far a month is below normal.

    Args:
        values: float64[n, T] of values, NaN unknown.

    Returns:
        float64[n, T], robust deviations below normal.

    Source:
        Robust z (median, MAD) with a seasonal profile of medians.

    Example:
        >>> moved = np.r_[np.full(40, 100.0), 20.0][None, :]
        >>> bool(score(moved)[0, 40] > 3.0)
        True
    """
    return score_series(values, log=True, sign=1.0).z


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
    name="seasonal_z",
    meaning="robust deviation below the level and season of the last five years",
    direction="drop",
    needs=24,
    score=score,
    band=band,
    reference="Robust z (median, MAD) with a seasonal profile of medians",
)
