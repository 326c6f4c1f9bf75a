"""What a run is called: what was asked, and every choice that is not the usual one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from kanmon.brief.numbers import number
from kanmon.brief.wording import Words
from kanmon.workspace.model import Cell, Control


def run_title(
    about: str,
    chosen: Sequence[Control],
    usual: Sequence[Control],
    w: Words,
    said: Collection[str] = (),
) -> str:
    """Name a run so that it can be told from others of the same view.

    Args:
        about: what was run, and for whom.
        chosen: the choices as they stood.
        usual: the same choices where nothing was chosen.
        w: words of the language.
        said: choices that ``about`` names already.

    Returns:
        The name, with each choice that was changed.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.workspace.choices import amount
        >>> w = words("en")
        >>> draws = [amount("draws", n, (0, 100), w) for n in (100, 10)]
        >>> run_title("Palladium, Japan", draws[1:], draws[:1], w)
        'Palladium, Japan (Draws: 10)'
    """
    before = {one.name: one.value for one in usual}
    changed = [
        f"{one.label}{w.say('page.colon')}{_told(one, w)}"
        for one in chosen
        if one.name not in said and one.value != before.get(one.name)
    ]
    if not changed:
        return about
    return w.say("workspace.title_choices", about=about, choices=w.say("page.list").join(changed))


def _told(one: Control, w: Words) -> str:
    if isinstance(one.value, list):
        named = [_word(one, value, w) for value in one.value]
        return w.say("page.list").join(named) or w.say("page.none")
    return _word(one, one.value, w)


def _word(one: Control, value: Cell, w: Words) -> str:
    if value is None or value == "":
        return w.say("page.none")
    if isinstance(value, bool):
        return w.say("page.yes" if value else "page.no")
    if isinstance(value, int | float):
        # As many decimals as were given: a title must not round a choice away.
        return number(value, w.lang, len(f"{Decimal(repr(value)).normalize():f}".partition(".")[2]))
    return next((o.label for o in one.options or () if o.value == value), str(value))
