"""Blocks of one thread: what was said, its clock, positions, proposals with their votes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from kanmon.analysis.consultation.event import Event
from kanmon.analysis.consultation.label import marking
from kanmon.analysis.consultation.thread import Case
from kanmon.brief.consultation.said import said
from kanmon.serving.consultation.lists import sheet, step_name
from kanmon.serving.consultation.seen import Held, Seen
from kanmon.workspace.model import Block


def blocks(seen: Seen, one: Held) -> list[Block]:
    """Show a thread.

    Args:
        seen: by whom.
        one: the thread.

    Returns:
        What was said; clock, positions and decisions where it has them.

    Example:
        >>> from kanmon.analysis.consultation.thread import Thread
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.reading() as r:
        ...     seen = gather(r, desk_of(node), node, words("en"))
        ...     one = Held(Thread("0" * 32, "note", "JPN", "", ("JPN",)), (), ())
        ...     [block.id for block in blocks(seen, one)]
        ['events']
    """
    made = [_events(seen, one)]
    if one.clock:
        made.append(_clock(seen, one))
    if one.thread.case is not None:
        made += [_decisions(seen, one.thread.case), _positions(seen, one.thread.case)]
    return made


def _events(seen: Seen, one: Held) -> Block:
    rows = [
        {
            "ref": e.ref,
            "at": e.at[:10],
            "by": e.by,
            "kind": seen.say(f"kind_{e.kind}"),
            "body": said(e, one.thread, seen.w),
            "label": _label(e),
        }
        for e in one.events
    ]
    return sheet(
        seen,
        "events",
        {
            "ref": ("text", ""),
            "at": ("date", ""),
            "by": ("text", ""),
            "kind": ("text", ""),
            "body": ("text", ""),
            "label": ("text", ""),
        },
        rows,
    )


def _clock(seen: Seen, one: Held) -> Block:
    rows = [
        {
            "step": step_name(seen, s.step),
            "state": seen.say(f"clock_{s.state}"),
            # A day that has not come is not a day that nobody knows: its place stays empty.
            "begun": _day(s.begun),
            "normal": _day(s.normal),
            "latest": _day(s.latest),
            "done": _day(s.done),
            "source": s.step.source,
        }
        for s in one.clock
    ]
    return sheet(
        seen,
        "clock",
        {
            "step": ("text", ""),
            "state": ("text", ""),
            "begun": ("text", ""),
            "normal": ("text", ""),
            "latest": ("text", ""),
            "done": ("text", ""),
            "source": ("text", ""),
        },
        rows,
    )


def _decisions(seen: Seen, case: Case) -> Block:
    rows: list[Mapping[str, Any]] = [
        {
            "at": held["at"][:10],
            "by": held["by"],
            "kind": seen.say("kind_proposal"),
            "step": seen.say(f"verb_{held['verb']}")
            if seen.w.has(f"consultation.verb_{held['verb']}")
            else held["verb"],
            "votes": _votes(seen, case.votes.get(ref, {})),
            "source": held["basis"],
        }
        for ref, held in case.proposals.items()
    ]
    rows += [
        {
            "at": one["at"][:10],
            "by": one["by"],
            "kind": seen.say("kind_moved"),
            "step": seen.say(f"state_{one['to']}"),
            "votes": "",
            "source": one["basis"],
        }
        for one in case.moves
    ]
    return sheet(
        seen,
        "decisions",
        {
            "at": ("date", ""),
            "by": ("text", ""),
            "kind": ("text", ""),
            "step": ("text", ""),
            "votes": ("text", ""),
            "source": ("text", ""),
        },
        sorted(rows, key=lambda row: str(row["at"])),
    )


def _positions(seen: Seen, case: Case) -> Block:
    rows = [{"by": by, "body": text} for by, text in sorted(case.positions.items())]
    return sheet(seen, "positions", {"by": ("text", ""), "body": ("text", "")}, rows)


def _votes(seen: Seen, votes: Mapping[str, str]) -> str:
    listed = [
        f"{by}{seen.w.say('page.colon')}{seen.say(f'choice_{choice}')}"
        for by, choice in sorted(votes.items())
    ]
    return seen.w.say("page.list").join(listed)


def _day(when: dt.date | None) -> str:
    return "" if when is None else when.isoformat()


def _label(event: Event) -> str:
    return marking(event.every_label())
