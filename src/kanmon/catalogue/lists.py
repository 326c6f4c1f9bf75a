"""Which official lists name a good, by edition, and the documents the catalogue rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.rows import read_csv
from kanmon.errors import DataError

_STATUSES = ("found", "memory")


@dataclass(frozen=True, slots=True)
class Document:
    """Cite a document: ``found`` when it was read, ``memory`` when it is still to be checked.

    Example:
        >>> sources()["EU-2024-1252"].date
        '2024-04-11'
    """

    key: str
    publisher: str
    title: str
    date: str
    url: str
    status: str


@dataclass(frozen=True, slots=True)
class OfficialList:
    """Describe an official list of goods a party holds to be strategic.

    Example:
        >>> official_lists()["JP-SCP"].party
        'JPN'
    """

    id: str
    party: str
    name_en: str
    name_ja: str
    name_fr: str


@dataclass(frozen=True, slots=True)
class ListEntry:
    """Record that an edition of a list names a good, with the item as the list words it.

    ``status`` is ``found`` when the entry was read in data or a document at hand and ``memory``
    when it is still to be checked against the source.

    Example:
        >>> ListEntry("EU-CRM", dt.date(2024, 4, 11), "x", "Gallium", "s", "memory").item
        'Gallium'
    """

    list: str
    edition: dt.date
    good: str
    item: str
    source: str
    status: str


@cache
def sources() -> Mapping[str, Document]:
    """Load the documents the catalogue cites.

    Returns:
        Documents by key.

    Raises:
        DataError: a key stands twice or a status is unknown.

    Example:
        >>> sources()["EU-2024-1252"].publisher
        'European Union'
    """
    rows = read_csv("sources.csv", ("key", "publisher", "title", "date", "url", "status"))
    found: dict[str, Document] = {}
    for row in rows:
        where = f"catalogue/sources.csv, {row['key']}"
        _check_status(row["status"], where)
        if row["key"] in found:
            raise DataError("the key stands twice", where=where, remedy="rename one")
        found[row["key"]] = Document(**row)
    return MappingProxyType(found)


@cache
def official_lists() -> Mapping[str, OfficialList]:
    """Load the official lists the catalogue follows.

    Returns:
        Lists by id.

    Example:
        >>> sorted(official_lists())[:1]
        ['EU-CRM']
    """
    rows = read_csv("official_lists.csv", ("id", "party", "name_en", "name_ja", "name_fr"))
    return MappingProxyType({row["id"]: OfficialList(**row) for row in rows})


@cache
def entries(goods: frozenset[str]) -> tuple[ListEntry, ...]:
    """Load every entry of every list.

    Args:
        goods: ids of goods an entry may name.

    Returns:
        Entries in file order.

    Raises:
        DataError: an entry names no list, good or source, its date is none, or it stands twice.

    Example:
        >>> from kanmon.catalogue.load import goods
        >>> entries(frozenset(goods()))[0].list in official_lists()
        True
    """
    rows = read_csv("lists.csv", ("list", "edition", "good", "item", "source", "status"))
    found: dict[tuple[str, str, str], ListEntry] = {}
    for number, row in enumerate(rows, start=2):
        where = f"catalogue/lists.csv, line {number}"
        for column, known in (
            ("list", official_lists().keys()),
            ("good", goods),
            ("source", sources().keys()),
        ):
            if row[column] not in known:
                raise DataError(f"{column} {row[column]!r}", where=where, remedy="use a known one")
        _check_status(row["status"], where)
        key = (row["list"], row["edition"], row["good"])
        if key in found:
            raise DataError(f"{' '.join(key)} stands twice", where=where, remedy="keep one")
        try:
            edition = dt.date.fromisoformat(row["edition"])
        except ValueError as e:
            raise DataError(
                f"edition {row['edition']!r}", where=where, remedy="write a day as 2024-04-11"
            ) from e
        found[key] = ListEntry(
            row["list"], edition, row["good"], row["item"], row["source"], row["status"]
        )
    return tuple(found.values())


def _check_status(status: str, where: str) -> None:
    if status not in _STATUSES:
        raise DataError(
            f"status {status!r}", where=where, remedy=f"use one of {', '.join(_STATUSES)}"
        )
