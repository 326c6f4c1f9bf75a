"""How firms keep stocks, order and ration: the parameters of the daily model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError

ORDERS = {
    0: "the stock wanted follows activity",
    1: "the stock wanted stays at its normal level",
    2: "as 0, and a stock above the one wanted lowers no order",
}
RATIONING = {
    0: "everyone gets the same share",
    1: "final demand comes last, firms get the same share",
    2: "the lowest order relative to normal is served first, final demand among them",
    3: "as 2 among firms, final demand last",
}


@dataclass(frozen=True, eq=False)
class Rules:
    """Set how long stocks last, how fast they are refilled, and who is served first.

    ``target_days`` is days of normal use each firm wants in stock, one for all or one a firm;
    ``tau`` days over which a gap is made good; ``orders`` and ``rationing`` as in ``ORDERS`` and
    ``RATIONING``. The defaults are those of Inoue and Todo's published program.

    Example:
        >>> Rules().tau
        6.0
    """

    target_days: float | npt.NDArray[np.float64] = 15.0
    tau: float = 6.0
    orders: int = 0
    rationing: int = 0

    def __post_init__(self) -> None:
        where = "rules of the agents engine"
        days = np.asarray(self.target_days)
        if days.dtype.kind not in "iuf" or days.ndim > 1 or days.size == 0:
            raise DataError(
                f"target_days of type {days.dtype}, shape {days.shape}",
                where=where,
                remedy="give one number, or one a firm",
            )
        if not np.all(np.isfinite(days) & (days >= 1.0) & (days <= 1e6)):
            raise DataError(
                f"target_days from {days.min()} to {days.max()}",
                where=where,
                remedy="give 1 to 1,000,000 days: with less than a day's stock no day is normal",
            )
        if not (isinstance(self.tau, int | float) and 1.0 <= self.tau <= 1e6):
            raise DataError(f"tau {self.tau}", where=where, remedy="give 1 to 1,000,000 days")
        for name, value, known in (
            ("orders", self.orders, ORDERS),
            ("rationing", self.rationing, RATIONING),
        ):
            if value not in known:
                raise DataError(
                    f"{name} {value!r}", where=where, remedy=f"use one of {sorted(known)}"
                )

    def days_of(self, firms: int) -> npt.NDArray[np.float64]:
        """Give the days of stock each firm wants, float64[firms]."""
        days = np.asarray(self.target_days, np.float64)
        if days.ndim and days.size != firms:
            raise DataError(
                f"{days.size} target_days for {firms} firms",
                where="rules of the agents engine",
                remedy="give one number, or one a firm",
            )
        return np.ascontiguousarray(np.broadcast_to(days, (firms,)))
