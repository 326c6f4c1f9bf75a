"""Errors as the web has them: RFC 9457 problem details, saying what, where and what to do."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from kanmon.errors import KanmonError

MEDIA = "application/problem+json"
_TITLES = {
    400: "Bad request",
    401: "Sign in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    413: "Too large",
    422: "Not valid",
    500: "Failed",
    503: "Not available",
}


class Problem(BaseModel):
    """Say what was found, where, and what to do."""

    type: str
    title: str
    status: int
    found: str
    where: str
    remedy: str


RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": _TITLES[status],
        "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status in (400, 401, 403, 404, 413, 422, 503)
}


def problem(status: int, found: str, where: str = "", remedy: str = "") -> JSONResponse:
    """Make an answer that says what went wrong.

    Args:
        status: of HTTP.
        found: what was found.
        where: place.
        remedy: what to do.

    Returns:
        The answer.

    Example:
        >>> problem(404, "none").media_type
        'application/problem+json'
    """
    held = Problem(
        type="about:blank",
        title=_TITLES.get(status, "Error"),
        status=status,
        found=found,
        where=where,
        remedy=remedy,
    )
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(held.model_dump(), status, headers, MEDIA)


def add_problems(app: FastAPI) -> None:
    """Make an application answer every error as a problem, and never with what is inside.

    Args:
        app: application.

    Example:
        >>> app = FastAPI()
        >>> add_problems(app)
        >>> KanmonError in app.exception_handlers
        True
    """

    def kanmon_error(_: Request, e: Exception) -> JSONResponse:
        assert isinstance(e, KanmonError)
        return problem(e.status, _shown(e.found), _shown(e.where), _shown(e.remedy))

    def not_valid(_: Request, e: Exception) -> JSONResponse:
        assert isinstance(e, RequestValidationError)
        first = e.errors()[0]
        # What was sent is not said back: it may be a secret put into the wrong field.
        where = ".".join(str(part)[:40] for part in first["loc"])
        return problem(422, str(first["msg"])[:200], _shown(where), "see /api/openapi.json")

    def http_error(_: Request, e: Exception) -> JSONResponse:
        assert isinstance(e, HTTPException)
        found = problem(e.status_code, _TITLES.get(e.status_code, "Error"))
        found.headers.update(e.headers or {})
        return found

    def too_deep(_: Request, __: Exception) -> JSONResponse:
        return problem(400, "nested too deep", "body", "flatten it")

    def failed(_: Request, e: Exception) -> JSONResponse:
        logging.getLogger("kanmon.serving").error(
            "failed", extra={"kind": type(e).__name__}, exc_info=e
        )
        return problem(500, "it failed", "", "tell whoever runs this node")

    app.add_exception_handler(KanmonError, kanmon_error)
    app.add_exception_handler(RequestValidationError, not_valid)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RecursionError, too_deep)
    app.add_exception_handler(Exception, failed)


def _shown(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")[:500]
