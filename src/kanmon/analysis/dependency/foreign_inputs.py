"""Foreign critical inputs: mostly from outside, and hard to replace, advanced or green."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class Input:
    """Hold one input of an economy; a flag is None where nobody has judged it.

    Example:
        >>> Input("rare_earth_magnets", 60.0, 40.0, True, None, True).outside_share
        0.6
    """

    good: str
    outside: float
    inside: float
    hard_to_substitute: bool | None
    advanced: bool | None
    green: bool | None

    @property
    def outside_share(self) -> float | None:
        """Share of all supply that comes from outside; None when there is no supply."""
        total = self.outside + self.inside
        return self.outside / total if total else None


def foreign_critical(item: Input, mostly: float) -> bool | None:
    """Tell whether an input is a foreign critical one.

    Args:
        item: supply from outside and inside in one unit, and its three flags.
        mostly: share from outside above which it is mostly foreign (``foreign_mostly``).

    Returns:
        True or False where the figures and flags decide it, None where an unknown flag or a
        missing supply would.

    Raises:
        DataError: an amount is negative.

    Source:
        Panon et al. (2024), ECB Working Paper 2992: mostly sourced outside the EU and (hard to
        substitute, advanced technology or green transition).

    Example:
        >>> foreign_critical(Input("magnets", 60.0, 40.0, None, None, True), 0.5)
        True
    """
    if item.outside < 0 or item.inside < 0:
        raise DataError(
            f"supply {item.outside} and {item.inside}", where=item.good, remedy="give zero or more"
        )
    share = item.outside_share
    if share is None:
        return None
    flags = (item.hard_to_substitute, item.advanced, item.green)
    if share <= mostly or all(f is False for f in flags):
        return False
    return True if any(flags) else None


def foreign_critical_share(items: Iterable[Input], mostly: float) -> tuple[float, float] | None:
    """Compute the share of foreign critical inputs in imports from outside.

    Args:
        items: every input, in one unit.
        mostly: as in :func:`foreign_critical`.

    Returns:
        Lowest and highest share: undecided inputs counted as not critical, then as critical.
        None when nothing comes from outside.

    Raises:
        DataError: an amount is negative.

    Source:
        Panon et al. (2024): 17 % of extra-EU imports.

    Example:
        >>> foreign_critical_share([Input("a", 1.0, 0.0, True, None, None),
        ...     Input("b", 3.0, 0.0, None, False, False)], 0.5)
        (0.25, 1.0)
    """
    judged = [(item.outside, foreign_critical(item, mostly)) for item in items]
    total = sum(outside for outside, _ in judged)
    if not total:
        return None
    sure = sum(outside for outside, verdict in judged if verdict)
    open_ = sum(outside for outside, verdict in judged if verdict is None)
    return sure / total, (sure + open_) / total


def value_added_loss(
    cost_share: float, value_added_share: float, cut: float, sigma: float
) -> float:
    """Compute the value added a sector loses when an input is cut and nothing else changes.

    Output follows a two-input CES and the sector saves what it no longer buys at old prices.
    The form is from memory, not read in the ECB paper; use it for orders of magnitude.

    Args:
        cost_share: share of the input in the value of output, 0 to 1.
        value_added_share: share of value added in output, above 0.
        cut: part of the input lost, 0 to below 1.
        sigma: elasticity of substitution, above 0 and not 1 (short run 0.1 to 0.5).

    Returns:
        Loss as a share of value added.

    Raises:
        DataError: an argument is outside its range.

    Source:
        From memory: nested CES as in Panon et al. (2024); Y = (1 - a + a (1 - cut)^r)^(1/r),
        r = 1 - 1/sigma, loss = (1 - Y - a cut) / value added share.

    Example:
        >>> round(value_added_loss(0.02, 0.3, 0.5, 0.5), 3)
        0.032
    """
    fine = 0 <= cost_share <= 1 and 0 < value_added_share <= 1 and 0 <= cut < 1
    if not (fine and sigma > 0 and sigma != 1):
        raise DataError(
            f"shares {cost_share} and {value_added_share}, cut {cut}, sigma {sigma}",
            where="value-added loss",
            remedy="give shares and cut of 0 to 1 and sigma above 0, not 1",
        )
    r = 1.0 - 1.0 / sigma
    output = (1.0 - cost_share + cost_share * (1.0 - cut) ** r) ** (1.0 / r)
    return float((1.0 - output - cost_share * cut) / value_added_share)
