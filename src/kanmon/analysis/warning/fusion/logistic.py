"""Calibrated combination: a logistic of several scores, none of which may count the wrong way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from kanmon.errors import DataError

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Logistic:
    """Hold a fitted combination: probability = 1 / (1 + exp(-(intercept + weights . z))).

    z are the scores, each cut at ``most`` and scaled by ``centre`` and ``spread``; ``weights``
    are at least nought, so that a more alarming score never lowers the probability.

    Example:
        >>> one = np.ones(1)
        >>> Logistic(0.0, one, one, one, one * 9.0).probability([np.array([[1.0]])]).tolist()
        [[0.5]]
    """

    intercept: float
    weights: Values
    centre: Values
    spread: Values
    most: Values

    def probability(self, scores: Sequence[Values]) -> Values:
        """Give the probability of each object and month; NaN where any score is missing."""
        total = np.full(scores[0].shape, self.intercept)
        for n, score in enumerate(scores):
            cut = np.clip(score, -self.most[n], self.most[n])
            total = total + self.weights[n] * (cut - self.centre[n]) / self.spread[n]
        return np.asarray(1.0 / (1.0 + np.exp(-total)))


def fit_logistic(scores: Sequence[Values], right: npt.NDArray[np.bool_]) -> Logistic:
    """Fit the combination on months whose outcome is known.

    Args:
        scores: one float64[n, T] a score.
        right: bool[n, T], whether an alert there would have been right.

    Returns:
        The fitted combination.

    Raises:
        DataError: there is no month of either outcome in which every score is known.

    Source:
        Maximum likelihood with a ridge of 1e-4 and weights bounded below by nought.

    Example:
        >>> draw = np.random.default_rng(1)
        >>> hit = draw.random((50, 20)) < 0.2
        >>> model = fit_logistic([draw.normal(size=(50, 20)) + 2.0 * hit], hit)
        >>> bool(model.weights[0] > 1.0)
        True
    """
    known = np.all([~np.isnan(s) for s in scores], axis=0)
    target = right[known].astype(np.float64)
    if not 0.0 < target.sum() < target.size:
        raise DataError(
            f"{int(target.sum())} of {target.size} months are events",
            where="logistic combination",
            remedy="fit on a period with events and without",
        )
    table = np.stack([s[known] for s in scores], axis=1)
    most = np.quantile(np.abs(table), 0.999, axis=0)
    table = np.clip(table, -most, most)
    centre = table.mean(axis=0)
    spread = np.maximum(table.std(axis=0), 1e-9)
    z = (table - centre) / spread

    def loss(parameters: Values) -> tuple[float, Values]:
        total = parameters[0] + z @ parameters[1:]
        p = 1.0 / (1.0 + np.exp(-np.clip(total, -500.0, 500.0)))
        value = float((np.logaddexp(0.0, total) - target * total).mean())
        away = p - target
        slope = np.concatenate([[away.mean()], z.T @ away / away.size + 2e-4 * parameters[1:]])
        return value + 1e-4 * float((parameters[1:] ** 2).sum()), slope

    start = np.zeros(len(scores) + 1)
    start[0] = np.log(target.mean() / (1.0 - target.mean()))
    bounds = [(None, None), *[(0.0, None)] * len(scores)]
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x
    return Logistic(float(found[0]), found[1:], centre, spread, most)
