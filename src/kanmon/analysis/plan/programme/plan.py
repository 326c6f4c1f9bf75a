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


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """Hold plans of many goods made together, under one budget or against one total loss.

    ``price`` is what one more dollar of budget gains, USD; ``spent`` what the plans spend beyond
    buying as today; ``objective`` and ``bound`` are of all goods together, USD, and ``gap`` =
    (objective - bound) / max(|objective|, |bound|). ``cvar`` [Y] is that of the total loss where
    the total was asked for, otherwise the sum of the goods' own. The bound and gap of each
    solution are not their own here: only the joint ones count.

    Example:
        >>> Joint.__slots__[0]
        'solutions'
    """

    solutions: tuple[Solution, ...]
    price: float
    spent: float
    objective: float
    bound: float
    gap: float
    cvar: FloatArray


def gap_of(objective: float, bound: float) -> float:
    """Tell how far an objective may be from the best.

    Args:
        objective: of a plan.
        bound: at or below the best there is.

    Returns:
        Their difference, as a share of the larger in size; never below zero.

    Example:
        >>> gap_of(100.0, 99.0)
        0.01
    """
    return max(0.0, (objective - bound) / (max(abs(objective), abs(bound)) or 1.0))
