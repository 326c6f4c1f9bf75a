"""Plans from the cheapest to the safest: extra cost along, risk up, one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kanmon.brief.charts.svg import at, ems, frame, text

_WIDTH, _HEIGHT = 620, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 596.0, 30.0, 262.0
_SIZE = 12.5


@dataclass(frozen=True, slots=True)
class FrontAxes:
    """Carry the words of the axes: names, and the ticks from the least to the most.

    Example:
        >>> FrontAxes("cost", "risk", (0.0, 1.0), (0.0, 2.0), ("0", "1"), ("0", "2")).x
        'cost'
    """

    x: str
    y: str
    x_span: tuple[float, float]
    y_span: tuple[float, float]
    x_ticks: tuple[str, ...]
    y_ticks: tuple[str, ...]


def front_chart(
    points: Sequence[tuple[float, float]],
    chosen: tuple[int, str],
    axes: FrontAxes,
    name: str,
    words: tuple[str, str],
) -> str:
    """Draw a front.

    Args:
        points: extra cost and risk of each plan, the cheapest first.
        chosen: number of the chosen plan, and its word.
        axes: what the axes carry.
        name: id of the chart, unique on the page.
        words: title and description.

    Returns:
        An ``svg`` element.

    Example:
        >>> axes = FrontAxes("cost", "risk", (0, 1), (0, 2), ("0", "1"), ("0", "2"))
        >>> front_chart([(0, 2), (1, 0)], (1, "ours"), axes, "f", ("t", "d")).count("<circle")
        2
    """

    def x(value: float) -> float:
        low, high = axes.x_span
        return _LEFT + (_RIGHT - _LEFT) * (value - low) / ((high - low) or 1.0)

    def y(value: float) -> float:
        low, high = axes.y_span
        return _BOTTOM - (_BOTTOM - _TOP) * (value - low) / ((high - low) or 1.0)

    marks = []
    for n, tick in enumerate(axes.y_ticks):
        height = _BOTTOM - (_BOTTOM - _TOP) * n / max(1, len(axes.y_ticks) - 1)
        marks.append(f'<path class="grid" d="M{at(_LEFT)} {at(height)}H{at(_RIGHT)}"/>')
        marks.append(text(_LEFT - 8, height + 4, tick, "flow value", "end"))
    for n, tick in enumerate(axes.x_ticks):
        place = _LEFT + (_RIGHT - _LEFT) * n / max(1, len(axes.x_ticks) - 1)
        anchor = "start" if n == 0 else "end" if n == len(axes.x_ticks) - 1 else "middle"
        marks.append(text(place, _BOTTOM + 20, tick, "flow value", anchor))
    marks.append(text(_LEFT, 14, axes.y, "flow name"))
    marks.append(text(_RIGHT, _BOTTOM + 42, axes.x, "flow name", "end"))
    line = "L".join(f"{at(x(a))} {at(y(b))}" for a, b in points)
    marks.append(f'<path class="line party" d="M{line}"/>')
    for n, (a, b) in enumerate(points):
        kind = "knot origin" if n == chosen[0] else "knot"
        size = 6.5 if n == chosen[0] else 4
        marks.append(f'<circle class="{kind}" cx="{at(x(a))}" cy="{at(y(b))}" r="{size}"/>')
    if points:
        a, b = points[chosen[0]]
        wide = ems(chosen[1]) * _SIZE
        anchor = "end" if x(a) + wide + 12 > _RIGHT else "start"
        shift = -12 if anchor == "end" else 12
        marks.append(text(x(a) + shift, y(b) - 10, chosen[1], "flow mark", anchor))
    return frame("".join(marks), (_WIDTH, _HEIGHT), name, words[0], words[1])
