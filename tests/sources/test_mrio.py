"""World input-output tables: accounts that close, published totals, pymrio as a second reader."""

from __future__ import annotations

import builtins
from collections import defaultdict
from pathlib import Path

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import kanmon.sources.mrio as package
from kanmon.errors import DataError
from kanmon.sources.mrio.cells import Deliveries, to_table
from kanmon.sources.mrio.read import Mrio

SAMPLE = Path(str(package.__file__)).parent / "sample"
WIDE = SAMPLE / "wiot13_2011.parquet"
OECD = SAMPLE / "ICIO2023_2018.csv"


@pytest.mark.shared
def test_rows_add_up_to_output_within_110_million(shared_data: Path) -> None:
    path = shared_data / "wiod_2013_release" / "wiot13_2011.parquet"
    table = Mrio().read(path).tables["mrio"]
    sold = table.group_by(["from_economy", "from_industry"]).aggregate([("value", "sum")])
    total = {(r["from_economy"], r["from_industry"]): r["value_sum"] for r in sold.to_pylist()}
    output = pq.read_table(path, columns=["country", "industry", "output"]).to_pylist()
    ours = {"ROM": "ROU", "RoW": "ROW"}
    gaps = [
        abs(total.get((ours.get(r["country"], r["country"]), r["industry"]), 0.0) - r["output"])
        for r in output
    ]
    assert len(gaps) == 1435
    assert max(gaps) <= 110


@pytest.mark.shared
def test_world_output_and_value_added_of_2011(shared_data: Path) -> None:
    # WIOD 2013, year 2011: world output 141.8 trillion dollars; output less inputs of the
    # United States 15.2, China 7.4 and Japan 5.9 trillion.
    path = shared_data / "wiod_2013_release" / "wiot13_2011.parquet"
    table = Mrio().read(path).tables["mrio"]
    assert pc.sum(table["value"]).as_py() == pytest.approx(141.8e6, rel=0.001)
    final = pc.is_in(table["to_industry"], value_set=pa.array(["c37", "c38", "c39", "c41", "c42"]))
    inputs = table.filter(pc.invert(final))
    for economy, trillions in (("USA", 15.2), ("CHN", 7.4), ("JPN", 5.9)):
        sold = pc.sum(table.filter(pc.field("from_economy") == economy)["value"]).as_py()
        used = pc.sum(inputs.filter(pc.field("to_economy") == economy)["value"]).as_py()
        assert (sold - used) / 1e6 == pytest.approx(trillions, abs=0.06)


def by_cell(table: pa.Table) -> dict[tuple[str, str, str, str], float]:
    return {
        (r["from_economy"], r["from_industry"], r["to_economy"], r["to_industry"]): r["value"]
        for r in table.to_pylist()
    }


def test_the_wide_table_of_the_sample() -> None:
    reading = Mrio().read(WIDE)
    cells = by_cell(reading.tables["mrio"])
    assert reading.variant == "WIOD2013-2011"
    assert reading.issues == ()
    assert cells["JPN", "c1", "JPN", "c42"] == -1.0
    assert cells["ROW", "c1", "JPN", "c14"] == 6.0
    assert ("JPN", "c1", "ROW", "c1") not in cells, "a zero is absent"


def test_a_row_that_misses_its_output_is_reported(tmp_path: Path) -> None:
    table = pq.read_table(WIDE)
    output = pa.array([v + 3 for v in table["output"].to_pylist()])
    path = tmp_path / WIDE.name
    pq.write_table(table.set_column(table.column_names.index("output"), "output", output), path)
    (issue,) = Mrio().read(path).issues
    assert (issue.kind, issue.count) == ("doubt", 4)
    assert "up to 3 million" in issue.what


def test_an_economy_nobody_knows_stops_the_reading(tmp_path: Path) -> None:
    table = pq.read_table(WIDE)
    names = [n.replace("RoW|", "LEM|") for n in table.column_names]
    table = table.rename_columns(names).set_column(
        0, "country", pa.array(["JPN", "JPN", "LEM", "LEM"])
    )
    path = tmp_path / WIDE.name
    pq.write_table(table, path)
    with pytest.raises(DataError, match="LEM"):
        Mrio().read(path)


