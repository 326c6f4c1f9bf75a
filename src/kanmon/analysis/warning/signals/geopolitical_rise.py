"""Newspapers write of geopolitical risk more than they did."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.scoring import score_series
from kanmon.analysis.warning.signal import Signal

Values = npt.NDArray[np.float64]


def score(values: Values) -> Values:
    """Score how likely the risk index has just risen.

    Args:
        values: float64[n, T] of the index, NaN unknown.

    Returns:
        float64[n, T], log odds that a rise began within the last 4 months.

    Source:
        Index: Caldara and Iacoviello (2022), AER 112(4). Score: Kanmon's own.

    Example:
        >>> moved = np.r_[np.full(40, 100.0), 500.0][None, :]
        >>> bool(score(moved)[0, 40] > 0.0)
        True
    """
    return score_series(values, log=True, sign=-1.0).fresh


def band(values: Values) -> tuple[Values, Values, Values]:
    """Give what was normal before each month.

    Args:
        values: float64[n, T] of the index, NaN unknown.

    Returns:
        Low, middle and high, each float64[n, T]: 90 % of months of an undisturbed series.

    Example:
        >>> [round(float(side[0, 40])) for side in band(np.full((1, 41), 100.0))]
        [94, 100, 107]
    """
    scored = score_series(values, log=True, sign=-1.0)
    return scored.low, scored.middle, scored.high


CARD = Signal(
    name="geopolitical_rise",
    meaning="the geopolitical risk index rose, and began to within the last four months",
    direction="rise",
    needs=24,
    score=score,
    band=band,
    reference="Index: Caldara and Iacoviello (2022), AER 112(4). Score: Kanmon's own",
)
