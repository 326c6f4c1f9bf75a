"""An audit log whose past cannot be changed unseen: entries hold the hash of those before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kanmon.analysis.consultation.canonical import canonical, checksum, read_canonical
from kanmon.errors import DataError

GENESIS = "0" * 64
_HASH = re.compile(r"[0-9a-f]{64}")
_FIELDS = ("number", "before", "at", "actor", "verb", "about", "hash")


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one entry: who did what to what, when, and the hash that ties it to the past.

    ``about`` holds no more than the reader of the log may see: names and checksums.

    Example:
        >>> append((), "2026-11-23T00:00:00Z", "a", "opened", {"case": "1"}).number
        1
    """

    number: int
    before: str
    at: str
    actor: str
    verb: str
    about: Mapping[str, Any]
    hash: str

    def as_plain(self) -> dict[str, Any]:
        """Return the entry as plain data."""
        return {name: getattr(self, name) for name in _FIELDS}


def append(log: Sequence[Entry], at: str, actor: str, verb: str, about: Mapping[str, Any]) -> Entry:
    """Make the entry that follows a log.

    Args:
        log: entries so far.
        at: time in UTC, ISO 8601; not before the last entry's.
        actor: who did it.
        verb: what was done.
        about: to what, plain data.

    Returns:
        The entry.

    Raises:
        DataError: the time runs backwards, or a value is no plain data.

    Example:
        >>> one = append((), "2026-11-23T00:00:00Z", "a", "opened", {})
        >>> append((one,), "2026-11-23T00:00:01Z", "a", "closed", {}).before == one.hash
        True
    """
    before = log[-1].hash if log else GENESIS
    if log and at < log[-1].at:
        raise DataError(
            f"{at} after {log[-1].at}", where="audit log", remedy="set the clock of this node"
        )
    number, plain = len(log) + 1, dict(about)
    body = {
        "number": number,
        "before": before,
        "at": at,
        "actor": actor,
        "verb": verb,
        "about": plain,
    }
    return Entry(number, before, at, actor, verb, plain, checksum(body))


def head(log: Sequence[Entry]) -> tuple[int, str]:
    """Give a log's head, which a partner keeps: how many entries, and the last hash.

    Args:
        log: entries.

    Returns:
        Number and hash; none and the genesis hash for an empty log.

    Example:
        >>> head(()) == (0, GENESIS)
        True
    """
    return (log[-1].number, log[-1].hash) if log else (0, GENESIS)


def verify(log: Sequence[Entry], heads: Iterable[tuple[int, str]] = ()) -> None:
    """Prove that a log was not changed, and that it still holds every head a partner kept.

    Args:
        log: entries.
        heads: number and hash of earlier heads.

    Raises:
        DataError: an entry does not follow from the one before, or a head is not of this log;
            the error names the first entry that fails.

    Example:
        >>> one = append((), "2026-11-23T00:00:00Z", "a", "opened", {})
        >>> verify((one,), [head((one,))])
    """
    before, at = GENESIS, ""
    for place, entry in enumerate(log, start=1):
        body = entry.as_plain()
        told = body.pop("hash")
        if entry.number != place or entry.before != before or entry.at < at:
            raise _broken(place, "does not follow the one before")
        if checksum(body) != told:
            raise _broken(place, "was changed")
        before, at = entry.hash, entry.at
    for number, told in heads:
        held = GENESIS if number == 0 else log[number - 1].hash if number <= len(log) else None
        if held != told:
            raise DataError(
                f"entry {number} is not the one a partner's head names",
                where="audit log",
                remedy="the history was rewritten or cut: ask who, and restore from backup",
            )


def _broken(number: int, why: str) -> DataError:
    return DataError(
        f"entry {number} {why}",
        where="audit log",
        remedy="the log was changed: ask who, and restore from backup",
    )


def write_log(log: Iterable[Entry]) -> bytes:
    """Write a log as lines of canonical JSON.

    Args:
        log: entries.

    Returns:
        UTF-8 bytes, an entry a line.

    Example:
        >>> write_log(())
        b''
    """
    return b"".join(canonical(entry.as_plain()) + b"\n" for entry in log)


def read_log(raw: bytes, *, where: str) -> tuple[Entry, ...]:
    """Read a log; its hashes are for :func:`verify`.

    Args:
        raw: lines of canonical JSON, the last one ended.
        where: file named in an error.

    Returns:
        Entries.

    Raises:
        DataError: a line is not canonical JSON, or no entry.

    Example:
        >>> one = append((), "2026-11-23T00:00:00Z", "a", "opened", {})
        >>> read_log(write_log((one,)), where="x") == (one,)
        True
    """
    if raw and not raw.endswith(b"\n"):
        raise DataError("the last line has no end", where=where, remedy="restore from backup")
    found = []
    for line, text in enumerate(raw.split(b"\n")[:-1], start=1):
        place = f"{where}, line {line}"
        plain = read_canonical(text, where=place)
        if not isinstance(plain, dict) or set(plain) != set(_FIELDS):
            raise DataError("no entry", where=place, remedy="restore from backup")
        texts = all(isinstance(plain[n], str) for n in ("before", "at", "actor", "verb", "hash"))
        whole = isinstance(plain["number"], int) and not isinstance(plain["number"], bool)
        hashes = texts and _HASH.fullmatch(plain["hash"]) and _HASH.fullmatch(plain["before"])
        if not (whole and hashes and isinstance(plain["about"], dict)):
            raise DataError("no entry", where=place, remedy="restore from backup")
        found.append(Entry(**plain))
    return tuple(found)
