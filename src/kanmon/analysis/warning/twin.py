"""The NumPy twin of the signal kernel: the same arithmetic, one series and month at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.tuning import Tuning

Values = npt.NDArray[np.float64]

HALF_T4 = 0.7406970841
"""Median of the absolute value of Student's t with 4 degrees of freedom."""


class Normal:
    """Keep what was normal for a series before a month: level, season, scale.

    Example:
        >>> from kanmon.analysis.warning.tuning import Tuning
        >>> Normal(np.zeros(40), 30, True, Tuning()).level
        0.0
    """

    def __init__(self, cells: Values, start: int, log: bool, tuning: Tuning) -> None:
        first = max(0, start - int(tuning.window))
        recent = max(0, start - int(tuning.level_months))
        self.known = False
        self.log, self.floor = log, tuning.floor
        lately = cells[recent:start][~np.isnan(cells[recent:start])]
        months = np.arange(first, start)[~np.isnan(cells[first:start])]
        if months.size < int(tuning.least_known) or lately.size < int(tuning.level_months / 2):
            return
        self.level = _median(lately)
        if not np.isfinite(self.level):
            return
        seen = self.floored(cells[months])
        self.season = np.zeros(12)
        for month in range(12):
            same = seen[months % 12 == month] - self.level
            if same.size:
                self.season[month] = _median(same) * (same.size / (same.size + tuning.shrink))
        rest = np.abs(seen - self.expected(months))
        self.scale = _median(rest) / HALF_T4 + (tuning.least_scale if log else 0.0)
        self.known = self.scale > 0.0

    def expected(self, month: npt.NDArray[np.int64] | int) -> Values:
        """Give what is normal for calendar months."""
        return np.asarray(self.level + self.season[np.asarray(month) % 12])

    def floored(self, cells: Values) -> Values:
        """Keep a month without trade from being an infinite drop."""
        return np.maximum(cells, self.level + self.floor) if self.log else cells


def score_series(
    values: Values,
    log: npt.NDArray[np.bool_],
    sign: Values,
    tuning: Tuning,
    out: tuple[Values, ...],
) -> None:
    """Fill the scores of every series.

    Args:
        values: float64[n, T], NaN unknown.
        log: bool[n], scored as logarithms.
        sign: float64[n], 1 for drops, -1 for rises.
        tuning: settings.
        out: fresh, z, cusum, yearly, low, middle, high, each float64[n, T], filled.

    Example:
        >>> from kanmon.analysis.warning.tuning import Tuning
        >>> cells = tuple(np.zeros((1, 3)) for _ in range(7))
        >>> score_series(np.ones((1, 3)), np.array([True]), np.ones(1), Tuning(), cells)
        >>> np.isnan(cells[0]).all()
        np.True_
    """
    for s in range(values.shape[0]):
        with np.errstate(divide="ignore"):
            cells = np.log(values[s]) if log[s] else values[s]
        _score(cells, bool(log[s]), float(sign[s]), tuning, tuple(grid[s] for grid in out))


def _score(cells: Values, log: bool, sign: float, tuning: Tuning, out: tuple[Values, ...]) -> None:
    fresh, z, cusum, yearly, low, middle, high = out
    for grid in out:
        grid[:] = np.nan
    months = cells.size
    normal = [Normal(cells, start, log, tuning) for start in range(months)]
    odds = _evidence(cells, normal, sign, log, tuning)
    total = 0.0
    for t, before in enumerate(normal):
        if not before.known:
            continue
        here = float(before.expected(t))
        reach = tuning.width * before.scale
        band = np.array([here - reach, here, here + reach])
        low[t], middle[t], high[t] = np.exp(band) if log else band
        if np.isnan(cells[t]):
            continue
        young, old = odds[t, : int(tuning.fresh)].sum(), odds[t, int(tuning.fresh) :].sum()
        fresh[t] = np.log(young) - np.log(np.exp(tuning.stale) * old + np.exp(tuning.prior))
        z[t] = -sign * (float(before.floored(cells[t])) - here) / before.scale
        total = max(0.0, tuning.decay * total + z[t] - tuning.slack)
        cusum[t] = total
        yearly[t] = _yearly(cells, t, before, sign, tuning)


def _evidence(
    cells: Values, normal: list[Normal], sign: float, log: bool, tuning: Tuning
) -> Values:
    """Give odds[t, w]: likelihood of the months since t - w, changed against unchanged."""
    months, most = cells.size, int(tuning.most)
    odds = np.zeros((months, most))
    steps = np.array(tuning.steps)
    for start, before in enumerate(normal):
        if not before.known:
            continue
        ratio = np.ones(steps.size)
        for t in range(start, min(start + most, months)):
            if not np.isnan(cells[t]):
                away = float(before.floored(cells[t])) - float(before.expected(t))
                z = float(np.clip(sign * away / before.scale, -100.0, 100.0))
                moved = z + (steps / before.scale if log else 5.0 * steps)
                ratio = ratio * ((1.0 + z * z * 0.25) / (1.0 + moved * moved * 0.25))
            odds[t, t - start] = (ratio * ratio * np.sqrt(ratio)).sum() * 0.25
    return odds


def _yearly(cells: Values, t: int, before: Normal, sign: float, tuning: Tuning) -> float:
    if t < 24:
        return float("nan")
    seen = before.floored(cells)
    change = np.full(cells.size, np.nan)
    change[12:] = seen[12:] - seen[:-12]
    past = change[max(12, t - 36) : t]
    past = past[~np.isnan(past)]
    if np.isnan(change[t]) or past.size < 12:
        return float("nan")
    usual = _median(past)
    spread = 1.4826 * _median(np.abs(past - usual)) + (tuning.least_scale if before.log else 0.0)
    return -sign * (change[t] - usual) / spread if spread > 0.0 else float("nan")


def _median(cells: Values) -> float:
    # np.median of two infinite halves warns; theirs is the half itself.
    ordered = np.sort(cells)
    upper = float(ordered[cells.size // 2])
    if cells.size % 2:
        return upper
    lower = float(ordered[cells.size // 2 - 1])
    return upper if lower == upper else lower + (upper - lower) * 0.5
