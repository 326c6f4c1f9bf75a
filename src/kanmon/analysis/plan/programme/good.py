"""One good to plan for: who can supply it, what may disrupt it, what a shortage costs.

Quantities are shares of one year's demand, money is USD per tonne (or any one money per any
one unit: nothing here depends on which), time is years.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from kanmon.analysis.plan.programme.arrays import FloatArray, check_numbers
from kanmon.analysis.plan.programme.disruptions import Disruptions
from kanmon.analysis.plan.programme.suppliers import Suppliers
from kanmon.errors import DataError, ScenarioError


@dataclass(frozen=True, slots=True)
class Relief:
    """Name a way to do without contracted supply for a while: saving, spot purchase.

    ``cost`` USD per tonne relieved, ``limit`` the share of demand it can relieve at most.

    Example:
        >>> Relief("demand saving", cost=0.0, limit=0.1).limit
        0.1
    """

    name: str
    cost: float
    limit: float


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """Say what a stock costs and how large it may be.

    ``cost`` USD per tonne held a year; ``limit`` and ``today`` in years of demand.

    Example:
        >>> Stock(cost=20.0, limit=0.5).today
        0.0
    """

    cost: float = 0.0
    limit: float = 0.0
    today: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Good:
    """Hold one good: demand, suppliers, disruptions and what a shortage costs.

    ``demand`` is tonnes a year; ``voll`` the value lost per tonne short, USD/t; ``reliefs`` what
    is used before anything is short, cheapest first.

    Example:
        >>> good = Good("gallium", 50.0, *example_parts(), voll=5_000.0)
        >>> len(good.suppliers), len(good.disruptions)
        (3, 3)
    """

    name: str
    demand: float
    suppliers: Suppliers
    disruptions: Disruptions
    voll: float
    reliefs: tuple[Relief, ...] = ()
    stock: Stock = field(default_factory=Stock)

    def __post_init__(self) -> None:
        parts = [r.cost for r in self.reliefs] + [r.limit for r in self.reliefs]
        held = [self.stock.cost, self.stock.limit, self.stock.today]
        check_numbers(np.array([self.demand, self.voll, *parts, *held]), f"good {self.name}")
        if self.demand <= 0 or self.voll <= 0:
            raise DataError(
                "demand and the value of lost load must be above zero",
                where=f"good {self.name}",
                remedy="leave goods out that nobody needs",
            )
        if self.disruptions.delivered.shape[1] != len(self.suppliers):
            raise ScenarioError(
                f"scenarios tell of {self.disruptions.delivered.shape[1]} suppliers, "
                f"there are {len(self.suppliers)}",
                where=f"good {self.name}",
                remedy="give delivered one column a supplier, in their order",
            )
        costs = [r.cost for r in self.reliefs] + [self.voll]
        if sorted(costs) != costs:
            raise DataError(
                f"reliefs cost {costs[:-1]}, a tonne short costs {costs[-1]}",
                where=f"good {self.name}",
                remedy="order reliefs by cost, none dearer than a shortage",
            )

    def loss(self, gap: FloatArray) -> FloatArray:
        """Cost what is missing, USD per tonne of demand, after the cheapest reliefs."""
        cost, left = np.zeros_like(gap), np.maximum(gap, 0.0)
        duration = self.disruptions.duration
        for relief in self.reliefs:
            used = np.minimum(left, relief.limit * duration)
            cost, left = cost + relief.cost * used, left - used
        return np.asarray(cost + self.voll * left)

    def short(self, gap: FloatArray) -> FloatArray:
        """Tell what stays missing after every relief, share of a year's demand."""
        relieved = sum(r.limit for r in self.reliefs) * self.disruptions.duration
        return np.asarray(np.maximum(gap - relieved, 0.0))


def example_parts() -> tuple[Suppliers, Disruptions]:
    """Give a small invented good for examples: one cheap supplier of concern, two trusted.

    Returns:
        Suppliers and disruptions, three of each.

    Example:
        >>> example_parts()[0].labels
        ('A', 'B', 'C')
    """
    suppliers = Suppliers(
        ("A", "B", "C"),
        np.array([100.0, 120.0, 150.0]),
        np.array([1.0, 0.5, 0.8]),
        np.array([0.9, 0.1, 0.0]),
        np.array([False, True, True]),
        np.array([True, False, False]),
    )
    delivered = np.array([[1.0, 1.0, 1.0], [0.2, 1.0, 1.0], [1.0, 0.5, 0.9]])
    disruptions = Disruptions(
        ("calm", "ban by A", "storm at B"), delivered, np.ones(3), np.array([0.85, 0.1, 0.05])
    )
    return suppliers, disruptions
