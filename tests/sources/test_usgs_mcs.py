"""Mineral Commodity Summaries: published shares, and every way the publisher prints a figure."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kanmon.sources.usgs_mcs as package
from kanmon.errors import DataError
from kanmon.sources.source import Reading
from kanmon.sources.usgs_mcs.printed import parse
from kanmon.sources.usgs_mcs.read import UsgsMcs

SAMPLE = Path(str(package.__file__)).parent / "sample"
FOLDER_2025 = SAMPLE / "MCS2025"
FILE_2026 = SAMPLE / "MCS2026_Commodities_Data.csv"


def rows(reading: Reading, table: str, **where: object) -> list[dict[str, object]]:
    found: pa.Table = reading.tables[table]
    return [r for r in found.to_pylist() if all(r[k] == v for k, v in where.items())]


def share(reading: Reading, mineral: str, kind: str, year: int, economy: str) -> float:
    table = reading.tables["production"]
    line = table.filter(
        (pc.field("mineral") == mineral) & (pc.field("kind") == kind) & (pc.field("year") == year)
    ).to_pylist()
    amount = {r["economy"]: r["quantity"] for r in line if r["statistic"] == "production"}
    return float(amount[economy] / amount["WLD"])


@pytest.mark.shared
def test_gallium_is_china_in_both_editions(shared_data: Path) -> None:
    # 2025 edition: 750,000 of 760,000 kg; 2026 edition, revised: 839,000 of 848,000 kg.
    older = UsgsMcs("MCS2025").read(shared_data / "usgs_mcs")
    newer = UsgsMcs("MCS2026").read(shared_data / "usgs_mcs")
    assert share(older, "Gallium", "Primary production", 2024, "CHN") == pytest.approx(750 / 760)
    assert share(newer, "Gallium", "Primary production", 2024, "CHN") == pytest.approx(839 / 848)


@pytest.mark.shared
def test_rare_earths_mined_in_china_are_69_to_71_percent(shared_data: Path) -> None:
    older = UsgsMcs("MCS2025").read(shared_data / "usgs_mcs")
    newer = UsgsMcs("MCS2026").read(shared_data / "usgs_mcs")
    kind = "Mine production, rare-earth-oxide equivalent"
    assert share(older, "Rare earths", kind, 2024, "CHN") == pytest.approx(270 / 390)
    assert share(newer, "Rare Earths", "Mine production", 2024, "CHN") == pytest.approx(270 / 380)


@pytest.mark.shared
def test_the_same_world_totals_in_both_editions_agree(shared_data: Path) -> None:
    # The later edition revises 2024, rarely by more than a quarter; a unit misread by a
    # thousand shows up here.
    older = UsgsMcs("MCS2025").read(shared_data / "usgs_mcs")
    newer = UsgsMcs("MCS2026").read(shared_data / "usgs_mcs")
    pairs = [
        ("Cobalt", "Mine production, cobalt content, estimated", "Mine production"),
        ("Tungsten", "Mine production, tungsten content", "Mine production"),
        ("Lithium", "Mine production, lithium content", "Mine production"),
        ("Antimony", "Mine production, antimony content", "Mine production"),
        ("Nickel", "Mine production, nickel content", "Mine production"),
    ]
    for mineral, before, after in pairs:
        (old,) = rows(older, "production", mineral=mineral, kind=before, year=2024, economy="WLD")
        (new,) = rows(newer, "production", mineral=mineral, kind=after, year=2024, economy="WLD")
        assert old["unit"] == new["unit"]
        assert old["quantity"] == pytest.approx(new["quantity"], rel=0.25)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("edition", "mineral", "kind"),
    [
        ("MCS2025", "Cobalt", "Mine production, cobalt content, estimated"),
        ("MCS2025", "Rare earths", "Mine production, rare-earth-oxide equivalent"),
        ("MCS2026", "Cobalt", "Mine production"),
        ("MCS2026", "Rare Earths", "Mine production"),
        ("MCS2026", "Titanium Mineral Concentrates", "Mine production: Rutile"),
    ],
)
def test_economies_add_up_to_the_rounded_world_total(
    shared_data: Path, edition: str, mineral: str, kind: str
) -> None:
    reading = UsgsMcs(edition).read(shared_data / "usgs_mcs")
    lines = rows(reading, "production", mineral=mineral, kind=kind, year=2024)
    world = [float(str(r["quantity"])) for r in lines if r["economy"] == "WLD"]
    others = [float(str(r["quantity"] or 0)) for r in lines if r["economy"] != "WLD"]
    # Totals are printed to two or three significant digits.
    assert world == [pytest.approx(sum(others), rel=0.03)]


@pytest.mark.shared
def test_import_sources_of_every_line_add_up_to_a_whole(shared_data: Path) -> None:
    newer = UsgsMcs("MCS2026").read(shared_data / "usgs_mcs")
    total: dict[tuple[object, object], float] = {}
    for r in rows(newer, "balances", item="import_source"):
        key = (r["mineral"], r["detail"])
        total[key] = total.get(key, 0.0) + float(str(r["value"] or 0))
    whole = [key for key, value in total.items() if abs(value - 100) <= 2]
    assert len(whole) / len(total) > 0.9


def test_a_folder_of_2025_gives_all_four_tables() -> None:
    reading = UsgsMcs().read(FOLDER_2025)
    assert reading.variant == "MCS2025"
    assert set(reading.tables) == {"production", "reserves", "balances", "prices"}
    assert reading.origin.vintage == "MCS2025"


def test_capacity_under_a_production_heading_is_capacity() -> None:
    (row,) = rows(UsgsMcs().read(FOLDER_2025), "production", mineral="Cement", year=2024)
    assert row["statistic"] == "capacity"


def test_a_blank_beside_figures_is_unknown_and_keeps_the_note() -> None:
    reading = UsgsMcs().read(FOLDER_2025)
    (row,) = rows(
        reading, "production", mineral="Gallium", economy="USA", year=2024, statistic="production"
    )
    assert row["quantity"] is None
    assert row["note"] == "NA"


def test_reserves_take_the_unit_of_their_note() -> None:
    (row,) = rows(UsgsMcs().read(FOLDER_2025), "reserves", mineral="Iron Ore")
    assert (row["quantity"], row["unit"]) == (58000.0, "Mt")


def test_a_bound_is_not_a_point_where_the_table_has_no_bounds() -> None:
    (row,) = rows(UsgsMcs().read(FOLDER_2025), "reserves", economy="IND")
    assert row["quantity"] is None
    assert row["note"] == "printed as >2000000"


def test_a_second_total_says_what_it_is_of() -> None:
    totals = rows(
        UsgsMcs().read(FOLDER_2025),
        "production",
        economy="WLD",
        year=2024,
        mineral="Titanium Mineral Concentrates",
    )
    assert [t["kind"] for t in totals] == [
        "Mine production, rutile",
        "Mine production, rutile (ilmenite and rutile)",
    ]


def test_misprints_are_mended_and_counted_and_what_is_unknown_is_dropped_and_counted() -> None:
    issues = {i.what: i for i in UsgsMcs().read(FOLDER_2025).issues}
    assert issues["'Gemanium' misprinted for 'Germanium'"].count == 1
    assert issues["figures of unknown unit ''"].count == 3
    assert issues["rows of no known economy: Atlantis and Lemuria"].count == 1
    assert issues["rows of no known economy: Atlantis and Lemuria"].kind == "dropped"


def test_estimated_follows_year_and_notes() -> None:
    production = UsgsMcs().read(FOLDER_2025)
    (before,) = rows(production, "production", mineral="Gallium", economy="CHN", year=2023)
    assert not before["estimated"]
    (reported,) = rows(production, "production", mineral="Germanium", year=2024)
    assert not reported["estimated"]
    latest = rows(production, "production", mineral="Gallium", economy="CHN", year=2024)
    assert all(r["estimated"] for r in latest)


def test_salient_lines_take_meaning_and_unit_from_the_metadata() -> None:
    reading = UsgsMcs().read(FOLDER_2025)
    (consumption,) = rows(reading, "balances", item="consumption", year=2023)
    assert consumption["unit"] == "kg"
    assert consumption["detail"] == "Consump_g: Consumption, reported"
    (price,) = rows(reading, "prices", year=2024)
    assert price["price"] == 500.0
    assert price["unit"] == "dollars per kilogram"


def test_marks_in_balances_keep_their_meaning() -> None:
    reading = UsgsMcs().read(FOLDER_2025)
    by = {(r["item"], r["year"]): r for r in rows(reading, "balances", mineral="Gallium")}
    assert by["net_import_reliance", 2023]["bound"] == "at_least"
    assert by["net_import_reliance", 2024]["value"] is None
    assert by["net_import_reliance", 2024]["note"] == "net exporter"
    assert by["exports", 2024]["bound"] == "at_most"
    assert by["stocks", 2024]["value"] == -88.0


def test_figure_2_gives_the_order_of_sources_without_shares() -> None:
    reading = UsgsMcs().read(FOLDER_2025 / "MCS2025_Fig2_Net_Import_Reliance.csv")
    sources = rows(reading, "balances", item="import_source", mineral="GALLIUM, metal")
    assert [s["partner"] for s in sources] == ["JPN", "CHN", "DEU", "CAN"]
    assert {s["value"] for s in sources} == {None}
    assert {s["year"] for s in sources} == {2023}
    zirconium = rows(reading, "balances", item="import_source")[4:]
    assert [s["partner"] for s in zirconium] == ["ZAF", "KOR"]


def test_the_file_of_2026() -> None:
    reading = UsgsMcs().read(FILE_2026)
    assert reading.variant == "MCS2026"
    assert share(reading, "Gallium", "Primary production", 2024, "CHN") == pytest.approx(839 / 848)
    (zero,) = rows(reading, "production", economy="USA", year=2024)
    assert zero["quantity"] == 0.0
    (japan,) = rows(reading, "balances", item="import_source")
    assert (japan["economy"], japan["partner"], japan["year"], japan["value"]) == (
        "USA",
        "JPN",
        2024,
        32.0,
    )
    (lost,) = rows(reading, "balances", item="other")
    assert lost["value"] is None
    assert {i.what for i in reading.issues if i.kind == "doubt"} == {
        "cells that are no number and no known mark"
    }


def test_a_zip_reads_as_its_folder(tmp_path: Path) -> None:
    packed = tmp_path / "release.zip"
    with zipfile.ZipFile(packed, "w") as file:
        for path in sorted(FOLDER_2025.iterdir()):
            file.write(path, path.name)
    assert UsgsMcs().read(packed).tables == UsgsMcs().read(FOLDER_2025).tables


def test_two_editions_in_a_folder_must_be_chosen_between(tmp_path: Path) -> None:
    both = shutil.copytree(SAMPLE, tmp_path / "both")
    with pytest.raises(DataError, match="MCS2025, MCS2026"):
        UsgsMcs().read(both)
    assert UsgsMcs("MCS2026").read(both).tables == UsgsMcs().read(FILE_2026).tables


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match="no known file of the release"):
        UsgsMcs().read(other)


@given(st.integers(0, 10**9))
def test_a_number_reads_the_same_with_and_without_grouping(number: int) -> None:
    assert parse(f"{number:,}") == parse(str(number))
    assert parse(f">{number:,}").bound == "at_least"
    assert parse(f"−{number}").value == -number


@given(st.text())
def test_no_text_is_ever_read_as_zero(text: str) -> None:
    if parse(text).value == 0.0:
        assert text.replace("\u00a0", " ").strip().strip("<>-−").strip("0,.") in ("", "—", "–")
