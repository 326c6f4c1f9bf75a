"""Primary commodity prices: months of known peaks, both layouts, units never made up."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

import kanmon.sources.imf_pcps as package
from kanmon.errors import DataError
from kanmon.sources.imf_pcps.read import ImfPcps, unit_of

SAMPLE = Path(str(package.__file__)).parent / "sample"


def peak(table: pa.Table, start: str) -> tuple[int, int]:
    rows = [r for r in table.to_pylist() if r["commodity"].startswith(start)]
    top = max(rows, key=lambda r: r["price"])
    return top["year"], top["month"]


@pytest.mark.shared
def test_prices_peaked_when_they_did(shared_data: Path) -> None:
    path = shared_data / "imf_primary_commodity_prices" / "pcps_monthly_long.parquet"
    table = ImfPcps().read(path).tables["prices"]
    assert table.num_rows == 34_695
    assert peak(table, "Lithium Metal") == (2022, 4)
    assert peak(table, "Cobalt") == (2008, 3)
    assert peak(table, "Rare Earth Carbonate") == (2022, 2)


def test_a_missing_month_has_no_row_and_a_missing_unit_is_said() -> None:
    reading = ImfPcps().read(SAMPLE / "external-data.csv")
    rows = reading.tables["prices"].to_pylist()
    assert [(r["year"], r["month"], r["price"]) for r in rows if "Lithium" in r["commodity"]] == [
        (2022, 4, 2000.0)
    ]
    nameless, few = reading.issues
    assert (nameless.kind, nameless.count) == ("doubt", 1)
    assert "Lithium" in nameless.what
    assert few.what == "3 series; the sheet of July 2025 had 93"


def test_all_layouts_agree(tmp_path: Path) -> None:
    def rows(path: Path) -> list[tuple[object, ...]]:
        return sorted(tuple(r.values()) for r in ImfPcps().read(path).tables["prices"].to_pylist())

    wide = SAMPLE / "external-data.csv"
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    long = rows(SAMPLE / "long.csv")
    import csv

    for row in csv.reader(wide.read_text().splitlines()):
        page.append([float(c) if c.replace(".", "").isdigit() else c or None for c in row])
    book.save(tmp_path / "external-data.xlsx")
    assert rows(wide) == long
    assert rows(tmp_path / "external-data.xlsx") == long


@pytest.mark.parametrize(
    ("description", "unit"),
    [
        ("Sugar, U.S. import price, US cents per pound (Footnote: revised)", "US cents per pound"),
        ("Tea, Mombasa, US cents per kilogram, From July 1998, London", "US cents per kilogram"),
        ("Silicon Lumps CIF NWE (US$/MT)", "US$/MT"),
        ("Swine, 51-52% lean Hogs, U.S. price, US cents per pound.", "US cents per pound"),
        ("MCX India Chana Spot, INR/100 Kgs", "INR/100 Kgs"),
        ("Apples (1 Kg), EUR", "EUR"),
        ("Vanadium Pentoxide CIF NWE", "US dollars, per what is not stated"),
    ],
)
def test_the_unit_is_the_one_the_description_names(description: str, unit: str) -> None:
    assert unit_of(description, "USD") == unit


def test_the_old_excel_format_is_refused_with_a_way_out(tmp_path: Path) -> None:
    old = tmp_path / "external-data.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(DataError, match=r"save it as \.xlsx or \.csv"):
        ImfPcps().read(old)


def test_figures_may_not_be_shipped_on() -> None:
    assert not ImfPcps().read(SAMPLE / "long.csv").origin.licence.redistribution
