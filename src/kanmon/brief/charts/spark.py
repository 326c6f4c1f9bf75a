"""A good's concentration over the years as a line no taller than a row of text."""

from __future__ import annotations

from collections.abc import Sequence

from kanmon.brief.charts.svg import at, frame

_WIDTH, _HEIGHT, _PAD = 96, 22, 3


def spark(
    values: Sequence[float | None], threshold: float, name: str, words: tuple[str, str]
) -> str:
    """Draw values in [0, 1] as a small line with its end marked; a gap breaks the line.

    Args:
        values: one a year, None where not known.
        threshold: level drawn as a dotted line.
        name: id of the chart, unique on the page.
        words: title and description.

    Returns:
        An ``svg`` element.

    Example:
        >>> spark([0.2, None, 0.4, 0.5], 0.4, "s", ("Gallium", "HHI")).count("M")
        3
    """
    step = (_WIDTH - 2 * _PAD) / max(1, len(values) - 1)

    def y(value: float) -> str:
        return at(_HEIGHT - _PAD - (_HEIGHT - 2 * _PAD) * value)

    parts, pen, end = [], "M", ""
    for index, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        x = at(_PAD + step * index)
        parts.append(f"{pen}{x} {y(value)}")
        end = f'<circle class="end party" cx="{x}" cy="{y(value)}" r="2"/>'
        pen = "L"
    body = f'<path class="threshold" d="M{_PAD} {y(threshold)}H{_WIDTH - _PAD}"/>'
    body += f'<path class="line party" d="{"".join(parts)}"/>{end}' if parts else ""
    return frame(body, (_WIDTH, _HEIGHT), name, words[0], words[1])
