"""Separative work against published figures and against the balance of mass."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.analysis.transition.fuel.separative_work import NATURAL, enrich
from kanmon.errors import DataError

# Product and tails assay, SWU and kg of feed for a kg of product, digits they are published with.
PUBLISHED = [
    (0.045, 0.0022, 7.336, 8.717, 3),  # Kanmon's plan of enriched uranium (catalogue/makers.csv)
    (0.03, 0.0025, 3.8, 5.97, 1),  # the usual textbook pair: 3 % at tails of 0.25 %
    (0.03, 0.0015, 5.0, 5.08, 1),  # the same at tails of 0.15 %
]


@pytest.mark.parametrize(("product", "tails", "swu", "feed", "digits"), PUBLISHED)
def test_published_figures_are_met(
    product: float, tails: float, swu: float, feed: float, digits: int
) -> None:
    one = enrich(product, tails)
    assert round(float(one.swu), digits) == swu
    assert float(one.feed) == pytest.approx(feed, rel=2e-3)


def test_fuel_of_nearly_twenty_per_cent_by_hand() -> None:
    one = enrich(0.1975, 0.0025)
    assert float(one.feed) == pytest.approx((0.1975 - 0.0025) / (0.00711 - 0.0025), rel=1e-12)

    def value(x: float) -> float:
        return (1 - 2 * x) * math.log((1 - x) / x)

    by_hand = value(0.1975) + (42.29935 - 1) * value(0.0025) - 42.29935 * value(0.00711)
    assert float(one.swu) == pytest.approx(by_hand, rel=1e-5)
    assert float(one.swu) == pytest.approx(41.0, abs=0.01)


assays = (
    st.tuples(st.floats(1e-4, 0.9), st.floats(1e-4, 0.9), st.floats(1e-4, 0.9))
    .map(sorted)
    .filter(lambda x: x[1] - x[0] > 1e-4)
)


@given(assays)
def test_mass_and_fissile_mass_balance(drawn: list[float]) -> None:
    tails, feed, product = drawn
    one = enrich(product, tails, feed)
    assert float(one.feed) == pytest.approx(1.0 + float(one.tails), rel=1e-9)
    assert float(one.feed) * feed == pytest.approx(product + float(one.tails) * tails, rel=1e-9)
    assert float(one.swu) >= -1e-9


@given(st.floats(0.03, 0.19), st.floats(1.01, 1.04), st.floats(0.001, 0.004))
def test_richer_fuel_and_poorer_tails_take_more_work(p: float, more: float, tails: float) -> None:
    one = enrich(p, tails)
    assert enrich(p * more, tails).swu > one.swu
    poorer = enrich(p, tails / more)
    assert poorer.swu > one.swu
    assert poorer.feed < one.feed


def test_what_is_not_enriched_takes_no_work() -> None:
    one = enrich(NATURAL, 0.0025)
    assert float(one.swu) == pytest.approx(0.0, abs=1e-12)
    assert float(one.feed) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("product", "tails"), [(0.005, 0.0025), (0.045, 0.0072), (0.045, 0.0), (1.0, 0.0025)]
)
def test_assays_out_of_order_are_refused(product: float, tails: float) -> None:
    with pytest.raises(DataError, match="tails"):
        enrich(product, tails)
