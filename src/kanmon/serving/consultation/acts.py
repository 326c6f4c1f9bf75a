"""What a person does on the consultation view: each act is the same call the interface makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanmon.consulting.desk import Desk, Draft, unknown
from kanmon.consulting.ledger import Writing
from kanmon.consulting.node import Node
from kanmon.consulting.notify import announce
from kanmon.consulting.proposals import approve, propose, withdraw
from kanmon.consulting.threads import add_event, open_thread, see
from kanmon.errors import CodeError, DataError
from kanmon.serving.consultation import waiting
from kanmon.serving.consultation.entered import draft, parties, text
from kanmon.serving.consultation.forms import kinds
from kanmon.serving.consultation.seen import Held, Seen

Fields = Mapping[str, Any]
SETTLING = ("accept", "refuse")
"""Acts on a package in quarantine: each is a transaction of its own."""
DONE = ("acknowledge", "approve", "withdraw", "release")


def write(w: Writing, seen: Seen, kind: str, fields: Fields) -> str:
    """Write something: into the chosen thread, or as the beginning of a new one.

    Nothing leaves the node by this.

    Args:
        w: transaction.
        seen: by whom, and in which thread.
        kind: of the event.
        fields: as entered in its form.

    Returns:
        Id of the thread.

    Raises:
        CodeError: no such form is offered.
        DataError: a field is missing or not what it must be.
        AccessError: the person may not draft under this label.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.writing() as w:
        ...     seen = gather(w, desk_of(node), node, words("en"))
        ...     len(write(w, seen, "note", {"text": "gallium", "tlp": "GREEN"}))
        32
    """
    if kind not in kinds(seen):
        raise CodeError(
            f"no form {kind[:40]!r}", where="consultation", remedy="use one that is offered"
        )
    made = draft(seen, kind, fields)
    if seen.chosen is None:
        event = open_thread(w, seen.desk, made, parties(seen, fields))
    else:
        event = add_event(w, seen.desk, seen.chosen.thread.id, made)
    announce(w, seen.node, seen.desk.policy, "drafted", event)
    return event.thread


def do(w: Writing, node: Node, seen: Seen, name: str, key: str) -> None:
    """Take a step on a row.

    Args:
        w: transaction.
        node: that is served.
        seen: by whom.
        name: of :data:`DONE`.
        key: of the row: a thread, or a release.

    Raises:
        CodeError: there is no such row the person may see, or no such act.
        AccessError: the person may not.
        DataError: there is nothing to send.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.writing() as w:
        ...     seen = gather(w, desk_of(node), node, words("en"))
        ...     do(w, node, seen, "approve", "0" * 32)
        Traceback (most recent call last):
            ...
        kanmon.errors.CodeError: thread: there is none you may see. To mend: look at the list.
    """
    desk = seen.desk
    if name == "acknowledge":
        _acknowledge(w, node, desk, key)
    elif name == "release":
        thread, events = see(w, desk, key)
        to = waiting.lacks(seen, Held(thread, tuple(events), ()))
        if not to:
            raise DataError("nobody lacks anything", where="release", remedy="write something")
        propose(w, node, desk, key, sorted(to))
    elif name == "approve":
        approve(w, node, desk, key)
    elif name == "withdraw":
        withdraw(w, desk, key)
    else:
        raise CodeError(
            f"no act {name[:40]!r}", where="consultation", remedy=f"use one of {', '.join(DONE)}"
        )


def package_of(name: str, fields: Fields) -> tuple[str, int]:
    """Read which package is meant.

    Args:
        name: of the act: a row's key for ``accept``, a field of the form for ``refuse``.
        fields: as sent.

    Returns:
        Sender and number.

    Raises:
        CodeError: it is no name of a package; the same answer as for one that is not there.

    Example:
        >>> package_of("accept", {"key": "USA/3"})
        ('USA', 3)
    """
    told = text(fields, "key" if name == "accept" else "package")
    sender, _, number = told.rpartition("/")
    if (
        not sender
        or not number.isascii()
        or not number.isdigit()
        or len(number) > len("2147483647")
    ):
        raise unknown()
    return sender, int(number)


def _acknowledge(w: Writing, node: Node, desk: Desk, key: str) -> None:
    """Acknowledge under the label of what began the thread: whoever reads that may read this."""
    thread, events = see(w, desk, key)
    if node.name in thread.acknowledged:
        raise DataError("it is acknowledged", where="thread", remedy="nothing is left to do")
    label = next(e.label for e in events if e.parties)
    event = add_event(w, desk, key, Draft("acknowledged", {"text": ""}, label))
    announce(w, node, desk.policy, "drafted", event)
