"""What a reader asks of a sourcing plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class Asked:
    """Say what a plan must keep to and what it is held against; None sets no limit.

    Shares are of the party's yearly imports. ``max_upstream`` is ``max_share`` where not given:
    two suppliers that rest on one mine are one. ``budget`` USD beyond buying as today, over all
    years. The limits bind from plan year ``from_year`` (1 is the first). ``stock_days`` is the
    largest stock, days of the party's imports; None takes the assumed one. ``need`` tonnes a year
    and ``price`` USD a tonne replace what is known. ``plan_for`` and ``hold_out`` name scenarios
    of the library that the plan is made for, or only held against.

    Example:
        >>> Asked("natural_graphite", max_share=0.5).max_upstream_share
        0.5
    """

    good: str
    max_share: float | None = None
    max_upstream: float | None = None
    max_concern: float | None = None
    min_trusted: float | None = None
    budget: float | None = None
    years: int = 5
    from_year: int = 3
    phase_in: float | None = 0.2
    discount: float = 0.03
    alpha: float = 0.95
    risk_weight: float = 1.0
    stock_days: float | None = None
    new_capacity: bool = True
    need: float | None = None
    price: float | None = None
    plan_for: tuple[str, ...] = ()
    hold_out: tuple[str, ...] = ()
    draws: int = 100
    seed: int = 1
    made_on: dt.date | None = None

    def __post_init__(self) -> None:
        for name in ("max_share", "max_upstream", "max_concern", "min_trusted", "phase_in"):
            value = getattr(self, name)
            if value is not None and not 0.0 <= value <= 1.0:
                raise DataError(
                    f"{name} {value}",
                    where=f"plan of {self.good}",
                    remedy="give a share of the party's imports from 0 to 1",
                )
        if not 1 <= self.from_year <= self.years <= 30:
            raise DataError(
                f"limits from year {self.from_year} of {self.years}",
                where=f"plan of {self.good}",
                remedy="plan 1 to 30 years, and let limits bind from one of them",
            )
        for name in ("need", "price"):
            value = getattr(self, name)
            if value is not None and not 0.0 < value < 1e15:
                raise DataError(
                    f"{name} {value}",
                    where=f"plan of {self.good}",
                    remedy="give tonnes a year or USD a tonne, above zero",
                )
        if self.stock_days is not None and not 0.0 <= self.stock_days <= 3650.0:
            raise DataError(
                f"{self.stock_days} days of stock",
                where=f"plan of {self.good}",
                remedy="give 0 to 3650 days",
            )
        both = sorted(set(self.plan_for) & set(self.hold_out))
        if both:
            raise DataError(
                f"{', '.join(both)} both planned for and held out",
                where=f"plan of {self.good}",
                remedy="name a scenario once",
            )

    @property
    def max_upstream_share(self) -> float | None:
        """The largest share of one upstream source."""
        return self.max_share if self.max_upstream is None else self.max_upstream

    @property
    def day(self) -> dt.date:
        """Day the plan is made."""
        return self.made_on or dt.date.today()

    @property
    def first_year(self) -> int:
        """First calendar year of the plan."""
        return self.day.year + 1
