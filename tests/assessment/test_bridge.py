"""Goods on an input-output table: the part they make up is measured, and its lack is said."""

from __future__ import annotations

import datetime as dt

import pytest

from kanmon.analysis.impact.engines.economy.engine import EconomyEngine
from kanmon.analysis.impact.engines.economy.table import EconomyTable, economy_table
from kanmon.analysis.impact.scenario.responses import Substitution
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import CapacityLoss, Restriction
from kanmon.assessment.bridge import bridged, matching, without
from kanmon.catalogue.load import good
from kanmon.errors import ScenarioError
from kanmon.picture.build import Supply, build_picture
from kanmon.reference.pack import pack

DAY = dt.date(2012, 1, 1)
SUPPLY = Supply(None, pack())


def _table(unit: str = "MUSD 2011") -> EconomyTable:
    """IDN's c2 sells 900 MUSD to industries and 100 MUSD to final users of JPN."""
    sales = [[10, 0, 900, 0], [0, 10, 0, 10], [10, 0, 10, 10], [0, 10, 10, 10]]
    final = [[3000, 100], [3000, 1], [1, 3000], [1, 3000]]
    return economy_table(("IDN", "JPN"), ("c2", "c12"), sales, final, unit=unit)


def _ban(*goods: str) -> Scenario:
    return Scenario("s", "S", DAY, 30, (Restriction("ban", ("IDN",), goods, DAY, on=("JPN",)),))


def test_the_part_is_trade_over_deliveries_on_the_cut_edges() -> None:
    rows = build_picture("WLD", [good("nickel_ore")], SUPPLY, year=2011).trade("nickel_ore", 2011)
    traded = sum(
        r["value"] for r in rows.to_pylist() if (r["exporter"], r["importer"]) == ("IDN", "JPN")
    )
    made = bridged([_ban("nickel_ore")], _table(), SUPPLY)
    ((code, part),) = made.bridge["nickel_ore"]
    assert code == "c2"
    assert part == pytest.approx(traded / 1000.0 / 1000.0)
    assert [c.code for c in made.caveats] == ["economy_parts"]


def test_a_good_without_trade_is_named_and_left_out_of_the_run() -> None:
    both = _ban("nickel_ore", "logic_chips")
    made = bridged([both], _table(), SUPPLY)
    assert [c.code for c in made.caveats] == ["economy_parts", "economy_blind"]
    assert "logic_chips" in made.caveats[1].text
    left = without(both, made.bridge)
    assert left.shocks[0].goods == ("nickel_ore",)
    assert EconomyEngine(_table(), bridge=made.bridge).run([left])[0].lost.sum() > 0.0


def test_parts_left_without_goods_are_dropped_and_industries_stay() -> None:
    scenario = Scenario(
        "s",
        "S",
        DAY,
        30,
        (
            Restriction("a", ("IDN",), ("logic_chips",), DAY),
            Restriction("b", ("IDN",), ("industry:c2",), DAY),
        ),
        (Substitution("c", ("JPN",), ("logic_chips",), 0.5, in_goods=("smartphones",)),),
    )
    left = without(scenario, {})
    assert [one.id for one in left.shocks] == ["b"]
    assert left.responses == ()


def test_nothing_measured_is_an_error_that_says_why() -> None:
    with pytest.raises(ScenarioError, match=r"logic_chips \(no one industry of the table\)"):
        bridged([_ban("logic_chips")], _table(), SUPPLY)
    loss = Scenario("s", "S", DAY, 30, (CapacityLoss("q", ("IDN",), ("nickel_ore",), DAY, 0.5),))
    with pytest.raises(ScenarioError, match="of the whole industry"):
        bridged([loss], _table(), SUPPLY)


@pytest.mark.parametrize(
    ("industries", "found"),
    [
        (("c2",), "c2"),
        (("B05_06", "B07_08"), "B07_08"),
        (("B05T08",), "B05T08"),
        (("B07", "B08"), "B07"),
        (("C24",), None),
        (("mining",), None),
    ],
)
def test_codes_of_either_classification_are_met(
    industries: tuple[str, ...], found: str | None
) -> None:
    assert matching("nickel_ore", industries) == found
