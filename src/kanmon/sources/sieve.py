"""Rows left out of a reading, each counted under the reason it was left out for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError
from kanmon.sources.source import Issue

Mask = npt.NDArray[np.bool_]


class Sieve:
    """Keep a mask of rows and the count of those each rule took out.

    Example:
        >>> sieve = Sieve(3, "x.csv")
        >>> sieve.drop(np.array([True, False, False]), "world totals")
        >>> sieve.keep.tolist(), sieve.issues[0].count
        ([False, True, True], 1)
    """

    __slots__ = ("issues", "keep", "where")

    def __init__(self, rows: int, where: str) -> None:
        self.keep: Mask = np.ones(rows, np.bool_)
        self.issues: list[Issue] = []
        self.where = where

    def drop(self, bad: Mask, what: str) -> None:
        """Leave out the rows marked that are still in, and count them."""
        count = int((self.keep & bad).sum())
        if count:
            self.issues.append(Issue("dropped", what, count, self.where))
            self.keep &= ~bad

    def hold(self, remedy: str) -> None:
        """Refuse to go on with nothing: say what every row was left out for."""
        if not self.keep.any():
            reasons = "; ".join(f"{i.count} {i.what}" for i in self.issues)
            raise DataError(f"no row can be kept: {reasons}", where=self.where, remedy=remedy)
