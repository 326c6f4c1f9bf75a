"""How far each uncertain amount moves the loss, the widest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kanmon.brief.charts.svg import at, clip, ems, frame, text

_WIDTH, _ROW, _HEAD = 620, 44, 24
_SIZE = 12.5
"""Font size of the labels, as the page's CSS has it for ``.flow``."""
_AIR = 6.0
_WIDER = 1.08
"""Per cent signs and some fonts' digits run wider than the estimate of a label's width."""


@dataclass(frozen=True, slots=True)
class Swing:
    """Carry one amount: its name, and the loss at its least and most, as numbers and words.

    Example:
        >>> Swing("Cut", 2.0, 9.0, "2 (at 10%)", "9 (at 90%)").high
        9.0
    """

    name: str
    low: float
    high: float
    low_label: str
    high_label: str


@dataclass(frozen=True, slots=True)
class Span:
    """Place a bar and its two labels, which stand left and right of it.

    Example:
        >>> Span(100.0, 40.0, 94.0, 146.0).width
        40.0
    """

    x: float
    width: float
    left: float
    right: float


def spans(rows: Sequence[Swing], width: float, size: float) -> tuple[Span, ...]:
    """Place the bars on one scale that leaves room for the widest label on either side.

    Args:
        rows: swings.
        width: of the drawing.
        size: font size.

    Returns:
        One span a row; the label at ``left`` ends there, the one at ``right`` begins there.

    Example:
        >>> one = spans([Swing("a", 0.0, 10.0, "0", "10")], 100.0, 10.0)[0]
        >>> round(one.x, 1), round(one.width, 1)
        (11.9, 70.2)
    """
    if not rows:
        return ()
    before = max(ems(_ends(r)[0]) for r in rows) * size * _WIDER + _AIR
    after = max(ems(_ends(r)[1]) for r in rows) * size * _WIDER + _AIR
    least = min(min(r.low, r.high) for r in rows)
    most = max(max(r.low, r.high) for r in rows)
    # A range no wider than rounding has no length to draw.
    apart = most - least > 1e-12 * max(1.0, most)
    unit = (width - before - after) / (most - least) if apart else 0.0
    found = []
    for row in rows:
        x = before + (min(row.low, row.high) - least) * unit
        wide = abs(row.high - row.low) * unit
        found.append(Span(x, wide, x - _AIR, x + wide + _AIR))
    return tuple(found)


def tornado(
    rows: Sequence[Swing], best: tuple[float, str], name: str, title: str, desc: str
) -> str:
    """Draw swings under one another, with the loss at the best values as a line.

    Args:
        rows: swings, widest first.
        best: the loss at the best values, and its words.
        name: id of the chart, unique on the page.
        title: what the chart shows.
        desc: its content in words.

    Returns:
        An ``svg`` element; each end carries its figure, so that length alone is not needed.

    Example:
        >>> rows = [Swing("Cut", 2.0, 9.0, "2", "9")]
        >>> tornado(rows, (5.0, "best: 5"), "t", "Swings", "Cut 2 to 9").count("<rect")
        1
    """
    line = Swing("", best[0], best[0], "", "")
    *placed, middle = spans([*rows, line], _WIDTH, _SIZE)
    height = _HEAD + max(1, len(rows)) * _ROW
    wide = ems(best[1]) * _SIZE / 2
    centre = min(max(middle.x, wide), _WIDTH - wide)
    marks = [
        f'<path class="threshold" d="M{at(middle.x)} {_HEAD - 6}V{height}"/>',
        text(centre, _HEAD - 11, best[1], "flow mark", "middle"),
    ]
    for index, (row, span) in enumerate(zip(rows, placed, strict=True)):
        y = _HEAD + index * _ROW
        left, right = _ends(row)
        marks.append(text(0, y + 13, clip(row.name, _WIDTH / _SIZE), "flow name"))
        marks.append(
            f'<rect class="swing" x="{at(span.x)}" y="{y + 20}" '
            f'width="{at(max(1.5, span.width))}" height="12"/>'
        )
        marks.append(text(span.left, y + 30, left, "flow value", "end"))
        marks.append(text(span.right, y + 30, right, "flow value"))
    return frame("".join(marks), (_WIDTH, height), name, title, desc)


def _ends(row: Swing) -> tuple[str, str]:
    """Give the labels left and right: an amount may make the loss smaller as it grows."""
    if row.low <= row.high:
        return row.low_label, row.high_label
    return row.high_label, row.low_label
