"""Poisson fit of a block of flows with three sets of two-way fixed effects, by scaling margins."""

from __future__ import annotations

import numpy as np

from kanmon.analysis.coercion.trade.panel import Bools, Floats

ROUNDS = 1000
LOOK = 20
AXES = (-1, -2, -3)
# Relative, over so many rounds as lie between two looks.
CLOSE = 1e-7
# Independent ways to tell a cell from others: with one alone a single odd flow would decide.
LEAST_LOOPS = 3


def three_way(flows: Floats, used: Bools) -> tuple[Floats, Bools]:
    """Fit E[y_abt] = u_ab v_at w_bt on the used cells and give it for all cells.

    At the maximum of the Poisson likelihood the fitted sums over each pair of axes equal the
    observed ones; scaling the three sets of factors in turn until they do is the fit (iterative
    proportional fitting), and the factors predict the cells that were not used.

    Args:
        flows: float64[..., A, B, T], zero or more; leading axes are separate blocks.
        used: bool of the same shape, False at cells to be predicted.

    Returns:
        float64 of the same shape, zero where a factor is zero because its margin is; and bool of
        the leading shape, whether the cells asked for have settled in each block.

    Source:
        Deming and Stephan (1940); equality with Poisson maximum likelihood: Bishop, Fienberg
        and Holland (1975), ch. 3.

    Example:
        >>> flows = np.outer([1.0, 2.0], [1.0, 3.0])[:, :, None] * np.array([1.0, 2.0])
        >>> used = np.ones(flows.shape, bool); used[0, 0, 1] = False
        >>> fitted, settled = three_way(flows, used)
        >>> round(float(fitted[0, 0, 1]), 6), bool(settled)
        (2.0, True)
    """
    shape = used.shape
    weight = used.astype(np.float64).reshape(-1, *shape[-3:])
    seen = np.where(used, flows, 0.0).reshape(weight.shape)
    asked = weight == 0.0
    asked |= ~asked.any((-1, -2, -3), keepdims=True)
    found = np.zeros_like(seen)
    settled = np.zeros(len(seen), dtype=bool)
    factors = [np.ones_like(seen.sum(axis, keepdims=True)) for axis in AXES]
    scale = max(float(seen.max(initial=0.0)), 1e-300)
    for _ in range(ROUNDS // LOOK):
        open_ = np.flatnonzero(~settled)
        parts = [factor[open_] for factor in factors]
        _scale(seen[open_], weight[open_], parts)
        for factor, part in zip(factors, parts, strict=True):
            factor[open_] = part
        now, last = parts[0] * parts[1] * parts[2], found[open_]
        # Cells whose fit is zero close in on it ever more slowly; what is asked for is judged.
        still = np.abs(now - last) <= CLOSE * (last + 1e-6 * scale)
        found[open_] = now
        settled[open_] = (still | ~asked[open_]).all((-1, -2, -3))
        if settled.all():
            break
    return found.reshape(shape), settled.reshape(shape[:-3])


def _scale(seen: Floats, weight: Floats, factors: list[Floats]) -> None:
    """Scale the three sets of factors in turn, a number of times, in place."""
    margins = [seen.sum(axis, keepdims=True) for axis in AXES]
    for _ in range(LOOK):
        for k, axis in enumerate(AXES):
            rest = factors[(k + 1) % 3] * factors[(k + 2) % 3]
            fitted = (weight * rest).sum(axis, keepdims=True)
            factors[k] = np.divide(
                margins[k], fitted, out=np.zeros_like(fitted), where=(fitted > 0.0)
            )


def identified(flows: Floats, used: Bools, a: int, b: int) -> Bools:
    """Say in which periods the cell (a, b) can be predicted from the used cells.

    Another row and another column must trade with a, with b and with each other in the period
    itself, and in some used period together with the cell (a, b): the four give it in closed
    form. Flows above zero only, for those cannot be separated, and in three ways at least.

    Args:
        flows: float64[A, B, T].
        used: bool[A, B, T].
        a: row.
        b: column.

    Returns:
        bool[T].

    Example:
        >>> used = np.ones((3, 3, 2), bool); used[0, 0, 1] = False
        >>> identified(np.ones((3, 3, 2)), used, 0, 0).tolist()
        [True, True]
        >>> identified(np.ones((2, 2, 2)), used[:2, :2], 0, 0).tolist()
        [True, False]
    """
    live = used & (flows > 0.0)
    rows = np.delete(np.arange(len(flows)), a)
    columns = np.delete(np.arange(flows.shape[1]), b)
    loop = live[a, columns][None] & live[rows, b][:, None] & live[np.ix_(rows, columns)]
    whole = (loop & live[a, b]).any(2, keepdims=True)
    enough = (loop & whole).sum((0, 1)) >= LEAST_LOOPS
    found: Bools = enough | (used[a, b] & live[a, b].any())
    return found
