"""Daily figures by the week: a sudden closure is seen within days."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.signal import Signal

Values = npt.NDArray[np.float64]

BEFORE = 8
PAST = 104
NEEDS = 60
LEAST_SCALE = 0.03
FLOOR = -3.912023005428146
WIDTH = 2.131846786326649


def score(values: Values) -> Values:
    """Score how far a week lies below the eight weeks before it.

    The logarithm of the week over the median of the eight weeks before is set against the same
    figure of the last two years (median and MAD).

    Args:
        values: float64[n, W], medians of weeks, NaN unknown, at least nought.

    Returns:
        float64[n, W], robust deviations below what is usual.

    Source:
        Robust z (median, MAD); weeks and widths are Kanmon's own.

    Example:
        >>> weeks = np.r_[np.full(70, 90.0), 5.0][None, :]
        >>> bool(score(weeks)[0, 70] > 20.0)
        True
    """
    change, usual, spread, _ = _compare(values)
    return -(change - usual) / spread


def band(values: Values) -> tuple[Values, Values, Values]:
    """Give what was normal for each week.

    Args:
        values: float64[n, W], medians of weeks.

    Returns:
        Low, middle and high, each float64[n, W].

    Example:
        >>> [round(float(side[0, 70])) for side in band(np.full((1, 71), 90.0))]
        [84, 90, 96]
    """
    _, usual, spread, level = _compare(values)
    middle = level + usual
    reach = WIDTH * spread
    return np.exp(middle - reach), np.exp(middle), np.exp(middle + reach)


def _compare(values: Values) -> tuple[Values, Values, Values, Values]:
    weeks = values.shape[1]
    level, change, usual, spread = (np.full(values.shape, np.nan) for _ in range(4))
    with np.errstate(divide="ignore"):
        logs = np.log(values)
    for w in range(BEFORE, weeks):
        level[:, w] = _median(logs[:, w - BEFORE : w], BEFORE // 2)
        with np.errstate(invalid="ignore"):
            change[:, w] = np.maximum(logs[:, w] - level[:, w], FLOOR)
    level[np.isneginf(level)] = np.nan
    change[np.isnan(level)] = np.nan
    for w in range(NEEDS, weeks):
        past = change[:, max(BEFORE, w - PAST) : w]
        usual[:, w] = _median(past, NEEDS - BEFORE)
        spread[:, w] = 1.4826 * _median(np.abs(past - usual[:, w : w + 1]), 1) + LEAST_SCALE
    spread[np.isnan(usual)] = np.nan
    return change, usual, spread, level


def _median(cells: Values, least: int) -> Values:
    enough = (~np.isnan(cells)).sum(axis=1) >= least
    out = np.full(cells.shape[0], np.nan)
    if enough.any():
        with np.errstate(invalid="ignore"):
            out[enough] = np.nanmedian(cells[enough], axis=1)
    return out


CARD = Signal(
    name="weekly_drop",
    meaning="the median day of the week is far below the eight weeks before",
    direction="drop",
    needs=NEEDS,
    score=score,
    band=band,
    reference="Robust z (median, MAD); weeks and widths are Kanmon's own",
)
