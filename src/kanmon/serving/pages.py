"""The workspace on a node: the same pages, shown to people the node knows."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import Receive, Scope, Send

from kanmon.consulting.node import Node
from kanmon.consulting.policy import PLAIN
from kanmon.consulting.sessions import session_of, touch_session
from kanmon.errors import KanmonError
from kanmon.serving.consultation.seen import party_of
from kanmon.serving.gate import SAFE, Asked, Gate, NotSignedInError, asked_of
from kanmon.workspace.app import create_app
from kanmon.workspace.problems import problem_of, problem_response
from kanmon.workspace.reader import SCOPE, Reader
from kanmon.workspace.settings import Settings

_EVERY, _MOST = 3, 10_000
"""Minutes between two notes that a session is used; sessions remembered for that."""


class Pages:
    """Stand between people and the workspace: who is not known gets no figure of it.

    The pages themselves are the same for everybody and hold nothing; what they ask for under
    ``/api/workspace`` is answered to people of this node only, under the policies ``look`` and
    ``work``.

    Example:
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node:
        ...     gate = Gate(node, desk_of(node).policy, None, "http://localhost")
        ...     Pages(gate, signs_in=True).signs_in
        True
    """

    def __init__(self, gate: Gate, *, signs_in: bool) -> None:
        self.gate, self.signs_in = gate, signs_in
        self._noted: dict[str, dt.datetime] = {}
        self.app: FastAPI = create_app(settings_of(gate.node, gate.site))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say that nobody is signed in."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        asked = asked_of(Request(scope))
        figures = path.startswith("/api/")
        if figures or (path in ("", "/", "/index.html") and self.signs_in):
            try:
                scope[SCOPE] = await run_in_threadpool(self.reader, asked, figures=figures)
            except KanmonError as e:
                if not figures and isinstance(e, NotSignedInError):
                    await RedirectResponse("/auth/login", 303)(scope, receive, send)
                    return
                await problem_response(problem_of(e))(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def reader(self, asked: Asked, *, figures: bool) -> Reader:
        """Tell who reads; raise where nobody this node knows does, or where they may not."""
        with self.gate.reading(asked) as (r, desk):
            if figures:
                action = "look" if asked.method in SAFE else "work"
                self.gate.policy.hold(desk.person, action, PLAIN)
            held = session_of(r, asked.cookie) if asked.cookie and not asked.token else None
            now = r.clock()
        if held is not None:
            self._note_use(asked.cookie, now)
        csrf = "" if held is None else str(held.get("csrf", ""))
        return Reader(desk.person.name, csrf, "/auth/logout" if held is not None else "")

    def _note_use(self, cookie: str, now: dt.datetime) -> None:
        """Looking is use: note it, but not with a write for every look."""
        last = self._noted.get(cookie)
        if last is not None and now - last < dt.timedelta(minutes=_EVERY):
            return
        if len(self._noted) >= _MOST:
            self._noted.clear()
        self._noted[cookie] = now
        with self.gate.node.writing() as w:
            touch_session(w, cookie)


def settings_of(node: Node, site: str) -> Settings:
    """Set the workspace of a node up: its store, its party, the name people reach it by.

    Args:
        node: that is served.
        site: where people reach it.

    Returns:
        The settings.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node:
        ...     settings_of(node, "https://kanmon.example").party
        'JPN'
    """
    host = (urlsplit(site).hostname or "localhost").lower()
    return Settings(store=node.store, host=host, party=party_of(node))
