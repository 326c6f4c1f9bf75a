"""The few pieces of SVG every chart is made of."""

from __future__ import annotations

import unicodedata
from html import escape


def frame(body: str, size: tuple[int, int], name: str, title: str, desc: str) -> str:
    """Wrap a chart's marks so that a screen reader announces title and description.

    Args:
        body: SVG marks.
        size: width and height of the view box.
        name: id of the chart, unique on the page.
        title: what the chart shows.
        desc: its content in words.

    Returns:
        An ``svg`` element that scales to its column.

    Example:
        >>> frame("", (10, 5), "x", "A & B", "none").startswith('<svg viewBox="0 0 10 5"')
        True
    """
    width, height = size
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" class="chart" '
        f'aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(desc)}</desc>{body}</svg>'
    )


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "") -> str:
    """Write a piece of text.

    Args:
        x: place of the anchor.
        y: baseline.
        words: text, escaped here.
        kind: class of the page's CSS.
        anchor: ``middle`` or ``end``; start when not given.

    Returns:
        A ``text`` element.

    Example:
        >>> text(1, 2, "<b>")
        '<text x="1" y="2">&lt;b&gt;</text>'
    """
    extra = f' class="{kind}"' if kind else ""
    if anchor:
        extra += f' text-anchor="{anchor}"'
    return f'<text x="{at(x)}" y="{at(y)}"{extra}>{escape(words)}</text>'


def at(number: float) -> str:
    """Write a coordinate with at most one decimal.

    Args:
        number: user units.

    Returns:
        The shortest form.

    Example:
        >>> at(3.0), at(2.345)
        ('3', '2.3')
    """
    return f"{number:.1f}".rstrip("0").rstrip(".") if number % 1 else str(int(number))


def ems(words: str) -> float:
    """Estimate how wide a label runs.

    Args:
        words: label.

    Returns:
        Width in units of the font size; a wide character takes one, others about 0.55.

    Example:
        >>> ems("中国"), round(ems("China"), 2)
        (2.0, 2.75)
    """
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.55 for c in words)


def clip(words: str, room: float) -> str:
    """Cut a label that would run over its place, with an ellipsis.

    Args:
        words: label.
        room: width there is, in units of the font size.

    Returns:
        The label, whole where it fits.

    Example:
        >>> clip("China", 10.0), clip("中華人民共和国", 4.0)
        ('China', '中華人…')
    """
    if ems(words) <= room:
        return words
    cut = words
    while len(cut) > 1 and ems(cut) > room - 1.0:
        cut = cut[:-1]
    return cut.rstrip() + "…"
