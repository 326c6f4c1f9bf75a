"""What a person sees of a node at one moment: read once, shown in many blocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kanmon.analysis.coercion.clock.state import Stand
from kanmon.analysis.consultation.event import Event
from kanmon.analysis.consultation.label import marking
from kanmon.analysis.consultation.thread import Thread
from kanmon.brief.numbers import day
from kanmon.brief.wording import Words
from kanmon.codes.blocs import party_name
from kanmon.consulting.clocks import clock
from kanmon.consulting.desk import Desk
from kanmon.consulting.ledger import Reading
from kanmon.consulting.node import Node
from kanmon.consulting.threads import see, walk
from kanmon.errors import CodeError

MOST = 200
"""Threads looked at, newest first; the view says when there are more."""
SHOWN_FIRST = "JPN"
"""Party shown first on a node whose name is no economy or bloc."""


@dataclass(frozen=True, slots=True)
class Held:
    """Hold a thread as the person sees it, with its events and clock.

    Example:
        >>> one = Thread("0" * 32, "note", "JPN", "2026-11-23T00:00:00.000000Z", ("JPN", "USA"))
        >>> Held(one, (), ()).waits_for("USA")
        False
    """

    thread: Thread
    events: tuple[Event, ...]
    clock: tuple[Stand, ...]

    @property
    def label(self) -> str:
        """What stands on top of what is seen of it."""
        return marking(one for e in self.events for one in e.every_label())

    def waits_for(self, node: str) -> bool:
        """Whether a partner's alert or notice is not acknowledged by this node."""
        asked = any(e.kind in ("alert", "notice") and e.by != node for e in self.events)
        return asked and self.thread.open and node not in self.thread.acknowledged

    def next_step(self) -> Stand | None:
        """The step with the earliest last day among those begun and not done."""
        running = [s for s in self.clock if s.state in ("open", "due", "late") and s.latest]
        return min(running, key=lambda s: s.latest or dt.date.max, default=None)


@dataclass(frozen=True, slots=True)
class Seen:
    """Hold what a person sees of a node; ``more`` says that there are older threads.

    Example:
        >>> Seen.__slots__[0]
        'node'
    """

    node: Node
    r: Reading
    desk: Desk
    w: Words
    today: dt.date
    rows: tuple[Held, ...]
    chosen: Held | None
    more: bool

    def day(self, when: dt.date) -> str:
        """Write a day in the view's language."""
        return day(when, self.w.lang)

    def say(self, key: str, **values: object) -> str:
        """Say something of consultation."""
        return self.w.say(f"consultation.{key}", **values)


def gather(r: Reading, desk: Desk, node: Node, w: Words, chosen: str = "") -> Seen:
    """Read what a person sees.

    Args:
        r: transaction.
        desk: who looks.
        node: at what.
        w: words of the view's language.
        chosen: id of the thread looked at; none for the whole desk alone.

    Returns:
        What is seen.

    Raises:
        CodeError: there is no such thread the person may see.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node, node.reading() as r:
        ...     gather(r, desk_of(node), node, words("en")).rows
        ()
    """
    today = r.clock().date()
    rows: list[Held] = []
    more = False
    for thread, events in walk(r, desk):
        if len(rows) == MOST:
            more = True
            break
        rows.append(_held(r, thread, events, today))
    found = None
    if chosen:
        found = next((one for one in rows if one.thread.id == chosen), None)
        found = found or _held(r, *see(r, desk, chosen), today)
    return Seen(node, r, desk, w, today, tuple(rows), found, more)


def party_of(node: Node) -> str:
    """Tell which party the pages of a node show first: its own, where its name is one.

    Args:
        node: that is served.

    Returns:
        Code of an economy or bloc.

    Example:
        >>> from types import SimpleNamespace
        >>> party_of(SimpleNamespace(name="USA")), party_of(SimpleNamespace(name="ACME"))
        ('USA', 'JPN')
    """
    try:
        party_name(node.name)
    except CodeError:
        return SHOWN_FIRST
    return node.name


def _held(r: Reading, thread: Thread, events: Sequence[Event], today: dt.date) -> Held:
    return Held(thread, tuple(events), clock(r, thread, today))
