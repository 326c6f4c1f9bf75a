"""JSON from outside: records and texts taken out of it by kind, never trusted to have a shape."""

from __future__ import annotations

import json
from typing import Any

from kanmon.errors import DataError
from kanmon.sources.encoding import to_utf8
from kanmon.sources.party_lists.cells import tidy
from kanmon.sources.party_lists.party_list import Gathering

Record = dict[str, Any]


def parse(raw: bytes, where: str) -> object:
    """Read a JSON document, or lines of one record each.

    Args:
        raw: the file.
        where: file named in an error.

    Returns:
        The document; a list of records where there is one a line.

    Raises:
        DataError: not JSON, or nested too deep.

    Example:
        >>> parse(b'{"a": 1}\\n{"a": 2}\\n', "x"), parse(b'{"a": [1]}', "x")
        ([{'a': 1}, {'a': 2}], {'a': [1]})
    """
    text = to_utf8(raw, where=where)[0].decode("utf-8")
    try:
        try:
            return json.loads(text)
        except json.JSONDecodeError as whole:
            lines = [line for line in text.splitlines() if line.strip()]
            if len(lines) < 2 or whole.msg != "Extra data":
                raise
            return [json.loads(line) for line in lines]
    except (ValueError, RecursionError) as e:
        raise DataError(
            f"not JSON that can be read ({e})", where=where, remedy="get it again"
        ) from e


def records_of(told: object, key: str, gathering: Gathering) -> list[Record]:
    """Give the records of a document; what is no record is left out and told.

    Args:
        told: a list, or an object that holds one.
        key: under which the list stands in an object.
        gathering: where what is no record is told.

    Returns:
        The records.

    Raises:
        DataError: there is no list of records.

    Example:
        >>> records_of({"results": [{"a": 1}, 7]}, "results", Gathering("x", "csl"))
        [{'a': 1}]
    """
    if isinstance(told, dict):
        told = told.get(key, [told] if "schema" in told else None)
    if not isinstance(told, list):
        raise DataError(
            f"no list of records under {key!r}", where=gathering.file, remedy="get the file again"
        )
    for number, item in enumerate(told, start=1):
        if not isinstance(item, dict):
            gathering.found += 1
            gathering.leave(f"record {number}", "not a record")
    return [item for item in told if isinstance(item, dict)]


def text_of(record: Record, key: str) -> str:
    """Give a text of a record, empty where there is none or something else.

    Args:
        record: from outside.
        key: of the text; a whole number counts as text.

    Returns:
        The text on one line.

    Example:
        >>> text_of({"a": " x ", "n": 7, "l": []}, "a"), text_of({"n": 7}, "n"), text_of({}, "a")
        ('x', '7', '')
    """
    told = record.get(key)
    if isinstance(told, int) and not isinstance(told, bool):
        return str(told)
    return tidy(told) if isinstance(told, str) else ""


def texts_of(record: Record, key: str) -> list[str]:
    """Give the texts under a key, one or several.

    Args:
        record: from outside.
        key: of a text or a list.

    Returns:
        Texts that are not empty; whatever is not text is passed over.

    Example:
        >>> texts_of({"a": ["x", 7, ""], "b": "y"}, "a"), texts_of({"b": "y"}, "b")
        (['x'], ['y'])
    """
    told = record.get(key)
    items = told if isinstance(told, list) else [told]
    return [text for text in (tidy(i) for i in items if isinstance(i, str)) if text]
