"""One text for one value: JSON in the single form that is hashed and signed."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

from kanmon.errors import DataError

_DEEPEST = 64
_SAFE = 2**53


def canonical(value: Any) -> bytes:
    """Write plain data as canonical JSON.

    Args:
        value: objects with text keys, lists, text, whole and finite numbers, truth, null.

    Returns:
        UTF-8 bytes: keys in order of their code points, no spaces, shortest number that reads
        back the same.

    Raises:
        DataError: a value has no place in JSON, is not finite, is nested too deep, is a whole
            number other readers would round, or a text is no Unicode.

    Source:
        RFC 8785 (JSON Canonicalization Scheme) in all but the order of keys beyond the basic
        plane, which here is that of code points.

    Example:
        >>> canonical({"b": [1, 2.5], "a": "関門"}).decode()
        '{"a":"関門","b":[1,2.5]}'
    """
    _check(value, 0)
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as e:
        raise DataError("text that is no Unicode", where="canonical JSON", remedy="mend it") from e


def checksum(value: Any) -> str:
    """Hash plain data in its canonical form.

    Args:
        value: as for :func:`canonical`.

    Returns:
        SHA-256, 64 hexadecimal digits.

    Raises:
        DataError: as for :func:`canonical`.

    Example:
        >>> checksum({"a": 1, "b": 2}) == checksum({"b": 2, "a": 1})
        True
    """
    return hashlib.sha256(canonical(value)).hexdigest()


def read_canonical(raw: bytes, *, where: str, most: int = 16 << 20) -> Any:
    """Read bytes that must be canonical JSON, and nothing else.

    Args:
        raw: as received.
        where: named in an error.
        most: bytes at most.

    Returns:
        The value.

    Raises:
        DataError: the bytes are too many, no JSON, hold a key twice, or are not in the one form.

    Example:
        >>> read_canonical(b'{"a":1}', where="x")
        {'a': 1}
    """
    if len(raw) > most:
        raise DataError(f"{len(raw)} bytes", where=where, remedy=f"send at most {most}")
    try:
        value = json.loads(raw.decode("utf-8"), object_pairs_hook=_once)
    except (UnicodeDecodeError, ValueError, RecursionError) as e:
        raise DataError("no JSON in UTF-8", where=where, remedy="send canonical JSON") from e
    if canonical(value) != raw:
        raise DataError("JSON in another form", where=where, remedy="send canonical JSON")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _check(value: Any, depth: int) -> None:
    if depth > _DEEPEST:
        raise DataError("nested too deep", where="canonical JSON", remedy="flatten it")
    if isinstance(value, dict):
        for key, one in value.items():
            if not isinstance(key, str):
                raise DataError(f"key {key!r}", where="canonical JSON", remedy="use text keys")
            _check(one, depth + 1)
    elif isinstance(value, list):
        for one in value:
            _check(one, depth + 1)
    elif isinstance(value, float):
        if not math.isfinite(value) or (value == 0.0 and math.copysign(1.0, value) < 0):
            raise DataError(f"number {value}", where="canonical JSON", remedy="use finite numbers")
    elif isinstance(value, int) and not isinstance(value, bool):
        if abs(value) > _SAFE:
            raise DataError(f"number {value}", where="canonical JSON", remedy="write it as text")
    elif value is not None and not isinstance(value, str | bool):
        raise DataError(
            f"a {type(value).__name__}", where="canonical JSON", remedy="use plain data"
        )
