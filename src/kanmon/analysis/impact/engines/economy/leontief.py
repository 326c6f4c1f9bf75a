"""Static answers beside the dynamic ones: the Leontief inverse, and supply that is not rerouted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.economy.table import EconomyTable
from kanmon.errors import DataError

Amounts = npt.NDArray[np.float64]


def demand_effect(table: EconomyTable, change: npt.ArrayLike) -> Amounts:
    """Give the change of output a lasting change of final demand comes to.

    Args:
        table: money a year.
        change: float[n], change of final demand for each node's output, money a year.

    Returns:
        float64[n], change of output, money a year: x with x = A x + change.

    Raises:
        DataError: the change has the wrong length or a missing number, or the table has no
            Leontief inverse.

    Source:
        Leontief (1936); Miller and Blair (2009), chapter 2.

    Example:
        >>> from kanmon.analysis.impact.engines.economy.table import economy_table
        >>> table = economy_table(("JPN",), ("x",), [[1.0]], [[1.0]], unit="MUSD 2011")
        >>> demand_effect(table, [1.0])
        array([2.])
    """
    given = _vector(change, table, "change of final demand")
    share = np.divide(
        table.sales,
        table.output,
        out=np.zeros_like(table.sales),
        where=table.output > 0.0,
    )
    try:
        effect = np.asarray(np.linalg.solve(np.eye(table.size) - share, given), np.float64)
    except np.linalg.LinAlgError as e:
        raise DataError(
            f"no Leontief inverse ({e})",
            where="economy table",
            remedy="some industries sell to each other only: merge them",
        ) from e
    return effect


def supply_left(table: EconomyTable, capacity: npt.ArrayLike) -> Amounts:
    """Give the share of output that lasts when capacity is lost and nobody turns elsewhere.

    Every industry makes what its scarcest input allows, suppliers serve all clients alike, there
    are no stocks, no overproduction and no rerouting: the greatest h with
    h = min(capacity, min over inputs of the deliveries left).

    Args:
        table: money a year.
        capacity: float[n], share of normal capacity that is left, 0 to 1.

    Returns:
        float64[n], share of normal output left.

    Raises:
        DataError: the wrong length, or a share outside 0 to 1.

    Source:
        Leontief production; as in Hallegatte (2008) with inventories of nothing.

    Example:
        >>> from kanmon.analysis.impact.engines.economy.table import economy_table
        >>> table = economy_table(("JPN",), ("x", "y"), [[0, 1], [0, 0]], [[1], [2]],
        ...                       unit="MUSD 2011")
        >>> supply_left(table, [0.5, 1.0])
        array([0.5, 0.5])
    """
    left = _vector(capacity, table, "capacity left")
    if not ((left >= 0.0) & (left <= 1.0)).all():
        raise DataError("a share outside 0 to 1", where="capacity left", remedy="give shares")
    count = len(table.industries)
    cells = table.sales.reshape(-1, count, table.size)
    total = cells.sum(axis=0)
    share = np.divide(cells, total, out=np.zeros_like(cells), where=total > 0.0)
    missing = np.where(total > 0.0, 0.0, 1.0)
    ceiling = left
    while True:
        arrives = (share * left.reshape(-1, count, 1)).sum(axis=0) + missing
        new = np.minimum(ceiling, arrives.min(axis=0))
        # It only falls: what is below rounding is no step.
        if (left - new).max() <= 1e-12:
            return np.asarray(new, np.float64)
        left = np.minimum(left, new)


def _vector(values: npt.ArrayLike, table: EconomyTable, what: str) -> Amounts:
    given = np.asarray(values, dtype=np.float64)
    if given.shape != (table.size,) or not np.isfinite(given).all():
        raise DataError(
            f"shape {given.shape} or a missing number",
            where=what,
            remedy=f"give {table.size} numbers",
        )
    return given
