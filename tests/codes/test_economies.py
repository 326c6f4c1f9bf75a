from __future__ import annotations

import csv
import datetime as dt
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.codes.aliases import aliases, fold, lookup, systems
from kanmon.codes.economies import economies, economy, find, is_economy, name
from kanmon.errors import CodeError

ECONOMIES = st.sampled_from(economies())


def test_every_economy_has_a_name_in_three_languages() -> None:
    for e in economies():
        assert all((e.name_en.strip(), e.name_ja.strip(), e.name_fr.strip())), e
        assert e.name_en.isprintable()
        assert e.name_ja == unicodedata.normalize("NFKC", e.name_ja), "half-width kana or the like"


@pytest.mark.parametrize("lang", ["en", "ja", "fr"])
def test_no_two_economies_share_a_name(lang: str) -> None:
    names = [fold(e.name(lang)) for e in economies()]
    assert len(names) == len(set(names))


def test_codes_are_unique_where_there_is_one() -> None:
    for codes in (
        [e.iso3 for e in economies()],
        [e.iso2 for e in economies() if e.iso2],
        [e.numeric for e in economies() if e.numeric is not None],
    ):
        assert len(codes) == len(set(codes))


def test_iso_3166_is_complete() -> None:
    # ISO 3166-1 has 249 entries since 2011; Kosovo and the Channel Islands are ours to add.
    current = {e.iso3 for e in economies() if e.kind == "economy"}
    assert len(current - {"XKX", "CHI"}) == 249


def test_every_place_but_an_aggregate_is_on_the_map() -> None:
    for e in economies():
        if e.kind == "aggregate":
            assert e.lon is None
            assert e.lat is None
        else:
            assert e.lon is not None
            assert e.lat is not None
            assert -180 <= e.lon <= 180
            assert -90 <= e.lat <= 90


@pytest.mark.parametrize(
    ("iso3", "lon", "lat"),
    # Capitals or main cities, from the public-domain tz database; a dot may be a land's width off.
    [("JPN", 139.7, 35.7), ("KOR", 127.0, 37.6), ("TWN", 121.5, 25.1), ("DEU", 13.4, 52.5)],
)
def test_a_dot_lies_near_a_known_city(iso3: str, lon: float, lat: float) -> None:
    e = economy(iso3)
    assert e.lon is not None
    assert e.lat is not None
    assert abs(e.lon - lon) < 4
    assert abs(e.lat - lat) < 4


def test_greater_china_is_kept_apart() -> None:
    assert len({find(n) for n in ("China", "Hong Kong", "Macau", "Taiwan")}) == 4


@given(ECONOMIES, st.sampled_from(["en", "ja", "fr"]))
def test_a_name_leads_back_to_its_economy(e: object, lang: str) -> None:
    iso3 = e.iso3  # type: ignore[attr-defined]
    assert find(name(iso3, lang)) == iso3
    assert find(name(iso3, lang).upper()) == iso3


@given(ECONOMIES)
def test_a_numeric_code_leads_back_with_or_without_zeros(e: object) -> None:
    numeric, iso3 = e.numeric, e.iso3  # type: ignore[attr-defined]
    if numeric is not None:
        assert find(str(numeric), system="m49") == find(f"{numeric:03d}", system="m49") == iso3


@given(st.sampled_from(aliases()))
def test_every_alias_leads_to_a_known_economy(alias: object) -> None:
    a = alias
    assert a.system in systems()  # type: ignore[attr-defined]
    assert is_economy(a.iso3)  # type: ignore[attr-defined]
    assert a.source  # type: ignore[attr-defined]
    assert find(a.code, system=a.system) == a.iso3  # type: ignore[attr-defined]


def test_no_dated_alias_overlaps_another_of_the_same_code() -> None:
    spans: dict[tuple[str, str], list[tuple[dt.date, dt.date]]] = {}
    for a in aliases():
        span = (a.valid_from or dt.date.min, a.valid_to or dt.date.max)
        assert span[0] <= span[1], a
        for other in spans.setdefault((a.system, fold(a.code)), []):
            assert span[1] < other[0] or other[1] < span[0], a
        spans[a.system, fold(a.code)].append(span)


@given(st.sampled_from(aliases()))
def test_folding_twice_is_folding_once(alias: object) -> None:
    code = alias.code  # type: ignore[attr-defined]
    assert fold(fold(code)) == fold(code)


@pytest.mark.parametrize(
    ("text", "system", "iso3"),
    [
        ("Burma", "usgs", "MMR"),
        ("Korea, Republic of", "usgs", "KOR"),
        ("Congo (Kinshasa)", "usgs", "COD"),
        ("Côte d’Ivoire", "usgs", "CIV"),
        ("Other countries (rounded)", "usgs", "OTH"),
        ("World total (rounded) 10", "usgs", "WLD"),
        ("United States (from Cliffside Field)", "usgs", "USA"),
        ("Congo", "bgs", "COG"),
        ("Zaire", "bgs", "COD"),
        ("490", "baci", "TWN"),
        ("058", "baci", "BLX"),
        ("842", "comtrade", "USA"),
        ("S19", "comtrade", "TWN"),
        ("_X ", "comtrade", "ZZZ"),
        ("ROM", "wiod", "ROU"),
        ("RoW", "wiod", "ROW"),
        ("304", "japan_customs", "USA"),
        ("5700", "census", "CHN"),
        ("R20", "wmd", "XKX"),
        ("米国", "name", "USA"),
        ("États-Unis", "name", "USA"),
    ],
)
def test_publishers_spellings(text: str, system: str, iso3: str) -> None:
    assert find(text, system=system) == iso3


def test_a_composite_is_not_an_economy() -> None:
    with pytest.raises(CodeError):
        find("United States and Canada", system="usgs")


def test_a_qualifier_does_not_pick_one_of_two_congos() -> None:
    assert lookup("Congo (unspecified minerals)", "usgs") == ()


def test_an_unknown_name_is_met_with_the_nearest() -> None:
    with pytest.raises(CodeError, match=r"Japan \(JPN\)"):
        find("Japn")
    with pytest.raises(CodeError, match="system 'x'"):
        find("Japan", system="x")


def test_a_former_state_is_not_found_after_its_end() -> None:
    assert find("Soviet Union", on=1985) == "SUN"
    assert find("Soviet Union", on=1991) == "SUN"
    with pytest.raises(CodeError, match="not valid on 2020"):
        find("Soviet Union", on=2020)
    assert find("891", system="baci", on=dt.date(2000, 1, 1)) == "SCG"


@pytest.mark.shared
def test_japanese_customs_codes_are_all_known(shared: Path) -> None:
    with (shared / "japan_customs_codes" / "countries.csv").open(encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    assert len(rows) > 200
    for row in rows:
        assert find(row["Code"], system="japan_customs"), row
