"""What partners reach over mTLS: one address that takes signed packages, and nothing else."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from uvicorn.protocols.http.h11_impl import H11Protocol

from kanmon.analysis.consultation.package import fingerprint
from kanmon.consulting.certificates import fingerprint_of
from kanmon.consulting.node import Node, known
from kanmon.consulting.release import packaged, receive
from kanmon.errors import AccessError, DataError
from kanmon.serving.problems import add_problems, problem
from kanmon.serving.shell import MOST, Shell

CERTIFICATE = "kanmon.certificate"
_LOOK_BACK = 1000
_LOG = logging.getLogger("kanmon.serving")


class PartnerProtocol(H11Protocol):
    """Tell the application which certificate the caller proved itself with."""

    def connection_made(self, transport: Any) -> None:
        """Note the certificate of a new connection."""
        super().connection_made(transport)
        held = transport.get_extra_info("ssl_object")
        shown = held.getpeercert(binary_form=True) if held is not None else None
        inner = self.app

        async def named(scope: Any, receive: Any, send: Any) -> None:
            scope[CERTIFICATE] = shown
            await inner(scope, receive, send)

        self.app = named


def caller(node: Node, shown: bytes | None) -> str | None:
    """Tell which partner proved itself.

    Args:
        node: that is called.
        shown: certificate of the connection, DER; None without mTLS.

    Returns:
        Its name; None where no partner has this certificate.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node:
        ...     caller(node, b"") is None
        True
    """
    if not shown:
        return None
    told = hashlib.sha256(shown).hexdigest()
    for name, one in node.partners().items():
        if one.certificate and fingerprint_of(one.certificate) == told:
            return name
    return None


def create_partner_app(node: Node) -> Any:
    """Make the application partners reach.

    Args:
        node: that is called.

    Returns:
        An ASGI application; to be run with :class:`PartnerProtocol` and certificates asked for.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node:
        ...     type(create_partner_app(node)).__name__
        'Shell'
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    add_problems(app)

    @app.post("/partner/packages")
    async def take(request: Request) -> JSONResponse:
        raw = await request.body()
        return await run_in_threadpool(_take, node, request.scope.get(CERTIFICATE), raw)

    return Shell(app, frozenset(), secure=True)


def _take(node: Node, shown: bytes | None, raw: bytes) -> JSONResponse:
    name = caller(node, shown)
    if name is None or len(raw) > MOST:
        return problem(403, "no partner of this node", "certificate", "exchange cards")
    try:
        found = receive(node, raw)
    except (AccessError, DataError) as e:
        if _known_already(node, name, raw):
            return JSONResponse({"taken": True})
        # One answer for all refusals: the reason is in this node's log.
        _LOG.info("refused", extra={"kind": type(e).__name__})
        return problem(422, "it was refused", "package", "ask the partner")
    if found.sender != name:
        _LOG.warning("sent by another partner than the one that signed it")
    return JSONResponse({"taken": True})


def _known_already(node: Node, name: str, raw: bytes) -> bool:
    """Whether this very package came before: the answer to it was lost, and it is sent again."""
    try:
        told = fingerprint(raw)
    except DataError:
        return False
    with node.reading() as r:
        one = known(r).get(name)
        recent = range(
            max(1, (one.accepted if one else 0) - 1000), (one.accepted if one else 0) + 1
        )
        for number in reversed(recent):
            held = packaged(r, "in", name, number)
            if held is not None and len(held) == len(raw) and fingerprint(held) == told:
                return True
    return False
