"""What a plan is, what it comes to, and how far from the best it can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kanmon.analysis.plan.programme.arrays import FloatArray

Status = Literal["optimal", "within gap"]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Hold the decisions: ``shares`` [Y, S], ``stock`` [Y] (years of demand), ``opened`` [S].

    ``opened`` is new yearly capacity as a share of yearly demand.

    Example:
        >>> import numpy as np
        >>> Plan(np.array([[0.9, 0.1]]), np.zeros(1), np.zeros(2)).shares.shape
        (1, 2)
    """

    shares: FloatArray
    stock: FloatArray
    opened: FloatArray


@dataclass(frozen=True, slots=True)
class Costs:
    """Hold what a plan costs, USD over all its years, discounted.

    ``extra`` is what it spends beyond buying as today, undiscounted: what a budget limits.

    Example:
        >>> Costs(100.0, 5.0, 0.0, 1.0, extra=7.0).total
        106.0
    """

    purchases: float
    stock: float
    opening: float
    relationships: float
    extra: float

    @property
    def total(self) -> float:
        """Add the parts up."""
        return self.purchases + self.stock + self.opening + self.relationships


@dataclass(frozen=True, slots=True, eq=False)
class Appraisal:
    """Hold what a plan comes to in every scenario, whoever made the plan.

    ``gap`` [Y, W] is what contracts and stock leave missing, ``shortage`` [Y, W] what stays
    missing after reliefs (shares of a year's demand); ``loss`` [Y, W] what that costs, USD;
    ``cvar`` [Y] USD; ``expected_shortage`` [Y] share of a year's demand; ``objective`` USD.

    Example:
        >>> Appraisal.__slots__[0]
        'costs'
    """

    costs: Costs
    gap: FloatArray
    shortage: FloatArray
    loss: FloatArray
    cvar: FloatArray
    expected_shortage: FloatArray
    objective: float


@dataclass(frozen=True, slots=True)
class Dual:
    """Tell what easing one binding constraint by one unit would gain.

    ``kind`` is the constraint (``capacity``, ``max share``, ``concern``, ``trusted``, ...),
    ``subject`` whom it holds for, ``year`` of the plan (``None``: the whole plan). ``gain`` is
    the fall of the objective, USD, per ``unit`` of easing, at or above zero; it holds for small
    changes.

    Example:
        >>> Dual("capacity", "AU", 0, 1200.0, "share of demand").kind
        'capacity'
    """

    kind: str
    subject: str
    year: int | None
    gain: float
    unit: str


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Hold a plan with what it comes to and a bound no plan can beat.

    ``bound`` is at or below the best objective there is; ``gap`` = (objective - bound) /
    max(|objective|, |bound|). Duals are of the linear programme; a plan with whole-number
    choices has those of the programme with its choices fixed. ``stock_worth`` [Y] is what one
    tonne more in stock is worth, USD, before the cost of holding it.

    Example:
        >>> Solution.__slots__[:3]
        ('good', 'suppliers', 'plan')
    """

    good: str
    suppliers: tuple[str, ...]
    plan: Plan
    appraisal: Appraisal
    duals: tuple[Dual, ...]
    stock_worth: FloatArray
    bound: float
    gap: float
    status: Status

    @property
    def objective(self) -> float:
        """Read the objective, USD."""
        return self.appraisal.objective
