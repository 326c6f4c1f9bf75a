"""Where each decision stands in the programme's columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kanmon.analysis.plan.programme.arrays import IntArray
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.errors import DataError


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Number the columns: each year's shares, stock, eta and tails, then new capacity, then links.

    ``opening`` holds the suppliers that can open capacity; ``links`` is whether suppliers are
    chosen as wholes (fixed costs, lots, a largest number of them).

    Example:
        >>> Layout(2, 3, 4, np.array([1]), links=False).columns
        19
    """

    years: int
    suppliers: int
    scenarios: int
    opening: IntArray
    links: bool

    @property
    def block(self) -> int:
        """Count one year's columns."""
        return self.suppliers + 2 + self.scenarios

    @property
    def columns(self) -> int:
        """Count all columns."""
        whole = self.years * self.block + len(self.opening)
        return whole + (self.years * self.suppliers if self.links else 0)

    def share(self, year: int) -> IntArray:
        """Number one year's shares."""
        return np.arange(self.suppliers, dtype=np.int64) + year * self.block

    def stock(self, year: int) -> int:
        """Number one year's stock."""
        return year * self.block + self.suppliers

    def eta(self, year: int) -> int:
        """Number one year's loss that only the tail exceeds."""
        return self.stock(year) + 1

    def tail(self, year: int) -> IntArray:
        """Number one year's losses beyond eta."""
        return np.arange(self.scenarios, dtype=np.int64) + self.eta(year) + 1

    def opened(self) -> IntArray:
        """Number the new capacities, in the order of ``opening``."""
        return np.arange(len(self.opening), dtype=np.int64) + self.years * self.block

    def link(self, year: int) -> IntArray:
        """Number one year's choices of suppliers."""
        first = self.years * self.block + len(self.opening) + year * self.suppliers
        return np.arange(self.suppliers, dtype=np.int64) + first


def layout(good: Good, limits: Limits, aim: Aim) -> Layout:
    """Lay out the columns of one good's programme.

    Args:
        good: what is planned for.
        limits: what the plan must keep to.
        aim: how long it runs.

    Returns:
        The columns' places.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> layout(good, Limits(), Aim(years=2)).columns
        16
    """
    s = good.suppliers
    wholes = limits.max_suppliers is not None and limits.max_suppliers < len(s)
    links = wholes or bool(np.any(s.fixed > 0) or np.any(s.lot > 0))
    opening = np.flatnonzero(s.new_max > 0).astype(np.int64)
    return Layout(aim.years, len(s), len(good.disruptions), opening, links)


def variable(name: str, good: Good, place: Layout) -> tuple[list[int], bool]:
    """Find the columns a rule's variable stands for.

    Args:
        name: ``share[LABEL]``, ``stock``, ``new[LABEL]``, the first two with ``@YEAR`` or not.
        good: what is planned for.
        place: where columns stand.

    Returns:
        One column a year, or one column for all; and whether it changes with the year.

    Raises:
        DataError: there is no such variable.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> variable("share[B]", good, layout(good, Limits(), Aim(years=2)))
        ([1, 9], True)
    """
    stem, _, at = name.partition("@")
    kind, _, rest = stem.partition("[")
    label = rest[:-1] if rest.endswith("]") else None
    years = range(place.years)
    if at:
        if not at.isdecimal() or int(at) >= place.years:
            raise _unknown(name, good, f"there are years 0 to {place.years - 1}")
        years = range(int(at), int(at) + 1)
    if stem == "stock":
        return [place.stock(y) for y in years], not at
    if label not in good.suppliers.labels or kind not in ("share", "new") or (kind == "new" and at):
        raise _unknown(name, good, "write share[LABEL], share[LABEL]@YEAR, stock or new[LABEL]")
    s = good.suppliers.labels.index(label)
    if kind == "share":
        return [int(place.share(y)[s]) for y in years], not at
    found = np.flatnonzero(place.opening == s)
    if not found.size:
        raise _unknown(name, good, f"{label} can open no capacity; give it a new_max")
    return [int(place.opened()[found[0]])], False


def _unknown(name: str, good: Good, remedy: str) -> DataError:
    return DataError(f"no variable {name!r}", where=f"rules of {good.name}", remedy=remedy)
