"""How concentrated a stage is, with the bounds its uncertain capacities leave."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from kanmon.catalogue.technologies import Span
from kanmon.errors import DataError

FloatArray = npt.NDArray[np.float64]
_MOST = 20
"""Suppliers whose bounds are tried in every combination: a million sums."""


def concentration(capacities: Sequence[Span]) -> Span:
    """Compute the Herfindahl-Hirschman index of capacities that are known within bounds.

    Args:
        capacities: of each supplier, any one unit; at least one above zero.

    Returns:
        The index at best, from 0 to 1, with the least and the most that any capacities within
        their bounds give.

    Raises:
        DataError: no capacity, or more suppliers than can be tried.

    Source:
        The index is quasiconvex in the capacities, so the most stands at a corner of the bounds;
        the least has every capacity as near to one common level as its bounds allow.

    Example:
        >>> concentration([Span(1.0, 1.0, 1.0), Span(1.0, 3.0, 3.0)])
        Span(low=0.5, best=0.625, high=0.625)
    """
    held = [c for c in capacities if c.high > 0.0]
    if not held or len(held) > _MOST or not any(c.best > 0.0 for c in held):
        raise DataError(
            f"{len(held)} capacities",
            where="concentration",
            remedy=f"give 1 to {_MOST}, one of them above zero at best",
        )
    low, best, high = (np.array([getattr(c, end) for c in held]) for end in ("low", "best", "high"))
    middle = float(_index(best[None, :])[0])
    least = float(_index(_levelled(low, high)).min())
    most = float(_index(_corners(low, high)).max())
    return Span(min(least, middle), middle, max(most, middle))


def _index(rows: FloatArray) -> FloatArray:
    """Index of each row; nought where a row is all zero, so that it is never the most."""
    total = rows.sum(axis=1, keepdims=True)
    shares = np.divide(rows, total, out=np.zeros_like(rows), where=total > 0.0)
    found: FloatArray = (shares**2).sum(axis=1)
    return found


def _corners(low: FloatArray, high: FloatArray) -> FloatArray:
    open_ones = np.flatnonzero(high > low)
    count = 1 << open_ones.size
    rows = np.repeat(low[None, :], count, axis=0)
    for place, column in enumerate(open_ones):
        up = (np.arange(count) >> place) & 1 == 1
        rows[up, column] = high[column]
    return rows


def _levelled(low: FloatArray, high: FloatArray) -> FloatArray:
    """Every capacity drawn to one level: at each bound, and at the best level between two."""
    marks = np.unique(np.concatenate([low, high]))
    levels = [float(m) for m in marks if m > 0.0]
    for a, b in pairwise(marks):
        between = 0.5 * (a + b)
        fixed = np.where(high <= between, high, np.where(low >= between, low, 0.0))
        total = float(fixed.sum())
        if total > 0.0:
            # Where k capacities share a level x, (B + k x^2) / (A + k x)^2 is least at x = B / A.
            levels.append(float(np.clip((fixed**2).sum() / total, a, b)))
    return np.array([np.clip(level, low, high) for level in levels if level > 0.0])
