"""What a list of parties says of one of them: names, countries, addresses, numbers, dates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kanmon.errors import DataError


class NameKind(StrEnum):
    """Say how a list gives a name: as its own, as another, or as one it holds weakly.

    Example:
        >>> NameKind("weak").value
        'weak'
    """

    PRIMARY = "primary"
    ALIAS = "alias"
    WEAK = "weak"


class PartyKind(StrEnum):
    """Say what bears a name; ``unknown`` is an answer and is never guessed from the name.

    Example:
        >>> PartyKind("person") is PartyKind.PERSON
        True
    """

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ListedName:
    """Hold one name of a listed party as printed, in its own script.

    ``script`` is an ISO 15924 code the list gives (``Latn``, ``Hani``, ``Jpan``...), empty
    where it gives none: the comparison reads scripts from the characters themselves.

    Example:
        >>> ListedName("Kraftway Corporation", NameKind.ALIAS).kind.value
        'alias'
    """

    text: str
    kind: NameKind = NameKind.PRIMARY
    script: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """Hold a number an authority gave: kind of number, its value, the economy that gave it.

    ``kind`` is a plain lower-case noun: ``passport``, ``registration``, ``tax``, ``imo``,
    ``lei``, ``swift``, ``national id``...

    Example:
        >>> Identifier("imo", "9187629").value
        '9187629'
    """

    kind: str
    value: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """Hold one entry of a list of parties, nothing added and nothing guessed.

    ``list_id`` is the catalogue's id of the list and ``entry_id`` the list's own id (or its
    row number where it has none). ``countries`` are ISO alpha-3 codes. ``born`` are dates of
    birth or of registration as ISO text to the precision given (``1965``, ``1969-02-13``);
    ``since`` and ``until`` are the ISO dates the entry holds, empty where not told.

    Example:
        >>> entry = Listed("uk_fictional", "7", (ListedName("Acme Rotor Works"),), program="X")
        >>> entry.primary, entry.key
        ('Acme Rotor Works', 'uk_fictional:7')
    """

    list_id: str
    entry_id: str
    names: tuple[ListedName, ...]
    party: PartyKind = PartyKind.UNKNOWN
    countries: frozenset[str] = frozenset()
    addresses: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    born: tuple[str, ...] = ()
    program: str = ""
    since: str = ""
    until: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not self.names:
            raise DataError(
                "an entry without a name",
                where=self.key,
                remedy="report the entry as not loaded instead of passing it on",
            )

    @property
    def key(self) -> str:
        """Name the entry across lists."""
        return f"{self.list_id}:{self.entry_id}"

    @property
    def primary(self) -> str:
        """Give the first primary name, or the first name where none is primary."""
        first = next((n for n in self.names if n.kind is NameKind.PRIMARY), self.names[0])
        return first.text
