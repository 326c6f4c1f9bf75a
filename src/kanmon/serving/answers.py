"""What answers hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel

Plain = dict[str, Any]


class Made(BaseModel):
    """Name what was made."""

    thread: str
    ref: str


class EventOut(BaseModel):
    """Tell an event as the reader may see it."""

    ref: str
    thread: str
    kind: str
    by: str
    at: str
    parties: list[str]
    label: Plain
    labels: dict[str, Plain]
    body: Plain


class ThreadOut(BaseModel):
    """Tell a thread as the reader may see it."""

    id: str
    kind: str
    by: str
    begun: str
    changed: str
    title: str
    parties: list[str]
    goods: list[str]
    open: bool
    state: str
    acknowledged: dict[str, str]
    commitments: int


class ClockOut(BaseModel):
    """Tell where a step of a procedure stands."""

    step: str
    name: str
    state: str
    begun: dt.date | None
    done: dt.date | None
    normal: dt.date | None
    latest: dt.date | None
    source: str


class ThreadWhole(ThreadOut):
    """Tell a thread with all the reader may see of it."""

    case: Plain | None
    escalated: list[Plain]
    dates: list[str]
    met: list[str]
    promises: dict[str, Plain]
    reviews: list[Plain]
    clock: list[ClockOut]
    lead_times: dict[str, int | None]
    events: list[EventOut]


class Page(BaseModel):
    """Give a page of threads; ``next`` is what to ask for to go on, null at the end."""

    threads: list[ThreadOut]
    next: str | None


class Sent(BaseModel):
    """Name a package that went out."""

    partner: str
    number: int


class ProposalOut(BaseModel):
    """Tell how a release stands."""

    id: str
    thread: str
    to: list[str]
    refs: list[str]
    label: Plain
    proposer: str
    at: str
    state: str
    two_person: bool
    approver: str | None
    reason: str
    packages: list[Sent]


class Change(BaseModel):
    """Tell how a value would change; null stands for one that is absent."""

    place: str
    old: Any
    new: Any


class WaitingOut(BaseModel):
    """Tell what waits in quarantine, and what it would change."""

    sender: str
    number: int
    kind: str
    label: Plain
    made_at: str
    content: Any
    changed: list[Change]


class Done(BaseModel):
    """Say that it is done, and what came of it."""

    done: bool = True
    count: int = 0


class Me(BaseModel):
    """Tell who asks."""

    name: str
    node: str
    party: str
    roles: list[str]
    clearance: str
    csrf: str


class HeadOut(BaseModel):
    """Tell the head of the log."""

    entries: int
    head: str


class EntryOut(BaseModel):
    """Tell an entry of the log."""

    number: int
    before: str
    at: str
    actor: str
    verb: str
    about: Plain
    hash: str


class BandOut(BaseModel):
    """Tell what answers say of a partner's figure; null where nothing is known."""

    low: float | None
    high: float | None
    answers: list[Plain]


class Bounds(BaseModel):
    """Tell a band; null where it is open."""

    low: float | None
    high: float | None


class CoverOut(BaseModel):
    """Answer a joint question: yes, no, or null where the bands do not settle it."""

    reached: bool | None
    bands: dict[str, Bounds]
