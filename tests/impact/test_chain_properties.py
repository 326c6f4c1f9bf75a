"""What must hold for any chain: steady, exact, monotone, and the same bits however it is run."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chain_worlds import PLACES, day, random_words, scenario
from kanmon.analysis.impact.engines.chain.course import touched
from kanmon.analysis.impact.engines.chain.engine import ChainEngine
from kanmon.analysis.impact.engines.chain.plan import plan
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

SHARE = st.floats(0.0, 1.0)
SEED = st.integers(0, 100_000)


def relative(outcome: Outcome, world: ChainWorld) -> np.ndarray:
    made = world.base > 0.0
    return np.asarray(outcome.output[made] / world.base[made, None])


@st.composite
def acts(draw: st.DrawFn) -> Scenario:
    """Shocks of every kind and any responses on the random worlds."""
    good = st.sampled_from(["g0", "g1", "g2", "g3", "g4"])
    who = st.sampled_from(PLACES)
    begin = st.integers(0, 12)

    def cut(k: int) -> Restriction:
        return Restriction(
            f"c{k}",
            (draw(who),),
            (draw(good),),
            day(draw(begin)),
            cut=draw(SHARE),
            ramp_days=float(draw(st.integers(0, 5))),
            duration_days=draw(st.none() | st.floats(1.0, 20.0)),
            ease_days=float(draw(st.integers(0, 5))),
        )

    shocks = [cut(k) for k in range(draw(st.integers(0, 2)))]
    others: list[CapacityLoss | DemandChange] = []
    if draw(st.booleans()):
        others.append(
            CapacityLoss("loss", (draw(who),), (draw(good),), day(draw(begin)), draw(SHARE))
        )
    if draw(st.booleans()):
        change = draw(st.floats(-1.0, 2.0))
        others.append(DemandChange("d", (draw(who),), (draw(good),), day(draw(begin)), change))
    two = (draw(who), draw(who))
    possible: list[Response] = [
        StockRelease("r0", two, (draw(good),), draw(st.floats(0.0, 9.0)), draw(SHARE)),
        Substitution("r1", two, (draw(good),), draw(SHARE), ramp_days=4.0),
        Rerouting("r2", two, (draw(good),), draw(SHARE), leakage=draw(SHARE)),
        DemandSaving("r3", two, (draw(good),), draw(SHARE), delay_days=3.0),
        NewCapacity("r4", two, (draw(good),), draw(SHARE), lead_days=5.0),
        AlliedSharing("r5", tuple(dict.fromkeys((*two, "JPN"))), (draw(good),), draw(SHARE)),
    ]
    chosen = draw(st.lists(st.sampled_from(range(6)), unique=True, max_size=6))
    return scenario(*shocks, *others, days=30, responses=[possible[k] for k in sorted(chosen)])


RULES = st.sampled_from(
    [ChainRules(), ChainRules("largest_last"), ChainRules("priority", ("JPN", "USA"))]
)


@settings(max_examples=120, deadline=None)
@given(SEED, acts(), RULES)
def test_kernel_and_twin_agree_and_goods_balance(
    seed: int, what: Scenario, rules: ChainRules
) -> None:
    world = random_words(seed).world()
    if not set(rules.first) <= set(world.economies):
        rules = ChainRules()
    native = ChainEngine(world, rules).run([what])[0]
    twin = ChainEngine(world, rules, "numpy").run([what])[0]
    assert np.max(np.abs(relative(native, world) - relative(twin, world)), initial=0.0) < 1e-12
    assert native.unmet is not None
    assert twin.unmet is not None
    assert native.unmet == pytest.approx(twin.unmet, abs=1e-11)
    assert native.residual < 1e-12
    assert twin.residual < 1e-12
    for values in (native.output, native.unmet):
        assert np.all(np.isfinite(values))
        assert np.all(values >= 0.0)
    for binding in native.bindings:
        assert 0 < binding.days <= what.days
    costs = [_costs(outcome) for outcome in (native, twin)]
    for node in {*costs[0], *costs[1]}:
        assert costs[0].get(node, 0.0) == pytest.approx(costs[1].get(node, 0.0), abs=1e-5)


def _costs(outcome: Outcome) -> dict[Node, float]:
    costs: dict[Node, float] = {}
    for binding in outcome.bindings:
        costs[binding.node] = costs.get(binding.node, 0.0) + binding.lost
    return costs


@settings(max_examples=60, deadline=None)
@given(SEED, RULES)
def test_without_a_shock_nothing_changes_at_all(seed: int, rules: ChainRules) -> None:
    world = random_words(seed).world()
    if not set(rules.first) <= set(world.economies):
        rules = ChainRules()
    for engine in ("native", "numpy"):
        outcome = ChainEngine(world, rules, engine).run([scenario()])[0]
        assert np.all(outcome.output == world.base[:, None])
        assert not np.any(outcome.unmet)
        assert outcome.bindings == ()
    # An act that changes nothing wakes its goods, and still nothing changes.
    idle = Restriction("idle", ("CHN",), ("g0",), day(3), cut=1e-300)
    outcome = ChainEngine(world, rules).run([scenario(idle)])[0]
    assert np.all(np.abs(relative(outcome, world) - 1.0) < 4e-15)


@settings(max_examples=150, deadline=None)
@given(
    SEED,
    st.tuples(SHARE, SHARE),
    st.sampled_from(PLACES),
    st.sampled_from(["g0", "g1", "g2"]),
    st.none() | st.floats(1.0, 25.0),
    st.integers(0, 8),
)
def test_a_larger_cut_of_a_good_never_costs_any_maker_less(
    seed: int, cuts: tuple[float, float], who: str, good: str, lasts: float | None, ramp: int
) -> None:
    world = random_words(seed).world()
    low, high = sorted(cuts)
    act = Restriction("c", (who,), (good,), day(2), cut=low, duration_days=lasts, ramp_days=ramp)
    more = dataclasses.replace(act, cut=high)
    small, large = ChainEngine(world).run([scenario(act), scenario(more)])
    # Of every maker, on every day: never more made by then under the larger cut.
    gap = np.cumsum(relative(small, world) - relative(large, world), axis=1)
    assert gap.min(initial=0.0) > -1e-9


@settings(max_examples=80, deadline=None)
@given(SEED, st.lists(SHARE, min_size=2, max_size=2), st.sampled_from(PLACES))
def test_a_larger_standing_cut_of_several_goods_never_costs_less(
    seed: int, cuts: list[float], who: str
) -> None:
    world = random_words(seed).world()
    low, high = sorted(cuts)
    goods = tuple(world.goods)
    act = Restriction("c", (who,), goods, day(2), cut=low)
    more = dataclasses.replace(act, cut=high)
    small, large = ChainEngine(world).run([scenario(act), scenario(more)])
    gap = np.cumsum(relative(small, world) - relative(large, world), axis=1)
    assert gap.min(initial=0.0) > -1e-9


@settings(max_examples=40, deadline=None)
@given(SEED, acts())
def test_names_of_economies_do_not_matter(seed: int, what: Scenario) -> None:
    names = dict(zip(PLACES, ("USA", "KOR", "CHN", "JPN", "DEU"), strict=True))
    words = random_words(seed)

    def renamed(part: Any) -> Any:
        changes = {
            field: tuple(names[e] for e in getattr(part, field))
            for field in ("by", "economies", "parties")
            if hasattr(part, field)
        }
        return dataclasses.replace(part, **changes)

    other = dataclasses.replace(
        what,
        shocks=tuple(renamed(one) for one in what.shocks),
        responses=tuple(renamed(one) for one in what.responses),
    )
    here = ChainEngine(words.world()).run([what])[0]
    there = ChainEngine(words.renamed(names).world()).run([other])[0]
    at = {node: row for row, node in enumerate(there.nodes)}
    order = [at[Node(names[node.economy], node.product)] for node in here.nodes]
    assert there.output[order] == pytest.approx(here.output, rel=1e-9, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(SEED, st.lists(acts(), min_size=3, max_size=11))
def test_company_and_threads_do_not_change_a_bit(seed: int, many: list[Scenario]) -> None:
    engine = ChainEngine(random_words(seed).world())
    batch = engine.run(many)
    for what, one, other in zip(many, batch, engine.run(many, threads=2), strict=True):
        alone = engine.run([what])[0]
        for same in (other, alone):
            assert same.output.tobytes() == one.output.tobytes()
            assert same.unmet is not None
            assert one.unmet is not None
            assert same.unmet.tobytes() == one.unmet.tobytes()
            assert (same.residual, same.bindings) == (one.residual, one.bindings)


@settings(max_examples=60, deadline=None)
@given(SEED, acts())
def test_goods_not_touched_stay_normal(seed: int, what: Scenario) -> None:
    world = random_words(seed).world()
    live = touched(world, plan(what, world))
    outcome = ChainEngine(world, engine="numpy").run([what])[0]
    quiet = ~live[world.good]
    assert np.all(outcome.output[quiet] == world.base[quiet, None])
