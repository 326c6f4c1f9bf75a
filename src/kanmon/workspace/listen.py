"""Serve a workspace on this machine until it is told to stop."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from kanmon.codes.blocs import party_name
from kanmon.errors import AccessError, DataError
from kanmon.workspace.app import create_app
from kanmon.workspace.settings import LOOPBACK, Settings


def listen(settings: Settings, port: int, told: Callable[[str], None]) -> None:
    """Serve a workspace until it is told to stop.

    Args:
        settings: of the workspace; its host must be the loopback.
        port: to listen at; 0 for any free one.
        told: called with the address once it answers and the first page is computed.

    Raises:
        AccessError: others could reach the address, and the workspace has no login.
        DataError: the port cannot be used.
        CodeError: the party shown first is not known.

    Example:
        >>> listen(Settings(host="0.0.0.0"), 0, print)
        Traceback (most recent call last):
            ...
        kanmon.errors.AccessError: --host: address '0.0.0.0' can be reached by others, and the \
workspace has no login. To mend: use one of 127.0.0.1, localhost, ::1.
    """
    if settings.host not in LOOPBACK:
        raise AccessError(
            f"address {settings.host!r} can be reached by others, and the workspace has no login",
            where="--host",
            remedy=f"use one of {', '.join(LOOPBACK)}",
        )
    party_name(settings.party)
    app = create_app(settings)
    with _taken(settings.host, port) as held:
        config = uvicorn.Config(
            app, log_level="warning", timeout_graceful_shutdown=1, server_header=False
        )
        _Server(config, lambda: told(_address(held))).run(sockets=[held])


class _Server(uvicorn.Server):
    """A server that says when it answers, so that nobody is sent to a page too early."""

    def __init__(self, config: uvicorn.Config, answers: Callable[[], None]) -> None:
        super().__init__(config)
        self._answers = answers

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._answers()


def _taken(host: str, port: int) -> socket.socket:
    """Take the port before anything is opened, so that one in use is said at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    held = socket.socket(family, socket.SOCK_STREAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind((host, port))
    except OSError as e:
        held.close()
        raise DataError(
            f"port {port} cannot be used ({e.strerror})",
            where="--port",
            remedy="end what uses it, or choose another; 0 takes any free one",
        ) from e
    return held


def _address(held: socket.socket) -> str:
    host, port = held.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
