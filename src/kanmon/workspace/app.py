"""The application: routes of the workspace, errors as problems, the guard before all of it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from kanmon import __version__
from kanmon.errors import KanmonError
from kanmon.workspace.acts import add_acts
from kanmon.workspace.asked import Asked
from kanmon.workspace.desk import Desk
from kanmon.workspace.guard import Guard
from kanmon.workspace.problems import plain_problem, problem_of, problem_response
from kanmon.workspace.routes import add_views
from kanmon.workspace.runs.board import Board
from kanmon.workspace.runs.routes import add_runs
from kanmon.workspace.settings import Settings
from kanmon.workspace.shelf import kind
from kanmon.workspace.site import page, pages

_FIRST = "overview"
_NEXT = ("explorer", "transition")
_LOG = logging.getLogger("kanmon.workspace")


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the workspace: one reader, on this machine, without a login.

    Args:
        settings: whose store, for whom, at which address; the reference pack alone otherwise.

    Returns:
        The application, to be served by uvicorn; `kanmon serve` does.

    Example:
        >>> create_app().title
        'Kanmon workspace'
    """
    chosen = settings or Settings()
    desk, board = Desk(chosen), Board(ready=chosen.warm)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        if chosen.warm:
            # The page that opens first is ready when the address is; the others follow behind it.
            await asyncio.to_thread(_make, desk, _FIRST)
            threading.Thread(target=_warm, args=(desk, board), daemon=True).start()
        yield
        board.close()

    app = FastAPI(
        title="Kanmon workspace",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/workspace/openapi.json",
        lifespan=life,
    )
    add_views(app, desk)
    add_acts(app, desk)
    add_runs(app, desk, board)
    _add_errors(app)
    _add_site(app, chosen)
    app.add_middleware(Guard, hosts=chosen.hosts)
    return app


def _warm(desk: Desk, board: Board) -> None:
    """Compute what the next pages show before it is asked for."""
    for name in _NEXT:
        _make(desk, name)
    board.prepare()


def _make(desk: Desk, name: str) -> None:
    try:
        kind(name).make(desk, Asked(name, "en"))
    except KanmonError as error:
        _LOG.warning("%s: %s", name, error)


def _add_errors(app: FastAPI) -> None:
    async def known(_: Request, error: Exception) -> Response:
        assert isinstance(error, KanmonError)
        return problem_response(problem_of(error))

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        found = f"{request.method} {request.url.path}"[:200]
        problem = plain_problem(error.status_code, found, "the address", str(error.detail))
        return problem_response(problem)

    async def malformed(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        problem = plain_problem(
            422, str(first["msg"]), where, "see docs/reference/workspace-api.json"
        )
        return problem_response(problem)

    async def unforeseen(request: Request, error: Exception) -> Response:
        _LOG.error("%s %s", request.method, request.url.path, exc_info=error)
        problem = plain_problem(
            500, "a fault of Kanmon's own", request.url.path[:200], "report it with this address"
        )
        return problem_response(problem)

    app.add_exception_handler(KanmonError, known)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(Exception, unforeseen)


def _add_site(app: FastAPI, settings: Settings) -> None:
    found = pages(settings.static)

    @app.get("/{address:path}", include_in_schema=False)
    def site(address: str) -> Response:
        answer = page(found, address, settings.party)
        if answer is None:
            raise HTTPException(404, "start from the first page, /")
        return answer
