"""What every answer carries and every request must pass: headers, host, origin, size."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kanmon.workspace.problems import plain_problem, problem_response

HEADERS = {
    "content-security-policy": "default-src 'self'; base-uri 'none'; object-src 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
LARGEST = 8_000_000
"""Bytes of a request's body."""
_LONGEST = 16_000
"""Characters of an address."""
_SAFE = ("GET", "HEAD", "OPTIONS")


class Guard:
    """Stand before an application: refuse what comes from elsewhere, mark every answer.

    A page of another site cannot reach a server on the loopback by giving its own name that
    address (DNS rebinding): the request would bear that name. Nor can it write with the reader's
    hand: what changes something must come from a page of this server.

    Example:
        >>> Guard(None, frozenset({"localhost"})).known("localhost:8000")
        True
    """

    def __init__(self, app: ASGIApp | None, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    def known(self, host: str) -> bool:
        """Tell whether a request may be addressed to a host, whatever its port."""
        try:
            return (urlsplit(f"//{host}").hostname or "") in self._hosts
        except ValueError:
            return False

    def refusal(self, scope: Scope) -> tuple[int, str, str] | None:
        """Say why a request is refused: status, what was found, what to do."""
        headers = _headers(scope)
        host = headers.get("host", "")
        if not self.known(host):
            return 421, f"addressed to {host[:80]!r}", "open the address that kanmon serve prints"
        length = len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"")
        if length > _LONGEST:
            return 414, f"an address of {length:,} characters", f"give at most {_LONGEST:,}"
        if scope["method"] not in _SAFE and not _own(headers, host):
            return 403, "a request from another site", "use the workspace's own pages"
        size = headers.get("content-length", "0")
        if not size.isdigit() or int(size) > LARGEST:
            return 413, f"a body of {size[:20]} bytes", f"send at most {LARGEST:,}"
        return None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._app is not None
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", []))
                had = {name.lower() for name, _ in given}
                for name, value in HEADERS.items():
                    if name.encode() not in had:
                        given.append((name.encode(), value.encode()))
                if b"cache-control" not in had:
                    given.append((b"cache-control", b"no-store"))
                message = {**message, "headers": given}
            await send(message)

        refused = self.refusal(scope)
        if refused is not None:
            status, found, remedy = refused
            problem = plain_problem(status, found, "the request", remedy)
            await problem_response(problem)(scope, receive, marked)
            return
        await self._app(scope, _measured(receive), marked)


def _measured(receive: Receive) -> Receive:
    """End a body that is longer than it said, or that said nothing and goes on."""
    read = 0

    async def within() -> Message:
        nonlocal read
        message = await receive()
        if message["type"] == "http.request":
            read += len(message.get("body", b""))
            if read > LARGEST:
                return {"type": "http.disconnect"}
        return message

    return within


def _headers(scope: Scope) -> Mapping[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def _own(headers: Mapping[str, str], host: str) -> bool:
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False
