"""Governance: known order of economies, both layouts, no score made up where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

import kanmon.sources.wgi as package
from kanmon.errors import DataError
from kanmon.sources.wgi.read import Wgi

SAMPLE = Path(str(package.__file__)).parent / "sample"


@pytest.mark.shared
def test_japan_is_stabler_than_china_and_china_than_dr_congo(shared_data: Path) -> None:
    reading = Wgi().read(shared_data / "wgi_political_stability" / "wgi_pv.parquet")
    score = {
        r["economy"]: r["estimate"]
        for r in reading.tables["governance"].to_pylist()
        if r["year"] == 2024
    }
    assert score["JPN"] > score["CHN"] > score["COD"]
    assert len(score) > 200


@pytest.mark.shared
def test_estimates_are_standardised_as_the_publisher_says(shared_data: Path) -> None:
    # Kaufmann, Kraay and Mastruzzi (2010): each year's estimates have mean 0 and deviation 1.
    reading = Wgi().read(shared_data / "wgi_political_stability" / "wgi_pv.parquet")
    rows = [r for r in reading.tables["governance"].to_pylist() if r["year"] == 2022]
    mean = sum(r["estimate"] for r in rows) / len(rows)
    deviation = (sum((r["estimate"] - mean) ** 2 for r in rows) / len(rows)) ** 0.5
    assert mean == pytest.approx(0, abs=0.06)
    assert deviation == pytest.approx(1, abs=0.05)


def test_the_databank_layout_gives_one_row_an_economy_year_and_dimension() -> None:
    reading = Wgi().read(SAMPLE / "databank.csv")
    rows = {
        (r["year"], r["economy"], r["dimension"]): r
        for r in reading.tables["governance"].to_pylist()
    }
    assert set(rows) == {
        (2000, "JPN", "PV"),
        (2022, "JPN", "PV"),
        (2000, "JPN", "RL"),
        (2022, "JPN", "RL"),
        (2022, "COD", "PV"),
    }
    japan = rows[2022, "JPN", "PV"]
    assert (japan["estimate"], japan["standard_error"], japan["percentile"]) == (1.09, 0.21, 90.5)
    assert rows[2022, "JPN", "RL"]["standard_error"] is None


def test_what_has_no_estimate_or_economy_is_counted() -> None:
    issues = Wgi().read(SAMPLE / "databank.csv").issues
    assert [(i.what, i.count) for i in issues] == [
        ("rows of no known economy: LEM", 2),
        ("economies and years without an estimate", 1),
    ]


def test_the_long_layout_is_of_the_dimension_named() -> None:
    rows = Wgi("RL").read(SAMPLE / "long.csv").tables["governance"].to_pylist()
    assert [(r["economy"], r["dimension"], r["standard_error"]) for r in rows] == [
        ("JPN", "RL", 0.21),
        ("TWN", "RL", None),
    ]


def test_a_dimension_that_does_not_exist_is_refused() -> None:
    with pytest.raises(DataError, match="'XX'"):
        Wgi("XX").read(SAMPLE / "long.csv")


def test_a_doubled_row_is_refused(tmp_path: Path) -> None:
    doubled = tmp_path / "long.csv"
    doubled.write_text("Code,year,Estimate,StdErr,Rank\nJPN,2022,1,1,1\nJPN,2022,2,1,1\n")
    with pytest.raises(DataError, match="stands twice"):
        Wgi().read(doubled)
