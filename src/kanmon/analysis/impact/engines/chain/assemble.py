"""From who supplies whom and what is made of what, in words, to the arrays of a chain world."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

import numpy as np

from kanmon.analysis.finding import Caveat
from kanmon.analysis.impact.engines.chain.world import BASES, LONGEST, ChainWorld
from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class Supply:
    """Say where an economy's supply of a good comes from, itself included, as shares of it.

    ``use`` is what it uses a day, in ``unit``; ``index`` is one a normal day.

    Example:
        >>> Supply("gallium_metal", "JPN", {"CHN": 0.9, "JPN": 0.1}).use
        1.0
    """

    good: str
    economy: str
    shares: Mapping[str, float]
    use: float = 1.0
    unit: str = "index"
    basis: str = "measured"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Say that a good is made of another: ``bite`` of output stops when the input is missing.

    Example:
        >>> Recipe("gallium_metal", "amplifier_chips", 0.8).bite
        0.8
    """

    input: str
    output: str
    bite: float = 1.0


@dataclass(frozen=True, slots=True)
class Timing:
    """Give days of stock users hold of a good, days it is under way abroad, days to make it.

    Example:
        >>> Timing(stock=60.0).transit
        0.0
    """

    stock: float = 0.0
    transit: float = 0.0
    make: float = 0.0


@dataclass
class _Draft:
    supplies: dict[tuple[str, str], Supply]
    timing: Mapping[str, Timing]
    held: Mapping[tuple[str, str], float] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def time(self, good: str) -> Timing:
        return self.timing.get(good, Timing())


def assemble(
    supplies: Sequence[Supply],
    recipes: Sequence[Recipe],
    timing: Mapping[str, Timing] | None = None,
    assumptions: Sequence[Caveat] = (),
    *,
    held: Mapping[tuple[str, str], float] | None = None,
) -> ChainWorld:
    """Check supplies and recipes and lay them out as arrays.

    A good's use divides in equal parts among what is made of it in that economy, and one part
    for all other use. A recipe is followed where the maker's economy has a supply of the input.

    Args:
        supplies: one a good and economy that uses it.
        recipes: what is made of what.
        timing: days by good; none of any where not given.
        assumptions: what the reader must be told.
        held: days of stock by good and economy of its users, in the place of ``timing``.

    Returns:
        The world; a last assumption counts the recipes that could not be followed.

    Raises:
        DataError: a supply stands twice, shares are not of one or not finite, days are out of
            range, or goods go into themselves.

    Example:
        >>> world = assemble([Supply("x", "JPN", {"JPN": 1.0})], [])
        >>> world.base.tolist()
        [1.0]
    """
    draft = _Draft({}, timing or {}, held or {})
    for one in supplies:
        _take(draft, one)
    for good, days in draft.timing.items():
        _check_days(good, days)
    for (good, _), days_held in draft.held.items():
        _check_days(good, Timing(days_held))
    draft.order = _order(draft, recipes)
    rank = {good: place for place, good in enumerate(draft.order)}
    economies = sorted({e for one in supplies for e in (one.economy, *one.shares)})
    at = {code: place for place, code in enumerate(economies)}
    keys = sorted({(rank[s.good], at[e]) for s in supplies for e in (s.economy, *s.shares)})
    number = {key: place for place, key in enumerate(keys)}
    n = len(keys)
    use, make = np.zeros(n), np.zeros(n, np.int32)
    units = ["index"] * len(draft.order)
    edges: list[tuple[int, int, float, int, int]] = []
    for (good, economy), one in draft.supplies.items():
        here = number[rank[good], at[economy]]
        use[here] = one.use
        units[rank[good]] = one.unit
        days = draft.time(good)
        for code, share in one.shares.items():
            if share <= 0.0:
                continue
            lead = 0 if code == economy else math.ceil(days.transit)
            edges.append((here, number[rank[good], at[code]], share, lead, BASES.index(one.basis)))
    edges.sort()
    to, origin, shares, leads, bases = _columns(edges, 5)
    base = np.bincount(origin.astype(np.int64), shares * use[to.astype(np.int64)], n)
    slots, unfollowed = _slots(draft, recipes, number, rank, base)
    split = Counter(slot[1] for slot in slots)
    for place in {slot[0] for slot in slots}:
        # Makers whose inputs are not followed have no work under way to speak of.
        make[place] = math.ceil(draft.time(draft.order[keys[place][0]]).make)
    slots.sort()
    maker, feeds, weight, stock, bite = _columns(
        [(m, i, 1.0 / (split[i] + 1), s, b) for m, i, s, b in slots], 5
    )
    final = np.array([1.0 / (split[place] + 1) for place in range(n)])
    return ChainWorld(
        goods=tuple(draft.order),
        economies=tuple(economies),
        units=tuple(units),
        good=np.array([g for g, _ in keys], np.int32),
        economy=np.array([e for _, e in keys], np.int32),
        base=base.astype(np.float64),
        use=use,
        final=final,
        make=make,
        origin=origin.astype(np.int32),
        to=to.astype(np.int32),
        share=shares,
        lead=leads.astype(np.int32),
        basis=bases.astype(np.int32),
        input=feeds.astype(np.int32),
        maker=maker.astype(np.int32),
        weight=weight,
        stock=stock,
        bite=bite,
        assumptions=(*assumptions, *_told(unfollowed, bool(slots))),
    )


