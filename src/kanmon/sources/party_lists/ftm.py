"""Entities in the FollowTheMoney form, as OpenSanctions and others publish them."""

from __future__ import annotations

from kanmon.sources.party_lists.cells import date_of, economies_of, economy_of, names_of
from kanmon.sources.party_lists.json_records import Record, records_of, text_of, texts_of
from kanmon.sources.party_lists.party_list import Gathering
from kanmon.tables.listed import Identifier, Listed, PartyKind

_KINDS = {
    "Person": PartyKind.PERSON,
    "Company": PartyKind.ORGANISATION,
    "Organization": PartyKind.ORGANISATION,
    "PublicBody": PartyKind.ORGANISATION,
    "LegalEntity": PartyKind.UNKNOWN,
    "Vessel": PartyKind.VESSEL,
    "Airplane": PartyKind.AIRCRAFT,
}
_NUMBERS = {
    "passportNumber": "passport",
    "idNumber": "national id",
    "registrationNumber": "registration",
    "ogrnCode": "registration",
    "uscCode": "registration",
    "taxNumber": "tax",
    "vatCode": "tax",
    "innCode": "tax",
    "leiCode": "lei",
    "swiftBic": "swift",
    "imoNumber": "imo",
}
_LANDS = ("country", "nationality", "citizenship", "jurisdiction", "flag", "mainCountry")


def read_ftm(told: object, gathering: Gathering) -> None:
    """Read entities; addresses that stand as records of their own are joined to their parties.

    Args:
        told: a list of records, or one.
        gathering: filled with parties; a record that is no party (an address, a sanction, a
            passport) is left out with that reason.

    Example:
        >>> gathering = Gathering("x.json", "ftm")
        >>> record = {"id": "Q1", "schema": "Company", "properties": {"name": ["Acme"]}}
        >>> read_ftm([record], gathering)
        >>> gathering.entries[0].key
        'ftm:Q1'
    """
    records = records_of(told, "entities", gathering)
    addresses = {text_of(r, "id"): _full(r) for r in records if text_of(r, "schema") == "Address"}
    for number, record in enumerate(records, start=1):
        _take(f"record {number}", record, addresses, gathering)


def _properties(record: Record) -> Record:
    told = record.get("properties")
    return told if isinstance(told, dict) else {}


def _full(record: Record) -> str:
    return next(iter(texts_of(_properties(record), "full")), "")


def _take(where: str, record: Record, addresses: dict[str, str], gathering: Gathering) -> None:
    gathering.found += 1
    number = text_of(record, "id")
    schema = text_of(record, "schema")
    if schema not in _KINDS:
        gathering.leave(number or where, f"a record of kind {schema[:40]!r}, not a party")
        return
    told = _properties(record)
    strong = texts_of(told, "name")
    names = names_of(
        next(iter(strong), text_of(record, "caption")),
        [*strong[1:], *texts_of(told, "alias"), *texts_of(told, "previousName")],
        texts_of(told, "weakAlias"),
    )
    if not names or not number:
        gathering.leave(number or where, "no name" if number else "no id")
        return
    sets = texts_of(record, "datasets")
    linked = told.get("addressEntity")
    inside = [_full(a) for a in linked if isinstance(a, dict)] if isinstance(linked, list) else []
    inside += [addresses.get(key, "") for key in texts_of(told, "addressEntity")]
    places = [*texts_of(told, "address"), *inside]
    lands = [land for key in _LANDS for land in texts_of(told, key)]
    country = economy_of(lands[0]) if len(set(lands)) == 1 else ""
    dates = [*texts_of(told, "birthDate"), *texts_of(told, "incorporationDate")]
    gathering.add(
        Listed(
            "ftm",
            number,
            names,
            _KINDS[schema],
            economies_of(lands, gathering),
            tuple(dict.fromkeys(filter(None, places))),
            tuple(
                Identifier(kind, value, country)
                for key, kind in _NUMBERS.items()
                for value in texts_of(told, key)
            ),
            tuple(filter(None, (date_of(date, gathering) for date in dates))),
            "; ".join([*texts_of(told, "programId"), *sets]),
            date_of(text_of(record, "first_seen")[:10], gathering),
            "",
            "; ".join(texts_of(told, "topics")),
        )
    )
