"""Amounts with their bounds on a scale of powers of ten, one a row, and a limit on each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kanmon.brief.charts.svg import at, clip, frame, text

_WIDTH, _ROW, _HEAD = 760, 30, 30
_LEFT, _RIGHT, _SIZE = 170.0, 640.0, 12.5
_MOST_TICKS = 7


@dataclass(frozen=True, slots=True)
class Range:
    """Carry one amount: its name, bounds, best value as printed, and what it is held against.

    ``limit`` is None where nothing is known to hold it against; ``over`` says that the best
    value passes it, which is drawn full instead of hollow.

    Example:
        >>> Range("copper", 0.01, 0.02, 0.03, "2%", 0.1).over
        False
    """

    name: str
    low: float
    best: float
    high: float
    label: str
    limit: float | None = None

    @property
    def over(self) -> bool:
        """Whether the best value passes the limit."""
        return self.limit is not None and self.best > self.limit


def decades(rows: Sequence[Range]) -> tuple[int, int]:
    """Find the powers of ten that hold all rows.

    Args:
        rows: amounts above zero.

    Returns:
        Exponents of the first and last power; at least one power apart.

    Example:
        >>> decades([Range("x", 0.02, 0.5, 3.0, "")])
        (-2, 1)
    """
    ends = [e for r in rows for e in (r.low, r.best, r.high, r.limit) if e and e > 0.0]
    if not ends:
        return 0, 1
    first = math.floor(math.log10(min(ends)) + 1e-12)
    last = math.ceil(math.log10(max(ends)) - 1e-12)
    # A bound of next to nothing must not squeeze all the others against the far end.
    return max(first, last - _MOST_TICKS), max(last, first + 1)


def ranges(rows: Sequence[Range], ticks: dict[int, str], name: str, title: str, desc: str) -> str:
    """Draw amounts with their bounds from least to most, the limit as an upright stroke.

    Args:
        rows: amounts, from top to bottom.
        ticks: by exponent what the axis prints there.
        name: id of the chart, unique on the page.
        title: what the chart shows.
        desc: its content in words.

    Returns:
        An ``svg`` element; what passes its limit is a full mark, the rest hollow ones.

    Example:
        >>> ranges([Range("x", 0.1, 1.0, 10.0, "1")], {0: "1"}, "r", "t", "d").count("<circle")
        1
    """
    first, last = decades(rows)

    def x(value: float) -> float:
        power = math.log10(value) if value > 0.0 else first
        return _LEFT + (_RIGHT - _LEFT) * (min(max(power, first), last) - first) / (last - first)

    height = _HEAD + max(1, len(rows)) * _ROW
    marks = []
    for power in range(first, last + 1):
        place = x(10.0**power)
        marks.append(f'<path class="grid" d="M{at(place)} {_HEAD - 8}V{height}"/>')
        if power in ticks:
            marks.append(text(place, _HEAD - 14, ticks[power], "tick", "middle"))
    for index, row in enumerate(rows):
        y = _HEAD + index * _ROW + 15
        marks.append(text(0, y + 4, clip(row.name, (_LEFT - 12) / _SIZE), "flow name"))
        marks.append(f'<path class="reach" d="M{at(x(row.low))} {y}H{at(x(row.high))}"/>')
        if row.limit is not None:
            marks.append(f'<path class="limit" d="M{at(x(row.limit))} {y - 9}v18"/>')
        kind = "best over" if row.over else "best"
        marks.append(f'<circle class="{kind}" cx="{at(x(row.best))}" cy="{y}" r="5"/>')
        kind = "flow value strong" if row.over else "flow value"
        marks.append(text(_RIGHT + 14, y + 4, row.label, kind))
    return frame("".join(marks), (_WIDTH, height), name, title, desc)
