"""How badly each sector needs each other's goods: not at all, somewhat, or so that it stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.errors import CodeError, DataError

NEGLIGIBLE, PARTIAL, ESSENTIAL = 0, 1, 2


@dataclass(frozen=True, slots=True)
class InputClasses:
    """Hold the class of each supplier sector (row) for each customer sector (column).

    0 negligible: its loss does not lower output; 1 non-essential: output falls by its share of
    all inputs; 2 essential: output falls by the share of that sector's deliveries lost.

    Example:
        >>> input_classes([[0, 2], [1, 1]], ["farms", "food"]).of("farms", "food")
        2
    """

    matrix: npt.NDArray[np.int8]
    labels: tuple[str, ...]

    def of(self, supplier: str, customer: str) -> int:
        """Give the class of a supplier sector's goods for a customer sector."""
        row, column = (self._place(label) for label in (supplier, customer))
        return int(self.matrix[row, column])

    def ordered(self, sectors: Sequence[str]) -> npt.NDArray[np.int8]:
        """Give the matrix with rows and columns in the order of some sectors."""
        places = np.array([self._place(label) for label in sectors], dtype=np.intp)
        return self.matrix[np.ix_(places, places)]

    def _place(self, label: str) -> int:
        if label not in self.labels:
            raise CodeError(
                f"sector {label!r} has no class",
                where="input classes",
                remedy="label the matrix with the network's sectors",
            )
        return self.labels.index(label)


def input_classes(matrix: npt.ArrayLike, labels: Sequence[str]) -> InputClasses:
    """Check a matrix of input classes.

    Args:
        matrix: 0, 1 or 2 for each supplier sector (row) and customer sector (column).
        labels: names of the sectors, one a row and column.

    Returns:
        The classes.

    Raises:
        DataError: the matrix is not square, does not fit its labels, has a label twice, or a
            class other than 0, 1, 2.

    Example:
        >>> input_classes([[2]], ["steel"]).matrix.tolist()
        [[2]]
    """
    where = "input classes"
    names = tuple(labels)
    try:
        given = np.asarray(matrix, dtype=np.float64)
    except (TypeError, ValueError) as e:
        raise DataError(str(e), where=where, remedy="give a square matrix of 0, 1, 2") from e
    if not names or given.shape != (len(names), len(names)):
        raise DataError(
            f"a matrix of shape {given.shape} for {len(names)} labels",
            where=where,
            remedy="give one row and one column a label",
        )
    if len(set(names)) != len(names):
        raise DataError("a label stands twice", where=where, remedy="name each sector once")
    bad = ~np.isin(given, (NEGLIGIBLE, PARTIAL, ESSENTIAL))
    if bad.any():
        row, column = np.argwhere(bad)[0]
        raise DataError(
            f"class {given[row, column]:g} of {names[row]} for {names[column]}",
            where=where,
            remedy="use 0 (negligible), 1 (non-essential) or 2 (essential)",
        )
    return InputClasses(given.astype(np.int8), names)
