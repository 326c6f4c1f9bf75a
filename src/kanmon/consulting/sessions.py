"""Who is signed in: a session a browser holds the key of, and the node only its checksum."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any

from sqlalchemy import delete, insert, select, update

from kanmon.analysis.consultation.canonical import canonical, read_canonical
from kanmon.catalogue.consultation_rules import rule
from kanmon.consulting.database.tables import session
from kanmon.consulting.ledger import Reading, Writing, stamp
from kanmon.consulting.people import Person


def begin_session(w: Writing, plain: dict[str, Any]) -> str:
    """Begin a session.

    Args:
        w: transaction.
        plain: what it holds.

    Returns:
        Its key, for the browser; the node keeps a checksum.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node, node.writing() as w:
        ...     key = begin_session(w, {"a": 1})
        ...     session_of(w, key)
        {'a': 1}
    """
    key = secrets.token_urlsafe(32)
    now = stamp(w.clock())
    w.connection.execute(
        insert(session).values(id=_sum(key), plain=canonical(plain).decode(), begun=now, used=now)
    )
    return key


def session_of(r: Reading, key: str) -> dict[str, Any] | None:
    """Give what a session holds.

    Args:
        r: transaction.
        key: as the browser sent it; untrusted.

    Returns:
        What it holds; None where there is none, it was left unused, or it lasted too long.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node, node.reading() as r:
        ...     session_of(r, "x") is None
        True
    """
    row = r.connection.execute(select(session).where(session.c.id == _sum(key))).one_or_none()
    if row is None:
        return None
    now = r.clock()
    idle = stamp(now - dt.timedelta(minutes=int(rule("session", "idle_minutes"))))
    oldest = stamp(now - dt.timedelta(hours=int(rule("session", "longest_hours"))))
    if row.used < idle or row.begun < oldest:
        return None
    plain: dict[str, Any] = read_canonical(row.plain.encode(), where="session")
    return plain


def touch_session(w: Writing, key: str) -> None:
    """Note that a session was used.

    Args:
        w: transaction.
        key: of the session.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node, node.writing() as w:
        ...     touch_session(w, "x")
    """
    w.connection.execute(
        update(session).where(session.c.id == _sum(key)).values(used=stamp(w.clock()))
    )


def end_session(w: Writing, key: str) -> None:
    """End a session, and clear those that ran out.

    Args:
        w: transaction.
        key: of the session.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node, node.writing() as w:
        ...     key = begin_session(w, {})
        ...     end_session(w, key)
        ...     session_of(w, key) is None
        True
    """
    oldest = stamp(w.clock() - dt.timedelta(hours=int(rule("session", "longest_hours"))))
    w.connection.execute(
        delete(session).where((session.c.id == _sum(key)) | (session.c.begun < oldest))
    )


def person_of(plain: dict[str, Any], node: str) -> Person:
    """Read a person out of a session.

    Args:
        plain: what the session holds.
        node: this node's name.

    Returns:
        The person.

    Raises:
        DataError: a role or clearance is none.

    Example:
        >>> plain = {"name": "a", "party": "JPN", "roles": ["observer"], "clearance": 1}
        >>> person_of(plain, "JPN").home
        True
    """
    return Person(
        plain["name"],
        plain["party"],
        frozenset(plain["roles"]),
        plain["clearance"],
        home=plain["party"] == node,
    )


def _sum(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
