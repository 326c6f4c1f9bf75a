"""Economies by one key, and the way from any publisher's code or name to it.

Short names come from the Unicode CLDR (English, Japanese, French), shortened and reviewed here;
codes are ISO 3166 and UN M49. Hong Kong, Macao and Taiwan are economies of their own.
"""

from __future__ import annotations

import datetime as dt
import difflib

from kanmon.codes.aliases import fold, index, lookup
from kanmon.codes.register import (
    LANGUAGES,
    Economy,
    economies,
    economy,
    is_economy,
    name,
)
from kanmon.errors import CodeError

__all__ = ["LANGUAGES", "Economy", "economies", "economy", "find", "is_economy", "name"]


def find(text: str, *, system: str = "name", on: dt.date | int | None = None) -> str:
    """Find the key of an economy from a publisher's code or name.

    Args:
        text: code or name as printed; case, accents and punctuation do not matter.
        system: one of :func:`kanmon.codes.aliases.systems`.
        on: a day, a year, or None for whenever.

    Returns:
        Key of the economy.

    Raises:
        CodeError: nothing fits, with the nearest names; or several do and no date was given.

    Example:
        >>> find("Korea, Republic of"), find("コンゴ民主共和国")
        ('KOR', 'COD')
        >>> find("105", system="japan_customs")
        'CHN'
    """
    found = lookup(text, system, on)
    keys = sorted({a.iso3 for a in found})
    if len(keys) == 1:
        return keys[0]
    if keys:
        raise CodeError(
            f"{text!r} stands for {' and '.join(keys)} at different times",
            where=f"codes of {system}",
            remedy="give a date",
        )
    dated = lookup(text, system)
    if dated:
        raise CodeError(
            f"{text!r} ({', '.join(a.iso3 for a in dated)}) is not valid on {on}",
            where=f"codes of {system}",
            remedy="use the economy that was there on that date",
        )
    near = difflib.get_close_matches(fold(text), index(system), n=3, cutoff=0.6)
    hint = ", ".join(f"{index(system)[n][0].code} ({index(system)[n][0].iso3})" for n in near)
    raise CodeError(
        f"no economy {text!r}",
        where=f"codes of {system}",
        remedy=f"did you mean {hint}" if hint else "see `kanmon codes` for what is known",
    )
