"""Candidates as suppliers of a plan: prices, room, new capacity, trust, shared sources."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from kanmon.analysis.finding import Caveat
from kanmon.analysis.plan.candidates.announced import due
from kanmon.analysis.plan.candidates.candidate import Candidate, CandidateSet
from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.suppliers import Suppliers
from kanmon.catalogue.embargoes import embargoes
from kanmon.catalogue.planning import known, planned
from kanmon.errors import DataError
from kanmon.planning.asked import Asked
from kanmon.planning.needs import Needs

LEAST = 1e-6
"""Room below this part of demand is none."""


MORE, NEW = "+", " new"
"""End the labels of tonnes beyond today's (a third of what is spare each), and of new ones."""


@dataclass(frozen=True, slots=True)
class Room:
    """Hold the suppliers of a plan beside the candidates they are, and the price of the market.

    A supplier may stand several times: what is bought of it today, what could be won beyond (its
    labels end in ``+``, each third dearer than the one before) and what it could open.
    ``left_out`` names candidates without room, with the reason.

    Example:
        >>> Room.__slots__[:2]
        ('suppliers', 'candidates')
    """

    suppliers: Suppliers
    candidates: tuple[Candidate, ...]
    price: float
    left_out: Mapping[str, str]
    caveats: tuple[Caveat, ...]

    def by_economy(self, values: FloatArray) -> dict[str, float]:
        """Add up an amount of each supplier by economy, in the order of the suppliers."""
        found: dict[str, float] = {}
        for name, value in zip(self.suppliers.economies, values.tolist(), strict=True):
            found[name] = found.get(name, 0.0) + value
        return found

    def laid(self, amounts: Mapping[str, float]) -> FloatArray:
        """Lay amounts of economies on suppliers: today's tonnes first, the rest beyond."""
        left = dict(amounts)
        found = np.zeros(len(self.suppliers))
        able = np.maximum(self.suppliers.today, self.suppliers.capacity)
        for k, name in enumerate(self.suppliers.economies):
            found[k] = min(left.get(name, 0.0), float(able[k]))
            left[name] = left.get(name, 0.0) - found[k]
        return found


def supply(found: CandidateSet, needs: Needs, asked: Asked) -> Room:
    """Turn candidates into suppliers of a plan.

    Room is what the party could buy from each (never above its published output) at its best
    value. Unit values differ by grade as much as by price, so no gain is taken from them: what is
    bought today costs the party's mean price, and tonnes won beyond that the dearer of it and the
    supplier's own, with a premium that grows with what is won. Nothing more is bought of economies
    of concern or under an embargo. Capacity to come starts in its year; where none is announced,
    makers and near makers that stand on their own source may open some: only trusted ones where
    tiers are given.

    Args:
        found: candidates of the good.
        needs: what the party imports.
        asked: first year of the plan, whether new capacity is allowed, the reader's price.

    Returns:
        Suppliers in the order of the candidates.

    Raises:
        DataError: no price is known.

    Example:
        >>> from kanmon.analysis.plan.candidates.find import candidates
        >>> from kanmon.planning.needs import needs
        >>> from kanmon.testing import tiny_picture
        >>> picture = tiny_picture("JPN")
        >>> found = candidates(picture, "rare_earth_metals")
        >>> made = supply(found, needs(picture, found), Asked("rare_earth_metals"))
        >>> made.suppliers.labels[:2], round(float(made.suppliers.today[0]), 3)
        (('CHN', 'CHN+'), 0.667)
    """
    demand, today = needs.demand, needs.today
    price, caveats = _price(found, asked)
    tiers = any(c.tier is not None for c in found.candidates)
    members = {one.economy for one in needs.members}
    barred = {e.economy for e in embargoes() if e.meets(found.good, members, asked.day)}
    win = planned("win")
    rows: list[tuple[float, ...]] = []
    labels: list[str] = []
    kept: list[Candidate] = []
    left_out: dict[str, str] = {}
    for one in found.candidates:
        share = today.get(one.economy, 0.0)
        room = _room(one, demand, share)
        new, lead, capital = _new(one, demand, price, asked, tiers)
        closed = one.economy in barred or one.tier == "of_concern"
        more = 0.0 if closed else max(0.0, room - share)
        new = 0.0 if closed else new
        parts: list[tuple[str, tuple[float, ...]]] = []
        if share >= LEAST:
            parts.append(("", (price, min(share, room), share, 0.0, 0.0, 0)))
        if more >= LEAST:
            for n, premium in enumerate((win.low, win.best, win.high), start=1):
                cost = _market(one, price) * (1.0 + premium)
                parts.append((MORE * n, (cost, more / 3, 0.0, 0.0, 0.0, 0)))
        if new >= LEAST:
            cost = _market(one, price) * planned("premium").best
            parts.append((NEW, (cost, 0.0, 0.0, new, capital, lead)))
        for word, row in parts:
            labels.append(one.economy + word)
            kept.append(one)
            rows.append(row)
        if share < LEAST and max(more, new) < LEAST:
            why = one.missing.get("capacity", "nothing to spare")
            left_out[one.economy] = _closed(one, barred) if closed else why
    if not rows:
        raise DataError(
            f"no supplier of {found.good} has any room",
            where=f"plan of {found.good} for {found.party}",
            remedy="give announced capacity, or another good",
        )
    table = np.array(rows, np.float64)
    groups = {name: n for n, name in enumerate(dict.fromkeys(c.group or c.economy for c in kept))}
    suppliers = Suppliers(
        tuple(labels),
        cost=table[:, 0],
        capacity=table[:, 1],
        today=table[:, 2] / table[:, 2].sum(),
        trusted=np.array([c.tier == "trusted" for c in kept]),
        of_concern=np.array([c.tier == "of_concern" for c in kept]),
        economies=tuple(c.economy for c in kept),
        upstream=np.array([groups[c.group or c.economy] for c in kept]),
        new_max=table[:, 3],
        new_cost=table[:, 4],
        lead=table[:, 5].astype(np.int64),
    )
    told = (*caveats, *_told(sorted(barred & {c.economy for c in found.candidates}), tiers))
    return Room(suppliers, tuple(kept), price, left_out, told)


