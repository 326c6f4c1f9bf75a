"""The accuracy record: what became of each closed alert, and the precision so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from kanmon.analysis.warning.alert import OUTCOMES, Alert


@dataclass(frozen=True, slots=True)
class Outcome:
    """Record what became of one closed alert; ``lead`` is days from opening to onset.

    Example:
        >>> Outcome("a1", dt.date(2024, 1, 1), dt.date(2024, 3, 1), "unclear", None).lead is None
        True
    """

    alert: str
    opened: dt.date
    closed: dt.date
    outcome: str
    lead: int | None


@dataclass(frozen=True, slots=True)
class Record:
    """Hold the outcomes so far and what they say of the alerts' accuracy.

    ``precision`` is disruptions over disruptions and false alerts; None while there are none.

    Example:
        >>> Record((), 0, 0, 0, 0).precision is None
        True
    """

    outcomes: tuple[Outcome, ...]
    disruptions: int
    false_alerts: int
    unclear: int
    still_open: int

    @property
    def precision(self) -> float | None:
        """Share of the decided alerts that were followed by a disruption."""
        decided = self.disruptions + self.false_alerts
        return self.disruptions / decided if decided else None


def record(alerts: Iterable[Alert]) -> Record:
    """Gather the outcomes of closed alerts.

    Args:
        alerts: alerts in any state.

    Returns:
        Outcomes by day of opening, and how many alerts are still open.

    Example:
        >>> record([]).outcomes
        ()
    """
    every = list(alerts)
    closed = [a for a in every if a.state == "closed"]
    outcomes = tuple(
        Outcome(
            a.id,
            a.opened,
            a.history[-1].at.date(),
            a.outcome,
            None if a.onset is None else (a.onset - a.opened).days,
        )
        for a in sorted(closed, key=lambda a: (a.opened, a.id))
    )
    count = {name: sum(o.outcome == name for o in outcomes) for name in OUTCOMES}
    return Record(
        outcomes,
        count["disruption"],
        count["no_disruption"],
        count["unclear"],
        len(every) - len(closed),
    )
