"""What was received and not yet taken in: look at it, take it in, or turn it away."""

from __future__ import annotations

from typing import Any

from kanmon.analysis.consultation.package import Package, Partner, differences, open_package
from kanmon.consulting.contents import take_content
from kanmon.consulting.keys import verifier
from kanmon.consulting.ledger import Reading, Writing
from kanmon.consulting.node import Node, known
from kanmon.consulting.release import packaged
from kanmon.errors import AccessError, DataError

Change = tuple[str, Any, Any]


def waiting(r: Reading) -> list[tuple[str, int]]:
    """List what is in quarantine.

    Args:
        r: transaction.

    Returns:
        Sender and number, in order.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node, node.reading() as r:
        ...     waiting(r)
        []
    """
    keys = [k for k, one in r.many("incoming").items() if one["state"] == "waiting"]
    return sorted((key.rsplit("/", 1)[0], int(key.rsplit("/", 1)[1])) for key in keys)


def look(r: Reading, node: Node, sender: str, number: int) -> tuple[Package, tuple[Change, ...]]:
    """Look at a package in quarantine, and at what it would change.

    Args:
        r: transaction.
        node: that holds it.
        sender: partner it is from.
        number: of the package.

    Returns:
        The package, and how its content differs from the last one taken in of its kind.

    Raises:
        DataError: no such package waits.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node, node.reading() as r:
        ...     look(r, node, "USA", 1)
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: quarantine: no package 1 of USA waits. To mend: receive it.
    """
    plain = r.get("incoming", f"{sender}/{number}")
    raw = packaged(r, "in", sender, number)
    if plain is None or plain["state"] != "waiting" or raw is None:
        raise DataError(
            f"no package {number} of {sender} waits"[:80], where="quarantine", remedy="receive it"
        )
    partner = Partner(sender, verifier(bytes.fromhex(known(r)[sender].key)), number - 1)
    found = open_package(raw, node.name, {sender: partner})
    last = r.get("last", f"{sender}/{found.kind}")
    old = None if last is None else last["content"]
    return found, differences(old, found.content["content"])


def take_in(
    node: Node, sender: str, number: int, actor: str = "person"
) -> tuple[Package, tuple[Change, ...]]:
    """Take a package out of quarantine for good, and say what it changes.

    Args:
        node: that takes it in.
        sender: partner it is from.
        number: of the package.
        actor: who takes it in.

    Returns:
        The package, and how its content differs from the last one of the same kind.

    Raises:
        DataError: no such package waits, or an event in it does not belong where it says.
        AccessError: an earlier one of the sender still waits.

    Example:
        >>> from kanmon.analysis.consultation.label import Label
        >>> from kanmon.consulting.example import example_node
        >>> from kanmon.consulting.release import receive, release
        >>> with example_node("JPN") as japan, example_node("USA") as usa:
        ...     japan.meet("USA", usa.key); usa.meet("JPN", japan.key)
        ...     raw = release(japan, "USA", "note", {"good": "gallium"}, Label("GREEN"))
        ...     package = receive(usa, raw)
        ...     take_in(usa, "JPN", 1)[1]
        (('', None, {'good': 'gallium'}),)
    """
    with node.writing() as w:
        found, changed = look(w, node, sender, number)
        earlier = [n for name, n in waiting(w) if name == sender and n < number]
        if earlier:
            raise AccessError(
                f"number {earlier[0]} of {sender} still waits",
                where="quarantine",
                remedy="take in the packages in order, or turn that one away",
            )
        take_content(w, found, actor)
        _settle(w, sender, number, "taken", actor)
        last = {"number": number, "content": found.content["content"]}
        w.put("last", f"{sender}/{found.kind}", last, actor, "took in")
    return found, changed


def turn_away(node: Node, sender: str, number: int, reason: str, actor: str = "person") -> None:
    """Leave a package out for good; it stays on file with the reason.

    Args:
        node: that holds it.
        sender: partner it is from.
        number: of the package.
        reason: why.
        actor: who says so.

    Raises:
        DataError: no such package waits.

    Example:
        >>> from kanmon.analysis.consultation.label import Label
        >>> from kanmon.consulting.example import example_node
        >>> from kanmon.consulting.release import receive, release
        >>> with example_node("JPN") as japan, example_node("USA") as usa:
        ...     japan.meet("USA", usa.key); usa.meet("JPN", japan.key)
        ...     package = receive(usa, release(japan, "USA", "note", {}, Label("GREEN")))
        ...     turn_away(usa, "JPN", 1, "sent by mistake")
        ...     with usa.reading() as r:
        ...         waiting(r)
        []
    """
    with node.writing() as w:
        look(w, node, sender, number)
        _settle(w, sender, number, "turned away", actor, reason)


def _settle(w: Writing, sender: str, number: int, state: str, actor: str, reason: str = "") -> None:
    key = f"{sender}/{number}"
    plain = {**(w.get("incoming", key) or {}), "state": state}
    if reason:
        plain["reason"] = reason[:500]
    w.put("incoming", key, plain, actor, "took in" if state == "taken" else "turned away")
