"""Which steps of a procedure's clock the events of a thread have done."""

from __future__ import annotations

import datetime as dt

from kanmon.analysis.consultation.thread import Thread
from kanmon.catalogue.machines import Machine
from kanmon.catalogue.procedures import Procedure


def done_steps(
    thread: Thread, machine: Machine, procedure: Procedure, released: str | None
) -> dict[str, dt.date]:
    """Tell on which day each step of a procedure was done.

    Args:
        thread: as folded.
        machine: whose ``steps`` name the event, ``move:verb`` or ``released`` that does a step.
        procedure: whose steps are asked for.
        released: day the thread first went to a partner, YYYY-MM-DD; None where it did not.

    Returns:
        Days by step. A step whose forerunners are not done is left out, and a day before theirs
        is moved to theirs: what was done early counts from when it could count.

    Example:
        >>> from kanmon.catalogue.machines import machine
        >>> from kanmon.catalogue.procedures import procedure
        >>> one = Thread("0" * 32, "notice", "JPN", "2026-11-23", ("JPN", "USA"))
        >>> one.days = {"notice": "2026-11-23", "minutes": "2026-12-01"}
        >>> sorted(done_steps(one, machine("IPEF-CRN"), procedure("IPEF-CRN"), None))
        ['meeting', 'request']
    """
    days = dict(thread.days)
    if thread.met:
        days["minutes"] = min(thread.met)
    if released is not None:
        days["released"] = released
    if thread.case is not None:
        for move in thread.case.moves:
            days.setdefault(f"move:{move['verb']}", move["at"][:10])
    found: dict[str, dt.date] = {}
    for step in procedure.steps:
        told = days.get(machine.steps.get(step.id, ""))
        if told is None or any(name not in found for name in step.after):
            continue
        earliest = max((found[name] for name in step.after), default=procedure.start)
        found[step.id] = max(dt.date.fromisoformat(told), earliest)
    return found
