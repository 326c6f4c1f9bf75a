"""Who can supply a good, at what price and how much."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from kanmon.analysis.plan.programme.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    check_numbers,
    check_whole,
    fill,
)
from kanmon.errors import DataError


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
            fill(self, name, n, np.float64, 0.0)
            check_numbers(getattr(self, name), f"suppliers: {name}", self.labels)
        fill(self, "upstream", n, np.int64, -1)
        fill(self, "lead", n, np.int64, 0)
        for name in ("trusted", "of_concern"):
            fill(self, name, n, np.bool_, False)
        check_whole(self.today, "suppliers: today")

    def __len__(self) -> int:
        """Count them."""
        return len(self.labels)
