"""What reactors take in a year, by hand, and with its interval."""

from __future__ import annotations

import numpy as np
import pytest

from kanmon.analysis.transition.draws import Draws
from kanmon.analysis.transition.fuel.need import days_of_cover, gigawatt_need, path_need
from kanmon.analysis.transition.fuel.separative_work import enrich
from kanmon.catalogue.fuel_facts import fact
from kanmon.catalogue.technologies import Span, technology

REACTORS = ["reactor_large", "reactor_small_lwr", "reactor_small_haleu"]


@pytest.mark.parametrize("reactor", REACTORS)
def test_a_gigawatt_by_hand(reactor: str) -> None:
    def best(key: str) -> float:
        return fact("fuel_need", reactor, key).amount.best

    factor = technology(reactor).capacity_factor
    assert factor is not None
    heat = 365.0 * factor.best / best("efficiency")
    fuel = heat / best("burnup")
    per_kg = enrich(best("assay"), best("tails"))
    one = gigawatt_need(reactor, Draws(0, 1))
    assert one.fuel[0] == pytest.approx(fuel)
    assert one.uranium[0] == pytest.approx(fuel * float(per_kg.feed))
    assert one.swu[0] == pytest.approx(fuel * float(per_kg.swu))


def test_a_large_reactor_takes_what_reactors_are_known_to_take() -> None:
    """Some 20 t of fuel, 150 to 200 t of uranium and 100 to 150 thousand SWU a gigawatt."""
    one = gigawatt_need("reactor_large", Draws(0, 1))
    assert 15.0 < one.fuel[0] < 25.0
    assert 130.0 < one.uranium[0] < 200.0
    assert 100.0 < one.swu[0] < 160.0


@pytest.mark.parametrize("reactor", REACTORS)
def test_draws_stand_on_both_sides_of_the_best(reactor: str) -> None:
    one = gigawatt_need(reactor, Draws(500, 3))
    for flow in (one.fuel, one.uranium, one.swu):
        assert flow.shape == (501,)
        assert flow[1:].min() < flow[0] < flow[1:].max()


def test_a_path_without_reactors_takes_nothing() -> None:
    assert path_need({"wind_fixed_direct": np.array([5.0])}, Draws(0, 1)) == {}


def test_twice_the_reactors_take_twice_the_fuel() -> None:
    stock = {"reactor_large": np.array([1.0, 2.0]), "reactor_small_haleu": np.array([0.0, 3.0])}
    one = path_need(stock, Draws(20, 1))
    two = path_need({k: 2.0 * v for k, v in stock.items()}, Draws(20, 1))
    assert set(one) == {"fuel", "uranium", "swu", "haleu"}
    for flow, amounts in one.items():
        np.testing.assert_allclose(two[flow], 2.0 * amounts)
    np.testing.assert_array_equal(one["haleu"][0], 0.0)


def test_only_fuel_above_five_per_cent_is_told_as_such() -> None:
    assert "haleu" not in path_need({"reactor_small_lwr": np.array([1.0])}, Draws(0, 1))


def test_days_of_cover_by_hand() -> None:
    days = days_of_cover(Span(100.0, 200.0, 300.0), Span(365.0, 730.0, 1460.0))
    assert (days.low, days.best, days.high) == (25.0, 100.0, 300.0)
