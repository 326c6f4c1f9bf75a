"""GDP: a figure everybody knows, and aggregates that must not be summed with economies."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import kanmon.sources.gdp as package
from kanmon.errors import DataError
from kanmon.sources.gdp.read import Gdp

SAMPLE = Path(str(package.__file__)).parent / "sample"
WIDE = SAMPLE / "API_NY.GDP.MKTP.CD_DS2_en_csv_v2_1.csv"


@pytest.mark.shared
def test_japan_2011_and_the_sum_of_economies_against_the_world(shared_data: Path) -> None:
    path = shared_data / "worldbank_gdp" / "gdp_long.parquet"
    gdp = Gdp().read(path).tables["gdp"].to_pylist()
    amount = {r["economy"]: r["gdp"] for r in gdp if r["year"] == 2011}
    assert amount["JPN"] == pytest.approx(6.23e12, rel=0.002)
    assert "WLD" not in amount
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    world = pq.read_table(path).filter(
        (pc.field("Country Code") == "WLD") & (pc.field("year") == 2011)
    )
    # The publisher fills in missing economies in its world; so ours is a little below.
    assert sum(amount.values()) / world["value"][0].as_py() == pytest.approx(0.995, abs=0.006)


def test_the_publishers_file() -> None:
    reading = Gdp().read(WIDE)
    assert reading.origin.vintage == "2025-03-24"
    rows = {(r["economy"], r["year"]): r["gdp"] for r in reading.tables["gdp"].to_pylist()}
    assert rows["JPN", 2011] == 6.233e12
    assert set(rows) == {("JPN", y) for y in (2010, 2011, 2012)} | {("XKX", 2011), ("XKX", 2012)}
    dropped = [(i.what, i.count) for i in reading.issues if i.kind == "dropped"]
    assert dropped == [
        ("rows of 2 aggregates: EMU, WLD", 6),
        ("economies and years without a figure", 1),
    ]


def test_the_zip_reads_as_its_file(tmp_path: Path) -> None:
    packed = tmp_path / "gdp.zip"
    with zipfile.ZipFile(packed, "w") as file:
        file.write(WIDE, WIDE.name)
        file.writestr("Metadata_Country_" + WIDE.name, "x")
    assert Gdp().read(packed).tables == Gdp().read(WIDE).tables


def test_the_long_layout() -> None:
    assert Gdp().read(SAMPLE / "long.csv").tables["gdp"].to_pylist() == [
        {"year": 2011, "economy": "JPN", "gdp": 6.233e12}
    ]


def test_another_indicator_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "long.csv"
    other.write_text((SAMPLE / "long.csv").read_text().replace("NY.GDP.MKTP.CD", "NY.GDP.PCAP.CD"))
    with pytest.raises(DataError, match=r"NY\.GDP\.PCAP\.CD"):
        Gdp().read(other)
