"""The detectors most signals share; a signal's card says which one it uses, and to which side."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr

from kanmon.analysis.warning.scoring import score_series
from kanmon.analysis.warning.signals.recent import Reach, Span, compare_change, compare_recent

Values = npt.NDArray[np.float64]
Band = tuple[Values, Values, Values]

DEGREES = 4
"""Degrees of freedom of the law scores are held against; that of every band here."""


def score_month(values: Values, part: str, sign: float) -> Values:
    """Score each month of a positive series against its own level and season.

    Args:
        values: float64[n, T], NaN unknown.
        part: ``fresh`` (log odds that a change began within the last 4 months), ``z``, ``cusum``
            (deviations that add up, a fifth forgotten a month) or ``yearly``.
        sign: 1 for drops, -1 for rises.

    Returns:
        float64[n, T].

    Source:
        Kanmon's own; Student-t change detection after Fearnhead and Liu (2007), Page (1954).

    Example:
        >>> moved = np.r_[np.full(40, 100.0), 20.0][None, :]
        >>> [bool(score_month(moved, part, 1.0)[0, 40] > 0.0) for part in ("fresh", "z")]
        [True, True]
    """
    scored: Values = getattr(score_series(values, log=True, sign=sign), part)
    return scored


def band_month(values: Values, sign: float) -> Band:
    """Give what was normal before each month.

    Args:
        values: float64[n, T], NaN unknown.
        sign: 1 for drops, -1 for rises.

    Returns:
        Low, middle and high, each float64[n, T]: 90 % of months of an undisturbed series.

    Example:
        >>> [round(float(side[0, 40])) for side in band_month(np.full((1, 41), 100.0), 1.0)]
        [94, 100, 107]
    """
    scored = score_series(values, log=True, sign=sign)
    return scored.low, scored.middle, scored.high


def score_recent(values: Values, reach: Reach, sign: float) -> Values:
    """Score each column against the few before it.

    Args:
        values: float64[n, T], at least nought, NaN unknown.
        reach: columns used.
        sign: 1 for drops, -1 for rises.

    Returns:
        float64[n, T], robust deviations to that side.

    Example:
        >>> moved = np.r_[np.full(70, 90.0), 45.0][None, :]
        >>> bool(score_recent(moved, Reach(6, 60, 30), 1.0)[0, 70] > 10.0)
        True
    """
    return -sign * compare_recent(values, reach).z


def band_recent(values: Values, reach: Reach) -> Band:
    """Give what was normal for each column, from the few before it.

    Args:
        values: float64[n, T], at least nought, NaN unknown.
        reach: columns used.

    Returns:
        Low, middle and high, each float64[n, T].

    Example:
        >>> flat = np.full((1, 71), 90.0)
        >>> [round(float(side[0, 70])) for side in band_recent(flat, Reach(6, 60, 30))]
        [84, 90, 96]
    """
    found = compare_recent(values, reach)
    return found.low, found.middle, found.high


def score_change(values: Values, span: Span, sign: float) -> Values:
    """Score how fast a figure moved against its own changes of the past.

    Args:
        values: float64[n, T], at least nought, NaN unknown.
        span: columns used.
        sign: 1 for falls, -1 for rises.

    Returns:
        float64[n, T], robust deviations to that side.

    Example:
        >>> moved = np.r_[np.full(70, 90.0), 180.0][None, :]
        >>> bool(score_change(moved, Span(3, 120, 36), -1.0)[0, 70] > 10.0)
        True
    """
    return -sign * compare_change(values, span).z


def band_change(values: Values, span: Span) -> Band:
    """Give what was normal for each column, from the figure the change is taken from.

    Args:
        values: float64[n, T], at least nought, NaN unknown.
        span: columns used.

    Returns:
        Low, middle and high, each float64[n, T].

    Example:
        >>> flat = np.full((1, 41), 100.0)
        >>> [round(float(side[0, 40])) for side in band_change(flat, Span(3, 120, 36))]
        [94, 100, 107]
    """
    found = compare_change(values, span)
    return found.low, found.middle, found.high


def rare(scores: Values) -> Values:
    """Give the chance of a score at least as high under Student's t.

    Years are too few to count past scores as for months, so a law is assumed.

    Args:
        scores: float64[n, T].

    Returns:
        float64[n, T], chances.

    Source:
        Student's t with 4 degrees of freedom.

    Example:
        >>> rare(np.array([[0.0, 3.75]])).round(2).tolist()
        [[0.5, 0.01]]
    """
    return np.asarray(stdtr(DEGREES, -scores), dtype=np.float64)
