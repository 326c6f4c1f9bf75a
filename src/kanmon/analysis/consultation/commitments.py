"""What partners promised, as a register: who owes what, by when, and how it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kanmon.analysis.consultation.canonical import checksum
from kanmon.errors import CodeError, DataError

STANDINGS = ("open", "under_way", "kept", "broken", "dropped")
"""``dropped`` is what both sides agreed to leave."""
_ID = 12


@dataclass(frozen=True, slots=True)
class Turn:
    """Hold one change of a promise: on what day, to what, on whose word and evidence.

    Example:
        >>> Turn("2026-11-23", "kept", "JPN", "https://example.org").standing
        'kept'
    """

    day: str
    standing: str
    by: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Promise:
    """Hold one commitment with the words it stands on.

    ``id`` is made of the words and owners, so that the same sentence read twice is one promise.
    ``due`` is empty where the text names no day.

    Example:
        >>> make_promise(("JPN",), "reduce", (), "will reduce", "a.txt", "2023-11-14").standing
        'open'
    """

    id: str
    owners: tuple[str, ...]
    act: str
    about: tuple[str, ...]
    words: str
    source: str
    published: str
    due: str = ""
    turns: tuple[Turn, ...] = ()

    @property
    def standing(self) -> str:
        """How it stands by the last turn."""
        return self.turns[-1].standing if self.turns else "open"

    def late(self, today: dt.date) -> bool:
        """Whether its day has passed while it is still owed."""
        owed = self.standing in ("open", "under_way")
        return bool(self.due) and owed and self.due < today.isoformat()


def make_promise(
    owners: Sequence[str],
    act: str,
    about: Sequence[str],
    words: str,
    source: str,
    published: str,
) -> Promise:
    """Enter a commitment read from a text.

    Args:
        owners: economies or blocs.
        act: verb class.
        about: goods or topics.
        words: the sentence's own words.
        source: where the text can be read.
        published: day it came out, YYYY-MM-DD.

    Returns:
        The promise.

    Raises:
        DataError: nobody owns it, it has no words, or the day is none.

    Example:
        >>> a = make_promise(("JPN",), "reduce", (), "will reduce", "a.txt", "2023-11-14")
        >>> len(a.id)
        12
    """
    if not owners or not words.strip():
        raise DataError("no owner or no words", where="commitment", remedy="name both")
    _day(published)
    named = checksum({"owners": sorted(owners), "words": " ".join(words.split())})[:_ID]
    return Promise(named, tuple(owners), act, tuple(about), words, source, published)


def turn(register: Sequence[Promise], key: str, change: Turn) -> tuple[Promise, ...]:
    """Enter a change of a promise; what was entered before stays.

    Args:
        register: promises.
        key: id, or the start of one that no other shares.
        change: day, standing, by whom, evidence.

    Returns:
        The register with the change.

    Raises:
        CodeError: no promise, or several, begin so.
        DataError: an unknown standing, a day before the last turn or the text, or a promise said
            to be kept or broken without evidence.

    Example:
        >>> a = make_promise(("JPN",), "reduce", (), "will reduce", "a.txt", "2023-11-14")
        >>> turn([a], a.id[:4], Turn("2026-11-23", "kept", "USA", "https://x"))[0].standing
        'kept'
    """
    found = [one for one in register if key and one.id.startswith(key)]
    if len(found) != 1:
        raise CodeError(
            f"{len(found)} commitments begin with {key!r}", remedy="give more of the id"
        )
    (one,) = found
    _day(change.day)
    if change.standing not in STANDINGS:
        raise DataError(
            f"standing {change.standing!r}",
            where=f"commitment {one.id}",
            remedy=f"use one of {', '.join(STANDINGS)}",
        )
    if change.standing in ("kept", "broken") and not change.evidence.strip():
        raise DataError(
            f"{change.standing} without evidence",
            where=f"commitment {one.id}",
            remedy="say where it can be seen",
        )
    last = one.turns[-1].day if one.turns else one.published
    if change.day < last:
        raise DataError(
            f"{change.day} before {last}", where=f"commitment {one.id}", remedy="give a later day"
        )
    changed = replace(one, turns=(*one.turns, change))
    return tuple(changed if other.id == one.id else other for other in register)


def joined(old: Sequence[Promise], new: Sequence[Promise]) -> tuple[Promise, ...]:
    """Add promises to a register; those it holds already keep their turns.

    Args:
        old: the register.
        new: read just now.

    Returns:
        The register, new ones last.

    Example:
        >>> a = make_promise(("JPN",), "reduce", (), "will reduce", "a.txt", "2023-11-14")
        >>> len(joined([a], [a]))
        1
    """
    held = {one.id for one in old}
    fresh = {one.id: one for one in new if one.id not in held}
    return (*old, *fresh.values())


def as_plain(register: Sequence[Promise]) -> list[dict[str, Any]]:
    """Write a register as plain data.

    Args:
        register: promises.

    Returns:
        One object each.

    Example:
        >>> as_plain([])
        []
    """
    return [
        {
            "id": one.id,
            "owners": list(one.owners),
            "act": one.act,
            "about": list(one.about),
            "words": one.words,
            "source": one.source,
            "published": one.published,
            "due": one.due,
            "turns": [
                {"day": t.day, "standing": t.standing, "by": t.by, "evidence": t.evidence}
                for t in one.turns
            ],
        }
        for one in register
    ]


def read_register(plain: Any, *, where: str) -> tuple[Promise, ...]:
    """Read a register; every turn is entered anew, so that none can be out of order.

    Args:
        plain: as :func:`as_plain` writes it.
        where: file named in an error.

    Returns:
        Promises.

    Raises:
        DataError: a field is missing, unknown or of another type, or an id stands twice.

    Example:
        >>> a = make_promise(("JPN",), "reduce", (), "will reduce", "a.txt", "2023-11-14")
        >>> read_register(as_plain([a]), where="x") == (a,)
        True
    """
    if not isinstance(plain, list):
        raise DataError("no list", where=where, remedy="give a register of commitments")
    found: tuple[Promise, ...] = ()
    for at, raw in enumerate(plain, start=1):
        place = f"{where}, commitment {at}"
        one = _promise(raw, place)
        if any(other.id == one.id for other in found):
            raise DataError(f"{one.id} stands twice", where=place, remedy="keep one")
        found = (*found, one)
        for change in raw["turns"]:
            try:
                entered = Turn(**change)
            except TypeError as e:
                raise DataError(f"turn {change!r}", where=place, remedy="see the manual") from e
            found = turn(found, one.id, entered)
    return found


def _promise(raw: Any, place: str) -> Promise:
    fields = {"id", "owners", "act", "about", "words", "source", "published", "due", "turns"}
    if not isinstance(raw, Mapping) or set(raw) != fields:
        raise DataError("no commitment", where=place, remedy=f"give {', '.join(sorted(fields))}")
    texts = all(isinstance(raw[n], str) for n in fields - {"owners", "about", "turns"})
    lists = all(
        isinstance(raw[n], list) and all(isinstance(v, str) for v in raw[n])
        for n in ("owners", "about")
    )
    if not (texts and lists and isinstance(raw["turns"], list)):
        raise DataError("a field of another type", where=place, remedy="see the manual")
    one = make_promise(
        raw["owners"], raw["act"], raw["about"], raw["words"], raw["source"], raw["published"]
    )
    if one.id != raw["id"]:
        raise DataError(
            f"id {raw['id']!r} is not of these words", where=place, remedy="words are not changed"
        )
    if raw["due"]:
        _day(raw["due"])
    return replace(one, due=raw["due"])


def _day(text: str) -> None:
    try:
        dt.date.fromisoformat(text)
    except ValueError as e:
        raise DataError(f"day {text!r}", where="commitment", remedy="write it YYYY-MM-DD") from e
