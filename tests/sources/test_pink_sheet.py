"""The Pink Sheet: a month everybody remembers, and the workbook against its long copy."""

from __future__ import annotations

import builtins
from pathlib import Path

import pyarrow as pa
import pytest

import kanmon.sources.pink_sheet as package
from kanmon.errors import DataError
from kanmon.sources.pink_sheet.read import PinkSheet

SAMPLE = Path(str(package.__file__)).parent / "sample"
WORKBOOK = SAMPLE / "CMO-Historical-Data-Monthly.xlsx"


def prices(table: pa.Table) -> dict[tuple[str, int, int], tuple[float, str]]:
    return {
        (r["commodity"], r["year"], r["month"]): (r["price"], r["unit"]) for r in table.to_pylist()
    }


@pytest.mark.shared
def test_nickel_in_march_2022_was_at_33924_dollars(shared_data: Path) -> None:
    folder = shared_data / "worldbank_pink_sheet"
    reading = PinkSheet().read(folder / WORKBOOK.name)
    price, unit = prices(reading.tables["prices"])["Nickel", 2022, 3]
    assert (round(price), unit) == (33_924, "$/mt")
    assert reading.origin.vintage == "2026-06-02"


@pytest.mark.shared
def test_the_workbook_and_its_long_copy_hold_the_same_prices(shared_data: Path) -> None:
    folder = shared_data / "worldbank_pink_sheet"
    workbook = PinkSheet().read(folder / WORKBOOK.name).tables["prices"]
    long = PinkSheet().read(folder / "monthly_prices_long.parquet").tables["prices"]
    assert prices(workbook) == prices(long)
    assert workbook.num_rows == 50_167


def test_a_month_without_a_price_has_no_row() -> None:
    found = prices(PinkSheet().read(WORKBOOK).tables["prices"])
    assert found == {
        ("Nickel", 2022, 2): (24_016.0, "$/mt"),
        ("Nickel", 2022, 3): (33_924.18, "$/mt"),
        ("Coal, South African **", 2022, 3): (294.42, "$/mt"),
        ("Rice, Thai 5%", 2022, 2): (427.0, "$/mt"),
    }


def test_both_layouts_of_the_sample_agree() -> None:
    long = PinkSheet().read(SAMPLE / "long.csv")
    assert prices(long.tables["prices"]) == prices(PinkSheet().read(WORKBOOK).tables["prices"])
    assert long.origin.vintage == "to 2022-03"


def test_without_the_excel_reader_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def without(name: str, *args: object, **kwargs: object) -> object:
        if name.startswith("openpyxl"):
            raise ImportError(name)
        return real(name, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(DataError, match=r"kanmon\[excel\]"):
        PinkSheet().read(WORKBOOK)


def test_a_page_of_something_else_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"not a workbook")
    with pytest.raises(DataError, match="cannot be read as a workbook"):
        PinkSheet().read(other)


def test_a_doubled_month_is_refused(tmp_path: Path) -> None:
    doubled = tmp_path / "long.csv"
    doubled.write_text((SAMPLE / "long.csv").read_text() + "2022-03-01,Nickel,($/mt),1\n")
    with pytest.raises(DataError, match="stand twice"):
        PinkSheet().read(doubled)
