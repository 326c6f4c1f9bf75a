"""Replay history column by column with only what was public, and raise the alerts of the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.alert import Alert, Evidence
from kanmon.analysis.warning.backtest.metrics import at_budget
from kanmon.analysis.warning.backtest.subjects import Subject, subjects
from kanmon.analysis.warning.fusion.severity import (
    Cut,
    Levels,
    severities,
    severity_name,
    standard_cut,
    told,
)
from kanmon.analysis.warning.fusion.tail import rarity
from kanmon.analysis.warning.fusion.together import simes
from kanmon.analysis.warning.grid import Grid
from kanmon.analysis.warning.signal import Signal
from kanmon.analysis.warning.signals.registry import monthly_signals, reads

Values = npt.NDArray[np.float64]
Tell = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Fired:
    """Hold one signal over the series it reads: score, band and rarity, by column of the period.

    ``rows`` are series of the grid; ``rare`` stands in the column at whose end it was known.

    Example:
        >>> one = np.zeros((1, 1))
        >>> Fired("price_jump", np.zeros(1, int), one, (one, one, one), one).signal
        'price_jump'
    """

    signal: str
    rows: npt.NDArray[np.int64]
    score: Values
    band: tuple[Values, Values, Values]
    rare: Values


@dataclass(frozen=True, slots=True)
class Replay:
    """Hold a replay: subjects, how rare each column was, severities and the alerts told.

    ``probability`` float64[subjects, T]; ``levels`` 0 quiet to 3 alarm; ``told`` marks the
    columns in which a person is told; ``alerts`` are those, in the order raised.

    Example:
        >>> Replay((), np.ones((0, 3)), np.ones((0, 3), int), np.ones((0, 3), bool), ()).alerts
        ()
    """

    subjects: tuple[Subject, ...]
    probability: Values
    levels: Levels
    told: npt.NDArray[np.bool_]
    alerts: tuple[Alert, ...]


def fire(grid: Grid, signals: Sequence[Signal], tell: Tell | None = None) -> tuple[Fired, ...]:
    """Run signals over the series they read.

    Args:
        grid: series with days of publication.
        signals: signals to run.
        tell: told of what is done and the share done.

    Returns:
        One record a signal that found series to read.

    Example:
        >>> from kanmon.analysis.warning.gather import settle
        >>> from kanmon.analysis.warning.grid import month_grid
        >>> from kanmon.analysis.warning.panel import SeriesKey
        >>> rows = [(SeriesKey("price"), 24240 + t, 1.0, 0) for t in range(30)]
        >>> [f.signal for f in fire(month_grid(settle(rows, "pink_sheet", ())), monthly_signals())]
        ['price_jump']
    """
    found = []
    for n, signal in enumerate(signals):
        if tell:
            tell(signal.name, n / len(signals))
        rows = np.array(
            [s for s, k in enumerate(grid.keys) if reads(signal.name, k.indicator, k.source)],
            dtype=np.int64,
        )
        if not rows.size:
            continue
        values = grid.values[rows]
        score = signal.score(values)
        nothing = np.full(values.shape, np.nan)
        band = signal.band(values) if signal.band else (nothing, nothing, nothing)
        part = Grid(
            tuple(grid.keys[s] for s in rows),
            values,
            grid.published[rows],
            grid.lag[rows],
            grid.starts,
            grid.ends,
        )
        found.append(
            Fired(signal.name, rows, score, band, (signal.rare or rarity)(part.delayed(score)))
        )
    return tuple(found)


def replay(
    grid: Grid,
    *,
    signals: Sequence[Signal] | None = None,
    cut: Cut | None = None,
    budget: int | None = None,
    party: str = "",
    tell: Tell | None = None,
) -> Replay:
    """Replay history and raise alerts, each on what was public at the end of its column.

    A subject's own series decide whether it alerts; where series about its good, economy or place
    alone fire in the same column, they stand in the evidence and raise the severity by one.

    Args:
        grid: series with days of publication.
        signals: signals to run; the monthly ones by default.
        cut: cut-offs; the published ones by default.
        budget: alerts a reader has time for in a column, the rarest kept; all by default.
        party: party the alerts are for.
        tell: told of what is done and the share done.

    Returns:
        The replay.

    Example:
        >>> from kanmon.analysis.warning.gather import settle
        >>> from kanmon.analysis.warning.grid import month_grid
        >>> from kanmon.analysis.warning.panel import SeriesKey
        >>> draw = np.random.default_rng(1)
        >>> keys = [SeriesKey("price", name=f"{s}") for s in range(9)]
        >>> rows = [(key, 24240 + t, float(draw.lognormal(3.0, 0.05)), 0)
        ...         for key in keys for t in range(60)]
        >>> rows += [(SeriesKey("price", name="0"), 24300, 90.0, 0)]
        >>> [(a.severity, str(a.opened)) for a in replay(
        ...     month_grid(settle(rows, "pink_sheet", ()))).alerts][-1]
        ('alarm', '2025-02-02')
    """
    used = monthly_signals() if signals is None else tuple(signals)
    limits = standard_cut() if cut is None else cut
    fired = fire(grid, used, tell)
    about = subjects(grid.keys)
    own = [_members(fired, subject.own) for subject in about]
    probability = _together(fired, own, grid.columns)
    context = [_members(fired, subject.context) for subject in about]
    levels = severities(probability, limits)
    beside = severities(_together(fired, context, grid.columns), limits)
    levels = np.minimum(levels + ((levels > 0) & (beside > 0)), 3)
    tellings = told(levels, limits.recovery)
    if budget is not None:
        tellings &= at_budget(np.where(tellings, -probability, np.nan), budget)
    alerts = [
        _alert(
            grid,
            fired,
            (about[n], own[n] + context[n]),
            int(t),
            limits,
            (float(probability[n, t]), int(levels[n, t])),
            party,
        )
        for t, n in zip(*np.nonzero(tellings.T), strict=True)
    ]
    return Replay(about, probability, levels, tellings, tuple(alerts))


def _members(fired: Sequence[Fired], series: Sequence[int]) -> list[tuple[int, int]]:
    wanted = set(series)
    return [
        (f, row)
        for f, part in enumerate(fired)
        for row, s in enumerate(part.rows)
        if int(s) in wanted
    ]


def _together(
    fired: Sequence[Fired], members: Sequence[Sequence[tuple[int, int]]], columns: int
) -> Values:
    out = np.full((len(members), columns), np.nan)
    for n, parts in enumerate(members):
        if parts:
            out[n] = simes(np.stack([fired[f].rare[row] for f, row in parts]))
    return out


def _alert(
    grid: Grid,
    fired: Sequence[Fired],
    about: tuple[Subject, list[tuple[int, int]]],
    t: int,
    cut: Cut,
    grade: tuple[float, int],
    party: str,
) -> Alert:
    subject, parts = about
    rare = sorted(
        ((float(fired[f].rare[row, t]), f, row) for f, row in parts),
        key=lambda part: (np.isnan(part[0]), part[0]),
    )
    evidence = tuple(evidence_of(grid, fired[f], row, t) for p, f, row in rare if p <= cut.watch)
    probability, level = grade
    return Alert(
        id=f"{subject.title}@{grid.ends[t].isoformat()}",
        good=subject.good,
        economy=subject.economy,
        place=subject.place,
        party=subject.partner or party,
        severity=severity_name(level),
        rank=1.0 - probability,
        opened=max((e.published for e in evidence), default=grid.ends[t]),
        evidence=evidence,
        exposure="",
    )


def evidence_of(grid: Grid, fired: Fired, row: int, t: int) -> Evidence:
    """Write down the figure behind a signal as it stood at the end of a column.

    Args:
        grid: series with days of publication.
        fired: the signal.
        row: row of the signal.
        t: column in which it was known.

    Returns:
        Value, band, score, unit, day of publication and source.

    Example:
        >>> evidence_of.__module__.rpartition(".")[2]
        'replay'
    """
    s = int(fired.rows[row])
    period = t - int(grid.lag[s])
    key = grid.keys[s]
    low, middle, high = (float(side[row, period]) for side in fired.band)
    return Evidence(
        signal=fired.signal,
        series=key.name or key.indicator,
        period=grid.starts[period],
        value=float(grid.values[s, period]),
        low=low,
        middle=middle,
        high=high,
        score=float(fired.score[row, period]),
        unit=key.unit,
        published=dt.date.fromordinal(int(grid.published[s, period])),
        source=key.source,
    )
