"""What partners hold in common: watch lists, agenda, commitments, figures asked in bands."""

from __future__ import annotations

import datetime as dt
import math
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from kanmon.analysis.consultation.disclosure import band, joint_cover
from kanmon.analysis.consultation.label import Label
from kanmon.analysis.reading.read import read as read_text
from kanmon.analysis.reading.spoken import spoken
from kanmon.brief.consultation.agenda import agenda_page
from kanmon.brief.consultation.pdf import as_pdf
from kanmon.catalogue.machines import machines
from kanmon.consulting.agenda import agenda
from kanmon.consulting.contents import QUESTION
from kanmon.consulting.desk import Draft
from kanmon.consulting.figures import ask, bands_known, enter_figure
from kanmon.consulting.joint import actions, common, watch_lists
from kanmon.consulting.policy import PLAIN
from kanmon.consulting.release import Parcel, send
from kanmon.consulting.threads import add_event, open_thread
from kanmon.errors import DataError
from kanmon.serving.answers import BandOut, Bounds, CoverOut, Done, Made, Plain
from kanmon.serving.gate import AskedBy, GateOf
from kanmon.serving.problems import RESPONSES
from kanmon.serving.requests import FigureIn, QuestionIn, TextIn

router = APIRouter(prefix="/api", tags=["joint"], responses=RESPONSES)
Partner = Annotated[str, Query(pattern=r"^[A-Z][A-Z0-9-]{1,30}$")]
Figure = Annotated[str, Query(pattern=r"^[a-z][a-z0-9_.-]{0,99}$")]
Lang = Literal["en", "ja", "fr"]
_FORMATS = {
    "application/json": {"schema": {"type": "object"}},
    "text/html": {},
    "application/pdf": {},
}


@router.get("/watch", operation_id="watch_lists")
def watched(asked: AskedBy, gate: GateOf) -> Plain:
    """Give each party's watch list the asker may see, and the goods in common."""
    with gate.reading(asked) as (r, desk):
        lists = watch_lists(r, desk)
    return {"lists": lists, **common(lists)}


@router.get("/machines", operation_id="list_machines")
def list_machines(asked: AskedBy, gate: GateOf) -> list[Plain]:
    """Give the procedures: states, moves, whose word each takes, on which legal basis."""
    with gate.reading(asked):
        pass
    return [
        {
            "id": one.id,
            "names": dict(one.names),
            "source": one.source,
            "status": one.status,
            "in_force": one.in_force.isoformat(),
            "start": one.start,
            "states": list(one.states),
            "ends": list(one.ends),
            "moves": [
                {
                    "verb": m.verb,
                    "from": list(m.from_states),
                    "to": m.to,
                    "needs": m.needs,
                    "basis": m.basis,
                    "status": m.status,
                }
                for m in one.moves
            ],
        }
        for one in machines().values()
    ]


@router.get(
    "/agenda",
    operation_id="agenda",
    response_class=Response,
    responses={200: {"content": _FORMATS}},
)
def agenda_pack(
    asked: AskedBy,
    gate: GateOf,
    partner: Partner,
    since: dt.date,
    lang: Lang = "en",
    format: Literal["json", "html", "pdf"] = "json",
) -> Response:
    """Give the pack for a meeting: exposure of each side, new measures, open cases, actions."""
    with gate.reading(asked) as (r, desk):
        gate.policy.hold(desk.person, "draft", PLAIN)
        held = agenda(r, desk, partner, since, gate.node.store)
    if format == "json":
        return JSONResponse(held)
    page = agenda_page(held, lang)
    if format == "pdf":
        return Response(as_pdf(page), media_type="application/pdf")
    return Response(page, media_type="text/html; charset=utf-8")


@router.get("/commitments", operation_id="list_commitments")
def commitments(asked: AskedBy, gate: GateOf) -> list[Plain]:
    """List what was promised, what is owed first; late ones say so."""
    with gate.reading(asked) as (r, desk):
        return actions(r, desk, r.clock().date())


