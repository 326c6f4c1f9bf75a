"""Releases: signed by one node, carried as a file or sent, quarantined and taken in by another."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import insert, select

from kanmon.analysis.consultation.label import Label
from kanmon.analysis.consultation.package import (
    Package,
    Partner,
    fingerprint,
    open_package,
    seal,
)
from kanmon.consulting.contents import AT_ONCE, hold_content, hold_head, take_content
from kanmon.consulting.database.tables import outbox, package
from kanmon.consulting.keys import signer, verifier
from kanmon.consulting.ledger import Reading, Writing, stamp
from kanmon.consulting.node import NODE, Node, keep, keep_head, known
from kanmon.errors import AccessError, DataError


@dataclass(frozen=True, slots=True)
class Parcel:
    """Hold what is to be released: kind, plain data, who may see it, checksums of what it is from.

    Example:
        >>> Parcel("note", {"a": 1}, Label("GREEN")).inputs
        ()
    """

    kind: str
    content: Any
    label: Label
    inputs: Sequence[str] = ()


def send(w: Writing, node: Node, to: str, parcel: Parcel, actor: str = NODE) -> tuple[int, bytes]:
    """Sign content for a partner within a transaction, and put it out to be sent.

    The package carries the head of this node's log, so that the partner can later prove that the
    log was not rewritten.

    Args:
        w: transaction.
        node: that releases.
        to: partner.
        parcel: what is released; this node becomes an originator of its label.
        actor: who releases it.

    Returns:
        Its number, and canonical JSON.

    Raises:
        AccessError: the partner is not known, or may not see what the label covers.
        DataError: the content is no plain data.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node:
        ...     node.meet("USA", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        ...     with node.writing() as w:
        ...         send(w, node, "USA", Parcel("note", {"a": 1}, Label("GREEN")))[0]
        1
    """
    held = known(w)
    if to not in held:
        raise AccessError(f"{to} is no partner"[:80], where="release", remedy="kanmon node partner")
    now = w.clock().astimezone(dt.UTC)
    made = Package(
        node.name,
        (to,),
        held[to].sent + 1,
        now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        replace(parcel.label, originators=parcel.label.originators | {node.name}),
        parcel.kind,
        {"content": parcel.content, "head": w.head()},
        tuple(parcel.inputs),
    )
    raw = seal(made, signer(node.folder / "key"), now.date())
    noted = w.note(actor, "released", {"package": f"out {to} {made.number} {fingerprint(raw)}"})
    w.file("out", to, made.number, raw, noted)
    keep(w, to, replace(held[to], sent=made.number), actor, "sent to")
    if held[to].address:
        w.connection.execute(
            insert(outbox).values(
                id=secrets.token_hex(16),
                channel="package",
                target=to,
                plain=str(made.number),
                tries=0,
                next_at=stamp(now),
            )
        )
    return made.number, raw


def release(
    node: Node, to: str, kind: str, content: Any, label: Label, inputs: Sequence[str] = ()
) -> bytes:
    """Sign content of the partners' own kind, and give the bytes to carry.

    Args:
        node: that releases.
        to: partner.
        kind: a word of the partners' own.
        content: plain data.
        label: who may see it; this node becomes its originator.
        inputs: checksums of what it was made from.

    Returns:
        Canonical JSON.

    Raises:
        AccessError: the partner is not known, or may not see what the label covers.
        DataError: the content is not what its kind must be.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node("JPN") as japan, example_node("USA") as usa:
        ...     japan.meet("USA", usa.key); usa.meet("JPN", japan.key)
        ...     raw = release(japan, "USA", "note", {"good": "gallium"}, Label("GREEN"))
        ...     receive(usa, raw).content["content"]
        {'good': 'gallium'}
    """
    hold_content(kind, content, node.name, node.clock())
    with node.writing() as w:
        return send(w, node, to, Parcel(kind, content, label, inputs), "person")[1]


def receive(node: Node, raw: bytes, actor: str = NODE) -> Package:
    """Verify a package and put it into quarantine; refusals are noted too.

    Args:
        node: that receives.
        raw: as received; untrusted.
        actor: who brought it.

    Returns:
        The package, to be looked at and taken in; a head is kept at once.

    Raises:
        DataError: it is no package, or was changed.
        AccessError: it is not from a partner, not for this node, or a replay.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node("JPN") as japan, example_node("USA") as usa:
        ...     japan.meet("USA", usa.key); usa.meet("JPN", japan.key)
        ...     raw = release(japan, "USA", "note", {"good": "gallium"}, Label("GREEN"))
        ...     receive(usa, raw).sender
        'JPN'
    """
    refused: DataError | AccessError
    try:
        with node.writing() as w:
            return _receive(w, node, raw, actor)
    except (DataError, AccessError) as e:
        refused = e
    with node.writing() as w:
        w.note(actor, "refused", {"why": refused.found[:200], "bytes": len(raw)})
    raise refused


def _receive(w: Writing, node: Node, raw: bytes, actor: str) -> Package:
    held = known(w)
    partners = {
        name: Partner(name, verifier(bytes.fromhex(one.key)), one.accepted)
        for name, one in held.items()
    }
    found = open_package(raw, node.name, partners)
    head = hold_head(found.content)
    hold_content(found.kind, found.content["content"], found.sender, w.clock())
    told = fingerprint(raw)
    noted = w.note(actor, "quarantined", {"package": f"in {found.sender} {found.number} {told}"})
    w.file("in", found.sender, found.number, raw, noted)
    state = keep_head(
        w,
        found.sender,
        replace(held[found.sender], accepted=found.number),
        {"hash": head, "at": found.made_at, "package": told},
    )
    keep(w, found.sender, state, actor, "received of")
    at_once = found.kind in AT_ONCE
    plain = {"kind": found.kind, "state": "taken" if at_once else "waiting", "at": stamp(w.clock())}
    w.put("incoming", f"{found.sender}/{found.number}", plain, actor, "entered")
    if at_once:
        for kind, content, label in take_content(w, found, actor):
            send(w, node, found.sender, Parcel(kind, content, label))
    return found


def packaged(r: Reading, direction: str, partner: str, number: int) -> bytes | None:
    """Give a package byte by byte.

    Args:
        r: transaction.
        direction: ``in`` or ``out``.
        partner: other side.
        number: of the package.

    Returns:
        Its bytes; None where there is none.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node, node.reading() as r:
        ...     packaged(r, "in", "USA", 1) is None
        True
    """
    raw = r.connection.execute(
        select(package.c.raw).where(
            package.c.direction == direction,
            package.c.partner == partner,
            package.c.number == number,
        )
    ).scalar_one_or_none()
    return None if raw is None else bytes(raw)
