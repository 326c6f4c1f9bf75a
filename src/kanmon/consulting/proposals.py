"""Releases of threads: proposed by one person, approved by another where the label asks for two."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Any

from kanmon.analysis.consultation.event import Event, for_partner
from kanmon.analysis.consultation.label import Label, parse_label, strictest
from kanmon.analysis.consultation.thread import Thread
from kanmon.catalogue.consultation_rules import rule
from kanmon.consulting.contents import EVENTS
from kanmon.consulting.desk import Desk, Draft, unknown
from kanmon.consulting.ledger import Reading, Writing, stamp
from kanmon.consulting.node import Node
from kanmon.consulting.notify import announce
from kanmon.consulting.policy import PLAIN, Item, item
from kanmon.consulting.release import Parcel, send
from kanmon.consulting.threads import open_thread, see
from kanmon.errors import AccessError, DataError

Proposal = dict[str, Any]


def propose(
    w: Writing, node: Node, desk: Desk, thread_id: str, to: Sequence[str], refs: Sequence[str] = ()
) -> tuple[str, Proposal]:
    """Propose to release events of a thread; below the label that takes two they go at once.

    Args:
        w: transaction.
        node: that releases.
        desk: who proposes.
        thread_id: of the thread.
        to: partners that are parties of it.
        refs: events; all of this node's that a partner does not hold yet, otherwise.

    Returns:
        Id of the proposal, and the proposal.

    Raises:
        CodeError: there is no such thread or event the person may see.
        AccessError: the person may not propose it, or a partner may not see it.
        DataError: a partner is no party, or there is nothing it does not hold.

    Example:
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node("JPN") as japan, example_node("USA") as usa:
        ...     japan.meet("USA", usa.key)
        ...     with japan.writing() as w:
        ...         draft = Draft("note", {"text": "gallium"}, Label("GREEN"))
        ...         one = open_thread(w, desk_of(japan), draft, ["USA"])
        ...         propose(w, japan, desk_of(japan), one.thread, ["USA"])[1]["state"]
        'released'
    """
    thread, seen = see(w, desk, thread_id)
    desk.policy.hold(desk.person, "propose", PLAIN)
    strangers = sorted(set(to) - set(thread.parties))
    if strangers or not to or node.name in to:
        raise DataError(
            f"{', '.join(strangers) or 'nobody'} to release to"[:120],
            where="release",
            remedy=f"name parties: {', '.join(p for p in thread.parties if p != node.name)}",
        )
    own = [e for e in seen if e.by == node.name]
    if not set(refs) <= {e.ref for e in own}:
        raise unknown()
    chosen = [e for e in own if not refs or e.ref in refs]
    today = w.clock().date()
    parcels = {one: _parcel(w, thread, chosen, one, today) for one in to}
    if not any(parcels.values()):
        raise DataError("they hold it all", where="release", remedy="add something first")
    label = strictest(e.whole_label() for one in parcels.values() for e in one)
    thing = item(label, today, desk.person.name)
    desk.policy.hold(desk.person, "propose", thing)
    plain: Proposal = {
        "thread": thread_id,
        "to": list(to),
        "refs": sorted({e.ref for one in parcels.values() for e in one}),
        "label": label.as_plain(),
        "proposer": desk.person.name,
        "at": stamp(w.clock()),
        "state": "waiting",
        "two_person": thing.two_person,
        "approver": None,
        "reason": "",
        "packages": [],
    }
    key = secrets.token_hex(16)
    if desk.policy.may(desk.person, "release", thing):
        plain = _go(w, node, desk, plain)
    w.put("release", key, plain, desk.person.name, "proposed" if thing.two_person else "released")
    return key, plain


def _parcel(
    r: Reading, thread: Thread, events: Sequence[Event], partner: str, today: dt.date
) -> list[Event]:
    held = set(r.many("sent", [f"{e.ref}/{partner}" for e in events]))
    fresh = [for_partner(e, partner, today) for e in events if f"{e.ref}/{partner}" not in held]
    opening = next((e for e in events if e.parties), None)
    # Who began the thread elsewhere sends its beginning to all parties: that is not ours to do.
    begun_here = thread.by in r.many("self")
    opened = bool(r.many("sent", [f"{thread.id}/{partner}"]))
    if fresh and begun_here and not opened and opening is None:
        raise DataError(
            f"{partner} does not hold how it began",
            where="release",
            remedy="release the first event too",
        )
    return fresh


def _go(w: Writing, node: Node, desk: Desk, plain: Proposal) -> Proposal:
    """Sign and put out what was proposed; the label is looked at again on this day."""
    today = w.clock().date()
    thread, seen = see(w, desk, plain["thread"])
    chosen = [e for e in seen if e.ref in plain["refs"]]
    packages = []
    for partner in plain["to"]:
        parcel = _parcel(w, thread, chosen, partner, today)
        if not parcel:
            continue
        label = strictest(e.whole_label() for e in parcel)
        content = {"events": [e.as_plain() for e in parcel]}
        number, _ = send(w, node, partner, Parcel(EVENTS, content, label), desk.person.name)
        packages.append([partner, number])
        for e in parcel:
            w.put("sent", f"{e.ref}/{partner}", {"number": number}, desk.person.name, "sent")
            if e.parties:
                first = {"number": number, "at": stamp(w.clock())}
                w.put("sent", f"{e.thread}/{partner}", first, desk.person.name, "sent")
    return {**plain, "state": "released", "packages": packages}


def pending(r: Reading, key: str) -> Proposal:
    """Give a proposal that waits.

    Args:
        r: transaction.
        key: its id.

    Returns:
        The proposal.

    Raises:
        CodeError: there is none that waits.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node, node.reading() as r:
        ...     pending(r, "0" * 32)
        Traceback (most recent call last):
            ...
        kanmon.errors.CodeError: thread: there is none you may see. To mend: look at the list.
    """
    held = r.get("release", key)
    if held is None or held["state"] != "waiting":
        raise unknown()
    return held


def thing_of(r: Reading, held: Proposal) -> Item:
    """Give a proposal as the policies see it.

    Args:
        r: transaction.
        held: proposal.

    Returns:
        The item, with its proposer.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node, node.reading() as r:
        ...     thing_of(r, {"label": Label("GREEN").as_plain(), "proposer": "a"}).proposer
        'a'
    """
    return item(parse_label(held["label"], where="release"), r.clock().date(), held["proposer"])


def approve(w: Writing, node: Node, desk: Desk, key: str) -> Proposal:
    """Approve what another person proposed; it goes.

    Args:
        w: transaction.
        node: that releases.
        desk: who approves.
        key: id of the proposal.

    Returns:
        The proposal.

    Raises:
        CodeError: none waits that the person may see.
        AccessError: the person may not approve it, being the proposer or without the role.

    Example:
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node, node.writing() as w:
        ...     approve(w, node, desk_of(node), "0" * 32)
        Traceback (most recent call last):
            ...
        kanmon.errors.CodeError: thread: there is none you may see. To mend: look at the list.
    """
    held = pending(w, key)
    see(w, desk, held["thread"])
    desk.policy.hold(desk.person, "approve", thing_of(w, held))
    done = {**_go(w, node, desk, held), "approver": desk.person.name}
    w.put("release", key, done, desk.person.name, "approved")
    return done


def withdraw(w: Writing, desk: Desk, key: str) -> Proposal:
    """Withdraw a proposal; the proposer may, and whoever might have approved it.

    Args:
        w: transaction.
        desk: who withdraws it.
        key: its id.

    Returns:
        The proposal.

    Raises:
        CodeError: none waits that the person may see.
        AccessError: it is neither the proposer nor an approver.

    Example:
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node, node.writing() as w:
        ...     withdraw(w, desk_of(node), "0" * 32)
        Traceback (most recent call last):
            ...
        kanmon.errors.CodeError: thread: there is none you may see. To mend: look at the list.
    """
    held = pending(w, key)
    see(w, desk, held["thread"])
    if held["proposer"] != desk.person.name:
        desk.policy.hold(desk.person, "approve", thing_of(w, held))
    done = {**held, "state": "withdrawn"}
    w.put("release", key, done, desk.person.name, "withdrew")
    return done


def break_glass(w: Writing, node: Node, desk: Desk, key: str, reason: str) -> Proposal:
    """Release without the second person, in an emergency: written down and told to everybody.

    Args:
        w: transaction.
        node: that releases.
        desk: who breaks the glass.
        key: id of the proposal.
        reason: why nobody could be asked.

    Returns:
        The proposal.

    Raises:
        CodeError: none waits that the person may see.
        AccessError: the person did not propose it, or has not the role.
        DataError: the reason is too short to be read afterwards.

    Example:
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node, node.writing() as w:
        ...     break_glass(w, node, desk_of(node), "0" * 32, "")
        Traceback (most recent call last):
            ...
        kanmon.errors.CodeError: thread: there is none you may see. To mend: look at the list.
    """
    held = pending(w, key)
    see(w, desk, held["thread"])
    desk.policy.hold(desk.person, "break_glass", thing_of(w, held))
    if held["proposer"] != desk.person.name:
        raise AccessError("another proposed it", where="release", remedy="approve it instead")
    fewest = int(rule("break_glass", "fewest_letters"))
    if len(reason.strip()) < fewest:
        raise DataError("the reason", where="release", remedy=f"write at least {fewest} letters")
    done = {**_go(w, node, desk, held), "reason": reason.strip()[:2000]}
    w.put("release", key, done, desk.person.name, "broke glass")
    told = f"Glass broken by {desk.person.name}: {reason.strip()[:2000]}"
    label = Label("GREEN", releasable_to=frozenset({node.name}))
    # Everybody at this node reads it, whoever may see what was released.
    one = open_thread(w, desk, Draft("note", {"text": told}, label), [])
    announce(w, node, desk.policy, "broke_glass", one)
    return done
