"""Every tonne accounted for: what came in is in use, lost, or came back."""

from __future__ import annotations

import numpy as np

from kanmon.analysis.transition.demand import Demand, Material
from kanmon.errors import DataError

CLOSES = 1e-9


def balance_gap(one: Material) -> float:
    """Compute by how much a material's round fails to close over all years.

    What mines gave and what was in use at first must equal what is in use at last, what was
    lost of scrap and retired units, and what came back beyond what was taken in.

    Args:
        one: flows of a material.

    Returns:
        Largest gap of any run over the largest side, a share.

    Example:
        >>> from kanmon.analysis.transition.demand import material_demand
        >>> from kanmon.analysis.transition.draws import Draws
        >>> from kanmon.analysis.transition.path import example_path
        >>> from kanmon.analysis.transition.uses import parts
        >>> path = example_path()
        >>> found = material_demand(parts(path), path.years, Draws(5, 1))
        >>> max(balance_gap(m) for m in found.materials) < CLOSES
        True
    """
    f = one.flows
    came = one.primary.sum(axis=0) + one.base
    lost = (f["scrap"] - f["scrap_recycled"] + f["retired"] - f["retired_recycled"]).sum(axis=0)
    went = f["in_use"][-1] + lost + one.surplus.sum(axis=0)
    size = np.maximum(np.abs(came), np.abs(went))
    gap = np.abs(came - went)
    return float(np.max(np.divide(gap, size, out=np.zeros_like(gap), where=size > 0.0)))


def check_balance(found: Demand) -> None:
    """Hold every material's round to closing.

    Args:
        found: a run path.

    Raises:
        DataError: a material's round does not close to a billionth.

    Example:
        >>> from kanmon.analysis.transition.demand import material_demand
        >>> from kanmon.analysis.transition.draws import Draws
        >>> from kanmon.analysis.transition.path import example_path
        >>> from kanmon.analysis.transition.uses import parts
        >>> path = example_path()
        >>> check_balance(material_demand(parts(path), path.years, Draws(0, 1)))
    """
    for one in found.materials:
        gap = balance_gap(one)
        if not gap <= CLOSES:
            raise DataError(
                f"{one.material}: what came in and what went differ by {gap:.2e}",
                where="material balance",
                remedy="report this with the path: the sums must close",
            )
