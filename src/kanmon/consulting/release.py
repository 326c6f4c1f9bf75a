"""Releases by file: made and signed by one node, quarantined and taken in by another."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kanmon.analysis.consultation.chain import head
from kanmon.analysis.consultation.label import Label
from kanmon.analysis.consultation.notice import parse_notice
from kanmon.analysis.consultation.package import (
    Package,
    Partner,
    differences,
    fingerprint,
    open_package,
    seal,
)
from kanmon.catalogue.load import goods
from kanmon.consulting.keys import signer, verifier
from kanmon.consulting.node import Node, put
from kanmon.errors import AccessError, DataError

NOTICE = "notice"
"""The kind whose content is held to the six points; others are the partners' own."""


def release(
    node: Node, to: str, kind: str, content: Any, label: Label, inputs: Sequence[str] = ()
) -> bytes:
    """Sign content for a partner, note it in the log, and give the bytes to send or carry.

    The package carries the head of this node's log, so that the partner can later prove that
    the log was not rewritten.

    Args:
        node: that releases.
        to: partner.
        kind: ``notice``, which must have the six points, or a word of the partners' own.
        content: plain data.
        label: who may see it; this node becomes its originator.
        inputs: checksums of what it was made from.

    Returns:
        Canonical JSON.

    Raises:
        AccessError: the partner is not known, or may not see what the label covers.
        DataError: the content is no plain data, or a notice lacks a point.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     japan, usa = (Node.begin(Path(folder) / n, n) for n in ("JPN", "USA"))
        ...     japan.meet("USA", usa.key); usa.meet("JPN", japan.key)
        ...     raw = release(japan, "USA", "note", {"good": "gallium"}, Label("GREEN"))
        ...     receive(usa, raw).content["content"]
        {'good': 'gallium'}
    """
    if kind == NOTICE:
        parse_notice(content, goods(), where="notice")
    sign = signer(node.folder / "key")
    with node.writing():
        held = node.partners()
        if to not in held:
            raise AccessError(f"{to} is no partner", where="release", remedy="kanmon node partner")
        now = node.clock().astimezone(dt.UTC)
        told = head(node.log())
        package = Package(
            node.name,
            (to,),
            held[to].sent + 1,
            now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            replace(label, originators=label.originators | {node.name}),
            kind,
            {"content": content, "head": list(told)},
            tuple(inputs),
        )
        raw = seal(package, sign, now.date())
        # The log first: a package that was noted and never sent is asked for again; one that was
        # sent and never noted would be a secret.
        node.record(
            "person",
            "released",
            {"to": to, "number": package.number, "package": fingerprint(raw), "head": list(told)},
        )
        node.keep(to, replace(held[to], sent=package.number))
    return raw


def receive(node: Node, raw: bytes) -> Package:
    """Verify a package and put it into quarantine; refusals are noted too.

    Args:
        node: that receives.
        raw: as received; untrusted.

    Returns:
        The package, to be looked at and taken in.

    Raises:
        DataError: it is no package, or was changed.
        AccessError: it is not from a partner, not for this node, or a replay.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     japan, usa = (Node.begin(Path(folder) / n, n) for n in ("JPN", "USA"))
        ...     japan.meet("USA", usa.key); usa.meet("JPN", japan.key)
        ...     raw = release(japan, "USA", "note", {"good": "gallium"}, Label("GREEN"))
        ...     receive(usa, raw).sender
        'JPN'
    """
    with node.writing():
        known = {
            name: Partner(name, verifier(bytes.fromhex(one.key)), one.accepted)
            for name, one in node.partners().items()
        }
        try:
            package = open_package(raw, node.name, known)
            if package.kind == NOTICE:
                held = package.content if isinstance(package.content, dict) else {}
                parse_notice(held.get("content"), goods(), where="notice")
        except (DataError, AccessError) as e:
            node.record("node", "refused", {"why": e.found, "bytes": len(raw)})
            raise
        name = f"{package.sender}-{package.number}.json"
        put(node.folder / "quarantine" / name, raw)
        node.record(
            "node",
            "quarantined",
            {"from": package.sender, "number": package.number, "package": fingerprint(raw)},
        )
    return package


def take_in(
    node: Node, sender: str, number: int
) -> tuple[Package, tuple[tuple[str, Any, Any], ...]]:
    """Take a package out of quarantine for good, and say what it changes.

    Args:
        node: that takes it in.
        sender: partner it is from.
        number: of the package.

    Returns:
        The package, and how its content differs from the last one of the same kind.

    Raises:
        DataError: no such package waits, or the partner's head is not of one log with those it
            gave before.
        AccessError: it is not the next one.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     japan, usa = (Node.begin(Path(folder) / n, n) for n in ("JPN", "USA"))
        ...     japan.meet("USA", usa.key); usa.meet("JPN", japan.key)
        ...     raw = release(japan, "USA", "note", {"good": "gallium"}, Label("GREEN"))
        ...     package = receive(usa, raw)
        ...     take_in(usa, "JPN", 1)[1]
        (('', None, {'good': 'gallium'}),)
    """
    waiting = node.folder / "quarantine" / f"{sender}-{number}.json"
    with node.writing():
        if not waiting.is_file():
            raise DataError(
                f"no package {number} of {sender} waits", where="quarantine", remedy="receive it"
            )
        held = node.partners()[sender]
        raw = waiting.read_bytes()
        partner = Partner(sender, verifier(bytes.fromhex(held.key)), held.accepted)
        package = open_package(raw, node.name, {sender: partner})
        before = _last(node, sender, package.kind)
        heads = _heads(package, held.heads)
        node.record(
            "person",
            "took in",
            {"from": sender, "number": number, "package": fingerprint(raw)},
        )
        put(node.folder / "taken" / waiting.name, raw)
        node.keep(sender, replace(held, accepted=number, heads=heads))
        waiting.unlink()
    old = None if before is None else before["content"]
    return package, differences(old, package.content["content"])


def _heads(package: Package, held: tuple[tuple[int, str], ...]) -> tuple[tuple[int, str], ...]:
    told = package.content.get("head") if isinstance(package.content, dict) else None
    if not (
        isinstance(told, list)
        and len(told) == 2
        and isinstance(told[0], int)
        and isinstance(told[1], str)
    ):
        raise DataError("no head of the sender's log", where="package", remedy="ask for a new one")
    number, text = told
    for n, h in held:
        if n > number or (n == number and h != text):
            raise DataError(
                f"the sender's log went back from entry {n} to {number}",
                where="package",
                remedy="its history was rewritten: ask the sender",
            )
    return (*held, (number, text))


def _last(node: Node, sender: str, kind: str) -> Any:
    newest: tuple[int, Any] = (0, None)
    for path in (node.folder / "taken").glob(f"{sender}-*.json"):
        plain = json.loads(path.read_bytes())
        if plain["kind"] == kind and plain["number"] > newest[0]:
            newest = (plain["number"], plain["content"])
    return newest[1]
