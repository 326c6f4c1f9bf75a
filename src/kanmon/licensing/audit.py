"""Keep decisions with all they rest on, and replay them to the same bytes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from kanmon.analysis.controls.decide import Decision, decide
from kanmon.analysis.controls.plain import canonical, case_of, plain_case, plain_decision
from kanmon.analysis.controls.sheet import Told
from kanmon.catalogue.control_book import ControlBook, parse_book
from kanmon.errors import DataError
from kanmon.store.decisions import Decisions


@dataclass(frozen=True, slots=True)
class Replay:
    """Tell whether a decision kept comes out the same, and what it was.

    Example:
        >>> Replay("x", True, {}, {}).same
        True
    """

    id: str
    same: bool
    record: Mapping[str, Any]
    again: Mapping[str, Any]


def record(
    told: Mapping[str, Told],
    decision: Decision,
    book: ControlBook,
    kept: Decisions,
    lists: Mapping[str, str] | None = None,
) -> str:
    """Keep a decision with its facts, the texts of its rules and the versions of lists.

    Args:
        told: facts of the case.
        decision: made from them.
        book: the rules it was made with.
        kept: where decisions are kept.
        lists: versions or checksums of the lists of parties looked at, by list.

    Returns:
        The decision's id: the checksum of its text.

    Raises:
        StoreError: it cannot be written.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> from kanmon.catalogue.control_book import control_book
        >>> told, book = {"exporter": "USA"}, control_book()
        >>> made = decide(told, dt.date(2024, 1, 1), book)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     kept = Decisions(Path(folder))
        ...     replay(record(told, made, book, kept), kept).same
        True
    """
    texts = kept.keep("book", canonical(dict(book.texts)))
    made = {
        "kanmon": version("kanmon"),
        "case": plain_case(told),
        "day": decision.day.isoformat(),
        "book": texts,
        "rules": book.checksum,
        "lists": dict(lists or {}),
        "decision": plain_decision(decision),
    }
    return kept.keep("decision", canonical(made))


def replay(name: str, kept: Decisions) -> Replay:
    """Decide a kept case again, with the rules it was decided with.

    Args:
        name: id of the decision, or its start.
        kept: where decisions are kept.

    Returns:
        Whether decision and record come out as the same text.

    Raises:
        StoreError: there is none of that id, or a file was changed.
        DataError: the record is not of the layout.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     replay("0" * 8, Decisions(Path(folder)))
        Traceback (most recent call last):
            ...
        kanmon.errors.StoreError: ...
    """
    text = kept.read("decision", name)
    held = json.loads(text)
    try:
        texts = json.loads(kept.read("book", held["book"]))
        day = dt.date.fromisoformat(held["day"])
        told = case_of(held["case"])
        before = held["decision"]
    except (KeyError, TypeError, ValueError) as e:
        raise DataError(
            f"{type(e).__name__} {e}"[:120],
            where=f"decision {name}",
            remedy="restore it from a copy",
        ) from e
    again = plain_decision(decide(told, day, parse_book(texts)))
    return Replay(name, canonical(before) == canonical(again), held, again)
