"""What parties do about a shortage: release stocks, substitute, reroute, save, build, share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kanmon.analysis.impact.scenario.amount import Amount, check_amount
from kanmon.analysis.impact.scenario.shocks import LONGEST
from kanmon.errors import ScenarioError


def _need(goods: tuple[str, ...], parties: tuple[str, ...], where: str) -> None:
    if not goods or not parties:
        raise ScenarioError("no good or no party", where=where, remedy="name one or more")


@dataclass(frozen=True, slots=True)
class StockRelease:
    """Release strategic stocks: ``cover_days`` of normal use held beyond what makers hold.

    Drawn from ``start`` (default: when the scenario starts), at most ``rate`` of a normal
    day's use a day.

    Example:
        >>> StockRelease("reserve", ("JPN",), ("gallium_metal",), 60.0).cover_days
        60.0
    """

    id: str
    parties: tuple[str, ...]
    goods: tuple[str, ...]
    cover_days: Amount
    rate: Amount = 1.0
    start: dt.date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        where = f"stock release {self.id}"
        _need(self.goods, self.parties, where)
        check_amount(self.cover_days, "cover_days", 0.0, LONGEST, where)
        check_amount(self.rate, "rate (share of a day's use)", 0.0, 10.0, where)


@dataclass(frozen=True, slots=True)
class Substitution:
    """Make do with less of an input: ``share`` of its need is replaced after a delay.

    ``goods`` are the inputs replaced, ``in_goods`` the goods they are replaced in (empty: all).

    Example:
        >>> Substitution("sic", ("WLD",), ("gallium_metal",), 0.3, delay_days=180.0).share
        0.3
    """

    id: str
    parties: tuple[str, ...]
    goods: tuple[str, ...]
    share: Amount
    in_goods: tuple[str, ...] = ()
    delay_days: Amount = 0.0
    ramp_days: Amount = 0.0
    start: dt.date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        where = f"substitution {self.id}"
        _need(self.goods, self.parties, where)
        check_amount(self.share, "share replaced", 0.0, 1.0, where)
        for name in ("delay_days", "ramp_days"):
            check_amount(getattr(self, name), name, 0.0, LONGEST, where)


@dataclass(frozen=True, slots=True)
class Rerouting:
    """Buy elsewhere: makers not cut off raise deliveries by up to ``spare`` of their normal ones.

    ``leakage`` is the share of the cut deliveries that still arrives through third economies.
    ``sources`` are who has the spare (empty: everyone not cut off).

    Example:
        >>> Rerouting("spot", ("USA",), ("gallium_metal",), 0.1).spare
        0.1
    """

    id: str
    parties: tuple[str, ...]
    goods: tuple[str, ...]
    spare: Amount
    leakage: Amount = 0.0
    sources: tuple[str, ...] = ()
    delay_days: Amount = 0.0
    ramp_days: Amount = 0.0
    start: dt.date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        where = f"rerouting {self.id}"
        _need(self.goods, self.parties, where)
        check_amount(self.spare, "spare (share of normal deliveries)", 0.0, 10.0, where)
        check_amount(self.leakage, "leakage (share of cut deliveries)", 0.0, 1.0, where)
        for name in ("delay_days", "ramp_days"):
            check_amount(getattr(self, name), name, 0.0, LONGEST, where)


@dataclass(frozen=True, slots=True)
class DemandSaving:
    """Save: final demand for some goods falls by ``share`` after a delay.

    Example:
        >>> DemandSaving("campaign", ("EU27",), ("natural_gas",), 0.15).share
        0.15
    """

    id: str
    parties: tuple[str, ...]
    goods: tuple[str, ...]
    share: Amount
    delay_days: Amount = 0.0
    ramp_days: Amount = 0.0
    start: dt.date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        where = f"demand saving {self.id}"
        _need(self.goods, self.parties, where)
        check_amount(self.share, "share saved", 0.0, 1.0, where)
        for name in ("delay_days", "ramp_days"):
            check_amount(getattr(self, name), name, 0.0, LONGEST, where)


@dataclass(frozen=True, slots=True)
class NewCapacity:
    """Open new capacity: ``amount`` as a share of the world's normal output of the good.

    It stands ``lead_days`` after ``start`` and grows over ``ramp_days``.

    Example:
        >>> NewCapacity("refinery", ("CAN",), ("gallium_metal",), 0.05, lead_days=900.0).amount
        0.05
    """

    id: str
    parties: tuple[str, ...]
    goods: tuple[str, ...]
    amount: Amount
    lead_days: Amount = 0.0
    ramp_days: Amount = 0.0
    start: dt.date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        where = f"new capacity {self.id}"
        _need(self.goods, self.parties, where)
        check_amount(self.amount, "amount (share of world output)", 0.0, 10.0, where)
        for name in ("lead_days", "ramp_days"):
            check_amount(getattr(self, name), name, 0.0, LONGEST, where)


@dataclass(frozen=True, slots=True)
class AlliedSharing:
    """Share what there is: partners pool ``share`` of their supply, each gets its normal part.

    Example:
        >>> AlliedSharing("pact", ("JPN", "USA"), ("gallium_metal",)).share
        1.0
    """

    id: str
    parties: tuple[str, ...]
    goods: tuple[str, ...]
    share: Amount = 1.0
    start: dt.date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        where = f"allied sharing {self.id}"
        _need(self.goods, self.parties, where)
        check_amount(self.share, "share pooled", 0.0, 1.0, where)


Response = StockRelease | Substitution | Rerouting | DemandSaving | NewCapacity | AlliedSharing
