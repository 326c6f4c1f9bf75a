"""Partners' goods added up to one: what they buy, hold and fall short of together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.good import Good, Relief, Stock
from kanmon.errors import DataError

_SAME = ("cost", "trusted", "of_concern", "upstream", "new_cost", "lead")


@dataclass(frozen=True, slots=True)
class _Step:
    """One partner's relief, or its shortage, on the bloc's ladder of what is given up first."""

    partner: int
    cost: float
    limit: float  # share of the bloc's yearly demand


def pooled(partners: Sequence[Good]) -> Good:
    """Add partners' goods up to one that the bloc buys, holds in stock and shares.

    Capacities and stocks add up in tonnes. Shortage falls where it costs least: every partner's
    reliefs, then partners' shortages in order of what a tonne is worth to them.

    Args:
        partners: one good each, the same suppliers at the same prices and the same scenarios.

    Returns:
        The bloc's good.

    Raises:
        DataError: suppliers, prices or scenarios differ.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> big = Good("big", 30.0, *example_parts(), voll=1_000.0)
        >>> small = Good("small", 10.0, *example_parts(), voll=4_000.0)
        >>> both = pooled([big, small])
        >>> both.demand, both.reliefs, both.voll
        (40.0, (Relief(name='shortage of big', cost=1000.0, limit=0.75),), 4000.0)
    """
    first = partners[0]
    for other in partners[1:]:
        _compare(first, other)
    demand = np.array([p.demand for p in partners])
    part = demand / demand.sum()
    s = first.suppliers
    adding = {
        name: sum(w * getattr(p.suppliers, name) for w, p in zip(part, partners, strict=True))
        for name in ("capacity", "today", "new_max", "lot")
    }
    stock = Stock(
        first.stock.cost,
        float(part @ [p.stock.limit for p in partners]),
        float(part @ [p.stock.today for p in partners]),
    )
    steps = ladder(partners)
    return Good(
        " + ".join(p.name for p in partners),
        float(demand.sum()),
        replace(s, **adding),
        first.disruptions,
        steps[-1].cost,
        tuple(Relief(_title(partners, step), step.cost, step.limit) for step in steps[:-1]),
        stock,
    )


def ladder(partners: Sequence[Good]) -> list[_Step]:
    """Order what partners give up, cheapest first; the last step has no end.

    Args:
        partners: one good each.

    Returns:
        Steps with the partner, the cost per tonne and the share of the bloc's demand.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> big = Good("big", 30.0, *example_parts(), voll=1_000.0)
        >>> [(s.partner, s.limit) for s in ladder([big])]
        [(0, 1.0)]
    """
    whole = sum(p.demand for p in partners)
    steps = []
    for i, p in enumerate(partners):
        relieved = sum(r.limit for r in p.reliefs)
        steps += [_Step(i, r.cost, r.limit * p.demand / whole) for r in p.reliefs]
        steps.append(_Step(i, p.voll, max(0.0, 1 - relieved) * p.demand / whole))
    return sorted(steps, key=lambda step: step.cost)


def loss_by_partner(partners: Sequence[Good], gap: FloatArray) -> FloatArray:
    """Tell who bears the bloc's loss where shortage falls where it costs least.

    Args:
        partners: one good each.
        gap: float64[W], what is missing in each scenario, share of the bloc's yearly demand.

    Returns:
        float64[P, W], USD.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> big = Good("big", 30.0, *example_parts(), voll=1_000.0)
        >>> small = Good("small", 10.0, *example_parts(), voll=4_000.0)
        >>> loss_by_partner([big, small], np.array([0.0, 0.5, 0.8])).round(6).tolist()
        [[0.0, 20000.0, 30000.0], [0.0, 0.0, 8000.0]]
    """
    whole = sum(p.demand for p in partners)
    lost, left = np.zeros((len(partners), len(gap))), np.maximum(gap, 0.0)
    steps = ladder(partners)
    for step in steps[:-1]:
        used = np.minimum(left, step.limit * partners[0].disruptions.duration)
        lost[step.partner] += step.cost * used * whole
        left = left - used
    lost[steps[-1].partner] += steps[-1].cost * left * whole
    return lost


def _title(partners: Sequence[Good], step: _Step) -> str:
    good = partners[step.partner]
    relief = next((r.name for r in good.reliefs if r.cost == step.cost), "shortage")
    return f"{relief} of {good.name}"


def _compare(first: Good, other: Good) -> None:
    where, s, t = f"bloc, {other.name}", first.suppliers, other.suppliers
    if s.labels != t.labels or s.economies != t.economies:
        raise DataError(
            f"its suppliers differ from those of {first.name}",
            where=where,
            remedy="list the same suppliers for all, with no capacity where one has no access",
        )
    for name in _SAME:
        if not np.array_equal(getattr(s, name), getattr(t, name)):
            raise DataError(
                f"{name} of suppliers differs from that of {first.name}",
                where=where,
                remedy="give what a joint purchase would meet with, the same for all",
            )
    if first.stock.cost != other.stock.cost:
        raise DataError("a stock costs another sum", where=where, remedy="give one cost for all")
    d, e = first.disruptions, other.disruptions
    same = d.labels == e.labels and np.array_equal(d.delivered, e.delivered)
    same = same and np.array_equal(d.duration, e.duration)
    if not same or not np.array_equal(d.probability, e.probability):
        raise DataError(
            f"its scenarios differ from those of {first.name}",
            where=where,
            remedy="give all partners the same scenarios; what is bought together is shared",
        )
