"""A price rose faster over three months than it usually does."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.signal import Signal
from kanmon.analysis.warning.signals.recent import Span, compare_change

Values = npt.NDArray[np.float64]

SPAN = Span(over=3, past=120, needs=36)


def score(values: Values) -> Values:
    """Score how far the change over three months lies above the series' own of ten years.

    Args:
        values: float64[n, T] of prices, NaN unknown.

    Returns:
        float64[n, T], robust deviations above the usual change.

    Source:
        Robust z (median, MAD) of log changes; span chosen on prices before 2012.

    Example:
        >>> moved = np.r_[np.full(40, 100.0), 150.0][None, :]
        >>> bool(score(moved)[0, 40] > 10.0)
        True
    """
    return compare_change(values, SPAN).z


def band(values: Values) -> tuple[Values, Values, Values]:
    """Give what was normal for each month, from the price three months before.

    Args:
        values: float64[n, T] of prices, NaN unknown.

    Returns:
        Low, middle and high, each float64[n, T].

    Example:
        >>> [round(float(side[0, 40])) for side in band(np.full((1, 41), 100.0))]
        [94, 100, 107]
    """
    found = compare_change(values, SPAN)
    return found.low, found.middle, found.high


CARD = Signal(
    name="price_jump",
    meaning="the price rose faster over three months than it usually does",
    direction="rise",
    needs=SPAN.needs,
    score=score,
    band=band,
    reference="Robust z (median, MAD) of log changes; span chosen on prices before 2012",
)
