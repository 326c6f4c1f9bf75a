"""Points for and against each criterion, as bars to the right and left of a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kanmon.brief.charts.svg import at, clip, frame, text

_WIDTH, _ROW, _NAMES, _MOST = 900, 26, 560.0, 3


@dataclass(frozen=True, slots=True)
class Weight:
    """Carry one criterion: its statement, points from -3 to 3, or None without evidence.

    ``group`` heads the first row of each group.

    Example:
        >>> Weight("Asks for an act in return", 3, "Purpose").points
        3
    """

    name: str
    points: int | None
    group: str = ""


def balance(rows: Sequence[Weight], words: tuple[str, str, str], name: str, desc: str) -> str:
    """Draw the points of criteria.

    Args:
        rows: from top to bottom.
        words: title, and what to print where there is no evidence, and a sign for zero.
        name: id of the chart, unique on the page.
        desc: its content in words.

    Returns:
        An ``svg`` element; each bar carries its figure, and no evidence is written, not drawn.

    Example:
        >>> rows = [Weight("a", 2), Weight("b", None)]
        >>> balance(rows, ("t", "none", "0"), "b", "d").count("<rect")
        1
    """
    centre = _NAMES + (_WIDTH - _NAMES) / 2
    unit = ((_WIDTH - _NAMES) / 2 - 34) / _MOST
    marks, y = [], 4.0
    for row in rows:
        if row.group:
            y += 8
            marks.append(text(0, y + 15, row.group, "flow mark"))
            y += _ROW
        marks.append(text(0, y + 16, clip(row.name, _NAMES / 11.2), "flow"))
        if row.points is None:
            marks.append(text(centre, y + 16, words[1], "flow value", "middle"))
        else:
            wide = abs(row.points) * unit
            left = centre if row.points >= 0 else centre - wide
            kind = "against" if row.points < 0 else "for"
            if row.points:
                marks.append(
                    f'<rect class="weight {kind}" x="{at(left)}" y="{at(y + 5)}" '
                    f'width="{at(wide)}" height="14"/>'
                )
            label = f"+{row.points}" if row.points > 0 else str(row.points).replace("-", "\u2212")
            place = centre + wide + 7 if row.points >= 0 else left - 7
            anchor = "" if row.points >= 0 else "end"
            marks.append(text(place, y + 16, label or words[2], "flow value strong", anchor))
        y += _ROW
    line = f'<path class="axis" d="M{at(centre)} 4V{at(y)}"/>'
    return frame(line + "".join(marks), (_WIDTH, int(y) + 6), name, words[0], desc)
