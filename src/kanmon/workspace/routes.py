"""Routes of the views: the index, the words, a view, a table of it as CSV."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from kanmon.brief.wording import words
from kanmon.workspace.answers import Index, ReaderName
from kanmon.workspace.asked import read_asked
from kanmon.workspace.desk import Desk
from kanmon.workspace.index import index
from kanmon.workspace.model import Problem, View
from kanmon.workspace.problems import MEDIA, RequestError
from kanmon.workspace.reader import reader_of
from kanmon.workspace.shelf import kind
from kanmon.workspace.spreadsheet import spreadsheet

ROOT = "/api/workspace"
_JSON = "application/json"
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": said, "content": {MEDIA: {}}}
    for status, said in (
        (403, "Terms or permissions do not allow it"),
        (404, "An unknown code, name or address"),
        (422, "Something given is not what it must be"),
        (503, "The store cannot be read"),
    )
}


def add_views(app: FastAPI, desk: Desk) -> None:
    """Add the routes of the views.

    Args:
        app: the application.
        desk: what views are made from.

    Raises:
        RequestError: by a route, where there is no such block.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> app = FastAPI()
        >>> add_views(app, Desk(Settings()))
        >>> "/api/workspace/views" in app.openapi()["paths"]
        True
    """

    @app.get(f"{ROOT}/views", response_model=Index, responses=PROBLEMS)
    def list_views(request: Request, lang: str = "en") -> Response:
        """List the views, parties, goods and languages; on a node, who reads."""
        found, reader = index(lang), reader_of(request.scope)
        if reader is not None:
            named = ReaderName(name=reader.name, csrf=reader.csrf, leave=reader.leave)
            found = found.model_copy(update={"reader": named})
        return Response(found.model_dump_json(exclude_none=True), media_type=_JSON)

    @app.get(f"{ROOT}/words", response_model=dict[str, str], responses=PROBLEMS)
    def list_words(lang: str = "en") -> dict[str, str]:
        """Give every word of the pages, those of the brief among them."""
        return dict(words(lang).texts)

    @app.get(f"{ROOT}/views/{{view}}", response_model=View, responses=PROBLEMS)
    def get_view(view: str, request: Request) -> Response:
        """Give a view in the state that the address asks for."""
        return Response(_made(desk, view, request).to_json(), media_type=_JSON)

    @app.get(
        f"{ROOT}/views/{{view}}/table/{{block}}.csv",
        response_class=Response,
        responses={**PROBLEMS, 200: {"content": {"text/csv": {}}}},
    )
    def get_table(view: str, block: str, request: Request) -> Response:
        """Give a block's whole table as CSV, in the digits of the view."""
        found = _made(desk, view, request).block(block)
        if found is None:
            raise RequestError(
                f"no block {block[:80]!r}",
                where=f"view {view}",
                remedy="use the id of one of its blocks",
                status=404,
            )
        name = f"kanmon-{view}-{found.id}.csv"
        return Response(
            spreadsheet(found),
            media_type="text/csv; charset=utf-8",
            headers={"content-disposition": f'attachment; filename="{name}"'},
        )


def _made(desk: Desk, view: str, request: Request) -> View:
    found = kind(view)
    return found.make(desk, read_asked(view, request.query_params.multi_items(), found.allowed))
