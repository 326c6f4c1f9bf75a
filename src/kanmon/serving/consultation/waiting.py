"""Blocks of what waits for the person: to acknowledge, to take in, to approve, to send."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from kanmon.analysis.consultation.label import marking, parse_label
from kanmon.consulting.policy import PLAIN
from kanmon.consulting.proposals import Proposal, thing_of
from kanmon.serving.consultation.lists import sheet
from kanmon.serving.consultation.seen import Held, Seen
from kanmon.workspace.model import Act, Block


def unanswered(seen: Seen) -> Block:
    """List alerts and notices of partners that this node has not acknowledged.

    Args:
        seen: by whom.

    Returns:
        The block.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.reading() as r:
        ...     unanswered(gather(r, desk_of(node), node, words("en"))).table.rows
        []
    """
    rows = [
        {
            "thread": one.thread.id,
            "title": one.thread.title,
            "by": one.thread.by,
            "begun": dt.date.fromisoformat(one.thread.begun[:10]),
            "latest": _until(one),
            "label": one.label,
        }
        for one in seen.rows
        if one.waits_for(seen.node.name)
    ]
    return sheet(
        seen,
        "unanswered",
        {
            "thread": ("text", ""),
            "title": ("text", ""),
            "by": ("text", ""),
            "begun": ("date", ""),
            "latest": ("date", ""),
            "label": ("text", ""),
        },
        rows,
    )


def releases(seen: Seen) -> Block:
    """List releases that wait for a second person, as far as the person may know of them.

    Args:
        seen: by whom.

    Returns:
        The block.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.reading() as r:
        ...     releases(gather(r, desk_of(node), node, words("en"))).table.rows
        []
    """
    titles = {one.thread.id: one.thread.title for one in seen.rows}
    rows = [
        {
            "key": key,
            "thread": held["thread"],
            "title": titles[held["thread"]],
            "to": held["to"],
            "proposer": held["proposer"],
            "begun": held["at"][:10],
            "label": marking([parse_label(held["label"], where="release")]),
        }
        for key, held in seen.r.many("release").items()
        if held["state"] == "waiting" and held["thread"] in titles and _may(seen, held)
    ]
    return sheet(
        seen,
        "releases",
        {
            "key": ("text", ""),
            "thread": ("text", ""),
            "title": ("text", ""),
            "to": ("text", ""),
            "proposer": ("text", ""),
            "begun": ("date", ""),
            "label": ("text", ""),
        },
        rows,
    )


def unsent(seen: Seen) -> Block:
    """List threads in which partners lack something this node has written.

    Args:
        seen: by whom.

    Returns:
        The block; empty for a person who may not propose releases.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.reading() as r:
        ...     unsent(gather(r, desk_of(node), node, words("en"))).table.rows
        []
    """
    may = seen.desk.policy.may(seen.desk.person, "propose", PLAIN)
    proposed = {
        held["thread"] for held in seen.r.many("release").values() if held["state"] == "waiting"
    }
    rows: list[Mapping[str, Any]] = []
    for one in seen.rows if may else ():
        lacking = lacks(seen, one)
        if lacking and one.thread.id not in proposed:
            rows.append(
                {
                    "thread": one.thread.id,
                    "title": one.thread.title,
                    "to": sorted(lacking),
                    "lacking": sum(lacking.values()),
                    "label": one.label,
                }
            )
    return sheet(
        seen,
        "unsent",
        {
            "thread": ("text", ""),
            "title": ("text", ""),
            "to": ("text", ""),
            "lacking": ("number", ""),
            "label": ("text", ""),
        },
        rows,
    )


def lacks(seen: Seen, one: Held) -> dict[str, int]:
    """Count what each partner lacks of what this node has written in a thread.

    Args:
        seen: by whom.
        one: the thread.

    Returns:
        Events by partner; only those the label releases to it.

    Example:
        >>> from kanmon.analysis.consultation.thread import Thread
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.reading() as r:
        ...     seen = gather(r, desk_of(node), node, words("en"))
        ...     lacks(seen, Held(Thread("0" * 32, "note", "JPN", "", ("JPN", "USA")), (), ()))
        {}
    """
    found: dict[str, int] = {}
    for partner in one.thread.parties:
        own = [
            e.ref
            for e in one.events
            if e.by == seen.node.name and {partner, "*"} & set(e.label.releasable_to)
        ]
        if partner == seen.node.name or not own:
            continue
        sent = seen.r.many("sent", [f"{ref}/{partner}" for ref in own])
        if len(sent) < len(own):
            found[partner] = len(own) - len(sent)
    return found


def acts(seen: Seen) -> list[Act]:
    """Offer the steps a person's roles allow; the decision itself is made when one is taken.

    Args:
        seen: by whom.

    Returns:
        Acts on the blocks of this file.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.reading() as r:
        ...     [a.name for a in acts(gather(r, desk_of(node), node, words("en")))]
        ['acknowledge', 'accept', 'approve', 'withdraw', 'release']
    """
    person, may = seen.desk.person, seen.desk.policy.may
    offered = {
        "acknowledge": ("unanswered", "thread", may(person, "draft", PLAIN)),
        "accept": ("quarantine", "key", may(person, "take_in", PLAIN)),
        "approve": ("releases", "key", "approver" in person.roles),
        "withdraw": ("releases", "key", bool(person.roles & {"releaser", "approver"})),
        "release": ("unsent", "thread", may(person, "propose", PLAIN)),
    }
    return [
        Act(name=name, label=seen.say(f"act_{name}"), block=block, key=key)
        for name, (block, key, allowed) in offered.items()
        if allowed
    ]


def _until(one: Held) -> dt.date | None:
    return next((s.latest for s in one.clock if s.step.id == "acknowledged"), None)


def _may(seen: Seen, held: Proposal) -> bool:
    """As the list of releases has it: whoever sees the label, or may approve."""
    label = parse_label(held["label"], where="release")
    thing = thing_of(seen.r, held)
    approves = seen.desk.policy.may(seen.desk.person, "approve", thing)
    return seen.desk.person.home and (seen.desk.may_see(label, seen.today) or approves)
