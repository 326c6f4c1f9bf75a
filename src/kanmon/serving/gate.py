"""Who asks: a signed-in person, a program with a token, or the one person at this machine."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, cast
from urllib.parse import urlsplit

from fastapi import Depends, Request

from kanmon.consulting.desk import Desk
from kanmon.consulting.ledger import Reading, Writing
from kanmon.consulting.node import Node
from kanmon.consulting.people import Person, bearer
from kanmon.consulting.policy import Policy
from kanmon.consulting.sessions import person_of, session_of, touch_session
from kanmon.errors import AccessError

COOKIE = "kanmon_session"
CSRF = "x-kanmon-csrf"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class NotSignedInError(AccessError):
    """Nobody this node knows asks."""

    status = 401


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold what a request says of who asks, before anything is believed.

    Example:
        >>> Asked("GET", "", "", "", "").method
        'GET'
    """

    method: str
    token: str
    cookie: str
    csrf: str
    origin: str


class Gate:
    """Tell who asks, within the transaction that answers.

    ``local`` is the person at this machine where the node has no identity provider: it is asked
    for nothing, which is why such a node listens on loopback only.

    Example:
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> with example_node() as node:
        ...     gate = Gate(node, desk_of(node).policy, desk_of(node).person, "http://localhost")
        ...     with gate.reading(Asked("GET", "", "", "", "")) as (_, desk):
        ...         desk.person.home
        True
    """

    def __init__(self, node: Node, policy: Policy, local: Person | None, site: str) -> None:
        self.node, self.policy, self.local, self.site = node, policy, local, site

    @contextmanager
    def reading(self, asked: Asked) -> Iterator[tuple[Reading, Desk]]:
        """Hold a transaction for reading, and the desk of who asks."""
        with self.node.reading() as r:
            yield r, Desk(self.node.name, self.person(r, asked), self.policy)

    @contextmanager
    def writing(self, asked: Asked) -> Iterator[tuple[Writing, Desk]]:
        """Hold a transaction for writing, and the desk of who asks."""
        # Who may not write does not wait for the writers' turn, nor hold it up.
        with self.node.reading() as r:
            self.person(r, asked)
        with self.node.writing() as w:
            desk = Desk(self.node.name, self.person(w, asked), self.policy)
            if asked.cookie:
                touch_session(w, asked.cookie)
            yield w, desk

    def person(self, r: Reading, asked: Asked) -> Person:
        """Tell who asks; raise where nobody this node knows does."""
        if asked.token:
            found = bearer(r, asked.token, self.node.name)
            if found is None:
                raise NotSignedInError("no token of this node", remedy="ask for a new one")
            return found
        if asked.cookie:
            plain = session_of(r, asked.cookie)
            if plain is not None and "roles" in plain:
                self._same_site(asked, plain["csrf"])
                return person_of(plain, self.node.name)
        if self.local is not None:
            self._same_site(asked, None)
            return self.local
        raise NotSignedInError("nobody is signed in", remedy="sign in at /auth/login")

    def _same_site(self, asked: Asked, csrf: str | None) -> None:
        """Hold what changes something to a page of this node's own: a cookie alone says nothing."""
        if asked.method in SAFE:
            return
        ours = urlsplit(self.site)
        theirs = urlsplit(asked.origin)
        if asked.origin and (theirs.scheme, theirs.netloc) != (ours.scheme, ours.netloc):
            raise AccessError("asked from another site", where="Origin", remedy="use this one")
        if csrf is not None and not hmac.compare_digest(csrf, asked.csrf):
            raise AccessError(
                "the page's token is missing", where=CSRF, remedy="read it from /api/me"
            )


def asked_of(request: Request) -> Asked:
    """Read what a request says of who asks.

    Args:
        request: as received.

    Returns:
        What it says.

    Example:
        >>> scope = {"type": "http", "method": "GET", "headers": [(b"authorization", b"Bearer x")]}
        >>> asked_of(Request(scope)).token
        'x'
    """
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return Asked(
        request.method,
        (token.strip() or "none") if kind.lower() == "bearer" else "",
        request.cookies.get(COOKIE, ""),
        request.headers.get(CSRF, ""),
        request.headers.get("origin", ""),
    )


def gate_of(request: Request) -> Gate:
    """Give the application's gate.

    Args:
        request: of the application.

    Returns:
        The gate.

    Example:
        >>> from types import SimpleNamespace
        >>> app = SimpleNamespace(state=SimpleNamespace(gate=None))
        >>> gate_of(Request({"type": "http", "app": app})) is None
        True
    """
    return cast(Gate, request.app.state.gate)


AskedBy = Annotated[Asked, Depends(asked_of)]
GateOf = Annotated[Gate, Depends(gate_of)]
