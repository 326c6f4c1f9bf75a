"""On which days would the decision have been another: the case decided at every change of rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from kanmon.analysis.controls.decide import Decision, decide
from kanmon.analysis.controls.sheet import Told
from kanmon.catalogue.control_book import ControlBook


@dataclass(frozen=True, slots=True)
class Period:
    """Hold days over which the decision is the same; ``end`` is None for the last.

    Example:
        >>> Period.__slots__
        ('start', 'end', 'decision')
    """

    start: dt.date
    end: dt.date | None
    decision: Decision


def would_differ(told: Mapping[str, Told], book: ControlBook) -> tuple[Period, ...]:
    """Decide a case on every day on which a rule or a country group changed.

    Args:
        told: facts by name.
        book: the rules.

    Returns:
        Periods from the first day the book covers; two in a row differ in outcome or in the
        rules behind it.

    Raises:
        ScenarioError: an unknown fact, or a value of the wrong kind.

    Example:
        >>> from kanmon.catalogue.control_book import control_book
        >>> told = {"kind": "chip", "tpp": 4992, "pd": 6.04, "io": 400, "dram": 2039,
        ...     "traffic": 2439, "marketing": "datacenter", "maker": "nvidia",
        ...     "exporter": "USA", "destination": "CHN", "seat": "CHN", "parent": "CHN",
        ...     "use": "datacenter", "us_market": False, "owned_listed": 0, "owned_sdn": 0,
        ...     "listed_entity_list": False, "listed_meu": False, "listed_sdn": False,
        ...     "listed_dpl": False, "listed_uvl": False}
        >>> found = would_differ(told, control_book())
        >>> [(p.start.isoformat(), p.decision.outcome) for p in found][:2]
        [('2022-10-07', 'none'), ('2023-11-17', 'presumption_of_denial')]
    """
    first = min(one.covered_from for one in book.regimes)
    days = sorted({first, *(day for day in book.changes() if day > first)})
    periods: list[Period] = []
    for day in days:
        decision = decide(told, day, book)
        if periods and _same(periods[-1].decision, decision):
            continue
        if periods:
            last = periods.pop()
            periods.append(Period(last.start, day - dt.timedelta(days=1), last.decision))
        periods.append(Period(day, None, decision))
    return tuple(periods)


def _same(one: Decision, other: Decision) -> bool:
    return (one.outcome, [r.id for r in one.rules], one.missing) == (
        other.outcome,
        [r.id for r in other.rules],
        other.missing,
    )
