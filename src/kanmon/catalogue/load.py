"""The catalogue of strategic goods, loaded once: find a good, its codes, lists and chain."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

import pyarrow as pa

from kanmon.catalogue import links as chain
from kanmon.catalogue import lists
from kanmon.catalogue.good import Good, Names
from kanmon.catalogue.rows import read_csv
from kanmon.catalogue.schema import Vocabulary, check_together, parse_goods
from kanmon.codes import products
from kanmon.codes.register import LANGUAGES
from kanmon.errors import CodeError

__all__ = [
    "Good",
    "code_index",
    "downstream",
    "end_uses",
    "find_good",
    "good",
    "goods",
    "links",
    "list_entries",
    "official_lists",
    "sectors",
    "stages",
    "upstream",
]


@cache
def goods() -> Mapping[str, Good]:
    """Load every strategic good.

    Returns:
        Goods by id, in the order of the files.

    Raises:
        DataError: a file of the catalogue is not what it must be.

    Example:
        >>> goods()["gallium_metal"].name("fr")
        'gallium métal'
    """
    vocabulary = Vocabulary(sectors().keys(), stages().keys(), end_uses().keys())
    folder = resources.files("kanmon.catalogue") / "goods"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    parsed = [
        (where, one)
        for file in files
        for where in (f"catalogue/goods/{file.name}",)
        for one in parse_goods(file.read_text("utf-8"), vocabulary, where=where)
    ]
    return MappingProxyType(check_together(parsed))


def good(text: str) -> Good:
    """Return the one good of that id, name or HS6 code.

    Args:
        text: id, whole name in English, Japanese or French, or a code only one good has.

    Returns:
        The good.

    Raises:
        CodeError: no good answers to it, or more than one.

    Example:
        >>> good("gallium_metal").stage, good("281410").id
        ('refined', 'ammonia')
    """
    if text in goods():
        return goods()[text]
    found = _whole(text)
    if len(found) == 1:
        return found[0]
    near = [g.id for g in find_good(text)[:5]]
    near = near or difflib.get_close_matches(text.casefold(), goods(), n=3, cutoff=0.5)
    raise CodeError(
        f"{len(found) or 'no'} strategic good{'s' if found else ''} called {text!r}",
        remedy=f"perhaps {', '.join(near)}" if near else "see `kanmon goods` for all of them",
    )


def find_good(text: str) -> tuple[Good, ...]:
    """Find goods by id, name in any of the three languages, material or HS6 code.

    Args:
        text: whole or part, any case; an HS6 code of any edition, with or without its dot.

    Returns:
        Goods whose name or code it is first, then those it is a part of; empty when none.

    Example:
        >>> [g.id for g in find_good("ガリウム")][:1]
        ['gallium_metal']
    """
    whole = _whole(text)
    wanted = _fold(text)
    if not wanted or _digits(text):
        return whole
    part = [
        g
        for g in goods().values()
        if g not in whole and any(wanted in _fold(t) for t in (*g.called, g.material))
    ]
    return (*whole, *part)


@cache
def code_index(edition: str) -> Mapping[str, tuple[str, ...]]:
    """Say which goods each HS6 code of an edition belongs to.

    Args:
        edition: such as ``HS2022``.

    Returns:
        Ids of goods by code; several only where each of them is marked as a basket.

    Raises:
        CodeError: the edition is not known.

    Example:
        >>> "gallium_metal" in code_index("HS2022")["811292"]
        True
    """
    index: dict[str, tuple[str, ...]] = {}
    for one in goods().values():
        for code in one.codes(edition):
            index[code] = (*index.get(code, ()), one.id)
    if not index:
        raise CodeError(
            f"edition {edition!r}", remedy=f"use one of {', '.join(products.editions())}"
        )
    return MappingProxyType(dict(sorted(index.items())))


@cache
def sectors() -> Mapping[str, Names]:
    """Give the names of the sectors goods belong to.

    Returns:
        Names by sector key.

    Example:
        >>> sectors()["seafood"].ja
        '水産物'
    """
    return _vocabulary("sectors.csv")


@cache
def stages() -> Mapping[str, Names]:
    """Give the names of the stages of making, in the order of the chain.

    Returns:
        Names by stage key.

    Example:
        >>> next(iter(stages()))
        'ore'
    """
    return _vocabulary("stages.csv")


@cache
def end_uses() -> Mapping[str, Names]:
    """Give the names of what goods end up in.

    Returns:
        Names by key of the end use.

    Example:
        >>> end_uses()["magnets"].fr
        'aimants permanents'
    """
    return _vocabulary("end_uses.csv")


@cache
def links() -> pa.Table:
    """Load what is made of what.

    Returns:
        A ``links`` table, one row an input of an output.

    Example:
        >>> links().num_rows >= 100
        True
    """
    return chain.read_links(goods().keys(), lists.sources().keys())


def upstream(identifier: str) -> Mapping[str, int]:
    """Find everything that goes into a good, directly or not.

    Args:
        identifier: id of a good.

    Returns:
        Fewest steps by id of each input, nearest first.

    Raises:
        CodeError: no good has that id.

    Example:
        >>> upstream("rare_earth_magnets")["rare_earth_metals"]
        1
    """
    return chain.reach(links(), good(identifier).id, "output", "input")


def downstream(identifier: str) -> Mapping[str, int]:
    """Find everything a good goes into, directly or not.

    Args:
        identifier: id of a good.

    Returns:
        Fewest steps by id of each output, nearest first.

    Raises:
        CodeError: no good has that id.

    Example:
        >>> downstream("rare_earth_metals")["rare_earth_magnets"]
        1
    """
    return chain.reach(links(), good(identifier).id, "input", "output")


def official_lists() -> Mapping[str, lists.OfficialList]:
    """Load the official lists the catalogue follows.

    Returns:
        Lists by id.

    Example:
        >>> official_lists()["EU-SRM"].party
        'EU27'
    """
    return lists.official_lists()


def list_entries(identifier: str) -> tuple[lists.ListEntry, ...]:
    """Give the entries of official lists that name a good.

    Args:
        identifier: id of a good.

    Returns:
        Entries in file order; empty when no list names it.

    Raises:
        CodeError: no good has that id.

    Example:
        >>> "EU-SRM" in {e.list for e in list_entries("gallium_metal")}
        True
    """
    one = good(identifier)
    return tuple(e for e in lists.entries(frozenset(goods())) if e.good == one.id)


def _vocabulary(name: str) -> Mapping[str, Names]:
    rows = read_csv(name, ("key", *LANGUAGES))
    return MappingProxyType({r["key"]: Names(r["en"], r["ja"], r["fr"]) for r in rows})


def _fold(text: str) -> str:
    """Full-width letters, accents and case must not hide a good from who looks for it."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("_", " ").replace("-", " ")
    # Only Latin accents go: the voicing marks of kana tell words apart.
    return "".join(c for c in plain if not "\u0300" <= c <= "\u036f").strip()


def _digits(text: str) -> str:
    digits = text.replace(".", "").replace(" ", "")
    return digits if digits.isascii() and digits.isdigit() else ""


def _whole(text: str) -> tuple[Good, ...]:
    code = _digits(text)
    if code:
        held = {i for e in products.editions() for i in code_index(e).get(code, ())}
        return tuple(g for g in goods().values() if g.id in held)
    wanted = _fold(text)
    return tuple(g for g in goods().values() if wanted in {_fold(t) for t in g.called})
