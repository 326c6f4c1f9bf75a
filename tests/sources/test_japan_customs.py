"""Japan's trade statistics: yen by the user's rates only, unpublished months left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanmon.errors import DataError
from kanmon.sources.registry import source
from source_samples import clean_reading, copy_of


def _flows() -> dict[tuple[int, str, str, str], dict[str, object]]:
    rows = clean_reading("japan_customs", "2023").tables["flows"].to_pylist()
    return {(r["month"], r["exporter"], r["importer"], r["product"]): r for r in rows}


def test_sample_is_read_figure_by_figure() -> None:
    flows = _flows()
    china = flows[1, "CHN", "JPN", "280530"]
    assert (china["value"], china["quantity"]) == (650_000 / 130, 50.0)
    assert (china["valuation"], china["reported_by"], china["hs"]) == ("cif", "importer", "HS2022")
    assert flows[1, "CHN", "JPN", "280461"]["quantity"] == 120.0
    assert flows[1, "USA", "JPN", "841480"]["quantity"] is None
    assert flows[2, "JPN", "CHN", "848620"]["valuation"] == "fob"


def test_nine_digit_lines_add_up() -> None:
    flow = _flows()[1, "TWN", "JPN", "854231"]
    assert flow["value"] == (1_300_000 + 13_000) / 130
    assert flow["quantity"] == pytest.approx(2.01)


def test_zero_within_published_months_is_no_trade_and_later_months_are_unpublished() -> None:
    flows = _flows()
    assert (2, "VNM", "JPN", "280530") not in flows
    assert {month for month, *_ in flows} == {1, 2, 3}
    issues = clean_reading("japan_customs", "2023").issues
    assert [i.count for i in issues if "not yet published" in i.what] == [9]


def test_no_rates_no_reading(tmp_path: Path) -> None:
    path = copy_of("japan_customs", "2023", tmp_path)
    (path / "rates.csv").unlink()
    with pytest.raises(DataError, match="no exchange rates") as caught:
        source("japan_customs").read(path)
    assert "year,month,jpy_per_usd,source" in caught.value.remedy


@pytest.mark.parametrize(
    "row",
    ["2023,3,0.0074,upside down", "2023,3,,nobody", "2023,3,135,", "2023,13,135,x", "2023,2,99,x"],
)
def test_broken_rates_are_refused(tmp_path: Path, row: str) -> None:
    path = copy_of("japan_customs", "2023", tmp_path)
    lines = (path / "rates.csv").read_text().splitlines()
    (path / "rates.csv").write_text("\n".join([*lines[:3], row]) + "\n")
    with pytest.raises(DataError):
        source("japan_customs").read(path)


def test_missing_month_of_rates_is_named(tmp_path: Path) -> None:
    path = copy_of("japan_customs", "2023", tmp_path)
    lines = (path / "rates.csv").read_text().splitlines()
    (path / "rates.csv").write_text("\n".join(lines[:3]) + "\n")
    with pytest.raises(DataError, match="2023-03"):
        source("japan_customs").read(path)


def test_months_that_do_not_make_their_year_are_doubted(tmp_path: Path) -> None:
    path = copy_of("japan_customs", "2023", tmp_path)
    file = path / "2023_imports.csv"
    file.write_text(file.read_text().replace("1988000", "1888000"))
    issues = source("japan_customs").read(path).issues
    assert [i.count for i in issues if "add up" in i.what and i.kind == "doubt"] == [1]
