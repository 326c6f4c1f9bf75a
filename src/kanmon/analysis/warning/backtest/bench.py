"""The synthetic bench, run: Kanmon's combinations beside naive rules on series nobody tuned on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.backtest.bootstrap import (
    Interval,
    event_bootstrap,
    found_events,
    precision_interval,
)
from kanmon.analysis.warning.backtest.metrics import (
    Accuracy,
    Window,
    accuracy,
    at_budget,
    right,
    volume_under_precision_recall,
)
from kanmon.analysis.warning.backtest.rules import yearly_change
from kanmon.analysis.warning.backtest.synthetic import Bench, synthetic
from kanmon.analysis.warning.fusion.logistic import Logistic, fit_logistic
from kanmon.analysis.warning.fusion.ranks import rank_mean
from kanmon.analysis.warning.fusion.tail import rarity
from kanmon.analysis.warning.scoring import Scores, score_series

Values = npt.NDArray[np.float64]
Tell = Callable[[str, float], None]

WINDOW = Window(3, 3)
FITTED_ON = 4
"""Seed of the bench the combination is fitted on; it is never reported."""
METHODS = ("combined", "fresh change", "rank mean", "seasonal z", "year on year")


@dataclass(frozen=True, slots=True)
class Row:
    """Hold the measures of one method on one seed, with 90 % intervals.

    Example:
        >>> a = Accuracy(0.5, 0.2, 0.1, np.array([1.0]), 3.0, 9, 2)
        >>> Row("combined", 1, a, 0.1, (0.4, 0.6), (0.1, 0.3), 1.0, float("nan")).method
        'combined'
    """

    method: str
    seed: int
    accuracy: Accuracy
    vus: float
    recall_interval: Interval
    precision_interval: Interval
    before: float
    delay: float


def combine(scores: Scores) -> tuple[Values, Values, Values, Values]:
    """List the scores that are combined.

    Args:
        scores: of a panel.

    Returns:
        fresh, z, cusum and yearly.

    Example:
        >>> one = np.zeros((1, 1))
        >>> len(combine(Scores(*[one] * 7)))
        4
    """
    return scores.fresh, scores.z, scores.cusum, scores.yearly


def fit_combination(seed: int = FITTED_ON, series: int = 20_000) -> Logistic:
    """Fit the combination on a bench of its own.

    Args:
        seed: of that bench.
        series: its size.

    Returns:
        The fitted combination.

    Example:
        >>> bool((fit_combination(1, 2000).weights >= 0.0).all())
        True
    """
    bench = synthetic(series=series, seed=seed)
    scores = score_series(bench.values)
    months = bench.values.shape[1] - bench.judged
    good = right(bench.onset, bench.judged, months, WINDOW)
    return fit_logistic([s[:, bench.judged :] for s in combine(scores)], good)


def run_bench(
    seeds: Sequence[int], budget: int = 50, series: int = 20_000, tell: Tell | None = None
) -> tuple[Row, ...]:
    """Measure every method on benches of unseen seeds.

    Args:
        seeds: of the benches.
        budget: alerts a month.
        series: size of a bench.
        tell: told of what is done and the share done.

    Returns:
        One row a method and seed.

    Example:
        >>> rows = run_bench([3], budget=5, series=1000)
        >>> [row.method for row in rows]
        ['combined', 'fresh change', 'rank mean', 'seasonal z', 'year on year']
    """
    say = tell or (lambda _what, _done: None)
    say("fitting the combination", 0.0)
    model = fit_combination(series=series)
    rows = []
    for n, seed in enumerate(seeds):
        say(f"synthetic bench, seed {seed}", (n + 1) / (len(seeds) + 1))
        bench = synthetic(series=series, seed=seed)
        scored = score_series(bench.values)
        judged = {name: grid[:, bench.judged :] for name, grid in _methods(bench, scored, model)}
        rows += [_row(name, seed, grid, bench, budget) for name, grid in judged.items()]
    return tuple(rows)


def _methods(bench: Bench, scored: Scores, model: Logistic) -> list[tuple[str, Values]]:
    parts = combine(scored)
    return [
        ("combined", model.probability(parts)),
        ("fresh change", scored.fresh),
        ("rank mean", rank_mean(parts)),
        ("seasonal z", scored.z),
        ("year on year", -yearly_change(bench.values)),
    ]


def _row(name: str, seed: int, scores: Values, bench: Bench, budget: int) -> Row:
    alerts = at_budget(scores, budget)
    measured = accuracy(scores, alerts, bench.onset, bench.judged, WINDOW)
    found = found_events(alerts, bench.onset, bench.judged, WINDOW)
    lead = measured.lead
    return Row(
        name,
        seed,
        measured,
        volume_under_precision_recall(scores, bench.onset, bench.judged, 3),
        event_bootstrap(found, seed=seed),
        precision_interval(alerts, bench.onset, bench.judged, WINDOW, seed=seed),
        float((lead > 0).mean()) if lead.size else float("nan"),
        float(np.median(-lead[lead <= 0])) if (lead <= 0).any() else float("nan"),
    )


def flagged_by_threshold(values: Values, judged: int, watch: float) -> tuple[float, float]:
    """Check the meaning of the cut-off: the share of quiet series-months that it flags.

    Args:
        values: float64[n, T] of series without any disruption.
        judged: first month that counts.
        watch: the share promised.

    Returns:
        The share promised, the share flagged.

    Example:
        >>> quiet = synthetic(series=300, seed=8, share=0.0).values
        >>> promised, flagged = flagged_by_threshold(quiet, 84, 0.01)
        >>> 0.005 < flagged < 0.02
        True
    """
    rare = rarity(score_series(values).fresh)[:, judged:]
    return watch, float((rare <= watch).mean())