def by_economy(good: Good) -> Good:
    """Put what is bought of a supplier today and beyond together, for rules of thumb.

    Args:
        good: of a plan.

    Returns:
        The good with one supplier an economy, at its dearer price; new capacity is left out.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> by_economy(Good("x", 10.0, *example_parts(), voll=1_000.0)).suppliers.labels
        ('A', 'B', 'C')
    """
    s, d = good.suppliers, good.disruptions
    names = tuple(dict.fromkeys(s.economies))
    at = np.array([names.index(name) for name in s.economies])
    first = np.array([s.economies.index(name) for name in names])
    cost = np.zeros(len(names))
    np.maximum.at(cost, at, s.cost)
    suppliers = Suppliers(
        names,
        cost=cost,
        capacity=np.bincount(at, s.capacity, len(names)).astype(np.float64),
        today=np.bincount(at, s.today, len(names)).astype(np.float64),
        trusted=s.trusted[first],
        of_concern=s.of_concern[first],
        upstream=s.upstream[first],
    )
    return replace(
        good, suppliers=suppliers, disruptions=replace(d, delivered=d.delivered[:, first])
    )


def _closed(one: Candidate, barred: set[str]) -> str:
    return "under an embargo" if one.economy in barred else "of concern: nothing more is bought"


def _price(found: CandidateSet, asked: Asked) -> tuple[float, list[Caveat]]:
    """What the party pays a tonne: the reader's word, its trade, or the catalogue's."""
    if asked.price is not None:
        return asked.price, [Caveat("plan_price_given", f"price of {asked.price:g} USD/t: given")]
    paid = [(c.imports, c.delivered.best) for c in found.candidates if c.imports and c.delivered]
    if paid:
        return sum(m * p for m, p in paid) / sum(m for m, _ in paid), []
    row = known("price", f"good:{found.good}")
    if row is None:
        raise DataError(
            f"no price of {found.good} is known",
            where=f"plan of {found.good} for {found.party}",
            remedy="give one with --price USD_A_TONNE, or load trade figures (`kanmon data add`)",
        )
    return row.best, [
        Caveat(
            "plan_price",
            f"price of {found.good}: {row.low:g}-{row.best:g}-{row.high:g} USD/t ({row.source})",
            {"price": f"{row.low:g}–{row.best:g}–{row.high:g}", "source": row.source},
        )
    ]


def _room(one: Candidate, demand: float, share: float) -> float:
    """What the party could buy of it in all, as a share of its imports."""
    if one.available is None or one.relation == "announced":
        return 0.0
    # What stands idle is not counted on: nobody is to sell more than it is known to make.
    made = one.output.tonnes / demand if one.output is not None and one.output.same else math.inf
    if one.imports is not None or one.spare is None:
        return min(one.available.best / demand, made)
    # Without trade figures today's tonnes are not in `available`: they stand beside what is spare.
    most = one.capacity.best / demand if one.capacity is not None else math.inf
    return min(share + one.spare.best / demand, max(min(most, made), share))


def _market(one: Candidate, price: float) -> float:
    """What a tonne of a supplier costs on the market: its own price, never below the party's."""
    if one.delivered is not None:
        return max(one.delivered.best, price)
    return price + (one.freight.best if one.freight else 0.0)


def _new(
    one: Candidate, demand: float, price: float, asked: Asked, tiers: bool
) -> tuple[float, int, float]:
    """Give capacity that may open: how much, in how many years, at what cost of a tonne a year."""
    if not asked.new_capacity:
        return 0.0, 0, 0.0
    if one.announced:
        start = min(a.start for a in one.announced)
        first = start.year if (start.month, start.day) == (1, 1) else start.year + 1
        # Whoever announced it pays for it: the party only buys.
        return due(one.announced).best / demand, max(0, first - asked.first_year), 0.0
    makes = one.relation == "near" or one.output is not None
    fit = one.independent and (one.tier == "trusted" or not tiers)
    if not (makes and fit):
        return 0.0, 0, 0.0
    return (
        planned("new_limit").best,
        round(planned("lead_years").best),
        planned("capex").best * price,
    )


def _told(barred: list[str], tiers: bool) -> list[Caveat]:
    told = []
    if barred:
        names = ", ".join(barred)
        told.append(
            Caveat(
                "plan_embargo",
                f"{names}: under an embargo on some member, nothing more is bought "
                "(catalogue/embargoes.csv)",
                {"named": names},
            )
        )
    if tiers:
        told.append(
            Caveat("plan_concern", "nothing more is bought of economies of concern than today")
        )
    else:
        told.append(
            Caveat(
                "plan_no_tiers",
                "no trust tiers given: nobody is trusted or of concern (see --trusted)",
            )
        )
    told.append(
        Caveat(
            "plan_price_of_grade",
            "unit values differ by grade as much as by price: no gain is taken from a cheaper "
            "supplier, and tonnes won from others cost a premium",
        )
    )
    told.append(
        Caveat(
            "plan_assumed",
            "chances of scenarios, the value of a tonne short, new capacity, saving, spot "
            "purchases and costs of stock are assumed: catalogue/planning.csv",
        )
    )
    return told
