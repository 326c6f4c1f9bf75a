"""Poisson fit of a block of flows with three sets of two-way fixed effects, by scaling margins."""

from __future__ import annotations

import numpy as np

from kanmon.analysis.coercion.trade.panel import Bools, Floats
from kanmon.errors import DataError

ROUNDS = 5000
CLOSE = 1e-9


def three_way(flows: Floats, used: Bools) -> Floats:
    """Fit E[y_abt] = u_ab v_at w_bt on the used cells and give it for all cells.

    At the maximum of the Poisson likelihood the fitted sums over each pair of axes equal the
    observed ones; scaling the three sets of factors in turn until they do is the fit (iterative
    proportional fitting), and the factors predict the cells that were not used.

    Args:
        flows: float64[..., A, B, T], zero or more; leading axes are separate blocks.
        used: bool of the same shape, False at cells to be predicted.

    Returns:
        float64 of the same shape; zero where a factor is zero because its margin is.

    Raises:
        DataError: the margins do not settle.

    Source:
        Deming and Stephan (1940); equality with Poisson maximum likelihood: Bishop, Fienberg
        and Holland (1975), ch. 3.

    Example:
        >>> flows = np.outer([1.0, 2.0], [1.0, 3.0])[:, :, None] * np.array([1.0, 2.0])
        >>> used = np.ones(flows.shape, bool); used[0, 0, 1] = False
        >>> round(float(three_way(flows, used)[0, 0, 1]), 6)
        2.0
    """
    weight = used.astype(np.float64)
    seen = np.where(used, flows, 0.0)
    axes = (-1, -2, -3)
    margins = [seen.sum(axis, keepdims=True) for axis in axes]
    factors = [np.ones_like(margin) for margin in margins]
    scale = max(float(seen.max(initial=0.0)), 1e-300)
    for turn in range(ROUNDS):
        worst = 0.0
        for k, axis in enumerate(axes):
            rest = factors[(k + 1) % 3] * factors[(k + 2) % 3]
            fitted = (weight * rest).sum(axis, keepdims=True)
            new = np.divide(margins[k], fitted, out=np.zeros_like(fitted), where=(fitted > 0.0))
            if turn and turn % 10 == 0:
                off = np.abs(new - factors[k]) * fitted
                worst = max(worst, float((off / (margins[k] + 1e-6 * scale)).max()))
            factors[k] = new
        if turn and turn % 10 == 0 and worst < CLOSE * 100:
            found: Floats = factors[0] * factors[1] * factors[2]
            return found
    raise DataError(
        f"margins not settled after {ROUNDS} rounds",
        where="three-way fit",
        remedy="leave out economies with hardly any trade",
    )


def identified(flows: Floats, used: Bools, a: int, b: int) -> Bools:
    """Say in which periods the cell (a, b) can be predicted from the used cells.

    The pair must have traded in a used period, and in the period itself there must be another
    column and another row that trade with a and b and with each other.

    Args:
        flows: float64[A, B, T].
        used: bool[A, B, T].
        a: row.
        b: column.

    Returns:
        bool[T].

    Example:
        >>> used = np.ones((2, 2, 2), bool); used[0, 0, 1] = False
        >>> identified(np.ones((2, 2, 2)), used, 0, 0).tolist()
        [True, True]
        >>> identified(np.ones((1, 2, 2)), used[:1], 0, 0).tolist()
        [True, False]
    """
    live = used & (flows > 0.0)
    # A cell of a pair that trades in used periods is not separated, zero or not.
    paired = used & live.any(2, keepdims=True)
    rows = np.delete(np.arange(len(flows)), a)
    columns = np.delete(np.arange(flows.shape[1]), b)
    along = paired[a, columns]
    down = paired[rows, b]
    bridge = paired[np.ix_(rows, columns)]
    loop = (along[None] & down[:, None] & bridge).any((0, 1))
    loop &= live[a, columns].any(0) & live[rows, b].any(0)
    found: Bools = live[a, b].any() & (loop | used[a, b])
    return found
