"""The European Union's consolidated list of financial sanctions, as its XML gives it."""

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

LIST_ID = "eu-fsf"
_KINDS = {"person": PartyKind.PERSON, "enterprise": PartyKind.ORGANISATION}
_PLACE = ("street", "poBox", "city", "region", "zipCode", "countryDescription")


def read_eu(raw: bytes, gathering: Gathering) -> None:
    """Read the list (layout of ``xmlFullSanctionsList`` 1.1).

    Args:
        raw: the XML file.
        gathering: filled with its entries.

    Example:
        >>> gathering = Gathering("x.xml", "eu")
        >>> read_eu(b"<export generationDate='2026-01-02T00'><sanctionEntity logicalId='7'>"
        ...         b"<nameAlias wholeName='Acme'/></sanctionEntity></export>", gathering)
        >>> gathering.entries[0].key, gathering.edition
        ('eu-fsf:7', '2026-01-02')
    """
    records = frozenset({"sanctionEntity"})
    root = read_tree(raw, records, lambda node: _take(node, gathering), gathering.file)
    gathering.edition = root.attributes.get("generationDate", "")[:10]


def _take(node: Node, gathering: Gathering) -> None:
    gathering.found += 1
    number = node.attributes.get("logicalId") or node.attributes.get("euReferenceNumber", "")
    strong: list[str] = []
    weak: list[str] = []
    for alias in node.each("nameAlias"):
        whole = alias.attributes.get("wholeName") or " ".join(
            filter(
                None, (alias.attributes.get(k, "") for k in ("firstName", "middleName", "lastName"))
            )
        )
        (weak if alias.attributes.get("strong") == "false" else strong).append(whole)
    names = names_of(next(iter(strong), ""), strong[1:], weak)
    if not names or not number:
        gathering.leave(number or "an entry without an id", "no name" if number else "no id")
        return
    kind = node.first("subjectType")
    places = node.each("address")
    lands = [*places, *node.each("citizenship")]
    acts = [act.attributes for act in node.each("regulation")]
    gathering.add(
        Listed(
            LIST_ID,
            number,
            names,
            _KINDS.get(kind.attributes.get("code", "") if kind else "", PartyKind.UNKNOWN),
            economies_of((_land(land.attributes) for land in lands), gathering),
            tuple(filter(None, (_address(place) for place in places))),
            tuple(filter(None, (_number(n) for n in node.each("identification")))),
            _born(node, gathering),
            "; ".join(dict.fromkeys(filter(None, (act.get("programme", "") for act in acts)))),
            date_of(node.attributes.get("designationDate"), gathering),
            "",
            tidy(node.attributes.get("euReferenceNumber")),
        )
    )


def _land(attributes: dict[str, str]) -> str:
    code = attributes.get("countryIso2Code", "")
    # 00 stands for a country that is not told.
    return "" if code == "00" else code or attributes.get("countryDescription", "")


def _address(place: Node) -> str:
    return ", ".join(filter(None, (tidy(place.attributes.get(k)) for k in _PLACE)))


def _number(node: Node) -> Identifier | None:
    value = tidy(node.attributes.get("number") or node.attributes.get("latinNumber"))
    if not value:
        return None
    told = node.attributes.get("identificationTypeDescription") or node.attributes.get(
        "identificationTypeCode", ""
    )
    return Identifier(kind_of_number(told), value, economy_of(_land(node.attributes)))


def _born(node: Node, gathering: Gathering) -> tuple[str, ...]:
    dates = (
        birth.attributes.get("birthdate") or birth.attributes.get("year")
        for birth in node.each("birthdate")
    )
    return tuple(dict.fromkeys(filter(None, (date_of(date, gathering) for date in dates))))
