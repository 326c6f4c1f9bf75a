"""The Security Council's consolidated list, as its XML gives it."""

from __future__ import annotations

from kanmon.sources.party_lists.cells import (
    date_of,
    economies_of,
    economy_of,
    kind_of_number,
    names_of,
    tidy,
)
from kanmon.sources.party_lists.party_list import Gathering
from kanmon.sources.party_lists.tree import Node, read_tree
from kanmon.tables.listed import Identifier, Listed, PartyKind

LIST_ID = "un-sc"
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_PLACE = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")


def read_un(raw: bytes, gathering: Gathering) -> None:
    """Read the list.

    Args:
        raw: the XML file.
        gathering: filled with its entries.

    Example:
        >>> gathering = Gathering("x.xml", "un")
        >>> entry = b"<ENTITY><DATAID>1</DATAID><FIRST_NAME>ACME</FIRST_NAME></ENTITY>"
        >>> read_un(b"<CONSOLIDATED_LIST>" + entry + b"</CONSOLIDATED_LIST>", gathering)
        >>> gathering.entries[0].key
        'un-sc:1'
    """
    records = frozenset({"INDIVIDUAL", "ENTITY"})
    root = read_tree(raw, records, lambda node: _take(node, gathering), gathering.file)
    gathering.edition = root.attributes.get("dateGenerated", "")[:10]


def _take(node: Node, gathering: Gathering) -> None:
    gathering.found += 1
    number = node.told("DATAID") or node.told("REFERENCE_NUMBER")
    whole = " ".join(filter(None, (tidy(node.told(tag)) for tag in _NAMES)))
    aliases: list[str] = []
    weak: list[str] = []
    for alias in node.each(f"{node.tag}_ALIAS"):
        (weak if alias.told("QUALITY") == "Low" else aliases).append(alias.told("ALIAS_NAME"))
    # Several spellings stand in one cell, parted by semicolons; each is a name of its own.
    names = names_of(
        whole, [*node.told("NAME_ORIGINAL_SCRIPT").split(";"), *_parted(aliases)], _parted(weak)
    )
    if not names or not number:
        gathering.leave(number or "an entry without an id", "no name" if number else "no id")
        return
    places = node.each(f"{node.tag}_ADDRESS")
    countries = [v.text for v in node.each("NATIONALITY", "VALUE")]
    countries += [place.told("COUNTRY") for place in places]
    gathering.add(
        Listed(
            LIST_ID,
            number,
            names,
            PartyKind.PERSON if node.tag == "INDIVIDUAL" else PartyKind.ORGANISATION,
            economies_of(countries, gathering),
            tuple(filter(None, (_address(place) for place in places))),
            tuple(filter(None, (_number(d) for d in node.each("INDIVIDUAL_DOCUMENT")))),
            _born(node, gathering),
            tidy(node.told("UN_LIST_TYPE")),
            date_of(node.told("LISTED_ON"), gathering),
            "",
            tidy(node.told("REFERENCE_NUMBER")),
        )
    )


def _parted(texts: list[str]) -> list[str]:
    return [part for text in texts for part in text.split(";")]


def _address(place: Node) -> str:
    return ", ".join(filter(None, (tidy(place.told(tag)) for tag in _PLACE)))


def _number(document: Node) -> Identifier | None:
    value = tidy(document.told("NUMBER"))
    if not value:
        return None
    country = document.told("ISSUING_COUNTRY") or document.told("COUNTRY_OF_ISSUE")
    return Identifier(kind_of_number(document.told("TYPE_OF_DOCUMENT")), value, economy_of(country))


def _born(node: Node, gathering: Gathering) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for date in node.each("INDIVIDUAL_DATE_OF_BIRTH"):
        for tag in ("DATE", "YEAR", "FROM_YEAR", "TO_YEAR"):
            told = date_of(date.told(tag), gathering)
            if told:
                found.setdefault(told)
    return tuple(found)
