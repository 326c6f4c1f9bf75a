"""A plain table of parties: one row an entry, columns by their plain names."""

from __future__ import annotations

import json
from collections.abc import Iterable

from kanmon.errors import DataError
from kanmon.sources.party_lists.cells import (
    date_of,
    economies_of,
    economy_of,
    kind_of_number,
    names_of,
    tidy,
)
from kanmon.sources.party_lists.party_list import Gathering
from kanmon.sources.party_lists.rows import Row
from kanmon.tables.listed import Identifier, Listed, PartyKind

COLUMNS = (
    "name",
    "aliases",
    "weak_aliases",
    "list_id",
    "entry_id",
    "country",
    "address",
    "type",
    "born",
    "identifiers",
    "program",
    "since",
    "until",
    "note",
)


def read_table(header: Iterable[str], rows: Iterable[Row], gathering: Gathering) -> None:
    """Read rows of a plain table.

    Args:
        header: column names; ``name`` must be there, the others of ``COLUMNS`` may.
        rows: the rows.
        gathering: filled with its entries. Aliases, addresses and identifiers are JSON lists or
            parted by ``|``; an identifier is written ``kind:value`` or ``kind:value:economy``.

    Raises:
        DataError: no column of names.

    Example:
        >>> gathering = Gathering("x.csv", "table")
        >>> read_table(["name"], [{"name": "Acme", "country": "RUS"}], gathering)
        >>> gathering.entries[0].primary
        'Acme'
    """
    if "name" not in header:
        raise DataError(
            f"columns {', '.join(list(header)[:12])}",
            where=gathering.file,
            remedy=f"name a column `name`; others may be {', '.join(COLUMNS[1:])}",
        )
    for number, row in enumerate(rows, start=1):
        _take(number, row, gathering)


def _take(number: int, row: Row, gathering: Gathering) -> None:
    gathering.found += 1
    where = f"row {number}"
    names = names_of(
        row["name"],
        listed_in(row.get("aliases", ""), gathering),
        listed_in(row.get("weak_aliases", ""), gathering),
    )
    if not names:
        gathering.leave(where, "no name")
        return
    list_id = tidy(row.get("list_id")) or gathering.file.partition(".")[0]
    country = row.get("country", "") or row.get("countries", "")
    addresses = listed_in(row.get("address", "") or row.get("addresses", ""), gathering)
    entry_id = tidy(row.get("entry_id") or row.get("id"))
    entry_id = entry_id or gathering.free_id(list_id, (names[0].text, country, *addresses))
    gathering.add(
        Listed(
            list_id,
            entry_id,
            names,
            _kind(row.get("type", ""), gathering),
            economies_of(listed_in(country, gathering), gathering),
            addresses,
            _identifiers(row.get("identifiers", ""), gathering),
            tuple(
                filter(
                    None, (date_of(d, gathering) for d in listed_in(row.get("born", ""), gathering))
                )
            ),
            tidy(row.get("program") or row.get("federal_register")),
            date_of(row.get("since") or row.get("effective_date"), gathering),
            date_of(row.get("until"), gathering),
            tidy(row.get("note") or row.get("notes")),
        )
    )


def listed_in(cell: str, gathering: Gathering) -> tuple[str, ...]:
    """Cut a cell that holds several texts: a JSON list, or parted by ``|``.

    Args:
        cell: the text.
        gathering: where a broken list is counted.

    Returns:
        The texts that are not empty.

    Example:
        >>> listed_in('["A", "B"]', Gathering("x", "t")), listed_in("A| B", Gathering("x", "t"))
        (('A', 'B'), ('A', 'B'))
    """
    text = tidy(cell)
    if text.startswith("["):
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            gathering.doubt("a list of texts that is not JSON")
            told = None
        if isinstance(told, list):
            return tuple(filter(None, (tidy(t) for t in told if isinstance(t, str))))
    return tuple(filter(None, (tidy(part) for part in text.split("|"))))


def _kind(text: str, gathering: Gathering) -> PartyKind:
    low = tidy(text).lower()
    if low in ("individual", "person"):
        return PartyKind.PERSON
    if low in ("entity", "organisation", "organization", "company"):
        return PartyKind.ORGANISATION
    if low in ("vessel", "aircraft"):
        return PartyKind(low)
    if low not in ("", "unknown"):
        gathering.doubt("a kind of party that is not known")
    return PartyKind.UNKNOWN


def _identifiers(cell: str, gathering: Gathering) -> tuple[Identifier, ...]:
    found = []
    for text in listed_in(cell, gathering):
        kind, colon, rest = text.partition(":")
        value, _, country = rest.partition(":")
        if colon and value.strip():
            found.append(Identifier(kind_of_number(kind), value.strip(), economy_of(country)))
        else:
            gathering.doubt("an identifier not written kind:value")
    return tuple(found)
