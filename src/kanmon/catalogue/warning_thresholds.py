"""Thresholds of the early warning: dated and sourced rows."""

from __future__ import annotations

from functools import cache

from kanmon.catalogue.rows import read_csv
from kanmon.catalogue.thresholds import Threshold
from kanmon.errors import CodeError


@cache
def warning_thresholds() -> dict[str, Threshold]:
    """Load every threshold of the early warning.

    Returns:
        Thresholds by key.

    Example:
        >>> warning_thresholds()["yoy_drop"].value
        -0.3
    """
    columns = ("key", "value", "unit", "meaning", "source", "date", "status")
    return {
        row["key"]: Threshold(
            row["key"],
            float(row["value"]),
            row["unit"],
            row["meaning"],
            row["source"],
            row["date"],
            row["status"],
        )
        for row in read_csv("warning_thresholds.csv", columns)
    }


def warning_threshold(key: str) -> float:
    """Give the value of one threshold.

    Args:
        key: its name in ``warning_thresholds.csv``.

    Returns:
        The value, in the row's unit.

    Raises:
        CodeError: no threshold has that name.

    Example:
        >>> warning_threshold("recovery")
        3.0
    """
    known = warning_thresholds()
    if key not in known:
        raise CodeError(f"no threshold {key!r}", remedy=f"use one of {', '.join(known)}")
    return known[key].value
