"""Feasible suppliers: ranked by hand on a small world, and held against what came about."""

from __future__ import annotations

import functools

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from kanmon.analysis.dependency.complexity.advantage import presence, revealed_advantage
from kanmon.analysis.dependency.complexity.entry import area_under_curve, entry_auc
from kanmon.analysis.dependency.complexity.evidence import Evidence
from kanmon.analysis.dependency.complexity.feasibility import feasibility
from kanmon.analysis.dependency.complexity.feasible import feasible_suppliers
from kanmon.analysis.dependency.complexity.matrix import ExportMatrix
from kanmon.analysis.dependency.complexity.proximity import density
from kanmon.analysis.finding import Finding
from kanmon.errors import CodeError, DataError
from kanmon.provenance import Lineage
from kanmon.testing import tiny_origin
from shared_data import SHARED, needs_shared

ECONOMIES = ("CHN", "AUS", "CAN", "JPN", "USA", "TUV")
PRODUCTS = ("280530", "260300", "740200", "850440")
VALUES = np.array(
    [
        [60.0, 10, 20, 90],
        [3, 30, 20, 5],
        [1, 20, 30, 10],
        [2, 0, 5, 80],
        [4, 30, 20, 70],
        [0, 0, 0, 0],
    ]
)
WORLD = ExportMatrix(ECONOMIES, PRODUCTS, VALUES, 2022, "kUSD")


def ask(evidence: Evidence | None = None, world: ExportMatrix = WORLD) -> Finding:
    return feasible_suppliers(
        world,
        "rare_earth_metals",
        ["280530"],
        party="JPN",
        members={"JPN"},
        lineage=Lineage((tiny_origin(),)),
        evidence=evidence,
    )


def test_score_is_its_parts_and_members_are_left_out() -> None:
    km = {"CHN": 2000.0, "AUS": 8000.0, "CAN": 10000.0, "USA": 10000.0}
    tiers = {"CHN": "of concern", "AUS": "trusted", "CAN": "trusted", "USA": "trusted"}
    finding = ask(
        Evidence(distance=km, tiers=tiers, trust={"trusted": 1.0, "of concern": 0.1}, need=10.0)
    )
    rows = {r["supplier"]: r for r in finding.table.to_pylist()}
    assert set(rows) == {"CHN", "AUS", "CAN", "USA"}, "neither the buyer nor who exports nothing"
    advantage = revealed_advantage(VALUES)
    close = density(presence(advantage))
    for name, row in rows.items():
        i = ECONOMIES.index(name)
        assert row["rca"] == pytest.approx(advantage[i, 0])
        assert row["density"] == pytest.approx(close[i, 0])
        assert row["feasibility"] == pytest.approx((close[i, 0] + min(advantage[i, 0], 1)) / 2)
        assert row["nearness"] == pytest.approx(9000.0 / (9000.0 + km[name]))
        assert row["cover"] == pytest.approx(VALUES[i, 0] / 10.0)
        assert row["score"] == pytest.approx(row["feasibility"] * row["nearness"] * row["trust"])
    scores = finding.table.column("score").to_pylist()
    assert scores == sorted(scores, reverse=True)
    assert finding.table.column("rank").to_pylist() == [1, 2, 3, 4]
    assert rows["CHN"]["standing"] == "makes"
    assert finding.figures["top_newcomer"].value != "CHN"


def test_what_is_not_given_is_not_weighed_and_said() -> None:
    finding = ask()
    assert finding.table.column("score").to_pylist() == (
        finding.table.column("feasibility").to_pylist()
    )
    for column in ("own", "distance", "nearness", "tier", "trust", "growth", "cover"):
        assert finding.table.column(column).null_count == finding.table.num_rows
    assert {"universe", "exports_only", "not_weighed", "no_exports"} == {
        c.code for c in finding.caveats
    }


def test_a_candidate_without_its_distance_is_listed_without_rank() -> None:
    finding = ask(Evidence(distance={"CHN": 2000.0, "AUS": 8000.0, "USA": 10000.0}))
    last = finding.table.to_pylist()[-1]
    assert last["supplier"] == "CAN"
    assert last["rank"] is None
    assert last["score"] is None
    assert finding.figures["unscored"].value == 1
    assert "unscored" in {c.code for c in finding.caveats}


def test_growth_is_yearly_and_unknown_where_nothing_was_exported() -> None:
    then = VALUES.copy()
    then[0, 0], then[1, 0] = 15.0, 0.0
    finding = ask(Evidence(before=ExportMatrix(ECONOMIES, PRODUCTS, then, 2020, "kUSD")))
    growth = dict(
        zip(*(finding.table.column(c).to_pylist() for c in ("supplier", "growth")), strict=True)
    )
    assert growth["CHN"] == pytest.approx(1.0)
    assert growth["AUS"] is None
    assert growth["CAN"] == pytest.approx(0.0)
    with pytest.raises(DataError, match="growth"):
        ask(Evidence(before=WORLD))


def test_a_re_exporter_keeps_only_what_it_does_not_import() -> None:
    bought = {"CHN": 60.0, "AUS": 0.0, "CAN": 0.5, "USA": 1.0}
    plain, net = ask(), ask(Evidence(imports=bought))
    before = {r["supplier"]: r for r in plain.table.to_pylist()}
    after = {r["supplier"]: r for r in net.table.to_pylist()}
    assert after["CHN"]["standing"] == "re-exports"
    assert after["CHN"]["feasibility"] == pytest.approx(before["CHN"]["density"] / 2)
    assert after["AUS"]["score"] == before["AUS"]["score"]
    assert after["CAN"]["own"] == pytest.approx(0.5)
    assert net.figures["top_newcomer"].value != "CHN"
    unknown = ask(Evidence(imports={k: v for k, v in bought.items() if k != "CHN"}))
    last = unknown.table.to_pylist()[-1]
    assert (last["supplier"], last["standing"], last["rank"]) == ("CHN", "not known", None)


