"""A thread of consultation: what its events say together, the same for all who hold them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kanmon.analysis.consultation.event import Event
from kanmon.catalogue.machines import Machine, Move
from kanmon.errors import DataError


@dataclass(slots=True)
class Case:
    """Hold the joint case of a thread: its machine, state, positions, votes, moves taken or not.

    Example:
        >>> Case("x", "EPCC", "open").refused
        []
    """

    title: str
    machine: str
    state: str
    since: str = ""
    expires: str | None = None
    positions: dict[str, str] = field(default_factory=dict)
    proposals: dict[str, dict[str, Any]] = field(default_factory=dict)
    votes: dict[str, dict[str, str]] = field(default_factory=dict)
    moves: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Thread:
    """Hold what the events of a thread say together.

    ``acknowledged`` is the time of each party's first acknowledgement, ``open`` whether nobody
    closed it.

    Example:
        >>> Thread("0" * 32, "note", "JPN", "", ("JPN",)).open
        True
    """

    id: str
    kind: str
    by: str
    begun: str
    parties: tuple[str, ...]
    title: str = ""
    goods: tuple[str, ...] = ()
    open: bool = True
    changed: str = ""
    acknowledged: dict[str, str] = field(default_factory=dict)
    escalated: list[dict[str, str]] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    met: list[str] = field(default_factory=list)
    case: Case | None = None
    commitments: dict[str, dict[str, Any]] = field(default_factory=dict)
    reviews: list[dict[str, Any]] = field(default_factory=list)
    days: dict[str, str] = field(default_factory=dict)
    events: int = 0


def fold(events: Iterable[Event], machines: Mapping[str, Machine], today: dt.date) -> Thread:
    """Tell what the events of one thread say together.

    Events are taken in order of time, author and name, whatever order they came in, so that two
    nodes that hold the same events tell the same. A move that is not legal is not lost: it stands
    under ``refused`` with the reason.

    Args:
        events: of one thread.
        machines: state machines by id.
        today: day the answer is for: a state may have run out.

    Returns:
        The thread.

    Raises:
        DataError: there are no events, they are of several threads, or none opens it.

    Example:
        >>> from kanmon.analysis.consultation.label import Label
        >>> one = Event("0" * 32, "1" * 32, "note", "JPN", "2026-11-23T00:00:00.000000Z", ("JPN",),
        ...             Label("GREEN"), {}, {"text": "gallium"})
        >>> fold([one], {}, dt.date(2026, 11, 23)).title
        'gallium'
    """
    held = sorted(events, key=lambda e: (e.at, e.by, e.ref))
    first = next((e for e in held if e.parties), None)
    if first is None or len({e.thread for e in held}) != 1:
        raise DataError("no event opens it", where="thread", remedy="take in the first event")
    thread = Thread(first.thread, first.kind, first.by, first.at, first.parties)
    for event in held:
        if event.by not in first.parties:
            continue
        thread.events += 1
        thread.changed = event.at
        thread.days.setdefault(event.kind, event.at[:10])
        _take(thread, event, machines)
    if thread.case is not None:
        _expire(thread.case, machines, today.isoformat())
    return thread


def _take(thread: Thread, event: Event, machines: Mapping[str, Machine]) -> None:
    body = event.body
    if event.parties and not thread.title:
        thread.title = _title(event)
        thread.goods = tuple(body.get("goods", ())) or tuple(
            [body["good"]] if "good" in body else []
        )
    if event.kind == "acknowledged":
        thread.acknowledged.setdefault(event.by, event.at)
    elif event.kind == "escalated":
        thread.escalated.append({"to": body["to"], "at": event.at, "reason": body["reason"]})
    elif event.kind == "meeting":
        thread.dates = list(body["dates"])
    elif event.kind == "minutes":
        thread.met.append(body["date"])
    elif event.kind == "notice" and not event.parties:
        thread.goods = tuple(dict.fromkeys((*thread.goods, *body["goods"])))
    elif event.kind in ("case", "position", "proposal", "vote", "moved"):
        _deliberate(thread, event, machines)
    elif event.kind == "commitment":
        owed = {**body, "by": event.by, "at": event.at, "standing": "open", "turns": []}
        thread.commitments.setdefault(event.ref, owed)
    elif event.kind == "turn":
        promise = thread.commitments.get(body["commitment"])
        if promise is not None:
            promise["turns"].append({**body, "by": event.by})
            promise["standing"] = body["standing"]
    elif event.kind == "review":
        thread.reviews.append({**body, "by": event.by, "at": event.at})
    elif event.kind == "closed":
        thread.open = False


def _title(event: Event) -> str:
    body = event.body
    said = body.get("title") or body.get("impact") or body.get("text") or body.get("reason") or ""
    return str(said).strip().split("\n")[0][:200]


def _deliberate(thread: Thread, event: Event, machines: Mapping[str, Machine]) -> None:
    body, case = event.body, thread.case
    if event.kind == "case":
        known = machines.get(body["machine"])
        if case is None and known is not None:
            thread.case = Case(body["title"], body["machine"], known.start, event.at[:10])
            thread.goods = tuple(dict.fromkeys((*thread.goods, *body["goods"])))
        return
    if case is None:
        return
    if event.kind == "position":
        case.positions[event.by] = body["text"]
    elif event.kind == "proposal":
        case.proposals[event.ref] = {**body, "by": event.by, "at": event.at}
    elif event.kind == "vote":
        case.votes.setdefault(body["proposal"], {})[event.by] = body["choice"]
    elif event.kind == "moved":
        machine = machines[case.machine]
        _expire(case, machines, event.at[:10])
        why = refusal(machine, case, thread.parties, event)
        if why:
            case.refused.append(
                {"ref": event.ref, "by": event.by, "verb": body["verb"], "why": why}
            )
            return
        move = machine.move(body["verb"])
        if move is not None:
            _move(case, machine, move, event)


def _move(case: Case, machine: Machine, move: Move, event: Event) -> None:
    case.moves.append(
        {
            "ref": event.ref,
            "verb": move.verb,
            "from": case.state,
            "to": move.to,
            "at": event.at,
            "by": event.by,
            "basis": event.body["basis"],
        }
    )
    case.state, case.since = move.to, event.at[:10]
    days = machine.expires_days.get(move.to)
    end = None if days is None else dt.date.fromisoformat(case.since) + dt.timedelta(days=days)
    case.expires = None if end is None else end.isoformat()


def _expire(case: Case, machines: Mapping[str, Machine], on: str) -> None:
    machine = machines[case.machine]
    if case.expires is not None and on > case.expires:
        fallen = machine.falls_to[case.state]
        case.moves.append(
            {
                "ref": "",
                "verb": "expired",
                "from": case.state,
                "to": fallen,
                "at": case.expires,
                "by": "",
                "basis": machine.source,
            }
        )
        case.state, case.since, case.expires = fallen, case.expires, None


def refusal(machine: Machine, case: Case, parties: Sequence[str], event: Event) -> str:
    """Say why a move is not legal; empty where it is.

    Args:
        machine: of the case.
        case: as it stands.
        parties: of the thread.
        event: of kind ``moved``.

    Returns:
        The reason, for people.

    Example:
        >>> from kanmon.analysis.consultation.label import Label
        >>> from kanmon.catalogue.machines import machine
        >>> event = Event("0" * 32, "1" * 32, "moved", "JPN", "2026-11-23T00:00:00.000000Z", (),
        ...               Label("GREEN"), {}, {"verb": "settle", "basis": "x", "proposal": None})
        >>> refusal(machine("EPCC"), Case("x", "EPCC", "open"), ("JPN", "USA"), event)
        'settle is not open from open'
    """
    move = machine.move(event.body["verb"])
    if move is None:
        return f"{machine.id} has no move {event.body['verb']}"
    if event.at[:10] < machine.in_force.isoformat():
        return f"{machine.id} is in force from {machine.in_force}"
    if case.state not in move.from_states:
        return f"{move.verb} is not open from {case.state}"
    if move.needs != "all":
        return ""
    named = event.body["proposal"]
    proposal = case.proposals.get(named) if named else None
    if proposal is None or proposal["verb"] != move.verb:
        return f"{move.verb} takes a proposal all have voted on"
    votes = case.votes.get(named, {})
    missing = sorted(p for p in parties if votes.get(p) != "yes")
    return f"no yes of {', '.join(missing)}" if missing else ""
