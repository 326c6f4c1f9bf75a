"""What a list says of a party, what is asked of it, and what a comparison of the two answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import exp

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


class Band(StrEnum):
    """Say what a score calls for: nothing, a pair of eyes, or a stop.

    Example:
        >>> [band.value for band in Band]
        ['clear', 'review', 'hit']
    """

    CLEAR = "clear"
    REVIEW = "review"
    HIT = "hit"


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


@dataclass(frozen=True, slots=True)
class Query:
    """Ask whether a party is listed: its names and whatever else is known of it.

    Example:
        >>> Query("1", ("Acme Rotor Works Ltd",), countries=frozenset({"GBR"})).names
        ('Acme Rotor Works Ltd',)
    """

    id: str
    names: tuple[str, ...]
    party: PartyKind = PartyKind.UNKNOWN
    countries: frozenset[str] = frozenset()
    addresses: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    born: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.names:
            raise DataError("a query without a name", where=f"query {self.id}", remedy="give one")


@dataclass(frozen=True, slots=True)
class Feature:
    """Hold one reason of a score: its value, its weight and what it adds to the log-odds.

    Example:
        >>> Feature("country", 1.0, 0.8, "both RUS").adds
        0.8
    """

    name: str
    value: float
    weight: float
    why: str = ""

    @property
    def adds(self) -> float:
        """Give the contribution in log-odds."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Match:
    """Hold one listed entry that a query may mean, with the reasons.

    ``score`` is the log-odds (natural logarithm), the sum of what its features add: it has no
    ceiling, so that the better of two good matches stays the better one. ``flags`` say what the
    comparison met or could not do (hidden characters, a script it cannot read...).

    Example:
        >>> reasons = (Feature("prior", 1.0, -4.0), Feature("agreement", 1.0, 7.5))
        >>> Match("1", "uk:7", "Acme", "Acme Ltd", 3.5, Band.HIT, reasons).chance
        0.9707
    """

    query: str
    entry: str
    asked: str
    listed: str
    score: float
    band: Band
    features: tuple[Feature, ...]
    flags: tuple[str, ...] = ()

    @property
    def chance(self) -> float:
        """Give the score as a chance between 0 and 1, four places, for reading only."""
        return round(1 / (1 + exp(-max(-60.0, min(60.0, self.score)))), 4)


@dataclass(frozen=True, slots=True)
class Screened:
    """Hold what screening found for one query: its band, its matches, best first, its doubts.

    ``band`` is the worst of the matches, or ``review`` where a name could not be read well
    enough to be cleared; ``flags`` then say why.

    Example:
        >>> Screened("1", Band.CLEAR, ()).band.value
        'clear'
    """

    query: str
    band: Band
    matches: tuple[Match, ...]
    flags: tuple[str, ...] = ()
