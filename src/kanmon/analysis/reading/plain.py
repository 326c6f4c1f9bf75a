"""A reading as plain data: every fact with the characters it stands on and their text."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from kanmon.analysis.reading.record import Commitment, Listing, Measure, Mention, Reading, Span


def plain_reading(reading: Reading, text: str) -> dict[str, Any]:
    """Write a reading as plain data.

    Args:
        reading: of the text.
        text: the text itself, which spans point into.

    Returns:
        Fields by name; a span as ``start``, ``end`` and the ``text`` between.

    Example:
        >>> from kanmon.analysis.reading.read import read
        >>> text = "China banned imports of Japanese seafood."
        >>> found = plain_reading(read(text), text)
        >>> found["measures"][0]["spans"]["act"]["text"]
        'banned'
    """
    return {
        "lang": reading.lang,
        "title": reading.title,
        "measures": [_plain(m, text) for m in reading.measures],
        "queue": [_plain(m, text) for m in reading.queue],
        "commitments": [_plain(c, text) for c in reading.commitments],
        "listings": [_plain(one, text) for one in reading.listings],
        "mentions": [_plain(m, text) for m in reading.mentions],
    }


def _plain(fact: Measure | Commitment | Listing | Mention, text: str) -> dict[str, Any]:
    return {f.name: _value(getattr(fact, f.name), text) for f in fields(fact)}


def _value(value: Any, text: str) -> Any:
    if isinstance(value, Span):
        return {"start": value.start, "end": value.end, "text": value.of(text)}
    if isinstance(value, dict):
        return {key: _value(one, text) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_value(one, text) for one in value]
    return value
