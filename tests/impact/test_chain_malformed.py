"""Malformed worlds, rules, data and scenarios: a clear error or a documented answer; never NaN."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from chain_worlds import CHIPS, METAL, START, ban, day, metal_world, scenario
from kanmon.analysis.impact.engines.chain.assemble import Recipe, Supply, Timing, assemble
from kanmon.analysis.impact.engines.chain.build import ChainData, chain_world
from kanmon.analysis.impact.engines.chain.engine import ChainEngine
from kanmon.analysis.impact.engines.chain.rules import ChainRules
from kanmon.analysis.impact.scenario.amount import Range
from kanmon.analysis.impact.scenario.responses import (
    AlliedSharing,
    NewCapacity,
    Rerouting,
    StockRelease,
    Substitution,
)
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import CapacityLoss, DemandChange, Restriction
from kanmon.catalogue.chain_times import chain_time, parse_chain_times
from kanmon.errors import KanmonError
from kanmon.testing import tiny_picture

NAN, INF = float("nan"), float("inf")
HOME = {"JPN": 1.0}
X, Y = Supply("x", "JPN", HOME), Supply("y", "JPN", HOME)
R = Recipe("x", "y")


def run(what: Scenario, world: Any = None) -> None:
    ChainEngine(metal_world() if world is None else world).run([what])


def told(**over: Any) -> Any:
    return dataclasses.replace(metal_world(), **over)


def at(name: str, place: int, value: float) -> Any:
    values = getattr(metal_world(), name).copy()
    values[place] = value
    return told(**{name: values})


def link(substitutability: str) -> pa.Table:
    row = {"input": "rare_earth_metals", "output": "rare_earth_metals"}
    return pa.Table.from_pylist([{**row, "substitutability": substitutability}])


HEAD = "what,scope,low,best,high,unit,source,date,status,note\n"

REFUSED: dict[str, Callable[[], Any]] = {
    "share missing": lambda: assemble([Supply("x", "JPN", {"JPN": NAN})], []),
    "share negative": lambda: assemble([Supply("x", "JPN", {"JPN": 2.0, "CHN": -1.0})], []),
    "share infinite": lambda: assemble([Supply("x", "JPN", {"JPN": INF})], []),
    "shares short of one": lambda: assemble([Supply("x", "JPN", {"JPN": 0.9})], []),
    "shares beyond one": lambda: assemble([Supply("x", "JPN", {"JPN": 0.9, "CHN": 0.2})], []),
    "no shares at all": lambda: assemble([Supply("x", "JPN", {})], []),
    "all shares zero": lambda: assemble([Supply("x", "JPN", {"JPN": 0.0})], []),
    "use zero": lambda: assemble([Supply("x", "JPN", HOME, 0.0)], []),
    "use negative": lambda: assemble([Supply("x", "JPN", HOME, -1.0)], []),
    "use missing": lambda: assemble([Supply("x", "JPN", HOME, NAN)], []),
    "use infinite": lambda: assemble([Supply("x", "JPN", HOME, INF)], []),
    "use beyond bounds": lambda: assemble([Supply("x", "JPN", HOME, 1e16)], []),
    "supply twice": lambda: assemble([X, X], []),
    "two units": lambda: assemble([X, Supply("x", "USA", HOME, 1.0, "t")], []),
    "basis unknown": lambda: assemble([Supply("x", "JPN", HOME, basis="guess")], []),
    "bite missing": lambda: assemble([X, Y], [Recipe("x", "y", NAN)]),
    "bite above one": lambda: assemble([X, Y], [Recipe("x", "y", 1.5)]),
    "bite negative": lambda: assemble([X, Y], [Recipe("x", "y", -0.5)]),
    "circle of one": lambda: assemble([X], [Recipe("x", "x")]),
    "circle of two": lambda: assemble([X, Y], [R, Recipe("y", "x")]),
    "stock negative": lambda: assemble([X], [], {"x": Timing(stock=-1.0)}),
    "stock missing": lambda: assemble([X], [], {"x": Timing(stock=NAN)}),
    "stock endless": lambda: assemble([X], [], {"x": Timing(stock=INF)}),
    "transit negative": lambda: assemble([X], [], {"x": Timing(transit=-1.0)}),
    "transit a lifetime": lambda: assemble([X], [], {"x": Timing(transit=1e6)}),
    "making missing": lambda: assemble([X], [], {"x": Timing(make=NAN)}),
    "array base missing": lambda: at("base", 0, NAN),
    "array base off": lambda: at("base", 0, 1e12),
    "array use negative": lambda: at("use", 1, -1.0),
    "array share missing": lambda: at("share", 0, NAN),
    "array share off": lambda: at("share", 0, 0.5),
    "array final off": lambda: at("final", 1, 0.1),
    "array weight missing": lambda: at("weight", 0, NAN),
    "array stock negative": lambda: at("stock", 0, -1.0),
    "array bite above one": lambda: at("bite", 0, 2.0),
    "array lead negative": lambda: at("lead", 0, -1),
    "array make a lifetime": lambda: at("make", 0, 10**6),
    "array origin out of range": lambda: at("origin", 0, 99),
    "array origin of another good": lambda: at("origin", 0, 3),
    "array to out of range": lambda: at("to", 0, -1),
    "array input out of range": lambda: at("input", 0, 77),
    "array maker before input": lambda: told(
        input=metal_world().maker.copy(), maker=metal_world().input.copy()
    ),
    "array too short": lambda: told(share=metal_world().share[:-1]),
    "array of the wrong type": lambda: told(lead=metal_world().lead.astype(np.int64)),
    "array out of order": lambda: told(to=metal_world().to[::-1].copy()),
    "engine unknown": lambda: ChainEngine(metal_world(), engine="fortran"),
    "rationing unknown": lambda: ChainRules("by lot"),
    "priority of nobody": lambda: ChainRules("priority"),
    "parties without priority": lambda: ChainRules("proportional", ("JPN",)),
    "priority of a stranger": lambda: ChainEngine(metal_world(), ChainRules("priority", ("QQX",))),
    "no threads": lambda: ChainEngine(metal_world()).run([scenario()], threads=0),
    "good not in the world": lambda: run(
        scenario(Restriction("b", ("CHN",), ("no_such_good",), START))
    ),
    "lost good not in the world": lambda: run(
        scenario(CapacityLoss("b", ("CHN",), ("no_such_good",), START, 0.5))
    ),
    "wanted good not in the world": lambda: run(
        scenario(DemandChange("b", ("CHN",), ("no_such_good",), START, 0.5))
    ),
    "an industry": lambda: run(scenario(Restriction("b", ("CHN",), ("industry:C26",), START))),
    "party unknown": lambda: run(scenario(Restriction("b", ("QQX",), (METAL,), START))),
    "party of a response unknown": lambda: run(
        scenario(ban(), responses=[StockRelease("r", ("QQX",), (METAL,), 3.0)])
    ),
    "whole world restricts": lambda: run(scenario(Restriction("b", ("WLD",), (METAL,), START))),
    "uncertain cut": lambda: run(
        scenario(Restriction("b", ("CHN",), (METAL,), START, cut=Range(0.1, 0.2, 0.3)))
    ),
    "uncertain loss": lambda: run(
        scenario(CapacityLoss("b", ("CHN",), (METAL,), START, Range(0.1, 0.2, 0.3)))
    ),
    "uncertain stocks": lambda: run(
        scenario(ban(), responses=[StockRelease("r", ("JPN",), (METAL,), Range(1.0, 2.0, 3.0))])
    ),
    "uncertain spare": lambda: run(
        scenario(ban(), responses=[Rerouting("r", ("JPN",), (METAL,), Range(0.1, 0.2, 0.3))])
    ),
    "uncertain pact": lambda: run(
        scenario(
            ban(),
            responses=[AlliedSharing("r", ("JPN", "USA"), (METAL,), Range(0.1, 0.2, 0.3))],
        )
    ),
    "picture without the good": lambda: chain_world(tiny_picture("JPN"), ["gallium_metal"]),
    "no goods": lambda: chain_world(tiny_picture("JPN"), []),
    "end of days unknown": lambda: chain_world(tiny_picture("JPN"), None, ChainData(days="worst")),
    "times without a row": lambda: chain_world(tiny_picture("JPN"), None, ChainData(times={})),
    "recipe in a circle": lambda: chain_world(
        tiny_picture("JPN"), None, ChainData(links=link("none"))
    ),
    "grade unknown": lambda: chain_world(
        tiny_picture("JPN"), None, ChainData(links=link("certain"))
    ),
    "times kind unknown": lambda: parse_chain_times(
        HEAD + "luck,all,1,1,1,x,y,2026-01-01,assumption,\n", where="x"
    ),
    "times out of order": lambda: parse_chain_times(
        HEAD + "bite,all,1,0.5,1,share,y,2026-01-01,assumption,\n", where="x"
    ),
    "times no number": lambda: parse_chain_times(
        HEAD + "bite,all,a,b,c,share,y,2026-01-01,assumption,\n", where="x"
    ),
    "times missing number": lambda: parse_chain_times(
        HEAD + "bite,all,nan,nan,nan,share,y,2026-01-01,assumption,\n", where="x"
    ),
    "times share above one": lambda: parse_chain_times(
        HEAD + "bite,all,1,1,2,share,y,2026-01-01,assumption,\n", where="x"
    ),
    "times twice": lambda: parse_chain_times(
        HEAD + 2 * "bite,all,1,1,1,share,y,2026-01-01,assumption,\n", where="x"
    ),
    "times status unknown": lambda: parse_chain_times(
        HEAD + "bite,all,1,1,1,share,y,2026-01-01,rumour,\n", where="x"
    ),
    "times for no scope": lambda: chain_time("stock_days", "stage:moon"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_a_remedy(what: str) -> None:
    with pytest.raises(KanmonError) as caught:
        REFUSED[what]()
    assert caught.value.remedy, what
    assert str(caught.value)


def far(**over: Any) -> Any:
    mixed = {"CHN": 0.75, "JPN": 0.25}
    use = over.pop("use", 1.0)
    supplies = [Supply(METAL, "JPN", mixed, use, "t"), Supply(CHIPS, "JPN", HOME, use, "t")]
    return assemble(supplies, [Recipe(METAL, CHIPS)], over.pop("timing", None))


ANSWERED: dict[str, tuple[Callable[[], Any], Scenario]] = {
    "magnitudes of 1e12": (lambda: far(use=1e12), scenario(ban())),
    "magnitudes of 1e-12": (lambda: far(use=1e-12), scenario(ban())),
    "a stock of ten years": (lambda: far(timing={METAL: Timing(stock=3650.0)}), scenario(ban())),
    "longer under way than the scenario": (
        lambda: far(timing={METAL: Timing(transit=300.0)}),
        scenario(ban(), days=10),
    ),
    "longer to make than the scenario": (
        lambda: far(timing={CHIPS: Timing(make=300.0)}),
        scenario(ban(), days=10),
    ),
    "one day": (far, scenario(ban(begin=0), days=1)),
    "nothing in common": (
        lambda: assemble([X, Supply(METAL, "USA", {"CHN": 1.0})], []),
        scenario(ban()),
    ),
    "all demand gone": (
        far,
        scenario(
            DemandChange("a", ("JPN",), (METAL,), START, -1.0),
            DemandChange("b", ("JPN",), (CHIPS,), START, -1.0),
        ),
    ),
    "eleven times the demand": (far, scenario(DemandChange("a", ("JPN",), (CHIPS,), START, 10.0))),
    "all capacity gone": (far, scenario(CapacityLoss("a", ("WLD",), (METAL,), START, 1.0))),
    "a ban on top of a ban": (
        far,
        scenario(ban(), Restriction("c", ("CHN",), (METAL,), day(3), cut=0.5)),
    ),
    "who restricts does not supply": (
        far,
        scenario(Restriction("b", ("USA",), (METAL,), START)),
    ),
    "wholly substituted": (
        far,
        scenario(ban(), responses=[Substitution("r", ("JPN",), (METAL,), 1.0)]),
    ),
    "spare tenfold": (far, scenario(ban(), responses=[Rerouting("r", ("JPN",), (METAL,), 10.0)])),
    "no supply but the cut one, rerouted": (
        lambda: assemble([Supply(METAL, "JPN", {"CHN": 1.0})], []),
        scenario(ban(), responses=[Rerouting("r", ("JPN",), (METAL,), 1.0)]),
    ),
    "capacity of the whole world": (
        far,
        scenario(ban(), responses=[NewCapacity("r", ("JPN",), (METAL,), 10.0)]),
    ),
    "a pact of one": (far, scenario(ban(), responses=[AlliedSharing("r", ("JPN",), (METAL,))])),
    "no stocks to release": (
        far,
        scenario(ban(), responses=[StockRelease("r", ("JPN",), (METAL,), 0.0)]),
    ),
}


@pytest.mark.parametrize("engine", ["native", "numpy"])
@pytest.mark.parametrize("what", ANSWERED)
def test_it_is_answered_with_sound_figures(what: str, engine: str) -> None:
    make, scenario_ = ANSWERED[what]
    world = make()
    outcome = ChainEngine(world, engine=engine).run([scenario_])[0]
    assert outcome.output.shape == (world.nodes, scenario_.days)
    assert outcome.unmet is not None
    for values in (outcome.output, outcome.unmet, outcome.lost):
        assert np.all(np.isfinite(values))
        assert np.all(values >= 0.0)
    assert np.all(outcome.output <= outcome.base[:, None] * 11.0 * (1.0 + 1e-9))
    assert 0.0 <= outcome.residual < 1e-9


def test_acts_that_meet_nothing_are_told() -> None:
    outcome = ChainEngine(far()).run([scenario(Restriction("b", ("USA",), (METAL,), START))])[0]
    assert any("meets no delivery" in text for text in outcome.extra)
    assert any("USA" in text for text in outcome.extra)
    assert not np.any(outcome.lost)


def test_no_scenarios_no_outcomes() -> None:
    assert ChainEngine(metal_world()).run([]) == ()
    assert ChainEngine(metal_world(), engine="numpy").run([]) == ()
