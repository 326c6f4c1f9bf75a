"""Two concentrations of one good on a scale from 0 to 1, with the threshold between."""

from __future__ import annotations

from kanmon.brief.charts.svg import at, frame

_WIDTH, _HEIGHT, _PAD = 220, 18, 6


def dots(
    imports: float | None,
    supply: float | None,
    threshold: float,
    name: str,
    words: tuple[str, str],
) -> str:
    """Draw a filled dot for imports, a hollow diamond for world supply, a line for the threshold.

    Args:
        imports: import HHI, or None when not known.
        supply: world supply HHI, or None when not known.
        threshold: HHI above which supply is called concentrated.
        name: id of the chart, unique on the page.
        words: title and description.

    Returns:
        An ``svg`` element; what is not known is not drawn.

    Example:
        >>> dots(0.5, None, 0.4, "d", ("Gallium", "HHI 0.50")).count("<circle")
        1
    """

    def x(value: float) -> float:
        return _PAD + (_WIDTH - 2 * _PAD) * value

    middle = _HEIGHT / 2
    marks = [
        f'<path class="axis" d="M{_PAD} {at(middle)}H{_WIDTH - _PAD}"/>',
        f'<path class="threshold" d="M{at(x(threshold))} 1V{_HEIGHT - 1}"/>',
    ]
    if imports is not None and supply is not None:
        marks.append(f'<path class="span" d="M{at(x(imports))} {at(middle)}H{at(x(supply))}"/>')
    if supply is not None:
        marks.append(
            f'<path class="diamond" d="M{at(x(supply))} {at(middle - 5.5)}'
            'l5.5 5.5-5.5 5.5-5.5-5.5z"/>'
        )
    if imports is not None:
        over = " over" if imports > threshold else ""
        marks.append(f'<circle class="dot{over}" cx="{at(x(imports))}" cy="{at(middle)}" r="5"/>')
    return frame("".join(marks), (_WIDTH, _HEIGHT), name, words[0], words[1])
