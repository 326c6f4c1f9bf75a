"""Trade is freshly higher: stockpiling before a threatened measure."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.scoring import score_series
from kanmon.analysis.warning.signal import Signal

Values = npt.NDArray[np.float64]


def score(values: Values) -> Values:
    """Score how likely trade has just surged.

    Args:
        values: float64[n, T] of values or quantities, NaN unknown.

    Returns:
        float64[n, T], log odds that a surge began within the last 4 months.

    Source:
        Surges before sanctions: Afesorgbor (2019). Score: Kanmon's own.

    Example:
        >>> moved = np.r_[np.full(40, 100.0), 500.0][None, :]
        >>> bool(score(moved)[0, 40] > 0.0)
        True
    """
    return score_series(values, log=True, sign=-1.0).fresh


def band(values: Values) -> tuple[Values, Values, Values]:
    """Give what was normal before each month.

    Args:
        values: float64[n, T] of values or quantities, NaN unknown.

    Returns:
        Low, middle and high, each float64[n, T]: 90 % of months of an undisturbed series.

    Example:
        >>> [round(float(side[0, 40])) for side in band(np.full((1, 41), 100.0))]
        [94, 100, 107]
    """
    scored = score_series(values, log=True, sign=-1.0)
    return scored.low, scored.middle, scored.high


CARD = Signal(
    name="import_surge",
    meaning="trade surged within the last four months, as before a threatened measure",
    direction="rise",
    needs=24,
    score=score,
    band=band,
    reference="Surges before sanctions: Afesorgbor (2019). Score: Kanmon's own",
)
