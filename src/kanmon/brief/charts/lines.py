"""Concentration over the years as lines with their names at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kanmon.brief.charts.svg import at, frame, text

_WIDTH, _HEIGHT = 340, 196
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 238, 14, 172
_GAP = 13.0


@dataclass(frozen=True, slots=True)
class Line:
    """Carry one line: a name, a value in [0, 1] or None per year, and the last as printed.

    ``kind`` is the CSS class: ``party`` is drawn whole, ``world`` dashed.

    Example:
        >>> Line("imports", (0.2, None, 0.3), "0.30", "party").kind
        'party'
    """

    name: str
    values: tuple[float | None, ...]
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Say what the axes carry: years, tick labels from 0 to the top, and a threshold or none.

    ``names`` says what to print for each of ``years`` where that is not the year itself.

    Example:
        >>> Scale((1995, 2024), ("0", "0.5", "1"), 0.4, "threshold").threshold
        0.4
    """

    years: tuple[int, ...]
    ticks: tuple[str, ...]
    threshold: float | None
    threshold_label: str
    top: float = 1.0
    names: tuple[str, ...] = ()


def lines(rows: Sequence[Line], scale: Scale, name: str, title: str, desc: str) -> str:
    """Draw lines on a scale from 0 to its top; a year without a figure breaks the line.

    Args:
        rows: lines, the most important last so that it lies on top.
        scale: what the axes carry.
        name: id of the chart, unique on the page.
        title: what the chart shows.
        desc: its content in words.

    Returns:
        An ``svg`` element.

    Example:
        >>> scale = Scale((2020, 2021), ("0", "1"), 0.4, "threshold")
        >>> "M" in lines([Line("imports", (0.2, 0.3), "0.30", "party")], scale, "l", "t", "d")
        True
    """
    years = scale.years
    span = max(1, years[-1] - years[0])
    named = dict(zip(years, scale.names, strict=True)) if scale.names else {}

    def x(year: int) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (year - years[0]) / span

    def y(value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * value / scale.top

    marks = []
    for index, tick in enumerate(scale.ticks):
        height = y(scale.top * index / (len(scale.ticks) - 1))
        marks.append(f'<path class="grid" d="M{_LEFT} {at(height)}H{_RIGHT}"/>')
        marks.append(text(_LEFT - 5, height + 3.5, tick, "tick", "end"))
    if scale.threshold is not None:
        level = y(scale.threshold)
        marks.append(f'<path class="threshold" d="M{_LEFT} {at(level)}H{_RIGHT}"/>')
        marks.append(text(_LEFT + 3, level - 4, scale.threshold_label, "mark"))
    for year in _year_ticks(years):
        anchor = "start" if year == years[0] else "end" if year == years[-1] else "middle"
        marks.append(f'<path class="grid" d="M{at(x(year))} {_BOTTOM}v4"/>')
        marks.append(text(x(year), _BOTTOM + 18, named.get(year, str(year)), "tick", anchor))
    ends = []
    for line in rows:
        known = [
            (x(t), y(v)) if v is not None else None for t, v in zip(years, line.values, strict=True)
        ]
        marks.append(f'<path class="line {line.kind}" d="{_path(known)}"/>')
        last = next((p for p in reversed(known) if p is not None), None)
        if last is not None:
            marks.append(
                f'<circle class="end {line.kind}" cx="{at(last[0])}" cy="{at(last[1])}" r="3"/>'
            )
            ends.append((last[1], line))
    for place, line in _spread(ends):
        marks.append(text(_RIGHT + 9, place, line.label, f"value {line.kind}"))
        marks.append(text(_RIGHT + 9, place + 11, line.name, f"mark {line.kind}"))
    return frame("".join(marks), (_WIDTH, _HEIGHT), name, title, desc)


def _year_ticks(years: tuple[int, ...]) -> list[int]:
    first, last = years[0], years[-1]
    decades = [t for t in range(first, last) if t % 10 == 0 and t - first >= 7 and last - t >= 7]
    return sorted({first, *decades, last})


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    parts, pen = [], "M"
    for index, point in enumerate(points):
        if point is None:
            pen = "M"
            continue
        parts.append(f"{pen}{at(point[0])} {at(point[1])}")
        alone = pen == "M" and (index + 1 == len(points) or points[index + 1] is None)
        if alone:
            parts.append("h.1")
        pen = "L"
    return "".join(parts)


def _spread(ends: list[tuple[float, Line]]) -> list[tuple[float, Line]]:
    """Move labels apart so that none covers another, keeping their order and the frame."""
    room = 2 * _GAP + 1
    placed: list[tuple[float, Line]] = []
    floor = float(_TOP + 3)
    for level, line in sorted(ends, key=lambda end: (end[0], end[1].kind)):
        place = max(level, floor)
        placed.append((place, line))
        floor = place + room
    over = placed[-1][0] - (_BOTTOM - 8) if placed else 0.0
    if over > 0:
        ceiling = float(_BOTTOM - 8)
        lifted = []
        for place, line in reversed(placed):
            lifted.append((min(place, ceiling), line))
            ceiling = lifted[-1][0] - room
        placed = lifted[::-1]
    return placed
