"""Rows against columns as discs: area is an amount, the ring or fill a class."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from kanmon.brief.charts.svg import at, clip, frame, text

_LEFT, _STEP, _ROW, _HEAD, _MOST = 262.0, 48.0, 32.0, 104.0, 13.0
_SIZE = 12.5
_LEAST = 1.6


@dataclass(frozen=True, slots=True)
class Disc:
    """Carry one cell: a size from 0 to 1, a class (0 hollow, 1 half, 2 full) and its words.

    Example:
        >>> Disc(0.5, 2, "neodymium: 0.5 %").grade
        2
    """

    size: float
    grade: int
    title: str


def grid(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[int, int], Disc],
    name: str,
    words: tuple[str, str],
) -> str:
    """Draw discs where rows and columns meet.

    Args:
        rows: names from top to bottom.
        columns: names from left to right.
        cells: by row and column.
        name: id of the chart, unique on the page.
        words: title, and its content in words.

    Returns:
        An ``svg`` element; each disc carries its words as a title.

    Example:
        >>> grid(["a"], ["b"], {(0, 0): Disc(1.0, 2, "much")}, "g", ("t", "d")).count("<circle")
        1
    """
    width = _LEFT + _STEP * max(1, len(columns)) + 70
    height = _HEAD + _ROW * max(1, len(rows))
    marks = []
    for at_column, label in enumerate(columns):
        x, y = _LEFT + _STEP * (at_column + 0.5), _HEAD - 12
        marks.append(
            f'<g transform="translate({at(x)} {at(y)}) rotate(-40)">{text(0, 0, label, "flow")}</g>'
        )
        marks.append(f'<path class="grid" d="M{at(x)} {at(_HEAD - 4)}V{at(height)}"/>')
    for at_row, label in enumerate(rows):
        y = _HEAD + _ROW * (at_row + 0.5)
        marks.append(text(0, y + 4, clip(label, (_LEFT - 10) / _SIZE), "flow name"))
    for (at_row, at_column), cell in sorted(cells.items()):
        x, y = _LEFT + _STEP * (at_column + 0.5), _HEAD + _ROW * (at_row + 0.5)
        radius = max(_LEAST, _MOST * math.sqrt(max(0.0, min(1.0, cell.size))))
        marks.append(
            f'<circle class="disc grade{cell.grade}" cx="{at(x)}" cy="{at(y)}" r="{at(radius)}">'
            f"<title>{escape(cell.title)}</title></circle>"
        )
    return frame("".join(marks), (round(width), round(height)), name, *words)
