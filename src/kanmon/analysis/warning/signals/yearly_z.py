"""A year-on-year change unlike those of the last years."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.scoring import score_series
from kanmon.analysis.warning.signal import Signal

Values = npt.NDArray[np.float64]


def score(values: Values) -> Values:
    """Score how unusual the change over a year is.

    Args:
        values: float64[n, T] of values, NaN unknown.

    Returns:
        float64[n, T], robust deviations below the usual yearly change.

    Source:
        Robust z (median, MAD) of yearly log differences.

    Example:
        >>> moved = np.r_[np.full(40, 100.0), 20.0][None, :]
        >>> bool(score(moved)[0, 40] > 3.0)
        True
    """
    return score_series(values, log=True, sign=1.0).yearly


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
    name="yearly_z",
    meaning="change over twelve months, in robust deviations below those of the last two years",
    direction="drop",
    needs=24,
    score=score,
    band=band,
    reference="Robust z (median, MAD) of yearly log differences",
)
