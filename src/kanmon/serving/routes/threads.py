"""Threads: list, search, open, read, add to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from kanmon.analysis.consultation.event import Event
from kanmon.analysis.consultation.review import lead_times
from kanmon.analysis.consultation.thread import Thread
from kanmon.consulting.clocks import clock
from kanmon.consulting.desk import Desk
from kanmon.consulting.ledger import Reading
from kanmon.consulting.notify import announce
from kanmon.consulting.threads import add_event, open_thread, see, walk
from kanmon.serving.answers import ClockOut, EventOut, Made, Page, ThreadOut, ThreadWhole
from kanmon.serving.gate import AskedBy, GateOf
from kanmon.serving.problems import RESPONSES
from kanmon.serving.requests import DraftIn, ThreadIn, Wanted

router = APIRouter(prefix="/api/threads", tags=["threads"], responses=RESPONSES)
ThreadId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.get("", operation_id="list_threads")
def list_threads(asked: AskedBy, gate: GateOf, wanted: Annotated[Wanted, Query()]) -> Page:
    """List threads, newest first by the day they began; only those the asker may see count."""
    found: list[ThreadOut] = []
    after = wanted.after
    start = None if after is None else (after.split("_")[0], after.split("_")[1])
    with gate.reading(asked) as (r, desk):
        for thread, events in walk(r, desk, start):
            one = thread_out(thread)
            if not wanted.fits(one) or (wanted.q is not None and not _says(events, wanted.q)):
                continue
            if len(found) == wanted.most:
                last = found[-1]
                return Page(threads=found, next=f"{last.begun}_{last.id}")
            found.append(one)
    return Page(threads=found, next=None)


@router.post("", status_code=201, operation_id="open_thread")
def open_one(asked: AskedBy, gate: GateOf, given: ThreadIn) -> Made:
    """Open a thread; nothing leaves the node by this."""
    with gate.writing(asked) as (w, desk):
        event = open_thread(w, desk, given.draft(), given.parties)
        announce(w, gate.node, gate.policy, "drafted", event)
    return Made(thread=event.thread, ref=event.ref)


@router.get("/{thread}", operation_id="read_thread")
def read_one(asked: AskedBy, gate: GateOf, thread: ThreadId) -> ThreadWhole:
    """Read a thread with all the asker may see of it."""
    with gate.reading(asked) as (r, desk):
        return thread_whole(r, desk, thread)


@router.post("/{thread}/events", status_code=201, operation_id="add_event")
def add_one(asked: AskedBy, gate: GateOf, thread: ThreadId, given: DraftIn) -> Made:
    """Add an event to a thread; nothing leaves the node by this."""
    with gate.writing(asked) as (w, desk):
        event = add_event(w, desk, thread, given.draft())
        announce(w, gate.node, gate.policy, "drafted", event)
    return Made(thread=event.thread, ref=event.ref)


def thread_whole(r: Reading, desk: Desk, thread_id: str) -> ThreadWhole:
    """Gather a thread with clock, lead times and events.

    Args:
        r: transaction.
        desk: who asks.
        thread_id: of the thread.

    Returns:
        The thread.

    Raises:
        CodeError: there is none the asker may see.

    Example:
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node, node.reading() as r:
        ...     thread_whole(r, desk_of(node), "0" * 32)
        Traceback (most recent call last):
            ...
        kanmon.errors.CodeError: thread: there is none you may see. To mend: look at the list.
    """
    held, events = see(r, desk, thread_id)
    today = r.clock().date()
    alert = next((e.body["day"] for e in events if e.kind == "alert"), None)
    return ThreadWhole(
        **thread_out(held).model_dump(),
        case=None if held.case is None else _plain(held.case),
        escalated=held.escalated,
        dates=held.dates,
        met=held.met,
        promises=held.commitments,
        reviews=held.reviews,
        clock=[
            ClockOut(
                step=s.step.id,
                name=s.step.en,
                state=s.state,
                begun=s.begun,
                done=s.done,
                normal=s.normal,
                latest=s.latest,
                source=s.step.source,
            )
            for s in clock(r, held, today)
        ],
        lead_times=lead_times(held, {} if alert is None else {"alert": alert}),
        events=[EventOut(**e.as_plain()) for e in events],
    )


def thread_out(held: Thread) -> ThreadOut:
    """Write a thread for a list.

    Args:
        held: as the asker may see it.

    Returns:
        The row.

    Example:
        >>> thread_out(Thread("0" * 32, "note", "JPN", "", ("JPN",))).state
        ''
    """
    return ThreadOut(
        id=held.id,
        kind=held.kind,
        by=held.by,
        begun=held.begun,
        changed=held.changed,
        title=held.title,
        parties=list(held.parties),
        goods=list(held.goods),
        open=held.open,
        state="" if held.case is None else held.case.state,
        acknowledged=held.acknowledged,
        commitments=len(held.commitments),
    )


def _plain(case: object) -> dict[str, object]:
    return {name: getattr(case, name) for name in type(case).__slots__}  # type: ignore[attr-defined]


def _says(events: list[Event], q: str) -> bool:
    """Look for words in what the asker sees, and nowhere else."""
    wanted = q.casefold()
    return any(wanted in text.casefold() for e in events for text in _texts(e.body))


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [t for one in value.values() for t in _texts(one)]
    if isinstance(value, list):
        return [t for one in value for t in _texts(one)]
    return []
