"""The parts of a plan: needs shared out, scenarios that strike, supply in thirds, runs again."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import CapacityLoss, Restriction
from kanmon.analysis.impact.timeline import timeline
from kanmon.analysis.plan.candidates.candidate import Candidate, Source
from kanmon.analysis.plan.candidates.find import candidates
from kanmon.analysis.plan.programme.good import Good
from kanmon.catalogue.embargoes import parse_embargoes
from kanmon.catalogue.load import goods
from kanmon.catalogue.planning import known, planned
from kanmon.errors import CodeError, DataError
from kanmon.picture.build import Supply, build_picture
from kanmon.planning.asked import Asked
from kanmon.planning.findings.about import hhi, upstream_hhi
from kanmon.planning.needs import Member, Needs, daily_use, needs
from kanmon.planning.rerun import Buying, members_shares, rerun
from kanmon.planning.strike import delivered
from kanmon.planning.supply import MORE, by_economy, supply
from kanmon.planning.threats import disruptions, threats
from kanmon.reference.pack import pack

_DAY = dt.date(2027, 1, 1)
_NAMES = ("CHN", "AUS", "CAN", "KOR")


def _case(*shocks: Restriction | CapacityLoss, days: int = 365) -> Scenario:
    return Scenario("s", "S", _DAY, days, shocks)


@st.composite
def _shares(draw: st.DrawFn) -> dict[str, float]:
    parts = [draw(st.integers(0, 100)) for _ in _NAMES]
    total = sum(parts) or 1
    return {n: (p / total if sum(parts) else 0.25) for n, p in zip(_NAMES, parts, strict=True)}


@given(_shares(), _shares(), _shares(), st.integers(1, 100))
@settings(max_examples=200, deadline=None)
def test_a_plan_shared_out_adds_up(
    first: dict[str, float], second: dict[str, float], plan: dict[str, float], weight: int
) -> None:
    members = (Member("JPN", float(weight), first), Member("USA", 50.0, second))
    found = Needs("x", members, {}, None, "world_mix")
    shared = members_shares(found, plan)
    for member in members:
        its = shared[member.economy]
        assert sum(its.values()) == pytest.approx(1.0, abs=1e-9)
        assert min(its.values()) > 0.0
    for name in _NAMES:
        pooled = sum(m.imports * shared[m.economy].get(name, 0.0) for m in members)
        assert pooled / found.demand == pytest.approx(plan[name], abs=1e-9)


@given(_shares(), _shares())
@settings(max_examples=50, deadline=None)
def test_buying_as_today_changes_nobody(first: dict[str, float], second: dict[str, float]) -> None:
    members = (Member("JPN", 3.0, first), Member("USA", 5.0, second))
    found = Needs("x", members, {}, None, "world_mix")
    shared = members_shares(found, found.today)
    for member in members:
        for name, share in member.today.items():
            assert shared[member.economy].get(name, 0.0) == pytest.approx(share, abs=1e-9)


def test_a_cut_on_one_member_strikes_by_what_it_buys() -> None:
    members = (Member("JPN", 1.0, {"CHN": 1.0}), Member("USA", 3.0, {"CHN": 1.0}))
    made = Needs("x", members, {}, None, "world_mix")
    ban = Restriction("b", ("CHN",), ("x",), _DAY, on=("USA",), duration_days=73.0)
    arrives, years = delivered(timeline(_case(ban)), [Candidate("CHN", "x", "current")], made)
    assert arrives.tolist() == [0.25]
    assert years == pytest.approx(0.2)


def test_what_others_made_is_struck_with_them() -> None:
    members = (Member("JPN", 1.0, {"KOR": 1.0}),)
    made = Needs("x", members, {"KOR": {"CHN": 0.6, "KOR": 0.4}}, None, "measured")
    sides = [Candidate("KOR", "x", "current")]
    ban = Restriction("b", ("CHN",), ("x",), _DAY)
    assert delivered(timeline(_case(ban)), sides, made)[0][0] == pytest.approx(0.4)
    # A ban on the party alone leaves what goes by Korea.
    alone = Restriction("b", ("CHN",), ("x",), _DAY, on=("JPN",))
    assert delivered(timeline(_case(alone)), sides, made)[1] == 0.0
    quake = CapacityLoss("q", ("CHN",), ("x",), _DAY, 0.5)
    assert delivered(timeline(_case(quake)), sides, made)[0][0] == pytest.approx(0.7)


def test_feed_is_struck_and_the_hardest_step_counts_once() -> None:
    made = Needs("x", (Member("JPN", 1.0, {"FIN": 1.0}),), {}, None, "measured")
    sources = (Source("ore", "COD", 0.8), Source("salt", "COD", 0.5), Source("x", "COD", 0.9))
    side = [Candidate("FIN", "x", "current", sources=sources)]
    ban = Restriction("b", ("COD",), ("ore", "salt"), _DAY)
    assert delivered(timeline(_case(ban)), side, made)[0][0] == pytest.approx(0.2)
    other = Restriction("b", ("COD",), ("y",), _DAY)
    assert delivered(timeline(_case(other)), side, made)[1] == 0.0


def test_only_the_first_year_of_a_scenario_counts() -> None:
    made = Needs("x", (Member("JPN", 1.0, {"CHN": 1.0}),), {}, None, "world_mix")
    late = Restriction("b", ("CHN",), ("x",), _DAY + dt.timedelta(days=400))
    found = delivered(timeline(_case(late, days=800)), [Candidate("CHN", "x", "current")], made)
    assert found[1] == 0.0


def test_supply_in_thirds_adds_up_and_no_price_is_a_bargain() -> None:
    picture = build_picture("EPCC", [goods()["palladium"]], Supply(None, pack()))
    found = candidates(picture, "palladium")
    need, asked = needs(picture, found), Asked("palladium")
    room = supply(found, need, asked)
    s = room.suppliers
    assert s.today.sum() == pytest.approx(1.0)
    assert (s.cost >= room.price * (1 - 1e-12)).all()
    for one in found.candidates:
        its = [k for k, c in enumerate(room.candidates) if c is one]
        beyond = [k for k in its if s.labels[k].endswith(MORE)]
        assert s.cost[beyond].tolist() == sorted(s.cost[beyond].tolist())
        if its and one.available is not None and one.relation != "announced":
            held = float(s.capacity[its].sum()) * need.demand
            assert held <= one.available.best * (1 + 1e-9)
    met = disruptions(threats(room, need, asked))
    whole = by_economy(Good("palladium", need.demand, s, met, voll=room.price * 10))
    assert whole.suppliers.capacity.sum() == pytest.approx(s.capacity.sum())
    laid = room.laid({"ZAF": 0.5, "CAN": 0.01})
    assert room.by_economy(laid)["ZAF"] == pytest.approx(0.5)


def test_the_engine_sees_no_difference_where_there_is_none() -> None:
    good = "gallium_metal"
    names = [good, "light_emitting_diodes", "amplifier_chips"]
    picture = build_picture("EPCC", [goods()[n] for n in names], Supply(None, pack()))
    found = candidates(picture, good)
    need, asked = needs(picture, found), Asked(good)
    every = threats(supply(found, need, asked), need, asked)
    met = [one for one in every if one.scenario.id == "stop-CHN"]
    today = Buying(need.today, 60.0)
    more = Buying(need.today, 200.0)
    lost = rerun(picture, need, {"a": today, "b": today, "c": more}, met)
    assert lost["a"] == lost["b"]
    assert lost["a"][0].mean > lost["c"][0].mean >= 0.0
    assert lost["a"][0].good in names


def test_use_home_and_concentration() -> None:
    assert daily_use(Member("JPN", 365.0, {"CHN": 1.0})) == pytest.approx(1.0)
    assert hhi(np.zeros(3)) == 0.0
    assert upstream_hhi(np.array([0.5, 0.5]), [-1, -1]) == pytest.approx(0.5)


def test_every_assumption_has_a_place_and_embargoes_are_held_to_a_layout() -> None:
    assert planned("chance", "nowhere", "real").scope == "real"
    assert known("need", "JPN/gallium_metal") is not None
    with pytest.raises(CodeError, match="no assumption"):
        planned("nothing")
    head = "economy,on,good,from,to,source,status\n"
    for row in (
        "XXX,WLD,all,2017-12-22,,x,memory",
        "PRK,WLD,all,2017-13-22,,x,memory",
        "PRK,WLD,all,2017-12-22,,,memory",
        "PRK,WLD,all,2017-12-22,,x,rumour",
    ):
        with pytest.raises(DataError):
            parse_embargoes(head + row + "\n", where="x.csv")
