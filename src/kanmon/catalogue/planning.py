"""What a sourcing plan must assume: needs and prices nobody publishes, chances, costs of stock."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kanmon.catalogue.rows import read_text
from kanmon.catalogue.sourcing import Assumed, parse_sourcing
from kanmon.errors import CodeError


@cache
def planning() -> Mapping[tuple[str, str], Assumed]:
    """Load the assumptions.

    Returns:
        Assumptions by key and scope.

    Example:
        >>> planning()["carry", "all"].unit
        'share'
    """
    return parse_sourcing(read_text("planning.csv"), where="catalogue/planning.csv")


def planned(key: str, *scopes: str) -> Assumed:
    """Give the assumption of the first scope that has one.

    Args:
        key: its name.
        scopes: what it is for, the narrowest first; ``all`` where none is given.

    Returns:
        The assumption.

    Raises:
        CodeError: none of the scopes has one.

    Example:
        >>> planned("voll_ratio", "good:gallium_metal", "all").scope
        'all'
    """
    for scope in scopes or ("all",):
        if (key, scope) in planning():
            return planning()[key, scope]
    names = ", ".join(sorted(s for k, s in planning() if k == key))
    raise CodeError(
        f"no assumption {key!r} for {' or '.join(scopes or ('all',))}",
        remedy=f"use one of {names or 'the keys of catalogue/planning.csv'}",
    )


def known(key: str, scope: str) -> Assumed | None:
    """Give an assumption of one scope, or None where there is none.

    Args:
        key: its name.
        scope: what it is for.

    Returns:
        The assumption, or None.

    Example:
        >>> known("need", "JPN/palladium") is None
        True
    """
    return planning().get((key, scope))
