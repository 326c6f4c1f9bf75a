"""One good to plan for: who can supply it, what may disrupt it, what a shortage costs.

Quantities are shares of one year's demand, money is USD per tonne (or any one money per any
one unit: nothing here depends on which), time is years.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kanmon.errors import DataError, ScenarioError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

WHOLE = 1e-6  # shares and probabilities add up to one within this


def _floats() -> FloatArray:
    return np.zeros(0)


def _ints() -> IntArray:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Suppliers:
    """List who can supply a good, at what price and how much.

    ``labels`` name the suppliers and ``economies`` where they stand (several may stand in one;
    left empty, each supplier is its own economy). ``cost`` is the delivered price, USD/t;
    ``capacity`` what a supplier can deliver to the buyer in a year, as a share of the buyer's
    yearly demand; ``today`` the buyer's present shares, summing to one. ``upstream`` numbers the
    source a supplier itself depends on (-1: none known). New capacity: ``new_cost`` USD per
    tonne of yearly capacity, paid once; ``new_max`` as ``capacity``; ``lead`` whole years until
    it delivers. ``fixed`` is what keeping a relationship costs, USD a year; ``lot`` the smallest
    share worth contracting. Arrays left empty are zero (``upstream``: -1).

    Example:
        >>> s = Suppliers(("CN", "AU"), np.array([100.0, 130.0]), np.array([1.0, 0.4]),
        ...               np.array([0.9, 0.1]), np.array([False, True]), np.array([True, False]))
        >>> s.economies, s.new_max.tolist(), s.upstream.tolist()
        (('CN', 'AU'), [0.0, 0.0], [-1, -1])
    """

    labels: tuple[str, ...]
    cost: FloatArray
    capacity: FloatArray
    today: FloatArray
    trusted: BoolArray
    of_concern: BoolArray
    economies: tuple[str, ...] = ()
    upstream: IntArray = field(default_factory=_ints)
    new_cost: FloatArray = field(default_factory=_floats)
    new_max: FloatArray = field(default_factory=_floats)
    lead: IntArray = field(default_factory=_ints)
    fixed: FloatArray = field(default_factory=_floats)
    lot: FloatArray = field(default_factory=_floats)

    def __post_init__(self) -> None:
        n = len(self.labels)
        where = "suppliers"
        if n == 0:
            raise DataError("there is no supplier", where=where, remedy="give at least one")
        if len(set(self.labels)) != n:
            raise DataError("a label stands twice", where=where, remedy="name each supplier once")
        if not self.economies:
            object.__setattr__(self, "economies", self.labels)
        if len(self.economies) != n:
            raise DataError(
                f"{len(self.economies)} economies for {n} suppliers",
                where=where,
                remedy="give one economy a supplier",
            )
        for name in ("cost", "capacity", "today", "new_cost", "new_max", "fixed", "lot"):
            _fill(self, name, n, np.float64, 0.0)
            check_numbers(getattr(self, name), f"suppliers: {name}", self.labels)
        _fill(self, "upstream", n, np.int64, -1)
        _fill(self, "lead", n, np.int64, 0)
        for name in ("trusted", "of_concern"):
            _fill(self, name, n, np.bool_, False)
        check_whole(self.today, "suppliers: today")

    def __len__(self) -> int:
        """Count them."""
        return len(self.labels)


@dataclass(frozen=True, slots=True, eq=False)
class Disruptions:
    """List what may happen in a year and how likely each is.

    ``delivered`` [W, S] is the part of the contracted supply that arrives while scenario w
    lasts, 0 to 1; ``duration`` [W] how long it lasts, in years; ``probability`` [W] its chance
    in a year. The undisturbed year is a scenario of its own: probabilities sum to one.

    Example:
        >>> d = Disruptions(("calm", "ban"), np.array([[1.0, 1.0], [0.0, 1.0]]),
        ...                 np.array([1.0, 0.5]), np.array([0.9, 0.1]))
        >>> len(d)
        2
    """

    labels: tuple[str, ...]
    delivered: FloatArray
    duration: FloatArray
    probability: FloatArray

    def __post_init__(self) -> None:
        n = len(self.labels)
        if n == 0:
            raise ScenarioError("there is none", where="scenarios", remedy="give at least one")
        for name in ("duration", "probability"):
            _fill(self, name, n, np.float64, 0.0)
            check_numbers(getattr(self, name), f"scenarios: {name}", self.labels)
        delivered = np.ascontiguousarray(self.delivered, dtype=np.float64)
        object.__setattr__(self, "delivered", delivered)
        if delivered.ndim != 2 or delivered.shape[0] != n:
            raise ScenarioError(
                f"delivered has shape {delivered.shape} for {n} scenarios",
                where="scenarios",
                remedy="give one row a scenario, one column a supplier",
            )
        if not np.all((delivered >= 0) & (delivered <= 1)):
            raise ScenarioError(
                "a delivered part lies outside 0 to 1",
                where="scenarios",
                remedy="give the part of the contract that arrives",
            )
        check_whole(self.probability, "scenarios: probability")

    def __len__(self) -> int:
        """Count them."""
        return len(self.labels)


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


def check_numbers(values: FloatArray, where: str, labels: Sequence[str] = ()) -> None:
    """Refuse numbers that are missing, endless or below zero.

    Args:
        values: what to look at.
        where: what they are, for the error.
        labels: names of the entries, for the error.

    Raises:
        DataError: a number is NaN, infinite or negative.

    Example:
        >>> check_numbers(np.array([0.0, 1.0]), "cost")
    """
    bad = np.flatnonzero(~(np.isfinite(values) & (values >= 0)))
    if bad.size:
        at = f" for {labels[int(bad[0])]}" if len(labels) else ""
        raise DataError(
            f"{values[bad[0]]}{at} is no number at or above zero",
            where=where,
            remedy="give a figure, or leave the entry out",
        )


def check_whole(shares: FloatArray, where: str) -> None:
    """Refuse shares that do not sum to one.

    Args:
        shares: float64[n], at or above zero.
        where: what they are, for the error.

    Raises:
        DataError: their sum is not one.

    Example:
        >>> check_whole(np.array([0.25, 0.75]), "shares")
    """
    total = float(shares.sum())
    if abs(total - 1) > WHOLE:
        raise DataError(
            f"they sum to {total:.6g}",
            where=where,
            remedy="make them sum to one; a rest is an entry of its own",
        )


def _fill(record: object, name: str, n: int, kind: Any, value: float) -> None:
    given = np.asarray(getattr(record, name))
    array = np.full(n, value, dtype=kind) if given.size == 0 else given.astype(kind)
    if array.shape != (n,):
        raise DataError(
            f"{name} has shape {array.shape} for {n} entries",
            where=type(record).__name__.lower(),
            remedy="give one figure an entry",
        )
    object.__setattr__(record, name, array)
