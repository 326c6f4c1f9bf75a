"""Chains built from the embedded pack: directions and orders an expert would expect."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa
import pytest

from chain_worlds import START
from kanmon.analysis.impact.engines.chain.build import ChainData, chain_world
from kanmon.analysis.impact.engines.chain.engine import ChainEngine
from kanmon.analysis.impact.engines.chain.world import ChainWorld
from kanmon.analysis.impact.outcome import Node, Outcome
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import Restriction
from kanmon.catalogue.load import downstream
from kanmon.errors import CodeError
from kanmon.picture.picture import Picture
from kanmon.study import Study

YEAR = 2024


@cache
def picture(party: str = "JPN") -> Picture:
    return Study().picture(party, year=YEAR)


@cache
def built(good: str, party: str = "JPN", end: str = "best") -> ChainWorld:
    return chain_world(picture(party), [good], ChainData(days=end))


@cache
def banned(good: str, by: str, party: str = "JPN", end: str = "best", cut: float = 1.0) -> Outcome:
    act = Restriction("ban", (by,), (good,), START, cut=cut)
    return ChainEngine(built(good, party, end)).run(
        [Scenario("s", "S", START, 365, shocks=(act,))]
    )[0]


def days_lost(outcome: Outcome, economy: str) -> dict[str, float]:
    return {
        node.product: float(outcome.lost[row].sum() / outcome.base[row])
        for row, node in enumerate(outcome.nodes)
        if node.economy == economy and outcome.base[row] > 0.0
    }


def first_short(outcome: Outcome, economy: str, good: str) -> int:
    return int(outcome.first_short[outcome.nodes.index(Node(economy, good))])


def test_gallium_hits_compound_chips_before_what_holds_them_and_spares_silicon() -> None:
    outcome = banned("gallium_metal", "CHN")
    lost = days_lost(outcome, "JPN")
    assert lost["light_emitting_diodes"] > lost["amplifier_chips"] > lost["power_semiconductors"]
    assert lost["amplifier_chips"] > lost["silicon_wafers"] > 0.0
    assert lost["logic_chips"] < 30.0, "logic is made on silicon"
    assert first_short(outcome, "JPN", "light_emitting_diodes") > 0
    for chip, device in (("amplifier_chips", "smartphones"), ("amplifier_chips", "base_stations")):
        assert lost[device] <= lost[chip]
        assert first_short(outcome, "JPN", device) > first_short(outcome, "JPN", chip)
    # A month of shipping and two of stock stand before the first loss, and no more than a year.
    assert 60 <= first_short(outcome, "JPN", "amplifier_chips") <= 240


def test_graphite_goes_from_anodes_to_batteries_to_cars() -> None:
    outcome = banned("natural_graphite", "CHN")
    chain = ["anode_materials", "lithium_ion_batteries", "electric_vehicles"]
    lost = [days_lost(outcome, "JPN")[good] for good in chain]
    first = [first_short(outcome, "JPN", good) for good in chain]
    assert lost == sorted(lost, reverse=True)
    assert lost[-1] > 0.0
    assert first == sorted(first)
    assert first[0] > 0


def test_rare_earths_go_from_metal_to_magnets_and_then_to_what_turns() -> None:
    outcome = banned("rare_earth_metals", "CHN", end="low")
    lost = days_lost(outcome, "JPN")
    assert lost["rare_earth_magnets"] > lost["electric_motors"] > lost["electric_vehicles"]
    assert lost["rare_earth_magnets"] > lost["wind_turbines"] > 0.0
    assert lost["drones"] > 0.0
    magnets = next(b for b in outcome.bindings if b.node == Node("JPN", "rare_earth_magnets"))
    assert (magnets.input, magnets.supplier) == ("rare_earth_metals", "CHN")


CASES = [
    ("gallium_metal", "CHN"),
    ("natural_graphite", "CHN"),
    ("rare_earth_metals", "CHN"),
    ("rare_earth_compounds", "CHN"),
    ("rare_earth_ore", "CHN"),
    ("tungsten_ore", "CHN"),
    ("antimony_ore", "CHN"),
    ("palladium", "RUS"),
    ("nickel_ore", "IDN"),
    ("helium", "QAT"),
    ("lithium_ore", "AUS"),
]


@pytest.mark.parametrize(("good", "by"), CASES)
def test_only_what_is_made_of_a_good_is_hit_and_the_books_balance(good: str, by: str) -> None:
    outcome = banned(good, by)
    below = set(downstream(good))
    for row, node in enumerate(outcome.nodes):
        if outcome.lost[row].sum() > 1e-9 * outcome.base[row]:
            assert node.product in below, node
    assert outcome.residual < 1e-10
    assert np.all(np.isfinite(outcome.output))
    assert outcome.extra == {}
    assert outcome.unmet is not None
    short = [n.economy for n, u in zip(outcome.nodes, outcome.unmet, strict=True) if u.sum() > 0]
    assert short
    assert by not in {
        n.economy
        for n, u in zip(outcome.nodes, outcome.unmet, strict=True)
        if n.product == good and u.sum() > 1e-9
    }


@pytest.mark.parametrize(("good", "by"), CASES[:4])
def test_shorter_stocks_and_ways_hurt_sooner(good: str, by: str) -> None:
    low, high = banned(good, by, end="low"), banned(good, by, end="high")
    assert low.nodes == high.nodes
    when = [np.where(o.first_short < 0, 10_000, o.first_short) for o in (low, high)]
    assert np.all(when[0] <= when[1])
    assert np.any(when[0] < when[1])


@pytest.mark.parametrize(("good", "by"), CASES[:4])
def test_a_harder_ban_costs_more(good: str, by: str) -> None:
    losses = [banned(good, by, cut=cut).lost.sum(axis=1) for cut in (0.3, 0.6, 1.0)]
    assert np.all(losses[0] <= losses[1] + 1e-9)
    assert np.all(losses[1] <= losses[2] + 1e-9)
    assert losses[2].sum() > losses[0].sum()


def test_a_ban_on_others_spares_the_party() -> None:
    act = Restriction("ban", ("CHN",), ("natural_graphite",), START, on=("USA",))
    outcome = ChainEngine(built("natural_graphite")).run(
        [Scenario("s", "S", START, 365, shocks=(act,))]
    )[0]
    assert sum(days_lost(outcome, "JPN").values()) == 0.0


def test_each_share_says_on_what_it_rests() -> None:
    world = built("gallium_metal")
    codes = {one.code for one in world.assumptions}
    assert {"chain_world_mix", "chain_assumed_home", "chain_times", "chain_equal_split"} <= codes
    gallium = world.good[world.to] == world.goods.index("gallium_metal")
    assert np.all(world.basis[gallium] == 1)
    assert {"chain_measured"} <= {one.code for one in built("natural_graphite").assumptions}


def test_supply_of_gallium_follows_published_production() -> None:
    world = built("gallium_metal")
    shares = {
        world.economies[world.economy[world.origin[e]]]: float(world.share[e])
        for e in range(len(world.to))
        if world.goods[world.good[world.to[e]]] == "gallium_metal"
        and world.economies[world.economy[world.to[e]]] == "JPN"
    }
    assert shares["CHN"] > 0.95


def test_traded_goods_are_in_tonnes_and_use_is_output_and_imports_less_exports() -> None:
    world = built("natural_graphite")
    at = world.goods.index("natural_graphite")
    assert world.units[at] == "t"
    mine = world.good == at
    assert world.base[mine].sum() == pytest.approx(world.use[mine].sum())
    flows = picture().trade("natural_graphite", YEAR)
    mass = pa.compute.sum(flows.column("quantity")).as_py()
    # Goods that pass through re-exporters are counted once, own use on top: same order.
    assert 0.2 * mass < 365.0 * world.use[mine].sum() < 5.0 * mass


def test_the_whole_catalogue_runs_for_a_bloc() -> None:
    world = chain_world(picture("EPCC"))
    act = Restriction("ban", ("CHN",), ("gallium_metal", "natural_graphite"), START)
    outcome = ChainEngine(world).run([Scenario("s", "S", START, 200, shocks=(act,))])[0]
    assert outcome.residual < 1e-10
    assert len(world.goods) > 190


def test_a_good_outside_the_picture_is_refused() -> None:
    with pytest.raises(CodeError, match="no_such_good"):
        chain_world(picture(), ["no_such_good"])
    with pytest.raises(CodeError, match="no good"):
        chain_world(picture(), [])
