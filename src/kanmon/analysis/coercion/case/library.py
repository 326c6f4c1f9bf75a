"""The cases shipped with the catalogue: worked, sourced, some of them not coercion."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from kanmon.analysis.coercion.case.read import parse_case
from kanmon.analysis.coercion.case.record import Case
from kanmon.errors import CodeError


@cache
def cases() -> Mapping[str, Case]:
    """Load the cases.

    Returns:
        Cases by id, the oldest first.

    Example:
        >>> list(cases())[0]
        'rare_earths_japan_2010'
    """
    folder = resources.files("kanmon.catalogue") / "coercion" / "cases"
    found = [
        parse_case(file.read_text("utf-8"), where=f"cases/{file.name}")
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    ]
    found.sort(key=lambda one: (one.start, one.id))
    return MappingProxyType({one.id: one for one in found})


def case_of(name: str) -> Case:
    """Give a case of the library.

    Args:
        name: its id.

    Returns:
        The case.

    Raises:
        CodeError: there is none of that name.

    Example:
        >>> case_of("seafood_japan_2023").target
        'JPN'
    """
    if name not in cases():
        raise CodeError(f"no case {name!r}", remedy=f"use one of {', '.join(cases())}")
    return cases()[name]
