"""Mixing plans of many goods so that the tail of their total loss costs least.

The columns are plans already found, one choice a good; the mix of a good's plans is a plan of
that good, and loses no more than the mix of their losses. Scenario rows are taken in as they
bind. The duals weigh scenarios and price the budget for the next round of plans.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kanmon.analysis.plan.programme.arrays import FloatArray, IntArray
from kanmon.analysis.plan.programme.highs import quiet, run
from kanmon.analysis.plan.programme.limits import Aim
from kanmon.errors import KanmonError

BROKEN = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """Hold one plan of one good: its cost without risk, what it spends, its losses [Y x W], USD.

    Example:
        >>> Offer(0, 100.0, 5.0, np.zeros(3)).good
        0
    """

    good: int
    cost: float
    spent: float
    loss: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Mix:
    """Hold the best mix of the plans so far.

    ``parts`` weighs every offer in the order they came; ``weights`` [Y, W] weighs scenarios as
    the tail of the total does, ``price`` is that of the budget; ``objective`` in USD.

    Example:
        >>> Mix.__slots__[0]
        'objective'
    """

    objective: float
    parts: FloatArray
    weights: FloatArray
    price: float


class Mixture:
    """Mix plans of goods under one budget against the CVaR of their total loss.

    Example:
        >>> mixture = Mixture(1, np.array([0.5, 0.5]), Aim(alpha=0.5), 10.0, 1.0)
        >>> mixture.add([Offer(0, 1.0, 0.0, np.array([0.0, 8.0]))])
        >>> mixture.add([Offer(0, 3.0, 20.0, np.zeros(2))])
        >>> mixture.mix().objective
        6.0
    """

    def __init__(
        self, goods: int, probability: FloatArray, aim: Aim, budget: float | None, scale: float
    ) -> None:
        self._goods, self._aim, self._scale = goods, aim, scale
        self._probability = probability
        self._weights = aim.risk_weight * np.array(aim.weights)  # of each year's CVaR
        self._held: list[int] = []
        self._offers: list[Offer] = []
        self._loss = np.zeros((0, aim.years * len(probability)))
        self._highs = quiet()
        for kind in ("primal", "dual"):
            self._highs.setOptionValue(f"{kind}_feasibility_tolerance", BROKEN)
        self._columns(aim, probability)
        most = np.inf if budget is None else budget / scale
        empty = np.zeros(0, np.int32), np.zeros(0)
        self._highs.addRows(
            goods + 1,
            np.r_[np.ones(goods), -np.inf],
            np.r_[np.ones(goods), most],
            0,
            np.zeros(goods + 1, np.int32),
            *empty,
        )

    def add(self, offers: list[Offer]) -> None:
        """Take in new plans."""
        start, index, value, at = [], [], [], 0
        for offer in offers:
            lost = -offer.loss[self._held] / self._scale
            some = np.flatnonzero(lost)
            index.append(np.r_[offer.good, self._goods, self._goods + 1 + some])
            value.append(np.r_[1.0, offer.spent / self._scale, lost[some]])
            start.append(at)
            at += len(some) + 2
        n = len(offers)
        self._highs.addCols(
            n,
            np.array([o.cost for o in offers]) / self._scale,
            np.zeros(n),
            np.full(n, np.inf),
            at,
            np.array(start, dtype=np.int32),
            np.concatenate(index).astype(np.int32),
            np.concatenate(value),
        )
        self._offers += offers
        self._loss = np.vstack([self._loss, np.stack([o.loss for o in offers])])

    def mix(self) -> Mix:
        """Find the best mix of all plans so far."""
        years, scenarios = self._aim.years, len(self._probability)
        own = years * (1 + scenarios)
        while True:
            if not run(self._highs, "all goods together"):
                raise KanmonError(
                    "no mix of plans keeps the budget",
                    where="joint plan",
                    remedy="report this: the cheapest plans were checked to keep it",
                )
            x = np.asarray(self._highs.getSolution().col_value)
            total = x[own:] @ self._loss / self._scale
            over = total - np.repeat(x[:years], scenarios) - x[years:own]
            over[self._held] = 0.0
            new = np.flatnonzero(over > BROKEN)
            if not new.size:
                break
            self._take_in(new[np.argsort(-over[new])][:60])
        duals = np.asarray(self._highs.getSolution().row_dual)
        weights = np.zeros(years * scenarios)
        weights[self._held] = np.maximum(duals[self._goods + 1 :], 0.0)
        return Mix(
            float(self._highs.getObjectiveValue()) * self._scale,
            x[own:],
            self._within(weights.reshape(years, scenarios)),
            max(0.0, -float(duals[self._goods])),
        )

    def _within(self, weights: FloatArray) -> FloatArray:
        """Bring duals into what CVaR allows, so that the bound holds whatever their rounding."""
        risk = np.where(self._weights > 0, self._weights, 1.0)[:, None]
        most = self._probability / (1 - self._aim.alpha)
        allowed = np.minimum(weights / risk, most)
        return np.asarray(allowed / np.maximum(1.0, allowed.sum(axis=1, keepdims=True)))

    def _columns(self, aim: Aim, probability: FloatArray) -> None:
        tails = np.outer(self._weights, probability / (1 - aim.alpha)).ravel()
        cost = np.r_[self._weights, tails]
        n = len(cost)
        empty = np.zeros(n, np.int32), np.zeros(0, np.int32), np.zeros(0)
        self._highs.addCols(n, cost, np.zeros(n), np.full(n, np.inf), 0, *empty)

    def _take_in(self, new: IntArray) -> None:
        years, scenarios = self._aim.years, len(self._probability)
        first = years * (1 + scenarios)
        for cell in new.tolist():
            lost = -self._loss[:, cell] / self._scale
            some = np.flatnonzero(lost)
            index = np.r_[cell // scenarios, years + cell, first + some].astype(np.int32)
            value = np.r_[1.0, 1.0, lost[some]]
            self._highs.addRows(
                1, np.zeros(1), np.full(1, np.inf), len(index), np.zeros(1, np.int32), index, value
            )
            self._held.append(cell)
