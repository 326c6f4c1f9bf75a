"""Threads of a node: open one, add to it, and give each reader what it may see of them."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from sqlalchemy import insert, select, tuple_

from kanmon.analysis.consultation.canonical import read_canonical
from kanmon.analysis.consultation.event import Event, parse_event, view
from kanmon.analysis.consultation.thread import Thread, fold
from kanmon.catalogue.load import goods
from kanmon.catalogue.machines import machine, machines
from kanmon.consulting.database.tables import member, record, thread
from kanmon.consulting.desk import Desk, Draft, unknown
from kanmon.consulting.ledger import Reading, Writing, stamp
from kanmon.consulting.policy import item
from kanmon.errors import DataError

_CHUNK = 64


def open_thread(w: Writing, desk: Desk, draft: Draft, parties: Sequence[str]) -> Event:
    """Open a thread with its first event; nothing leaves the node by this.

    Args:
        w: transaction.
        desk: who opens it.
        draft: first event: an alert, notice, case, watch list or note.
        parties: nodes that may take part; this one is always among them.

    Returns:
        The event.

    Raises:
        AccessError: the person may not draft under this label.
        DataError: the draft is not what its kind must be.

    Example:
        >>> from kanmon.analysis.consultation.label import Label
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node, node.writing() as w:
        ...     draft = Draft("note", {"text": "gallium"}, Label("GREEN"))
        ...     open_thread(w, desk_of(node), draft, ["USA"]).parties
        ('JPN', 'USA')
    """
    named = (desk.node, *(p for p in parties if p != desk.node))
    return _write(w, desk, draft, secrets.token_hex(16), named)


def add_event(w: Writing, desk: Desk, thread_id: str, draft: Draft) -> Event:
    """Add an event to a thread the person may see; nothing leaves the node by this.

    Args:
        w: transaction.
        desk: who adds it.
        thread_id: of the thread.
        draft: what it says.

    Returns:
        The event.

    Raises:
        CodeError: there is no such thread the person may see.
        AccessError: the person may not draft under this label.
        DataError: the draft is not what its kind must be, or the thread is closed.

    Example:
        >>> from kanmon.analysis.consultation.label import Label
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node, node.writing() as w:
        ...     draft = Draft("note", {"text": "gallium"}, Label("GREEN"))
        ...     first = open_thread(w, desk_of(node), draft, ["USA"])
        ...     add_event(w, desk_of(node), first.thread, draft).parties
        ()
    """
    seen = see(w, desk, thread_id)
    if not seen[0].open and draft.kind not in ("review", "turn", "note"):
        raise DataError("it is closed", where="thread", remedy="open another, or add a review")
    if draft.kind == "case":
        if seen[0].case is not None:
            raise DataError("it has a case", where="thread", remedy="propose a move in it")
        machine(str(draft.body.get("machine", "")))
    return _write(w, desk, draft, thread_id, ())


def _write(w: Writing, desk: Desk, draft: Draft, thread_id: str, parties: tuple[str, ...]) -> Event:
    now = w.clock()
    own = frozenset({desk.node})
    label = replace(draft.label, originators=draft.label.originators | own)
    labels = {
        name: replace(one, originators=one.originators | own) for name, one in draft.labels.items()
    }
    event = parse_event(
        Event(
            secrets.token_hex(16),
            thread_id,
            draft.kind,
            desk.node,
            stamp(now),
            parties,
            label,
            labels,
            draft.body,
        ).as_plain(),
        goods(),
        where=draft.kind,
    )
    for one in (label, *labels.values()):
        desk.policy.hold(desk.person, "draft", item(one, now.date()))
    if draft.kind == "case":
        machine(str(draft.body["machine"]))
    enter(w, event, desk.person.name, "drafted")
    return event


def enter(w: Writing, event: Event, actor: str, verb: str) -> None:
    """Write an event and make it a member of its thread.

    Args:
        w: transaction.
        event: drafted here or taken in.
        actor: who did it.
        verb: how.

    Example:
        >>> from kanmon.analysis.consultation.label import Label
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node, node.writing() as w:
        ...     draft = Draft("note", {"text": "x"}, Label("CLEAR"))
        ...     one = open_thread(w, desk_of(node), draft, [])
        ...     enter(w, one, "a", "took in")
        ...     len(events_of(w, [one.thread])[one.thread])
        1
    """
    held = w.get("event", event.ref)
    w.put("event", event.ref, event.as_plain(), actor, verb)
    if held is None:
        w.connection.execute(insert(member).values(thread=event.thread, ref=event.ref))
    if event.parties and held is None:
        w.connection.execute(
            insert(thread).values(id=event.thread, kind=event.kind, begun=event.at)
        )


@lru_cache(8192)
def _parsed(text: str) -> Event:
    return parse_event(read_canonical(text.encode(), where="event"), goods(), where="event")


def events_of(r: Reading, threads: Sequence[str]) -> dict[str, list[Event]]:
    """Read the events of threads, whole.

    Args:
        r: transaction.
        threads: ids.

    Returns:
        Events by thread.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node, node.reading() as r:
        ...     events_of(r, ["0" * 32])
        {'00000000000000000000000000000000': []}
    """
    found: dict[str, list[Event]] = {one: [] for one in threads}
    rows = r.connection.execute(
        select(member.c.thread, record.c.plain)
        .join(record, record.c.id == member.c.ref)
        .where(
            member.c.thread.in_(list(threads)),
            record.c.kind == "event",
            record.c.current.is_(True),
        )
    )
    for thread_id, text in rows:
        found[thread_id].append(_parsed(text))
    return found


def seen_by(desk: Desk, events: Sequence[Event], on: dt.date) -> list[Event]:
    """Give what a person sees of events; none at all where it may not see how they began.

    Args:
        desk: who asks.
        events: of one thread.
        on: the day.

    Returns:
        Events in order of time.

    Example:
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node:
        ...     seen_by(desk_of(node), [], dt.date(2026, 11, 23))
        []
    """
    found = [view(one, lambda label: desk.may_see(label, on)) for one in events]
    held = [one for one in found if one is not None]
    if not any(one.parties for one in held):
        return []
    return sorted(held, key=lambda e: (e.at, e.by, e.ref))


def see(r: Reading, desk: Desk, thread_id: str) -> tuple[Thread, list[Event]]:
    """Give a thread as a person may see it.

    Args:
        r: transaction.
        desk: who asks.
        thread_id: of the thread.

    Returns:
        The thread folded from what is seen, and its events.

    Raises:
        CodeError: there is none, or the person may not see it: one answer for both.

    Example:
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node, node.reading() as r:
        ...     see(r, desk_of(node), "0" * 32)
        Traceback (most recent call last):
            ...
        kanmon.errors.CodeError: thread: there is none you may see. To mend: look at the list.
    """
    today = r.clock().date()
    held = seen_by(desk, events_of(r, [thread_id])[thread_id], today)
    if not held:
        raise unknown()
    return fold(held, machines(), today), held


def walk(
    r: Reading, desk: Desk, after: tuple[str, str] | None = None
) -> Iterator[tuple[Thread, list[Event]]]:
    """Go through the threads a person may see, newest first by the day they began.

    Args:
        r: transaction.
        desk: who asks.
        after: time of beginning and id of the thread the last page ended with.

    Yields:
        Thread and events, as seen.

    Example:
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node, node.reading() as r:
        ...     list(walk(r, desk_of(node)))
        []
    """
    today = r.clock().date()
    while True:
        asked = select(thread.c.begun, thread.c.id)
        if after is not None:
            asked = asked.where(tuple_(thread.c.begun, thread.c.id) < tuple_(*after))
        rows = r.connection.execute(
            asked.order_by(thread.c.begun.desc(), thread.c.id.desc()).limit(_CHUNK)
        ).all()
        if not rows:
            return
        events = events_of(r, [row.id for row in rows])
        for row in rows:
            held = seen_by(desk, events[row.id], today)
            if held:
                yield fold(held, machines(), today), held
        after = (rows[-1].begun, rows[-1].id)
