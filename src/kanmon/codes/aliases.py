"""How each publisher writes an economy: codes and names, dated, with their sources."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from kanmon.codes.register import Economy, economies, holds, parse_date, read_rows
from kanmon.errors import CodeError

# Which columns of the register a system reads besides its own rows in economy_aliases.csv.
# `alias` adds the names in common use; `keys` the ISO keys of every kind, `iso3` of no aggregate.
_READS: dict[str, tuple[str, ...]] = {
    "name": ("keys", "names"),
    "iso3": ("keys",),
    "iso2": ("iso2",),
    "m49": ("numeric",),
    "baci": ("numeric",),
    "comtrade": ("numeric", "iso3"),
    "japan_customs": (),
    "census": (),
    "wiod": ("iso3",),
    "worldbank": ("iso3", "names", "alias"),
    "usgs": ("names", "alias"),
    "bgs": ("iso3", "names", "alias"),
    "wmd": ("numeric", "iso3", "names", "alias"),
    "eto": ("iso3", "names", "alias"),
}
# USGS appends what was counted: "Brazil (beneficiated)", "World total (rounded) 10".
_QUALIFIER = re.compile(r"\s*\([^()]*\)\W*\w*$")


@dataclass(frozen=True, slots=True)
class Alias:
    """Say that a code of a system stands for an economy, from when to when, and who says so.

    ``source`` starts with ``memory:`` where the row was not checked against the publisher.

    Example:
        >>> lookup("490", "baci")[0].note
        'published as Other Asia nes; practically all of it is Taiwan'
    """

    system: str
    code: str
    iso3: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    source: str
    note: str


def systems() -> tuple[str, ...]:
    """List the systems of codes and names that can be read.

    Returns:
        System names in alphabetical order.

    Example:
        >>> "japan_customs" in systems()
        True
    """
    return tuple(sorted(_READS))


def fold(text: str) -> str:
    """Reduce a code or name to what must agree: no case, accents, punctuation or leading zeros.

    Args:
        text: as a publisher prints it.

    Returns:
        The folded text; Japanese is kept whole.

    Example:
        >>> fold("St. Lucia"), fold(" The Côte d’Ivoire"), fold("036")
        ('saint lucia', 'cote d ivoire', '36')
    """
    marks = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text))
    plain = "".join(c for c in marks if not "\u0300" <= c <= "\u036f")
    words = unicodedata.normalize("NFC", plain).casefold().replace("&", " and ")
    words = re.sub(r"[^\w]+", " ", words).strip()
    words = re.sub(r"\bst\b", "saint", words)
    words = re.sub(r"^(the )+", "", words)
    return str(int(words)) if words.isdecimal() and words.isascii() else words


@cache
def aliases() -> tuple[Alias, ...]:
    """List the reviewed rows of ``economy_aliases.csv``.

    Returns:
        Aliases in file order.

    Example:
        >>> [a.iso3 for a in aliases() if a.system == "wiod"]
        ['ROU', 'ROW']
    """
    return tuple(
        Alias(
            r["system"],
            r["code"],
            r["iso3"],
            parse_date(r["valid_from"]),
            parse_date(r["valid_to"]),
            r["source"],
            r["note"],
        )
        for r in read_rows("economy_aliases.csv")
    )


@cache
def index(system: str) -> dict[str, tuple[Alias, ...]]:
    """Give everything a system writes, folded, with the economies each may stand for.

    Args:
        system: one of :func:`systems`.

    Returns:
        Folded text to its aliases; the system's own rows hide the register's.

    Raises:
        CodeError: the system is not known.

    Example:
        >>> [a.iso3 for a in index("comtrade")["s19"]]
        ['TWN']
    """
    if system not in _READS:
        raise CodeError(
            f"system {system!r} is not known", remedy=f"use one of {', '.join(systems())}"
        )
    layers: list[dict[str, list[Alias]]] = []
    for rows in (
        (a for a in aliases() if a.system == system),
        (
            Alias(system, code, e.iso3, e.valid_from, e.valid_to, "register", "")
            for e in economies()
            for column in _READS[system]
            for code in _column(e, column)
        ),
        (a for a in aliases() if a.system == "name" and "alias" in _READS[system]),
    ):
        layer: dict[str, list[Alias]] = defaultdict(list)
        for a in rows:
            if all(a.iso3 != other.iso3 for other in layer[fold(a.code)]):
                layer[fold(a.code)].append(a)
        layers.append(layer)
    out: dict[str, tuple[Alias, ...]] = {}
    for layer in layers:
        for code, found in layer.items():
            out.setdefault(code, tuple(found))
    return out


def _column(e: Economy, column: str) -> tuple[str, ...]:
    if column == "keys" or (column == "iso3" and e.kind != "aggregate"):
        return (e.iso3,)
    if column == "iso2":
        return (e.iso2,) if e.iso2 else ()
    if column == "numeric":
        return (str(e.numeric),) if e.numeric is not None else ()
    if column == "names":
        return (e.name_en, e.name_ja, e.name_fr)
    return ()


def lookup(text: str, system: str, on: dt.date | int | None = None) -> tuple[Alias, ...]:
    """Find what a text may stand for in a system on a date.

    Args:
        text: code or name as printed.
        system: one of :func:`systems`.
        on: a day, a year, or None for whenever.

    Returns:
        Aliases that fit: none when unknown, several when only a date would tell.

    Raises:
        CodeError: the system is not known.

    Example:
        >>> lookup("Brazil (beneficiated)", "usgs")[0].iso3
        'BRA'
    """
    table = index(system)
    found = table.get(fold(text), ())
    if not found and system == "usgs":
        # Loose names are not enough here: "Congo (...)" must not become one of the two Congos.
        short = table.get(fold(_QUALIFIER.sub("", text)), ())
        found = tuple(a for a in short if a.system == "usgs")
    return tuple(a for a in found if holds(a.valid_from, a.valid_to, on))
