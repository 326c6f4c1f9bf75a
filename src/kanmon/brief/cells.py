"""How one value of a table is printed: by column and unit, in words where it is a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kanmon.brief import names
from kanmon.brief.numbers import number, percent, signed, tonnes
from kanmon.brief.wording import Words

_UNIT_KEYS = {
    "score": "score",
    "trend": "change",
    "good": "good",
    "rank": "count",
    "stage": "text",
    "sector": "text",
    "flags": "text",
    "detail": "text",
    "bound": "text",
    "edition": "text",
    "reason": "text",
    "has_trade": "yesno",
    "has_production": "yesno",
}
_UNIT_ALIASES = {
    "HHI change": "change",
    "0-1": "score",
    "iso3 route": "route",
    "kUSD/t": "kUSD_per_t",
}
_NAMED = ("supplier", "producer", "top_supplier", "top_producer", "economy")
_POINTS = ("hidden_share", "change")


@dataclass(frozen=True, slots=True)
class Cell:
    """Carry a cell as printed and, for a figure, its exact value for machines.

    Example:
        >>> Cell("59%", 0.586).raw
        0.586
    """

    text: str
    raw: float | int | None = None
    missing: bool = False


def unit_word(unit: str, w: Words, column: str = "") -> str:
    """Word a unit, or the nature of a column that has none.

    Args:
        unit: unit symbol of the finding.
        w: words of the language.
        column: column name, for those without a physical unit.

    Returns:
        The unit as the language writes it; a symbol without words stands as it is.

    Example:
        >>> from kanmon.brief.wording import words
        >>> unit_word("kUSD", words("ja"))
        '千米ドル'
    """
    if column in _UNIT_KEYS:
        return w.say(f"unit.{_UNIT_KEYS[column]}")
    key = f"unit.{_UNIT_ALIASES.get(unit, unit)}"
    return w.say(key) if w.has(key) else unit


def cell(value: Any, column: str, unit: str, w: Words) -> Cell:
    """Print one value of a table.

    Args:
        value: any value of an Arrow table.
        column: name of its column.
        unit: unit of the column.
        w: words of the language.

    Returns:
        The cell; None prints as not known, never as zero.

    Example:
        >>> from kanmon.brief.wording import words
        >>> cell(None, "share", "share", words("en")).text
        'not known'
    """
    if column in ("flags", "reason", "stage", "sector", "bound"):
        return Cell(tags(str(value or ""), column, w))
    if value is None:
        return Cell("–" if column == "rank" else w.say("page.not_known"), missing=True)
    if isinstance(value, bool):
        return Cell(w.say("page.yes" if value else "page.no"))
    if column == "good" or unit == "good":
        return Cell(names.good(str(value), w.lang))
    if column in _NAMED or unit == "iso3":
        return Cell(names.place(str(value), w.lang))
    if unit == "iso3 route":
        # Every route of a table ends with the same buyer, whose name heads the page.
        return Cell(names.route(str(value).rpartition(" > ")[0], w.lang))
    if isinstance(value, str):
        return Cell(value)
    if unit == "year" or column == "rank":
        return Cell(str(value), value)
    if column in _POINTS:
        return Cell(w.say("figure.points", count=signed(100 * value, w.lang, 1)), value)
    if unit == "share":
        return Cell(percent(value, w.lang, 1), value)
    if column == "trend":
        return Cell(signed(value, w.lang), value)
    if unit in ("HHI", "0-1") or column == "score":
        return Cell(number(value, w.lang, 3), value)
    return Cell(tonnes(value, w.lang), value)


def tags(text: str, column: str, w: Words) -> str:
    """Word a comma-separated list of codes such as flags; a code without words is spelt out.

    Args:
        text: codes.
        column: which family of words they belong to.
        w: words of the language.

    Returns:
        The words joined as the language joins them.

    Example:
        >>> from kanmon.brief.wording import words
        >>> tags("basket,small_value", "flags", words("en"))
        'shared code, small value'
    """
    if column in ("sector", "stage"):
        return (names.sector if column == "sector" else names.stage)(text, w.lang)
    family = {"flags": "flag"}.get(column, column)
    found = []
    for code in filter(None, (part.strip() for part in text.split(","))):
        key = f"{family}.{code}"
        found.append(w.say(key) if w.has(key) else code.replace("_", " "))
    return w.say("page.list").join(found)
