"""What is asked of a list of parties, and what a comparison answers."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp

from kanmon.errors import DataError
from kanmon.tables.listed import Identifier, PartyKind


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
class Checked:
    """Hold what was found for one query: its band, its matches, best first, its doubts.

    ``band`` is the worst of the matches, or ``review`` where a name could not be read well
    enough to be cleared; ``flags`` then say why.

    Example:
        >>> Checked("1", Band.CLEAR, ()).band.value
        'clear'
    """

    query: str
    band: Band
    matches: tuple[Match, ...]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """Say how far a search goes: forms kept a form asked, postings read, threads.

    Rare letters are read first, until ``budget`` postings are read or a quarter of the list's
    names, whichever is more. ``threads`` is 0 for every processor; answers do not depend on it.

    Example:
        >>> Reach().top
        20
    """

    top: int = 20
    budget: int = 8_000
    threads: int = 0

    def over(self, names: int) -> Reach:
        """Fit the search to a list of so many names."""
        threads = self.threads or min(os.cpu_count() or 1, 16)
        return replace(self, budget=max(self.budget, names // 4), threads=threads)
