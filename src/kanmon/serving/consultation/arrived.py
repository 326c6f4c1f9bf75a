"""Blocks of what partners have sent and nobody has taken in yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanmon.analysis.consultation.event import parse_event
from kanmon.analysis.consultation.label import marking
from kanmon.analysis.consultation.package import Package
from kanmon.analysis.consultation.thread import Thread
from kanmon.brief.consultation.said import said
from kanmon.catalogue.load import goods
from kanmon.consulting.policy import item
from kanmon.consulting.quarantine import Change, look, waiting
from kanmon.serving.consultation.lists import sheet
from kanmon.serving.consultation.seen import Seen
from kanmon.workspace.model import Block


def quarantine(seen: Seen) -> Block:
    """List what was received and is not taken in, as far as the person may take it in.

    Args:
        seen: by whom.

    Returns:
        The block.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.reading() as r:
        ...     quarantine(gather(r, desk_of(node), node, words("en"))).table.rows
        []
    """
    rows = [
        {
            "key": key,
            "sender": held.sender,
            "number": held.number,
            "body": _kinds(seen, held) or held.kind,
            "made_at": held.made_at[:10],
            "changed": len(changed),
            "label": marking([held.label]),
        }
        for key, held, changed in _waiting(seen)
    ]
    return sheet(
        seen,
        "quarantine",
        {
            "key": ("text", ""),
            "sender": ("text", ""),
            "number": ("number", ""),
            "body": ("text", ""),
            "made_at": ("date", ""),
            "changed": ("number", ""),
            "label": ("text", ""),
        },
        rows,
    )


def arriving(seen: Seen) -> Block:
    """Show what the packages in quarantine say, before anybody takes them in.

    Args:
        seen: by whom.

    Returns:
        The block: an event a row.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.reading() as r:
        ...     arriving(gather(r, desk_of(node), node, words("en"))).table.rows
        []
    """
    threads = {one.thread.id: one.thread for one in seen.rows}
    rows: list[Mapping[str, Any]] = []
    for key, held, _ in _waiting(seen):
        for plain in _events(held):
            event = parse_event(plain, goods(), where=key)
            of = threads.get(event.thread)
            nothing = Thread(event.thread, event.kind, event.by, event.at, event.parties)
            rows.append(
                {
                    "package": key,
                    "at": event.at[:10],
                    "kind": seen.say(f"kind_{event.kind}"),
                    "body": said(event, of or nothing, seen.w),
                    "label": marking(event.every_label()),
                }
            )
    return sheet(
        seen,
        "arriving",
        {
            "package": ("text", ""),
            "at": ("date", ""),
            "kind": ("text", ""),
            "body": ("text", ""),
            "label": ("text", ""),
        },
        rows,
    )


def _waiting(seen: Seen) -> list[tuple[str, Package, tuple[Change, ...]]]:
    """Look at the packages in quarantine the person may take in."""
    found = []
    for sender, number in waiting(seen.r):
        held, changed = look(seen.r, seen.node, sender, number)
        if seen.desk.policy.may(seen.desk.person, "take_in", item(held.label, seen.today)):
            found.append((f"{sender}/{number}", held, changed))
    return found


def _events(held: Package) -> list[Any]:
    content = held.content["content"]
    return list(content.get("events", [])) if isinstance(content, dict) else []


def _kinds(seen: Seen, held: Package) -> str:
    kinds = dict.fromkeys(seen.say(f"kind_{e['kind']}") for e in _events(held))
    return seen.w.say("page.list").join(kinds)
