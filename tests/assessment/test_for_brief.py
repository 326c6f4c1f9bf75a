"""Scenarios in a brief: which are told of when none is asked for, and what prices do."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kanmon.analysis.finding import Caveat, Finding
from kanmon.analysis.impact.engines.chain.assemble import Supply, assemble
from kanmon.analysis.impact.price import price_change
from kanmon.analysis.impact.scenario.library import library
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import Exemption, Restriction
from kanmon.assessment.for_brief import MOST, impacts_of, in_course
from kanmon.assessment.prices import prices, shortfalls
from kanmon.errors import KanmonError
from kanmon.sources.registry import source
from kanmon.store.store import Store

DAY = dt.date(2027, 1, 1)
WORLD = assemble(
    [
        Supply("gallium_metal", "JPN", {"CHN": 0.8, "JPN": 0.2}),
        Supply("gallium_metal", "USA", {"CHN": 0.5, "JPN": 0.5}),
    ],
    [],
)


def test_those_in_course_that_cost_the_party_most_are_told() -> None:
    day = dt.date(2026, 11, 23)
    made = impacts_of("JPN", day)
    known = {one.id for one in in_course(day)}
    told = [one.scenario.id for one in made.assessments]
    assert told
    assert len(told) <= MOST
    assert {*told, *made.blind} <= known
    losses = [one.losses.figures["largest_loss"].value for one in made.assessments]
    assert losses == sorted(losses, reverse=True)  # type: ignore[type-var]


def test_one_that_is_asked_for_and_strikes_nothing_known_is_an_error() -> None:
    with pytest.raises(KanmonError, match="figures"):
        impacts_of("JPN", DAY, [library()["taiwan_chips"]])


def test_the_last_day_is_in_course_and_the_day_after_is_not() -> None:
    one = library()["rare_earths_japan_2010"]
    last = one.start + dt.timedelta(days=one.days - 1)
    assert one.id in [s.id for s in in_course(last)]
    assert one.id not in [s.id for s in in_course(last + dt.timedelta(days=1))]


def test_the_strictest_cut_counts_once_and_a_waiver_is_seen() -> None:
    wide = Restriction("a", ("CHN",), ("gallium_metal",), DAY, cut=0.5)
    waived = Restriction(
        "b", ("CHN",), ("gallium_metal",), DAY, cut=1.0, exempt=(Exemption(("USA",), 1.0),)
    )
    both = Scenario("s", "S", DAY, 10, (wide, waived))
    assert shortfalls(both, WORLD, frozenset({"JPN"})) == {"gallium_metal": pytest.approx(0.8)}
    assert shortfalls(both, WORLD, frozenset({"USA"})) == {"gallium_metal": pytest.approx(0.25)}
    half = shortfalls(both, WORLD, frozenset({"JPN", "USA"}))
    assert half == {"gallium_metal": pytest.approx((0.8 + 0.25) / 2)}
    assert shortfalls(both, WORLD, frozenset({"FRA"})) == {}


def test_prices_come_from_the_store_and_their_lack_is_said(tmp_path: Path) -> None:
    ban = Scenario("s", "S", DAY, 10, (Restriction("a", ("CHN",), ("gallium_metal",), DAY),))
    store = Store(tmp_path / "store")
    lack = prices(ban, "JPN", WORLD, store)
    assert isinstance(lack, Caveat)
    assert lack.code == "price_none"
    own = tmp_path / "own.csv"
    own.write_text("good,low,best,high,source\ngallium_metal,-0.6,-0.4,-0.3,own estimate\n")
    store.add_reading(source("elasticities").read(own), "elasticities")
    found = prices(ban, "JPN", WORLD, store)
    assert isinstance(found, Finding)
    row = found.table.to_pylist()[0]
    assert row["shortage_share"] == pytest.approx(0.8)
    assert row["price_best"] == pytest.approx(price_change(0.8, -0.4, "demand"))
    assert found.sources
