"""A bound no plan can beat, worked out from duals alone, whatever the solver claims."""

from __future__ import annotations

import numpy as np

from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.rows import Block


def dual_bound(
    cost: FloatArray, lower: FloatArray, upper: FloatArray, rows: Block, duals: FloatArray
) -> float:
    """Bound a minimum from below with any duals at all.

    Every column has finite bounds, so any weights of rows give a bound: rows are weighed, what
    is left of each column's cost takes its cheaper bound. Weights of the wrong sign count as 0.

    Args:
        cost: float64[N].
        lower: float64[N], finite.
        upper: float64[N], finite.
        rows: the constraints.
        duals: float64[R], above zero where a row presses from below.

    Returns:
        A number at or below the minimum.

    Source:
        Weak duality of linear programmes.

    Example:
        >>> from kanmon.analysis.plan.programme.rows import Rows, Tag
        >>> rows = Rows()
        >>> rows.add(Tag("demand"), [0, 1], 1.0, lower=1.0)
        >>> at = np.array([1.0, 2.0]), np.zeros(2), np.array([0.6, 1.0])
        >>> dual_bound(*at, rows.block(), np.array([2.0]))
        1.4
    """
    y = np.where(np.isfinite(rows.lower), duals, np.minimum(duals, 0.0))
    y = np.where(np.isfinite(rows.upper), y, np.maximum(y, 0.0))
    pressed = np.where(y > 0, rows.lower, np.where(y < 0, rows.upper, 0.0))
    left = cost - rows.transposed_times(y, len(cost))
    return float(y @ pressed + np.where(left > 0, left * lower, left * upper).sum())
