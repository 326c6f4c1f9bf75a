"""Arrays of a plan: their types, and what is refused before anything is worked out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kanmon.errors import DataError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

WHOLE = 1e-6  # shares and probabilities add up to one within this


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


def fill(record: object, name: str, n: int, kind: Any, value: float) -> None:
    """Make a field of a record an array of n entries; left empty it takes one value throughout.

    Args:
        record: a frozen record under construction.
        name: its field.
        n: how many entries it must have.
        kind: NumPy type of the entries.
        value: what an empty field is filled with.

    Raises:
        DataError: the field has another number of entries.

    Example:
        >>> class Holder: lead = ()
        >>> holder = Holder()
        >>> fill(holder, "lead", 2, np.int64, 0)
        >>> holder.lead.tolist()
        [0, 0]
    """
    given = np.asarray(getattr(record, name))
    array = np.full(n, value, dtype=kind) if given.size == 0 else given.astype(kind)
    if array.shape != (n,):
        raise DataError(
            f"{name} has shape {array.shape} for {n} entries",
            where=type(record).__name__.lower(),
            remedy="give one figure an entry",
        )
    object.__setattr__(record, name, array)
