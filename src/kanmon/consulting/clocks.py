"""Clocks of threads: which step is due or late, and one escalation for each step that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from kanmon.analysis.coercion.clock.state import Stand, stands
from kanmon.analysis.consultation.label import Label
from kanmon.analysis.consultation.thread import Thread
from kanmon.analysis.consultation.timing import done_steps
from kanmon.catalogue.machines import machine
from kanmon.catalogue.procedures import procedure
from kanmon.consulting.desk import Desk, Draft
from kanmon.consulting.ledger import Reading
from kanmon.consulting.node import Node
from kanmon.consulting.notify import announce
from kanmon.consulting.people import Person
from kanmon.consulting.policy import Policy
from kanmon.consulting.threads import add_event, walk

BILATERAL, NETWORK = "EPCC", "IPEF-CRN"


def machine_of(thread: Thread) -> str:
    """Name the state machine a thread runs by: that of its case, else by how many take part.

    Args:
        thread: as folded.

    Returns:
        Id of a machine; empty for a thread without notice or case.

    Example:
        >>> one = Thread("0" * 32, "notice", "JPN", "", ("JPN", "USA"))
        >>> one.days = {"notice": "2026-11-23"}
        >>> machine_of(one)
        'EPCC'
    """
    if thread.case is not None:
        return thread.case.machine
    if "notice" not in thread.days or len(thread.parties) < 2:
        return ""
    return BILATERAL if len(thread.parties) == 2 else NETWORK


def clock(r: Reading, thread: Thread, today: dt.date) -> tuple[Stand, ...]:
    """Tell where every step of a thread's clock stands.

    Args:
        r: transaction.
        thread: as folded.
        today: day the answer is for.

    Returns:
        Steps in order; none for a thread without a clock.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> one = Thread("0" * 32, "notice", "JPN", "2026-11-01", ("JPN", "USA"))
        >>> one.days = {"notice": "2026-11-01"}
        >>> with example_node() as node, node.reading() as r:
        ...     [(s.step.id, s.state) for s in clock(r, one, dt.date(2026, 11, 23))][:2]
        [('notice', 'done'), ('acknowledged', 'late')]
    """
    name = machine_of(thread)
    if not name or not machine(name).clock:
        return ()
    held = machine(name)
    timed = procedure(held.clock)
    sent = [one["at"][:10] for one in r.many("sent", _sent(thread)).values()]
    done = done_steps(thread, held, timed, min(sent, default=None))
    return stands(timed, {k: day for k, day in done.items() if day <= today}, today)


def _sent(thread: Thread) -> Iterable[str]:
    return [f"{thread.id}/{party}" for party in thread.parties]


def sweep(node: Node, policy: Policy) -> int:
    """Escalate what is late: one event a step, told to whoever may see it; run it every hour.

    Args:
        node: whose threads.
        policy: decision point for those who are told.

    Returns:
        How many events were added.

    Example:
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node:
        ...     sweep(node, desk_of(node).policy)
        0
    """
    desk = Desk(node.name, _watchman(node.name), policy)
    count = 0
    with node.writing() as w:
        today = w.clock().date()
        late: list[tuple[Thread, Stand, Label]] = []
        for thread, events in walk(w, desk):
            if not thread.open:
                continue
            told = {one["to"] for one in thread.escalated}
            label = next(e.label for e in events if e.parties)
            found = [s for s in clock(w, thread, today) if s.state == "late"]
            late += [(thread, s, label) for s in found if s.step.id not in told]
        for thread, stand, label in late:
            body: dict[str, Any] = {
                "to": stand.step.id,
                "reason": f"{stand.step.en}: last day {stand.latest}",
            }
            event = add_event(w, desk, thread.id, Draft("escalated", body, label))
            announce(w, node, policy, "late", event)
            count += 1
    return count


def _watchman(node: str) -> Person:
    """The node itself, which keeps the clocks: sees all of its own, releases nothing."""
    return Person("node", node, frozenset({"analyst"}), 4, home=True)
