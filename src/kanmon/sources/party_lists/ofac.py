"""OFAC's lists: the three plain files (entries, other names, addresses) and the legacy XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kanmon.errors import DataError
from kanmon.sources.party_lists.cells import (
    KINDS_OF_NUMBER,
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

LIST_ID = "ofac-sdn"
ENTRY, OTHER_NAME, ADDRESS = 12, 5, 6  # columns of the three files
_NULL = "-0-"
_KINDS = {
    "individual": PartyKind.PERSON,
    "entity": PartyKind.ORGANISATION,
    "": PartyKind.ORGANISATION,  # the plain file leaves the kind of an entity out
    "vessel": PartyKind.VESSEL,
    "aircraft": PartyKind.AIRCRAFT,
}
_QUOTED = re.compile(r"[af]\.k\.a\. ['\"](.+?)['\"]$")
_NUMBER = re.compile(r"(.+?)(?: (?:No\.?|Number|#))? ([A-Z]{0,4}[0-9][A-Z0-9./-]*)(?: \((.+?)\))?")
_LANDS = ("nationality ", "citizen ", "alt. nationality ", "alt. citizen ")

Rows = Iterable[Sequence[str]]


def read_ofac(entries: Rows, others: Rows, addresses: Rows, gathering: Gathering) -> None:
    """Read the three plain files together.

    Args:
        entries: rows of ``sdn.csv`` (or ``cons_prim.csv``): 12 cells without a header.
        others: rows of ``alt.csv``.
        addresses: rows of ``add.csv``.
        gathering: filled with the entries; other names and addresses of no entry are doubts.

    Raises:
        DataError: a row of entries has another number of cells.

    Example:
        >>> gathering = Gathering("sdn.csv", "ofac")
        >>> read_ofac([["36", "AEROCARIBBEAN", "-0-", "CUBA", *["-0-"] * 8]], [], [], gathering)
        >>> gathering.entries[0].primary
        'AEROCARIBBEAN'
    """
    names: dict[str, list[Sequence[str]]] = {}
    places: dict[str, list[Sequence[str]]] = {}
    for rows, into, size in ((others, names, OTHER_NAME), (addresses, places, ADDRESS)):
        for row in rows:
            if len(row) >= size - 1:
                into.setdefault(tidy(row[0]), []).append(row)
            elif any(tidy(cell).strip("\x1a") for cell in row):
                gathering.doubt("a row of other names or addresses that is cut short")
    for number, row in enumerate(entries, start=1):
        if not any(tidy(cell).strip("\x1a") for cell in row):
            continue
        if len(row) < ENTRY:
            raise DataError(
                f"{len(row)} cells, not {ENTRY}",
                where=f"{gathering.file}, row {number}",
                remedy="get the file again from OFAC",
            )
        key = _cell(row[0])
        _take(row, names.pop(key, []), places.pop(key, []), gathering)
    for left in (names, places):
        for key in left:
            gathering.doubt(f"other names or addresses of entry {key[:20]!r}, which is not there")


def _cell(text: str) -> str:
    told = tidy(text)
    return "" if told == _NULL or told == "None" else told


def _take(
    row: Sequence[str],
    others: list[Sequence[str]],
    places: list[Sequence[str]],
    gathering: Gathering,
) -> None:
    gathering.found += 1
    cells = [_cell(cell) for cell in row]
    number, name, kind, program = cells[:4]
    remarks = [part.strip(" .") for part in cells[11].split(";")]
    quoted = [match[1] for part in remarks if (match := _QUOTED.search(part))]
    names = names_of(name, [_cell(other[3]) for other in others], quoted)
    if not names or not number:
        gathering.leave(number or "a row without an id", "no name" if number else "no id")
        return
    lands = [
        part.removeprefix(mark) for part in remarks for mark in _LANDS if part.startswith(mark)
    ]
    lands += [_cell(place[4]) for place in places] + [cells[9]]
    if kind.lower() not in _KINDS:
        gathering.doubt("a kind of party that is not known")
    born = (part.partition("DOB ")[2] for part in remarks if "DOB " in part[:9])
    gathering.add(
        Listed(
            LIST_ID,
            number,
            names,
            _KINDS.get(kind.lower(), PartyKind.UNKNOWN),
            economies_of(lands, gathering),
            tuple(filter(None, (_address(place) for place in places))),
            tuple(filter(None, (_number(part) for part in remarks))),
            tuple(filter(None, (date_of(date.split(" to ")[0], gathering) for date in born))),
            program.replace("] [", "; "),
            "",
            "",
            cells[11],
        )
    )


def _address(place: Sequence[str]) -> str:
    return ", ".join(filter(None, (_cell(cell) for cell in place[2:5])))


def _number(part: str) -> Identifier | None:
    """Read a remark that tells a number: its kind, value and the economy that gave it."""
    match = _NUMBER.fullmatch(part)
    if match is None:
        return None
    kind = kind_of_number(match[1])
    if kind not in KINDS_OF_NUMBER:
        return None
    return Identifier(kind, match[2], economy_of(match[3] or ""))


def read_ofac_xml(raw: bytes, gathering: Gathering) -> None:
    """Read the legacy XML (``sdn.xml``, ``consolidated.xml``).

    Args:
        raw: the file.
        gathering: filled with its entries.

    Example:
        >>> gathering = Gathering("sdn.xml", "ofac_xml")
        >>> read_ofac_xml(b"<sdnList><sdnEntry><uid>36</uid><lastName>ACME</lastName>"
        ...               b"<sdnType>Entity</sdnType></sdnEntry></sdnList>", gathering)
        >>> gathering.entries[0].key
        'ofac-sdn:36'
    """
    records = frozenset({"sdnEntry"})
    root = read_tree(raw, records, lambda node: _take_node(node, gathering), gathering.file)
    gathering.edition = date_of(root.told("publshInformation", "Publish_Date"), gathering)


def _name(node: Node) -> str:
    last, first = tidy(node.told("lastName")), tidy(node.told("firstName"))
    return f"{last}, {first}" if last and first else last or first


def _take_node(node: Node, gathering: Gathering) -> None:
    gathering.found += 1
    number = tidy(node.told("uid"))
    others = node.each("akaList", "aka")
    weak = [_name(o) for o in others if o.told("category").lower() == "weak"]
    strong = [_name(o) for o in others if o.told("category").lower() != "weak"]
    names = names_of(_name(node), strong, weak)
    if not names or not number:
        gathering.leave(number or "an entry without an id", "no name" if number else "no id")
        return
    kind = node.told("sdnType").lower()
    if kind not in _KINDS:
        gathering.doubt("a kind of party that is not known")
    places = node.each("addressList", "address")
    lands = [place.told("country") for place in places]
    lands += [n.told("country") for n in node.each("nationalityList", "nationality")]
    lands += [n.told("country") for n in node.each("citizenshipList", "citizenship")]
    lands.append(node.told("vesselInfo", "vesselFlag"))
    born = (b.told("dateOfBirth") for b in node.each("dateOfBirthList", "dateOfBirthItem"))
    numbers = (
        Identifier(
            kind_of_number(n.told("idType")),
            tidy(n.told("idNumber")),
            economy_of(n.told("idCountry")),
        )
        for n in node.each("idList", "id")
        if tidy(n.told("idNumber"))
    )
    gathering.add(
        Listed(
            LIST_ID,
            number,
            names,
            _KINDS.get(kind, PartyKind.UNKNOWN),
            economies_of(lands, gathering),
            tuple(filter(None, (_place(place) for place in places))),
            tuple(numbers),
            tuple(filter(None, (date_of(date.split(" to ")[0], gathering) for date in born))),
            "; ".join(tidy(p.text) for p in node.each("programList", "program")),
            "",
            "",
            tidy(node.told("remarks")),
        )
    )


def _place(place: Node) -> str:
    tags = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")
    return ", ".join(filter(None, (tidy(place.told(tag)) for tag in tags)))
