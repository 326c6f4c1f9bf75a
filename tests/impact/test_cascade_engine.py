"""The cascade as an engine of scenarios."""

from __future__ import annotations

import dataclasses
import datetime as dt
import pickle

import numpy as np
import pytest

from kanmon.analysis.impact.engine import Engine
from kanmon.analysis.impact.engines.cascade.classes import input_classes
from kanmon.analysis.impact.engines.cascade.engine import CascadeEngine
from kanmon.analysis.impact.engines.cascade.graph import cascade_graph
from kanmon.analysis.impact.engines.cascade.rules import CascadeRules
from kanmon.analysis.impact.network import firm_network
from kanmon.analysis.impact.outcome import Node, Outcome
from kanmon.analysis.impact.scenario.responses import StockRelease
from kanmon.analysis.impact.scenario.scenario import Scenario, Shock
from kanmon.analysis.impact.scenario.shocks import CapacityLoss, DemandChange, Restriction
from kanmon.errors import ScenarioError

DAY = dt.date(2027, 1, 1)


@pytest.fixture
def engine() -> CascadeEngine:
    """Two miners in China and one in Australia sell to chip makers in Japan and China."""
    net = firm_network(
        [0, 1, 2, 0],
        [3, 3, 3, 4],
        [2.0, 1.0, 1.0, 4.0],
        [0, 0, 0, 1, 1],
        final=[0.0, 0.0, 1.0, 10.0, 5.0],
        economy=([0, 0, 1, 2, 0], ("CHN", "AUS", "JPN")),
        sectors=("mines", "chips"),
    )
    graph = cascade_graph(net, input_classes([[0, 2], [0, 0]], net.sectors))
    rules = CascadeRules(eps=1e-12, replaceable=False)
    return CascadeEngine(graph, {"gallium_metal": ("mines",)}, rules)


def run(engine: CascadeEngine, *shocks: Shock) -> Outcome:
    (outcome,) = engine.run([Scenario("s", "S", DAY, 30, shocks=shocks)])
    return outcome


def made(outcome: Outcome, economy: str, sector: str) -> float:
    node = outcome.nodes.index(Node(economy, sector))
    return float(outcome.output[node, 0] / outcome.base[node])


def test_it_is_an_engine(engine: CascadeEngine) -> None:
    held: Engine = engine
    assert held.name == "cascade"
    assert held.speaks == {"Restriction", "CapacityLoss"}
    assert held.promises == {"relabel", "monotone"}
    assert CascadeEngine(engine.graph).promises == {"relabel"}


def test_a_ban_cuts_links_across_the_border_and_only_those(engine: CascadeEngine) -> None:
    ban = Restriction("ban", ("CHN",), ("gallium_metal",), DAY, cut=0.5)
    outcome = run(engine, ban)
    # Japan's chips lose half of China's 3 of 4; China's own none; Australia's mines sell less
    # only because Japan's chip makers lose nothing as customers: not at all.
    assert made(outcome, "JPN", "chips") == pytest.approx(1 - 0.5 * 3 / 4)
    assert made(outcome, "CHN", "chips") == 1.0
    assert made(outcome, "AUS", "mines") == 1.0
    # Miner 0 sells a third to Japan, miner 1 all: half of that is lost.
    assert made(outcome, "CHN", "mines") == pytest.approx((6 * (1 - 0.5 / 3) + 1 * 0.5) / 7)
    assert outcome.extra["links_cut"] == 2.0
    assert outcome.extra["firms_hit"] == 0.0


def test_lost_capacity_hits_the_firms_of_the_sector_at_its_strongest(
    engine: CascadeEngine,
) -> None:
    quake = CapacityLoss("q", ("CHN",), ("industry:mines",), DAY, 0.4, ramp_days=5, duration_days=9)
    again = CapacityLoss("r", ("CHN",), ("industry:mines",), DAY, 0.5)
    outcome = run(engine, quake, again)
    assert made(outcome, "CHN", "mines") == pytest.approx(0.6 * 0.5)
    assert made(outcome, "CHN", "chips") == pytest.approx(0.6 * 0.5)
    assert made(outcome, "JPN", "chips") == pytest.approx(1 - 0.75 * 0.7)
    assert outcome.extra["firms_hit"] == 2.0
    assert outcome.output.shape == (4, 1)


def test_no_shock_changes_nothing(engine: CascadeEngine) -> None:
    outcome = run(engine)
    np.testing.assert_array_equal(outcome.output[:, 0], outcome.base)
    assert outcome.first_short.tolist() == [-1] * 4


def test_responses_are_named_as_left_out(engine: CascadeEngine) -> None:
    stock = StockRelease("reserve", ("JPN",), ("gallium_metal",), 60.0)
    (outcome,) = engine.run([Scenario("s", "S", DAY, 30, responses=(stock,))])
    assert outcome.left_out == ("reserve",)


@pytest.mark.parametrize(
    ("shock", "word"),
    [
        (DemandChange("rush", ("JPN",), ("gallium_metal",), DAY, 0.5), "changes demand"),
        (CapacityLoss("q", ("CHN",), ("germanium_metal",), DAY, 0.5), "no sector of the network"),
        (CapacityLoss("q", ("CHN",), ("industry:ships",), DAY, 0.5), "no sector 'ships'"),
        (Restriction("b", ("CHN",), ("copper",), DAY), "no sector of the network"),
    ],
)
def test_what_it_cannot_express_is_an_error(engine: CascadeEngine, shock: Shock, word: str) -> None:
    with pytest.raises(ScenarioError, match=word):
        run(engine, shock)


def test_a_good_mapped_to_no_sector_is_an_error(engine: CascadeEngine) -> None:
    with pytest.raises(ScenarioError, match="no sector 'moon'"):
        dataclasses.replace(engine, goods={"cheese": ("moon",)})


def test_it_can_be_sent_to_another_process(engine: CascadeEngine) -> None:
    ban = Restriction("ban", ("CHN",), ("gallium_metal",), DAY)
    here = run(engine, ban)
    there = run(pickle.loads(pickle.dumps(engine)), ban)
    np.testing.assert_array_equal(here.output, there.output)
