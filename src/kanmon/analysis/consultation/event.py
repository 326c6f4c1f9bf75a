"""An event of a thread: who said what when, under which labels; and what a reader sees of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kanmon.analysis.consultation.kinds import KINDS, OPENING, REF, hold_body
from kanmon.analysis.consultation.label import Label, parse_label, strictest
from kanmon.errors import AccessError, DataError

AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_NODE = re.compile(r"[A-Z][A-Z0-9-]{1,30}")
_FIELDS = ("ref", "thread", "kind", "by", "at", "parties", "label", "labels", "body")
May = Callable[[Label], bool]


@dataclass(frozen=True, slots=True)
class Event:
    """Hold an event.

    ``ref`` is its name for life, random; ``parties`` are named by the event that opens the thread
    and empty in all others; ``label`` is on the whole, ``labels`` on single fields.

    Example:
        >>> Event.__slots__[0]
        'ref'
    """

    ref: str
    thread: str
    kind: str
    by: str
    at: str
    parties: tuple[str, ...]
    label: Label
    labels: Mapping[str, Label]
    body: Mapping[str, Any]

    def as_plain(self) -> dict[str, Any]:
        """Return the event as plain data."""
        return {
            "ref": self.ref,
            "thread": self.thread,
            "kind": self.kind,
            "by": self.by,
            "at": self.at,
            "parties": list(self.parties),
            "label": self.label.as_plain(),
            "labels": {name: one.as_plain() for name, one in sorted(self.labels.items())},
            "body": dict(self.body),
        }

    def every_label(self) -> list[Label]:
        """List its labels: of the whole, and of single fields."""
        return [self.label, *self.labels.values()]

    def whole_label(self) -> Label:
        """Give the strictest of its labels: that of the event taken as one."""
        return strictest(self.every_label())


def parse_event(plain: Any, goods: Collection[str], *, where: str) -> Event:
    """Read an event out of plain data.

    Args:
        plain: as :meth:`Event.as_plain` writes it; untrusted.
        goods: ids of the catalogue.
        where: named in an error.

    Returns:
        The event.

    Raises:
        DataError: a field is missing, unknown or not what it must be.

    Example:
        >>> parse_event({}, (), where="x")
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: x: no event. To mend: give ref, thread, kind, by, at, parties, ...
    """
    if not isinstance(plain, Mapping) or set(plain) != set(_FIELDS):
        raise DataError("no event", where=where, remedy=f"give {', '.join(_FIELDS)}")
    texts = {n: plain[n] for n in ("ref", "thread", "kind", "by", "at")}
    patterns = {"ref": REF, "thread": REF, "by": _NODE, "at": AT}
    for name, value in texts.items():
        pattern = patterns.get(name)
        if not isinstance(value, str) or (pattern and not pattern.fullmatch(value)):
            raise DataError(f"{name} is not what it must be", where=where, remedy="send it anew")
    parties = plain["parties"]
    if not isinstance(parties, list) or not all(
        isinstance(p, str) and _NODE.fullmatch(p) for p in parties
    ):
        raise DataError("parties", where=where, remedy="list nodes by name")
    if len(set(parties)) != len(parties) or (parties and texts["by"] not in parties):
        raise DataError("parties", where=where, remedy="name each once, the author among them")
    if parties and texts["kind"] not in OPENING:
        raise DataError(
            f"{texts['kind']} cannot open a thread", where=where, remedy=f"open with {OPENING}"
        )
    try:
        dt.datetime.fromisoformat(texts["at"])
    except ValueError as e:
        raise DataError("at is no time", where=where, remedy="send it anew") from e
    body = hold_body(texts["kind"], plain["body"], goods, where=where)
    label = parse_label(plain["label"], where=f"{where}, label")
    raw = plain["labels"]
    may = KINDS[texts["kind"]].may
    if not isinstance(raw, Mapping) or not set(raw) <= set(may):
        raise DataError(
            "labels", where=where, remedy=f"label single fields of {', '.join(may) or 'none'}"
        )
    labels = {name: parse_label(one, where=f"{where}, {name}") for name, one in raw.items()}
    return Event(
        texts["ref"],
        texts["thread"],
        texts["kind"],
        texts["by"],
        texts["at"],
        tuple(parties),
        label,
        labels,
        body,
    )


def view(event: Event, may: May) -> Event | None:
    """Give what a reader sees of an event: fields it may not see look as if never given.

    Args:
        event: whole.
        may: whether the reader may see what bears a label.

    Returns:
        The event without hidden fields and without any label the reader has no part in; None
        where it may not see the event at all.

    Example:
        >>> mine = Label("RED", releasable_to=frozenset({"JPN"}))
        >>> one = Event("0" * 32, "1" * 32, "vote", "JPN", "", (), Label("GREEN"),
        ...             {"reason": mine}, {"proposal": "2" * 32, "choice": "yes", "reason": "x"})
        >>> seen = view(one, lambda label: bool({"USA", "*"} & label.releasable_to))
        >>> seen.body["reason"], dict(seen.labels)
        ('', {})
    """
    if not may(event.label):
        return None
    hidden = {name for name, one in event.labels.items() if not may(one)}
    if not hidden:
        return event
    held = KINDS[event.kind].may
    body = {name: held[name][1] if name in hidden else v for name, v in event.body.items()}
    kept = {name: one for name, one in event.labels.items() if name not in hidden}
    return replace(event, body=body, labels=kept)


def for_partner(event: Event, partner: str, on: dt.date) -> Event:
    """Give an event as a partner may receive it.

    Args:
        event: whole.
        partner: node it is for.
        on: the day.

    Returns:
        The event as the partner may see it.

    Raises:
        AccessError: the partner may not see it at all.

    Example:
        >>> one = Event("0" * 32, "1" * 32, "note", "JPN", "", (), Label("GREEN"), {},
        ...             {"text": "x"})
        >>> for_partner(one, "USA", dt.date(2026, 11, 23)) == one
        True
    """
    seen = view(event, lambda label: label.may_see(partner, on))
    if seen is None:
        raise AccessError(
            f"{partner} may not see it", where=event.kind, remedy="change its label or leave it out"
        )
    return seen
