"""The US Consolidated Screening List: the Entity List and eleven others, as CSV or JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kanmon.sources.party_lists.cells import (
    KINDS_OF_NUMBER,
    date_of,
    economies_of,
    economy_of,
    kind_of_number,
    names_of,
    tidy,
)
from kanmon.sources.party_lists.json_records import Record, records_of, text_of, texts_of
from kanmon.sources.party_lists.party_list import Gathering
from kanmon.sources.party_lists.rows import Row
from kanmon.tables.listed import Identifier, Listed, PartyKind

# Columns by which the CSV is known.
COLUMNS = frozenset({"source", "name", "alt_names", "addresses"})
_KINDS = {
    "individual": PartyKind.PERSON,
    "entity": PartyKind.ORGANISATION,
    "vessel": PartyKind.VESSEL,
    "aircraft": PartyKind.AIRCRAFT,
}
_BRACKETS = re.compile(r"\(([^()]*)\)")
_LAND = re.compile(r"[A-Z]{2}")
_AND = re.compile(r"^and\s+|\.$")


def list_of(source: str) -> str:
    """Name a list by the publisher's name of it.

    Args:
        source: as printed, an abbreviation in brackets.

    Returns:
        An id of lower-case letters and hyphens.

    Example:
        >>> list_of("Entity List (EL) - Bureau of Industry and Security")
        'us-el'
    """
    short = _BRACKETS.search(source)
    words = re.findall(r"[a-z0-9]+", (short[1] if short else source).lower())
    return "-".join(["us", *words[:6]])


def read_csl_rows(rows: Iterable[Row], gathering: Gathering) -> None:
    """Read the CSV's rows; cells that hold several texts part them by semicolons.

    Args:
        rows: by column name.
        gathering: filled with the entries.

    Example:
        >>> gathering = Gathering("x.csv", "csl")
        >>> read_csl_rows([{"source": "Entity List (EL)", "name": "Acme", "_id": "a1"}], gathering)
        >>> gathering.entries[0].key
        'us-el:a1'
    """
    for number, row in enumerate(rows, start=1):
        addresses = _parted(row.get("addresses", ""))
        lands = [land for place in addresses if (land := _land(place, gathering))]
        lands += _parted(row.get("nationalities", "")) + _parted(row.get("citizenships", ""))
        lands.append(row.get("vessel_flag", ""))
        numbers = (_number(text) for text in _parted(row.get("ids", "")))
        _add(
            {name: row.get(name, "") for name in _TEXTS} | {"where": f"row {number}"},
            [_AND.sub("", name) for name in _parted(row.get("alt_names", ""))],
            (lands, addresses),
            tuple(n for n in numbers if n is not None),
            _parted(row.get("dates_of_birth", "")),
            gathering,
        )


def _land(address: str, gathering: Gathering) -> str:
    """Give the code an address ends with; those of the Denied Persons List may have none."""
    last = address.rpartition(",")[2].strip()
    if _LAND.fullmatch(last):
        return last
    gathering.doubt("an address that ends without the code of a country")
    return ""


def _number(text: str) -> Identifier | None:
    """Read ``US, 80-0890696, Tax ID No.``: an economy or none, the value, the kind."""
    parts = [part.strip() for part in text.split(",")]
    land = parts.pop(0) if len(parts) > 2 and _LAND.fullmatch(parts[0]) else ""
    kind = kind_of_number(", ".join(parts[1:]))
    known = kind in KINDS_OF_NUMBER and any(c.isdigit() for c in parts[0])
    return Identifier(kind, parts[0], economy_of(land)) if known else None


_TEXTS = (
    "_id",
    "entity_number",
    "source",
    "type",
    "programs",
    "name",
    "federal_register_notice",
    "start_date",
    "end_date",
    "remarks",
    "license_requirement",
)


def read_csl_json(told: object, gathering: Gathering) -> None:
    """Read the JSON of the publisher's service or download.

    Args:
        told: an object with ``results``, or a list.
        gathering: filled with the entries.

    Example:
        >>> gathering = Gathering("x.json", "csl")
        >>> read_csl_json({"results": [{"source": "Entity List (EL)", "name": "Acme"}]}, gathering)
        >>> gathering.entries[0].list_id
        'us-el'
    """
    for number, record in enumerate(records_of(told, "results", gathering), start=1):
        places = _dicts(record, "addresses")
        addresses = [
            ", ".join(
                filter(
                    None,
                    (text_of(p, k) for k in ("address", "city", "state", "postal_code", "country")),
                )
            )
            for p in places
        ]
        lands = [text_of(p, "country") for p in places]
        lands += [*texts_of(record, "nationalities"), *texts_of(record, "citizenships")]
        lands.append(text_of(record, "country"))
        numbers = tuple(
            Identifier(
                kind_of_number(text_of(i, "type")),
                text_of(i, "number"),
                economy_of(text_of(i, "country")),
            )
            for i in _dicts(record, "ids")
            if text_of(i, "number")
        )
        texts = {name: text_of(record, name) for name in _TEXTS} | {"where": f"record {number}"}
        texts["_id"] = texts["_id"] or text_of(record, "id")
        texts["programs"] = texts["programs"] or "; ".join(texts_of(record, "programs"))
        _add(
            texts,
            texts_of(record, "alt_names"),
            (lands, addresses),
            numbers,
            texts_of(record, "dates_of_birth"),
            gathering,
        )


def _dicts(record: Record, key: str) -> list[Record]:
    told = record.get(key)
    return [item for item in told if isinstance(item, dict)] if isinstance(told, list) else []


def _parted(cell: str) -> list[str]:
    return [part for part in (tidy(p) for p in cell.split(";")) if part]


def _add(
    texts: dict[str, str],
    aliases: Iterable[str],
    places: tuple[list[str], list[str]],
    numbers: tuple[Identifier, ...],
    born: Iterable[str],
    gathering: Gathering,
) -> None:
    gathering.found += 1
    names = names_of(texts["name"], aliases)
    if not names:
        gathering.leave(texts["where"], "no name")
        return
    list_id = list_of(texts["source"])
    number = tidy(texts["_id"]) or tidy(texts["entity_number"])
    number = number or gathering.free_id(list_id, (names[0].text, *places[1]))
    kind = tidy(texts["type"]).lower()
    if kind and kind not in _KINDS:
        gathering.doubt("a kind of party that is not known")
    gathering.add(
        Listed(
            list_id,
            number,
            names,
            _KINDS.get(kind, PartyKind.UNKNOWN),
            economies_of(places[0], gathering),
            tuple(filter(None, (tidy(address) for address in places[1]))),
            numbers,
            tuple(filter(None, (date_of(date, gathering) for date in born))),
            tidy(texts["programs"]) or tidy(texts["federal_register_notice"]),
            date_of(texts["start_date"], gathering),
            date_of(texts["end_date"], gathering),
            tidy(texts["remarks"]) or tidy(texts["license_requirement"]),
        )
    )
