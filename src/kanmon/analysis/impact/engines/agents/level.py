"""Ration by the lowest relative order first: pour what is made until it is used up."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.agents.rules import Rules

Floats = npt.NDArray[np.float64]


def level(
    relative: Floats, amount: Floats, made: float, final: float, rules: Rules
) -> tuple[float, float]:
    """Find up to which level, relative to the normal order, each order is served.

    Args:
        relative: float64[k], orders, as a share of the normal ones.
        amount: float64[k], the normal orders.
        made: what there is to share out, less than all orders and final demand.
        final: final demand; among the orders in rationing 2 (as if ordered at 1), last in 3.
        rules: rationing 2 or 3.

    Returns:
        The level, infinite when every order is served, and what goes to final demand.

    Source:
        Inoue and Todo (2019), rationing rule; water filling.

    Example:
        >>> level(np.array([1.0, 3.0]), np.array([1.0, 1.0]), 3.0, 1.0, Rules(rationing=2))
        (1.0, 1.0)
    """
    rank = np.argsort(relative, kind="stable")
    heights, widths = relative[rank].tolist(), amount[rank].tolist()
    together = rules.rationing == 2
    rest = final if together else 0.0
    open_ = rest
    for width in reversed(widths):
        open_ += width
    reached, left = 0.0, made
    for height, width in zip([*heights, np.inf], [*widths, 0.0], strict=True):
        if rest > 0.0 and height >= 1.0:
            cost = (1.0 - reached) * open_
            if cost >= left:
                reached += left / open_
                return reached, reached * final
            left -= cost
            reached, open_, rest = 1.0, max(0.0, open_ - rest), 0.0
        if height == np.inf:
            break
        cost = (height - reached) * open_
        if cost >= left:
            reached = reached + left / open_ if open_ > 0.0 else reached
            return reached, min(1.0, reached) * final if together else 0.0
        left -= cost
        reached, open_ = height, max(0.0, open_ - width)
    return float("inf"), final if together else min(final, left)
