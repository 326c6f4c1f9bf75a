"""Lists of parties: each layout, every entry accounted for, hostile files refused in one word."""

from __future__ import annotations

import csv
import gzip
import json
import random
from pathlib import Path

import pytest

from kanmon.errors import DataError
from kanmon.sources.party_lists.party_list import LeftOut, PartyList
from kanmon.sources.party_lists.read import LAYOUTS, read_parties
from kanmon.tables.listed import Identifier, NameKind, PartyKind
from shared_data import SHARED, needs_shared

UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS><INDIVIDUAL>
<DATAID>1</DATAID><FIRST_NAME>FARID</FIRST_NAME><SECOND_NAME>ROTOR</SECOND_NAME>
<NAME_ORIGINAL_SCRIPT>فريد روتور</NAME_ORIGINAL_SCRIPT>
<UN_LIST_TYPE>X</UN_LIST_TYPE><REFERENCE_NUMBER>Xi.1</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON>
<NATIONALITY><VALUE>Iran (Islamic Republic of)</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>ABU ROTOR</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY>
<ALIAS_NAME>F. Rotor; Fared Rotor</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ADDRESS><CITY>Shiraz</CITY><COUNTRY>Atlantis</COUNTRY></INDIVIDUAL_ADDRESS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE>
<DATE>1971-05-04</DATE></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>A123456</NUMBER>
<ISSUING_COUNTRY>Iran</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT></INDIVIDUAL></INDIVIDUALS>
<ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>ACME</FIRST_NAME></ENTITY>
<ENTITY><DATAID>3</DATAID><FIRST_NAME> </FIRST_NAME></ENTITY></ENTITIES></CONSOLIDATED_LIST>"""
EU = """<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-01-02T10:00:00">
<sanctionEntity logicalId="13" euReferenceNumber="EU.27.28" designationDate="2003-07-07">
<regulation programme="IRQ"/><subjectType code="person"/>
<nameAlias wholeName="Saad Rotor" strong="true"/><nameAlias wholeName="Abu Acme" strong="false"/>
<citizenship countryIso2Code="IQ"/><birthdate birthdate="1937-04-28" year="1937"/>
<address street="1 Main" city="Baghdad" countryIso2Code="00" countryDescription="UNKNOWN"/>
<identification number="N555" identificationTypeCode="passport" countryIso2Code="IQ"/>
</sanctionEntity></export>"""
OFAC_XML = """<sdnList xmlns="http://tempuri.org/sdnList.xsd"><publshInformation>
<Publish_Date>04/01/2026</Publish_Date></publshInformation><sdnEntry><uid>36</uid>
<firstName>Farid</firstName><lastName>ROTOR</lastName><sdnType>Individual</sdnType>
<programList><program>A</program><program>B</program></programList>
<akaList><aka><type>a.k.a.</type><category>weak</category><lastName>FR</lastName></aka></akaList>
<addressList><address><city>Tehran</city><country>Iran</country></address></addressList>
<idList><id><idType>Passport</idType>
<idNumber>B77777</idNumber><idCountry>Iran</idCountry></id></idList>
<dateOfBirthList><dateOfBirthItem>
<dateOfBirth>04 May 1971</dateOfBirth></dateOfBirthItem></dateOfBirthList>
</sdnEntry></sdnList>"""
CSL = [
    {
        "id": "e1",
        "source": "Entity List (EL) - Bureau of Industry and Security",
        "name": "Acme Rotor",
        "alt_names": ["AR"],
        "addresses": [{"address": "1 Road", "city": "Kazan", "country": "RU"}],
        "ids": [{"type": "Tax ID No.", "number": "77123", "country": "RU"}],
        "start_date": "2024-03-01",
    },
    {"source": "Denied Persons List (DPL)", "name": ""},
    "not a record",
]
FTM = [
    {"id": "a1", "schema": "Address", "properties": {"full": ["1 Main Street, Kazan, Russia"]}},
    {
        "id": "Q1",
        "schema": "Company",
        "properties": {
            "name": ["Acme", "Акме"],
            "weakAlias": ["AC"],
            "country": ["ru"],
            "addressEntity": ["a1"],
            "innCode": ["7700000"],
        },
    },
]
SDN = [
    ["36", "ROTOR, Farid", "individual", "A] [B", *["-0-"] * 7],
    ["37", "SEA HERON", "vessel", "C", *["-0-"] * 7],
]
REMARKS = (
    "DOB 04 May 1971; nationality Iran; Passport A123456 (Iran); a.k.a. 'EL ROTOR'.",
    "Vessel Registration Identification IMO 9400001; Linked To: ACME.",
)


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def write_ofac(folder: Path) -> Path:
    tables = {
        "sdn.csv": [[*row, remark] for row, remark in zip(SDN, REMARKS, strict=True)],
        "alt.csv": [["36", "1", "aka", "ROTER, Fareed", "-0-"]],
        "add.csv": [["36", "1", "5 Street", "Shiraz", "Iran", "-0-"]],
    }
    for name, rows in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder / "sdn.csv"


def test_un(tmp_path: Path) -> None:
    read = read_parties(write(tmp_path / "un.xml", UN))
    assert (read.layout, read.edition, read.found) == ("un", "2026-02-27", 3)
    assert read.left == (LeftOut("3", "no name"),)
    farid = read.entries[0]
    assert [(n.text, n.kind) for n in farid.names] == [
        ("FARID ROTOR", NameKind.PRIMARY),
        ("فريد روتور", NameKind.ALIAS),
        ("F. Rotor", NameKind.ALIAS),
        ("Fared Rotor", NameKind.ALIAS),
        ("ABU ROTOR", NameKind.WEAK),
    ]
    assert (farid.party, farid.countries) == (PartyKind.PERSON, frozenset({"IRN"}))
    assert farid.identifiers == (Identifier("passport", "A123456", "IRN"),)
    assert (farid.born, farid.since) == (("1971-05-04",), "2012-12-31")
    assert read.doubts == (("country 'Atlantis' is not known", 1),)


def test_eu(tmp_path: Path) -> None:
    read = read_parties(write(tmp_path / "eu.xml", EU))
    entry = read.entries[0]
    assert (read.layout, entry.key, read.edition) == ("eu", "eu-fsf:13", "2026-01-02")
    assert [n.kind.value for n in entry.names] == ["primary", "weak"]
    assert (entry.countries, entry.born) == (frozenset({"IRQ"}), ("1937-04-28",))
    assert entry.identifiers == (Identifier("passport", "N555", "IRQ"),)
    assert entry.program == "IRQ"


def test_ofac_three_files(tmp_path: Path) -> None:
    read = read_parties(write_ofac(tmp_path))
    farid, ship = read.entries
    assert (read.layout, farid.key) == ("ofac", "ofac-sdn:36")
    assert [n.text for n in farid.names] == ["ROTOR, Farid", "ROTER, Fareed", "EL ROTOR"]
    assert farid.names[2].kind is NameKind.WEAK
    assert (farid.born, farid.program) == (("1971-05-04",), "A; B")
    assert farid.identifiers == (Identifier("passport", "A123456", "IRN"),)
    assert farid.addresses == ("5 Street, Shiraz, Iran",)
    assert (ship.party, ship.identifiers) == (PartyKind.VESSEL, (Identifier("imo", "9400001"),))


def test_ofac_needs_its_two_other_files(tmp_path: Path) -> None:
    path = write_ofac(tmp_path)
    (tmp_path / "alt.csv").unlink()
    with pytest.raises(DataError, match="cannot be read"):
        read_parties(path)


def test_ofac_xml(tmp_path: Path) -> None:
    read = read_parties(write(tmp_path / "sdn.xml", OFAC_XML))
    entry = read.entries[0]
    assert (read.layout, read.edition) == ("ofac_xml", "2026-04-01")
    assert [n.text for n in entry.names] == ["ROTOR, Farid", "FR"]
    assert entry.identifiers == (Identifier("passport", "B77777", "IRN"),)
    assert (entry.countries, entry.born) == (frozenset({"IRN"}), ("1971-05-04",))


def test_csl_json_and_csv(tmp_path: Path) -> None:
    read = read_parties(write(tmp_path / "csl.json", json.dumps({"results": CSL})))
    assert (read.layout, read.found, len(read.entries)) == ("csl", 3, 1)
    assert [left.why for left in read.left] == ["not a record", "no name"]
    entry = read.entries[0]
    assert (entry.key, entry.countries) == ("us-el:e1", frozenset({"RUS"}))
    assert entry.identifiers == (Identifier("tax", "77123", "RUS"),)
    text = (
        "_id,source,name,alt_names,addresses,ids,start_date\n"
        'e1,Entity List (EL),Acme Rotor,AR; and ARW.,"1 Road, Kazan, RU",'
        '"RU, 77123, Tax ID No.; Subject to Secondary Sanctions, Additional -",2024-03-01\n'
    )
    text += "d1,Denied Persons List (DPL),ROTOR,,ROAD; 5 ROAD; OSLO; NO,,\n"
    table = read_parties(write(tmp_path / "csl.csv", text))
    assert table.doubts == (("an address that ends without the code of a country", 3),)
    same = table.entries[0]
    assert (same.key, same.countries, same.since) == ("us-el:e1", entry.countries, entry.since)
    assert [n.text for n in same.names] == ["Acme Rotor", "AR", "ARW"]
    assert same.identifiers == entry.identifiers


def test_followthemoney(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(record) for record in FTM)
    read = read_parties(write(tmp_path / "entities.json", lines))
    assert (read.layout, read.found) == ("ftm", 2)
    assert read.left[0].why == "a record of kind 'Address', not a party"
    entry = read.entries[0]
    assert [n.text for n in entry.names] == ["Acme", "Акме", "AC"]
    assert entry.addresses == ("1 Main Street, Kazan, Russia",)
    assert entry.identifiers == (Identifier("tax", "7700000", "RUS"),)


def test_end_user_list(tmp_path: Path) -> None:
    text = (
        "No.,国名、地域名 Country or Region,企業名、組織名 Company or Organization,"
        "別名 Also Known As,懸念区分 Type of WMD\n"
        '1,"イラン\nIran","Acme Rotor\n(アクメ)",'
        '"・Acme\nR ・Rotor Acme・カザン・ヘリ",N\n2,中国,,,C\n'
    )
    read = read_parties(write(tmp_path / "list.csv", text))
    assert (read.layout, read.found, len(read.left)) == ("meti", 2, 1)
    entry = read.entries[0]
    assert [n.text for n in entry.names] == [
        "Acme Rotor (アクメ)",
        "Acme R",
        "Rotor Acme",
        "カザン・ヘリ",
    ]
    assert (entry.key, entry.program) == ("jp-end-user:1", "N")
    assert entry.countries == frozenset({"IRN"})


def test_a_plain_table_keeps_its_ids_between_editions(tmp_path: Path) -> None:
    one = read_parties(write(tmp_path / "x.csv", "name,country\nAcme,RU\nVolga,RU\nAcme,RU\n"))
    two = read_parties(write(tmp_path / "x.csv", "name,country\nVolga,RU\nAcme,RU\n"))
    assert len({entry.key for entry in one.entries}) == 3
    assert {entry.key for entry in two.entries} < {entry.key for entry in one.entries}
    assert one.digest != two.digest


def test_a_reader_that_loses_an_entry_is_stopped() -> None:
    with pytest.raises(DataError, match="2 entries, 0 loaded, 1 left out"):
        PartyList("x", "table", "", (), (LeftOut("1", "?"),), 2)


BOMB = (
    '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    "<CONSOLIDATED_LIST><ENTITIES><ENTITY><DATAID>1</DATAID><FIRST_NAME>&b;</FIRST_NAME>"
    "</ENTITY></ENTITIES></CONSOLIDATED_LIST>"
)
OUTSIDE = BOMB.replace('"aaaaaaaaaa"', 'SYSTEM "file:///etc/hostname"')


@pytest.mark.parametrize("text", [BOMB, OUTSIDE], ids=["bomb", "outside"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "un.xml").write_bytes(text.encode(encoding))
    with pytest.raises(DataError, match="document type"):
        read_parties(tmp_path / "un.xml", "un")


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "un.xml", "<CONSOLIDATED_LIST>" + "<A>" * 100_000)
    write(tmp_path / "x.json", "[" * 100_000)
    for name, found in (("un.xml", "nested"), ("x.json", "not JSON")):
        with pytest.raises(DataError, match=found):
            read_parties(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("x.csv", b""),
        ("x.csv", b"country\nRUS\n"),
        ("x.csv", b"name\n"),
        ("x.csv", b"name,name\nA,B\n"),
        ("x.csv", b"name\nA,B\n"),
        ("x.csv", b'name\n"A\n'),
        ("x.csv", b"\x00\x01\x02"),
        ("x.parquet", b"PAR1 not really"),
        ("x.xml", b"<a/>"),
        ("x.json", b"{}"),
        ("x.json", b'"text"'),
        ("x.pdf", b"%PDF"),
        ("x.csv.gz", b"not packed"),
        ("x.csv.gz", gzip.compress(b"name\nAcme\n", mtime=0)[:-9]),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, name: str, raw: bytes) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(DataError):
        read_parties(tmp_path / name)
    with pytest.raises(DataError, match="no layout"):
        read_parties(tmp_path / name, "another")


def mutated(raw: bytes, dice: random.Random) -> bytes:
    """Damage a file as transfers, editors and enemies do."""
    for _ in range(dice.randrange(1, 4)):
        at = dice.randrange(len(raw) + 1)
        end = min(len(raw), at + dice.choice((1, 3, 40, 400)))
        way = dice.randrange(6)
        if way == 0:
            raw = raw[:at]
        elif way == 1:
            raw = raw[:at] + raw[end:]
        elif way == 2:
            raw = raw[:at] + raw[at:end] * dice.randrange(2, 5) + raw[end:]
        elif way == 3:
            raw = raw[:at] + bytes(dice.randrange(256) for _ in range(3)) + raw[at:]
        elif way == 4:
            raw = (
                raw[:at]
                + dice.choice((b"null", b"[]", b"{}", b"-1", b'"', b"<", b"&a;"))
                + raw[end:]
            )
        else:
            raw = raw.replace(
                *dice.choice(((b",", b";"), (b'"', b"'"), (b"<", b"&"), (b"[", b"{")))
            )
        raw = raw or b" "
    return raw


def outcome(path: Path) -> PartyList | DataError:
    """Read a file, or give the one error that may come."""
    try:
        return read_parties(path)
    except DataError as error:
        return error


def test_a_thousand_damaged_files(tmp_path: Path) -> None:
    write_ofac(tmp_path)
    table = 'name,country,born,identifiers\nAcme,RU,1971,passport:A12345:RU\n"Vol, ga",CN,,\n'
    files = {
        "un.xml": UN.encode(),
        "eu.xml": EU.encode(),
        "ofac.xml": OFAC_XML.encode(),
        "csl.json": json.dumps({"results": CSL}).encode(),
        "ftm.json": json.dumps(FTM).encode(),
        "table.csv": table.encode(),
        "sdn.csv": (tmp_path / "sdn.csv").read_bytes(),
        "un.xml.gz": gzip.compress(UN.encode(), mtime=0),
    }
    dice = random.Random(2026)
    read = refused = 0
    for number in range(1_000):
        name = list(files)[number % len(files)]
        (tmp_path / name).write_bytes(mutated(files[name], dice))
        told = outcome(tmp_path / name)
        if isinstance(told, DataError):
            assert (bool(told.found), bool(told.where)) == (True, True)
            refused += 1
        else:
            assert told.found == len(told.entries) + len(told.left) > 0
            read += 1
    assert read > 100
    assert refused > 100


@pytest.mark.parametrize("_", [pytest.param(0, marks=needs_shared)])
def test_the_whole_official_lists(_: int) -> None:
    us = read_parties(SHARED / "us_restricted_party_lists" / "entities.parquet")
    assert us.lists["bis-entity-list"] == 3_409
    assert (us.found, len(us.entries), len(us.lists)) == (5_929, 5_929, 13)
    un = read_parties(SHARED / "un_sc_consolidated_list" / "UN_consolidated.xml.gz")
    kinds = [entry.party for entry in un.entries]
    assert (kinds.count(PartyKind.PERSON), kinds.count(PartyKind.ORGANISATION)) == (730, 273)
    assert not us.left
    assert not un.left


def test_every_layout_is_told() -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "names.md").read_text("utf-8")
    assert all(f"`{layout}`" in page for layout in LAYOUTS)
