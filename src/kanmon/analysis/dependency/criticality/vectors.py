"""Figures of the scores as arrays: none negative, none missing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError

Vector = npt.NDArray[np.float64]


def vector(values: npt.ArrayLike, name: str) -> Vector:
    """Take figures as an array, or refuse them.

    Args:
        values: float64[n], zero or more.
        name: what they are, for the error.

    Returns:
        The array.

    Raises:
        DataError: a figure is negative or missing, or they are not a list.

    Example:
        >>> vector([1, 2], "shares").tolist()
        [1.0, 2.0]
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1 or not np.all(np.isfinite(array)) or np.any(array < 0):
        raise DataError(
            "not a list of numbers of zero or more",
            where=name,
            remedy="leave economies without a figure out and say so",
        )
    return array
