"""One good's programme as arrays: what is minimised, within which bounds and rows.

Shortages are eliminated: a scenario's loss is the largest of a few straight lines in what is
missing, so each line gives one row, eta + tail >= slope * missing - offset. Money is in units
of ``money`` USD per tonne of demand and losses in units of the value of lost load, so that a
programme in dollars and one in yen are the same programme.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kanmon.analysis.plan.programme.arrays import FloatArray, IntArray
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.layout import Layout, layout
from kanmon.analysis.plan.programme.limiting import gather, share_bounds
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.plan import Plan
from kanmon.analysis.plan.programme.rows import Block, Tag


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Hold a good's programme: columns, rows that always hold, and how to make scenario rows.

    ``spend`` is each column's part in what a budget limits and ``spend_today`` what is spent
    already, both in the unit of ``cost`` (``money`` x demand USD). ``tags`` name the rows,
    ``upper_tags`` what sets each column's upper bound.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> model(good, Limits(max_share=0.5), Aim()).upper[:3].tolist()
        [0.5, 0.5, 0.5]
    """

    good: Good
    limits: Limits
    aim: Aim
    place: Layout
    cost: FloatArray
    spend: FloatArray
    spend_today: float
    lower: FloatArray
    upper: FloatArray
    rows: Block
    tags: tuple[Tag, ...]
    upper_tags: dict[int, Tag]
    money: float

    @property
    def unit(self) -> float:
        """Tell how many USD one unit of the objective is."""
        return self.money * self.good.demand

    def plan(self, x: FloatArray) -> Plan:
        """Read the decisions from the columns; what is below the solver's tolerance is nothing."""
        place = self.place
        shares = np.stack([x[place.share(y)] for y in range(place.years)])
        stock = np.array([x[place.stock(y)] for y in range(place.years)])
        opened = np.zeros(place.suppliers)
        opened[place.opening] = x[place.opened()]
        return Plan(_tidy(shares), _tidy(stock), _tidy(opened))

    def scenario_rows(self, year: int, chosen: IntArray) -> Block:
        """Make the rows of some scenarios in one year: all lines of each scenario in turn."""
        good, place = self.good, self.place
        lines = [(slope, offset) for slope, offset in loss_lines(good) if slope > 0]
        duration = good.disruptions.duration[chosen]
        terms = place.suppliers + 3
        index = np.empty((len(chosen), len(lines), terms), dtype=np.int64)
        value = np.empty(index.shape)
        lower = np.empty(index.shape[:2])
        index[:, :, :-1] = np.r_[place.share(year), place.stock(year), place.eta(year)]
        index[:, :, -1] = place.tail(year)[chosen][:, None]
        for i, (slope, offset) in enumerate(lines):
            value[:, i, :-3] = good.disruptions.delivered[chosen] * duration[:, None]
            value[:, i, -3] = 1.0
            value[:, i, :-2] *= slope / good.voll  # at most one, or duals lose digits
            value[:, i, -2:] = 1.0
            lower[:, i] = duration * (slope - offset) / good.voll
        rows = lower.size
        return Block(
            np.arange(rows + 1, dtype=np.int64) * terms,
            index.ravel(),
            value.ravel(),
            lower.ravel(),
            np.full(rows, np.inf),
        )


def model(good: Good, limits: Limits, aim: Aim) -> Model:
    """Write one good's programme down as arrays.

    Args:
        good: what is planned for.
        limits: what the plan must keep to.
        aim: years and weight of risk.

    Returns:
        The programme without its scenario rows, which are made when asked for.

    Source:
        Rockafellar and Uryasev (2000) for the rows of CVaR.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> m = model(good, Limits(), Aim())
        >>> m.money, len(m.rows)
        (102.0, 1)
    """
    s, d = good.suppliers, good.disruptions
    place = layout(good, limits, aim)
    today = float(s.today @ s.cost)
    money = today or float(s.cost.mean()) or good.voll
    cost, spend = np.zeros(place.columns), np.zeros(place.columns)
    lower, upper = np.zeros(place.columns), np.full(place.columns, float(d.duration.max()))
    risk = aim.risk_weight * good.voll / money
    for y, weight in enumerate(aim.weights):
        spend[place.share(y)] = s.cost / money
        spend[place.stock(y)] = good.stock.cost / money
        if place.links:
            spend[place.link(y)] = s.fixed / (money * good.demand)
            cost[place.link(y)], upper[place.link(y)] = weight * spend[place.link(y)], 1.0
        cost[place.share(y)] = weight * spend[place.share(y)]
        cost[place.stock(y)] = weight * spend[place.stock(y)]
        cost[place.eta(y)] = weight * risk
        cost[place.tail(y)] = weight * risk * d.probability / (1 - aim.alpha)
        upper[place.stock(y)] = good.stock.limit
    cost[place.opened()] = spend[place.opened()] = s.new_cost[place.opening] / money
    upper[place.opened()] = s.new_max[place.opening]
    spent = aim.years * (today + good.stock.cost * good.stock.today) / money
    named: dict[int, Tag] = {place.stock(y): Tag("stock", "", y) for y in range(aim.years)}
    for column, supplier in zip(place.opened(), place.opening, strict=True):
        named[int(column)] = Tag("new capacity", s.labels[supplier])
    for y in range(aim.years):
        low, high, tags = share_bounds(good, limits, aim, y)
        lower[place.share(y)], upper[place.share(y)] = low, high
        named |= dict(zip(place.share(y).tolist(), tags, strict=True))
    rows = gather(good, limits, aim, place)
    if limits.budget is not None:
        most = limits.budget / (money * good.demand) + spent
        paid = np.flatnonzero(spend)
        rows.add(Tag("budget"), paid, spend[paid], upper=most)
    return Model(
        good,
        limits,
        aim,
        place,
        cost,
        spend,
        spent,
        lower,
        upper,
        rows.block(),
        tuple(rows.tags),
        named,
        money,
    )


def loss_lines(good: Good) -> list[tuple[float, float]]:
    """Give the straight lines whose largest is the loss of a year-long scenario.

    Args:
        good: what is planned for.

    Returns:
        Slope (USD/t) and offset (USD per tonne of demand) of each: loss = slope * missing -
        offset; offsets grow with the scenario's duration.

    Example:
        >>> from kanmon.analysis.plan.programme.good import Relief, example_parts
        >>> saving = (Relief("saving", 10.0, 0.25),)
        >>> loss_lines(Good("x", 10.0, *example_parts(), voll=100.0, reliefs=saving))
        [(10.0, 0.0), (100.0, 22.5)]
    """
    slopes = [r.cost for r in good.reliefs] + [good.voll]
    lines = []
    for k, slope in enumerate(slopes):
        lines.append((slope, sum(((slope - r.cost) * r.limit for r in good.reliefs[:k]), 0.0)))
    return lines


def _tidy(x: FloatArray) -> FloatArray:
    return np.where(np.abs(x) < 1e-9, 0.0, x)
