"""A month far below the six before it, whatever the longer past was."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.signal import Signal
from kanmon.analysis.warning.signals.recent import Reach, compare_recent

Values = npt.NDArray[np.float64]

REACH = Reach(before=6, past=60, needs=30)


def score(values: Values) -> Values:
    """Score how far a month lies below the 6 before it.

    Args:
        values: float64[n, T], NaN unknown, at least nought.

    Returns:
        float64[n, T], robust deviations below what is usual.

    Source:
        Robust z (median, MAD); reach is Kanmon's own.

    Example:
        >>> moved = np.r_[np.full(70, 90.0), 30.0][None, :]
        >>> bool(score(moved)[0, 70] > 10.0)
        True
    """
    return -compare_recent(values, REACH).z


def band(values: Values) -> tuple[Values, Values, Values]:
    """Give what was normal for each month.

    Args:
        values: float64[n, T].

    Returns:
        Low, middle and high, each float64[n, T].

    Example:
        >>> [round(float(side[0, 70])) for side in band(np.full((1, 71), 90.0))]
        [84, 90, 96]
    """
    found = compare_recent(values, REACH)
    return found.low, found.middle, found.high


CARD = Signal(
    name="recent_drop",
    meaning="the month is far below the six before it",
    direction="drop",
    needs=REACH.needs,
    score=score,
    band=band,
    reference="Robust z (median, MAD); reach is Kanmon's own",
)
