"""What a party could have of a material once everyone else has taken what they take today."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kanmon.analysis.plan.candidates.candidate import Announced
from kanmon.analysis.transition.supply.output import Output
from kanmon.catalogue.sourcing import assumed
from kanmon.catalogue.technologies import Span

AMONG = ("all", "without_top", "trusted")
"""From whom: every maker; all but the largest outside the party; those the reader trusts."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Hold what a party could have of one maker's output of a material, tonnes a year.

    ``made`` is the maker's output, ``bought`` the share of its sales that the party buys today;
    inside the party all of it counts. ``has`` has the bounds of the assumption on what can be
    won from other buyers.

    Example:
        >>> reach("CHN", 100.0, (20.0, 80.0)).has.best
        40.0
    """

    economy: str
    made: float
    bought: float
    has: Span


def reach(economy: str, made: float, sold: tuple[float, float] | None) -> Reach:
    """Bound what a party could have of one maker's output.

    Args:
        economy: the maker, outside the party.
        made: its output, tonnes a year.
        sold: what the party buys of it and what it sells in all, one unit; None where it sells
            nothing that is on record.

    Returns:
        The share the party buys today, and a part of the rest: ``redirectable`` of
        ``catalogue/sourcing.csv``.

    Source:
        Kanmon; ``docs/methods/transition-supply.md``.

    Example:
        >>> reach("AUS", 100.0, None).has
        Span(low=5.0, best=20.0, high=50.0)
    """
    part = 0.0 if sold is None or not sold[1] else min(1.0, sold[0] / sold[1])
    won = assumed("redirectable")
    low, best, high = (made * (part + r * (1.0 - part)) for r in (won.low, won.best, won.high))
    return Reach(economy, made, part, Span(low, best, high))


def reaches(
    output: Output,
    sold: Mapping[str, tuple[float, float]],
    members: Collection[str],
) -> tuple[Reach, ...]:
    """Bound what a party could have of every maker's output.

    Args:
        output: of the material.
        sold: by exporter what the party buys and what is sold in all, as ``exported`` gives it.
        members: economies of the party; their own output is theirs whole.

    Returns:
        One a maker, the party's own first, then by what it could have.

    Example:
        >>> made = Output("x", "x", by_economy={"JPN": 5.0, "CHN": 100.0})
        >>> [r.has.best for r in reaches(made, {"CHN": (20.0, 80.0)}, {"JPN"})]
        [5.0, 40.0]
    """
    found = [
        Reach(name, made, 1.0, Span(made, made, made))
        if name in members
        else reach(name, made, sold.get(name))
        for name, made in sorted((output.by_economy or {}).items())
    ]
    found.sort(key=lambda r: (r.economy not in members, -r.has.best, r.economy))
    return tuple(found)


def chosen(
    found: Sequence[Reach],
    among: str,
    members: Collection[str],
    tiers: Mapping[str, str] | None = None,
) -> tuple[Reach, ...] | None:
    """Keep those of the makers a reader asks about.

    Args:
        found: every maker.
        among: one of ``AMONG``.
        members: economies of the party.
        tiers: the reader's trust tiers.

    Returns:
        Those kept; None for ``trusted`` where the reader names no tiers, for Kanmon has none.

    Example:
        >>> made = Output("x", "x", by_economy={"AUS": 10.0, "CHN": 100.0})
        >>> [r.economy for r in chosen(reaches(made, {}, ()), "without_top", ())]
        ['AUS']
    """
    if among == "all":
        return tuple(found)
    if among == "trusted":
        if tiers is None:
            return None
        return tuple(r for r in found if r.economy in members or tiers.get(r.economy) == "trusted")
    outside = [r for r in found if r.economy not in members]
    top = max(outside, key=lambda r: (r.made, r.economy), default=None)
    return tuple(r for r in found if r is not top)


def coming(
    announced: Sequence[Announced], good: str, year: int, contained: float
) -> Mapping[str, float]:
    """Add up capacity under way that stands by a year, at best, tonnes of the material.

    Args:
        announced: capacity said to come.
        good: whose output is counted.
        year: by the start of which it must run.
        contained: tonnes of the material in a tonne of the good.

    Returns:
        By economy, weighed by how firm it is.

    Example:
        >>> import datetime as dt
        >>> a = Announced("x", "AUS", 100.0, dt.date(2027, 1, 1), "announced", "s")
        >>> coming([a], "x", 2027, 0.5), coming([a], "x", 2026, 0.5)
        ({'AUS': 15.0}, {})
    """
    found: dict[str, float] = {}
    for one in announced:
        if one.good == good and (one.start.year, one.start.month, one.start.day) <= (year, 1, 1):
            found[one.economy] = found.get(one.economy, 0.0) + one.expected.best * contained
    return found
