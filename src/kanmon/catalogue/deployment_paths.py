"""Example deployment paths: documented public targets of some parties, dated and sourced."""

from __future__ import annotations

import datetime as dt
from importlib import resources

from kanmon.catalogue.rows import read_text
from kanmon.codes.blocs import is_bloc, members
from kanmon.errors import CodeError

_FOLDER = "transition/paths"


def path_parties() -> tuple[str, ...]:
    """Name the economies with a path of documented targets.

    Returns:
        ISO 3166 alpha-3 keys.

    Example:
        >>> path_parties()
        ('JPN', 'USA')
    """
    folder = resources.files("kanmon.catalogue") / _FOLDER
    names = [item.name for item in folder.iterdir() if item.name.endswith(".csv")]
    return tuple(sorted(name.removesuffix(".csv") for name in names))


def path_texts(party: str, on: dt.date) -> tuple[tuple[str, str], ...]:
    """Give the files of a party's path: its own, or those of a bloc's members.

    Args:
        party: economy or bloc.
        on: day on which a bloc's members are taken.

    Returns:
        Economy and text of each.

    Raises:
        CodeError: no target is documented here for it, or for a member.

    Example:
        >>> [name for name, _ in path_texts("EPCC", dt.date(2026, 1, 1))]
        ['JPN', 'USA']
    """
    wanted = sorted(members(party, on)) if is_bloc(party) else [party]
    known = path_parties()
    missing = [name for name in wanted if name not in known]
    if missing:
        raise CodeError(
            f"no targets of {', '.join(missing)} are documented here",
            remedy=f"give your own path (--path FILE), or ask for one of {', '.join(known)}",
        )
    return tuple((name, read_text(f"{_FOLDER}/{name}.csv")) for name in wanted)


def has_path(party: str, on: dt.date) -> bool:
    """Say whether targets are documented here for a party, or for every member of a bloc.

    Args:
        party: economy or bloc.
        on: day on which a bloc's members are taken.

    Returns:
        Whether ``path_texts`` gives its path.

    Example:
        >>> has_path("EPCC", dt.date(2026, 1, 1)), has_path("FRA", dt.date(2026, 1, 1))
        (True, False)
    """
    wanted = sorted(members(party, on)) if is_bloc(party) else [party]
    return bool(wanted) and set(wanted) <= set(path_parties())
