"""The scenarios a brief tells of: those asked for, or the gravest of the library in course."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kanmon.analysis.impact.scenario.library import library
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.assessment import engines
from kanmon.assessment.assess import assess
from kanmon.assessment.runs import Options
from kanmon.assessment.unseen import unseen
from kanmon.brief.assessed import Assessment
from kanmon.errors import DataError, ScenarioError
from kanmon.store.store import Store

MOST = 2
"""Scenarios a brief tells of when none is asked for."""


@dataclass(frozen=True, slots=True)
class Impacts:
    """Hold the assessments of a brief, and the scenarios in course that no figures reach.

    Example:
        >>> Impacts((), ("taiwan_chips",)).blind
        ('taiwan_chips',)
    """

    assessments: tuple[Assessment, ...]
    blind: tuple[str, ...]


def in_course(day: dt.date) -> tuple[Scenario, ...]:
    """Give the scenarios of the library that run on a day.

    Args:
        day: any day.

    Returns:
        Scenarios that began by then and have not ended, in the library's order.

    Example:
        >>> [one.id for one in in_course(dt.date(2014, 6, 1))]
        ['nickel_ore_indonesia_2014']
    """
    return tuple(
        one
        for one in library().values()
        if one.start <= day < one.start + dt.timedelta(days=one.days)
    )


def impacts_of(
    party: str,
    made_on: dt.date,
    wanted: Sequence[Scenario] = (),
    *,
    store: Store | None = None,
    told: Callable[[str, float], None] | None = None,
) -> Impacts:
    """Assess the scenarios of a brief on the product chain.

    Args:
        party: economy or bloc.
        made_on: day of the brief.
        wanted: scenarios asked for; the two in course that cost the party most when none is.
        store: the reader's own figures; the reference pack fills what it lacks.
        told: called with what is being done and the share of it that is done.

    Returns:
        Assessments, gravest first when none was asked for; those in course that strike nothing
        known are named, not dropped unsaid.

    Raises:
        ScenarioError: a scenario that was asked for strikes nothing known.
        DataError: there are no figures for a scenario that was asked for.

    Example:
        >>> impacts_of("JPN", dt.date(2030, 1, 1)).assessments
        ()
    """
    found: list[Assessment] = []
    blind: list[str] = []
    scenarios = tuple(wanted) or in_course(made_on)
    for n, one in enumerate(scenarios):
        if told is not None:
            told(one.title, n / len(scenarios))
        try:
            found.append(_assessed(one, party, made_on, store))
        except (DataError, ScenarioError):
            if wanted:
                raise
            blind.append(one.id)
    if not wanted:
        found = sorted(
            (one for one in found if _grave(one) > 0.0), key=lambda a: (-_grave(a), a.scenario.id)
        )[:MOST]
    return Impacts(tuple(found), tuple(blind))


def _assessed(one: Scenario, party: str, made_on: dt.date, store: Store | None) -> Assessment:
    chain, lineage = engines.chain(
        party,
        [good for shock in one.shocks for good in shock.goods],
        store=store,
        year=engines.year_before([one]),
        users=engines.struck([one]),
    )
    return assess(
        one,
        party,
        chain,
        lineage=lineage,
        options=Options(made_on=made_on),
        assumptions=(*unseen(one, chain.world), *chain.world.assumptions),
    )


def _grave(made: Assessment) -> float:
    value = made.losses.figures["largest_loss"].value
    return float(value) if isinstance(value, int | float) else 0.0
