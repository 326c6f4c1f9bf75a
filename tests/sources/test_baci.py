"""BACI: the same figures from zip, folder, CSV and Parquet, and known figures of the release."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from kanmon.errors import DataError
from kanmon.sources.registry import source
from packed_mutations import parquet_year, zipped_release
from source_samples import clean_reading, copy_of, entries

ENTRY = "BACI_HS92_V202401b"


def test_sample_is_read_figure_by_figure() -> None:
    reading = clean_reading("baci", ENTRY)
    rows = {
        (r["year"], r["exporter"], r["importer"], r["product"]): (r["value"], r["quantity"])
        for r in reading.tables["flows"].to_pylist()
    }
    assert reading.variant == "HS1992"
    assert reading.origin.vintage == "V202401b"
    assert len(rows) == 15
    assert rows[2022, "CHN", "JPN", "280530"] == (60.0, 0.6)
    assert rows[2022, "THA", "JPN", "280530"] == (10.0, None)
    assert rows[2021, "TWN", "JPN", "250410"] == (1.25, 0.004)
    assert rows[2022, "FRA", "USA", "250410"] == (2.5, 1.1)


def test_rows_stand_sorted() -> None:
    rows = clean_reading("baci", ENTRY).tables["flows"].to_pylist()
    keys = [(r["product"], r["importer"], r["exporter"], r["year"]) for r in rows]
    assert keys == sorted(keys)


def test_zip_gives_what_the_folder_gives(tmp_path: Path) -> None:
    reading = source("baci").read(zipped_release(tmp_path))
    assert reading.tables["flows"].equals(clean_reading("baci", ENTRY).tables["flows"])


def test_one_year_gives_the_same_from_csv_and_parquet_with_zeros_repaired(tmp_path: Path) -> None:
    text = source("baci").read(entries("baci")[0] / "BACI_HS92_Y2022_V202401b.csv")
    columns = source("baci").read(parquet_year(tmp_path))
    assert text.tables["flows"].equals(columns.tables["flows"])


def test_lost_leading_zero_is_repaired_and_said(tmp_path: Path) -> None:
    path = tmp_path / "BACI_HS92_Y2022_V1.csv"
    path.write_text("t,i,j,k,v,q\n2022,156,392,10111,1,1\n")
    reading = source("baci").read(path)
    assert reading.tables["flows"].column("product").to_pylist() == ["010111"]
    assert [i.kind for i in reading.issues] == ["repair"]


def test_edition_is_told_from_codes_only_when_they_leave_one(tmp_path: Path) -> None:
    path = tmp_path / "flows.csv"
    path.write_text("t,i,j,k,v,q\n2022,156,392,280530,1,1\n2022,156,392,250310,1,1\n")
    reading = source("baci").read(path)
    assert reading.variant == "HS1992"
    assert any("edition" in i.what for i in reading.issues)
    path.write_text("t,i,j,k,v,q\n2022,156,392,280530,1,1\n")
    with pytest.raises(DataError, match="several"):
        source("baci").read(path)
    assert source("baci", edition="HS2012").read(path).variant == "HS2012"


def test_two_codes_of_one_economy_add_up(tmp_path: Path) -> None:
    path = tmp_path / "BACI_HS92_Y2022_V1.csv"
    path.write_text("t,i,j,k,v,q\n2022,568,392,280530,1,1\n2022,697,392,280530,2,NA\n")
    flows = source("baci").read(path).tables["flows"].to_pylist()
    assert [(r["exporter"], r["value"], r["quantity"]) for r in flows] == [("ZZZ", 3.0, None)]


def test_kept_products_limit_the_reading() -> None:
    reading = source("baci", keep=("280530",)).read(entries("baci")[0])
    assert set(reading.tables["flows"].column("product").to_pylist()) == {"280530"}
    assert "280530" not in clean_reading("baci", ENTRY).origin.note
    assert "kept" in reading.origin.note


def test_nothing_left_over_from_another_release(tmp_path: Path) -> None:
    path = copy_of("baci", ENTRY, tmp_path)
    shutil.copy(path / "BACI_HS92_Y2021_V202401b.csv", path / "BACI_HS92_Y2021_V202501.csv")
    with pytest.raises(DataError):
        source("baci").read(path)


@pytest.mark.shared
def test_raw_materials_of_1995_to_2024(shared_data: Path) -> None:
    path = shared_data / "baci_raw_materials" / "baci_hs92_raw_materials.parquet"
    flows = source("baci").read(path).tables["flows"]
    assert flows.num_rows == 1_264_888
    rows = flows.filter(
        (pc.field("year") == 2022)
        & (pc.field("importer").cast(pa.string()) == "JPN")
        & (pc.field("product").cast(pa.string()) == "280530")
    ).to_pylist()
    total = sum(r["value"] for r in rows)
    shares = {r["exporter"]: round(100 * r["value"] / total) for r in rows}
    # Shares as the folder's SOURCE.md states them.
    assert (shares["CHN"], shares["VNM"], shares["THA"]) == (59, 33, 8)


@pytest.mark.shared
def test_integer_codes_of_hs2017(shared_data: Path) -> None:
    path = shared_data / "baci_hs17_2020_sample" / "baci_2020_hs17_afg_zaf.parquet"
    reading = source("baci").read(path)
    assert reading.variant == "HS2017"
    assert reading.tables["flows"].num_rows == 72_097
    assert any(i.kind == "repair" and "zero" in i.what for i in reading.issues)
    with pytest.raises(DataError, match="file name says"):
        source("baci", edition="HS1992").read(path)
