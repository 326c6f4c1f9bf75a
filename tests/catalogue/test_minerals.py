"""The catalogue against the publishers' own data: every name exists, no count stands twice."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kanmon.catalogue import lists
from kanmon.catalogue.load import code_index, good, goods
from kanmon.codes import products
from kanmon.sources.bgs.read import Bgs
from kanmon.sources.source import Reading
from kanmon.sources.usgs_mcs.read import UsgsMcs
from kanmon.sources.wmd.read import Wmd
from shared_data import SHARED, needs_shared

pytestmark = needs_shared


@cache
def readings(source: str) -> tuple[Reading, ...]:
    if source == "bgs":
        return (Bgs().read(SHARED / "bgs_world_mineral_production" / "bgs_production.parquet"),)
    if source == "wmd":
        return (Wmd().read(SHARED / "world_mining_data" / "production.parquet"),)
    folder = SHARED / "usgs_mcs"
    return tuple(UsgsMcs(edition=e).read(folder) for e in ("MCS2025", "MCS2026"))


def counts(table: pa.Table, kind: str) -> Counter[tuple[str, str]]:
    names = (table.column(c).cast(pa.string()).to_pylist() for c in ("mineral", kind))
    return Counter(zip(*names, strict=True))


@pytest.mark.parametrize("source", ["usgs_mcs", "bgs", "wmd"])
def test_every_mineral_is_named_as_its_publisher_names_it(source: str) -> None:
    known = {
        "production": {k for r in readings(source) for k in counts(r.tables["production"], "kind")},
        "reserves": {
            k
            for r in readings(source)
            if "reserves" in r.tables
            for k in counts(r.tables["reserves"], "kind")
        },
        "net_import_reliance": {
            (row["mineral"], row["detail"])
            for r in readings(source)
            if "balances" in r.tables
            for row in r.tables["balances"].select(["mineral", "detail", "item"]).to_pylist()
            if row["item"] == "net_import_reliance"
        },
    }
    named = [(g.id, m) for g in goods().values() for m in g.minerals if m.source == source]
    assert len(named) > 20
    unknown = [(i, m) for i, m in named if (m.commodity, m.kind) not in known[m.role]]
    assert not unknown


@pytest.mark.parametrize("source", ["usgs_mcs", "wmd"])
def test_an_economy_is_counted_once_a_year_for_a_good(source: str) -> None:
    for reading in readings(source):
        places: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for r in reading.tables["production"].to_pylist():
            if r["statistic"] == "production":
                places.setdefault((r["mineral"], r["kind"]), []).append((r["year"], r["economy"]))
        for one in goods().values():
            seen = Counter(
                place
                for m in one.minerals
                if (m.source, m.role) == (source, "production")
                for place in places.get((m.commodity, m.kind), ())
            )
            assert not [k for k, n in seen.items() if n > 1], (one.id, reading.variant)


def test_the_count_chosen_for_gallium_is_the_published_one() -> None:
    # Mineral Commodity Summaries 2026: China 839,000 of the world's 848,000 kg in 2024.
    chosen = {(m.commodity, m.kind) for m in good("gallium_metal").minerals}
    shown = {
        r["economy"]: r["quantity"]
        for r in readings("usgs_mcs")[1].tables["production"].to_pylist()
        if (r["mineral"], r["kind"]) in chosen and r["year"] == 2024
    }
    assert (shown["CHN"], shown["WLD"]) == (839_000, 848_000)


def test_trade_of_the_open_sample_reaches_forty_goods() -> None:
    with (SHARED / "baci_raw_materials" / "product_codes_HS92_used.csv").open() as f:
        sample = {r["code"] for r in csv.DictReader(f)}
    index = code_index("HS1992")
    assert len({g for c in sample & set(index) for g in index[c]}) >= 40
    # Clays, gypsum, diatomite, asbestos, lignite and unspecified precious scrap are not strategic.
    assert sample - set(index) == {
        "250700", "250810", "250830", "250840", "251200", "252010", "252400", "270210", "270220",
        "711290",
    }  # fmt: skip


def test_every_code_is_described_in_the_comtrade_reference_of_its_edition() -> None:
    path = SHARED / "hs_nomenclature_concordance" / "descriptions.parquet"
    table = pq.read_table(path, columns=["classification", "code"])
    described = set(
        zip(*(table.column(c).to_pylist() for c in ("classification", "code")), strict=True)
    )
    for number, edition in enumerate(products.editions()):
        for code, held in code_index(edition).items():
            assert (f"hs{number}", code) in described, (edition, code, held)


def test_the_2025_list_is_as_the_geological_survey_marks_it() -> None:
    table = pq.read_table(SHARED / "usgs_mcs" / "MCS2026_Commodities_Data.parquet")
    marked = {
        row["Commodity"].strip()
        for row in table.select(["Commodity", "Is critical mineral 2025"]).to_pylist()
        if row["Is critical mineral 2025"].strip() == "Yes"
    }
    entries = [
        e
        for e in lists.entries(frozenset(goods()))
        if (e.list, e.edition.year, e.status) == ("US-CM", 2025, "found")
    ]
    ours = {e.good for e in entries}
    for one in goods().values():
        for m in one.minerals:
            if m.source == "usgs_mcs" and m.role == "production" and m.commodity in marked:
                assert one.id in ours, (one.id, m.commodity)
