"""Watch a party: run the signals on what the store holds, and merge what they say with the book."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from kanmon.analysis.warning.alert import Alert
from kanmon.analysis.warning.backtest.replay import Replay, replay
from kanmon.analysis.warning.backtest.subjects import Subject
from kanmon.analysis.warning.course import Course, course_of
from kanmon.analysis.warning.exposure import ranked, with_exposure
from kanmon.analysis.warning.grid import Grid
from kanmon.analysis.warning.life import newest, stable_id, subject
from kanmon.analysis.warning.signals.registry import signal
from kanmon.catalogue.load import goods
from kanmon.codes import blocs
from kanmon.errors import DataError, ScenarioError
from kanmon.picture.build import Supply, build_picture
from kanmon.picture.picture import Picture
from kanmon.reference.pack import pack
from kanmon.store.store import Store
from kanmon.watching.book import Book
from kanmon.watching.stored import Stored, Tell, stored_series

RECENT_DAYS = 92
"""How far back alerts of a run go: what is older has been told, or came before the watch began."""
_OF_IMPORTS = frozenset(("import_surge", "share_jump"))


@dataclass(frozen=True, slots=True)
class Watched:
    """Hold what a watch found: open alerts, gravest first, and which are told of now.

    ``courses`` has by alert id the series behind it, where this run saw it; ``series`` how many
    series were looked at.

    Example:
        >>> Watched("JPN", dt.date(2024, 1, 1), (), frozenset(), {}, 0, ()).alerts
        ()
    """

    party: str
    as_of: dt.date
    alerts: tuple[Alert, ...]
    told: frozenset[str]
    courses: Mapping[str, Course]
    series: int
    notes: tuple[str, ...]


def watch(
    held: Store,
    party: str,
    *,
    as_of: dt.date,
    budget: int | None = None,
    at: dt.datetime | None = None,
    tell: Tell | None = None,
) -> Watched:
    """Watch a party on what its store knew on a day.

    Args:
        held: the store.
        party: economy or bloc.
        as_of: the day; nothing published later is used.
        budget: alerts the reader has time for in a month, the rarest kept; all when not given.
        at: when the run is made, for the history of what it keeps. Without it the store stays as
            it is.
        tell: told of what is done and the share done.

    Returns:
        Alerts that are open, ranked by severity, then exposure. With no series in the store, those
        the book holds.

    Raises:
        CodeError: the party is not known.
        ScenarioError: the budget is below one, or ``at`` has no time zone.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     print(watch(Store(Path(folder)), "JPN", as_of=dt.date(2024, 1, 1)).series)
        0
    """
    if budget is not None and budget < 1:
        raise ScenarioError(f"a budget of {budget} alerts", where="watch", remedy="give 1 or more")
    if at is not None and at.tzinfo is None:
        raise ScenarioError(f"{at} has no time zone", where="watch", remedy="give the zone")
    members = blocs.party(party, as_of)
    stored = stored_series(held, as_of, _part(tell, 0.0, 0.3))
    fresh, courses = _raised(stored, party, members, as_of, _part(tell, 0.3, 0.9))
    kept = within_budget(fresh, budget)
    if tell:
        tell("exposure", 0.95)
    picture, missing = _picture(held, party, kept)
    kept = with_exposure(kept, picture)
    book = Book(held.path)
    merged = book.preview(party, kept) if at is None else book.merge(party, kept, at=at)
    found, told = merged.alerts, merged.told
    # A place may alert by month and by week: the course drawn is that of the evidence shown.
    ids = {(*subject(a), str(newest(a))): a.id for a in found if a.state != "closed"}
    return Watched(
        party,
        as_of,
        ranked(a for a in found if a.state != "closed"),
        told,
        {ids[about]: course for about, course in courses.items() if about in ids},
        _count(stored),
        (*stored.notes, *missing),
    )


def within_budget(alerts: Iterable[Alert], budget: int | None) -> tuple[Alert, ...]:
    """Keep the rarest alerts of each month.

    Args:
        alerts: alerts of a run.
        budget: how many a month; all when None.

    Returns:
        Alerts in the order they opened.

    Example:
        >>> day = dt.date(2024, 1, 1)
        >>> two = [Alert("", g, "", "", "", "watch", r, day, (), "")
        ...        for g, r in (("urea", 0.99), ("lng", 0.999))]
        >>> [a.good for a in within_budget(two, 1)]
        ['lng']
    """
    used: Counter[tuple[int, int]] = Counter()
    kept = []
    for alert in sorted(alerts, key=lambda a: (-a.rank, a.opened, subject(a))):
        month = (alert.opened.year, alert.opened.month)
        if budget is None or used[month] < budget:
            used[month] += 1
            kept.append(alert)
    return tuple(sorted(kept, key=lambda a: (a.opened, subject(a))))


def concerns(alert: Alert, about: Subject, members: frozenset[str]) -> bool:
    """Say whether an alert is of concern to a party.

    What others import, and what is sold to others, is not; what any economy exports, and every
    price and passage, is.

    Args:
        alert: an alert.
        about: what its series are about.
        members: economies of the party.

    Returns:
        Whether it is.

    Example:
        >>> day = dt.date(2024, 1, 1)
        >>> a = Alert("", "urea", "CHN", "", "", "watch", 0.9, day, (), "")
        >>> concerns(a, Subject("urea", "CHN", "USA", "", "", (), ()), frozenset({"JPN"}))
        False
    """
    if about.partner and about.partner not in members:
        return False
    fired = {e.signal for e in alert.evidence}
    return not (fired and fired <= _OF_IMPORTS and alert.economy not in members)


def _raised(
    stored: Stored, party: str, members: frozenset[str], as_of: dt.date, tell: Tell
) -> tuple[list[Alert], dict[tuple[str, ...], Course]]:
    grids = [] if stored.months is None else [(stored.months, False)]
    grids += [(grid, True) for grid in stored.weeks]
    alerts: list[Alert] = []
    courses: dict[tuple[str, ...], Course] = {}
    first = as_of - dt.timedelta(days=RECENT_DAYS)
    for n, (grid, weekly) in enumerate(grids):
        tell("signals", n / len(grids))
        run = replay(grid, signals=[signal("weekly_drop")] if weekly else None, party=party)
        for made, about in zip(run.alerts, _abouts(run), strict=True):
            recent = first < made.opened <= as_of
            if not recent or not made.evidence or not concerns(made, about, members):
                continue
            extra = f"to {about.partner}" if about.partner else about.name
            one = replace(made, party=party, name=extra)
            alerts.append(replace(one, id=stable_id(one)))
            course = course_of(one, grid, frozenset(about.own + about.context))
            if course is not None:
                courses[(*subject(one), str(one.opened))] = course
    return alerts, courses


def _abouts(run: Replay) -> list[Subject]:
    """Pair each alert of a replay with its subject, in the replay's own order."""
    return [run.subjects[int(n)] for _, n in zip(*np.nonzero(run.told.T), strict=True)]


def _picture(
    held: Store, party: str, alerts: Iterable[Alert]
) -> tuple[Picture | None, tuple[str, ...]]:
    named = {a.good for a in alerts} & set(goods())
    if not named:
        return None, ()
    try:
        wanted = [goods()[g] for g in sorted(named)]
        return build_picture(party, wanted, Supply(held, pack())), ()
    except DataError as e:
        # Alerts are worth telling without trade figures too; each then says it has none.
        return None, (f"exposure not known: {e}",)


def _count(stored: Stored) -> int:
    return (0 if stored.months is None else _keys(stored.months)) + sum(map(_keys, stored.weeks))


def _keys(grid: Grid) -> int:
    return len(grid.keys)


def _part(tell: Tell | None, start: float, end: float) -> Tell:
    said = tell or (lambda _what, _done: None)
    return lambda what, done: said(what, start + done * (end - start))
