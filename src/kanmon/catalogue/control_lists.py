"""Which fact of the control rules a list of parties speaks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.rows import read_csv

_COLUMNS = ("list_id", "fact", "source", "status")


@dataclass(frozen=True, slots=True)
class ControlList:
    """Say that a party on a list makes a fact true.

    Example:
        >>> control_lists()["ofac-sdn"].fact
        'listed_sdn'
    """

    list_id: str
    fact: str
    source: str
    status: str


@cache
def control_lists() -> Mapping[str, ControlList]:
    """Load the lists control rules ask about.

    Returns:
        Lists by id.

    Example:
        >>> sorted({one.fact for one in control_lists().values()})[0]
        'listed_dpl'
    """
    rows = read_csv("controls/party_lists.csv", _COLUMNS)
    return MappingProxyType({row["list_id"]: ControlList(**row) for row in rows})
