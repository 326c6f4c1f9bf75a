"""The consultation view of the workspace, on a node: looked at, kept as CSV, acted on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Response

from kanmon.brief.wording import words
from kanmon.consulting.desk import unknown
from kanmon.consulting.quarantine import take_in, turn_away
from kanmon.serving.answers import Plain
from kanmon.serving.consultation.acts import DONE, SETTLING, do, package_of, write
from kanmon.serving.consultation.entered import text
from kanmon.serving.consultation.seen import gather
from kanmon.serving.consultation.view import consultation
from kanmon.serving.gate import Asked, AskedBy, Gate, GateOf
from kanmon.serving.problems import RESPONSES
from kanmon.serving.requests import LookIn
from kanmon.serving.routes.releases import settling
from kanmon.workspace.asked import Asked as State
from kanmon.workspace.model import View
from kanmon.workspace.spreadsheet import spreadsheet

NAME = "consultation"
router = APIRouter(prefix=f"/api/workspace/views/{NAME}", tags=["workspace"], responses=RESPONSES)
Look = Annotated[LookIn, Query()]


@router.get("", operation_id="look_at_consultation", response_model=View)
def look(asked: AskedBy, gate: GateOf, state: Look) -> Response:
    """Show what partners share and what waits for whoever asks."""
    return Response(_view(gate, asked, state).to_json(), media_type="application/json")


@router.get(
    "/table/{block}.csv",
    operation_id="keep_consultation",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}},
)
def keep(
    asked: AskedBy,
    gate: GateOf,
    block: Annotated[str, Path(pattern=r"^[a-z_]{1,40}$")],
    state: Look,
) -> Response:
    """Give a block's whole table as CSV; each row keeps its label."""
    found = _view(gate, asked, state).block(block)
    if found is None:
        raise unknown()
    name = f"kanmon-{NAME}-{found.id}.csv"
    return Response(
        spreadsheet(found),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


@router.post("/acts/{name}", operation_id="act_in_consultation", response_model=View)
def act(
    asked: AskedBy,
    gate: GateOf,
    name: Annotated[str, Path(pattern=r"^[a-z_]{1,40}$")],
    state: Look,
    fields: Annotated[Plain, Body(max_length=40)],
) -> Response:
    """Take a step, or send a form; the answer is the view as it stands after."""
    chosen = state.thread
    if name in SETTLING:
        _settle(gate, asked, name, fields)
    else:
        with gate.writing(asked) as (w, desk):
            seen = gather(w, desk, gate.node, words(state.lang), chosen)
            if name in DONE:
                do(w, gate.node, seen, name, text(fields, "key"))
            else:
                chosen = write(w, seen, name, fields)
    after = LookIn(lang=state.lang, thread=chosen)
    return Response(_view(gate, asked, after).to_json(), media_type="application/json")


def _view(gate: Gate, asked: Asked, state: LookIn) -> View:
    with gate.reading(asked) as (r, desk):
        seen = gather(r, desk, gate.node, words(state.lang), state.thread)
        return consultation(seen, State(NAME, state.lang, {"write": state.write}))


def _settle(gate: Gate, asked: Asked, name: str, fields: Plain) -> None:
    sender, number = package_of(name, fields)
    person = settling(asked, gate, sender, number)
    if name == "accept":
        take_in(gate.node, sender, number, person)
    else:
        turn_away(gate.node, sender, number, text(fields, "reason"), person)
