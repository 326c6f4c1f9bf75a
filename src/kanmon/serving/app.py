"""The application people reach: routes, who may ask, what stands around every request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI

from kanmon import __version__
from kanmon.consulting.node import Node
from kanmon.consulting.people import local_person
from kanmon.consulting.policy import Policy
from kanmon.errors import AccessError
from kanmon.serving import signin
from kanmon.serving.gate import Gate
from kanmon.serving.pages import Pages
from kanmon.serving.problems import Problem, add_problems
from kanmon.serving.routes import exports, joint, operations, releases, threads, workspace
from kanmon.serving.shell import Measured, Shell

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


def create_app(node: Node, site: str = "http://localhost:8400") -> FastAPI:
    """Make the application of a node, without what stands around it.

    Args:
        node: to serve.
        site: where people reach it; a node without an identity provider serves this machine only.

    Returns:
        The application.

    Raises:
        AccessError: the node has no identity provider and would be reached from elsewhere.
        DataError: its policies fail their tests.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node:
        ...     create_app(node).openapi()["openapi"]
        '3.1.0'
    """
    policy = Policy(node.folder)
    policy.prove()
    provider = signin.provider_of(node)
    host = urlsplit(site).hostname or ""
    if provider is None and host not in ("localhost", "127.0.0.1", "::1"):
        raise AccessError(
            "nobody could sign in",
            where=site,
            remedy="name an identity provider under [signin] in node.toml, or serve on loopback",
        )
    gate = Gate(node, policy, local_person(node.name) if provider is None else None, site)
    pages = Pages(gate, signs_in=provider is not None)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        # What is mounted is not told of begin and end: the runs of the workspace end here.
        async with pages.app.router.lifespan_context(pages.app):
            yield

    app = FastAPI(
        title="Kanmon node",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=life,
    )
    app.state.gate = gate
    app.state.provider = provider
    app.state.measured = Measured()
    add_problems(app)
    for held in (threads, releases, joint, exports, operations, workspace, signin):
        app.include_router(held.router)
    _describe(app)
    app.mount("/", pages)
    return app


def around(app: FastAPI, site: str) -> Shell:
    """Put around an application what stands around every request.

    Args:
        app: of :func:`create_app`.
        site: where people reach it.

    Returns:
        What a server runs.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node:
        ...     sorted(around(create_app(node), "https://kanmon.example").hosts)
        ['127.0.0.1', '[::1]', 'kanmon.example', 'localhost']
    """
    host = (urlsplit(site).hostname or "localhost").lower()
    hosts = LOOPBACK | {host if ":" not in host else f"[{host}]"}
    return Shell(app, hosts, app.state.measured, secure=site.startswith("https:"))


def _describe(app: FastAPI) -> None:
    """Write problems and ways to sign in into the description of the interface."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            held = plain()
            parts = held.setdefault("components", {})
            parts.setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
            parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
            held["security"] = [{"token": []}, {}]
            app.openapi_schema = held
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]
