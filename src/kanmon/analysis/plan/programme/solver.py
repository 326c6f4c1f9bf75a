"""One good's programme in HiGHS: scenario rows are added as they turn out to bind.

Few scenarios lie in the tail that CVaR averages, so the programme starts with the worst few and
takes in those its own answer breaks, until it breaks none: the answer is then that of the whole
programme. A solver keeps its basis, so that the next price of the budget or the next weights of
scenarios cost a few pivots.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kanmon.analysis.plan.programme.appraise import tail
from kanmon.analysis.plan.programme.arrays import BoolArray, FloatArray, IntArray
from kanmon.analysis.plan.programme.bound import dual_bound
from kanmon.analysis.plan.programme.highs import add, load, quiet, run
from kanmon.analysis.plan.programme.model import Model
from kanmon.analysis.plan.programme.remedies import why_infeasible
from kanmon.analysis.plan.programme.rows import Block, join

BROKEN = 1e-8  # a scenario row missed by more, in units of the value of lost load, is taken in


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Hold columns, their reduced costs and the rows' duals at the optimum of a programme.

    ``rows`` are the rows the solver holds, the model's own first; ``cost`` the costs it solved
    for; ``bound`` is at or below the optimum, from the duals alone. All are in the model's unit.

    Example:
        >>> Answer.__slots__[:2]
        ('x', 'reduced')
    """

    x: FloatArray
    reduced: FloatArray
    duals: FloatArray
    rows: Block
    cost: FloatArray
    bound: float


class Solver:
    """Solve one good's programme again and again as costs change.

    Example:
        >>> from kanmon.analysis.plan.programme.good import Good, example_parts
        >>> from kanmon.analysis.plan.programme.limits import Aim, Limits
        >>> from kanmon.analysis.plan.programme.model import model
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> m = model(good, Limits(max_share=0.6), Aim(alpha=0.9))
        >>> Solver(m).solve().x[:3].round(6).tolist()
        [0.288889, 0.342222, 0.6]
    """

    def __init__(self, model: Model, *, weighed: bool = False) -> None:
        self.model = model
        self._lower, self._upper = model.lower.copy(), model.upper.copy()
        if weighed:  # scenarios are weighed by whoever prices them, not by this good's own tail
            self._upper[[model.place.eta(y) for y in range(model.place.years)]] = 0.0
        self.held: list[BoolArray] = [
            np.zeros(model.place.scenarios, dtype=np.bool_) for _ in range(model.place.years)
        ]
        self._blocks = [model.rows]
        self._highs = quiet()
        self._cost = model.cost
        load(self._highs, model.cost, self._lower, self._upper, model.rows)
        for year in range(model.place.years):
            self._take_in(year, self._worst(year))

    def price(self, cost: FloatArray) -> None:
        """Change what columns cost."""
        n = self.model.place.columns
        self._cost = cost
        self._highs.changeColsCost(n, np.arange(n, dtype=np.int32), cost)

    def solve(self) -> Answer:
        """Solve to optimality over every scenario; say why if nothing keeps every limit."""
        found = self.attempt()
        if found is None:
            raise why_infeasible(self.model)
        return found

    def attempt(self) -> Answer | None:
        """Solve to optimality over every scenario, if anything keeps every limit."""
        while True:
            if not run(self._highs, self.model.good.name):
                return None
            x = np.asarray(self._highs.getSolution().col_value)
            if not self.take_in_broken(x):
                break
        found, rows = self._highs.getSolution(), self.rows()
        duals = np.asarray(found.row_dual)
        bound = dual_bound(self._cost, self._lower, self._upper, rows, duals)
        return Answer(x, np.asarray(found.col_dual), duals, rows, self._cost, bound)

    def rows(self) -> Block:
        """Give the rows held so far, the model's own first."""
        self._blocks = [join(self._blocks)]
        return self._blocks[0]

    def fix(self, columns: IntArray, lower: FloatArray, upper: FloatArray) -> None:
        """Change the bounds of some columns."""
        self._lower[columns], self._upper[columns] = lower, upper
        self._highs.changeColsBounds(len(columns), columns.astype(np.int32), lower, upper)

    def _worst(self, year: int) -> BoolArray:
        """Guess the tail: the worst scenarios if everyone delivered in proportion to capacity."""
        d = self.model.good.disruptions
        able = self.model.upper[self.model.place.share(year)]
        arriving = d.delivered @ (able / max(float(able.sum()), 1.0))
        loss = d.duration * (1 - arriving)
        return (tail(loss, d.probability, self.model.aim.alpha) > 0) & (d.duration > 0)

    def take_in_broken(self, x: FloatArray) -> bool:
        """Take in the scenarios a point breaks; tell whether there were any."""
        model, place = self.model, self.model.place
        good, broken = model.good, False
        for year in range(place.years):
            d = good.disruptions
            gap = d.duration * (1 - d.delivered @ x[place.share(year)]) - x[place.stock(year)]
            over = good.loss(gap) / good.voll - x[place.eta(year)] - x[place.tail(year)]
            counts = self._cost[place.tail(year)] > 0
            new = (over > BROKEN) & ~self.held[year] & counts
            if new.any():
                broken = True
                self._take_in(year, new)
        return broken

    def _take_in(self, year: int, new: BoolArray) -> None:
        block = self.model.scenario_rows(year, np.flatnonzero(new))
        self.held[year] |= new
        self._blocks.append(block)
        add(self._highs, block)
