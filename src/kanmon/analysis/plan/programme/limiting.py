"""Limits turned into bounds of shares and rows of the programme."""

from __future__ import annotations

import numpy as np

from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.layout import Layout, variable
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.rows import Rows, Tag


def share_bounds(
    good: Good, limits: Limits, aim: Aim, year: int
) -> tuple[FloatArray, FloatArray, list[Tag]]:
    """Give the bounds of each share in a year, and what sets the upper one.

    Args:
        good: what is planned for.
        limits: what the plan must keep to.
        aim: years and phase-in.
        year: of the plan.

    Returns:
        Lower bounds, upper bounds, and a tag for each upper bound.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> low, high, tags = share_bounds(good, Limits(max_share=0.6), Aim(phase_in=0.2), 0)
        >>> high.round(9).tolist(), [t.kind for t in tags]
        ([0.6, 0.3, 0.2], ['max share', 'phase in', 'phase in'])
    """
    s = good.suppliers
    low, high = np.zeros(len(s)), np.full(len(s), np.inf)
    kinds = np.full(len(s), "", dtype=object)
    for kind, least, most in bounds_by_kind(good, limits, aim, year):
        low = np.maximum(low, least)
        tighter = most < high
        high[tighter], kinds[tighter] = most[tighter], kind
    tags = [
        Tag(str(k), e if k == "max share" else label, year)
        for k, label, e in zip(kinds, s.labels, s.economies, strict=True)
    ]
    return low, high, tags


def bounds_by_kind(
    good: Good, limits: Limits, aim: Aim, year: int
) -> list[tuple[str, FloatArray, FloatArray]]:
    """Give each reason to bound shares in a year, with the bounds it sets.

    Args:
        good: what is planned for.
        limits: what the plan must keep to.
        aim: years and phase-in.
        year: of the plan.

    Returns:
        Kind, lower and upper bound of every share.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> bounds_by_kind(good, Limits(), Aim(), 0)[0][2].tolist()
        [1.0, 0.5, 0.8]
    """
    s = good.suppliers
    nothing = np.zeros(len(s))
    open_now = (s.new_max > 0) & (s.lead <= year)
    able = np.where(open_now, s.capacity + s.new_max, s.capacity)
    found = [("capacity", nothing, able)]
    if limits.max_share is not None and year >= limits.from_year:
        alone = np.array([s.economies.count(e) == 1 for e in s.economies])
        found.append(("max share", nothing, np.where(alone, limits.max_share, np.inf)))
    if aim.phase_in is not None:
        reach = aim.phase_in * (year + 1)
        found.append(("phase in", np.maximum(s.today - reach, 0.0), s.today + reach))
    return found


def gather(good: Good, limits: Limits, aim: Aim, place: Layout) -> Rows:
    """Gather the rows that hold whatever the scenario, but for the budget.

    Args:
        good: what is planned for.
        limits: what the plan must keep to.
        aim: years and phase-in.
        place: where columns stand.

    Returns:
        The rows, each with its tag.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> from kanmon.analysis.plan.programme.layout import layout
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> limits = Limits(max_concern=0.3, min_trusted=0.5)
        >>> [t.kind for t in gather(good, limits, Aim(), layout(good, limits, Aim())).tags]
        ['demand', 'concern', 'trusted']
    """
    s, rows = good.suppliers, Rows()
    for year in range(aim.years):
        x = place.share(year)
        rows.add(Tag("demand", good.name, year), x, 1.0, lower=1.0)
        for i, n in zip(place.opening, place.opened(), strict=True):
            if s.lead[i] <= year:
                tag = Tag("capacity", s.labels[i], year)
                rows.add(tag, [x[i], n], [1.0, -1.0], upper=float(s.capacity[i]))
        if aim.phase_in is not None and year:
            before = place.share(year - 1)
            for i, label in enumerate(s.labels):
                tag = Tag("phase in", label, year)
                step = aim.phase_in
                rows.add(tag, [x[i], before[i]], [1.0, -1.0], lower=-step, upper=step)
        if year >= limits.from_year:
            _limit_year(good, limits, place, year, rows)
        if place.links:
            _link(good, limits, aim, place, year, rows)
    for rule in limits.rules:
        found = [(variable(name, good, place), c) for name, c in rule.terms.items()]
        yearly = any(varies for (_, varies), _ in found)
        for year in range(aim.years if yearly else 1):
            at = [cols[year] if varies else cols[0] for (cols, varies), _ in found]
            tag = Tag("rule", rule.name, year if yearly else None)
            low = rule.bound if rule.sense != "<=" else -np.inf
            high = rule.bound if rule.sense != ">=" else np.inf
            rows.add(tag, at, [c for _, c in found], lower=low, upper=high)
    return rows


def _limit_year(good: Good, limits: Limits, place: Layout, year: int, rows: Rows) -> None:
    s, x = good.suppliers, place.share(year)
    if limits.max_share is not None:
        for economy in dict.fromkeys(s.economies):
            there = [i for i, e in enumerate(s.economies) if e == economy]
            if len(there) > 1:
                rows.add(Tag("max share", economy, year), x[there], 1.0, upper=limits.max_share)
    if limits.max_upstream is not None:
        for group in np.unique(s.upstream[s.upstream >= 0]):
            there = np.flatnonzero(s.upstream == group).tolist()
            subject = ", ".join(s.labels[i] for i in there)
            rows.add(Tag("upstream", subject, year), x[there], 1.0, upper=limits.max_upstream)
    if limits.max_concern is not None:
        tag = Tag("concern", "economies of concern", year)
        rows.add(tag, x[s.of_concern], 1.0, upper=limits.max_concern)
    if limits.min_trusted is not None:
        tag = Tag("trusted", "trusted suppliers", year)
        rows.add(tag, x[s.trusted], 1.0, lower=limits.min_trusted)


def _link(good: Good, limits: Limits, aim: Aim, place: Layout, year: int, rows: Rows) -> None:
    s, x, link = good.suppliers, place.share(year), place.link(year)
    _, high, _ = share_bounds(good, limits, aim, year)
    for i, label in enumerate(s.labels):
        tag = Tag("relationship", label, year)
        rows.add(tag, [x[i], link[i]], [1.0, -float(high[i])], upper=0.0)
        if s.lot[i] > 0:
            rows.add(Tag("lot", label, year), [x[i], link[i]], [1.0, -s.lot[i]], lower=0.0)
    if limits.max_suppliers is not None:
        rows.add(Tag("suppliers", "", year), link, 1.0, upper=float(limits.max_suppliers))
