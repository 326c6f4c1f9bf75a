"""Where each step of a procedure stands on a day, from the days steps were done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from kanmon.catalogue.procedures import Procedure, Step
from kanmon.errors import DataError

STATES = ("done", "open", "due", "late", "waiting")


@dataclass(frozen=True, slots=True)
class Stand:
    """Tell where a step stands.

    ``done``; ``open`` (begun, nothing due yet or no time set); ``due`` past its normal time but
    not past its longest; ``late``; ``waiting`` for an earlier step.

    Example:
        >>> Stand.__slots__[:2]
        ('step', 'state')
    """

    step: Step
    state: str
    begun: dt.date | None
    done: dt.date | None
    normal: dt.date | None
    latest: dt.date | None


def stands(procedure: Procedure, done: Mapping[str, dt.date], today: dt.date) -> tuple[Stand, ...]:
    """Tell where every step stands.

    Args:
        procedure: with its steps.
        done: day each step was done, by id.
        today: day the answer is for.

    Returns:
        One record a step, in order.

    Raises:
        DataError: an unknown step, a day before the procedure was in force or after today, or a
            step done before one it waits for.

    Example:
        >>> from kanmon.catalogue.procedures import procedure
        >>> found = stands(procedure("EU-ACI"), {"request": dt.date(2026, 1, 5)},
        ...                dt.date(2026, 6, 1))
        >>> [(s.step.id, s.state) for s in found][:3]
        [('request', 'done'), ('examination', 'late'), ('determination', 'waiting')]
    """
    where = f"clock of {procedure.id}"
    known = {one.id for one in procedure.steps}
    strange = sorted(set(done) - known)
    if strange:
        raise DataError(
            f"step {strange[0]!r}", where=where, remedy=f"use {', '.join(sorted(known))}"
        )
    for name, day in done.items():
        if not procedure.start <= day <= today:
            raise DataError(
                f"{name} done on {day}",
                where=where,
                remedy=f"give a day from {procedure.start} to {today}",
            )
    found = []
    for step in procedure.steps:
        before = [done.get(name) for name in step.after]
        begun = None
        if all(day is not None for day in before):
            begun = max((day for day in before if day is not None), default=None)
        if step.id in done:
            if begun is None and step.after:
                raise DataError(
                    f"{step.id} done before {', '.join(step.after)}",
                    where=where,
                    remedy="give the day of every step before it",
                )
            if begun is not None and done[step.id] < begun:
                raise DataError(
                    f"{step.id} done on {done[step.id]}, before it could begin on {begun}",
                    where=where,
                    remedy="check the days",
                )
        normal = _after(begun, step.days)
        latest = _after(begun, step.most or step.days)
        state = _state(step, done, begun, (normal, latest), today)
        found.append(Stand(step, state, begun, done.get(step.id), normal, latest))
    return tuple(found)


def _after(begun: dt.date | None, days: int | None) -> dt.date | None:
    return None if begun is None or days is None else begun + dt.timedelta(days=days)


def _state(
    step: Step,
    done: Mapping[str, dt.date],
    begun: dt.date | None,
    times: tuple[dt.date | None, dt.date | None],
    today: dt.date,
) -> str:
    if step.id in done:
        return "done"
    if step.after and begun is None:
        return "waiting"
    normal, latest = times
    if latest is not None and today > latest:
        return "late"
    return "due" if normal is not None and today > normal else "open"
