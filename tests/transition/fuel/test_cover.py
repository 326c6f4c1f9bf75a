"""Days that stocks last, and that they make good a lost supplier, by hand."""

from __future__ import annotations

import pytest

from kanmon.analysis.transition.fuel.chain import stage_capacity
from kanmon.analysis.transition.fuel.cover import fuel_cover
from kanmon.analysis.transition.fuel.lost import fuel_lost, short_without
from kanmon.catalogue.fuel_facts import fact, fuel_sites
from kanmon.provenance import Lineage


def test_stock_over_need_by_hand() -> None:
    stock = fact("nuclear_fleet", "USA", "stock_uranium").amount
    need = fact("nuclear_fleet", "USA", "need_uranium").amount
    (row, other) = fuel_cover("USA", ["USA"], Lineage()).table.to_pylist()
    assert row["days"] == pytest.approx(365.0 * stock.best / need.best)
    assert row["days_low"] == pytest.approx(365.0 * stock.low / need.high)
    assert row["days_high"] == pytest.approx(365.0 * stock.high / need.low)
    assert other["days"] is None
    assert other["missing"] == "stock not on record"


def test_a_bloc_with_stocks_of_its_own_is_told_first() -> None:
    rows = fuel_cover("EU", ["FRA"], Lineage()).table.to_pylist()
    assert [r["economy"] for r in rows] == ["EU", "EU", "FRA", "FRA"]
    assert rows[0]["days"] == pytest.approx(365.0 * 37655 / 12500)
    assert [r["days"] for r in rows[2:]] == [None, None]


def test_a_lost_supplier_by_hand() -> None:
    f = fuel_lost("USA", ["USA"], "RUS", Lineage())
    mining, enrichment = f.table.to_pylist()
    cover = fuel_cover("USA", ["USA"], Lineage()).table.to_pylist()[0]
    assert mining["days"] == pytest.approx(cover["days"] / 0.04)
    assert mining["days_low"] == pytest.approx(cover["days_low"] / 0.045)
    assert mining["days_high"] == pytest.approx(cover["days_high"] / 0.035)
    assert enrichment["share"] == 0.2
    assert enrichment["days"] is None
    assert enrichment["missing"] == "stock not on record"


def test_a_larger_supplier_leaves_fewer_days() -> None:
    days = {
        name: fuel_lost("USA", ["USA"], name, Lineage()).table.to_pylist()[0]["days"]
        for name in ("CAN", "KAZ", "RUS")
    }
    assert days["CAN"] < days["KAZ"] < days["RUS"]


def test_a_supplier_of_whom_nothing_is_known_has_no_days() -> None:
    rows = fuel_lost("JPN", ["JPN"], "FRA", Lineage()).table.to_pylist()
    assert all(r["share"] is None and r["days"] is None for r in rows)
    assert all("share of the supplier" in r["missing"] for r in rows)


def test_what_the_loss_takes_from_everyone_else() -> None:
    held = {n: s.best for n, s in stage_capacity(fuel_sites("enrichment"), "owner").items()}
    need = fact("nuclear_fleet", "WLD", "need_swu").amount.best
    own = fact("nuclear_fleet", "RUS", "need_swu").amount.best
    left = (sum(held.values()) - held["RUS"]) / (need - own)
    assert short_without("enrichment", "RUS") == pytest.approx(1.0 - left)
    # By our rows Russia burns more uranium than it mines: its loss takes nothing from others.
    assert short_without("mining", "RUS") == 0.0
    assert short_without("mining", "KAZ") is None
    assert short_without("fabrication", "RUS") is None
