"""Elasticities: every layout, flags kept, signs held to, nothing guessed at."""

from __future__ import annotations

from pathlib import Path

import pytest

import kanmon.sources.elasticities as package
from kanmon.errors import DataError
from kanmon.sources.elasticities.read import Elasticities

SAMPLE = Path(str(package.__file__)).parent / "sample"


def rows_of(path: Path) -> list[dict[str, object]]:
    return list(Elasticities().read(path).tables["elasticities"].to_pylist())


def test_protee_is_kept_positive_with_its_flags() -> None:
    rows = {r["product"]: r for r in rows_of(SAMPLE / "protee.csv")}
    assert rows["811292"]["best"] == pytest.approx(35.643398, abs=1e-5)
    assert rows["811292"]["status"] == "not_significant"
    assert rows["010110"]["best"] is None
    statuses = {r["status"] for r in rows.values()}
    assert statuses == {"estimated", "not_significant", "wrong_sign"}
    assert all(r["best"] is not None for r in rows.values() if r["status"] == "estimated")


def test_broda_weinstein_is_by_importer() -> None:
    rows = {(r["economy"], r["product"]): r["best"] for r in rows_of(SAMPLE / "importers.csv")}
    assert rows["USA", "282"] == pytest.approx(1.8708954)
    sitc = rows_of(SAMPLE / "sitc.csv")
    assert {r["classification"] for r in sitc} == {"SITC3"}


def test_a_table_of_ones_own_is_short_run_demand_and_names_its_source() -> None:
    (row,) = rows_of(SAMPLE / "own.csv")
    assert (row["kind"], row["classification"], row["edition"]) == (
        "demand",
        "good",
        "example only",
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HS6,zero,positive,sigma\n811292,0,0,3.5\n", "elasticity 3.5"),
        ("HS6,zero,positive,sigma\n811292,2,0,-3.5\n", "flags '2'"),
        ("HS6,zero,positive,sigma\n11292,0,0,-3.5\n", "code '11292'"),
        ("HS6,zero,positive,sigma\n811292,0,0,-3\n811292,0,0,-4\n", "stands 2 times"),
        ("iso3c,HS0_3d,sigma\nUSA,811,0.9\n", "elasticity 0.9"),
        ("iso3c,HS0_3d,sigma\nXQX,811,2\n", "no known economy"),
        ("good,low,best,high,source\ngallium_metal,-0.1,-0.2,-0.3,x\n", "elasticities"),
        ("good,low,best,high,source\ngallium_metal,-0.3,-0.2,0.1,x\n", "elasticities"),
        ("good,low,best,high,source\ngallium_metal,-0.3,-0.2,-0.1,\n", "without good or source"),
        ("a,b\n1,2\n", "columns a, b"),
    ],
)
def test_what_does_not_fit_is_refused(text: str, found: str, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(text)
    with pytest.raises(DataError, match=found):
        Elasticities().read(path)


def test_an_economy_nobody_knows_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("iso3c,HS0_3d,sigma\nUSA,811,2\nXQX,811,3\n")
    (issue,) = Elasticities().read(path).issues
    assert issue.count == 1


@pytest.mark.shared
def test_real_files_give_every_row(shared_data: Path) -> None:
    folder = shared_data / "trade_elasticities"
    protee = rows_of(folder / "ProTEE_0_1.csv")
    assert len(protee) == 5050
    # Estimates not flagged centre between 5 and 10 (the file's own median is 7.9 with all rows).
    kept = sorted(float(str(r["best"])) for r in protee if r["status"] == "estimated")
    assert 5.0 < kept[len(kept) // 2] < 10.0
    assert len(rows_of(folder / "sigma_hs0.csv")) == 11293
    assert len(rows_of(folder / "sigma_sitc3.csv")) == 2716
