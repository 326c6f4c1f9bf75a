"""From probabilities to alerts a person is told of: severity, and silence until it changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.alert import SEVERITIES
from kanmon.catalogue.warning_thresholds import warning_threshold

Values = npt.NDArray[np.float64]
Levels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cut:
    """Set how rare a watch, a warning and an alarm are, and when an object has recovered.

    Example:
        >>> Cut(0.01, 0.003, 0.001, 3).watch
        0.01
    """

    watch: float
    warning: float
    alarm: float
    recovery: int


def standard_cut() -> Cut:
    """Read the published cut-offs.

    Returns:
        The cut-offs of ``warning_thresholds.csv``.

    Example:
        >>> standard_cut().alarm < standard_cut().watch
        True
    """
    return Cut(
        warning_threshold("watch"),
        warning_threshold("warning"),
        warning_threshold("alarm"),
        int(warning_threshold("recovery")),
    )


def severities(probabilities: Values, cut: Cut) -> Levels:
    """Grade probabilities: 0 quiet, 1 watch, 2 warning, 3 alarm.

    Args:
        probabilities: float64 of any shape; NaN is quiet.
        cut: cut-offs.

    Returns:
        int64 of the same shape.

    Example:
        >>> severities(np.array([0.5, 0.01, 0.002, 1e-6]), Cut(0.01, 0.003, 0.001, 3)).tolist()
        [0, 1, 2, 3]
    """
    graded = np.zeros(probabilities.shape, dtype=np.int64)
    for level in (cut.watch, cut.warning, cut.alarm):
        graded += np.nan_to_num(probabilities, nan=1.0) <= level
    return graded


def told(levels: Levels, recovery: int) -> npt.NDArray[np.bool_]:
    """Mark the months in which a person is told: severity rises, or comes back after recovery.

    Args:
        levels: int64[n, T], 0 for quiet.
        recovery: months of quiet after which an object is told of anew.

    Returns:
        bool[n, T].

    Example:
        >>> told(np.array([[1, 1, 2, 1, 0, 1, 0, 0, 1]]), 2).astype(int).tolist()
        [[1, 0, 1, 0, 0, 0, 0, 0, 1]]
    """
    out = np.zeros(levels.shape, dtype=bool)
    highest = np.zeros(levels.shape[0], dtype=np.int64)
    quiet = np.zeros(levels.shape[0], dtype=np.int64)
    for t in range(levels.shape[1]):
        here = levels[:, t]
        out[:, t] = here > highest
        quiet = np.where(here == 0, quiet + 1, 0)
        highest = np.where(quiet >= recovery, 0, np.maximum(highest, here))
    return out


def severity_name(level: int) -> str:
    """Name a grade.

    Args:
        level: 1 to 3.

    Returns:
        ``watch``, ``warning`` or ``alarm``.

    Example:
        >>> severity_name(3)
        'alarm'
    """
    return SEVERITIES[level - 1]
