"""The user's own network: read from CSV or Parquet, refused with a clear word, ranked by risk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from kanmon.assessment.firms import every_firm
from kanmon.cli.firms import read_firms, read_matrix
from kanmon.errors import DataError

FIRMS = "firm,sector,economy,final\nmill,steel,JPN,0\nmaker,cars,JPN,9.5\nshop,retail,USA,4\n"
LINKS = "supplier,client,amount\nmill,maker,3\nmaker,shop,1\n"
CLASSES = "sector,cars,retail,steel\ncars,0,2,0\nretail,0,0,0\nsteel,2,0,0\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    found = []
    for name, text in (("links", LINKS), ("firms", FIRMS), ("classes", CLASSES)):
        path = tmp_path / f"{name}.csv"
        path.write_text(text, "utf-8")
        found.append(path)
    return found[0], found[1], found[2]


def test_reads_names_sectors_economies_and_final_demand(files: tuple[Path, Path, Path]) -> None:
    made = read_firms(files[0], files[1])
    net = made.network
    assert made.names == ("mill", "maker", "shop")
    assert [net.sectors[k] for k in net.sector] == ["steel", "cars", "retail"]
    assert [net.economies[k] for k in net.economy] == ["JPN", "JPN", "USA"]
    assert net.final.tolist() == [0.0, 9.5, 4.0]
    sold = dict(
        zip(zip(net.supplier.tolist(), net.client.tolist(), strict=True), net.amount, strict=True)
    )
    assert sold == {(0, 1): 3.0, (1, 2): 1.0}


def test_parquet_says_the_same(files: tuple[Path, Path, Path], tmp_path: Path) -> None:
    twins = []
    for path in files[:2]:
        twins.append(tmp_path / f"{path.stem}.parquet")
        pq.write_table(pa.csv.read_csv(path), twins[-1])
    one, other = read_firms(files[0], files[1]), read_firms(*twins)
    assert one.names == other.names
    for part in ("supplier", "client", "amount", "sector", "final", "economy"):
        np.testing.assert_array_equal(getattr(one.network, part), getattr(other.network, part))


@pytest.mark.parametrize(
    ("which", "old", "new", "said"),
    [
        ("links", "maker,shop,1", "maker,ghost,1", "client 'ghost'"),
        ("links", "maker,shop,1", "maker,shop,", "without amount"),
        ("links", "maker,shop,1", "maker,shop,-1", "amount -1"),
        ("links", "amount", "value", "no column amount"),
        ("firms", "shop,retail", "mill,retail", "'mill' twice"),
        ("firms", "shop,retail", "shop,", "no sector"),
        ("firms", "9.5", "many", "no number"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    files: tuple[Path, Path, Path], which: str, old: str, new: str, said: str
) -> None:
    path = files[0] if which == "links" else files[1]
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(DataError, match=said):
        read_firms(files[0], files[1])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("cars,0,2,0", "cars,0,3,0", "class 3"), ("sector,cars,retail", "sector,retail,cars", "same")],
)
def test_a_matrix_that_fits_nothing_is_refused(
    files: tuple[Path, Path, Path], old: str, new: str, said: str
) -> None:
    files[2].write_text(CLASSES.replace(old, new), "utf-8")
    with pytest.raises(DataError, match=said):
        read_matrix(files[2])


def test_risk_of_every_firm_by_hand(files: tuple[Path, Path, Path]) -> None:
    """Sales 3 and 1. The mill down takes the maker down (essential): all 4 are lost. The maker
    down leaves the mill without its only client: all 4. The shop down costs the maker its only
    client, and then the mill: all 4, but only on the way up."""
    made = read_firms(files[0], files[1])
    found = every_firm(made.network, made.names, read_matrix(files[2]), arithmetic="numpy")
    rows = {r["firm"]: r for r in found.table.to_pylist()}
    assert rows["mill"]["esri"] == pytest.approx(1.0)
    assert rows["maker"]["downstream"] == pytest.approx(0.25)
    assert rows["maker"]["upstream"] == pytest.approx(1.0)
    assert rows["shop"]["downstream"] == 0.0
    assert rows["shop"]["upstream"] == pytest.approx(1.0)
    assert [r["rank"] for r in found.table.to_pylist()] == [1, 2, 3]
    assert found.figures["links"].value == 2
