"""Thresholds the analyses compare with: dated and sourced rows, never constants in code."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from kanmon.errors import CodeError


@dataclass(frozen=True, slots=True)
class Threshold:
    """Hold one threshold with its meaning, source and date.

    ``status`` is ``found`` (read in a document), ``memory`` (to be checked against the
    document) or ``own`` (chosen by Kanmon).

    Example:
        >>> threshold("import_hhi").value
        0.4
    """

    key: str
    value: float
    unit: str
    meaning: str
    source: str
    date: str
    status: str


@cache
def thresholds() -> dict[str, Threshold]:
    """Load every threshold.

    Returns:
        Thresholds by key.

    Example:
        >>> "value_floor" in thresholds()
        True
    """
    text = (resources.files("kanmon.catalogue") / "thresholds.csv").read_text("utf-8")
    return {
        row["key"]: Threshold(
            key=row["key"],
            value=float(row["value"]),
            unit=row["unit"],
            meaning=row["meaning"],
            source=row["source"],
            date=row["date"],
            status=row["status"],
        )
        for row in csv.DictReader(text.splitlines())
    }


def threshold(key: str) -> Threshold:
    """Return one threshold.

    Args:
        key: its name in ``thresholds.csv``.

    Returns:
        The threshold.

    Raises:
        CodeError: no threshold has that name.

    Example:
        >>> threshold("hhi_high").unit
        'HHI'
    """
    known = thresholds()
    if key not in known:
        raise CodeError(f"no threshold {key!r}", remedy=f"use one of {', '.join(known)}")
    return known[key]
