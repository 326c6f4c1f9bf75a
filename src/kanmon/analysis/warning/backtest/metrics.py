"""How good alerts were: events found, alerts that were right, lead time, false alerts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError

Grid = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Window:
    """Say which months around an onset make an alert right: from ``before`` to ``after``.

    Example:
        >>> Window(3, 3).after
        3
    """

    before: int = 3
    after: int = 3


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Hold the measures of one replay.

    ``recall`` is the share of events with at least one right alert, one credit an event;
    ``precision`` the share of alerts that were right; ``average_precision`` is over all
    series-months; ``lead`` holds, per event found, months from its first alert to onset
    (negative: after it began); ``false_per_thousand`` counts false alerts in 1,000
    series-months. NaN where there is nothing to measure.

    Example:
        >>> Accuracy(0.5, 0.25, 0.1, np.array([1.0, -2.0]), 3.0, 40, 10).median_lead
        -0.5
    """

    recall: float
    precision: float
    average_precision: float
    lead: Grid
    false_per_thousand: float
    alerts: int
    events: int

    @property
    def median_lead(self) -> float:
        """Median lead in months; NaN when nothing was found."""
        return float(np.median(self.lead)) if self.lead.size else float("nan")


def right(onset: npt.ArrayLike, first: int, months: int, window: Window) -> Flags:
    """Mark the series-months in which an alert is right.

    Args:
        onset: int[n], month each series' event begins, -1 for none.
        first: month of column 0.
        months: number of columns.
        window: months around an onset.

    Returns:
        bool[n, months].

    Example:
        >>> right([2], 0, 5, Window(1, 1)).tolist()
        [[False, True, True, True, False]]
    """
    begin = np.asarray(onset, dtype=np.int64)[:, None]
    month = np.arange(first, first + months)[None, :]
    inside = (month >= begin - window.before) & (month <= begin + window.after)
    marked: Flags = inside & (begin >= 0)
    return marked


def at_budget(scores: Grid, budget: int) -> Flags:
    """Raise the alerts a reader has time for: the highest scores of each month.

    Args:
        scores: float64[n, months]; NaN never alerts.
        budget: alerts a month.

    Returns:
        bool[n, months]; ties fall to the series that stands first.

    Raises:
        DataError: the budget is below one.

    Example:
        >>> at_budget(np.array([[1.0, 2.0], [3.0, np.nan]]), 1).tolist()
        [[False, True], [True, False]]
    """
    if budget < 1:
        raise DataError(f"a budget of {budget} alerts", remedy="allow one a month or more")
    ranked = np.argsort(-np.nan_to_num(scores, nan=-np.inf), axis=0, kind="stable")[:budget]
    alerts = np.zeros(scores.shape, dtype=bool)
    np.put_along_axis(alerts, ranked, True, axis=0)
    fired: Flags = alerts & ~np.isnan(scores)
    return fired


def accuracy(
    scores: Grid, alerts: Flags, onset: npt.ArrayLike, first: int, window: Window
) -> Accuracy:
    """Measure alerts against known events.

    Args:
        scores: float64[n, months] behind the alerts, for the average precision.
        alerts: bool[n, months].
        onset: int[n], month each series' event begins, -1 for none.
        first: month of column 0, in the calendar of the onsets.
        window: months around an onset in which an alert is right.

    Returns:
        The measures.

    Source:
        Event-based recall and precision at a fixed alert budget.

    Example:
        >>> s = np.array([[0.0, 9.0], [1.0, 0.0]])
        >>> accuracy(s, at_budget(s, 1), [1, -1], 0, Window(0, 0)).recall
        1.0
    """
    begin = np.asarray(onset, dtype=np.int64)
    good = right(begin, first, scores.shape[1], window)
    hits = alerts & good
    events = np.flatnonzero(good.any(axis=1))
    found = events[hits[events].any(axis=1)]
    lead = (begin[found] - first - hits[found].argmax(axis=1)).astype(np.float64)
    raised = int(alerts.sum())
    wrong = raised - int(hits.sum())
    return Accuracy(
        recall=found.size / events.size if events.size else float("nan"),
        precision=hits.sum() / raised if raised else float("nan"),
        average_precision=average_precision(scores, good),
        lead=lead,
        false_per_thousand=1000.0 * wrong / scores.size if scores.size else float("nan"),
        alerts=raised,
        events=int(events.size),
    )


def average_precision(scores: Grid, good: Flags) -> float:
    """Compute the average precision of a ranking of series-months.

    Args:
        scores: float64, any shape; NaN ranks last.
        good: bool of the same shape.

    Returns:
        Mean precision at each good cell, ties in the order they stand; NaN when none is good.

    Source:
        Average precision as in information retrieval (no interpolation).

    Example:
        >>> average_precision(np.array([0.9, 0.8, 0.1]), np.array([True, False, True]))
        0.8333333333333333
    """
    flat = np.nan_to_num(np.asarray(scores, dtype=np.float64).ravel(), nan=-np.inf)
    order = np.argsort(-flat, kind="stable")
    hit = np.asarray(good, dtype=bool).ravel()[order]
    if not hit.any():
        return float("nan")
    return float((np.cumsum(hit)[hit] / (np.flatnonzero(hit) + 1)).mean())


def volume_under_precision_recall(
    scores: Grid, onset: npt.ArrayLike, first: int, most: int
) -> float:
    """Average the average precision over windows from none to ``most`` months on either side.

    Args:
        scores: float64[n, months].
        onset: int[n], month each series' event begins, -1 for none.
        first: month of column 0.
        most: widest window on either side of an onset.

    Returns:
        Mean average precision, 0 to 1.

    Source:
        After VUS-PR (Paparrizos and others 2022), with event windows as the range of buffers.

    Example:
        >>> volume_under_precision_recall(np.array([[0.0, 1.0]]), [1], 0, 0)
        1.0
    """
    widths = range(most + 1)
    return float(
        np.mean(
            [
                average_precision(scores, right(onset, first, scores.shape[1], Window(w, w)))
                for w in widths
            ]
        )
    )
