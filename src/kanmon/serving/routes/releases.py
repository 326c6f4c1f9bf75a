"""Releases and packages: propose, approve, carry as files, take in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from kanmon.analysis.consultation.label import Label, parse_label
from kanmon.consulting.desk import Desk, unknown
from kanmon.consulting.ledger import Reading
from kanmon.consulting.policy import item
from kanmon.consulting.proposals import (
    Proposal,
    approve,
    break_glass,
    propose,
    thing_of,
    withdraw,
)
from kanmon.consulting.quarantine import look, take_in, turn_away, waiting
from kanmon.consulting.release import packaged, receive
from kanmon.errors import KanmonError
from kanmon.serving.answers import Change, Done, ProposalOut, Sent, WaitingOut
from kanmon.serving.gate import Asked, AskedBy, Gate, GateOf
from kanmon.serving.problems import RESPONSES
from kanmon.serving.requests import ProposalIn, ReasonIn
from kanmon.serving.routes.threads import ThreadId

router = APIRouter(prefix="/api", tags=["releases"], responses=RESPONSES)
Key = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
Sender = Annotated[str, Path(pattern=r"^[A-Z][A-Z0-9-]{1,30}$")]
Count = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.post("/threads/{thread}/releases", status_code=201, operation_id="propose_release")
def propose_one(asked: AskedBy, gate: GateOf, thread: ThreadId, given: ProposalIn) -> ProposalOut:
    """Propose to release events to parties; below the label that takes two they go at once."""
    with gate.writing(asked) as (w, desk):
        key, held = propose(w, gate.node, desk, thread, given.to, given.refs)
    return _out(key, held)


@router.get("/releases", operation_id="list_releases")
def list_all(asked: AskedBy, gate: GateOf) -> list[ProposalOut]:
    """List releases the asker may see, newest first."""
    with gate.reading(asked) as (r, desk):
        held = [(k, p) for k, p in r.many("release").items() if _may(r, desk, p)]
    return [_out(k, p) for k, p in sorted(held, key=lambda one: one[1]["at"], reverse=True)]


@router.post("/releases/{key}/approve", operation_id="approve_release")
def approve_one(asked: AskedBy, gate: GateOf, key: Key) -> ProposalOut:
    """Approve what another person proposed; it goes."""
    with gate.writing(asked) as (w, desk):
        return _out(key, approve(w, gate.node, desk, key))


@router.post("/releases/{key}/withdraw", operation_id="withdraw_release")
def withdraw_one(asked: AskedBy, gate: GateOf, key: Key) -> ProposalOut:
    """Withdraw a proposal."""
    with gate.writing(asked) as (w, desk):
        return _out(key, withdraw(w, desk, key))


@router.post("/releases/{key}/break-glass", operation_id="break_glass")
def break_one(asked: AskedBy, gate: GateOf, key: Key, given: ReasonIn) -> ProposalOut:
    """Release without the second person: written down, and told to everybody at this node."""
    with gate.writing(asked) as (w, desk):
        return _out(key, break_glass(w, gate.node, desk, key, given.reason))


@router.get(
    "/releases/{key}/packages/{partner}",
    operation_id="carry_package",
    response_class=Response,
    responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}}},
)
def carry(asked: AskedBy, gate: GateOf, key: Key, partner: Sender) -> Response:
    """Give a package that was released, to carry it as a file."""
    with gate.reading(asked) as (r, desk):
        held = r.get("release", key)
        if held is None or not _may(r, desk, held):
            raise unknown()
        number = next((n for p, n in held["packages"] if p == partner), None)
        raw = None if number is None else packaged(r, "out", partner, number)
        if raw is None:
            raise unknown()
    name = f"{gate.node.name}-{partner}-{number}.json"
    return Response(
        raw,
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.post(
    "/packages",
    status_code=201,
    operation_id="bring_package",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"type": "object"}}},
        }
    },
)
async def bring(asked: AskedBy, gate: GateOf, request: Request) -> Done:
    """Bring a package that was carried as a file: it is verified and put into quarantine."""
    raw = await request.body()
    return await run_in_threadpool(_bring, asked, gate, raw)


def _bring(asked: AskedBy, gate: GateOf, raw: bytes) -> Done:
    with gate.reading(asked) as (r, desk):
        gate.policy.hold(desk.person, "take_in", item(Label("CLEAR"), r.clock().date()))
    receive(gate.node, raw, desk.person.name)
    return Done(count=1)


@router.get("/quarantine", operation_id="list_quarantine")
def list_waiting(asked: AskedBy, gate: GateOf) -> list[WaitingOut]:
    """List what waits, as far as the asker may take it in, and what it would change."""
    found = []
    with gate.reading(asked) as (r, desk):
        for sender, number in waiting(r):
            held, changed = look(r, gate.node, sender, number)
            thing = item(held.label, r.clock().date())
            if not gate.policy.may(desk.person, "take_in", thing):
                continue
            found.append(
                WaitingOut(
                    sender=sender,
                    number=number,
                    kind=held.kind,
                    label=held.label.as_plain(),
                    made_at=held.made_at,
                    content=held.content["content"],
                    changed=[Change(place=p, old=o, new=n) for p, o, n in changed],
                )
            )
    return found


@router.post("/quarantine/{sender}/{number}/accept", operation_id="accept_package")
def accept(asked: AskedBy, gate: GateOf, sender: Sender, number: Count) -> Done:
    """Take a package in for good."""
    name = settling(asked, gate, sender, number)
    _, changed = take_in(gate.node, sender, number, name)
    return Done(count=len(changed))


@router.post("/quarantine/{sender}/{number}/refuse", operation_id="refuse_package")
def refuse(asked: AskedBy, gate: GateOf, sender: Sender, number: Count, given: ReasonIn) -> Done:
    """Leave a package out for good; it stays on file with the reason."""
    turn_away(gate.node, sender, number, given.reason, settling(asked, gate, sender, number))
    return Done()


def settling(asked: Asked, gate: Gate, sender: str, number: int) -> str:
    """Hold who settles a package to its label; who may not gets the answer for one not there.

    Args:
        asked: who asks.
        gate: of the node.
        sender: partner the package is from.
        number: of the package.

    Returns:
        Name of the person.

    Raises:
        CodeError: no such package waits, or the person may not take it in.

    Example:
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.gate import Asked
        >>> with example_node() as node:
        ...     gate = Gate(node, desk_of(node).policy, desk_of(node).person, "http://localhost")
        ...     settling(Asked("POST", "", "", "", ""), gate, "USA", 1)
        Traceback (most recent call last):
            ...
        kanmon.errors.CodeError: thread: there is none you may see. To mend: look at the list.
    """
    with gate.reading(asked) as (r, desk):
        try:
            held, _ = look(r, gate.node, sender, number)
        except KanmonError:
            raise unknown() from None
        if not gate.policy.may(desk.person, "take_in", item(held.label, r.clock().date())):
            raise unknown()
    return desk.person.name


def _may(r: Reading, desk: Desk, held: Proposal) -> bool:
    label = parse_label(held["label"], where="release")
    return desk.person.home and (
        desk.may_see(label, r.clock().date())
        or desk.policy.may(desk.person, "approve", thing_of(r, held))
    )


def _out(key: str, held: Proposal) -> ProposalOut:
    sent = [Sent(partner=partner, number=number) for partner, number in held["packages"]]
    return ProposalOut(id=key, **{**held, "packages": sent})
