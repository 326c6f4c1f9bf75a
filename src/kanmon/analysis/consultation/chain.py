"""An audit log whose past cannot be changed unseen: entries hold the hash of those before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kanmon.analysis.consultation.canonical import checksum
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
        log: entries so far, or the last of them alone.
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
    number, plain = (log[-1].number if log else 0) + 1, dict(about)
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
    """Give a log's head: how many entries, and the last hash, which a partner keeps.

    Args:
        log: entries.

    Returns:
        Number and hash; none and the genesis hash for an empty log.

    Example:
        >>> head(()) == (0, GENESIS)
        True
    """
    return (log[-1].number, log[-1].hash) if log else (0, GENESIS)


def verify(log: Iterable[Entry], heads: Iterable[str] = ()) -> tuple[int, str]:
    """Prove that a log was not changed, and that it still holds every head a partner kept.

    Args:
        log: entries, from the first on.
        heads: hashes of earlier heads, oldest first. A head bears no number, so that it does not
            tell a partner how much is written.

    Returns:
        The head: how many entries, and the last hash.

    Raises:
        DataError: an entry does not follow from the one before, or a head is not of this log, or
            not in this order; the error names the first entry that fails.

    Example:
        >>> one = append((), "2026-11-23T00:00:00Z", "a", "opened", {})
        >>> verify((one,), [one.hash]) == (1, one.hash)
        True
    """
    waiting = list(heads)
    at_head = 0
    while at_head < len(waiting) and waiting[at_head] == GENESIS:
        at_head += 1
    before, at, place = GENESIS, "", 0
    for place, entry in enumerate(log, start=1):
        body = entry.as_plain()
        told = body.pop("hash")
        if entry.number != place or entry.before != before or entry.at < at:
            raise _broken(place, "does not follow the one before")
        if checksum(body) != told:
            raise _broken(place, "was changed")
        before, at = entry.hash, entry.at
        while at_head < len(waiting) and waiting[at_head] == before:
            at_head += 1
    if at_head < len(waiting):
        raise DataError(
            f"head {waiting[at_head][:12]} that a partner keeps is not of this log",
            where="audit log",
            remedy="the history was rewritten or cut: ask who, and restore from backup",
        )
    return place, before


def _broken(number: int, why: str) -> DataError:
    return DataError(
        f"entry {number} {why}",
        where="audit log",
        remedy="the log was changed: ask who, and restore from backup",
    )
