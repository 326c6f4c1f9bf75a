"""What packages may hold, kind by kind: events of threads, heads of logs, questions, answers."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from kanmon.analysis.consultation.event import Event, parse_event
from kanmon.analysis.consultation.label import Label
from kanmon.analysis.consultation.package import Package
from kanmon.catalogue.consultation_rules import rule
from kanmon.catalogue.load import goods
from kanmon.consulting.figures import answer_question, hold_answer, hold_question
from kanmon.consulting.ledger import Writing, stamp
from kanmon.consulting.node import NODE
from kanmon.consulting.threads import enter, events_of
from kanmon.errors import AccessError, DataError

EVENTS, HEAD, QUESTION, ANSWER = "events", "head", "question", "answer"
AT_ONCE = frozenset({HEAD, QUESTION, ANSWER})
"""Kinds the node takes in by itself: they change nothing people decide on."""
_HASH = re.compile(r"[0-9a-f]{64}")
_MOST = 1000


def hold_head(content: Any) -> str:
    """Hold the outer form of what a package carries, and give the head of the sender's log.

    Args:
        content: of a package; its signature fits.

    Returns:
        The head's hash.

    Raises:
        DataError: content or head is missing.

    Example:
        >>> hold_head({"content": 1, "head": "0" * 64})[:4]
        '0000'
    """
    held = content if isinstance(content, dict) and set(content) == {"content", "head"} else {}
    head = held.get("head")
    if not isinstance(head, str) or not _HASH.fullmatch(head):
        raise DataError("no head of the sender's log", where="package", remedy="ask for a new one")
    return head


def hold_content(kind: str, content: Any, sender: str, now: dt.datetime) -> None:
    """Hold what a package carries to its kind; a kind of the partners' own is not looked at.

    Args:
        kind: of the package.
        content: plain data.
        sender: who sends it.
        now: this node's time.

    Raises:
        DataError: it is not what its kind must be, or dated ahead of this node's clock.
        AccessError: an event in it is another node's: nobody speaks for others.

    Example:
        >>> hold_content("note", {"a": 1}, "USA", dt.datetime.now(dt.UTC))
    """
    if kind == HEAD and content != {}:
        raise DataError("a head with content", where="package", remedy="send it empty")
    if kind == QUESTION:
        hold_question(content)
    if kind == ANSWER:
        hold_answer(content)
    if kind != EVENTS:
        return
    listed = content.get("events") if isinstance(content, dict) and len(content) == 1 else None
    if not isinstance(listed, list) or not 0 < len(listed) <= _MOST:
        raise DataError("no events", where="package", remedy=f"send 1 to {_MOST} events")
    ahead = dt.timedelta(minutes=int(rule("clock", "ahead_minutes")))
    latest = stamp(now + ahead)
    seen = set()
    for at, plain in enumerate(listed, start=1):
        one = parse_event(plain, goods(), where=f"package, event {at}")
        if one.by != sender or one.ref in seen:
            raise AccessError(
                "an event of another node, or one twice",
                where=f"package, event {at}",
                remedy="ask its author to release it",
            )
        if one.at > latest:
            raise DataError(
                f"dated {one.at}, ahead of this node's clock",
                where=f"package, event {at}",
                remedy="set the clocks of both nodes",
            )
        seen.add(one.ref)


def take_content(w: Writing, found: Package, actor: str) -> list[tuple[str, Any, Label]]:
    """Take in what a package carries.

    Args:
        w: transaction.
        found: verified and held.
        actor: who takes it in.

    Returns:
        Kind, content and label of what is to be sent back at once.

    Raises:
        DataError: an event does not belong to the thread it names.
        AccessError: the sender has no part in the thread.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> package = Package("USA", ("JPN",), 1, "", Label("GREEN"), "head",
        ...                   {"content": {}, "head": "0" * 64})
        >>> with example_node() as node, node.writing() as w:
        ...     take_content(w, package, "a")
        []
    """
    content = found.content["content"]
    if found.kind == QUESTION:
        answer = answer_question(w, content, found.sender)
        return [(ANSWER, answer, Label("AMBER+STRICT", releasable_to=frozenset({found.sender})))]
    if found.kind == ANSWER:
        asked = w.get("question", f"{found.sender}/{content['ref']}")
        if asked is None:
            raise DataError("an answer nobody asked for", where="package", remedy="ask first")
        w.put(
            "question", f"{found.sender}/{content['ref']}", {**asked, **content}, NODE, "answered"
        )
    if found.kind == EVENTS:
        for plain in content["events"]:
            _take_event(w, parse_event(plain, goods(), where="package"), found.sender, actor)
    return []


def _take_event(w: Writing, event: Event, sender: str, actor: str) -> None:
    where = f"event {event.ref[:8]}"
    held = w.get("event", event.ref)
    if held is not None:
        fixed = ("thread", "kind", "by", "at", "parties")
        if any(held[name] != event.as_plain()[name] for name in fixed):
            raise DataError("another event has its name", where=where, remedy="ask its author")
        if held == event.as_plain():
            return
    else:
        _belongs(w, event, sender, where)
    enter(w, event, actor, "took in")


def _belongs(w: Writing, event: Event, sender: str, where: str) -> None:
    me = w.many("self")
    others = events_of(w, [event.thread])[event.thread]
    opening = next((e for e in others if e.parties), None)
    if event.parties:
        if opening is not None or not set(me) <= set(event.parties):
            raise AccessError(
                "it opens a thread that is open, or one this node has no part in",
                where=where,
                remedy="ask its author",
            )
        return
    # One answer whether the thread is unknown here or the sender has no part in it.
    if opening is None or sender not in opening.parties:
        raise AccessError(
            "it belongs to no thread of its sender", where=where, remedy="ask its author"
        )
    newest = max((e.at for e in others if e.by == sender), default="")
    if event.at < newest:
        raise DataError(
            f"dated {event.at}, before an event taken in earlier",
            where=where,
            remedy="its clock ran back: ask its author",
        )
