"""Two shares of each name, before and after, as a pair of thin bars on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kanmon.brief.charts.svg import at, clip, frame, text

_WIDTH, _ROW, _HEAD = 620, 40, 22


@dataclass(frozen=True, slots=True)
class Pair:
    """Carry one name with its share before and after, as numbers and as printed.

    Example:
        >>> Pair("China", 0.9, 0.4, "90%", "40%").after
        0.4
    """

    name: str
    before: float
    after: float
    before_label: str
    after_label: str


def pairs(rows: Sequence[Pair], keys: tuple[str, str], name: str, title: str, desc: str) -> str:
    """Draw pairs of bars: hollow before, filled after.

    Args:
        rows: from top to bottom.
        keys: words for before and after.
        name: id of the chart, unique on the page.
        title: what the chart shows.
        desc: its content in words.

    Returns:
        An ``svg`` element; every bar carries its figure.

    Example:
        >>> one = Pair("China", 0.9, 0.4, "90%", "40%")
        >>> pairs([one], ("today", "2031"), "p", "Shares", "China").count("<rect")
        4
    """
    left, room = 190.0, _WIDTH - 190.0 - 60.0
    most = max((max(r.before, r.after) for r in rows), default=1.0) or 1.0
    marks = [
        f'<rect class="pair before" x="{at(left)}" y="4" width="18" height="7"/>',
        text(left + 24, 11.5, keys[0], "flow value"),
        f'<rect class="pair after" x="{at(left + 150)}" y="4" width="18" height="7"/>',
        text(left + 174, 11.5, keys[1], "flow value"),
    ]
    for index, row in enumerate(rows):
        y = _HEAD + index * _ROW
        before, after = row.before / most * room, row.after / most * room
        marks.append(text(0, y + 21, clip(row.name, 14.2), "flow name"))
        marks.append(
            f'<rect class="pair before" x="{at(left)}" y="{y + 5}" '
            f'width="{at(max(0.5, before))}" height="10"/>'
        )
        marks.append(text(left + before + 6, y + 14, row.before_label, "flow value"))
        marks.append(
            f'<rect class="pair after" x="{at(left)}" y="{y + 18}" '
            f'width="{at(max(0.5, after))}" height="10"/>'
        )
        marks.append(text(left + after + 6, y + 27, row.after_label, "flow value strong"))
    height = _HEAD + max(1, len(rows)) * _ROW
    return frame("".join(marks), (_WIDTH, height), name, title, desc)
