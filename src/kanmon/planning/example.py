"""A small solved plan for examples."""

from __future__ import annotations

import datetime as dt

import numpy as np

from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.plan.candidates.candidate import Candidate
from kanmon.analysis.plan.programme.good import Good, Stock, example_parts
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.one import solve_good
from kanmon.planning.asked import Asked
from kanmon.planning.findings.about import About
from kanmon.planning.supply import Room
from kanmon.planning.threats import Threat
from kanmon.provenance import Lineage

_DAY = dt.date(2026, 11, 23)


def example_about() -> About:
    """Solve a plan of an invented good with three suppliers A, B and C.

    Returns:
        The plan and what it is for.

    Example:
        >>> example_about().solution.status
        'optimal'
    """
    good = Good("x", 10.0, *example_parts(), voll=1_000.0, stock=Stock(20.0, 0.5))
    aim = Aim(alpha=0.9)
    room = Room(
        good.suppliers,
        tuple(Candidate(name, "x", "current") for name in good.suppliers.labels),
        100.0,
        {},
        (),
    )
    asked = Asked("x", years=1, from_year=1, made_on=_DAY)
    return About("JPN", asked, good, aim, room, solve_good(good, Limits(), aim), Lineage())


def example_threat() -> Threat:
    """Give an invented stop by A that the plan is made for.

    Returns:
        The threat.

    Example:
        >>> example_threat().planned
        True
    """
    still = Scenario("ban", "Ban by A", dt.date(2027, 1, 1), 365)
    return Threat(still, 0.1, np.array([0.2, 1.0, 1.0]), 1.0, planned=True)