@router.post("/commitments/read", status_code=201, operation_id="read_commitments")
def read_commitments(asked: AskedBy, gate: GateOf, given: TextIn) -> Made:
    """Read a joint statement (en, ja, fr) into a thread with one commitment an event."""
    record = read_text(given.text)
    found = [
        one
        for one in record.commitments
        if one.owners and (not given.owners or set(given.owners) & set(one.owners))
    ]
    if not found:
        raise DataError("no commitment in it", where="text", remedy="enter them by hand")
    label = given.label.label()
    opening = {"text": f"{len(found)} commitments of {given.source or 'a text'}, {given.published}"}
    with gate.writing(asked) as (w, desk):
        first = open_thread(w, desk, Draft("note", opening, label), given.owners)
        for one in found:
            words = spoken(given.text, one)
            body = {"owners": list(one.owners), "words": words, "source": given.source}
            add_event(w, desk, first.thread, Draft("commitment", body, label))
    return Made(thread=first.thread, ref=first.ref)


@router.post("/figures", status_code=201, operation_id="enter_figure")
def enter(asked: AskedBy, gate: GateOf, given: FigureIn) -> Done:
    """Enter a figure that stays at home, the edges it may be told in, and who may ask."""
    with gate.writing(asked) as (w, desk):
        gate.policy.hold(desk.person, "ask", PLAIN)
        enter_figure(
            w,
            given.name,
            given.value,
            given.unit,
            given.edges,
            given.partners,
            actor=desk.person.name,
        )
    return Done()


@router.post("/questions", status_code=201, operation_id="ask_partner")
def ask_partner(asked: AskedBy, gate: GateOf, given: QuestionIn) -> Done:
    """Ask a partner whether its figure reaches a threshold; the answer comes as a package."""
    with gate.writing(asked) as (w, desk):
        gate.policy.hold(desk.person, "ask", PLAIN)
        content = ask(w, given.partner, given.figure, given.least, desk.person.name)
        label = Label("AMBER+STRICT", releasable_to=frozenset({given.partner}))
        parcel = Parcel(QUESTION, content, label)
        number, _ = send(w, gate.node, given.partner, parcel, desk.person.name)
    return Done(count=number)


@router.get("/figures/known", operation_id="known_band")
def known_band(asked: AskedBy, gate: GateOf, partner: Partner, figure: Figure) -> BandOut:
    """Tell the band a partner's answers so far leave its figure in."""
    with gate.reading(asked) as (r, desk):
        gate.policy.hold(desk.person, "ask", PLAIN)
        low, high = bands_known(r, partner, figure)
        answers = [
            one
            for key, one in r.many("question").items()
            if key.startswith(f"{partner}/") and one["figure"] == figure
        ]
    return BandOut(low=_finite(low), high=_finite(high), answers=answers)


@router.get("/figures/joint", operation_id="joint_question")
def joint_question(
    asked: AskedBy, gate: GateOf, partner: Partner, figure: Figure, least: float
) -> CoverOut:
    """Ask whether our figure and a partner's reach a threshold together, from bands alone.

    With two partners a secure sum would hide nothing: each takes off its own.
    """
    with gate.reading(asked) as (r, desk):
        gate.policy.hold(desk.person, "ask", PLAIN)
        ours = r.get("figure", figure)
        if ours is None:
            raise DataError("no such figure here", where="figure", remedy="enter it first")
        mine = band(ours["value"], ours["edges"])
        theirs = bands_known(r, partner, figure)
    if not math.isfinite(least):
        raise DataError("no threshold", where="least", remedy="give a number")
    return CoverOut(
        reached=joint_cover([mine, theirs], least),
        bands={
            gate.node.name: Bounds(low=_finite(mine[0]), high=_finite(mine[1])),
            partner: Bounds(low=_finite(theirs[0]), high=_finite(theirs[1])),
        },
    )


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
