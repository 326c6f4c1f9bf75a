"""What partners hold in common: watch lists, the pack for a meeting of ministers, actions due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from kanmon.analysis.consultation.watchlist import common_goods
from kanmon.catalogue.consultation_rules import rule
from kanmon.consulting.desk import Desk
from kanmon.consulting.ledger import Reading
from kanmon.consulting.threads import walk

OWED = ("open", "under_way")


def watch_lists(r: Reading, desk: Desk) -> dict[str, tuple[str, ...]]:
    """Give each party's newest watch list, as far as the person may see it.

    Args:
        r: transaction.
        desk: who asks.

    Returns:
        Goods by party.

    Example:
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node, node.reading() as r:
        ...     watch_lists(r, desk_of(node))
        {}
    """
    newest: dict[str, tuple[str, tuple[str, ...]]] = {}
    for _, events in walk(r, desk):
        for event in events:
            if event.kind == "watch" and event.at > newest.get(event.by, ("", ()))[0]:
                newest[event.by] = (event.at, tuple(event.body["goods"]))
    return {party: goods for party, (_, goods) in sorted(newest.items())}


def common(lists: Mapping[str, Sequence[str]]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Find the goods two partners name, and those a network of three or more does.

    Args:
        lists: goods by party.

    Returns:
        Under ``two`` and ``network``: parties by good.

    Example:
        >>> common({"JPN": ["gallium_metal"], "USA": ["gallium_metal"]})["two"]
        {'gallium_metal': ('JPN', 'USA')}
    """
    return {
        name: common_goods(lists, int(rule("common_good", name))) for name in ("two", "network")
    }


def open_cases(r: Reading, desk: Desk) -> list[dict[str, Any]]:
    """List the joint cases that have not ended, as far as the person may see them.

    Args:
        r: transaction.
        desk: who asks.

    Returns:
        Thread, title, machine, state, parties, goods, positions, newest thread first.

    Example:
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node, node.reading() as r:
        ...     open_cases(r, desk_of(node))
        []
    """
    return [
        {
            "thread": thread.id,
            "title": thread.case.title,
            "machine": thread.case.machine,
            "state": thread.case.state,
            "since": thread.case.since,
            "parties": list(thread.parties),
            "goods": list(thread.goods),
            "positions": thread.case.positions,
        }
        for thread, _ in walk(r, desk)
        if thread.case is not None and thread.open
    ]


def actions(r: Reading, desk: Desk, today: dt.date) -> list[dict[str, Any]]:
    """List what was promised in threads, as far as the person may see it.

    Args:
        r: transaction.
        desk: who asks.
        today: day lateness is told for.

    Returns:
        Promise, owners, due day, standing, whether it is late, thread; what is owed first, then
        by due day.

    Example:
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node, node.reading() as r:
        ...     actions(r, desk_of(node), dt.date(2026, 11, 23))
        []
    """
    found = []
    for thread, _ in walk(r, desk):
        for ref, one in thread.commitments.items():
            owed = one["standing"] in OWED
            late = owed and one["due"] is not None and one["due"] < today.isoformat()
            found.append(
                {
                    "ref": ref,
                    "thread": thread.id,
                    "owners": one["owners"],
                    "words": one["words"],
                    "due": one["due"],
                    "source": one["source"],
                    "standing": one["standing"],
                    "turns": one["turns"],
                    "late": late,
                }
            )
    return sorted(found, key=lambda a: (a["standing"] not in OWED, a["due"] or "9999", a["ref"]))
