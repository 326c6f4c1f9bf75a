"""A case: a measure of one economy against another, and every fact known of it with its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from kanmon.errors import DataError

STATUS = ("found", "memory", "computed")
STRENGTHS = ("weak", "medium", "strong")
EVENTS = ("measure", "trigger", "notice", "talks", "easing", "hazard", "statement", "end")


@dataclass(frozen=True, slots=True)
class Event:
    """Hold one dated fact of the timeline.

    Example:
        >>> Event(dt.date(2023, 8, 24), "measure", "Total ban", "MOFA of Japan", "found").kind
        'measure'
    """

    day: dt.date
    kind: str
    text: str
    source: str
    status: str
    ja: str = ""
    fr: str = ""

    def __post_init__(self) -> None:
        if self.kind not in EVENTS:
            raise DataError(
                f"event of kind {self.kind!r}",
                where=f"timeline, {self.day}",
                remedy=f"use one of {', '.join(EVENTS)}",
            )


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold one piece of evidence for or against a criterion.

    Example:
        >>> Evidence("demand", True, "strong", "Asks to withdraw remarks", "CNA", "found").speaks
        'for'
    """

    criterion: str
    supports: bool
    strength: str
    text: str
    source: str
    status: str
    ja: str = ""
    fr: str = ""

    @property
    def speaks(self) -> str:
        """``for`` or ``against`` the criterion."""
        return "for" if self.supports else "against"


@dataclass(frozen=True, slots=True)
class Limit:
    """Hold a limit a measured amount is held to, and whose it is.

    ``kind``: ``operational``, ``exporter``, ``importer`` or ``international``.

    Example:
        >>> Limit("international", 10_000.0, "WHO", "memory").value
        10000.0
    """

    kind: str
    value: float
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """Hold what was measured of a hazard: samples, the largest value, limits.

    ``above`` counts samples above the strictest limit of each kind where it is published;
    ``highest`` is the largest value found and ``detection`` the limit of detection, both in
    ``unit``. What is not published is None.

    Example:
        >>> Measurement("tritium", "Bq/L", 17, 0, "IAEA", "found").above
        0
    """

    substance: str
    unit: str
    samples: int
    above: int | None
    source: str
    status: str
    highest: float | None = None
    detection: float | None = None
    independent: bool | None = None
    limits: tuple[Limit, ...] = ()
    period: str = ""

    def __post_init__(self) -> None:
        where = f"measurement of {self.substance}"
        if self.samples < 1 or (self.above is not None and not 0 <= self.above <= self.samples):
            raise DataError(
                f"{self.above} of {self.samples} samples above the limit",
                where=where,
                remedy="count samples from 1, and those above among them",
            )


@dataclass(frozen=True, slots=True)
class Earlier:
    """Hold an earlier measure of the same imposer.

    Example:
        >>> Earlier("2010", "JPN", "rare earths", "memory", "memory").target
        'JPN'
    """

    year: str
    target: str
    what: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class TradeFigure:
    """Hold a published figure of the trade concerned.

    Example:
        >>> TradeFigure("2022", "seafood to China", 87.1, "bn JPY", "MAFF", "found").value
        87.1
    """

    period: str
    what: str
    value: float
    unit: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Case:
    """Hold a measure and what is known of it.

    ``side`` is ``import`` or ``export``; ``goods`` are words or ids of the catalogue. ``missing``
    lists what was looked for and not found.

    Example:
        >>> from kanmon.analysis.coercion.case.example import example_case
        >>> example_case().imposer
        'CHN'
    """

    id: str
    title: str
    imposer: str
    target: str
    side: str
    goods: tuple[str, ...]
    start: dt.date
    stage: str
    scope: str
    stated_reason: str
    reason_source: str
    reason_status: str
    end: dt.date | None = None
    instrument: str = ""
    as_of: dt.date | None = None
    title_ja: str = ""
    title_fr: str = ""
    events: tuple[Event, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    trade: tuple[TradeFigure, ...] = ()
    missing: tuple[str, ...] = ()
    hs6: tuple[str, ...] = field(default=())

    def name(self, lang: str = "en") -> str:
        """Give the title in ``en``, ``ja`` or ``fr`` (English where there is none)."""
        return {"ja": self.title_ja, "fr": self.title_fr}.get(lang, self.title) or self.title

    def of(self, kind: str) -> tuple[Event, ...]:
        """Give the events of a kind, in order of time."""
        return tuple(one for one in self.events if one.kind == kind)

    def by_criterion(self) -> Mapping[str, tuple[Evidence, ...]]:
        """Group the evidence by criterion."""
        found: dict[str, tuple[Evidence, ...]] = {}
        for one in self.evidence:
            found[one.criterion] = (*found.get(one.criterion, ()), one)
        return found