def test_exports_below_the_floor_count_for_nothing() -> None:
    rows = {r["supplier"]: r for r in ask(Evidence(floor=3.5)).table.to_pylist()}
    assert rows["AUS"]["standing"] == "below the floor"
    assert rows["AUS"]["feasibility"] == pytest.approx(rows["AUS"]["density"] / 2)
    assert rows["AUS"]["value"] == 3.0


def test_scaling_the_unit_changes_no_rank() -> None:
    scaled = ExportMatrix(ECONOMIES, PRODUCTS, VALUES * 1024, 2022, "USD")
    for column in ("supplier", "score"):
        assert ask(world=scaled).table.column(column) == ask().table.column(column)
    assert ask(world=scaled).units["value"] == "USD"


def test_a_good_of_two_products_is_taken_together() -> None:
    finding = feasible_suppliers(
        WORLD, "copper", ["260300", "740200"], party="JPN", members={"JPN"}, lineage=Lineage()
    )
    rows = {r["supplier"]: r for r in finding.table.to_pylist()}
    both = revealed_advantage(
        np.column_stack([VALUES[:, 1] + VALUES[:, 2], VALUES[:, 0] + VALUES[:, 3]])
    )
    assert rows["AUS"]["rca"] == pytest.approx(both[1, 0])
    assert "several_products" in {c.code for c in finding.caveats}


def test_impossible_questions_are_refused() -> None:
    with pytest.raises(CodeError):
        feasible_suppliers(WORLD, "x", ["000000"], party="JPN", members={"JPN"}, lineage=Lineage())
    with pytest.raises(DataError, match="no product"):
        feasible_suppliers(WORLD, "x", [], party="JPN", members={"JPN"}, lineage=Lineage())
    empty = VALUES.copy()
    empty[:, 0] = 0
    with pytest.raises(DataError, match="nobody exports"):
        ask(world=ExportMatrix(ECONOMIES, PRODUCTS, empty, 2022, "kUSD"))
    for wrong in (
        {"tiers": {"CHN": "trusted"}},
        {"tiers": {}, "trust": {"trusted": 2.0}},
        {"distance": {"CHN": 0.0}},
        {"need": 0.0},
        {"imports": {"CHN": -1.0}},
    ):
        with pytest.raises(DataError):
            Evidence(**wrong)


def test_nobody_else_exports_it() -> None:
    alone = ExportMatrix(("JPN",), PRODUCTS, VALUES[3:4], 2022, "kUSD")
    finding = ask(world=alone)
    assert finding.table.num_rows == 0
    assert finding.figures["top_candidate"].value is None
    assert finding.figures["top_candidate"].missing


def test_feasibility_lies_between_its_parts() -> None:
    advantage, close = np.array([0.0, 0.4, 5.0, np.nan]), np.array([0.2, 0.4, 0.6, 0.5])
    got = feasibility(advantage, close)
    np.testing.assert_allclose(got[:3], [0.1, 0.4, 0.8])
    assert np.isnan(got[3])


@functools.cache
def baci(year: int) -> ExportMatrix:
    table = pq.read_table(
        SHARED / "baci_raw_materials" / "baci_hs92_raw_materials.parquet",
        columns=["t", "i", "k", "v"],
        filters=[("t", "=", year)],
    )
    sums = (
        pa.table(
            {
                "i": table.column("i").cast(pa.int32()),
                "k": table.column("k").cast(pa.string()),
                "v": table.column("v").cast(pa.float64()),
            }
        )
        .group_by(["i", "k"])
        .aggregate([("v", "sum")])
    )
    economies = sorted(pc.unique(sums.column("i")).to_pylist())
    products = sorted(pc.unique(sums.column("k")).to_pylist())
    values = np.zeros((len(economies), len(products)))
    rows = np.searchsorted(economies, sums.column("i").to_numpy())
    columns = np.searchsorted(products, np.array(sums.column("k").to_pylist()))
    values[rows, columns] = sums.column("v_sum").to_numpy()
    return ExportMatrix(tuple(map(str, economies)), tuple(products), values, year, "kUSD")


class TestEntry:
    """Who began to export raw materials five years on."""

    pytestmark = needs_shared

    @pytest.mark.parametrize("year", [2012, 2017, 2019])
    def test_feasibility_foretells_entry_better_than_its_parts(self, year: int) -> None:
        told = entry_auc(baci(year), baci(year + 5))
        assert told.entries > 400
        assert told.auc > 0.77
        assert told.auc > max(told.density, told.advantage)
        assert told.within > 0.75
        strict = entry_auc(baci(year), baci(year + 5), below=0.5)
        assert strict.auc > 0.70


def test_area_under_the_curve_counts_ties_half() -> None:
    assert area_under_curve([1.0, 1.0, 1.0], [True, False, False]) == 0.5
    assert area_under_curve([0.0, 1.0], [False, True]) == 1.0
    with pytest.raises(DataError):
        area_under_curve([0.0, 1.0], [True, True])
    with pytest.raises(DataError):
        area_under_curve([np.nan, 1.0], [True, False])


def test_years_out_of_order_are_refused() -> None:
    with pytest.raises(DataError, match="earlier year first"):
        entry_auc(WORLD, WORLD)
