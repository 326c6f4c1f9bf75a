"""Flags that last: how many of the last years a cell met every criterion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kanmon.analysis.dependency.screen.every import ALL_CRITERIA, Screen
from kanmon.errors import DataError

Marks = npt.NDArray[np.int8]


def persistence(screens: Sequence[Screen], *, needed: int = 2) -> Marks:
    """Tell which cells are flagged in at least ``needed`` of the years given.

    A year without imports is unknown, not unflagged; a cell is unknown where such years could
    tip it either way.

    Args:
        screens: screens of different years with the same labels, usually three.
        needed: years that must be flagged.

    Returns:
        int8 [product, economy]: 1 persistent, 0 not, -1 unknown.

    Raises:
        DataError: no or too few years, a year twice, or labels that differ.

    Source:
        CEPII GeoDep (Lefebvre and Wibaux 2024), criterion 4: two of three years.

    Example:
        >>> from kanmon.analysis.dependency.screen.every import Cuts, screen
        >>> from kanmon.analysis.dependency.screen.flows import coded
        >>> def year(y, v):
        ...     flows = coded(y, "A", "ab", ([0], [1], [0], [v]))
        ...     return screen(flows, Cuts(0.4, 0.4, 1.0), engine="numpy")
        >>> persistence([year(2020, 5.0), year(2021, 0.0), year(2022, 7.0)]).tolist()
        [[-1, 1]]
    """
    if not 1 <= needed <= len(screens):
        raise DataError(
            f"{needed} of {len(screens)} years", remedy="ask for at least one, at most all"
        )
    same_labels(screens)
    flagged = np.zeros(screens[0].criteria.shape, np.int8)
    unknown = np.zeros_like(flagged)
    for screen in screens:
        flagged += screen.criteria == ALL_CRITERIA
        unknown += screen.criteria < 0
    result = np.zeros_like(flagged)
    result[flagged + unknown >= needed] = -1
    result[flagged >= needed] = 1
    return result


def same_labels(screens: Sequence[Screen]) -> None:
    """Hold screens to be of different years with the same labels.

    Args:
        screens: screens to be set side by side.

    Raises:
        DataError: a year occurs twice, or products or economies differ.

    Example:
        >>> same_labels([])
    """
    years = [s.year for s in screens]
    if len(set(years)) != len(years):
        raise DataError(f"years {years}", remedy="give each year once")
    for screen in screens[1:]:
        if (screen.products, screen.economies) != (screens[0].products, screens[0].economies):
            raise DataError(
                f"labels of {screen.year} differ from those of {screens[0].year}",
                where="screens of several years",
                remedy="write the years with the same lists of products and economies",
            )
