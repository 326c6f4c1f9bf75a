"""Run a node: one listener for people, one for partners, and what is done by the clock."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from anyio import to_thread

from kanmon.consulting.clocks import sweep
from kanmon.consulting.deliver import deliver
from kanmon.consulting.heads import give_heads
from kanmon.consulting.node import Node
from kanmon.consulting.policy import Policy
from kanmon.errors import AccessError, KanmonError
from kanmon.serving.app import around, create_app
from kanmon.serving.partner import PartnerProtocol, create_partner_app
from kanmon.serving.shell import JsonLines

_LOG = logging.getLogger("kanmon.serving")
_THREADS = 16
_GRACE = 20


@dataclass(frozen=True, slots=True)
class Listening:
    """Say where a node listens.

    ``partners`` is the port for partners, 0 for none; ``every`` the seconds between deliveries.

    Example:
        >>> Listening().host
        '127.0.0.1'
    """

    host: str = "127.0.0.1"
    port: int = 8400
    partners: int = 0
    partners_host: str = "127.0.0.1"
    every: float = 5.0
    hourly: float = 3600.0


def serve(node: Node, listening: Listening, site: str = "") -> None:
    """Serve a node until it is told to stop; requests under way are ended in peace.

    Args:
        node: to serve.
        listening: where.
        site: where people reach it; by default where it listens.

    Raises:
        AccessError: people could reach it from elsewhere and nobody could sign in.
        DataError: its policies fail their tests.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node:
        ...     serve(node, Listening(), "https://kanmon.example")
        Traceback (most recent call last):
            ...
        kanmon.errors.AccessError: https://kanmon.example: nobody could sign in. To mend: name ...
    """
    told = site or node.settings.site or f"http://{listening.host}:{listening.port}"
    app = create_app(node, told)
    if app.state.provider is None and listening.host not in ("localhost", "127.0.0.1", "::1"):
        raise AccessError(
            "others could reach it and nobody could sign in",
            where=f"host {listening.host}",
            remedy="name an identity provider under [signin] in node.toml, or listen on loopback",
        )
    _logging()
    asyncio.run(_serve(node, listening, around(app, told)))


async def _serve(node: Node, listening: Listening, shell: Any) -> None:
    to_thread.current_default_thread_limiter().total_tokens = _THREADS
    servers = [uvicorn.Server(_config(shell, listening.host, listening.port))]
    with contextlib.ExitStack() as held:
        if listening.partners:
            servers.append(_partner_server(node, listening, held))
        # The first server's handlers stop all: uvicorn would have each take the signal alone.
        for one in servers[1:]:
            one.capture_signals = contextlib.nullcontext  # type: ignore[assignment,method-assign]
        clock = asyncio.create_task(_by_the_clock(node, listening))
        _LOG.info("serving", extra={"node": node.name, "port": listening.port})
        rest = [asyncio.create_task(one.serve()) for one in servers[1:]]
        await servers[0].serve()
        for one in servers[1:]:
            one.should_exit = True
        clock.cancel()
        await asyncio.gather(*rest, clock, return_exceptions=True)
    node.close()
    _LOG.info("stopped", extra={"node": node.name})


def _config(app: Any, host: str, port: int, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=_GRACE,
        backlog=2048,
        **more,
    )


def _partner_server(node: Node, listening: Listening, held: contextlib.ExitStack) -> uvicorn.Server:
    folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
    trusted = folder / "partners.pem"
    cards = [one.certificate.strip() for one in node.partners().values() if one.certificate]
    # With nobody to trust the listener still answers nobody: its own certificate stands in.
    own = (node.folder / "tls.crt").read_text("ascii")
    trusted.write_text("\n".join([*cards, own.strip()]) + "\n", "ascii")
    config = _config(
        create_partner_app(node),
        listening.partners_host,
        listening.partners,
        http=PartnerProtocol,
        ssl_certfile=str(node.folder / "tls.crt"),
        ssl_keyfile=str(node.folder / "tls.key"),
        ssl_ca_certs=str(trusted),
        ssl_cert_reqs=ssl.CERT_REQUIRED,
    )
    config.load()
    if config.ssl is not None:
        config.ssl.minimum_version = ssl.TLSVersion.TLSv1_3
    return uvicorn.Server(config)


async def _by_the_clock(node: Node, listening: Listening) -> None:
    """Deliver every few seconds; once an hour look at the clocks and give partners the head."""
    policy, last = Policy(node.folder), 0.0
    loop = asyncio.get_running_loop()
    while True:
        try:
            if loop.time() - last >= listening.hourly or not last:
                last = loop.time()
                await to_thread.run_sync(sweep, node, policy)
                await to_thread.run_sync(give_heads, node)
            sent, failed = await to_thread.run_sync(deliver, node)
            if sent or failed:
                _LOG.info("delivered", extra={"count": sent, "kind": f"{failed} failed"})
        except KanmonError as e:
            _LOG.warning("by the clock", extra={"kind": type(e).__name__})
        await asyncio.sleep(listening.every)


def _logging() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name in ("kanmon.serving", "uvicorn.error"):
        log = logging.getLogger(name)
        log.handlers, log.propagate = [handler], False
        log.setLevel(logging.INFO)
