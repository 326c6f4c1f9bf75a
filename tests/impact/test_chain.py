"""The chain engine against figures reckoned by hand and against an independent static solver."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chain_worlds import (
    CHIPS,
    METAL,
    PHONES,
    PLACES,
    Words,
    ban,
    day,
    metal_world,
    random_words,
    scenario,
)
from kanmon.analysis.impact.engines.chain.assemble import Recipe, Supply, Timing, assemble
from kanmon.analysis.impact.engines.chain.engine import ChainEngine
from kanmon.analysis.impact.engines.chain.rules import ChainRules
from kanmon.analysis.impact.engines.chain.world import ChainWorld
from kanmon.analysis.impact.outcome import Node, Outcome
from kanmon.analysis.impact.scenario.responses import (
    AlliedSharing,
    DemandSaving,
    NewCapacity,
    Rerouting,
    Response,
    StockRelease,
    Substitution,
)
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import CapacityLoss, DemandChange, Restriction

ENGINES = ("numpy", "native")
both = pytest.mark.parametrize("engine", ENGINES)


def run(
    world: ChainWorld, what: Scenario, engine: str = "native", rules: ChainRules | None = None
) -> Outcome:
    return ChainEngine(world, rules or ChainRules(), engine).run([what])[0]


def relative(outcome: Outcome, economy: str, product: str) -> np.ndarray:
    row = outcome.nodes.index(Node(economy, product))
    return np.asarray(outcome.output[row] / outcome.base[row])


def lost(outcome: Outcome, economy: str, product: str) -> float:
    return float((1.0 - relative(outcome, economy, product)).sum())


@both
def test_stock_transit_and_making_set_the_day_of_the_shortage(engine: str) -> None:
    # 6 days of stock of which three quarters of a day go each day last 8 days.
    world = metal_world(Timing(stock=6.0, transit=3.0), Timing(make=4.0))
    chips = relative(run(world, scenario(ban(begin=2)), engine), "JPN", CHIPS)
    first = 2 + 3 + 8 + 4
    assert np.all(chips[:first] == 1.0)
    assert chips[first:] == pytest.approx(0.25)


@both
def test_output_comes_back_a_transit_and_a_making_after_the_ban(engine: str) -> None:
    world = metal_world(Timing(transit=3.0), Timing(make=4.0))
    chips = relative(run(world, scenario(ban(begin=2, duration=10.0)), engine), "JPN", CHIPS)
    short = np.flatnonzero(chips < 1.0)
    assert short.tolist() == list(range(2 + 3 + 4, 2 + 3 + 4 + 10))


@both
def test_the_binding_names_input_supplier_days_and_cost(engine: str) -> None:
    world = metal_world(Timing(transit=3.0))
    bindings = run(world, scenario(ban(begin=2), days=25), engine).bindings
    found = {b.node: b for b in bindings}
    chips = found[Node("JPN", CHIPS)]
    assert (chips.input, chips.supplier, chips.days) == (METAL, "CHN", 20)
    assert chips.lost == pytest.approx(0.75 * 20)
    phones = found[Node("USA", PHONES)]
    assert (phones.input, phones.days) == (CHIPS, 20)
    assert phones.supplier in ("JPN", "USA")
    assert [b.lost for b in bindings] == sorted((b.lost for b in bindings), reverse=True)


@both
def test_what_begins_too_late_to_be_finished_here_costs_nothing_here(engine: str) -> None:
    world = metal_world(chips=Timing(make=6.0))
    outcome = run(world, scenario(ban(begin=2), days=20), engine)
    for binding in outcome.bindings:
        node = binding.node
        assert binding.lost == pytest.approx(lost(outcome, node.economy, node.product))
    assert {b.days for b in outcome.bindings if b.node.product == CHIPS} == {12}


@both
def test_a_soft_input_stops_only_its_part(engine: str) -> None:
    chips = relative(run(metal_world(bite=0.4), scenario(ban(0.8, 0)), engine), "JPN", CHIPS)
    assert chips == pytest.approx(1.0 - 0.4 * 0.75 * 0.8)


@both
def test_final_use_goes_short_by_what_does_not_arrive(engine: str) -> None:
    outcome = run(metal_world(Timing(transit=5.0)), scenario(ban(0.5, 1)), engine)
    assert outcome.unmet is not None
    unmet = outcome.unmet[outcome.nodes.index(Node("JPN", METAL))]
    # Half of the metal goes to chips and half to other use: 4 t a day, three quarters cut by half.
    assert unmet[:6] == pytest.approx(0.0)
    assert unmet[6:] == pytest.approx(0.5 * 4.0 * 0.75 * 0.5)


@both
def test_work_not_to_be_finished_is_not_begun_and_a_loss_is_felt_at_once(engine: str) -> None:
    world = metal_world(chips=Timing(make=6.0))
    quake = CapacityLoss("q", ("JPN",), (CHIPS,), day(3), 0.6, duration_days=5)
    chips = relative(run(world, scenario(quake), engine), "JPN", CHIPS)
    assert np.flatnonzero(chips < 1.0).tolist() == list(range(3, 8))
    assert chips[3:8] == pytest.approx(0.4)


@both
def test_less_demand_travels_up_the_chain_with_its_share(engine: str) -> None:
    fall = DemandChange("f", ("USA",), (PHONES,), day(1), -0.5)
    outcome = run(metal_world(), scenario(fall), engine)
    assert relative(outcome, "USA", PHONES)[1:] == pytest.approx(0.5)
    # Half of the chips used in the US go into phones, and half of what Japan makes goes there.
    of_usa = 1.0 - 0.5 * 0.5
    assert relative(outcome, "USA", CHIPS)[1:] == pytest.approx(of_usa)
    assert relative(outcome, "JPN", CHIPS)[1:] == pytest.approx((2.0 + 3.0 * of_usa) / 5.0)


@both
def test_more_demand_than_capacity_is_unmet(engine: str) -> None:
    rise = DemandChange("r", ("USA",), (PHONES,), day(0), 1.0)
    outcome = run(metal_world(), scenario(rise), engine)
    assert relative(outcome, "USA", PHONES) == pytest.approx(1.0)
    assert outcome.unmet is not None
    assert outcome.unmet[outcome.nodes.index(Node("USA", PHONES))] == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("rationing", "first", "better", "worse"),
    [
        ("largest_last", (), "JPN", "USA"),
        ("priority", ("USA",), "USA", "JPN"),
        ("priority", ("JPN", "USA"), "JPN", "USA"),
    ],
)
@both
def test_who_is_served_first_is_short_last(
    engine: str, rationing: str, first: tuple[str, ...], better: str, worse: str
) -> None:
    loss = CapacityLoss("mine", ("CHN",), (METAL,), day(0), 0.5)
    served = run(metal_world(), scenario(loss), engine, ChainRules(rationing, first))
    alike = run(metal_world(), scenario(loss), engine)
    assert lost(served, better, CHIPS) < lost(alike, better, CHIPS)
    assert lost(served, worse, CHIPS) > lost(alike, worse, CHIPS)
    row = served.nodes.index(Node("CHN", METAL))
    assert served.output[row] == pytest.approx(alike.output[row])


WHO = ("JPN", "USA")
RESPONSES: dict[str, Response] = {
    "stocks": StockRelease("r", WHO, (METAL,), 5.0),
    "substitution": Substitution("r", WHO, (METAL,), 0.4, delay_days=5.0, ramp_days=5.0),
    "rerouting": Rerouting("r", WHO, (METAL,), 0.5),
    "leakage": Rerouting("r", WHO, (METAL,), 0.0, leakage=0.3),
    "capacity": NewCapacity("r", WHO, (METAL,), 0.2, lead_days=10.0),
}


@pytest.mark.parametrize("name", RESPONSES)
@both
def test_a_response_helps_and_never_makes_more_than_normal(engine: str, name: str) -> None:
    plain = run(metal_world(Timing(2.0, 1.0)), scenario(ban()), engine)
    helped = run(
        metal_world(Timing(2.0, 1.0)), scenario(ban(), responses=[RESPONSES[name]]), engine
    )
    assert helped.left_out == ()
    for economy in WHO:
        assert lost(helped, economy, CHIPS) < lost(plain, economy, CHIPS)
        assert np.all(relative(helped, economy, CHIPS) <= 1.0 + 1e-12)
    assert helped.residual < 1e-12


@both
def test_released_stocks_last_as_long_as_they_hold(engine: str) -> None:
    release = StockRelease("r", ("JPN",), (METAL,), 6.0)
    chips = relative(run(metal_world(), scenario(ban(), responses=[release]), engine), "JPN", CHIPS)
    assert np.all(chips[:10] == pytest.approx(1.0))  # three quarters of a day a day: 8 days
    assert chips[10:] == pytest.approx(0.25)


@both
def test_a_room_too_small_to_divide_by_helps_nobody(engine: str) -> None:
    world = metal_world()
    plain = run(world, scenario(ban()), engine)
    hardly = scenario(ban(), responses=(Rerouting("r", ("JPN",), (METAL,), 2.2e-311),))
    assert np.array_equal(run(world, hardly, engine).output, plain.output)


@both
def test_spare_capacity_is_used_as_far_as_it_goes(engine: str) -> None:
    spot = Rerouting("r", ("JPN",), (METAL,), 0.4)
    outcome = run(metal_world(), scenario(ban(), responses=[spot]), engine)
    assert relative(outcome, "JPN", CHIPS)[2:] == pytest.approx(0.25 * 1.4)
    assert relative(outcome, "USA", CHIPS)[2:] == pytest.approx(0.25)
    made = relative(outcome, "JPN", METAL)
    assert made[2:] == pytest.approx(1.0 + 0.4 * 1.0 / 3.0)


@both
def test_partners_share_by_their_normal_use(engine: str) -> None:
    act = Restriction("ban", ("CHN",), (METAL,), day(0), on=("JPN",))
    pact = AlliedSharing("r", WHO, (METAL,), 1.0)
    outcome = run(metal_world(), scenario(act, responses=[pact]), engine)
    for economy in WHO:
        assert relative(outcome, economy, CHIPS) == pytest.approx((4.0 * 0.25 + 8.0) / 12.0)


@both
def test_saving_leaves_more_for_makers(engine: str) -> None:
    saving = DemandSaving("r", ("JPN",), (METAL,), 0.5)
    plain = run(metal_world(), scenario(ban()), engine)
    saved = run(metal_world(), scenario(ban(), responses=[saving]), engine)
    assert lost(saved, "JPN", CHIPS) < lost(plain, "JPN", CHIPS)


def test_what_needs_quantities_is_left_out_where_there_are_none() -> None:
    world = assemble([Supply(METAL, e, {"CHN": 1.0}) for e in WHO], [])
    acts: list[Response] = [
        NewCapacity("new", WHO, (METAL,), 0.1),
        AlliedSharing("pact", WHO, (METAL,)),
        StockRelease("other", WHO, (PHONES,), 5.0),
    ]
    outcome = run(world, scenario(ban(), responses=acts))
    assert [text.split(":")[0] for text in outcome.left_out] == ["new", "pact", "other"]


def test_makers_that_may_not_sell_go_on_making() -> None:
    assert lost(run(metal_world(), scenario(ban())), "CHN", METAL) == 0.0


# An independent reckoning, from words: no arrays, no days.
def static(words: Words, act: Restriction) -> Mapping[tuple[str, str], float]:
    inputs: dict[str, list[str]] = {}
    for one in words.recipes:
        inputs.setdefault(one.output, []).append(one.input)
    supply = {(one.good, one.economy): one for one in words.supplies}

    def output(good: str, economy: str) -> float:
        share = 1.0
        for feeds in inputs.get(good, []):
            if (feeds, economy) in supply:
                share = min(share, arrives(feeds, economy))
        return share

    def arrives(good: str, economy: str) -> float:
        total = 0.0
        for origin, share in supply[good, economy].shares.items():
            stopped = good in act.goods and origin in act.by and economy not in act.by
            left = 1.0 - (float(act.cut) if stopped else 0.0)  # type: ignore[arg-type]
            total += share * left * output(good, origin)
        return total

    makers = {(one.good, e) for one in words.supplies for e in one.shares}
    return {(good, e): output(good, e) for good, e in makers}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.0, 1.0), st.sampled_from(PLACES))
def test_without_stocks_and_delays_output_is_the_least_share_that_arrives(
    seed: int, cut: float, origin: str
) -> None:
    words = random_words(seed, still=True)
    act = Restriction("ban", (origin,), ("g0", "g1"), day(0), cut=cut)
    outcome = run(words.world(), scenario(act, days=3))
    wanted = static(words, act)
    for node, output, base in zip(outcome.nodes, outcome.output, outcome.base, strict=True):
        if base > 0.0:
            share = wanted[node.product, node.economy]
            assert output == pytest.approx(base * share, rel=1e-9, abs=1e-12)


def test_the_static_reckoning_knows_a_chain_by_heart() -> None:
    words = Words(
        (
            Supply("g0", "JPN", {"CHN": 0.6, "DEU": 0.4}),
            Supply("g1", "JPN", {"JPN": 1.0}),
            Supply("g1", "KOR", {"JPN": 0.5, "KOR": 0.5}),
            Supply("g2", "KOR", {"KOR": 1.0}),
        ),
        (Recipe("g0", "g1"), Recipe("g1", "g2")),
        {},
    )
    found = static(words, Restriction("b", ("CHN",), ("g0",), day(0), cut=0.5))
    assert found["g1", "JPN"] == pytest.approx(0.7)
    assert found["g2", "KOR"] == pytest.approx(0.5 * 0.7 + 0.5)
