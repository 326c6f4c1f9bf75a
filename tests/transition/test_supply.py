"""What can be had of a material, what binds, and how technologies compare."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.analysis.plan.candidates.candidate import Announced
from kanmon.analysis.transition.supply.binding import binding_materials
from kanmon.analysis.transition.supply.compare import (
    Rated,
    per_unit,
    technology_materials,
    technology_risk,
)
from kanmon.analysis.transition.supply.need import Asked, Need, Supply, obtainable
from kanmon.analysis.transition.supply.obtainable import chosen, reach, reaches
from kanmon.analysis.transition.supply.output import Output
from kanmon.analysis.transition.supply.tension import material_supply
from kanmon.catalogue.intensities import intensities
from kanmon.catalogue.technologies import Span, technology
from kanmon.provenance import Lineage

MADE = {"CHN": 80.0, "AUS": 15.0, "JPN": 5.0}
SOLD = {"CHN": (20.0, 80.0), "AUS": (0.0, 10.0)}
WORLD = Span(100.0, 100.0, 100.0)
JAPAN = frozenset({"JPN"})


def _supply(**more: object) -> Supply:
    output = Output("x", "x_ore", 2024, "s", "e", WORLD, MADE, **more)  # type: ignore[arg-type]
    return Supply(output, reaches(output, SOLD, JAPAN), 1.0)


def _need(*tonnes: float) -> Need:
    amounts = np.array(tonnes)
    return Need("x", amounts * 0.5, amounts, amounts * 2.0)


def test_what_can_be_had_by_hand() -> None:
    # Its own 5; a quarter and a fifth of the rest of China's 80; a fifth of Australia's 15.
    wanted = 5.0 + 80.0 * (0.25 + 0.2 * 0.75) + 15.0 * 0.2
    had = obtainable(_supply(), Asked("JPN", (2026,), JAPAN), "all", 2026)
    assert had is not None
    assert had.best == pytest.approx(wanted)
    assert had.low < had.best < had.high


def test_without_the_largest_it_is_less_and_by_trust_only_when_asked() -> None:
    asked = Asked("JPN", (2026,), JAPAN)
    without = obtainable(_supply(), asked, "without_top", 2026)
    assert without is not None
    assert without.best == pytest.approx(5.0 + 3.0)
    assert obtainable(_supply(), asked, "trusted", 2026) is None
    told = Asked("JPN", (2026,), JAPAN, {"AUS": "trusted", "CHN": "of_concern"})
    trusted = obtainable(_supply(), told, "trusted", 2026)
    assert trusted == without


def test_capacity_under_way_counts_from_the_year_it_must_run() -> None:
    new = Announced("x_ore", "AUS", 100.0, dt.date(2027, 6, 1), "construction", "s")
    asked = Asked("JPN", (2027, 2028), JAPAN, None, (new,))
    before, after = (obtainable(_supply(), asked, "all", y) for y in (2027, 2028))
    assert before is not None
    assert after is not None
    # Eight tenths of what is under construction, and a fifth of that.
    assert after.best - before.best == pytest.approx(100.0 * 0.8 * 0.2)


@given(st.floats(0.0, 1e6), st.floats(0.0, 1e6), st.floats(0.0, 1e6))
def test_never_more_than_is_made(made: float, bought: float, sold: float) -> None:
    one = reach("CHN", made, (min(bought, sold), sold))
    assert 0.0 <= one.has.low <= one.has.best <= one.has.high <= made * (1 + 1e-12)


def test_a_maker_that_sells_nothing_still_has_its_redirectable_part() -> None:
    assert reach("CHN", 10.0, None).has == reach("CHN", 10.0, (0.0, 0.0)).has


def test_choosing_keeps_the_party_itself() -> None:
    found = reaches(_supply().output, SOLD, JAPAN)
    kept = chosen(found, "trusted", JAPAN, {})
    assert kept is not None
    assert [r.economy for r in kept] == ["JPN"]


def test_the_largest_need_stands_beside_output_and_reserves() -> None:
    supply = {"x": _supply(reserves=1000.0, reserves_year=2025)}
    found = material_supply(
        [_need(1.0, 50.0, 20.0)], supply, Asked("JPN", (2026, 2027, 2028), JAPAN), Lineage()
    )
    (row,) = found.table.to_pylist()
    assert (row["year"], row["need"], row["share_of_output"]) == (2027, 50.0, 0.5)
    assert row["share_of_reserves"] == pytest.approx(71.0 / 1000.0)
    assert row["ratio_without_top"] == pytest.approx(50.0 / 8.0)
    assert found.figures["tightest"].value == "x"


def test_no_output_on_record_is_told_and_not_zero() -> None:
    found = material_supply([_need(1.0)], {}, Asked("JPN", (2026,), JAPAN), Lineage())
    (row,) = found.table.to_pylist()
    assert row["share_of_output"] is None
    assert row["ratio_all"] is None
    assert row["missing"]
    assert found.figures["tightest"].value is None
    assert {"no_output", "other_uses"} <= {c.code for c in found.caveats}


def test_the_year_in_which_more_is_needed_than_can_be_had() -> None:
    asked = Asked("JPN", (2026, 2027), JAPAN)
    found = binding_materials([_need(1.0, 9.0)], {"x": _supply()}, asked, Lineage())
    binds = {(r["year"], r["among"]): r["binds"] for r in found.table.to_pylist()}
    assert binds == {
        (2026, "all"): False,
        (2026, "without_top"): False,
        (2027, "all"): False,
        (2027, "without_top"): True,
    }
    assert found.figures["first_year"].value == 2027


def test_electricity_over_a_life_by_hand() -> None:
    one = technology("wind_onshore_direct")
    assert one.capacity_factor is not None
    amount, base = per_unit(one, Span(100.0, 100.0, 100.0))
    twh = one.capacity_factor.best * 8.76 * one.lifetime.best
    assert base == "TWh"
    assert amount.best == pytest.approx(100.0 / twh)
    assert amount.low < amount.best < amount.high


def test_a_score_is_the_sum_of_its_parts_and_says_what_it_leaves_out() -> None:
    output = Output("x", "x", 2024, "s", "e", Span(1e6, 1e6, 1e6), {"CHN": 1e6})
    rated = {name: Rated(output, 5.0) for name in ("tellurium", "indium")}
    laid = technology_materials(
        [technology("solar_cdte")], intensities().values(), rated, "JPN", Lineage()
    )
    (row,) = technology_risk(laid).table.to_pylist()
    parts = [r["score_part"] for r in laid.table.to_pylist() if r["score_part"] is not None]
    assert row["score"] == pytest.approx(sum(parts))
    assert row["first"] == "tellurium"
    assert "cadmium" in row["unrated"]
    assert "tellurium" not in row["unrated"]


def test_technologies_without_a_score_come_last() -> None:
    laid = technology_materials(
        [technology("solar_cdte"), technology("wind_fixed_direct")],
        intensities().values(),
        {"neodymium": Rated(Output("x", "x", world=WORLD, by_economy=MADE), 5.0)},
        "JPN",
        Lineage(),
    )
    found = technology_risk(laid)
    assert found.table.column("technology").to_pylist() == ["wind_fixed_direct", "solar_cdte"]
    assert found.table.column("rank").to_pylist() == [1, None]
