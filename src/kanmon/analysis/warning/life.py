"""The life of an alert: the steps it may take, and how a run's alerts join those already known."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kanmon.analysis.warning.alert import OUTCOMES, SEVERITIES, Alert, Change
from kanmon.errors import ScenarioError

STEPS = {
    "new": ("acknowledged", "escalated", "closed"),
    "acknowledged": ("escalated", "closed"),
    "escalated": ("closed",),
    "closed": (),
}
"""States that may follow each state at a person's hand."""
SELF = "kanmon"
"""Who is named in the history where no person acted."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Hold the alerts after a run, and the ids of those a person is to be told of.

    Example:
        >>> Merged((), frozenset()).told
        frozenset()
    """

    alerts: tuple[Alert, ...]
    told: frozenset[str]


def subject(alert: Alert) -> tuple[str, str, str, str, str]:
    """Say what makes two alerts the same: good, economy, place, party, name.

    Args:
        alert: any alert.

    Returns:
        The five.

    Example:
        >>> subject(Alert("x", "urea", "CHN", "", "JPN", "watch", 0.9, dt.date(2024, 1, 1), (), ""))
        ('urea', 'CHN', '', 'JPN', '')
    """
    return (alert.good, alert.economy, alert.place, alert.party, alert.name)


def stable_id(alert: Alert) -> str:
    """Make the id of an alert out of its subject and the day it opened.

    Args:
        alert: any alert.

    Returns:
        ``a`` and twelve hexadecimal digits, the same on every machine and in every run.

    Source:
        SHA-256 of the fields, each ended by a unit separator.

    Example:
        >>> day = dt.date(2024, 1, 1)
        >>> stable_id(Alert("", "urea", "CHN", "", "JPN", "watch", 0.9, day, (), ""))
        'a4f87bb50d9d9'
    """
    parts = (*subject(alert), alert.opened.isoformat())
    return "a" + hashlib.sha256("".join(f"{p}\x1f" for p in parts).encode()).hexdigest()[:12]


def newest(alert: Alert) -> dt.date:
    """Give the day the newest evidence held was public.

    Args:
        alert: any alert.

    Returns:
        The day; the day it opened where it has not moved since.

    Example:
        >>> newest(Alert("", "urea", "", "", "", "watch", 0.9, dt.date(2024, 1, 1), (), "")).day
        1
    """
    return alert.latest or alert.opened


def step(
    alert: Alert,
    state: str,
    *,
    at: dt.datetime,
    by: str,
    note: str = "",
    outcome: str = "",
    onset: dt.date | None = None,
) -> Alert:
    """Take an alert one step on.

    Args:
        alert: as it stands.
        state: ``acknowledged``, ``escalated`` or ``closed``.
        at: when, with time zone.
        by: who.
        note: why.
        outcome: of a closed alert: ``disruption``, ``no_disruption`` or ``unclear``.
        onset: day the disruption began, where there was one and the day is known.

    Returns:
        The alert in its new state, the step added to its history.

    Raises:
        ScenarioError: the step is not allowed from here, nobody is named, the outcome does not
            fit the step, or the time has no zone.

    Example:
        >>> alert = Alert("a", "urea", "CHN", "", "JPN", "watch", 0.9, dt.date(2024, 1, 1), (), "")
        >>> noon = dt.datetime(2024, 2, 1, 12, tzinfo=dt.UTC)
        >>> step(alert, "acknowledged", at=noon, by="analyst").history[0].by
        'analyst'
    """
    where = f"alert {alert.id}"
    allowed = STEPS[alert.state]
    if state not in allowed:
        raise ScenarioError(
            f"it is {alert.state} and cannot become {state}",
            where=where,
            remedy=f"make it {' or '.join(allowed)}" if allowed else "a closed alert stays closed",
        )
    if not by.strip():
        raise ScenarioError("nobody is named", where=where, remedy="say who acts (--by NAME)")
    if at.tzinfo is None:
        raise ScenarioError(f"{at} has no time zone", where=where, remedy="give the zone")
    if (state == "closed") != bool(outcome) or outcome not in OUTCOMES:
        raise ScenarioError(
            f"outcome {outcome!r} of a step to {state}",
            where=where,
            remedy=f"close with one of {', '.join(OUTCOMES[1:])}; other steps have no outcome",
        )
    if onset is not None and outcome != "disruption":
        raise ScenarioError(
            f"an onset ({onset}) without a disruption",
            where=where,
            remedy="give the onset only when closing with outcome disruption",
        )
    made = Change(at, by.strip(), state, note)
    return replace(alert, state=state, outcome=outcome, onset=onset, history=(*alert.history, made))


