"""How far the outcomes of a sweep lie apart: mean, quantiles and the error of the mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kanmon.errors import DataError
from kanmon.sweep.scenarios import SweepResult

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spread:
    """Hold mean and quantiles over draws, each of the shape of one draw.

    ``error`` is the standard error of the mean, from the draws' own spread; ``None`` for a
    single draw, which tells nothing about it.

    Example:
        >>> spread(np.array([[1.0], [3.0]])).mean.tolist()
        [2.0]
    """

    draws: int
    mean: Values
    low: Values
    median: Values
    high: Values
    error: Values | None


def spread(values: Values) -> Spread:
    """Compute mean, 5th, 50th and 95th percentile over draws, and the mean's standard error.

    Args:
        values: float64[draws, ...] in any unit, finite.

    Returns:
        Statistics over the first axis, in the same unit.

    Raises:
        DataError: there is no draw, or a value is missing or infinite.

    Source:
        Hyndman and Fan (1996), definition 7, for the quantiles.

    Example:
        >>> found = spread(np.arange(101.0))
        >>> float(found.low), float(found.high), round(float(found.error), 6)
        (5.0, 95.0, 2.915476)
    """
    drawn = np.ascontiguousarray(values, dtype=np.float64)
    if drawn.ndim < 1 or len(drawn) < 1 or not np.all(np.isfinite(drawn)):
        raise DataError(
            f"values of shape {drawn.shape}, or some missing",
            where="spread",
            remedy="give one or more draws of finite numbers",
        )
    mean = np.asarray(drawn.mean(axis=0))
    low, median, high = np.quantile(drawn, (0.05, 0.5, 0.95), axis=0, method="linear")
    error = None
    if len(drawn) > 1:
        error = np.asarray(drawn.std(axis=0, ddof=1) / np.sqrt(len(drawn)))
    return Spread(len(drawn), mean, np.asarray(low), np.asarray(median), np.asarray(high), error)


def loss_by_node(result: SweepResult) -> pa.Table:
    """Tabulate what each node loses over the horizon, over all scenarios.

    Args:
        result: of a sweep.

    Returns:
        One row a node: normal output a day, the statistics in the result's unit, the share of
        scenarios in which it runs short, and among those the median first day (null if none).

    Example:
        >>> from kanmon.analysis.impact.outcome import Node
        >>> lost, made = np.array([[0.0], [3.0]]), np.array([[[2.0, 2.0]], [[1.0, 0.0]]])
        >>> result = SweepResult(
        ...     "chain", ("s/0", "s/1"), (Node("JPN", "x"),), ("x",), "index", 2, np.array([2.0]),
        ...     np.array([2.0]), lost, np.array([[-1], [0]]), made, None, np.zeros(2), ((), ()),
        ...     ({}, {}), ())
        >>> loss_by_node(result).select(["mean", "p95", "short_in", "first_short"]).to_pylist()
        [{'mean': 1.5, 'p95': 2.8499999999999996, 'short_in': 0.5, 'first_short': 0.0}]
    """
    found = spread(result.lost)
    short = result.first_short >= 0
    days = [
        float(np.median(result.first_short[short[:, n], n])) if short[:, n].any() else None
        for n in range(len(result.nodes))
    ]
    return pa.table(
        {
            "economy": [node.economy for node in result.nodes],
            "product": [node.product for node in result.nodes],
            "normal": result.base,
            **_columns(found),
            "short_in": short.mean(axis=0),
            "first_short": pa.array(days, pa.float64()),
        }
    )


def output_by_day(result: SweepResult) -> pa.Table:
    """Tabulate what each group makes each day, over all scenarios.

    Args:
        result: of a sweep.

    Returns:
        One row a group and day (from 0): what is normal, and the statistics, in the result's
        unit a day.

    Example:
        >>> from kanmon.analysis.impact.outcome import Node
        >>> lost, made = np.array([[0.0], [3.0]]), np.array([[[2.0, 2.0]], [[1.0, 0.0]]])
        >>> result = SweepResult(
        ...     "chain", ("s/0", "s/1"), (Node("JPN", "x"),), ("x",), "index", 2, np.array([2.0]),
        ...     np.array([2.0]), lost, np.array([[-1], [0]]), made, None, np.zeros(2), ((), ()),
        ...     ({}, {}), ())
        >>> output_by_day(result)["mean"].to_pylist()
        [1.5, 1.0]
    """
    found = spread(result.daily)
    return pa.table(
        {
            "group": np.repeat(result.groups, result.days).tolist(),
            "day": np.tile(np.arange(result.days), len(result.groups)),
            "normal": np.repeat(result.normal, result.days),
            **_columns(found),
        }
    )


def _columns(found: Spread) -> dict[str, pa.Array]:
    size = found.mean.size
    error = pa.nulls(size, pa.float64()) if found.error is None else pa.array(found.error.ravel())
    return {
        "mean": pa.array(found.mean.ravel()),
        "p05": pa.array(found.low.ravel()),
        "p50": pa.array(found.median.ravel()),
        "p95": pa.array(found.high.ravel()),
        "standard_error": error,
    }
