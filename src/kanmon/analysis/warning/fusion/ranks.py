"""Mean rank: many scores of the same objects, made comparable by their order alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError

Values = npt.NDArray[np.float64]


def rank_mean(scores: Sequence[Values]) -> Values:
    """Average the ranks of objects under several scores, month by month.

    Args:
        scores: one float64[n, T] a score; NaN ranks nowhere.

    Returns:
        float64[n, T] in (0, 1]: mean over the scores known of rank / objects ranked; ties share
        their mean rank; NaN where no score is known.

    Raises:
        DataError: there is no score, or shapes differ.

    Example:
        >>> rank_mean([np.array([[1.0], [2.0]]), np.array([[5.0], [np.nan]])]).ravel().tolist()
        [0.75, 1.0]
    """
    if not scores or len({s.shape for s in scores}) > 1:
        raise DataError(
            "no score, or scores of different shapes", where="rank mean", remedy="align"
        )
    ranks = np.stack([_ranks(s) for s in scores])
    known = ~np.isnan(ranks)
    count = known.sum(axis=0)
    with np.errstate(invalid="ignore"):
        mean: Values = np.where(known, ranks, 0.0).sum(axis=0) / count
    return mean


def _ranks(scores: Values) -> Values:
    out = np.full(scores.shape, np.nan)
    for t in range(scores.shape[1]):
        known = np.flatnonzero(~np.isnan(scores[:, t]))
        if known.size:
            column = np.sort(scores[known, t])
            low = np.searchsorted(column, scores[known, t], side="left")
            high = np.searchsorted(column, scores[known, t], side="right")
            out[known, t] = (low + high + 1) / 2.0 / known.size
    return out
