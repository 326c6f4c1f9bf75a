"""Alerts as they are kept: one plain document each, changed together or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kanmon.errors import DataError
from kanmon.store.state import State

Document = dict[str, Any]
_NEEDED = ("id", "party", "state", "opened")


class AlertBook:
    """Keep alerts as documents with ``id``, ``party``, ``state`` and ``opened``.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     book = AlertBook(Path(folder))
        ...     book.add([{"id": "a1", "party": "JPN", "state": "new", "opened": "2024-01-01"}])
        ...     print(len(book.list("JPN")), len(book.list("USA")))
        1 0
    """

    def __init__(self, path: Path, *, timeout: float = 60.0) -> None:
        self._state = State(path, timeout=timeout)

    def list(self, party: str = "", state: str = "") -> tuple[Document, ...]:
        """List alerts in the order they opened, of one party and in one state where named."""
        with self._state.reading() as held:
            if held is None:
                return ()
            rows = held.execute(
                "select body from alerts where (? = '' or party = ?) and (? = '' or state = ?) "
                "order by opened, id",
                (party, party, state, state),
            ).fetchall()
        return tuple(json.loads(body) for (body,) in rows)

    def add(self, documents: Iterable[Document]) -> None:
        """Keep documents; one with the id of another takes its place."""
        fresh = list(documents)
        self.change("", lambda _: fresh)

    def change(self, party: str, work: Callable[[Sequence[Document]], Iterable[Document]]) -> None:
        """Read a party's alerts, and keep what ``work`` makes of them, in one transaction.

        What ``work`` gives back takes the place of the documents with the same ids; nothing is
        removed. Should it raise, nothing is changed.
        """
        with self._state.changing() as held:
            rows = held.execute(
                "select body from alerts where (? = '' or party = ?) order by opened, id",
                (party, party),
            ).fetchall()
            made = [_checked(one) for one in work([json.loads(body) for (body,) in rows])]
            held.executemany(
                "insert into alerts (id, party, state, opened, body) values (?, ?, ?, ?, ?) "
                "on conflict (id) do update set party = excluded.party, state = excluded.state, "
                "opened = excluded.opened, body = excluded.body",
                [
                    (*(one[key] for key in _NEEDED), json.dumps(one, ensure_ascii=False))
                    for one in made
                ],
            )


def _checked(one: Mapping[str, Any]) -> Document:
    wrong = [key for key in _NEEDED if not isinstance(one.get(key), str)]
    if wrong or not one["id"]:
        raise DataError(
            f"an alert without {', '.join(wrong) or 'id'}",
            where="alerts",
            remedy="give id, party, state and opened as text",
        )
    return dict(one)
