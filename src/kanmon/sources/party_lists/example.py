"""The invented list that comes with Kanmon; official lists are yours to load."""

from __future__ import annotations

from kanmon.catalogue.rows import read_csv
from kanmon.sources.party_lists.party_list import Gathering, PartyList
from kanmon.sources.party_lists.table import COLUMNS, read_table

_COLUMNS = (
    "list_id",
    "entry_id",
    "name",
    "aliases",
    "country",
    "address",
    "type",
    "born",
    "identifiers",
    "program",
    "since",
    "note",
)


def example_list() -> PartyList:
    """Read the invented list.

    Returns:
        Seven parties that do not exist, in five scripts.

    Example:
        >>> example_list().entries[0].primary
        'Volga-Rekord Instrument Plant JSC'
    """
    gathering = Gathering("example_list.csv", "table")
    read_table(COLUMNS, read_csv("names/example_list.csv", _COLUMNS), gathering)
    return gathering.done()
