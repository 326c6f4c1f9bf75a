"""Comtrade: totals once, both sides apart, both layouts, and what cannot be taken said."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kanmon.errors import DataError
from kanmon.sources.registry import source
from source_samples import clean_reading, entries


def _sample(name: str) -> str:
    return next(e for e in entries("comtrade") if e.name == name).read_text("utf-8")


def test_new_layout_figure_by_figure() -> None:
    reading = clean_reading("comtrade", "TradeData.csv")
    rows = reading.tables["flows"].to_pylist()
    assert len(rows) == 8
    by_key = {(r["year"], r["exporter"], r["importer"], r["product"]): r for r in rows}
    china = by_key[2022, "CHN", "JPN", "280530"]
    assert (china["value"], china["quantity"]) == (60_000.0, 600.0)
    assert (china["reported_by"], china["valuation"], china["hs"]) == ("importer", "cif", "HS2022")
    assert by_key[2022, "TWN", "JPN", "280530"]["quantity"] is None
    out = by_key[2022, "JPN", "CHN", "280530"]
    assert (out["reported_by"], out["valuation"]) == ("exporter", "fob")
    dropped = {i.what.split(" that ")[0]: i.count for i in reading.issues if i.kind == "dropped"}
    assert dropped["world totals"] == 1
    assert dropped["rows"] == 1
    assert sum(dropped.values()) + len(rows) == 12


def test_partners_add_up_to_the_world_total_the_sample_states() -> None:
    rows = clean_reading("comtrade", "TradeData.csv").tables["flows"].to_pylist()
    imports = [
        r for r in rows if (r["year"], r["importer"], r["product"]) == (2022, "JPN", "280530")
    ]
    assert sum(r["value"] for r in imports) == 100_000.0


def test_old_layout_and_gzip(tmp_path: Path) -> None:
    reading = clean_reading("comtrade", "comtrade_2016.csv")
    assert {r["hs"] for r in reading.tables["flows"].to_pylist()} == {"HS2012"}
    path = tmp_path / "comtrade_2016.csv.gz"
    path.write_bytes(gzip.compress(_sample("comtrade_2016.csv").encode(), mtime=0))
    assert source("comtrade").read(path).tables["flows"].equals(reading.tables["flows"])


def test_monthly_periods_are_months_and_do_not_mix_with_years(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    text = _sample("comtrade_2016.csv").replace("H4,2016,2016,2016", "H4,2016,201603,March 2016")
    path.write_text(text)
    months = source("comtrade").read(path).tables["flows"].column("month").to_pylist()
    assert set(months) == {3}
    path.write_text(text + _sample("comtrade_2016.csv").splitlines()[2] + "\n")
    with pytest.raises(DataError, match="twice"):
        source("comtrade").read(path)


def test_one_report_in_two_editions_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    text = _sample("comtrade_2016.csv")
    path.write_text(text + "\n".join(text.splitlines()[1:]).replace("H4,", "H5,") + "\n")
    with pytest.raises(DataError, match="more than one edition"):
        source("comtrade").read(path)


def test_exactly_500_rows_are_doubted(tmp_path: Path) -> None:
    path = tmp_path / "preview.csv"
    lines = _sample("TradeData.csv").splitlines()
    path.write_text("\n".join([lines[0], *lines[2:4], *[lines[1]] * 498]) + "\n")
    issues = source("comtrade").read(path).issues
    assert any(i.kind == "doubt" and "cut" in i.what and i.count == 500 for i in issues)


@pytest.mark.shared
def test_nickel_needs_its_edition_stated_and_then_counts_every_row(shared_data: Path) -> None:
    path = shared_data / "comtrade_nickel_hs6" / "un_nickel_trade.parquet"
    with pytest.raises(DataError, match="edition"):
        source("comtrade").read(path)
    reading = source("comtrade", edition="HS1992").read(path)
    counts = {i.what: i.count for i in reading.issues}
    assert counts["world totals"] == 2_844
    added = counts.get("lines added up into one flow", 0)
    rows = pq.read_metadata(path).num_rows
    assert reading.tables["flows"].num_rows + added + counts["world totals"] == rows


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("comtrade_thailand_hs8542/TradeData.parquet", "1167 rows at four digits"),
        ("comtrade_chip_equipment_hs6/comtrade_sme_2016_2020.parquet", "2660 world totals"),
        ("chips_ic_exports/comtrade_hs8542_exports_world_annual.parquet", "1686 world totals"),
    ],
)
def test_what_cannot_be_taken_is_said(shared_data: Path, file: str, why: str) -> None:
    with pytest.raises(DataError, match=why):
        source("comtrade").read(shared_data / file)
