"""Amounts that may be uncertain: a number, or least, best and most with a triangle between."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kanmon.errors import ScenarioError


@dataclass(frozen=True, slots=True)
class Range:
    """Say between what an amount lies and what it most likely is.

    Drawn from the triangular distribution over (low, best, high).

    Example:
        >>> Range(0.5, 0.8, 1.0).best
        0.8
    """

    low: float
    best: float
    high: float

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (self.low, self.best, self.high))):
            raise ScenarioError("a range with a missing or infinite end", remedy="give numbers")
        if not self.low <= self.best <= self.high:
            raise ScenarioError(
                f"a range from {self.low} over {self.best} to {self.high}",
                remedy="give low <= best <= high",
            )


Amount = float | Range


def best(amount: Amount) -> float:
    """Give the most likely value of an amount.

    Args:
        amount: number or range.

    Returns:
        The number, or the range's best.

    Example:
        >>> best(Range(0.0, 0.5, 1.0)), best(0.3)
        (0.5, 0.3)
    """
    return amount.best if isinstance(amount, Range) else float(amount)


def check_amount(amount: Amount, name: str, least: float, most: float, where: str) -> None:
    """Hold an amount to its bounds.

    Args:
        amount: number or range.
        name: what it is, with its unit, named in an error.
        least: smallest value allowed.
        most: largest value allowed.
        where: part of the scenario, named in an error.

    Raises:
        ScenarioError: it is missing, infinite or outside the bounds.

    Example:
        >>> check_amount(0.5, "cut (share)", 0.0, 1.0, "restriction ban")
    """
    ends = (amount.low, amount.high) if isinstance(amount, Range) else (float(amount),)
    for end in ends:
        if not (math.isfinite(end) and least <= end <= most):
            raise ScenarioError(
                f"{name} is {end}",
                where=where,
                remedy=f"give a number from {least:g} to {most:g}",
            )
