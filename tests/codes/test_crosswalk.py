from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.codes.crosswalk import Crosswalk
from kanmon.codes.economies import economies, find
from kanmon.errors import CodeError

NUMERIC = [e.numeric for e in economies() if e.numeric and e.kind == "economy"]


@given(st.lists(st.sampled_from([*NUMERIC, 9999, 490, None]), max_size=50))
def test_numbers_text_and_dictionaries_agree_with_find(values: list[int | None]) -> None:
    expected = [None if v is None or v == 9999 else find(str(v), system="baci") for v in values]
    numbers = pa.array(values, pa.int16())
    text = pa.array([None if v is None else f"{v:03d}" for v in values], pa.string())
    for column in (numbers, text, text.dictionary_encode(), pa.chunked_array([numbers, numbers])):
        mapped = Crosswalk("baci").map(column)
        repeat = 2 if isinstance(column, pa.ChunkedArray) else 1
        assert mapped.codes.to_pylist() == expected * repeat
        assert mapped.unmapped.get("9999", 0) == values.count(9999) * repeat
        assert mapped.missing == values.count(None) * repeat


def test_every_row_is_mapped_unmapped_or_missing() -> None:
    mapped = Crosswalk("comtrade").map(["JPN", "nobody", None, "W00", "nobody"])
    assert mapped.codes.null_count == mapped.missing + sum(mapped.unmapped.values()) == 3
    assert mapped.unmapped == {"nobody": 2}


def test_a_negative_number_is_unmapped_and_nothing_is_an_empty_column() -> None:
    assert Crosswalk("baci").map(np.array([-1, 392]).tolist()).unmapped == {"-1": 1}
    assert len(Crosswalk("baci").map(pa.array([], pa.int16())).codes) == 0


def test_taiwan_is_said_to_be_other_asia() -> None:
    (note,) = Crosswalk("baci").map([490, 490, 392]).notes
    assert "490 as TWN (2 rows)" in note
    assert "Other Asia" in note


def test_a_code_past_its_end_is_unmapped_and_said() -> None:
    mapped = Crosswalk("baci", on=2005).map([58, 56])
    assert mapped.unmapped == {"58": 1}
    assert mapped.notes == ("58 (1 rows): not valid on 2005",)


def test_an_unknown_system_is_refused_at_once() -> None:
    with pytest.raises(CodeError, match="system 'nobody'"):
        Crosswalk("nobody")


PARQUET = [
    ("baci", "baci_raw_materials/baci_hs92_raw_materials.parquet", "i"),
    ("baci", "baci_raw_materials/baci_hs92_raw_materials.parquet", "j"),
    ("baci", "baci_hs17_2020_sample/baci_2020_hs17_afg_zaf.parquet", "j"),
    ("bgs", "bgs_world_mineral_production/bgs_production.parquet", "country_trans"),
    ("wmd", "world_mining_data/production.parquet", "Country"),
    ("worldbank", "worldbank_gdp/gdp_long.parquet", "Country Code"),
    ("worldbank", "wgi_political_stability/wgi_pv.parquet", "Code"),
    ("comtrade", "comtrade_nickel_hs6/un_nickel_trade.parquet", "reporterISO"),
    ("comtrade", "comtrade_nickel_hs6/un_nickel_trade.parquet", "partnerISO"),
    ("comtrade", "comtrade_nickel_hs6/un_nickel_trade.parquet", "partnerCode"),
    ("comtrade", "comtrade_thailand_hs8542/TradeData.parquet", "partnerISO"),
    ("comtrade", "comtrade_chip_equipment_hs6/comtrade_sme_2016_2020.parquet", "Reporter Code"),
    ("usgs", "usgs_mcs/MCS2026_Commodities_Data.parquet", "Country"),
]
# What is left over on purpose: composites, and codes for which the file holds no figure.
LEFT_OVER = {
    "MCS2026_Commodities_Data": {"China, Germany, and Russia"},
    "wgi_pv": {"R20", "PUS"},
}


@pytest.mark.shared
@pytest.mark.parametrize(("system", "file", "column"), PARQUET)
def test_every_economy_in_the_data_is_mapped(
    shared: Path, system: str, file: str, column: str
) -> None:
    values = pq.read_table(shared / file, columns=[column]).column(column)
    mapped = Crosswalk(system).map(values)
    left = set(mapped.unmapped)
    if "worldbank_gdp" in file:
        # The World Bank's regions and income groups; none has a two-word ISO look-alike here.
        assert 45 <= len(left) <= 50
        assert {"EUU", "OED", "HIC", "SSF"} <= left
    else:
        assert left == LEFT_OVER.get(Path(file).stem, set())
    assert len(mapped.codes) == len(values)


@pytest.mark.shared
def test_usgs_2025_is_mapped_but_for_the_composite(shared: Path) -> None:
    with (shared / "usgs_mcs" / "MCS2025_World_Data.csv").open(encoding="utf-8-sig") as f:
        names = [row["COUNTRY"] for row in csv.DictReader(f)]
    left = Crosswalk("usgs").map(list(names)).unmapped
    assert {n.replace("\xa0", " ") for n in left} == {"United States and Canada"}


@pytest.mark.shared
def test_baci_codes_agree_with_its_own_list_but_where_said(shared: Path) -> None:
    with (shared / "baci_raw_materials" / "country_codes_V202401b.csv").open("r") as f:
        rows = list(csv.DictReader(f))
    ours = Crosswalk("baci").map(pa.array([int(r["country_code"]) for r in rows], pa.int32()))
    differ = {
        (row["country_iso3"], code)
        for row, code in zip(rows, ours.codes.to_pylist(), strict=True)
        if row["country_iso3"] != code
    }
    # Belgium-Luxembourg gets its own key; Taiwan stands behind S19; the rest are remainders.
    assert differ == {("BEL", "BLX"), ("S19", "TWN"), ("R20", "ZZZ"), ("PUS", "UMI")}


@pytest.mark.shared
def test_world_mining_data_names_agree_with_its_codes(shared: Path) -> None:
    t = pq.read_table(shared / "world_mining_data" / "production.parquet")
    names = Crosswalk("wmd").map(t.column("Country")).codes.cast(pa.string())
    codes = Crosswalk("wmd").map(t.column("Country_ISO")).codes.cast(pa.string())
    apart = pc.filter(names, pc.not_equal(names, codes)).unique().to_pylist()
    # The file gives French Guiana the code of Guyana: read it by name.
    assert apart == ["GUF"]
