"""The choices a view offers, each standing as the reader set it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from kanmon.brief import names
from kanmon.brief.wording import Words
from kanmon.catalogue.load import goods
from kanmon.codes.blocs import blocs
from kanmon.codes.register import economies
from kanmon.workspace.model import Control, Option


def select(name: str, value: str, options: Iterable[tuple[str, str]], w: Words) -> Control:
    """Offer one of several values.

    Args:
        name: of the choice.
        value: as it stands; empty for none.
        options: values and their words.
        w: words of the language.

    Returns:
        The choice.

    Example:
        >>> from kanmon.brief.wording import words
        >>> select("level", "goods", [("goods", "Goods")], words("en")).label
        'Level'
    """
    listed = [Option(value=v, label=said) for v, said in options]
    return Control(name=name, label=_label(name, w), kind="select", value=value, options=listed)


def multi(
    name: str, values: Sequence[str], options: Iterable[tuple[str, str]], w: Words
) -> Control:
    """Offer several of several values.

    Args:
        name: of the choice.
        values: chosen.
        options: values and their words.
        w: words of the language.

    Returns:
        The choice.

    Example:
        >>> from kanmon.brief.wording import words
        >>> multi("by", ["CHN"], [("CHN", "China")], words("en")).value
        ['CHN']
    """
    listed = [Option(value=v, label=said) for v, said in options]
    return Control(
        name=name, label=_label(name, w), kind="multi", value=list(values), options=listed
    )


def amount(
    name: str,
    value: float | int | None,
    bounds: tuple[float | int, float | int],
    w: Words,
    step: float | int | None = None,
) -> Control:
    """Offer a number.

    Args:
        name: of the choice.
        value: as it stands; None for none.
        bounds: least and most.
        w: words of the language.
        step: between two values worth trying.

    Returns:
        The choice.

    Example:
        >>> from kanmon.brief.wording import words
        >>> amount("year", 2024, (1995, 2024), words("en"), 1).most
        2024
    """
    least, most = bounds
    return Control(
        name=name,
        label=_label(name, w),
        kind="number",
        value=value,
        least=least,
        most=most,
        step=step,
    )


def day(name: str, value: dt.date, w: Words) -> Control:
    """Offer a day.

    Args:
        name: of the choice.
        value: as it stands.
        w: words of the language.

    Returns:
        The choice.

    Example:
        >>> from kanmon.brief.wording import words
        >>> day("date", dt.date(2026, 1, 1), words("en")).value
        '2026-01-01'
    """
    return Control(name=name, label=_label(name, w), kind="date", value=value.isoformat())


def text(name: str, value: str, w: Words) -> Control:
    """Offer a line of text.

    Args:
        name: of the choice.
        value: as it stands.
        w: words of the language.

    Returns:
        The choice.

    Example:
        >>> from kanmon.brief.wording import words
        >>> text("note", "", words("en")).kind
        'text'
    """
    return Control(name=name, label=_label(name, w), kind="text", value=value)


def toggle(name: str, value: bool, w: Words) -> Control:
    """Offer yes or no.

    Args:
        name: of the choice.
        value: as it stands.
        w: words of the language.

    Returns:
        The choice.

    Example:
        >>> from kanmon.brief.wording import words
        >>> toggle("queue", False, words("en")).value
        False
    """
    return Control(name=name, label=_label(name, w), kind="toggle", value=value)


def file(name: str, w: Words) -> Control:
    """Offer to hand in a file.

    Args:
        name: of the choice.
        w: words of the language.

    Returns:
        The choice.

    Example:
        >>> from kanmon.brief.wording import words
        >>> file("file", words("en")).value is None
        True
    """
    return Control(name=name, label=_label(name, w), kind="file", value=None)


def parties(w: Words, *, only_economies: bool = False) -> list[tuple[str, str]]:
    """List who may be chosen: blocs first, then economies by name.

    Args:
        w: words of the language.
        only_economies: leave blocs out.

    Returns:
        Codes and names.

    Example:
        >>> from kanmon.brief.wording import words
        >>> parties(words("en"))[0]
        ('EPCC', 'Japan-US Economic Policy Consultative Committee')
    """
    whole = [(e.iso3, names.economy(e.iso3, w.lang)) for e in economies() if e.kind == "economy"]
    whole.sort(key=lambda one: one[1])
    if only_economies:
        return whole
    return [(b.code, names.party(b.code, w.lang)) for b in blocs()] + whole


def every_good(w: Words) -> list[tuple[str, str]]:
    """List the goods of the catalogue by name.

    Args:
        w: words of the language.

    Returns:
        Ids and names.

    Example:
        >>> from kanmon.brief.wording import words
        >>> dict(every_good(words("fr")))["gallium_metal"]
        'Gallium métal'
    """
    return sorted(((g, names.good(g, w.lang)) for g in goods()), key=lambda one: one[1])


def good_name(identifier: str, w: Words) -> str:
    """Name a good for a chart.

    Args:
        identifier: id of a good.
        w: words of the language.

    Returns:
        Its name.

    Example:
        >>> from kanmon.brief.wording import words
        >>> good_name("gallium_metal", words("en"))
        'Gallium metal'
    """
    return names.good(identifier, w.lang)


def _label(name: str, w: Words) -> str:
    return w.say(f"workspace.choose_{name}")
