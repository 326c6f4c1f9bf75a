"""What the words of a scenario mean: goods by id, name or material; parties by code."""

from __future__ import annotations

import difflib

from kanmon.catalogue.load import good, goods
from kanmon.codes.blocs import blocs, is_bloc
from kanmon.codes.register import LANGUAGES, economies, economy, is_economy
from kanmon.errors import CodeError, ScenarioError

INDUSTRY = "industry:"
"""Prefix of an industry of the engine's table, which the catalogue does not know."""

WORLD = "WLD"
"""Everyone: the party code for the whole world."""

_LONGEST = 200


def goods_meant(word: str, where: str) -> tuple[str, ...]:
    """Find the goods a word of a scenario means.

    An id, a whole name in one of the three languages or a code only one good has means that
    good; a material (``gallium``) means every good of it the catalogue knows. Origins that do
    not export one of them have no deliveries of it to cut. ``industry:CODE`` passes as it is.

    Args:
        word: as written.
        where: file, table and key, named in an error.

    Returns:
        Ids in the order of the catalogue, at least one.

    Raises:
        CodeError: nothing is called so.

    Example:
        >>> goods_meant("金属ガリウム", "x.toml"), goods_meant("gallium", "x.toml")
        (('gallium_metal',), ('gallium_metal',))
    """
    if word.startswith(INDUSTRY):
        code = word.removeprefix(INDUSTRY)
        if not code or code != "".join(code.split()) or len(word) > _LONGEST:
            raise CodeError(
                f"industry {code[:80]!r}", where=where, remedy="write industry:CODE without spaces"
            )
        return (word,)
    if len(word) > _LONGEST:
        raise CodeError(
            f"a good's name of {len(word)} characters", where=where, remedy="use its id"
        )
    try:
        return (good(word).id,)
    except CodeError as e:
        material = tuple(g.id for g in goods().values() if _plain(g.material) == _plain(word))
        if material:
            return material
        raise CodeError(e.found, where=where, remedy=e.remedy) from e


def check_party(code: str, where: str) -> str:
    """Hold a party of a scenario to the codes there are.

    Args:
        code: key of an economy, a bloc, or ``WLD``.
        where: file, table and key, named in an error.

    Returns:
        The code.

    Raises:
        CodeError: nobody has it; it is an economy that is no more, or a line of statistics.

    Example:
        >>> check_party("EU27", "x.toml")
        'EU27'
    """
    if code == WORLD or is_bloc(code):
        return code
    if is_economy(code):
        kind = economy(code).kind
        if kind == "economy":
            return code
        raise CodeError(
            f"party {code!r} is {'no more' if kind == 'former' else 'a line of statistics'}",
            where=where,
            remedy="name economies or blocs of today, or WLD for everyone",
        )
    raise CodeError(
        f"no party {code[:80]!r}",
        where=where,
        remedy=f"{_near(code[:80])}use an ISO 3166 alpha-3 code or one of "
        f"{', '.join(b.code for b in blocs())}, WLD",
    )


def check_crowd(codes: tuple[str, ...], where: str) -> tuple[str, ...]:
    """Refuse a list that names the whole world and somebody else.

    Args:
        codes: parties.
        where: file, table and key, named in an error.

    Returns:
        The parties.

    Raises:
        ScenarioError: ``WLD`` stands beside others.

    Example:
        >>> check_crowd(("WLD",), "x.toml")
        ('WLD',)
    """
    if WORLD in codes and len(codes) > 1:
        raise ScenarioError(
            "WLD beside others", where=where, remedy="WLD is everyone: name it alone, or leave it"
        )
    return codes


def _plain(text: str) -> str:
    return text.replace("_", " ").strip().casefold()


def _near(code: str) -> str:
    wanted = code.strip().casefold()
    called = {
        name.casefold(): e.iso3
        for e in economies()
        if e.kind == "economy"
        for name in (e.iso3, e.iso2, *(e.name(lang) for lang in LANGUAGES))
        if name
    } | {b.code.casefold(): b.code for b in blocs()}
    found = difflib.get_close_matches(wanted, called, n=1, cutoff=0.6)
    return f"perhaps {called[found[0]]}; " if found else ""