def merge(
    known: Sequence[Alert], fresh: Iterable[Alert], *, at: dt.datetime, recovery: int
) -> Merged:
    """Join a run's alerts with those already known; only some are worth telling.

    Alerts with the same subject are one. A person is told when it is new, when its severity
    rises, and when it comes back after recovery; otherwise only its evidence is renewed. What is
    no newer than the evidence held changes nothing, so that a run can be repeated. An alert whose
    severity rises goes back to ``new`` unless it is escalated. One that was closed is opened as
    another, with an id of its own.

    Args:
        known: alerts held, in any state.
        fresh: alerts of this run.
        at: when, for the history.
        recovery: days without an alert after which it counts as come back.

    Returns:
        All alerts, those known first in their order, and the ids a person is to be told of.

    Example:
        >>> now = dt.datetime(2024, 2, 1, tzinfo=dt.UTC)
        >>> day = dt.date(2024, 1, 1)
        >>> a = Alert("", "urea", "CHN", "", "JPN", "watch", 0.9, day, (), "")
        >>> first = merge([], [a], at=now, recovery=92)
        >>> len(first.told), len(merge(first.alerts, [a], at=now, recovery=92).told)
        (1, 0)
    """
    held = {alert.id: alert for alert in known}
    current: dict[tuple[str, str, str, str, str], str] = {}
    for alert in sorted(known, key=lambda a: (newest(a), a.opened, a.id)):
        current[subject(alert)] = alert.id
    told: set[str] = set()
    for one in sorted(fresh, key=lambda a: (a.opened, SEVERITIES.index(a.severity))):
        last = held.get(current.get(subject(one), ""))
        if last is not None and one.opened <= newest(last) and not _rises(last, one):
            continue
        back = last is not None and (one.opened - newest(last)).days > recovery
        if last is None or (last.state == "closed" and (back or _rises(last, one))):
            made = replace(one, id=stable_id(one), state="new", outcome="", latest=one.opened)
            made = replace(made, history=(Change(at, SELF, "new", ""),))
            current[subject(made)] = made.id
            told.add(made.id)
        elif last.state == "closed" or one.opened < newest(last):
            continue
        else:
            made, tell = _renew(last, one, at, back)
            told |= {made.id} if tell else set()
        held[made.id] = made
    return Merged(tuple(held.values()), frozenset(told))


def _rises(last: Alert, one: Alert) -> bool:
    return one.opened >= last.opened and SEVERITIES.index(one.severity) > SEVERITIES.index(
        last.severity
    )


def _renew(last: Alert, one: Alert, at: dt.datetime, back: bool) -> tuple[Alert, bool]:
    rises = _rises(last, one)
    made = replace(
        last,
        severity=one.severity if rises or back else last.severity,
        rank=one.rank,
        evidence=one.evidence,
        exposure=one.exposure or last.exposure,
        # What comes back is told of anew: its lead counts from then, its history has the rest.
        opened=one.opened if back else last.opened,
        latest=one.opened,
    )
    if not (rises or back):
        return made, False
    state = last.state if last.state == "escalated" else "new"
    why = f"{last.severity} to {one.severity}" if rises else "back after recovery"
    return replace(made, state=state, history=(*made.history, Change(at, SELF, state, why))), True
