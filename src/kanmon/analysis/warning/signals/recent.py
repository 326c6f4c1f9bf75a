"""A figure against those just before it, measured by how much it usually moves so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

LEAST_SCALE = 0.03
"""Log points, so that a very calm series does not shout."""
FLOOR = -3.912023005428146
"""A figure of nought stands at a fiftieth of those before it."""
WIDTH = 2.131846786326649
"""Ninety per cent of Student's t with 4 degrees of freedom lie within it on either side."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Say how many columns make the level, how many the usual, and how many are needed.

    Example:
        >>> Reach(8, 104, 60).before
        8
    """

    before: int
    past: int
    needs: int


@dataclass(frozen=True, slots=True)
class Recent:
    """Hold robust deviations of each column from those before it, and the band in its unit.

    Example:
        >>> one = np.zeros((1, 1))
        >>> Recent(one, one, one, one).z.shape
        (1, 1)
    """

    z: Values
    low: Values
    middle: Values
    high: Values


def compare_recent(values: Values, reach: Reach) -> Recent:
    """Set each column against the median of the few before it.

    The logarithm of the ratio is set against the same ratio of the past (median and MAD), so a
    slow drift of the level does not widen what counts as usual.

    Args:
        values: float64[n, T], at least nought, NaN unknown.
        reach: columns used.

    Returns:
        z (negative for drops) and the normal band, each float64[n, T].

    Source:
        Robust z (median, MAD); reach is Kanmon's own.

    Example:
        >>> moved = np.r_[np.full(70, 90.0), 45.0][None, :]
        >>> bool(compare_recent(moved, Reach(6, 60, 30)).z[0, 70] < -10.0)
        True
    """
    columns = values.shape[1]
    level, change, usual, spread = (np.full(values.shape, np.nan) for _ in range(4))
    with np.errstate(divide="ignore"):
        logs = np.log(values)
    for t in range(reach.before, columns):
        level[:, t] = _median(logs[:, t - reach.before : t], (reach.before + 1) // 2)
        level[np.isneginf(level[:, t]), t] = np.nan
        change[:, t] = np.maximum(logs[:, t] - level[:, t], FLOOR)
    for t in range(reach.needs, columns):
        past = change[:, max(reach.before, t - reach.past) : t]
        usual[:, t] = _median(past, reach.needs - reach.before)
        spread[:, t] = 1.4826 * _median(np.abs(past - usual[:, t : t + 1]), 1) + LEAST_SCALE
    middle = level + usual
    side = WIDTH * spread
    return Recent(
        (change - usual) / spread, np.exp(middle - side), np.exp(middle), np.exp(middle + side)
    )


@dataclass(frozen=True, slots=True)
class Span:
    """Say over how many columns a change is taken, how many make the usual, how many are needed.

    Example:
        >>> Span(3, 120, 36).over
        3
    """

    over: int
    past: int
    needs: int


def compare_change(values: Values, span: Span) -> Recent:
    """Set the change over a few columns against the series' own changes of the past.

    The level plays no part, so a figure that wanders (a price) is not judged by where it is but
    by how fast it got there.

    Args:
        values: float64[n, T], at least nought, NaN unknown.
        span: columns used.

    Returns:
        z (negative for falls) and the normal band, each float64[n, T]; unknown where the figure
        or the one the change is taken from is.

    Source:
        Robust z (median, MAD) of log changes; spans are Kanmon's own.

    Example:
        >>> moved = np.r_[np.full(70, 90.0), 180.0][None, :]
        >>> bool(compare_change(moved, Span(3, 120, 36)).z[0, 70] > 10.0)
        True
    """
    change, usual, spread, middle = (np.full(values.shape, np.nan) for _ in range(4))
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(values)
        change[:, span.over :] = logs[:, span.over :] - logs[:, : -span.over]
    change = np.clip(change, FLOOR, -FLOOR)
    for t in range(span.needs, values.shape[1]):
        past = change[:, max(span.over, t - span.past) : t]
        usual[:, t] = _median(past, span.needs - span.over)
        spread[:, t] = 1.4826 * _median(np.abs(past - usual[:, t : t + 1]), 1) + LEAST_SCALE
    middle[:, span.over :] = logs[:, : -span.over] + usual[:, span.over :]
    side = WIDTH * spread
    return Recent(
        (change - usual) / spread, np.exp(middle - side), np.exp(middle), np.exp(middle + side)
    )


def _median(cells: Values, least: int) -> Values:
    enough = (~np.isnan(cells)).sum(axis=1) >= least
    out = np.full(cells.shape[0], np.nan)
    if enough.any():
        # Months without trade are minus infinity; two of them in the middle are one.
        some = np.nan_to_num(cells[enough], neginf=-1e3, nan=np.nan)
        found = np.nanmedian(some, axis=1)
        out[enough] = np.where(found < -400.0, -np.inf, found)
    return out
