"""A candidate supplier: what is known of it, between what bounds, and what is not known and why."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from kanmon.analysis.finding import Caveat, Finding
from kanmon.catalogue.sourcing import assumed
from kanmon.errors import CodeError, DataError

RELATIONS = ("current", "producer", "near", "announced")
"""Sells to the party today; makes it but does not; makes related things; has said it will."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Bound an amount: low <= best <= high, none negative, each bound with what it assumes.

    ``basis`` names the assumption behind each bound, in the order low, best, high.

    Example:
        >>> Interval(0.0, 10.0, 30.0).scaled(2.0).high
        60.0
    """

    low: float
    best: float
    high: float
    basis: tuple[str, str, str] = ("", "", "")

    def __post_init__(self) -> None:
        ends = (self.low, self.best, self.high)
        if not all(math.isfinite(e) for e in ends) or not 0 <= self.low <= self.best <= self.high:
            raise DataError(
                f"{self.low} to {self.best} to {self.high}",
                where="interval",
                remedy="give finite amounts, none negative, in rising order",
            )

    def scaled(self, factor: float) -> Interval:
        """Return the interval times a factor of zero or more."""
        return Interval(self.low * factor, self.best * factor, self.high * factor, self.basis)

    def plus(self, other: Interval) -> Interval:
        """Return the sum of two intervals, bound by bound."""
        basis = tuple(
            "; ".join(dict.fromkeys(b for b in pair if b))
            for pair in zip(self.basis, other.basis, strict=True)
        )
        return Interval(
            self.low + other.low,
            self.best + other.best,
            self.high + other.high,
            (basis[0], basis[1], basis[2]),
        )

    def at_most(self, other: Interval) -> Interval:
        """Return this interval cut to another, bound by bound."""
        return Interval(
            min(self.low, other.low),
            min(self.best, other.best),
            min(self.high, other.high),
            self.basis,
        )


@dataclass(frozen=True, slots=True)
class Output:
    """Say how much an economy makes in a year, and where in the chain that was measured.

    ``good`` is the good counted: the candidate's own, or one upstream or downstream of it, in
    which case ``same`` is False and the tonnes bound nothing. ``unit`` is always t.

    Example:
        >>> Output(100.0, "cobalt_ore", 2024, "usgs_mcs", "Mine production", same=False).tonnes
        100.0
    """

    tonnes: float
    good: str
    year: int
    source: str
    kind: str
    same: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Say what share of a candidate's supply of an input (or of the good) an origin makes.

    ``good`` is the input traced, or the candidate's own good where re-exports were traced.
    ``basis`` is ``trade`` (traced through trade), ``documented`` (``catalogue/feeds.csv``) or
    ``world_mix`` (no trade is known: what it does not make itself is taken to come from the
    makers in proportion to their output).

    Example:
        >>> Source("rare_earth_ore", "CHN", 0.7).origin
        'CHN'
    """

    good: str
    origin: str
    share: float
    basis: str = "trade"


@dataclass(frozen=True, slots=True)
class Announced:
    """Hold one announcement: what, where, how much, from when, how firm, who says so.

    Example:
        >>> a = Announced("gallium_metal", "AUS", 100.0, dt.date(2027, 1, 1), "announced", "x")
        >>> a.expected.best
        30.0
    """

    good: str
    economy: str
    tonnes: float
    start: dt.date
    firmness: str
    source: str

    @property
    def expected(self) -> Interval:
        """What may come of it, by how firm it is."""
        rate = assumed("firmness", self.firmness)
        return Interval(
            self.tonnes * rate.low,
            self.tonnes * rate.best,
            self.tonnes * rate.high,
            (f"{rate.name} of what is said",) * 3,
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold what is known of one economy as a supplier of one good to one party.

    Amounts are tonnes a year, prices USD a tonne. ``share`` is of the party's imports by value.
    ``capacity`` is what it can make in all, ``spare`` what the party could buy from it beyond
    today's ``imports``. ``group`` is the economy its supply rests on for more than the
    threshold: itself where it does not lean on another. Two candidates of one group are one
    source. ``announced`` is capacity to come and is in neither ``capacity`` nor ``spare``, save
    for the relation ``announced``, whose ``spare`` is all of it. ``risk`` is of governance, 0
    best to 1 worst. What is None stands in ``missing`` with the reason.

    Example:
        >>> c = Candidate("AUS", "gallium_metal", "producer", group="AUS",
        ...               missing={"spare": "no production"})
        >>> c.available is None, c.independent
        (True, True)
    """

    economy: str
    good: str
    relation: str
    share: float | None = None
    imports: float | None = None
    output: Output | None = None
    capacity: Interval | None = None
    spare: Interval | None = None
    unit_value: Interval | None = None
    freight: Interval | None = None
    delivered: Interval | None = None
    km: float | None = None
    tier: str | None = None
    risk: float | None = None
    climate: float | None = None
    agreements: tuple[str, ...] | None = None
    nearness: float | None = None
    sources: tuple[Source, ...] = ()
    announced: tuple[Announced, ...] = ()
    group: str = ""
    missing: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.relation not in RELATIONS:
            raise DataError(
                f"relation {self.relation!r}",
                where=f"candidate {self.economy} for {self.good}",
                remedy=f"use one of {', '.join(RELATIONS)}",
            )

    @property
    def available(self) -> Interval | None:
        """What the party could buy in all: imports and what is spare, at most what is made.

        None where it is not known. Imports above published output of the very good are somebody
        else's goods, so output bounds them.
        """
        if self.spare is None:
            return None
        now = self.imports or 0.0
        word = "imports of today" if now else ""
        total = Interval(now, now, now, (word, word, word)).plus(self.spare)
        if self.output is None or not self.output.same or self.capacity is None:
            return total
        return total.at_most(self.capacity)

    @property
    def independent(self) -> bool:
        """Whether its supply rests on no other economy beyond the threshold."""
        return self.group in ("", self.economy)


@dataclass(frozen=True, slots=True)
class CandidateSet:
    """Hold the candidates of a good for a party, most bought from first, and their Finding.

    ``demand`` is the party's imports in tonnes in ``year``; None where trade has no mass.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> from kanmon.analysis.plan.candidates.find import candidates
        >>> candidates(tiny_picture("JPN"), "rare_earth_metals").of("CHN").relation
        'current'
    """

    party: str
    good: str
    year: int
    candidates: tuple[Candidate, ...]
    demand: float | None
    finding: Finding

    @property
    def table(self) -> pa.Table:
        """One row a candidate."""
        return self.finding.table

    @property
    def caveats(self) -> tuple[Caveat, ...]:
        """What a reader must know before using them."""
        return self.finding.caveats

    @property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Candidates by the economy their supply rests on."""
        found: dict[str, tuple[str, ...]] = {}
        for one in self.candidates:
            at = one.group or one.economy
            found[at] = (*found.get(at, ()), one.economy)
        return found

    def of(self, economy: str) -> Candidate:
        """Return one candidate, or raise CodeError."""
        for one in self.candidates:
            if one.economy == economy:
                return one
        raise CodeError(
            f"{economy} is no candidate for {self.good}",
            remedy=f"use one of {', '.join(c.economy for c in self.candidates)}",
        )
