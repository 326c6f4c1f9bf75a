"""Figures of chips: intervals with a best value, and performance worked out from operations."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from kanmon.errors import DataError

COLUMNS = (
    "name",
    "also",
    "kind",
    "maker",
    "marketing",
    "us_market",
    "node",
    "planar",
    "precision",
    "dense",
    "tops",
    "tpp",
    "die",
    "io",
    "dram",
    "package",
    "source",
    "status",
    "note",
)
_NUMBER = re.compile(r"\d+(\.\d+)?")
_PRECISION = re.compile(r"[a-z]*(\d+)")
_WIDEST = 64


@dataclass(frozen=True, slots=True)
class Interval:
    """Hold a figure with the bounds it surely lies in.

    Example:
        >>> Interval(1.0, 2.0, 4.0).text()
        '2 (1 to 4)'
    """

    low: float
    best: float
    high: float

    def over(self, other: Interval) -> Interval:
        """Divide by another."""
        return Interval(self.low / other.high, self.best / other.best, self.high / other.low)

    def plus(self, other: Interval) -> Interval:
        """Add another."""
        return Interval(self.low + other.low, self.best + other.best, self.high + other.high)

    def times(self, number: float) -> Interval:
        """Multiply by a number above 0."""
        return Interval(self.low * number, self.best * number, self.high * number)

    def text(self) -> str:
        """Write the best value, and the bounds where they are others."""
        best = _short(self.best)
        if self.low == self.high:
            return best
        return f"{best} ({_short(self.low)} to {_short(self.high)})"


def read_interval(cell: str, name: str, where: str) -> Interval | None:
    """Read a figure written as a number or as ``low/best/high``.

    Args:
        cell: the text; empty where not known.
        name: column named in an error.
        where: place named in an error.

    Returns:
        The interval, or None where the cell is empty.

    Raises:
        DataError: it is neither, or the bounds are not in order.

    Example:
        >>> read_interval("3000/5120/6400", "tpp", "x.csv").high
        6400.0
    """
    if not cell.strip():
        return None
    parts = [p.strip() for p in cell.split("/")]
    if len(parts) not in (1, 3) or not all(_NUMBER.fullmatch(p) for p in parts):
        raise DataError(
            f"{name} {cell!r}", where=where, remedy="write a number, or low/best/high, no commas"
        )
    low, best, high = (float(p) for p in (parts if len(parts) == 3 else parts * 3))
    if not (low <= best <= high and math.isfinite(high)):
        raise DataError(f"{name} {cell!r}", where=where, remedy="put low, best, high in order")
    return Interval(low, best, high)


def total_performance(
    row: dict[str, str], given: Interval | None, where: str
) -> tuple[Interval | None, str, tuple[str, ...]]:
    """Take total processing performance as given, or work it out from operations a second.

    Args:
        row: cells ``tops``, ``precision`` and ``dense``.
        given: the cell ``tpp``.
        where: place named in an error.

    Returns:
        The performance if known, the precision that decides, and what was done.

    Raises:
        DataError: an unknown precision, both ``tpp`` and ``tops``, or no word on sparsity.

    Source:
        15 CFR 774 Supplement 1, ECCN 3A090, technical notes.

    Example:
        >>> row = {"tops": "fp16=312;int8=624", "precision": "", "dense": "yes"}
        >>> performance, precision, _ = total_performance(row, None, "x")
        >>> performance.best, precision
        (4992.0, 'fp16')
    """
    if not row["tops"].strip():
        if given is not None and row["dense"] == "no":
            return given.times(0.5), row["precision"], ("sparse figures halved",)
        return given, row["precision"], ()
    if given is not None:
        raise DataError("tpp and tops", where=where, remedy="give one of them")
    if not row["dense"]:
        raise DataError(
            "tops without dense", where=where, remedy="say dense = yes, or no for sparse figures"
        )
    by_precision: dict[str, Interval] = {}
    for part in row["tops"].split(";"):
        precision, _, figure = (p.strip() for p in part.partition("="))
        bits = _PRECISION.fullmatch(precision.casefold())
        tops = read_interval(figure, f"tops of {precision}", where)
        if bits is None or not 0 < int(bits.group(1)) <= _WIDEST or tops is None:
            raise DataError(
                f"tops {part.strip()!r}", where=where, remedy="write them as fp16=312;int8=624"
            )
        by_precision[precision] = tops.times(float(bits.group(1)))
    largest = Interval(
        *(max(getattr(i, end) for i in by_precision.values()) for end in ("low", "best", "high"))
    )
    best = max(by_precision, key=lambda p: by_precision[p].best)
    said = [f"TPP from {best}, the largest of {len(by_precision)}"]
    if row["dense"] == "no":
        largest, said = largest.times(0.5), ["sparse figures halved", *said]
    return largest, best, tuple(said)


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 1000 else f"{number:.3g}"
