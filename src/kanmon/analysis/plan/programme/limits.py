"""What a plan must keep to, and what it aims at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kanmon.errors import DataError


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """Add a constraint of one's own: a weighted sum of named variables against a bound.

    Variables: ``share[LABEL]`` (of one year's demand) and ``stock`` hold in every year of the
    plan and may be asked of one year, ``share[LABEL]@2``, ``stock@0``; ``new[LABEL]`` is
    capacity opened, once. A rule without a year holds in each year by itself.

    Example:
        >>> Rule("AU at least twice CA", {"share[AU]": 1.0, "share[CA]": -2.0}, ">=", 0.0).sense
        '>='
    """

    name: str
    terms: Mapping[str, float]
    sense: Literal["<=", ">=", "=="]
    bound: float

    def __post_init__(self) -> None:
        numbers = np.array([*self.terms.values(), self.bound])
        if not self.terms or not np.all(np.isfinite(numbers)) or self.sense not in _SENSES:
            raise DataError(
                f"{dict(self.terms)} {self.sense} {self.bound}",
                where=f"rule {self.name}",
                remedy="give at least one term, finite numbers and <=, >= or ==",
            )


_SENSES = ("<=", ">=", "==")


@dataclass(frozen=True, slots=True)
class Limits:
    """Set what a plan must keep to; ``None`` sets no limit.

    All shares are of the buyer's yearly demand. ``max_share`` holds for each economy,
    ``max_upstream`` for each group of suppliers that share an upstream source, ``max_concern``
    for all economies of concern together, ``min_trusted`` for all trusted suppliers together.
    They bind from plan year ``from_year`` (0: at once). ``budget`` limits what the whole plan
    spends beyond buying as today (dearer purchases, stock, new capacity, relationships), USD;
    ``max_suppliers`` the suppliers used in a year.

    Example:
        >>> Limits(max_share=0.5, min_trusted=0.4).budget is None
        True
    """

    max_share: float | None = None
    max_concern: float | None = None
    min_trusted: float | None = None
    max_upstream: float | None = None
    budget: float | None = None
    max_suppliers: int | None = None
    from_year: int = 0
    rules: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        for name in ("max_share", "max_concern", "min_trusted", "max_upstream", "budget"):
            value = getattr(self, name)
            if value is not None and not (np.isfinite(value) and value >= 0):
                raise DataError(
                    f"{value}", where=f"limit {name}", remedy="give a number at or above zero"
                )
        if (self.max_suppliers is not None and self.max_suppliers < 1) or self.from_year < 0:
            raise DataError(
                f"at most {self.max_suppliers} suppliers, from year {self.from_year}",
                where="limits",
                remedy="allow at least one supplier and count years from 0",
            )
        names = [r.name for r in self.rules]
        if len(set(names)) != len(names):
            raise DataError("two rules share a name", where="limits", remedy="rename one")


@dataclass(frozen=True, slots=True)
class Aim:
    """Say how long the plan runs and how much risk weighs.

    The plan minimises, summed over its years, cost + ``risk_weight`` x CVaR of the loss at
    level ``alpha`` (the mean of the worst 1 - alpha of outcomes; 0 is the plain expectation).
    ``phase_in`` is the largest change of a supplier's share from one year to the next (``None``:
    free); ``discount`` the yearly rate at which later money weighs less.

    Example:
        >>> Aim(years=3, phase_in=0.2).alpha
        0.95
    """

    risk_weight: float = 1.0
    alpha: float = 0.95
    years: int = 1
    phase_in: float | None = None
    discount: float = 0.0

    def __post_init__(self) -> None:
        fine = (
            np.isfinite(self.risk_weight)
            and self.risk_weight >= 0
            and 0 <= self.alpha < 1
            and self.years >= 1
            and (self.phase_in is None or self.phase_in >= 0)
            and 0 <= self.discount < 1
        )
        if not fine:
            raise DataError(
                f"{self}", where="aim of the plan", remedy="weight >= 0, 0 <= alpha < 1, years >= 1"
            )

    @property
    def weights(self) -> tuple[float, ...]:
        """Weigh each year's money as seen from today."""
        return tuple((1 + self.discount) ** -y for y in range(self.years))
