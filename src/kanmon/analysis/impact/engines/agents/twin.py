"""The daily model in NumPy, to be read: the same sums in the same order as the kernel."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.agents.course import Course
from kanmon.analysis.impact.engines.agents.level import level
from kanmon.analysis.impact.engines.agents.links import FIRST, Links, demanded
from kanmon.analysis.impact.engines.agents.rules import Rules

Floats = npt.NDArray[np.float64]
HELD = 1e-9


def run_lane(links: Links, rules: Rules, course: Course, lane: int, out: tuple[Any, ...]) -> None:
    """Run one scenario day by day.

    Stocks are counted in days of normal use of the link, output in units of the normal output.

    Args:
        links: laid-out network.
        rules: how firms act.
        course: what is out of the ordinary.
        lane: which of its scenarios.
        out: output and unmet [days, kinds], bound and cost [kinds, sectors], residual [1].

    Example:
        >>> from kanmon.analysis.impact.network import firm_network
        >>> from kanmon.analysis.impact.engines.agents.course import lost
        >>> from kanmon.analysis.impact.engines.agents.links import links
        >>> net = links(firm_network([0], [1], [2.0], [0, 0], final=[0.0, 3.0]))
        >>> out = tuple(np.zeros(shape) for shape in ((2, 2), (2, 2), (2, 1), (2, 1), 1))
        >>> run_lane(net, Rules(), lost([0.5, 0.0], days=2), 0, out)
        >>> out[0].tolist()
        [[3.0, 1.0], [3.0, 1.0]]
    """
    output, unmet, bound, cost, residual = out
    group = _Groups(links)
    kind, target = course.kind[links.firm], rules.days_of(links.firms)[links.firm]
    seller, buyer = links.seller, links.buyer
    normal, sells = links.output, links.output > 0.0
    wants = target[buyer]
    stock = wants.copy()
    before = now = np.ones(links.firms)
    served = np.full(links.firms, 1.0 if rules.rationing < 2 else np.inf)
    passed, needed = np.ones(stock.size), np.ones(stock.size)
    reserve = _reserve(links, course, lane)
    held = float((group.total * wants[group.first]).sum())
    sent, scale, worst = float(group.total.sum()), float(group.total.sum()), 0.0

    def order(pace: Floats, need: Floats, stock: Floats) -> Floats:
        want = pace[buyer] * need
        aim = wants * (need if rules.orders == 1 else want)
        gap = aim - stock
        if rules.orders == 2:
            gap = np.maximum(gap, 0.0)
        return np.maximum(want + gap * (1.0 / rules.tau), 0.0)

    for day in range(course.days):
        # What was ordered and served the day before comes in; what was made is used up.
        asked = order(before, needed, stock) * passed
        came = asked * served[seller] if rules.rationing < 2 else np.minimum(asked, served[seller])
        use = (now[buyer] * needed)[group.first]
        freed = np.zeros(use.size)
        passes, need, rate = _classes(links, course, day, lane)
        if reserve is not None:
            gap = np.maximum(use - group.mean(came), 0.0)
            freed = np.minimum(np.minimum(gap, rate[group.first]), reserve)
            reserve -= freed
        stock = np.maximum(stock + came + freed[group.of] - group.spread(use, stock), 0.0)

        # New orders, and the demand they make.
        passed, needed = passes, need
        placed = order(now, needed, stock) * passed
        final = links.final * course.demand.table[day, course.demand.row[kind], lane]
        demand = demanded(seller, links.amount * placed, final, links.start[links.part])

        # Make what demand, capacity and the scarcest input allow.
        cover, tight = group.scarcest(stock, need)
        ask = np.divide(demand, normal, out=np.ones(links.firms), where=sells)
        might = np.minimum(ask, course.capacity.table[day, course.capacity.row[kind], lane])
        pace = np.minimum(might, cover)
        served, sold = _ration(links, rules, (ask, pace, demand, final, placed))

        made = pace * normal
        output[day] = by_kind(links, kind, made, course.kinds)
        unmet[day] = by_kind(links, kind, final - sold, course.kinds)
        _bind(bound, cost, (kind, links.sector, tight), (might - pace, normal))

        total = float((links.amount * stock).sum())
        arrived = float((links.amount * came).sum())
        kept = total - held - arrived - float((group.total * freed).sum())
        kept += float((group.total * use).sum())
        if scale > 0.0:
            worst = max(worst, abs(kept) / (scale + held), abs(arrived - sent) / scale)
        held, sent = total, float(made.sum() - sold.sum())
        before, now = now, pace
    residual[0] = worst


class _Groups:
    """Links of one client from one sector: a pool of stock."""

    def __init__(self, links: Links) -> None:
        self.firms = links.firms
        self.amount = links.amount
        self.first = np.flatnonzero(links.supplier & FIRST)
        self.of = np.cumsum((links.supplier & FIRST) > 0) - 1
        self.total = self.sum(np.ones(links.amount.size))
        self.buyer, self.seller = links.buyer[self.first], links.seller[self.first]
        self.lone = np.bincount(self.of, minlength=self.first.size) == 1

    def sum(self, days: Floats) -> Floats:
        added: Floats = np.bincount(self.of, self.amount * days, self.first.size).astype(np.float64)
        return added

    def mean(self, days: Floats) -> Floats:
        """Average over a group, weighted by amounts."""
        sums = self.sum(days)
        mean: Floats = np.where(self.lone, sums / self.total, sums * (1.0 / self.total))
        return mean

    def even(self, days: Floats) -> npt.NDArray[np.bool_]:
        """Tell where all links of a group have the same number, which needs no averaging."""
        if days.size == 0:
            return np.ones(0, bool)
        same = np.minimum.reduceat(days, self.first) == np.maximum.reduceat(days, self.first)
        return np.asarray(same)

    def pooled(self, days: Floats) -> Floats:
        mean = self.sum(days) * (1.0 / self.total)
        pooled: Floats = np.where(self.even(days), days[self.first], mean)
        return pooled

    def spread(self, use: Floats, stock: Floats) -> Floats:
        """Take a group's use from its links in proportion to their stocks."""
        mean = self.sum(stock) * (1.0 / self.total)
        part = np.divide(use, mean, out=np.zeros(use.size), where=mean > 0.0)
        used: Floats = np.where(self.even(stock)[self.of], use[self.of], stock * part[self.of])
        return used

    def scarcest(self, stock: Floats, need: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
        """Find the days each firm's scarcest input lasts, and the first supplier of it."""
        lasts = self.pooled(stock)
        some = need[self.first]
        lasts = np.divide(lasts, some, out=np.full(lasts.size, np.inf), where=some > 0.0)
        cover = np.full(self.firms, np.inf)
        np.minimum.at(cover, self.buyer, lasts)
        tight = np.full(self.firms, -1, np.int64)
        least = np.flatnonzero((lasts == cover[self.buyer]) & np.isfinite(lasts))[::-1]
        tight[self.buyer[least]] = self.seller[least]
        return cover, tight


def _classes(links: Links, course: Course, day: int, lane: int) -> tuple[Floats, Floats, Floats]:
    if course.classes is None:
        one = np.ones(links.link.size)
        return one, one, np.zeros(links.link.size)
    mark = course.classes.of_link[links.link]
    tables = (course.classes.passes, course.classes.need, course.classes.release)
    passes, need, rate = (table[day, :, lane][mark] for table in tables)
    return passes, need, rate


def _reserve(links: Links, course: Course, lane: int) -> Floats | None:
    if course.classes is None or course.classes.reserve is None:
        return None
    first = np.flatnonzero(links.supplier & FIRST)
    held: Floats = course.classes.reserve[:, lane][course.classes.of_link[links.link[first]]]
    return held.copy()


def _ration(links: Links, rules: Rules, today: tuple[Floats, ...]) -> tuple[Floats, Floats]:
    """Share out what was made; give the share (or level) of orders and the final demand served."""
    ask, pace, demand, final, placed = today
    made, full = pace * links.output, pace == ask
    if rules.rationing == 0:
        share = np.divide(pace, ask, out=np.ones(ask.size), where=ask > 0.0)
        return share, final * share
    if rules.rationing == 1:
        trade = demand - final
        short = ~full & (made < trade)
        share = np.divide(made, trade, out=np.ones(ask.size), where=short)
        return share, np.where(full, final, np.maximum(made - trade, 0.0))
    served, sold = np.full(ask.size, np.inf), final.copy()
    bounds, by_seller = links.sold
    for i in np.flatnonzero(~full):
        some = by_seller[bounds[i] : bounds[i + 1]]
        served[i], sold[i] = level(
            placed[some], links.amount[some], float(made[i]), float(final[i]), rules
        )
    return served, sold


def by_kind(links: Links, kind: npt.NDArray[np.int32], amounts: Floats, kinds: int) -> Floats:
    """Add amounts of firms up by kind, part by part and firm by firm.

    Args:
        links: laid-out network, whose order of firms is meant.
        kind: int32[n], kind of each firm.
        amounts: float64[n].
        kinds: number of kinds.

    Returns:
        float64[kinds].

    Example:
        >>> from kanmon.analysis.impact.network import firm_network
        >>> from kanmon.analysis.impact.engines.agents.links import links
        >>> net = links(firm_network([0], [1], [2.0], [0, 0]))
        >>> by_kind(net, np.zeros(2, np.int32), net.output, 1)
        array([2.])
    """
    added = np.zeros(kinds)
    for begin, end in pairwise(links.part.tolist()):
        added = added + np.bincount(kind[begin:end], amounts[begin:end], kinds)
    return added


def _bind(
    bound: Floats,
    cost: Floats,
    where: tuple[Any, Any, Any],
    shortfall: tuple[Floats, Floats],
) -> None:
    """Count days and output lost by kind of firm and sector of the input that held it back."""
    kind, sector, tight = where
    missing, normal = shortfall
    held = np.flatnonzero(missing > HELD)
    at = (kind[held], sector[tight[held]])
    np.add.at(cost, at, missing[held] * normal[held])
    cells = np.zeros(bound.shape, bool)
    cells[at] = True
    bound += cells
