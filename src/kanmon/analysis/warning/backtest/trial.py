"""One data set, replayed and judged: the system, and naive rules beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from kanmon.analysis.warning.alert import Alert
from kanmon.analysis.warning.backtest.judge import Judged, judge
from kanmon.analysis.warning.backtest.replay import replay
from kanmon.analysis.warning.backtest.rules import RULES, rule_replay
from kanmon.analysis.warning.grid import Grid
from kanmon.analysis.warning.signals.registry import monthly_signals, signal
from kanmon.catalogue.episodes import Episode

Tell = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Span:
    """Say which days count and how many alerts a reader has time for in a month.

    Example:
        >>> Span(None, None, 50).budget
        50
    """

    since: dt.date | None
    until: dt.date | None
    budget: int


@dataclass(frozen=True, slots=True)
class Trial:
    """Hold what came of one data set: by method, and for the system by half of the time.

    Example:
        >>> none = Judged((), 0, 0, 0)
        >>> Trial("portwatch", "monthly", 4, {"Kanmon": none}, (none, none), (), ()).name
        'portwatch'
    """

    name: str
    freq: str
    series: int
    judged: dict[str, Judged]
    halves: tuple[Judged, Judged]
    alerts: tuple[Alert, ...]
    notes: tuple[str, ...]


def run_trial(
    name: str,
    grid: Grid,
    episodes: Sequence[Episode],
    span: Span,
    *,
    freq: str = "monthly",
    notes: tuple[str, ...] = (),
    tell: Tell | None = None,
) -> Trial:
    """Replay a data set and hold it against known disruptions.

    Args:
        name: of the data set.
        grid: its series.
        episodes: known disruptions.
        span: days that count and the alert budget.
        freq: ``monthly``, ``weekly`` or ``yearly``; weeks and years have one signal each.
        notes: what was left out or assumed when the data were read.
        tell: told of what is done and the share done.

    Returns:
        Verdicts by method. Beside weeks and years stands the yearly rule alone.

    Example:
        >>> from kanmon.analysis.warning.gather import settle
        >>> from kanmon.analysis.warning.grid import month_grid
        >>> from kanmon.analysis.warning.panel import SeriesKey
        >>> rows = [(SeriesKey("flow"), 24240 + t, 1.0, 0) for t in range(30)]
        >>> t = run_trial("x", month_grid(settle(rows, "entsog", ())), (), Span(None, None, 50))
        >>> list(t.judged)
        ['Kanmon', 'yoy', 'three gates', 'seasonal z']
    """
    alone, year = {
        "monthly": ("", 12),
        "weekly": ("weekly_drop", 52),
        "yearly": ("annual_drop", 1),
    }[freq]
    used = [signal(alone)] if alone else list(monthly_signals())
    found = replay(grid, signals=used, budget=span.budget, tell=tell)
    known = np.flatnonzero((~np.isnan(found.probability)).any(axis=0))
    middle = grid.ends[int(known[known.size // 2])] if known.size else dt.date.max
    days = {"since": span.since, "until": span.until}
    judged = {"Kanmon": judge(grid, found, episodes, freq=freq, **days)}
    for rule in ("yoy",) if alone else RULES:
        ruled = rule_replay(grid, rule, year)
        judged[rule] = judge(grid, ruled, episodes, freq=freq, **days)
    first = max(span.since or dt.date.min, dt.date.min)
    last = min(span.until or dt.date.max, dt.date.max)
    cut = min(max(middle, first), last)
    halves = (
        judge(grid, found, episodes, since=first, until=cut, freq=freq),
        judge(grid, found, episodes, since=min(cut, dt.date.max), until=last, freq=freq),
    )
    counted = tuple(a for a in found.alerts if first <= a.opened <= last)
    return Trial(name, freq, len(grid.keys), judged, halves, counted, notes)
