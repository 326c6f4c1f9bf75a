"""An alert: what a person reads, with the evidence behind it and what became of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

SEVERITIES = ("watch", "warning", "alarm")
STATES = ("new", "acknowledged", "escalated", "closed")
OUTCOMES = ("", "disruption", "no_disruption", "unclear")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Carry one signal that fired: the figure, its normal band, when it was public, who said so.

    Example:
        >>> Evidence("seasonal_z", "price", dt.date(2024, 1, 1), 9.0, 3.0, 4.0, 5.0, 6.1,
        ...          "USD/kg", dt.date(2024, 2, 2), "usgs_mcs").value
        9.0
    """

    signal: str
    series: str
    period: dt.date
    value: float
    low: float
    middle: float
    high: float
    score: float
    unit: str
    published: dt.date
    source: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Record a step in an alert's life: when, by whom, to which state, and why.

    Example:
        >>> Change(dt.datetime(2024, 2, 3, tzinfo=dt.UTC), "analyst", "acknowledged", "").state
        'acknowledged'
    """

    at: dt.datetime
    by: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class Exposure:
    """Say how much of a good a party buys from the economy an alert is about.

    ``share`` is that economy's part of the party's imports by value and ``hhi`` the concentration
    of all its suppliers, both None where not known; ``why`` then says so. ``date`` is the year of
    the trade, ``sources`` who published it.

    Example:
        >>> Exposure(0.6, 0.44, "2022", ("baci",)).why
        ''
    """

    share: float | None
    hhi: float | None
    date: str
    sources: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """Tell that supply of a good from an economy or through a place may be disrupted.

    ``rank`` orders the alerts of one run (0 to 1, larger first); ``exposure`` is the party's own
    dependence in words with its figure, empty where not known. ``opened`` is the day all of the
    evidence was public when first told; ``latest`` that of the evidence now held (None: the same
    day). ``name`` says what more tells it apart: a price's own name, an importer. ``onset`` is the
    day the disruption began, where a person has found that it did.

    Example:
        >>> Alert("a1", "gallium_metal", "CHN", "", "JPN", "warning", 0.99,
        ...       dt.date(2023, 9, 1), (), "").state
        'new'
    """

    id: str
    good: str
    economy: str
    place: str
    party: str
    severity: str
    rank: float
    opened: dt.date
    evidence: tuple[Evidence, ...]
    exposure: str
    state: str = "new"
    outcome: str = ""
    history: tuple[Change, ...] = ()
    name: str = ""
    latest: dt.date | None = None
    onset: dt.date | None = None
    exposed: Exposure | None = None
