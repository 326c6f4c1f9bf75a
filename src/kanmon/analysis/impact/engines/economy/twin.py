"""The readable twin of the compiled stepper: one course, whole matrices, the same equations."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.economy.course import Course
from kanmon.analysis.impact.engines.economy.stepper import Run
from kanmon.analysis.impact.engines.economy.works import Works

Amounts = npt.NDArray[np.float64]


def run_twin(ready: Works, course: Course) -> Run:
    """Run one course with NumPy.

    Args:
        ready: table and rules made ready.
        course: day states of one scenario.

    Returns:
        The same as the compiled stepper, up to rounding.

    Source:
        Hallegatte (2008, 2013); Guan et al. (2020); BoARIO 0.7.2.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.engines.economy.course import course
        >>> from kanmon.analysis.impact.engines.economy.rules import EconomyRules
        >>> from kanmon.analysis.impact.engines.economy.table import economy_table
        >>> from kanmon.analysis.impact.engines.economy.works import works
        >>> from kanmon.analysis.impact.scenario.scenario import Scenario
        >>> table = economy_table(("JPN",), ("x",), [[365.0]], [[365.0]], unit="MUSD 2011")
        >>> ready = works(table, EconomyRules())
        >>> run_twin(ready, course(Scenario("q", "Q", dt.date(2027, 1, 1), 3), ready, {})).made
        array([[2.],
               [2.],
               [2.]])
    """
    return _Twin(ready, course).run()


class _Twin:
    """State: stocks[p, f], orders per weight hire[p, f], demand, overproduction."""

    def __init__(self, ready: Works, course: Course) -> None:
        self.w, self.c = ready, course
        places, count = len(ready.table.economies), len(ready.table.industries)
        self.places, self.count, self.size = places, count, ready.table.size
        self.z = ready.table.sales.reshape(places, count, self.size)
        self.stock = ready.cover[:, None] * ready.need * ready.output
        self.alpha = np.ones(self.size)
        self.weigh = np.ones(self.size)
        self.held = course.held.copy()
        self.need, self.reach, self.ease = ready.need, ready.reach, ready.ease
        self.bound = np.zeros((self.size, count), np.int32)
        self.lost = np.zeros((self.size, count))
        self.worst = 0.0

    def run(self) -> Run:
        w, c = self.w, self.c
        made_days, unmet_days = np.empty((c.days, self.size)), np.empty((c.days, self.size))
        made = best = w.output
        self.hire, demand = self.orders(made, best, int(c.phase[0]))
        for day in range(c.days):
            state = c.phase[day]
            self.swap(state)
            asked = np.maximum(demand - w.drawn, 0.0)
            if day > 1:
                self.strain(asked, made)
            old, self.weigh = self.weigh, self.weights(state)
            best = np.minimum(asked, w.output * c.capacity[state] * self.alpha)
            self.release(best, state)
            made = self.produce(best)
            there = made + np.minimum(w.drawn, demand)
            served = np.divide(there, demand, out=np.zeros(self.size), where=demand > 0.0)
            made_days[day] = made
            unmet_days[day] = np.maximum(c.wanted[state] - c.final[state] * served, 0.0)
            came = self.hire * self.summed(self.passing(state), old * served)
            self.weigh_up(there, came, (c.final[state] + w.restock) * served)
            self.take(came, made)
            self.hire, demand = self.orders(made, best, int(c.phase[min(day + 1, c.days - 1)]))
        return Run(made_days, unmet_days, self.bound, self.lost, self.worst)

    def summed(self, keep: Amounts | None, weights: Amounts) -> Amounts:
        """Deliveries of each input to each buyer, added over origins: [p, f]."""
        z = self.z if keep is None else self.z * keep
        total: Amounts = (z * weights.reshape(self.places, self.count, 1)).sum(axis=0)
        return total

    def passing(self, state: int) -> Amounts | None:
        """Share of deliveries that passes: [origin, p, buyer]."""
        if not len(self.c.cut):
            return None
        keep = np.ones((self.places, self.count, self.places))
        keep[self.c.cut[:, 1], self.c.cut[:, 0], self.c.cut[:, 2]] = self.c.passes[state]
        return np.repeat(keep, self.count, axis=2)

    def weights(self, state: int) -> Amounts:
        if self.w.rules.orders != "alt":
            return np.ones(self.size)
        return np.where(self.w.output > 0.0, self.c.capacity[state] * self.alpha, 1.0)

    def strain(self, asked: Amounts, made: Amounts) -> None:
        rules = self.w.rules
        scarce = np.divide(asked - made, asked, out=np.zeros(self.size), where=asked > 0.0)
        pull = np.where(
            np.abs(scarce) > self.w.even, (rules.over_most - self.alpha) * scarce, 1.0 - self.alpha
        )
        self.alpha = np.maximum(self.alpha + pull / rules.over_days, 1.0)

    def swap(self, state: int) -> None:
        if not len(self.c.swap):
            return
        inputs, nodes = self.c.swap.T
        left = self.c.left[state]
        at = (inputs, nodes)
        self.need, self.reach, self.ease = (
            a.copy() for a in (self.w.need, self.w.reach, self.w.ease)
        )
        self.need[at] *= left
        some = left > 0.0
        self.reach[at] = np.divide(self.reach[at], left, out=np.zeros(len(left)), where=some)
        self.ease[at] = np.where(some, self.ease[at], 1.0)

    def release(self, best: Amounts, state: int) -> None:
        for number, (p, f) in enumerate(self.c.reserve):
            gap = self.w.cover[p] * self.need[p, f] * best[f] - self.stock[p, f]
            free = max(0.0, min(gap, self.held[number], self.c.rate[state, number]))
            self.stock[p, f] += free
            self.held[number] -= free

    def produce(self, best: Amounts) -> Amounts:
        """The least any input allows; where one holds back, which."""
        can = self.stock * self.reach + self.ease * best
        made: Amounts = np.minimum(best, can.min(axis=0))
        for f in np.flatnonzero(made < best * (1.0 - 1e-9)):
            p = int(can[:, f].argmin())
            self.bound[f, p] += 1
            self.lost[f, p] += best[f] - made[f]
        return made

    def take(self, came: Amounts, made: Amounts) -> None:
        use = np.minimum(made * self.need, self.stock + came)
        if self.w.rules.compat == "boario" and np.allclose(came, made * self.need):
            return
        self.stock = np.maximum(self.stock - use + came, 0.0)

    def orders(self, made: Amounts, best: Amounts, state: int) -> tuple[Amounts, Amounts]:
        """Orders per weight, and the demand each maker meets tomorrow."""
        goal = self.w.cover[:, None] * (best * self.need)
        gap = np.maximum(goal - self.stock, 0.0)
        if self.w.rules.compat == "boario" and np.allclose(self.stock, goal):
            gap = np.zeros_like(gap)
        want = gap * self.w.pace[:, None] + made * self.need
        every = self.summed(None, self.weigh)
        hire = np.divide(want, every, out=np.zeros_like(want), where=every > 0.0)
        keep = self.passing(state)
        z = self.z
        if keep is not None:
            z = self.z * keep
            open_ = self.summed(keep, self.weigh)
            room = np.divide(every, open_, out=np.zeros_like(want), where=open_ > 0.0)
            hire = hire * np.minimum(room, 1.0 + np.repeat(self.c.spare[state], self.count, axis=1))
        asked = np.einsum("rpf,pf->rp", z, hire).reshape(-1) * self.weigh
        return hire, asked + self.c.final[state] + self.w.restock

    def weigh_up(self, there: Amounts, came: Amounts, final: Amounts) -> None:
        """What makers of an industry part with is what their clients get."""
        left = (there - final).reshape(self.places, self.count).sum(axis=0)
        normal = (self.w.output + self.w.drawn).reshape(self.places, self.count).sum(axis=0)
        gap = np.abs(left - came.sum(axis=1))
        error = np.divide(gap, normal, out=np.zeros(self.count), where=normal > 0.0)
        self.worst = max(self.worst, float(error.max()))
