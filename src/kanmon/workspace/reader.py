"""Who reads: nobody by name on a machine of one's own, a person the node knows on a node."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SCOPE = "kanmon.reader"
"""Where whoever stands before the application says who reads."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Hold who reads, the token its page sends with changes, and where it signs out.

    Example:
        >>> Reader("sato").leave
        ''
    """

    name: str
    csrf: str = ""
    leave: str = ""


def reader_of(scope: Mapping[str, Any]) -> Reader | None:
    """Tell who reads.

    Args:
        scope: of the request.

    Returns:
        The reader a node named; None on a workspace for one.

    Example:
        >>> reader_of({SCOPE: Reader("sato")}).name
        'sato'
    """
    held = scope.get(SCOPE)
    return held if isinstance(held, Reader) else None


def name_of(scope: Mapping[str, Any]) -> str:
    """Name who acts, for the record.

    Args:
        scope: of the request.

    Returns:
        The reader's name; on a workspace for one, that of the account it runs under.

    Example:
        >>> name_of({SCOPE: Reader("sato")})
        'sato'
    """
    held = reader_of(scope)
    if held is not None:
        return held.name
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reader"
