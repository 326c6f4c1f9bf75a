"""Errors as problem documents: what was found, where, and what to do."""

from __future__ import annotations

from http import HTTPStatus

from fastapi.responses import Response

from kanmon.errors import KanmonError
from kanmon.workspace.model import Problem

_LONGEST = 500
MEDIA = "application/problem+json"


class RequestError(KanmonError):
    """A request is not one this workspace answers."""

    status = 422
    exit_code = 2

    def __init__(self, found: str, *, where: str = "", remedy: str = "", status: int = 422) -> None:
        super().__init__(found, where=where, remedy=remedy)
        self.status = status


def problem_of(error: KanmonError) -> Problem:
    """Write an error as a problem.

    Args:
        error: any error of Kanmon's own.

    Returns:
        The problem, with the error's own status; long texts are cut.

    Example:
        >>> from kanmon.errors import CodeError
        >>> problem_of(CodeError("no good 'x'", remedy="see `kanmon goods`")).status
        404
    """
    return Problem(
        title=_short(error.found) or HTTPStatus(error.status).phrase,
        status=error.status,
        found=_short(error.found) or None,
        where=_short(error.where) or None,
        remedy=_short(error.remedy) or None,
    )


def plain_problem(status: int, found: str, where: str = "", remedy: str = "") -> Problem:
    """Make a problem out of its parts.

    Args:
        status: HTTP status.
        found: what was found.
        where: where it was found.
        remedy: what to do.

    Returns:
        The problem.

    Example:
        >>> plain_problem(404, "no such page").title
        'no such page'
    """
    return problem_of(RequestError(found, where=where, remedy=remedy, status=status))


def problem_response(problem: Problem) -> Response:
    """Answer with a problem.

    Args:
        problem: any.

    Returns:
        A response with its status and the media type of RFC 9457.

    Example:
        >>> problem_response(plain_problem(404, "no such page")).status_code
        404
    """
    return Response(problem.model_dump_json(), problem.status, media_type=MEDIA)


def _short(text: str) -> str:
    plain = "".join(c if c.isprintable() else "�" for c in str(text).replace("\n", " "))
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
