"""The page `docs/accuracy.md`: every figure on it comes from a back-test."""

from __future__ import annotations

from collections.abc import Sequence

from kanmon.analysis.warning.backtest.judge import AFTER, BEFORE
from kanmon.analysis.warning.backtest.report import (
    Report,
    bench_table,
    episode_table,
    half_table,
    rule_table,
)
from kanmon.catalogue.warning_thresholds import warning_thresholds

_INTRODUCTION = """\
Written by `kanmon backtest --write`; do not edit. `python -m benchmarks.accuracy` runs it on the
project's shared data. Bad results stand here with the good ones. The methods are in
[methods/warning.md](methods/warning.md)."""

_EPISODES = """\
An alert counts from {before} days before an onset to {after} days after it. Lead is in days,
negative after the onset. An alert's day is the day its evidence was public. The first alert may be
an unlucky one that has nothing to do with the disruption; the highest is shown beside it. A
disruption that a data set has no scores for is not listed under it. The price signal was chosen on
prices and disruptions before 2012: those rows show what it was chosen on, later ones what came
of it. A yearly figure is public long after the year has ended, so an alert on it cannot come in the
window of a disruption early in that year; the row then says when it came."""

_RULES = """\
`yoy`: an amount fell (a price rose) by more than {drop} in a year. `three gates`: the flow is
material, its volume fell and its unit value rose; it needs all three series of a flow.
A rule with nothing to read is left out.
`seasonal z`: the robust seasonal deviation alone, at the same cut-off. Recall's interval resamples
events. "Others" are alerts outside every listed disruption, in 1,000 subject-months (or weeks): an
upper bound of false alerts, since there were disruptions nobody listed."""

_HALVES = """\
A watch is meant for at most one quiet subject-month (or week) in {watch}; alerts are fewer, because
a subject is told of once until it worsens or has recovered."""

_BENCH = """\
20,000 series, 2 % of them disrupted; the seeds chose nothing, and the combination is fitted on
another seed. Intervals are 90 %: events resampled for recall, months in blocks of six for
precision. The bench has no prices, so the three gates cannot run on it. A ranking of methods, not
a promise: real series are not drawn this way."""


def accuracy_page(report: Report) -> str:
    """Write a back-test as a Markdown page.

    Args:
        report: the back-test.

    Returns:
        The page.

    Example:
        >>> accuracy_page(Report((), (), 50, ())).splitlines()[0]
        '# How accurate the early warning is'
    """
    limits = warning_thresholds()
    drop = -100 * limits["yoy_drop"].value
    parts = [
        "# How accurate the early warning is",
        _INTRODUCTION,
        "## Known disruptions: first alert against onset",
        _EPISODES.format(before=BEFORE, after=AFTER),
        _markdown(episode_table(report.trials)),
        "## Beside naive rules",
        _RULES.format(drop=f"{drop:.0f} %"),
        _markdown(rule_table(report.trials)),
        "## Alerts outside listed disruptions, in 1,000 watched, by half of the time",
        _HALVES.format(watch=f"{1 / limits['watch'].value:.0f}"),
        _markdown(half_table(report.trials)),
        f"## Synthetic bench, {report.budget} alerts a month",
        _BENCH,
        _markdown(bench_table(report.rows)),
        "## Read and assumed",
        "\n".join(f"- {note}" for note in _notes(report)) or "- nothing",
    ]
    return "\n\n".join(parts) + "\n"


def _notes(report: Report) -> list[str]:
    told = [f"{t.name}, {t.freq}: {note}" for t in report.trials for note in t.notes]
    verdicts = [v for t in report.trials for v in t.judged["Kanmon"].verdicts]
    seen = {v.name for v in verdicts if v.covered}
    told += [
        f"no data here to see it in: {name}"
        for name in dict.fromkeys(v.name for v in verdicts)
        if name not in seen
    ]
    return list(dict.fromkeys([*report.notes, *told]))


def _markdown(table: Sequence[Sequence[str]]) -> str:
    if len(table) < 2:
        return "Nothing was measured."
    head, *rows = table
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
