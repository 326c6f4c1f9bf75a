"""For those who run and check a node: health, metrics, tokens, the log."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from prometheus_client import generate_latest
from sqlalchemy import select

from kanmon.analysis.consultation.label import TLP
from kanmon.consulting.database.open import up_to_date
from kanmon.consulting.database.tables import entry
from kanmon.consulting.people import make_token, revoke_token
from kanmon.consulting.policy import PLAIN
from kanmon.consulting.sessions import session_of
from kanmon.errors import AccessError, StoreError
from kanmon.serving.answers import Done, EntryOut, HeadOut, Me
from kanmon.serving.gate import AskedBy, GateOf
from kanmon.serving.problems import RESPONSES
from kanmon.serving.requests import TokenIn

router = APIRouter(tags=["operations"], responses=RESPONSES)


@router.get("/health/live", operation_id="live")
def live() -> Done:
    """Say that the process answers."""
    return Done()


@router.get("/health/ready", operation_id="ready")
def ready(gate: GateOf) -> Done:
    """Say that the database answers and its tables are up to date."""
    if not up_to_date(gate.node.ledger.engine):
        raise StoreError("the tables are of another version", remedy="kanmon node upgrade")
    return Done()


@router.get(
    "/metrics",
    operation_id="metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def metrics(asked: AskedBy, gate: GateOf, request: Request) -> Response:
    """Give counts and times by route for Prometheus, to an operator."""
    with gate.reading(asked) as (_, desk):
        gate.policy.hold(desk.person, "operate", PLAIN)
    return Response(
        generate_latest(request.app.state.measured.registry),
        media_type="text/plain; version=0.0.4; charset=utf-8",
    )


@router.get("/api/me", operation_id="me")
def me(asked: AskedBy, gate: GateOf) -> Me:
    """Tell who asks, with which roles, and the token a page sends with changes."""
    with gate.reading(asked) as (r, desk):
        plain = session_of(r, asked.cookie) if asked.cookie and not asked.token else None
    person = desk.person
    return Me(
        name=person.name,
        node=desk.node,
        party=person.party,
        roles=sorted(person.roles),
        clearance=TLP[person.clearance],
        csrf="" if plain is None else str(plain.get("csrf", "")),
    )


@router.post("/api/tokens", status_code=201, operation_id="make_token")
def make_one(asked: AskedBy, gate: GateOf, given: TokenIn) -> dict[str, str]:
    """Make a service token; it is shown once. Nobody gives more than they have."""
    with gate.writing(asked) as (w, desk):
        gate.policy.hold(desk.person, "operate", PLAIN)
        more = set(given.roles) - desk.person.roles
        if more or TLP.index(given.clearance) > desk.person.clearance:
            raise AccessError(
                "a token with more rights than yours",
                where="token",
                remedy="have it made at the node: kanmon node token",
            )
        made = make_token(
            w,
            given.name,
            given.roles,
            TLP.index(given.clearance),
            given.days,
            party=given.party or gate.node.name,
            actor=desk.person.name,
        )
    return {"token": made}


@router.delete("/api/tokens/{key}", operation_id="revoke_token")
def revoke_one(
    asked: AskedBy, gate: GateOf, key: Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]
) -> Done:
    """End a service token at once."""
    with gate.writing(asked) as (w, desk):
        gate.policy.hold(desk.person, "operate", PLAIN)
        revoke_token(w, key, desk.person.name)
    return Done()


@router.get("/api/audit/entries", operation_id="audit_entries")
def entries(
    asked: AskedBy,
    gate: GateOf,
    after: Annotated[int, Query(ge=0, le=2**53)] = 0,
    most: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> list[EntryOut]:
    """Give entries of the log: names and checksums, never what was said."""
    with gate.reading(asked) as (r, desk):
        gate.policy.hold(desk.person, "audit", PLAIN)
        numbers = select(entry.c.number).where(entry.c.number > after)
        listed = r.connection.execute(numbers.order_by(entry.c.number).limit(most)).scalars().all()
        return [EntryOut(**one.as_plain()) for one in r.entries(listed)]


@router.post("/api/audit/verify", operation_id="audit_verify")
def prove(asked: AskedBy, gate: GateOf) -> HeadOut:
    """Prove log, records and packages; an error names the first place that was changed."""
    with gate.reading(asked) as (_, desk):
        gate.policy.hold(desk.person, "audit", PLAIN)
    count, head = gate.node.prove()
    return HeadOut(entries=count, head=head)
