"""The pack for a meeting: exposure of each side, new measures, open cases, actions due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kanmon.analysis.consultation.label import marking
from kanmon.consulting.desk import Desk
from kanmon.consulting.joint import OWED, actions, common, open_cases, watch_lists
from kanmon.consulting.ledger import Reading
from kanmon.consulting.threads import walk
from kanmon.errors import KanmonError
from kanmon.settings import store_path
from kanmon.store.register import MeasureRegister
from kanmon.study import Study


def agenda(
    r: Reading, desk: Desk, partner: str, since: dt.date, store: Path | None = None
) -> dict[str, Any]:
    """Gather what two sides talk about at a meeting.

    Goods are those both watch and those of open cases with the partner. A figure that cannot be
    had stands as None, with the reason.

    Args:
        r: transaction.
        desk: who asks; it gets what it may see.
        partner: other side.
        since: day of the last meeting.
        store: data beside the embedded pack, and the register of measures.

    Returns:
        ``exposure`` (a row a good and side: largest supplier, its share of imports, HHI, year,
        largest producer, its share of world output, sources), ``measures`` in force since,
        ``cases`` and ``actions`` of threads the partner takes part in, ``watch``, and as
        ``marking`` the strictest label of those threads.

    Raises:
        StoreError: the store cannot be read.

    Example:
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node, node.reading() as r:
        ...     agenda(r, desk_of(node), "USA", dt.date(2026, 1, 1))["cases"]
        []
    """
    today = r.clock().date()
    lists = {p: g for p, g in watch_lists(r, desk).items() if p in (desk.node, partner)}
    shared_threads = {
        thread.id: (thread.kind, [label for e in events for label in e.every_label()])
        for thread, events in walk(r, desk)
        if partner in thread.parties
    }
    cases = [one for one in open_cases(r, desk) if one["thread"] in shared_threads]
    shared = common(lists)["two"]
    goods = sorted({*shared, *(good for one in cases for good in one["goods"])})
    owed = [
        one
        for one in actions(r, desk, today)
        if one["standing"] in OWED and one["thread"] in shared_threads
    ]
    shown = {one["thread"] for one in (*cases, *owed)}
    labels = [
        label
        for name, (kind, every) in shared_threads.items()
        if kind == "watch" or name in shown
        for label in every
    ]
    return {
        "sides": [desk.node, partner],
        "since": since.isoformat(),
        "on": today.isoformat(),
        "marking": marking(labels) if labels else "TLP:CLEAR",
        "goods": goods,
        "exposure": exposure(goods, (desk.node, partner), store),
        "measures": measures(goods, since, today, store),
        "cases": cases,
        "actions": owed,
        "watch": {party: list(held) for party, held in lists.items()},
    }


def exposure(
    goods: Sequence[str], sides: Sequence[str], store: Path | None = None
) -> list[dict[str, Any]]:
    """Tell how far each side hangs on one supplier for each good, and the world on one producer.

    Args:
        goods: ids.
        sides: economies or blocs.
        store: data beside the embedded pack.

    Returns:
        A row a good and side; figures None where the data have none, with the reason.

    Raises:
        StoreError: the store cannot be read.

    Example:
        >>> row = exposure(["natural_graphite"], ["JPN"])[0]
        >>> row["top_supplier"], row["top_producer"], row["unit"]
        ('CHN', 'CHN', 'share')
    """
    study = Study(None if store is None else store_path(store))
    return [
        {"good": good, "party": side, **_bought(study, good, side), **_made(study, good)}
        for good in goods
        for side in sides
    ]


def _bought(study: Study, good: str, side: str) -> dict[str, Any]:
    try:
        found = study.suppliers(good, side)
    except KanmonError as e:
        none: dict[str, Any] = dict.fromkeys(("top_supplier", "top_share", "hhi", "as_of"))
        return {**none, "unit": "share", "sources": [], "missing": e.found}
    figures = found.figures
    known = figures["top_share"].value is not None
    return {
        "top_supplier": figures["top_supplier"].value,
        "top_share": figures["top_share"].value,
        "hhi": figures["hhi"].value,
        "as_of": found.as_of if known else None,
        "unit": figures["top_share"].unit,
        "sources": [f"{o.publisher}: {o.title}" for o in found.sources] if known else [],
        "missing": figures["top_share"].missing,
    }


def _made(study: Study, good: str) -> dict[str, Any]:
    try:
        found = study.production(good)
    except KanmonError:
        found = None
    share = None if found is None else found.figures["top_share"].value
    if found is None or share is None:
        none: dict[str, Any] = dict.fromkeys(("top_producer", "producer_share", "made_as_of"))
        return {**none, "made_sources": []}
    return {
        "top_producer": found.figures["top_producer"].value,
        "producer_share": share,
        "made_as_of": found.as_of,
        "made_sources": [f"{o.publisher}: {o.title} {o.vintage}" for o in found.sources],
    }


def measures(
    goods: Sequence[str], since: dt.date, today: dt.date, store: Path | None
) -> list[dict[str, Any]]:
    """List the measures on these goods that came in since the last meeting.

    Args:
        goods: ids.
        since: day of the last meeting.
        today: day the pack is made.
        store: where the register lies.

    Returns:
        Rows of the register, newest first; none where there is no register.

    Example:
        >>> measures([], dt.date(2026, 1, 1), dt.date(2026, 11, 23), Path("nowhere"))
        []
    """
    acts = {
        act.id: act
        for good in goods
        for act in MeasureRegister(store_path(store)).find(good=good)
        for day in (act.announced, act.in_force)
        if day is not None and since < day <= today
    }
    rows = [
        {
            "id": act.id,
            "imposer": act.imposer,
            "targets": list(act.targets),
            "side": act.side,
            "stage": act.stage,
            "goods": list(act.goods),
            "announced": None if act.announced is None else act.announced.isoformat(),
            "in_force": None if act.in_force is None else act.in_force.isoformat(),
            "source": act.source,
        }
        for act in acts.values()
    ]
    return sorted(rows, key=lambda row: str(row["in_force"] or row["announced"]), reverse=True)
