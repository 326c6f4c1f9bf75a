"""How rare a score is among those of quiet months: conformal count, Pareto tail beyond it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError

Values = npt.NDArray[np.float64]

LEAST = 100
"""Past scores needed before a probability is given."""
LEAST_COLUMNS = 12
"""Past months (weeks) with scores needed: a hundred series of one month say little of others."""
PART = 0.05
"""Share of the largest past scores the tail is fitted to."""


@dataclass(frozen=True, slots=True)
class Tail:
    """Hold past scores, sorted, and the Pareto tail fitted above their 95 % point.

    Example:
        >>> tail = fit_tail(np.arange(1000.0))
        >>> round(float(tail.probability(np.array([500.0]))[0]), 2)
        0.5
    """

    past: Values
    start: float
    shape: float
    scale: float

    def probability(self, scores: Values) -> Values:
        """Give the chance of a score at least as high in a month like the past ones."""
        above = self.past.size - np.searchsorted(self.past, scores, side="left")
        counted = (1.0 + above) / (1.0 + self.past.size)
        over = scores - self.start
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            if abs(self.shape) < 1e-9:
                beyond = np.exp(-over / self.scale)
            else:
                beyond = np.maximum(1.0 + self.shape * over / self.scale, 0.0) ** (
                    -1.0 / self.shape
                )
        tailed = np.clip(PART * beyond, 1e-12, counted)
        # The fit speaks only beyond the highest score seen; within, the count is exact.
        probability = np.where(scores > self.past[-1], tailed, counted)
        return np.where(np.isnan(scores), np.nan, probability)


def fit_tail(past: Values) -> Tail:
    """Fit the tail of past scores.

    Args:
        past: scores of past months, NaN ignored.

    Returns:
        Sorted scores and the generalised Pareto distribution of the highest 5 %.

    Raises:
        DataError: fewer than 100 scores are known.

    Source:
        Peaks over threshold (Pickands 1975) by probability-weighted moments (Hosking and
        Wallis 1987), shape kept within 0 to 0.9; split-conformal count (Vovk) below.

    Example:
        >>> tail = fit_tail(np.random.default_rng(1).exponential(size=20_000))
        >>> round(tail.shape, 1), round(tail.scale, 1)
        (0.0, 1.0)
    """
    known = np.sort(past[~np.isnan(past)])
    if known.size < LEAST:
        raise DataError(
            f"{known.size} past scores", where="alert cut-off", remedy=f"give {LEAST} or more"
        )
    start = float(np.quantile(known, 1.0 - PART))
    over = known[known > start] - start
    if over.size < 5 or over.mean() <= 0.0:
        return Tail(known, start, 0.0, max(float(known.std()), 1e-9))
    mean = float(over.mean())
    weights = (over.size - np.arange(1, over.size + 1)) / (over.size - 1)
    second = float((weights * over).mean())
    shape = float(np.clip(2.0 - mean / (mean - 2.0 * second), 0.0, 0.9))
    return Tail(known, start, shape, mean * (1.0 - shape))


def rarity(scores: Values, *, window: int = 120, gap: int = 4) -> Values:
    """Turn scores into probabilities against the months before, series pooled.

    Column t is compared with the columns t - gap - window to t - gap - 1 of all series, so that
    an event under way does not set its own measure. A probability of 0.01 means: of a hundred
    months like those, about one scores as high.

    Args:
        scores: float64[n, T], of one signal; NaN unknown.
        window: months of the past that count.
        gap: months left out before t.

    Returns:
        float64[n, T]; NaN where the score is, and where fewer than 100 past scores, or 12 past
        columns with scores, are known.

    Source:
        Split-conformal p-value with time-ordered calibration.

    Example:
        >>> grid = np.random.default_rng(1).normal(size=(50, 40))
        >>> bool(0.005 < (rarity(grid)[:, 20:] < 0.01).mean() < 0.02)
        True
    """
    out = np.full(scores.shape, np.nan)
    for t in range(gap + 1, scores.shape[1]):
        past = scores[:, max(0, t - gap - window) : t - gap]
        known = ~np.isnan(past)
        enough = known.sum() >= LEAST and known.any(axis=0).sum() >= LEAST_COLUMNS
        if enough and not np.isnan(scores[:, t]).all():
            out[:, t] = fit_tail(past).probability(scores[:, t])
    return out
