"""A list as read: every entry of the file is loaded or said to be left out, with the reason."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kanmon.errors import DataError
from kanmon.tables.listed import Listed


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Say which entry of a file was not loaded, and why.

    Example:
        >>> LeftOut("row 7", "no name").why
        'no name'
    """

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class PartyList:
    """Hold the entries of one file and account for each.

    ``found`` counts what the file holds; it is what was loaded and what was left out together.
    ``doubts`` counts, by kind, what was loaded but not understood whole (a country nobody
    knows, a date in no known form). ``edition`` is the publisher's date where the file tells it.

    Example:
        >>> PartyList("x.csv", "table", "", (), (LeftOut("row 1", "no name"),), 1).found
        1
    """

    file: str
    layout: str
    edition: str
    entries: tuple[Listed, ...]
    left: tuple[LeftOut, ...]
    found: int
    doubts: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        if self.found != len(self.entries) + len(self.left):
            raise DataError(
                f"{self.found} entries, {len(self.entries)} loaded, {len(self.left)} left out",
                where=self.file,
                remedy="report this: the reader loses entries",
            )

    @property
    def lists(self) -> dict[str, int]:
        """Count the entries of each list in the file."""
        return dict(Counter(entry.list_id for entry in self.entries))

    @property
    def digest(self) -> str:
        """Give a hash of everything loaded, by which two editions are told apart."""
        whole = hashlib.sha256()
        for entry in self.entries:
            whole.update(repr(entry_text(entry)).encode("utf-8", "surrogatepass"))
        return whole.hexdigest()


@dataclass(slots=True)
class Gathering:
    """Gather entries while a file is read; ids of one list are kept apart.

    A reader counts each record in ``found`` as it meets it, before it knows what becomes of it.

    Example:
        >>> gathering = Gathering("x.csv", "table", found=1)
        >>> gathering.leave("row 1", "no name")
        >>> gathering.done().found
        1
    """

    file: str
    layout: str
    edition: str = ""
    found: int = 0
    entries: list[Listed] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    doubts: Counter[str] = field(default_factory=Counter)
    _keys: set[str] = field(default_factory=set)

    def add(self, entry: Listed) -> None:
        """Take an entry in; one whose id the list has used already is left out."""
        if entry.key in self._keys:
            self.leave(entry.key, "the list gives this id twice")
            return
        self._keys.add(entry.key)
        self.entries.append(entry)

    def leave(self, where: str, why: str) -> None:
        """Leave an entry out."""
        self.left.append(LeftOut(where, why))

    def doubt(self, kind: str) -> None:
        """Count something that was not understood."""
        self.doubts[kind] += 1

    def free_id(self, list_id: str, parts: Iterable[str]) -> str:
        """Give an entry without an id one made of its content, the same in every edition."""
        short = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]
        number, found = 1, short
        while f"{list_id}:{found}" in self._keys:
            number += 1
            found = f"{short}-{number}"
        return found

    def done(self) -> PartyList:
        """Close the list."""
        return PartyList(
            self.file,
            self.layout,
            self.edition,
            tuple(self.entries),
            tuple(self.left),
            self.found,
            tuple(sorted(self.doubts.items())),
        )


def entry_text(entry: Listed) -> tuple[str, ...]:
    """Write an entry as texts in a fixed order, sets sorted.

    Args:
        entry: of a list.

    Returns:
        Its fields; two entries are the same when these are.

    Example:
        >>> from kanmon.tables.listed import ListedName
        >>> entry_text(Listed("x", "1", (ListedName("Acme"),)))[:2]
        ('x:1', 'Acme|primary|')
    """
    return (
        entry.key,
        *(f"{n.text}|{n.kind.value}|{n.script}" for n in entry.names),
        entry.party.value,
        *sorted(entry.countries),
        *entry.addresses,
        *(f"{i.kind}|{i.value}|{i.country}" for i in entry.identifiers),
        *entry.born,
        entry.program,
        entry.since,
        entry.until,
        entry.note,
    )