def test_the_oecd_file_through_pymrio() -> None:
    reading = Mrio().read(OECD)
    assert reading.variant == "ICIO2023-2018"
    assert reading.origin.publisher == "OECD"
    theirs = by_cell(reading.tables["mrio"])
    wiod = by_cell(Mrio().read(WIDE).tables["mrio"])
    # The two hand-made samples hold the same numbers under the two publishers' labels.
    same = {"c1": "A01", "c14": "C26", "c37": "HFCE", "c42": "GFCF"}
    assert theirs == {(a, same[b], c, same[d]): v for (a, b, c, d), v in wiod.items()}


def test_an_oecd_row_that_misses_its_output_is_reported(tmp_path: Path) -> None:
    path = tmp_path / OECD.name
    path.write_text(OECD.read_text().replace("JPN_A01,10.0", "JPN_A01,16.0"))
    (issue,) = Mrio().read(path).issues
    assert (issue.kind, issue.count) == ("doubt", 1)
    assert "up to 6.0 million" in issue.what


def test_wiods_own_workbook_through_pymrio(tmp_path: Path) -> None:
    path = tmp_path / "wiot11_row_apr12.xlsx"
    sellers = [("USA", "c1"), ("USA", "c35"), ("RoW", "c1"), ("RoW", "c35")]
    finals = [(economy, c) for economy in ("USA", "RoW") for c in ("c37", "c42")]
    figures = np.arange(1.0, 33.0).reshape(4, 8)
    write_wiod(path, sellers, finals, figures)
    cells = by_cell(Mrio().read(path).tables["mrio"])
    assert len(cells) == 32
    assert cells["USA", "c1", "USA", "c1"] == 1.0
    assert cells["ROW", "c35", "ROW", "c42"] == 32.0


def write_wiod(
    path: Path,
    sellers: list[tuple[str, str]],
    finals: list[tuple[str, str]],
    figures: np.ndarray,
) -> None:
    """Write a workbook in the layout of the 2013 release, the total column last."""
    buyers = [*sellers, *finals]
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Intercountry Input-Output Table for 2011", *[None] * (len(buyers) + 4)])
    page.append([None])
    page.append(["(industry-by-industry)", None, None, None, *(c for _, c in buyers), "TOT"])
    page.append(["(millions of US$)", None, None, None, *(f"name {c}" for _, c in buyers), "Total"])
    page.append([None, None, None, None, *(economy for economy, _ in buyers), "TOT"])
    page.append([None, None, None, None, *(c for _, c in buyers), "c65"])
    for (economy, code), row in zip(sellers, figures, strict=True):
        page.append([code, f"name {code}", economy, code, *row, row.sum()])
    for code in ("r60", "r64", "r69"):
        page.append([code, f"name {code}", "TOT", code, *[1.0] * len(buyers), 1.0])
    book.save(path)


def test_without_pymrio_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: object, **kwargs: object) -> object:
        if name == "pymrio":
            raise ImportError(name)
        return real(name, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(DataError, match=r"kanmon\[mrio\]"):
        Mrio().read(OECD)


def test_a_name_of_no_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no name of a release"):
        Mrio().read(tmp_path)


@given(hnp.arrays(np.float64, (3, 5), elements=st.sampled_from([0.0, 0.0, -2.0, 1.5, 1e6])))
def test_no_value_is_lost_or_made(values: np.ndarray) -> None:
    sellers = (("JPN", "a"), ("CHN", "a"), ("CHN", "b"))
    buyers = (*sellers, ("JPN", "c37"), ("CHN", "c37"))
    table = to_table(Deliveries(sellers, buyers, values), 2011, system="wiod", where="x")
    assert table.num_rows == np.count_nonzero(values)
    by_row: dict[tuple[str, str], float] = defaultdict(float)
    for row in table.to_pylist():
        by_row[row["from_economy"], row["from_industry"]] += row["value"]
    for seller, line in zip(sellers, values, strict=True):
        assert by_row[seller] == pytest.approx(line.sum())
