"""Intervals by resampling: events, and months in blocks, for both come in clusters."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.backtest.metrics import Flags, Window, right
from kanmon.errors import DataError

Interval = tuple[float, float]


def block_bootstrap(
    measure: Callable[[npt.NDArray[np.int64]], float],
    months: int,
    *,
    block: int = 6,
    draws: int = 200,
    seed: int = 0,
) -> Interval:
    """Give the 90 % interval of a measure by resampling months in blocks.

    Args:
        measure: computes the measure from months drawn, int64[months].
        months: number of months there are.
        block: months that stay together.
        draws: resamples.
        seed: of the resampling.

    Returns:
        The 5 % and 95 % points; NaN where the measure is never known.

    Raises:
        DataError: there are fewer months than one block.

    Source:
        Politis and Romano (1992), circular block bootstrap: every month is drawn as often.

    Example:
        >>> low, high = block_bootstrap(lambda drawn: float(drawn.mean()), 60)
        >>> low < 29.5 < high
        True
    """
    if months < block:
        raise DataError(f"{months} months, blocks of {block}", where="bootstrap")
    draw = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        starts = draw.integers(0, months, -(-months // block))
        drawn = ((starts[:, None] + np.arange(block)) % months).ravel()[:months]
        found.append(measure(drawn))
    return _interval(found)


def event_bootstrap(found: Flags, *, draws: int = 2000, seed: int = 0) -> Interval:
    """Give the 90 % interval of the share of events found, by resampling events.

    Args:
        found: bool[events].
        draws: resamples.
        seed: of the resampling.

    Returns:
        The 5 % and 95 % points; NaN without events.

    Source:
        Efron (1979).

    Example:
        >>> event_bootstrap(np.ones(5, dtype=bool))
        (1.0, 1.0)
    """
    if not found.size:
        return float("nan"), float("nan")
    draw = np.random.default_rng(seed)
    return _interval(list(found[draw.integers(0, found.size, (draws, found.size))].mean(axis=1)))


def precision_interval(
    alerts: Flags, onset: npt.ArrayLike, first: int, window: Window, seed: int = 0
) -> Interval:
    """Give the 90 % interval of precision, months resampled in blocks.

    Args:
        alerts: bool[n, months].
        onset: int[n], month each series' event begins, -1 for none.
        first: month of column 0.
        window: months around an onset in which an alert is right.
        seed: of the resampling.

    Returns:
        The 5 % and 95 % points.

    Example:
        >>> precision_interval(np.ones((1, 12), dtype=bool), [5], 0, Window(12, 12))
        (1.0, 1.0)
    """
    good = right(onset, first, alerts.shape[1], window)
    hits = (alerts & good).sum(axis=0)
    raised = alerts.sum(axis=0)

    def measure(drawn: npt.NDArray[np.int64]) -> float:
        total = raised[drawn].sum()
        return float(hits[drawn].sum() / total) if total else float("nan")

    return block_bootstrap(measure, alerts.shape[1], seed=seed)


def found_events(alerts: Flags, onset: npt.ArrayLike, first: int, window: Window) -> Flags:
    """Mark which events had a right alert.

    Args:
        alerts: bool[n, months].
        onset: int[n], month each series' event begins, -1 for none.
        first: month of column 0.
        window: months around an onset in which an alert is right.

    Returns:
        bool[events].

    Example:
        >>> found_events(np.eye(2, dtype=bool), [0, 0], 0, Window(0, 0)).tolist()
        [True, False]
    """
    good = right(onset, first, alerts.shape[1], window)
    events = good.any(axis=1)
    return np.asarray((alerts & good)[events].any(axis=1))


def _interval(found: list[float]) -> Interval:
    known = np.array(found, dtype=np.float64)
    known = known[~np.isnan(known)]
    if not known.size:
        return float("nan"), float("nan")
    low, high = np.quantile(known, [0.05, 0.95])
    return float(low), float(high)
