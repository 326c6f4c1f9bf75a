"""A price is freshly higher."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.scoring import score_series
from kanmon.analysis.warning.signal import Signal

Values = npt.NDArray[np.float64]


def score(values: Values) -> Values:
    """Score how likely a price has just jumped.

    Args:
        values: float64[n, T] of prices, NaN unknown.

    Returns:
        float64[n, T], log odds that a rise began within the last 4 months.

    Source:
        Kanmon's own; Student-t change detection after Fearnhead and Liu (2007).

    Example:
        >>> moved = np.r_[np.full(40, 100.0), 500.0][None, :]
        >>> bool(score(moved)[0, 40] > 0.0)
        True
    """
    return score_series(values, log=True, sign=-1.0).fresh


def band(values: Values) -> tuple[Values, Values, Values]:
    """Give what was normal before each month.

    Args:
        values: float64[n, T] of prices, NaN unknown.

    Returns:
        Low, middle and high, each float64[n, T]: 90 % of months of an undisturbed series.

    Example:
        >>> [round(float(side[0, 40])) for side in band(np.full((1, 41), 100.0))]
        [94, 100, 107]
    """
    scored = score_series(values, log=True, sign=-1.0)
    return scored.low, scored.middle, scored.high


CARD = Signal(
    name="price_spike",
    meaning="the price rose, and began to within the last four months",
    direction="rise",
    needs=24,
    score=score,
    band=band,
    reference="Kanmon's own; Student-t change detection after Fearnhead and Liu (2007)",
)
