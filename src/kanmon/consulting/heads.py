"""Heads of the log, given to partners every day and held against the log when they come back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kanmon.analysis.consultation.label import Label
from kanmon.analysis.consultation.package import Partner, open_package
from kanmon.consulting.contents import HEAD, hold_head
from kanmon.consulting.keys import verifier
from kanmon.consulting.node import Node, known
from kanmon.consulting.release import Parcel, packaged, send
from kanmon.errors import DataError


def give_heads(node: Node) -> int:
    """Send every partner that has an address the head of the log, once a day at most.

    Args:
        node: whose log.

    Returns:
        How many partners were given one now.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node("JPN") as japan, example_node("USA") as usa:
        ...     japan.meet("USA", usa.key, usa.card()["certificate"], "https://usa.example")
        ...     give_heads(japan), give_heads(japan)
        (1, 0)
    """
    count = 0
    with node.writing() as w:
        today = w.clock().date().isoformat()
        for partner, held in known(w).items():
            # A partner reached by files alone gets a head with each release that is carried: one
            # of its own would leave a gap in the numbers until somebody carried it.
            if not held.address or (w.get("given", partner) or {}).get("day") == today:
                continue
            label = Label("AMBER+STRICT", releasable_to=frozenset({partner}))
            number, _ = send(w, node, partner, Parcel(HEAD, {}, label))
            w.put("given", partner, {"day": today, "number": number}, "node", "gave head")
            count += 1
    return count


def heads_with_proof(node: Node, partner: str) -> list[dict[str, Any]]:
    """Give the heads kept of a partner's log, each with the package of its own that told it.

    Args:
        node: that keeps them.
        partner: whose log.

    Returns:
        Hash and signed package, oldest first: the partner cannot say that it never gave them.

    Raises:
        DataError: the partner is not known.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node("JPN") as japan, example_node("USA") as usa:
        ...     japan.meet("USA", usa.key)
        ...     heads_with_proof(japan, "USA")
        []
    """
    with node.reading() as r:
        held = known(r).get(partner)
        if held is None:
            raise DataError(
                f"{partner} is no partner"[:80], where="audit", remedy="kanmon node show"
            )
        found = []
        for number in range(1, held.accepted + 1):
            raw = packaged(r, "in", partner, number)
            if raw is None:
                raise DataError(
                    f"package {number} is gone", where="audit", remedy="restore a backup"
                )
            plain = json.loads(raw)
            found.append({"hash": plain["content"]["head"], "package": plain})
    return found


def proven_heads(node: Node, given: Any) -> list[str]:
    """Read heads a partner kept of this node's log; each must bear this node's own signature.

    Args:
        node: whose log.
        given: as :func:`heads_with_proof` makes them.

    Returns:
        Hashes, oldest first.

    Raises:
        DataError: one is not signed by this node.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node:
        ...     proven_heads(node, [])
        []
    """
    if not isinstance(given, list):
        raise DataError("no heads", where="audit", remedy="give the output of audit heads")
    found = []
    me = verifier(bytes.fromhex(node.key))
    for at, one in enumerate(given, start=1):
        where = f"head {at}"
        package = one.get("package") if isinstance(one, Mapping) else None
        if not isinstance(package, dict) or not isinstance(package.get("recipients"), list):
            raise DataError("no package", where=where, remedy="give the output of audit heads")
        to = [str(n) for n in package["recipients"]]
        number = package.get("number")
        if not to or not isinstance(number, int):
            raise DataError("no package", where=where, remedy="give the output of audit heads")
        raw = json.dumps(
            package, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()
        signed = open_package(raw, to[0], {node.name: Partner(node.name, me, number - 1)})
        head = hold_head(signed.content)
        if head != one.get("hash"):
            raise DataError("hash and package differ", where=where, remedy="ask the partner again")
        found.append(head)
    return found
