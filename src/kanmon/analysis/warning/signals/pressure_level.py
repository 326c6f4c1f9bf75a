"""The Global Supply Chain Pressure Index stands high."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.warning.signal import Signal

Values = npt.NDArray[np.float64]

BAND = 1.6448536269514722
"""Ninety per cent of a standard normal variable lie within it on either side of nought."""


def score(values: Values) -> Values:
    """Take the index as it is: it is published in standard deviations from its own mean.

    Args:
        values: float64[n, T] of the index, NaN unknown.

    Returns:
        float64[n, T], the same.

    Source:
        Benigno, di Giovanni, Groen and Noble (2022), GSCPI.

    Example:
        >>> score(np.array([[0.1, 4.3]])).tolist()
        [[0.1, 4.3]]
    """
    return values.copy()


def band(values: Values) -> tuple[Values, Values, Values]:
    """Give the middle ninety per cent of the index.

    Args:
        values: float64[n, T] of the index.

    Returns:
        Low, middle and high, each float64[n, T].

    Example:
        >>> [round(float(side[0, 0]), 2) for side in band(np.zeros((1, 1)))]
        [-1.64, 0.0, 1.64]
    """
    middle = np.zeros_like(values)
    return middle - BAND, middle, middle + BAND


CARD = Signal(
    name="pressure_level",
    meaning="supply chains of the world are under pressure: the index in standard deviations",
    direction="rise",
    needs=0,
    score=score,
    band=band,
    reference="Benigno, di Giovanni, Groen and Noble (2022), GSCPI",
)
