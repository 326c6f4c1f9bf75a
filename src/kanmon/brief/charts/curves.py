"""Output day by day against normal: a line, its interval as a band, and dated marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kanmon.brief.charts.svg import at, ems, frame, text

_WIDTH, _HEIGHT = 340, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 330, 38, 160
_SIZE = 11.0
"""Font size of the marks, as the page's CSS has it for ``.mark``."""
_AIR = 6.0
_POINTS = 240


@dataclass(frozen=True, slots=True)
class Curve:
    """Carry the output of each day, as shares of normal: low, mid and high.

    Example:
        >>> Curve((1.0,), (1.0, ), (1.0,)).mid
        (1.0,)
    """

    low: tuple[float, ...]
    mid: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Carry a day worth marking: ``kind`` is ``start``, ``short`` or ``back``.

    Example:
        >>> Mark(30, "first shortage, day 30", "short").day
        30
    """

    day: int
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Say what the axes carry: labels from 0 to the top, and labels of some days.

    Example:
        >>> Axis(("0%", "100%"), 1.0, ((0, "1 Jan"),)).top
        1.0
    """

    ticks: tuple[str, ...]
    top: float
    days: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Place a label: anchor, row counted from the drawing upward, and which way it runs.

    Example:
        >>> Placed(10.0, 0, "start").row
        0
    """

    x: float
    row: int
    anchor: str


def place(
    labels: Sequence[tuple[float, str]], left: float, right: float, size: float
) -> tuple[Placed, ...]:
    """Put labels over their points, each on the lowest row where it covers no other.

    Args:
        labels: where each points, and its words.
        left: least coordinate a label may reach.
        right: largest coordinate a label may reach.
        size: font size.

    Returns:
        One place a label, in the order given.

    Example:
        >>> [p.row for p in place([(50.0, "one"), (55.0, "two"), (200.0, "three")], 0, 300, 10)]
        [0, 1, 0]
    """
    rows: list[list[tuple[float, float]]] = []
    found = []
    for x, words in labels:
        wide = ems(words) * size
        runs_right = x + wide <= right or x - left < right - x
        start = x if runs_right else x - wide
        # A label wider than its side is shifted, never cut: the mark's line says where it points.
        start = max(left, min(start, right - wide))
        span = (start - _AIR, start + wide + _AIR)
        row = 0
        while row < len(rows) and any(span[0] < e and s < span[1] for s, e in rows[row]):
            row += 1
        if row == len(rows):
            rows.append([])
        rows[row].append(span)
        found.append(Placed(start, row, "start"))
    return tuple(found)


def curves(
    curve: Curve, marks: Sequence[Mark], axis: Axis, name: str, words: tuple[str, str]
) -> str:
    """Draw one good's output over the days with its interval.

    Args:
        curve: low, mid and high of each day.
        marks: days worth marking, in order.
        axis: what the axes carry.
        name: id of the chart, unique on the page.
        words: title and description.

    Returns:
        An ``svg`` element; marks differ by their dashes and carry words.

    Example:
        >>> half = Curve((0.4, 0.3), (0.5, 0.5), (0.6, 0.7))
        >>> axis = Axis(("0%", "100%"), 1.0, ((0, "day 0"),))
        >>> curves(half, [Mark(1, "short", "short")], axis, "c", ("t", "d")).count('class="band"')
        1
    """
    last = max(1, len(curve.mid) - 1)

    def x(day: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * day / last

    def y(share: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * min(max(share, 0.0), axis.top) / axis.top

    drawn = []
    for index, tick in enumerate(axis.ticks):
        level = y(axis.top * index / (len(axis.ticks) - 1))
        drawn.append(f'<path class="grid" d="M{_LEFT} {at(level)}H{_RIGHT}"/>')
        drawn.append(text(_LEFT - 5, level + 3.5, tick, "tick", "end"))
    for day, label in axis.days:
        anchor = "start" if day == 0 else "end" if day >= last else "middle"
        drawn.append(f'<path class="grid" d="M{at(x(day))} {_BOTTOM}v4"/>')
        drawn.append(text(x(day), _BOTTOM + 18, label, "tick", anchor))
    days = _thinned(curve)
    over = "L".join(f"{at(x(d))} {at(y(curve.high[d]))}" for d in days)
    under = "L".join(f"{at(x(d))} {at(y(curve.low[d]))}" for d in reversed(days))
    if curve.low != curve.high:
        drawn.append(f'<path class="band" d="M{over}L{under}z"/>')
    middle = "L".join(f"{at(x(d))} {at(y(curve.mid[d]))}" for d in days)
    drawn.append(f'<path class="line party" d="M{middle}"/>')
    for mark, spot in zip(
        marks, place([(x(m.day), m.label) for m in marks], 0.0, _WIDTH, _SIZE), strict=True
    ):
        level = _TOP - 8 - spot.row * 13
        drawn.append(
            f'<path class="when {mark.kind}" d="M{at(x(mark.day))} {at(level + 3)}V{_BOTTOM}"/>'
        )
        drawn.append(text(spot.x, level, mark.label, f"mark {mark.kind}"))
    return frame("".join(drawn), (_WIDTH, _HEIGHT), name, words[0], words[1])


def _thinned(curve: Curve) -> list[int]:
    """Keep every day where a line bends, so that steps stay steps and straight runs cost nothing.

    Where more than the drawing can show still bend, days are taken evenly.
    """
    count = len(curve.mid)
    bends = [
        d
        for d in range(count)
        if d in (0, count - 1)
        or any(
            abs(line[d - 1] - 2 * line[d] + line[d + 1]) > 1e-3
            for line in (curve.low, curve.mid, curve.high)
        )
    ]
    if len(bends) <= _POINTS:
        return bends
    step = count / _POINTS
    return sorted({0, count - 1, *(min(count - 1, round(i * step)) for i in range(_POINTS))})
