"""Score every month of every series: is supply freshly lower (or higher) than it was?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning import twin
from kanmon.analysis.warning.tuning import Tuning
from kanmon.compiled import compiled
from kanmon.errors import DataError

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scores:
    """Hold, per series and month, four scores and the normal band; NaN where history lacks.

    ``fresh`` is the log odds of a change that began within the last months, ``z`` the robust
    seasonal deviation, ``cusum`` its leaky sum, ``yearly`` the robust z of the change over a
    year; larger is more alarming. ``low``, ``middle`` and ``high`` are in the series' own unit.

    Example:
        >>> one = np.zeros((1, 1))
        >>> Scores(*[one] * 7).fresh.shape
        (1, 1)
    """

    fresh: Values
    z: Values
    cusum: Values
    yearly: Values
    low: Values
    middle: Values
    high: Values


def score_series(
    values: Values,
    *,
    log: npt.ArrayLike = True,
    sign: npt.ArrayLike = 1.0,
    tuning: Tuning | None = None,
    engine: str = "native",
    threads: int = 1,
) -> Scores:
    """Score every month of every series with what was known up to that month.

    For each month a, the level, season and scale before a are read with medians. The months
    since a are then compared under Student's t with 4 degrees of freedom, shifted by a step
    against unshifted, averaged over the steps; the log odds that a change began within the last
    ``fresh`` months weigh these against no change and against an older change.

    Args:
        values: float64[n, T], one row a series, one column a month; NaN is unknown. Scored as
            logarithms they are at least zero.
        log: bool or bool[n], whether a series is scored as logarithms (flows, prices) or as it
            is (indices that may be negative).
        sign: 1 or -1, or float64[n] of these: 1 looks for drops, -1 for rises.
        tuning: settings; the published ones by default.
        engine: ``native`` (compiled) or ``numpy`` (its readable twin, many times slower).
        threads: series are worked on side by side; the bits do not depend on it.

    Returns:
        Scores and normal band, each float64[n, T].

    Raises:
        DataError: a value is infinite, or negative where logarithms are asked for; a sign is
            neither 1 nor -1; shapes differ; there is no such engine.

    Source:
        Kanmon's own; Student-t change detection after Fearnhead and Liu (2007).

    Example:
        >>> flat = np.full((1, 40), 100.0)
        >>> flat[0, -1] = 20.0
        >>> score_series(flat).fresh[0, -2:].round(1).tolist()
        [-17.9, 1.6]
    """
    grid = np.ascontiguousarray(values, dtype=np.float64)
    if grid.ndim != 2 or threads < 1:
        raise DataError(
            f"values {grid.shape}, {threads} threads",
            where="signals",
            remedy="give one row a series and one column a month, and at least one thread",
        )
    n = grid.shape[0]
    flags = np.ascontiguousarray(np.broadcast_to(np.asarray(log, dtype=bool), n))
    signs = np.ascontiguousarray(np.broadcast_to(np.asarray(sign, dtype=np.float64), n))
    if np.isinf(grid).any() or (grid[flags] < 0.0).any():
        raise DataError(
            "an infinite value, or a negative one where logarithms are asked for",
            where="signals",
            remedy="leave unknown months NaN; score series that may be negative with log=False",
        )
    if not np.all(np.abs(signs) == 1.0):
        raise DataError("a sign that is neither 1 nor -1", where="signals", remedy="give 1 or -1")
    tuned = Tuning() if tuning is None else tuning
    out = tuple(np.full(grid.shape, np.nan) for _ in range(7))
    if engine == "native":
        compiled("signals").score_series(
            grid, flags.astype(np.uint8), signs, tuned.flat(), out, threads
        )
    elif engine == "numpy":
        twin.score_series(grid, flags, signs, tuned, out)
    else:
        raise DataError(f"engine {engine!r}", where="signals", remedy="use 'native' or 'numpy'")
    return Scores(*out)
