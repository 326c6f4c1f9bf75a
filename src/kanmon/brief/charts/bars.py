"""Shares as thin bars under a line of text: name left, figure right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kanmon.brief.charts.svg import at, clip, frame, text

_WIDTH, _ROW = 340, 31


@dataclass(frozen=True, slots=True)
class Bar:
    """Carry one bar: a name, a share of one and the share as printed.

    ``kind`` is ``first`` for the largest, ``rest`` for what is lumped, else empty.

    Example:
        >>> Bar("China", 0.6, "60%", "first").share
        0.6
    """

    name: str
    share: float
    label: str
    kind: str = ""


def bars(rows: Sequence[Bar], name: str, title: str, desc: str) -> str:
    """Draw shares as bars on a common scale from 0 to 1.

    Args:
        rows: bars from top to bottom.
        name: id of the chart, unique on the page.
        title: what the chart shows.
        desc: its content in words.

    Returns:
        An ``svg`` element; the lumped rest is hollow, so that colour is not needed.

    Example:
        >>> bars([Bar("China", 0.5, "50%")], "b", "Suppliers", "China 50%").count("<rect")
        2
    """
    marks = []
    for index, row in enumerate(rows):
        y = index * _ROW
        width = max(0.0, min(1.0, row.share)) * _WIDTH
        kind = f" {row.kind}" if row.kind else ""
        marks.append(
            text(0, y + 14, clip(row.name, 21.5), f"name{kind}")
            + text(_WIDTH, y + 14, row.label, f"value{kind}", "end")
            + f'<rect class="track" x="0" y="{y + 20}" width="{_WIDTH}" height="5"/>'
            + f'<rect class="bar{kind}" x="0" y="{y + 20}" width="{at(width)}" height="5"/>'
        )
    return frame("".join(marks), (_WIDTH, max(1, len(rows)) * _ROW), name, title, desc)
