"""HiGHS, given arrays."""

from __future__ import annotations

import highspy
import numpy as np

from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.rows import Block
from kanmon.errors import KanmonError

_FOUND = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)
_NONE = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)


def quiet() -> highspy.Highs:
    """Open a HiGHS that prints nothing and uses one thread.

    Returns:
        An empty HiGHS.

    Example:
        >>> quiet().getNumCol()
        0
    """
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    return highs


def load(
    highs: highspy.Highs, cost: FloatArray, lower: FloatArray, upper: FloatArray, rows: Block
) -> None:
    """Give HiGHS a linear programme as arrays.

    Args:
        highs: where to.
        cost: float64[N].
        lower: float64[N], bounds of columns.
        upper: float64[N].
        rows: the constraints.

    Example:
        >>> from kanmon.analysis.plan.programme.rows import Rows
        >>> highs = quiet()
        >>> load(highs, np.ones(2), np.zeros(2), np.ones(2), Rows().block())
        >>> highs.getNumCol()
        2
    """
    n = len(cost)
    highs.passModel(
        n,
        len(rows),
        len(rows.value),
        2,  # row by row
        1,  # minimise
        0.0,
        cost,
        lower,
        upper,
        rows.lower,
        rows.upper,
        rows.start[:-1].astype(np.int32) if len(rows) else np.zeros(1, np.int32),
        rows.index.astype(np.int32),
        rows.value,
        np.zeros(n, dtype=np.int32),
    )


def add(highs: highspy.Highs, rows: Block) -> None:
    """Add rows to what HiGHS holds.

    Args:
        highs: where to.
        rows: the constraints to add.

    Example:
        >>> from kanmon.analysis.plan.programme.rows import Rows
        >>> highs = quiet()
        >>> add(highs, Rows().block())
    """
    if len(rows):
        start, index = rows.start[:-1].astype(np.int32), rows.index.astype(np.int32)
        highs.addRows(len(rows), rows.lower, rows.upper, len(rows.value), start, index, rows.value)


def run(highs: highspy.Highs, name: str) -> bool:
    """Run HiGHS to the optimum.

    Args:
        highs: what to run.
        name: of the good, for the error.

    Returns:
        Whether there is an optimum; if not, nothing keeps every constraint.

    Raises:
        KanmonError: HiGHS stopped for another reason.

    Example:
        >>> run(quiet(), "nothing at all")
        True
    """
    status = _outcome(highs)
    if status not in (*_FOUND, *_NONE):  # where the last basis leads nowhere, begin without one
        highs.clearSolver()
        status = _outcome(highs)
    if status in _FOUND:
        return True
    if status in _NONE:
        return False
    raise KanmonError(
        f"the solver stopped without an answer: {highs.modelStatusToString(status)}",
        where=f"plan of {name}",
        remedy="check that the figures are within a factor of a million of each other",
    )


def _outcome(highs: highspy.Highs) -> highspy.HighsModelStatus:
    highs.run()
    return highs.getModelStatus()
