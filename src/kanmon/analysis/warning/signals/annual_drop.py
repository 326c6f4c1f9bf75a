"""A year far below the one before it, where there are figures by year only."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

from kanmon.analysis.warning.signal import Signal
from kanmon.analysis.warning.signals.recent import Span, compare_change

Values = npt.NDArray[np.float64]

SPAN = Span(over=1, past=10, needs=6)
DEGREES = 4
"""Degrees of freedom of the law scores are held against; that of every band here."""


def score(values: Values) -> Values:
    """Score how far the change over a year lies below those of up to ten years before.

    Args:
        values: float64[n, T], one column a year, NaN unknown.

    Returns:
        float64[n, T], robust deviations below the usual change; five changes are needed.

    Source:
        Robust z (median, MAD) of log changes.

    Example:
        >>> moved = np.r_[np.full(8, 90.0), 9.0][None, :]
        >>> bool(score(moved)[0, 8] > 10.0)
        True
    """
    return -compare_change(values, SPAN).z


def band(values: Values) -> tuple[Values, Values, Values]:
    """Give what was normal for each year.

    Args:
        values: float64[n, T], one column a year.

    Returns:
        Low, middle and high, each float64[n, T].

    Example:
        >>> [round(float(side[0, 8])) for side in band(np.full((1, 9), 90.0))]
        [84, 90, 96]
    """
    found = compare_change(values, SPAN)
    return found.low, found.middle, found.high


def rare(scores: Values) -> Values:
    """Give the chance of a score at least as high under Student's t.

    Years are too few to count past scores as for months, so a law is assumed.

    Args:
        scores: float64[n, T], NaN unknown.

    Returns:
        float64[n, T].

    Source:
        Student's t with 4 degrees of freedom.

    Example:
        >>> rare(np.array([[0.0, 3.747]])).round(3).tolist()
        [[0.5, 0.01]]
    """
    return np.asarray(student.sf(scores, DEGREES), dtype=np.float64)


CARD = Signal(
    name="annual_drop",
    meaning="the year is far below the one before it",
    direction="drop",
    needs=SPAN.needs,
    score=score,
    band=band,
    reference="Robust z (median, MAD) of log changes; Student's t with 4 degrees of freedom",
    rare=rare,
)
