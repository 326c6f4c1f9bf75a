"""Tell people that something happened: by mail and webhook, each only what it may see."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from sqlalchemy import insert

from kanmon.analysis.consultation.canonical import canonical
from kanmon.analysis.consultation.event import Event, view
from kanmon.analysis.consultation.label import TLP, Label
from kanmon.consulting.database.tables import outbox
from kanmon.consulting.ledger import Writing, stamp
from kanmon.consulting.node import Node
from kanmon.consulting.people import Person
from kanmon.consulting.policy import Policy, item
from kanmon.errors import DataError


def announce(w: Writing, node: Node, policy: Policy, what: str, event: Event) -> int:
    """Put out a message of an event to everyone configured who may see it.

    Args:
        w: transaction; nothing is told of what was not kept.
        node: whose settings name the receivers.
        policy: the decision point: the same as for reading.
        what: happened, a word of the messages.
        event: it is about.

    Returns:
        How many messages were put out.

    Raises:
        DataError: a receiver in the settings has no address or an unknown role.

    Example:
        >>> from kanmon.analysis.consultation.label import Label
        >>> from kanmon.consulting.desk import Draft
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.consulting.threads import open_thread
        >>> draft = Draft("note", {"text": "x"}, Label("GREEN"))
        >>> with example_node() as node, node.writing() as w:
        ...     one = open_thread(w, desk_of(node), draft, [])
        ...     announce(w, node, desk_of(node).policy, "drafted", one)
        0
    """
    today = w.clock().date()
    count = 0
    for channel, target, person in receivers(node):
        seen = view(event, partial(_may, policy, person, today))
        if seen is None:
            continue
        plain = {
            "what": what,
            "node": node.name,
            "kind": seen.kind,
            "by": seen.by,
            "at": seen.at,
            "thread": seen.thread,
            "tlp": seen.whole_label().tlp,
        }
        w.connection.execute(
            insert(outbox).values(
                id=secrets.token_hex(16),
                channel=channel,
                target=target,
                plain=canonical(plain).decode(),
                tries=0,
                next_at=stamp(w.clock()),
            )
        )
        count += 1
    return count


def receivers(node: Node) -> Iterator[tuple[str, str, Person]]:
    """Go through who is told: mail addresses and webhooks, each with rights of its own.

    Args:
        node: whose settings name them.

    Yields:
        Channel, address, and the rights it has.

    Raises:
        DataError: a receiver has no address, or a role or clearance is none.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node:
        ...     list(receivers(node))
        []
    """
    parts = node.settings.parts
    for one in parts.get("mail", {}).get("to", ()):
        yield "mail", _address(one, "address"), _person(one, node.name)
    for one in parts.get("webhook", {}).get("urls", ()):
        yield "webhook", _address(one, "url"), _person(one, node.name)


def _may(policy: Policy, person: Person, on: dt.date, label: Label) -> bool:
    return policy.may(person, "read", item(label, on))


def _address(one: Mapping[str, Any], field: str) -> str:
    found = one.get(field) if isinstance(one, dict) else None
    if not isinstance(found, str) or not found:
        raise DataError(f"a receiver without {field}", where="node.toml", remedy=f"give {field}")
    return found


def _person(one: Mapping[str, Any], node: str) -> Person:
    party, tlp = str(one.get("party", node)), str(one.get("clearance", "GREEN"))
    roles = one.get("roles", ["observer"])
    if tlp not in TLP or not isinstance(roles, list):
        raise DataError(
            f"clearance {tlp!r} or roles"[:80], where="node.toml", remedy=f"use {', '.join(TLP)}"
        )
    return Person("receiver", party, frozenset(map(str, roles)), TLP.index(tlp), home=party == node)
