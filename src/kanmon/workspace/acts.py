"""Routes of what a reader does on a view: acknowledge an alert, confirm an act."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body, FastAPI, Request
from fastapi.responses import Response

from kanmon.workspace.asked import LONGEST, Asked, read_asked
from kanmon.workspace.desk import Desk
from kanmon.workspace.model import View
from kanmon.workspace.problems import RequestError
from kanmon.workspace.reader import name_of
from kanmon.workspace.routes import PROBLEMS, ROOT
from kanmon.workspace.shelf import kind
from kanmon.workspace.views.alerts import step
from kanmon.workspace.views.measures import confirm

NAMES = {"alerts": ("acknowledge", "escalate", "close"), "measures": ("confirm",)}


def add_acts(app: FastAPI, desk: Desk) -> None:
    """Add the route of what a reader does.

    Args:
        app: the application.
        desk: where it is kept.

    Raises:
        RequestError: by the route, where a view has no such act.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> app = FastAPI()
        >>> add_acts(app, Desk(Settings()))
        >>> "/api/workspace/views/{view}/acts/{name}" in app.openapi()["paths"]
        True
    """

    @app.post(f"{ROOT}/views/{{view}}/acts/{{name}}", response_model=View, responses=PROBLEMS)
    def do_act(
        view: str, name: str, request: Request, fields: Annotated[dict[str, str], Body()]
    ) -> Response:
        """Take a step on one row of a view; the answer is the view as it stands after."""
        found = kind(view)
        if name not in NAMES.get(view, ()):
            raise RequestError(
                f"no act {name[:80]!r}",
                where=f"view {view}",
                remedy=f"use one of {', '.join(NAMES.get(view, ())) or 'another view'}",
                status=404,
            )
        asked = read_asked(view, request.query_params.multi_items(), found.allowed)
        made = _done(desk, asked, name, _held(view, fields), name_of(request.scope))
        return Response(made.to_json(), media_type="application/json")


def _done(desk: Desk, asked: Asked, name: str, fields: dict[str, str], by: str) -> View:
    if asked.view == "measures":
        return confirm(desk, asked, fields)
    return step(desk, asked, name, fields, by)


def _held(view: str, fields: dict[str, str]) -> dict[str, str]:
    for name, value in fields.items():
        if len(name) > LONGEST or len(value) > LONGEST or not value.isprintable():
            raise RequestError(
                f"{name[:80]} is too long, or holds what cannot be printed",
                where=f"view {view}",
                remedy=f"give at most {LONGEST} characters",
            )
    return fields
