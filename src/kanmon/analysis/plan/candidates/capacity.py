"""How much more a supplier could sell to a party: bounds, each with the assumption it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from kanmon.analysis.plan.candidates.candidate import Interval
from kanmon.catalogue.sourcing import assumed


@dataclass(frozen=True, slots=True)
class Sales:
    """Hold what an economy sells of a good, tonnes a year.

    ``others`` is sold to others than the party, ``own`` the share of its exports that it does
    not itself import, ``peak`` its largest exports of recent years and ``now`` this year's.
    ``most`` is the share of its exports that may at most be its own: one where the codes hold
    feed and product together, so that a refiner's purchases of feed look like re-exports.

    Example:
        >>> Sales(party=10.0, others=90.0, own=1.0, peak=120.0).now
        100.0
    """

    party: float
    others: float
    own: float
    peak: float
    most: float = 0.0

    @property
    def now(self) -> float:
        """Exports of this year."""
        return self.party + self.others

    @property
    def gap(self) -> float:
        """What it exported more in its best recent year."""
        return max(0.0, self.peak - self.now)

    @property
    def selling(self) -> bool:
        """Whether it still exports, against its peak, enough not to have stopped."""
        return self.now >= assumed("stopped").best * self.peak


def made_capacity(output: float, peak: float) -> Interval:
    """Bound an economy's capacity from what it makes.

    Args:
        output: tonnes made in the newest year.
        peak: most made in any recent year.

    Returns:
        This year's output; the peak and what is assumed idle beyond it.

    Source:
        Kanmon; ``idle`` of ``catalogue/sourcing.csv``.

    Example:
        >>> made_capacity(90.0, 100.0).best
        105.0
    """
    idle = assumed("idle")
    peak = max(peak, output)
    return Interval(
        output,
        peak * (1 + idle.best),
        peak * (1 + idle.high),
        ("output of the newest year", f"peak of recent years and {idle.name}", idle.name),
    )


def sold_capacity(sales: Sales) -> Interval:
    """Bound an economy's capacity from what it exports beyond what it imports.

    Args:
        sales: what it sells.

    Returns:
        Own exports; with what it may ship again of its peak; its peak. A lower view, for what it
        keeps at home is not seen in trade.

    Source:
        Kanmon; ``regained`` and ``stopped`` of ``catalogue/sourcing.csv``.

    Example:
        >>> sold_capacity(Sales(10.0, 90.0, 1.0, 120.0)).best
        110.0
    """
    now = sales.own * sales.now
    back = assumed("regained").best * sales.gap if sales.selling else 0.0
    word = "own exports of the year (what it keeps is not seen)"
    peak = max(sales.own, sales.most) * max(sales.peak, sales.now)
    last = "all exports" if sales.most > sales.own else "own exports"
    best = now + sales.own * back
    return Interval(now, best, peak, (word, word, f"{last} at their recent peak"))


def spare_capacity(sales: Sales, capacity: Interval | None) -> Interval:
    """Bound what a party could buy from a supplier beyond what it buys today.

    Args:
        sales: what the supplier sells.
        capacity: what it can make in all, where its output of this very good is published.

    Returns:
        Own exports to others x redirectable share + (peak - exports) x share regained, each
        bound by bound, and never more than capacity less what the party buys.

    Source:
        Kanmon; ``redirectable`` and ``regained`` of ``catalogue/sourcing.csv``.

    Example:
        >>> spare_capacity(Sales(10.0, 90.0, 1.0, 100.0), None).best
        18.0
    """
    moved, again = assumed("redirectable"), assumed("regained")
    ends = []
    for name in ("low", "best", "high"):
        part, back = getattr(moved, name), getattr(again, name)
        own = max(sales.own, sales.most) if name == "high" else sales.own
        if name != "high" and not sales.selling:
            back = 0.0
        amount = own * (part * sales.others + back * sales.gap)
        if capacity is not None:
            amount = min(amount, max(0.0, getattr(capacity, name) - sales.party))
        ends.append(amount)
    words = f"{moved.name} of own exports to others; {again.name} of the gap to the peak"
    if capacity is not None:
        words += "; at most capacity less imports"
    return Interval(ends[0], ends[1], ends[2], (words,) * 3)


def unsold_spare(capacity: Interval) -> Interval:
    """Bound what a party could buy from a maker whose exports are not seen.

    Args:
        capacity: what the maker can make.

    Returns:
        The redirectable share of its capacity.

    Source:
        Kanmon; ``redirectable`` of ``catalogue/sourcing.csv``.

    Example:
        >>> unsold_spare(Interval(100.0, 100.0, 100.0)).best
        20.0
    """
    moved = assumed("redirectable")
    words = f"{moved.name} of capacity: no trade figures"
    return Interval(
        capacity.low * moved.low,
        capacity.best * moved.best,
        capacity.high * moved.high,
        (words,) * 3,
    )


def amounts(sales: Sales | None, made: Interval | None) -> tuple[Interval | None, Interval | None]:
    """Bound capacity and what is spare from the best that is known of either.

    Args:
        sales: what the supplier sells; None where no trade of it is known.
        made: its capacity by output or by what is said to stand; None where neither is known.

    Returns:
        Capacity and spare; None where nothing is known.

    Example:
        >>> amounts(None, None)
        (None, None)
    """
    if sales is not None:
        return made or sold_capacity(sales), spare_capacity(sales, made)
    return (None, None) if made is None else (made, unsold_spare(made))
