"""Routes of the runs: start, ask, follow over server-sent events, cancel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping

from fastapi import FastAPI
from fastapi.responses import Response, StreamingResponse

from kanmon.brief.wording import words
from kanmon.workspace.answers import Run, RunAsked, Started
from kanmon.workspace.asked import read_asked
from kanmon.workspace.desk import Desk
from kanmon.workspace.model import View
from kanmon.workspace.problems import RequestError
from kanmon.workspace.routes import PROBLEMS, ROOT
from kanmon.workspace.runs.board import Board
from kanmon.workspace.shelf import kind as find_kind
from kanmon.workspace.spreadsheet import spreadsheet

_VIEW_OF = {"scenario": "scenario", "plan": "plan", "screening": "controls"}
_PAUSE, _BEAT = 0.15, 15.0
_LONGEST_FILE = 4_000_000


def add_runs(app: FastAPI, desk: Desk, board: Board) -> None:
    """Add the routes of the runs.

    Args:
        app: the application.
        desk: whose store and day the runs use.
        board: where the runs stand.

    Raises:
        RequestError: by a route, where there is no such run or block.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> app = FastAPI()
        >>> add_runs(app, Desk(Settings()), Board())
        >>> "/api/workspace/runs" in app.openapi()["paths"]
        True
    """

    @app.post(f"{ROOT}/runs", status_code=202, response_model=Started, responses=PROBLEMS)
    def start_run(asked: RunAsked) -> Response:
        """Start long work; it goes on when the page is closed."""
        question = question_of(asked, desk)
        waiting = words(str(question["lang"])).say("workspace.run_waiting")
        name = board.start(asked.kind, question, waiting)
        return Response(Started(id=name).model_dump_json(), 202, media_type="application/json")

    @app.get(f"{ROOT}/runs/{{run}}", response_model=Run, responses=PROBLEMS)
    def get_run(run: str) -> Response:
        """Say how a run stands."""
        return Response(board.get(run).to_json(), media_type="application/json")

    @app.get(
        f"{ROOT}/runs/{{run}}/events",
        response_class=Response,
        responses={**PROBLEMS, 200: {"content": {"text/event-stream": {}}}},
    )
    def follow_run(run: str) -> StreamingResponse:
        """Tell every change of a run until it ends; the first event is how it stands now."""
        board.get(run)
        return StreamingResponse(_events(board, run), media_type="text/event-stream")

    @app.delete(f"{ROOT}/runs/{{run}}", response_model=Run, responses=PROBLEMS)
    def cancel_run(run: str) -> Response:
        """Cancel a run."""
        return Response(board.cancel(run).to_json(), media_type="application/json")

    @app.get(
        f"{ROOT}/runs/{{run}}/table/{{block}}.csv",
        response_class=Response,
        responses={**PROBLEMS, 200: {"content": {"text/csv": {}}}},
    )
    def get_run_table(run: str, block: str) -> Response:
        """Give a whole table of a finished run as CSV."""
        text = board.get(run).result
        made = None if text is None else View.model_validate_json(text)
        found = None if made is None else made.block(block)
        if found is None:
            raise RequestError(
                f"no block {block[:80]!r}",
                where=f"run {run}",
                remedy="use the id of one of its blocks, once the run is done",
                status=404,
            )
        name = f"kanmon-run-{found.id}.csv"
        return Response(
            spreadsheet(found),
            media_type="text/csv; charset=utf-8",
            headers={"content-disposition": f'attachment; filename="{name}"'},
        )


def question_of(asked: RunAsked, desk: Desk) -> dict[str, object]:
    """Hold what is asked of a run to the choices of its view.

    Args:
        asked: kind and values: texts, numbers, yes or no, lists; a file as name and text.
        desk: whose store, party and day the run uses.

    Returns:
        The question, as the run's process reads it.

    Raises:
        RequestError: an unknown choice, or a value that is none.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> body = {"good": "palladium", "max_share": 0.5, "new_capacity": True}
        >>> question_of(RunAsked(kind="plan", body=body), Desk(Settings()))["given"]
        {'good': 'palladium', 'max_share': '0.5', 'new_capacity': '1'}
    """
    view = find_kind(_VIEW_OF[asked.kind])
    pairs, file = [], None
    for name, value in asked.body.items():
        if isinstance(value, Mapping):
            file = _file(name, value)
        elif value is not None and value != []:
            pairs.append((name, _text(name, value)))
    state = read_asked(view.id, pairs, view.allowed)
    state.party(desk.settings.party)
    settings = desk.settings
    return {
        "lang": state.lang,
        "given": dict(state.given),
        "file": file,
        "store": str(desk.store.path),
        "party": settings.party,
        "day": desk.today.isoformat(),
    }


def _text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float | str):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ",".join(value)
    raise RequestError(
        f"{name[:80]} is no text, number or list of texts", where="body", remedy="give one of these"
    )


def _file(name: str, value: Mapping[str, object]) -> dict[str, str]:
    text, called = value.get("text"), value.get("name")
    if name != "file" or not isinstance(text, str) or not isinstance(called, str):
        raise RequestError(
            f"{name[:80]} is no file", where="body", remedy="give file as {name, text}"
        )
    if len(text) > _LONGEST_FILE:
        raise RequestError(
            f"a file of {len(text):,} characters",
            where=called[:80],
            remedy=f"give at most {_LONGEST_FILE:,}; split it",
            status=413,
        )
    return {"name": called[:200], "text": text}


async def _events(board: Board, run: str) -> AsyncIterator[str]:
    seen, silent = -1, 0.0
    yield "retry: 1000\n\n"
    while True:
        record = board.get(run)
        if record.version != seen:
            seen, silent = record.version, 0.0
            text = record.to_json()
            yield f"id: {seen}\ndata: {text}\n\n"
            if record.ended:
                return
        else:
            silent += _PAUSE
            if silent >= _BEAT:
                silent = 0.0
                yield ": still there\n\n"
        await asyncio.sleep(_PAUSE)
