"""The measures a brief tells of: those of the library in force against a party on a day."""

from __future__ import annotations

import datetime as dt

from kanmon.analysis.coercion.assess.assess import Assessed, assess_case
from kanmon.analysis.coercion.case.library import cases
from kanmon.codes.blocs import party as members_of


def cases_of(party: str, day: dt.date) -> tuple[Assessed, ...]:
    """Assess the measures in force against a party.

    Args:
        party: economy or bloc.
        day: of the brief.

    Returns:
        Those whose target is a member, begun by then and not known to have ended.

    Example:
        >>> [one.case.id for one in cases_of("EPCC", dt.date(2026, 1, 1))]
        ['seafood_japan_2025']
    """
    members = members_of(party, day)
    return tuple(
        assess_case(one)
        for one in cases().values()
        if one.start <= day
        and (one.end is None or day < one.end)
        and one.stage in ("announced", "in force", "threatened")
        and members_of(one.target, day) & members
    )
