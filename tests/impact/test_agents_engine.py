"""The agents engine on scenarios: cuts, losses, demand, responses, and what it cannot say."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt
import pytest

from kanmon.analysis.impact.engines.agents.engine import AgentsEngine
from kanmon.analysis.impact.network import firm_network
from kanmon.analysis.impact.outcome import Outcome
from kanmon.analysis.impact.scenario.responses import (
    AlliedSharing,
    DemandSaving,
    Response,
    StockRelease,
    Substitution,
)
from kanmon.analysis.impact.scenario.scenario import Scenario, Shock
from kanmon.analysis.impact.scenario.shocks import CapacityLoss, DemandChange, Restriction
from kanmon.errors import CodeError, DataError

DAY = dt.date(2027, 1, 1)
BAN = Restriction("ban", ("CHN",), ("gallium_metal",), DAY, on=("JPN",))


def engine() -> AgentsEngine:
    # China makes gallium for Japan's and its own chips; each sells chips to final demand.
    net = firm_network(
        [0, 0],
        [1, 2],
        [2.0, 4.0],
        [0, 1, 1],
        final=[1.0, 10.0, 20.0],
        economy=([0, 1, 0], ("CHN", "JPN")),
        sectors=("metal", "chips"),
    )
    return AgentsEngine(net, goods={"gallium_metal": "metal"})


def run(*parts: Shock | Response, days: int = 60) -> Outcome:
    shocks = tuple(p for p in parts if isinstance(p, Shock))
    responses = tuple(p for p in parts if not isinstance(p, Shock))
    scenario = Scenario("s", "S", DAY, days, shocks=shocks, responses=responses)
    return engine().run([scenario])[0]


def output(outcome: Outcome, economy: str, product: str) -> npt.NDArray[np.float64]:
    names = [(node.economy, node.product) for node in outcome.nodes]
    row: npt.NDArray[np.float64] = outcome.output[names.index((economy, product))]
    return row


def test_nothing_happens_without_shocks() -> None:
    found = run()
    assert np.array_equal(found.output, np.repeat(found.base[:, None], 60, axis=1))
    assert found.bindings == ()


def test_a_ban_cuts_its_target_alone_after_its_stock() -> None:
    found = run(BAN)
    assert np.allclose(output(found, "JPN", "chips")[:15], 10.0)
    assert np.allclose(output(found, "JPN", "chips")[16:], 0.0)
    assert np.allclose(output(found, "CHN", "chips"), 20.0)
    assert np.allclose(output(found, "CHN", "metal"), 5.0)
    assert found.bindings[0].input == "metal"
    assert found.bindings[0].node.economy == "JPN"
    assert found.bindings[0].days == 45
    assert found.bindings[0].lost == pytest.approx(45.0)
    assert found.residual < 1e-12


def test_capacity_lost_comes_back() -> None:
    quake = CapacityLoss("q", ("CHN",), ("industry:metal",), DAY, 1.0, duration_days=5.0)
    found = run(quake, days=200)
    assert np.allclose(output(found, "CHN", "metal")[:5], 0.0)
    assert output(found, "CHN", "metal")[-1] == pytest.approx(7.0, rel=0.05)


def test_more_demand_cannot_be_met_and_is_told() -> None:
    rush = DemandChange("r", ("JPN",), ("industry:chips",), DAY, 0.5)
    found = run(rush)
    assert found.unmet is not None
    assert found.unmet[:, 5].sum() == pytest.approx(5.0)


def test_demand_saved_is_output_not_made() -> None:
    saved = DemandSaving("d", ("JPN",), ("industry:chips",), 0.2)
    assert np.allclose(output(run(saved), "JPN", "chips"), 8.0)


def test_a_reserve_lasts_its_days() -> None:
    reserve = StockRelease("r", ("JPN",), ("gallium_metal",), 20.0)
    stops = output(run(BAN, reserve), "JPN", "chips") < 5.0
    assert int(stops.argmax()) == 35


def test_full_substitution_frees_from_the_input() -> None:
    other = Substitution("o", ("JPN",), ("gallium_metal",), 1.0, delay_days=5.0)
    assert np.allclose(output(run(BAN, other), "JPN", "chips"), 10.0)


def test_half_substitution_doubles_the_days() -> None:
    other = Substitution("o", ("JPN",), ("gallium_metal",), 0.5, in_goods=("industry:chips",))
    stops = output(run(BAN, other), "JPN", "chips") < 5.0
    assert 28 <= int(stops.argmax()) <= 31


def test_what_it_cannot_say_is_left_out_by_name() -> None:
    found = run(BAN, AlliedSharing("pact", ("JPN",), ("gallium_metal",)))
    assert found.left_out == ("AlliedSharing pact",)


def test_scenarios_of_any_length_come_back_in_order() -> None:
    quick, slow = (Scenario(str(days), "S", DAY, days, shocks=(BAN,)) for days in (20, 40))
    many = [slow, quick, *[slow] * 9]
    found = engine().run(many, threads=2)
    assert [o.output.shape[1] for o in found] == [40, 20, *[40] * 9]
    assert all(np.array_equal(found[0].output, o.output) for o in found[2:])
    assert np.array_equal(found[1].output, engine().run([quick])[0].output)


def test_an_unknown_good_is_an_error() -> None:
    with pytest.raises(CodeError, match="no sector"):
        run(Restriction("b", ("CHN",), ("tungsten",), DAY))


def test_a_loss_where_no_firm_is_is_an_error() -> None:
    with pytest.raises(CodeError, match="no firm"):
        run(CapacityLoss("q", ("JPN",), ("industry:metal",), DAY, 0.5))


def test_a_good_mapped_to_no_sector_is_an_error() -> None:
    with pytest.raises(DataError, match="not among"):
        AgentsEngine(engine().network, goods={"x": "nothing"})
