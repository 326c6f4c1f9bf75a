"""One supplier's share, or the concentration of suppliers, is freshly higher."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.scoring import score_series
from kanmon.analysis.warning.signal import Signal

Values = npt.NDArray[np.float64]


def score(values: Values) -> Values:
    """Score how likely concentration has just jumped.

    Shares are compared by their odds, so that a jump from 90 % to 95 % weighs like one from
    31 % to 49 %.

    Args:
        values: float64[n, T] of shares or HHI in (0, 1], NaN unknown.

    Returns:
        float64[n, T], log odds that a jump began within the last 4 months.

    Source:
        Kanmon's own; Student-t change detection after Fearnhead and Liu (2007).

    Example:
        >>> moved = np.r_[np.full(40, 0.3), 0.6][None, :]
        >>> bool(score(moved)[0, 40] > 0.0)
        True
    """
    return score_series(_odds(values), sign=-1.0).fresh


def band(values: Values) -> tuple[Values, Values, Values]:
    """Give what share was normal before each month.

    Args:
        values: float64[n, T] of shares or HHI in (0, 1], NaN unknown.

    Returns:
        Low, middle and high, each float64[n, T]: 90 % of months of an undisturbed series.

    Example:
        >>> [round(float(side[0, 40]), 2) for side in band(np.full((1, 41), 0.5))]
        [0.48, 0.5, 0.52]
    """
    scored = score_series(_odds(values), sign=-1.0)
    low, middle, high = (side / (1.0 + side) for side in (scored.low, scored.middle, scored.high))
    return low, middle, high


def _odds(values: Values) -> Values:
    share = np.clip(values, 1e-6, 1.0 - 1e-6)
    return np.asarray(share / (1.0 - share))


CARD = Signal(
    name="share_jump",
    meaning="one supplier's share or the concentration of suppliers rose within four months",
    direction="rise",
    needs=24,
    score=score,
    band=band,
    reference="Kanmon's own; Student-t change detection after Fearnhead and Liu (2007)",
)