def _columns(rows: Sequence[tuple[float, ...]], count: int) -> list[np.ndarray]:
    table = np.array(rows, np.float64).reshape(len(rows), count)
    return [np.ascontiguousarray(table[:, k]) for k in range(count)]


def _take(draft: _Draft, one: Supply) -> None:
    where = f"supply of {one.good} in {one.economy}"
    if (one.good, one.economy) in draft.supplies:
        raise DataError("it stands twice", where=where, remedy="keep one")
    if one.basis not in BASES:
        raise DataError(
            f"basis {one.basis!r}", where=where, remedy=f"use one of {', '.join(BASES)}"
        )
    values = list(one.shares.values())
    if not all(math.isfinite(v) and v >= 0.0 for v in values):
        raise DataError("a negative or missing share", where=where, remedy="leave it out")
    if abs(sum(values) - 1.0) > 1e-9:
        raise DataError(
            f"shares that sum to {sum(values):g}", where=where, remedy="make them sum to one"
        )
    if not (math.isfinite(one.use) and 0.0 < one.use <= 1e15):
        raise DataError(
            f"use {one.use}", where=where, remedy="give an amount above zero, to 1e15 a day"
        )
    units = {s.unit for (good, _), s in draft.supplies.items() if good == one.good}
    if units - {one.unit}:
        raise DataError(
            f"units {one.unit} and {units.pop()}", where=where, remedy="use one unit a good"
        )
    draft.supplies[one.good, one.economy] = one


def _check_days(good: str, days: Timing) -> None:
    for name in ("stock", "transit", "make"):
        value = getattr(days, name)
        if not (math.isfinite(value) and 0.0 <= value <= LONGEST):
            raise DataError(
                f"{name} of {value} days",
                where=f"timing of {good}",
                remedy=f"give 0 to {LONGEST} days",
            )


def _order(draft: _Draft, recipes: Sequence[Recipe]) -> list[str]:
    """Goods with inputs before what is made of them, else by name."""
    needs: dict[str, set[str]] = {good: set() for good, _ in sorted(draft.supplies)}
    for one in recipes:
        if not (math.isfinite(one.bite) and 0.0 <= one.bite <= 1.0):
            raise DataError(
                f"bite {one.bite}",
                where=f"{one.input} in {one.output}",
                remedy="give a share from 0 to 1",
            )
        if one.output in needs and one.input in needs:
            needs[one.output].add(one.input)
    sorter = TopologicalSorter(needs)
    try:
        sorter.prepare()
    except CycleError as e:
        raise DataError(
            f"goods go into themselves: {' > '.join(e.args[1])}",
            where="recipes",
            remedy="take out the link that closes the circle",
        ) from e
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return order


def _slots(
    draft: _Draft,
    recipes: Sequence[Recipe],
    number: Mapping[tuple[int, int], int],
    rank: Mapping[str, int],
    base: np.ndarray,
) -> tuple[list[tuple[int, int, float, float]], list[str]]:
    """Inputs of each maker; the recipes without a supply of the input are counted by good."""
    wanted: dict[str, dict[str, float]] = {}
    for one in recipes:
        # Two roles of one input in one output bind together: the harder one counts.
        held = wanted.setdefault(one.output, {})
        held[one.input] = max(held.get(one.input, 0.0), one.bite)
    economies = sorted({e for _, e in number})
    names = sorted({e for s in draft.supplies.values() for e in (s.economy, *s.shares)})
    slots: list[tuple[int, int, float, float]] = []
    unfollowed: list[str] = []
    for output, inputs in wanted.items():
        for e in economies:
            here = number.get((rank.get(output, -1), e))
            if here is None or base[here] <= 0.0:
                continue
            for name, bite in inputs.items():
                if (name, names[e]) in draft.supplies:
                    feeds = number[rank[name], e]
                    stock = draft.held.get((name, names[e]), draft.time(name).stock)
                    slots.append((here, feeds, stock, bite))
                else:
                    unfollowed.append(name)
    return slots, unfollowed


def _told(unfollowed: Sequence[str], some: bool) -> tuple[Caveat, ...]:
    told = []
    if some:
        told.append(
            Caveat(
                "chain_equal_split",
                "a good's use is taken to divide in equal parts among what is made of it and all "
                "other use: it matters only where changed demand travels up the chain",
            )
        )
    if unfollowed:
        names = ", ".join(sorted(set(unfollowed)))
        told.append(
            Caveat(
                "chain_inputs_not_followed",
                f"{len(unfollowed)} inputs of makers are not followed, for want of a supply of "
                f"them there: {names}",
                {"count": len(unfollowed), "goods": names},
            )
        )
    return tuple(told)
