"""United States trade: countries without their groups, totals once, code and name agreeing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanmon.errors import DataError
from kanmon.sources.registry import source
from source_samples import clean_reading, copy_of


def test_imports_figure_by_figure() -> None:
    reading = clean_reading("us_census", "imports_2023.json")
    rows = {
        (r["month"], r["exporter"], r["product"]): r for r in reading.tables["flows"].to_pylist()
    }
    assert len(rows) == 6
    assert (rows[1, "CHN", "280530"]["value"], rows[1, "CHN", "280530"]["quantity"]) == (6_000, 60)
    assert rows[1, "DEU", "280530"]["quantity"] is None
    assert rows[1, "TWN", "854231"]["quantity"] is None
    assert {r["importer"] for r in rows.values()} == {"USA"}
    assert {r["valuation"] for r in rows.values()} == {"national"}
    # The publisher's own total of the month, left out as a row.
    assert sum(r["value"] for k, r in rows.items() if k[0] == 1 and k[2] == "280530") == 9_000


def test_exports_leave_out_the_breakdown_by_kind() -> None:
    reading = clean_reading("us_census", "exports_2023.csv")
    rows = reading.tables["flows"].to_pylist()
    korea = [r["value"] for r in rows if r["importer"] == "KOR"]
    assert korea == [900_000.0]
    assert any("domestic and foreign" in i.what and i.count == 2 for i in reading.issues)


def test_time_serves_for_year_and_month(tmp_path: Path) -> None:
    path = copy_of("us_census", "imports_2023.json", tmp_path)
    text = path.read_text().replace('"YEAR", "MONTH"', '"time", "X"')
    text = text.replace('"2023", "01"', '"2023-01", ""').replace('"2023", "02"', '"2023-02", ""')
    path.write_text(text)
    clean = clean_reading("us_census", "imports_2023.json")
    assert source("us_census").read(path).tables["flows"].equals(clean.tables["flows"])


def test_ten_digits_add_up_where_there_are_no_six(tmp_path: Path) -> None:
    path = tmp_path / "ten.json"
    path.write_text(
        '[["CTY_CODE","I_COMMODITY","GEN_VAL_MO","YEAR","MONTH"],\n'
        '["5700","2805300010","1000","2023","01"],\n["5700","2805300090","500","2023","01"]]'
    )
    reading = source("us_census").read(path)
    assert reading.tables["flows"].column("value").to_pylist() == [1.5]
    assert any("added up" in i.what for i in reading.issues)


def test_code_and_name_must_agree(tmp_path: Path) -> None:
    path = copy_of("us_census", "imports_2023.json", tmp_path)
    path.write_text(path.read_text().replace('"5700", "CHINA"', '"5700", "JAPAN"'))
    with pytest.raises(DataError, match="disagree"):
        source("us_census").read(path)
