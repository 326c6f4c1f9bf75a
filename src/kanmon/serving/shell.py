"""What stands around every request: size, host, headers, a line in the log, a count."""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram

from kanmon.errors import KanmonError
from kanmon.serving.problems import problem

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
MOST = 17 << 20
"""Bytes of a body: a package may have sixteen mebibytes."""
HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        b"object-src 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
_LOG = logging.getLogger("kanmon.serving")


class Measured:
    """Count requests and their time, by route and answer, never by what was asked.

    Example:
        >>> Measured().registry is not None
        True
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "kanmon_requests_total",
            "Requests by route, method and status",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "kanmon_request_seconds",
            "Seconds to the answer",
            ("route",),
            registry=self.registry,
        )


class Shell:
    """Stand around an application.

    ``hosts`` are the names it answers to; any other is turned away, so that a foreign page that
    points its own name here (DNS rebinding) gets nothing.

    Example:
        >>> Shell(None, frozenset({"localhost"})).hosts
        frozenset({'localhost'})
    """

    def __init__(
        self,
        app: App | None,
        hosts: frozenset[str],
        measured: Measured | None = None,
        *,
        secure: bool = False,
    ) -> None:
        self.app, self.hosts, self.measured, self.secure = app, hosts, measured, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request."""
        assert self.app is not None
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, name, status = time.perf_counter(), secrets.token_hex(8), 500

        async def out(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                held = {k.lower() for k, _ in message["headers"]}
                more = [one for one in HEADERS if one[0] not in held]
                if b"cache-control" not in held:
                    more.append((b"cache-control", b"no-store"))
                if self.secure:
                    more.append(_HSTS)
                more.append((b"x-request-id", name.encode()))
                message["headers"] = [*message["headers"], *more]
            await send(message)

        try:
            await self._guarded(scope, receive, out)
        finally:
            self._note(scope, status, name, time.perf_counter() - begun)

    async def _guarded(self, scope: Scope, receive: Receive, out: Send) -> None:
        assert self.app is not None
        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        bare = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if self.hosts and bare.lower() not in self.hosts:
            answer = problem(400, "not a name of this node", "Host", "use its own address")
            await answer(scope, receive, out)
            return
        told = dict(scope["headers"]).get(b"content-length", b"0")
        if told.isdigit() and int(told) > MOST:
            answer = problem(413, "the body is too large", "", f"send at most {MOST} bytes")
            await answer(scope, receive, out)
            return
        taken = 0

        async def inward() -> MutableMapping[str, Any]:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MOST:
                raise _TooLargeError("the body is too large", remedy=f"send at most {MOST} bytes")
            return message

        await self.app(scope, inward, out)

    def _note(self, scope: Scope, status: int, name: str, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        if self.measured is not None:
            self.measured.requests.labels(route, method, str(status)).inc()
            self.measured.seconds.labels(route).observe(seconds)
        _LOG.info(
            "request",
            extra={
                "request": name,
                "route": route,
                "method": method,
                "status": status,
                "ms": round(seconds * 1e3, 2),
            },
        )


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class _TooLargeError(KanmonError):
    """The body passed what is taken."""

    status = 413


class JsonLines(logging.Formatter):
    """Write log records as JSON: only named fields, so that no secret can slip in by the side.

    Example:
        >>> record = logging.LogRecord("a", 20, "", 0, "request", None, None)
        >>> json.loads(JsonLines().format(record))["what"]
        'request'
    """

    FIELDS = ("request", "route", "method", "status", "ms", "kind", "count", "node", "port")

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        plain = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "what": record.getMessage(),
        }
        plain |= {n: getattr(record, n) for n in self.FIELDS if hasattr(record, n)}
        if record.exc_info and record.exc_info[2] is not None:
            # Where it failed, not with what: messages of exceptions may hold what was asked.
            last = record.exc_info[2]
            while last.tb_next is not None:
                last = last.tb_next
            plain["place"] = (
                f"{last.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{last.tb_lineno}"
            )
        return json.dumps(plain, ensure_ascii=False)
