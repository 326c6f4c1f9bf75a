"""Fuel that a path saves: by hand, capped, by origin, and nothing where nothing is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.analysis.finding import Finding
from kanmon.analysis.transition.displacement import (
    FUELS,
    Member,
    burnt,
    displacing,
    energy,
    fuel_displaced,
)
from kanmon.analysis.transition.draws import Draws
from kanmon.catalogue.fuel_facts import fact, plant_factor
from kanmon.catalogue.technologies import technology
from kanmon.errors import CodeError
from kanmon.provenance import Lineage

BEST = Draws(0, 1)
ORIGINS = {
    "steam_coal": {"AUS": 0.75, "RUS": 0.25},
    "lng": {"AUS": 0.9, "RUS": 0.1},
    "crude_oil": {"SAU": 1.0},
}
JAPAN = Member("JPN", {"wind_fixed_direct": np.array([1.0, 1.0, 11.0])}, ORIGINS)


def told(*members: Member, draws: Draws = BEST) -> Finding:
    return fuel_displaced("JPN", [2024, 2025, 2026], members, draws, Lineage())


def best(f: Finding, year: int, fuel: str, origin: str) -> float:
    (row,) = [
        r
        for r in f.table.to_pylist()
        if (r["year"], r["fuel"], r["origin"]) == (year, fuel, origin)
    ]
    return float(row["best"])


def number(f: Finding, name: str) -> float:
    value = f.figures[name].value
    assert isinstance(value, float)
    return value


def test_ten_gigawatts_of_wind_by_hand() -> None:
    factor = technology("wind_fixed_direct").capacity_factor
    assert factor is not None
    twh = 10.0 * factor.best * 8.76
    mix = {f: fact("plant_factors", "JPN", f"mix/{f}").amount.best for f in ORIGINS}
    f = told(JAPAN)
    assert f.figures["twh_last"].value == pytest.approx(twh)
    assert f.figures["twh_displacing"].value == pytest.approx(twh)
    for fuel in ORIGINS:
        works = plant_factor("JPN", f"efficiency/{fuel}").amount.best
        heat = plant_factor("JPN", f"heat/{fuel}").amount.best
        # TWh x 3.6 million GJ a TWh over GJ of electricity a tonne gives.
        tonnes = twh * mix[fuel] / sum(mix.values()) * 3.6e6 / (works * heat)
        assert best(f, 2026, fuel, "WLD") == pytest.approx(tonnes)
        bought = tonnes * fact("plant_factors", "JPN", f"imported/{fuel}").amount.best
        assert f.figures[f"{fuel}_imported"].value == pytest.approx(bought)
        for origin, share in ORIGINS[fuel].items():
            assert best(f, 2026, fuel, origin) == pytest.approx(bought * share)


def test_a_year_at_the_first_stock_saves_nothing() -> None:
    f = told(JAPAN)
    assert best(f, 2024, "lng", "WLD") == best(f, 2025, "lng", "WLD") == 0.0


def test_what_japans_plants_burn_agrees_with_what_they_burn() -> None:
    """All thermal power of fiscal 2023 takes some 90 to 110 million t of coal, 40 to 50 of LNG."""
    thermal = fact("plant_factors", "JPN", "thermal").amount.best
    whole = burnt("JPN", np.array([[thermal]]), BEST)
    assert 85e6 < whole["steam_coal"][0, 0] < 110e6
    assert 40e6 < whole["lng"][0, 0] < 50e6


def test_no_more_is_displaced_than_thermal_plants_make() -> None:
    thermal = fact("plant_factors", "JPN", "thermal").amount.best
    vast = replace(JAPAN, stock={"reactor_large": np.array([0.0, 0.0, 500.0])})
    f = told(vast)
    assert f.figures["twh_displacing"].value == thermal
    assert isinstance(f.figures["twh_last"].value, float)
    assert f.figures["twh_last"].value > thermal
    whole = burnt("JPN", np.array([[thermal]]), BEST)
    assert best(f, 2026, "lng", "WLD") == pytest.approx(whole["lng"][0, 0])
    assert "displaced_beyond" in [c.code for c in f.caveats]


@given(st.lists(st.floats(0.0, 5000.0), min_size=1, max_size=5))
def test_displacing_never_exceeds_what_is_made(made: list[float]) -> None:
    draws = Draws(20, 2)
    twh = np.array(made)[:, None] * np.ones(21)
    used = displacing("USA", twh, draws)
    assert np.all(used <= twh)
    assert np.all(used <= fact("plant_factors", "USA", "thermal").amount.high)


def test_only_what_generates_counts() -> None:
    idle = {
        "battery_lfp": np.array([0.0, 1.0]),
        "electrolyser_pem": np.array([0.0, 1.0]),
        "ev_motor_magnet": np.array([0.0, 1.0]),
    }
    assert energy(idle, BEST) is None
    f = fuel_displaced("JPN", [2024, 2025], [Member("JPN", idle, ORIGINS)], BEST, Lineage())
    assert f.table.num_rows == 0
    assert f.figures["twh_last"].value is None
    assert f.figures["lng_last"].value is None
    assert f.figures["imports_value"].value is None


def test_russia_first_and_its_share_by_energy() -> None:
    f = told(JAPAN)
    order = [r["origin"] for r in f.table.to_pylist() if r["fuel"] == "steam_coal"]
    assert order[:3] == ["WLD", "RUS", "AUS"]
    tonnes = {
        (fuel, origin): best(f, 2026, fuel, origin)
        for fuel, origins in ORIGINS.items()
        for origin in origins
    }
    heat = {fuel: fact("plant_factors", "all", f"heat/{fuel}").amount.best for fuel in ORIGINS}
    whole = sum(t * heat[fuel] for (fuel, _), t in tonnes.items())
    russian = sum(t * heat[fuel] for (fuel, origin), t in tonnes.items() if origin == "RUS")
    assert f.figures["russia_share"].value == pytest.approx(russian / whole)


def test_imports_saved_are_valued_only_where_every_price_is_known() -> None:
    prices = {"steam_coal": 0.1, "lng": 0.6, "crude_oil": 0.5}
    f = told(replace(JAPAN, prices=prices))
    worth = sum(number(f, f"{fuel}_imported") * price for fuel, price in prices.items())
    assert number(f, "imports_value") == pytest.approx(worth)
    without = told(replace(JAPAN, prices={"lng": 0.6})).figures["imports_value"]
    assert without.value is None
    assert "steam_coal (JPN)" in without.missing


def test_trade_not_held_is_told_and_gives_no_origin() -> None:
    f = told(replace(JAPAN, origins={"lng": {"RUS": 1.0}}))
    assert {r["origin"] for r in f.table.to_pylist() if r["fuel"] == "steam_coal"} == {"WLD"}
    (caveat,) = [c for c in f.caveats if c.code == "fuel_origin_unknown"]
    assert "steam_coal (JPN)" in caveat.text
    assert f.figures["russia_share"].value == 1.0


def test_two_members_save_what_each_saves() -> None:
    other = Member("USA", {"solar_silicon": np.array([0.0, 0.0, 30.0])}, {})
    both, one, two = told(JAPAN, other), told(JAPAN), told(other)
    for fuel in FUELS:
        held = [f for f in (one, two) if f.figures[f"{fuel}_last"].value is not None]
        if held:
            parts = sum(number(f, f"{fuel}_last") for f in held)
            assert number(both, f"{fuel}_last") == pytest.approx(parts)


def test_intervals_hold_the_best_and_widen_with_doubt() -> None:
    f = told(JAPAN, draws=Draws(400, 1))
    for row in f.table.to_pylist():
        assert row["low"] <= row["best"] <= row["high"]
        assert row["best"] == 0.0 or row["low"] < row["high"]


@given(st.floats(0.1, 3.0))
def test_savings_grow_with_the_path(factor: float) -> None:
    more = replace(JAPAN, stock={n: factor * v for n, v in JAPAN.stock.items()})
    assert best(told(more), 2026, "lng", "WLD") == pytest.approx(
        factor * best(told(JAPAN), 2026, "lng", "WLD")
    )


def test_an_economy_without_rows_is_refused() -> None:
    with pytest.raises(CodeError, match="not on record"):
        told(replace(JAPAN, economy="FRA"))


def test_plants_of_an_economy_come_before_plants_anywhere() -> None:
    assert plant_factor("USA", "efficiency/steam_coal").amount.best == pytest.approx(
        3412.14 / 10689, abs=1e-4
    )
    assert plant_factor("DEU", "efficiency/steam_coal").scope == "all"
    with pytest.raises(CodeError, match="not on record"):
        plant_factor("USA", "efficiency/peat")
