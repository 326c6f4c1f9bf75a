"""The three kinds of shock: a cut edge, lost capacity, changed demand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kanmon.analysis.impact.scenario.amount import Amount, check_amount
from kanmon.errors import ScenarioError

LONGEST = 36_500.0
"""Days no delay, ramp or duration may exceed."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """Except some destinations of a restriction, wholly or in part.

    ``parties`` are economies or blocs; ``share`` of the cut that is waived for them.

    Example:
        >>> Exemption(("JPN",), 1.0).share
        1.0
    """

    parties: tuple[str, ...]
    share: Amount = 1.0

    def __post_init__(self) -> None:
        if not self.parties or "WLD" in self.parties:
            raise ScenarioError(
                f"an exemption for {'everyone' if self.parties else 'nobody'}",
                remedy="name economies or blocs; a cut that is waived for all is a smaller cut",
            )
        check_amount(self.share, "share waived", 0.0, 1.0, "exemption")


@dataclass(frozen=True, slots=True)
class Restriction:
    """Cut deliveries of goods from some origins to some destinations for a time: an edge shock.

    ``by`` are the origins (economies or blocs) whose deliveries are cut. The destinations are
    ``on``, or, when that is empty, everyone outside ``by`` but ``all_but``. ``goods`` are
    catalogue ids, or industries of the engine's table as ``industry:CODE``. ``cut`` is the share
    of deliveries that stops once in force. From ``start`` the cut grows over ``ramp_days``; while
    licences wait (``licence_delay_days`` from ``start``) nothing passes at all; after
    ``duration_days`` (``None``: to the scenario's end) it fades over ``ease_days``. An import
    ban is written the same way: its destination is who bans.
    ``side`` says whose act it is.

    Example:
        >>> Restriction("ban", ("CHN",), ("gallium_metal",), start=dt.date(2024, 12, 3)).cut
        1.0
    """

    id: str
    by: tuple[str, ...]
    goods: tuple[str, ...]
    start: dt.date
    on: tuple[str, ...] = ()
    all_but: tuple[str, ...] = ()
    cut: Amount = 1.0
    licence_delay_days: Amount = 0.0
    ramp_days: Amount = 0.0
    duration_days: Amount | None = None
    ease_days: Amount = 0.0
    exempt: tuple[Exemption, ...] = ()
    side: str = "export"
    source: str = ""

    def __post_init__(self) -> None:
        where = f"restriction {self.id}"
        if not self.by or not self.goods:
            raise ScenarioError("no origin or no good", where=where, remedy="name one or more")
        if self.on and self.all_but:
            raise ScenarioError(
                "both `on` and `all_but`", where=where, remedy="name the targets one way"
            )
        if "WLD" in self.by or "WLD" in self.all_but:
            raise ScenarioError(
                "the whole world restricts, or is spared",
                where=where,
                remedy="name who restricts in `by`, and whom it spares in `all_but`; leave `on` "
                "and `all_but` out to hit everyone",
            )
        if self.side not in ("export", "import"):
            raise ScenarioError(f"side {self.side!r}", where=where, remedy="use export or import")
        check_amount(self.cut, "cut (share)", 0.0, 1.0, where)
        for name in ("licence_delay_days", "ramp_days", "ease_days"):
            check_amount(getattr(self, name), name, 0.0, LONGEST, where)
        if self.duration_days is not None:
            check_amount(self.duration_days, "duration_days", 1.0, LONGEST, where)


@dataclass(frozen=True, slots=True)
class CapacityLoss:
    """Take away a share of what makers in some economies can make of some goods, for a time.

    After ``duration_days`` it comes back over ``recovery_days``, in a straight line.
    ``goods`` are catalogue ids, or industries of the engine's table as ``industry:CODE``.

    Example:
        >>> CapacityLoss("quake", ("TWN",), ("logic_chips",), dt.date(2027, 1, 1), 0.6).share
        0.6
    """

    id: str
    economies: tuple[str, ...]
    goods: tuple[str, ...]
    start: dt.date
    share: Amount
    ramp_days: Amount = 0.0
    duration_days: Amount | None = None
    recovery_days: Amount = 0.0
    source: str = ""

    def __post_init__(self) -> None:
        where = f"capacity loss {self.id}"
        if not self.economies or not self.goods:
            raise ScenarioError("no economy or no good", where=where, remedy="name one or more")
        check_amount(self.share, "share lost", 0.0, 1.0, where)
        for name in ("ramp_days", "recovery_days"):
            check_amount(getattr(self, name), name, 0.0, LONGEST, where)
        if self.duration_days is not None:
            check_amount(self.duration_days, "duration_days", 1.0, LONGEST, where)


@dataclass(frozen=True, slots=True)
class DemandChange:
    """Change final demand for some goods in some economies, for a time.

    ``change`` is relative: -0.2 is a fifth less, 0.5 half as much again.

    Example:
        >>> DemandChange("rush", ("USA",), ("solar_modules",), dt.date(2027, 1, 1), 0.5).change
        0.5
    """

    id: str
    economies: tuple[str, ...]
    goods: tuple[str, ...]
    start: dt.date
    change: Amount
    ramp_days: Amount = 0.0
    duration_days: Amount | None = None
    ease_days: Amount = 0.0
    source: str = ""

    def __post_init__(self) -> None:
        where = f"demand change {self.id}"
        if not self.economies or not self.goods:
            raise ScenarioError("no economy or no good", where=where, remedy="name one or more")
        check_amount(self.change, "change (share)", -1.0, 10.0, where)
        for name in ("ramp_days", "ease_days"):
            check_amount(getattr(self, name), name, 0.0, LONGEST, where)
        if self.duration_days is not None:
            check_amount(self.duration_days, "duration_days", 1.0, LONGEST, where)
