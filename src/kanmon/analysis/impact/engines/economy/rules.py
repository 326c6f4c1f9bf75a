"""How industries behave: stocks, orders, overproduction, which inputs they cannot do without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError

Classes = npt.NDArray[np.int8]


@dataclass(frozen=True)
class EconomyRules:
    """Set the parameters of the model; days unless said otherwise.

    ``inventory_days`` is the stock of each input aimed at, one number or by industry code;
    ``safety`` the share of it below which output falls (psi); ``restore_days`` how long a gap
    takes to fill; ``over_most`` and ``over_days`` how far and how fast output may rise above
    normal; ``orders`` ``alt`` (by normal deliveries times free capacity) or ``noalt`` (by normal
    deliveries); ``spare`` the part of their normal deliveries by which clients may turn from an
    origin that is cut off to others, if no ``Rerouting`` says more. ``classes[input, user]`` is
    2 where an input is essential, 1 important, 0 not needed in the short run (all 2 when not
    given); ``important`` counts the middle class ``half`` (half of what it lacks is lost),
    ``critical`` (as essential) or ``free`` (never binds). ``compat="boario"`` reproduces the two
    global switches of BoARIO 0.7.2.

    Example:
        >>> EconomyRules(inventory_days=30.0).stock_days(("c1", "c2")).tolist()
        [30.0, 30.0]
    """

    inventory_days: float | Mapping[str, float] = 90.0
    safety: float = 0.8
    restore_days: float = 60.0
    over_most: float = 1.25
    over_days: float = 365.0
    orders: str = "alt"
    spare: float = 0.0
    classes: Classes | None = None
    important: str = "half"
    compat: str = ""
    year_days: float = 365.0

    def __post_init__(self) -> None:
        _choice("orders", self.orders, ("alt", "noalt"))
        _choice("important", self.important, ("half", "critical", "free"))
        _choice("compat", self.compat, ("", "boario"))
        _between("safety", self.safety, 1e-6, 1.0)
        _between("restore_days", self.restore_days, 1.0, 36_500.0)
        _between("over_most", self.over_most, 1.0, 100.0)
        _between("over_days", self.over_days, 1.0, 36_500.0)
        _between("year_days", self.year_days, 1.0, 366.0)
        if not self.spare >= 0.0:
            raise DataError(f"spare is {self.spare}", where="rules", remedy="give zero or more")
        if self.classes is not None and not np.isin(self.classes, (0, 1, 2)).all():
            raise DataError("classes other than 0, 1, 2", where="rules", remedy="use those")

    def stock_days(self, industries: tuple[str, ...]) -> npt.NDArray[np.float64]:
        """Give the stock aimed at of each input, in days of use."""
        if isinstance(self.inventory_days, Mapping):
            unknown = sorted(set(self.inventory_days) - set(industries))
            lacking = [code for code in industries if code not in self.inventory_days]
            if unknown or lacking:
                raise DataError(
                    f"inventory days of unknown industries {unknown}, none of {lacking}",
                    where="rules",
                    remedy="give one number an industry of the table",
                )
            days = np.array([float(self.inventory_days[code]) for code in industries])
        else:
            days = np.full(len(industries), float(self.inventory_days))
        for code, one in zip(industries, days, strict=True):
            _between(f"inventory days of {code}", float(one), 1.0, 36_500.0)
            _between(f"inventory days of {code} times safety", one * self.safety, 1.0, 36_500.0)
        return days

    def input_classes(self, count: int) -> Classes:
        """Give the class of each input in each using industry."""
        if self.classes is None:
            return np.full((count, count), 2, np.int8)
        given = np.asarray(self.classes)
        if given.shape != (count, count):
            raise DataError(
                f"classes of shape {given.shape} for {count} industries",
                where="rules",
                remedy="give one row an input and one column a user",
            )
        return given.astype(np.int8)


def _choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise DataError(f"{name} {value!r}", where="rules", remedy=f"use one of {allowed}")


def _between(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise DataError(
            f"{name} is {value}", where="rules", remedy=f"give a number from {least:g} to {most:g}"
        )
