"""More acts or texts about a good than were usual: new measures and policy text as counts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.signal import Signal

Values = npt.NDArray[np.float64]

WINDOW = 24
NEEDS = 12
WIDTH = 1.6448536269514722


def score(values: Values) -> Values:
    """Score how far a count is above its usual rate.

    Counts are compared after a square root that makes Poisson counts equally spread, with the
    mean of the 24 months before. A month without a text is a zero the caller states.

    Args:
        values: float64[n, T] of counts, NaN unknown.

    Returns:
        float64[n, T], about standard normal for a steady rate.

    Source:
        Anscombe (1948), variance-stabilising transformation of Poisson counts.

    Example:
        >>> counts = np.zeros((1, 30)); counts[0, 29] = 4.0
        >>> score(counts)[0, 28:].round(1).tolist()
        [0.0, 3.0]
    """
    return 2.0 * (_root(values) - _root(_usual(values)))


def band(values: Values) -> tuple[Values, Values, Values]:
    """Give what count was normal before each month.

    Args:
        values: float64[n, T] of counts, NaN unknown.

    Returns:
        Low, middle and high, each float64[n, T].

    Example:
        >>> [round(float(side[0, 20]), 1) for side in band(np.full((1, 21), 4.0))]
        [1.2, 4.0, 8.1]
    """
    usual = _usual(values)
    low = np.maximum(_root(usual) - WIDTH / 2.0, 0.0) ** 2 - 0.375
    high = (_root(usual) + WIDTH / 2.0) ** 2 - 0.375
    return np.maximum(low, 0.0), usual, high


def _root(counts: Values) -> Values:
    return np.asarray(np.sqrt(np.maximum(counts, 0.0) + 0.375))


def _usual(values: Values) -> Values:
    known = ~np.isnan(values)
    sums = np.pad(np.cumsum(np.where(known, values, 0.0), axis=1), ((0, 0), (1, 0)))
    counted = np.pad(np.cumsum(known, axis=1), ((0, 0), (1, 0)))
    t = np.arange(values.shape[1])
    start = np.maximum(t - WINDOW, 0)
    months = counted[:, t] - counted[:, start]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (sums[:, t] - sums[:, start]) / months
    return np.where(months >= NEEDS, mean, np.nan)


CARD = Signal(
    name="new_documents",
    meaning="more new measures or policy texts than usual",
    direction="rise",
    needs=NEEDS,
    score=score,
    band=band,
    reference="Anscombe (1948), variance-stabilising transformation of Poisson counts",
)
