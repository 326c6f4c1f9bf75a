"""The economy engine: against BoARIO, its twin, accounts, and itself in other company."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanmon.analysis.impact.engines.economy.course import Course, course
from kanmon.analysis.impact.engines.economy.engine import EconomyEngine
from kanmon.analysis.impact.engines.economy.leontief import demand_effect, supply_left
from kanmon.analysis.impact.engines.economy.rules import EconomyRules
from kanmon.analysis.impact.engines.economy.stepper import Stepper
from kanmon.analysis.impact.engines.economy.stored import stored_economy
from kanmon.analysis.impact.engines.economy.table import EconomyTable, economy_table, merged
from kanmon.analysis.impact.engines.economy.twin import run_twin
from kanmon.analysis.impact.engines.economy.works import works
from kanmon.analysis.impact.scenario.responses import (
    AlliedSharing,
    DemandSaving,
    NewCapacity,
    Rerouting,
    Response,
    StockRelease,
    Substitution,
)
from kanmon.analysis.impact.scenario.scenario import Scenario, Shock
from kanmon.analysis.impact.scenario.shocks import CapacityLoss, DemandChange, Restriction
from shared_data import SHARED

DAY = dt.date(2027, 1, 1)
ECONOMIES = ("CHN", "JPN", "USA")
INDUSTRIES = ("a", "b", "c", "d")
BRIDGE = {"good": (("b", 0.3), ("c", 0.5))}
BAN = Restriction(
    "ban",
    ("CHN",),
    ("good", "industry:a"),
    DAY + dt.timedelta(3),
    on=("USA",),
    ramp_days=5,
    duration_days=60,
    ease_days=20,
)
QUAKE = CapacityLoss("quake", ("JPN",), ("industry:b",), DAY, 0.4, 0.0, 50, 20)
SLUMP = DemandChange("slump", ("USA",), ("industry:c",), DAY + dt.timedelta(9), -0.3, 0.0, 60)
RESPONSES = (
    Substitution("swap", ("WLD",), ("industry:a",), 1.0, ("industry:b",), 40, 30),
    StockRelease("reserve", ("USA",), ("industry:a",), 20.0, 0.5),
    Rerouting("spot", ("USA",), ("good",), 0.5, 0.1),
    DemandSaving("save", ("JPN",), ("industry:d",), 0.2),
    NewCapacity("plant", ("USA",), ("industry:a",), 0.1, 30),
    AlliedSharing("pact", ("USA",), ("industry:a",)),
)


def table_of(seed: int = 1, negative: bool = True) -> EconomyTable:
    draw = np.random.default_rng(seed)
    sales = 10.0 * draw.random((12, 12)) * (draw.random((12, 12)) < 0.8)
    final = 40.0 * draw.random((12, 3)) + 5.0
    if negative:
        final[3, 0] = -2.0
    return economy_table(ECONOMIES, INDUSTRIES, sales, final, unit="MUSD 2011")


def scenario(
    *shocks: Shock, days: int = 120, responses: tuple[Response, ...] = (), id: str = "s"
) -> Scenario:
    return Scenario(id, "S", DAY, days, shocks=shocks, responses=responses)


CASES = (
    scenario(BAN, QUAKE, SLUMP, responses=RESPONSES),
    scenario(BAN),
    scenario(),
    scenario(BAN, responses=RESPONSES[2:3]),
    scenario(QUAKE, SLUMP, responses=RESPONSES[:2]),
)
RULES = (
    EconomyRules(),
    EconomyRules(inventory_days=5.0, spare=float("inf")),
    EconomyRules(
        inventory_days={"a": 3.0, "b": 10.0, "c": 40.0, "d": 2.0},
        orders="noalt",
        classes=np.array([[0, 1, 2, 2], [2, 1, 0, 1], [1, 2, 2, 0], [2, 0, 1, 2]], np.int8),
    ),
    EconomyRules(compat="boario", inventory_days=10.0),
)


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("case", CASES)
def test_kernel_equals_its_readable_twin(rules: EconomyRules, case: Scenario) -> None:
    ready = works(table_of(), rules)
    plan = course(case, ready, BRIDGE)
    (fast,), slow = Stepper(ready).run([plan]), run_twin(ready, plan)
    assert np.abs(fast.made / ready.output - slow.made / ready.output).max() < 1e-12
    assert np.abs(fast.unmet - slow.unmet).max() < 1e-12
    assert np.array_equal(fast.bound, slow.bound)
    assert np.allclose(fast.lost, slow.lost, rtol=1e-10, atol=1e-12)
    assert max(fast.residual, slow.residual) < 1e-13


@pytest.mark.parametrize("rules", RULES)
def test_company_and_threads_change_no_bit(rules: EconomyRules) -> None:
    ready = works(table_of(), rules)
    plans = [course(case, ready, BRIDGE) for case in CASES]
    stepper = Stepper(ready)
    alone = [stepper.run([plan])[0] for plan in plans]
    for many in (stepper.run(plans * 3), stepper.run(plans * 3, threads=2)):
        for run, single in zip(many, alone * 3, strict=True):
            assert run.made.tobytes() == single.made.tobytes()
            assert run.unmet.tobytes() == single.unmet.tobytes()
            assert run.lost.tobytes() == single.lost.tobytes()
            assert run.residual == single.residual


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared data")
@pytest.mark.parametrize("compat", ["boario", ""])
def test_equals_boario(compat: str) -> None:
    folder = SHARED.parent / "oracles" / "impact" / "boario"
    if not folder.is_dir():
        pytest.skip("no stored BoARIO run")
    case = np.load(folder / "case_pymrio_test_365d.npz")
    told = json.loads((folder / "case_pymrio_test_365d.json").read_text("utf-8"))
    places = tuple(f"reg{n}" for n in range(1, 7))
    trades = ("food", "mining", "manuf", "electricity", "construction", "trade", "transport", "z")
    table = economy_table(places, trades, case["Z"], case["Y"], output=case["x"], unit="M")
    rules = EconomyRules(
        inventory_days=told["main_inv_dur"],
        safety=told["psi_param"],
        restore_days=told["inventory_restoration_tau"],
        over_most=told["alpha_max"],
        over_days=told["alpha_tau"],
        compat=compat,
    )
    ready = works(table, rules)
    days, event = len(case["production_realised"]), told["event"]
    # The peer shocks the day after the one it names, starts to recover a day after that, and
    # rounds to six places.
    first = event["occurrence"] + 1
    since = np.clip(np.arange(days) - first - event["duration"] - 1, 0, event["recovery_tau"])
    loss = np.round(event["impact"] * (1 - since / event["recovery_tau"]), 6)
    loss[:first] = 0.0
    factor = np.ones((days, 48))
    factor[:, :3] -= loss[:, None]
    (run,) = Stepper(ready).run([daily(course(scenario(days=days), ready, {}), factor)])
    # Its columns are in its own order: found by normal output, which no two industries share.
    normal = case["x"] / 365.0
    order = np.abs(normal[None, :] - case["production_realised"][0][:, None]).argmin(axis=1)
    assert sorted(order) == list(range(48))
    gap = np.abs(run.made[:, order] / case["production_realised"] - 1.0).max()
    assert gap < (1e-12 if compat else 1e-6)


def daily(quiet: Course, factor: npt.NDArray[np.float64]) -> Course:
    """A course without shocks, with a capacity of its own each day."""
    days = len(factor)
    return dataclasses.replace(
        quiet,
        phase=np.arange(days, dtype=np.int32),
        capacity=factor,
        wanted=np.tile(quiet.wanted, (days, 1)),
        final=np.tile(quiet.final, (days, 1)),
        passes=np.ones((days, 0)),
        spare=np.tile(quiet.spare, (days, 1, 1)),
        left=np.ones((days, 0)),
        rate=np.ones((days, 0)),
    )


def test_nothing_moves_without_a_shock() -> None:
    (outcome,) = EconomyEngine(table_of()).run([scenario(days=400)])
    assert np.abs(outcome.output / outcome.base[:, None] - 1.0).max() < 1e-13
    assert not outcome.bindings
    assert outcome.residual < 1e-14


def test_lasting_change_of_demand_comes_to_the_leontief_inverse() -> None:
    table = table_of(negative=False)
    fall = DemandChange("fall", ("USA",), tuple(f"industry:{i}" for i in INDUSTRIES), DAY, -0.05)
    (outcome,) = EconomyEngine(table, EconomyRules(orders="noalt")).run([scenario(fall, days=900)])
    change = -0.05 * table.final[:, 2]
    share = table.sales / table.output
    series, term = change.copy(), change.copy()
    for _ in range(400):
        term = share @ term
        series += term
    assert np.allclose(demand_effect(table, change), series, rtol=1e-10)
    assert np.allclose(outcome.output[:, -1], (table.output + series) / 365.0, rtol=1e-9)


def test_supply_left_is_a_fixed_point_and_the_greatest() -> None:
    chain = economy_table(
        ("JPN",), ("x", "y", "z"), [[0, 4, 0], [0, 0, 4], [0, 0, 0]], [[4], [4], [8]], unit="M"
    )
    assert supply_left(chain, [0.5, 1.0, 1.0]).tolist() == [0.5, 0.5, 0.5]
    assert supply_left(chain, [1.0, 1.0, 0.2]).tolist() == [1.0, 1.0, 0.2]
    table = table_of()
    assert np.allclose(supply_left(table, np.full(12, 0.7)), 0.7, rtol=1e-11)
    capacity = np.linspace(0.4, 1.0, 12)
    left = supply_left(table, capacity)
    cells = table.sales.reshape(3, 4, 12)
    arrives = (cells * left.reshape(3, 4, 1)).sum(0) / cells.sum(0)
    assert np.allclose(left, np.minimum(capacity, arrives.min(0)), atol=1e-11)


def test_total_cut_stops_what_it_says_and_nothing_else() -> None:
    table = economy_table(
        ("CHN", "USA"),
        ("x", "y"),
        [[0, 0, 0, 6], [0, 0, 0, 0], [0, 0, 0, 2], [0, 0, 0, 0]],
        [[1, 1], [3, 0], [0, 1], [0, 9]],
        unit="M",
    )
    ban = Restriction("b", ("CHN",), ("industry:x",), DAY, on=("USA",))
    (outcome,) = EconomyEngine(table).run([scenario(ban, days=300)])
    day = outcome.output[:, 0] * 365.0
    # Seven of eight are sold to the USA: neither made nor delivered.
    assert day[0] == pytest.approx(1.0, rel=1e-12)
    assert outcome.unmet is not None
    assert outcome.unmet[0, 0] * 365.0 == pytest.approx(1.0, rel=1e-12)
    assert day[1] == pytest.approx(3.0, rel=1e-12)
    bound = {(b.node.product, b.input, b.supplier) for b in outcome.bindings}
    assert ("y", "x", "CHN") in bound
    assert outcome.output[3, -1] < 0.9 * outcome.base[3]


def test_a_good_is_only_its_share_of_an_industry() -> None:
    table = table_of(negative=False)
    engine = EconomyEngine(table, bridge={"half": (("a", 0.5),), "whole": (("a", 1.0),)})
    cut = (
        Restriction("b", ("CHN",), ("half",), DAY, on=("USA",), cut=1.0),
        Restriction("b", ("CHN",), ("whole",), DAY, on=("USA",), cut=0.5),
        Restriction("b", ("CHN",), ("industry:a",), DAY, on=("USA",), cut=0.5),
    )
    first, second, third = engine.run([scenario(one) for one in cut])
    assert np.array_equal(first.output, second.output)
    assert np.array_equal(first.output, third.output)
    assert first.lost.sum() > 0.0


def test_responses_help_and_what_cannot_be_said_is_named() -> None:
    table = table_of(negative=False)
    engine = EconomyEngine(table, EconomyRules(inventory_days=5.0), BRIDGE)
    hit = Restriction("b", ("CHN", "JPN"), ("industry:a",), DAY, on=("USA",), duration_days=60)
    helps = (
        StockRelease("r", ("USA",), ("industry:a",), 60.0),
        Substitution("r", ("USA",), ("industry:a",), 0.9),
        Rerouting("r", ("USA",), ("industry:a",), 0.0, leakage=0.8),
    )
    bare, *better = engine.run([scenario(hit), *(scenario(hit, responses=(h,)) for h in helps)])
    users = [n for n, node in enumerate(bare.nodes) if node.economy == "USA"]
    for outcome in better:
        assert outcome.lost[users].sum() < bare.lost[users].sum()
        assert outcome.left_out == ()
    named = Rerouting("n", ("USA",), ("industry:a",), 0.5, sources=("JPN",))
    (told,) = engine.run([scenario(hit, responses=(named, RESPONSES[-1]))])
    assert told.left_out == ("n", "pact")


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    cut=st.floats(0.0, 1.0),
    loss=st.floats(0.0, 1.0),
    stock=st.floats(1.3, 60.0),
    spare=st.sampled_from([0.0, 0.4, float("inf")]),
)
def test_goods_balance_and_nothing_is_below_zero(
    seed: int, cut: float, loss: float, stock: float, spare: float
) -> None:
    table = table_of(seed)
    shocks = (dataclasses.replace(BAN, cut=cut), dataclasses.replace(QUAKE, share=loss))
    engine = EconomyEngine(table, EconomyRules(inventory_days=stock, spare=spare), BRIDGE)
    (outcome,) = engine.run([scenario(*shocks, SLUMP, days=90, responses=RESPONSES)])
    assert np.isfinite(outcome.output).all()
    assert (outcome.output >= 0.0).all()
    assert outcome.unmet is not None
    assert (outcome.unmet >= 0.0).all()
    assert outcome.residual < 1e-12
    assert (outcome.output <= 1.6 * outcome.base[:, None] * 1.25).all()


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 10_000), order=st.permutations(range(3)), kinds=st.permutations(range(4))
)
def test_names_and_their_order_do_not_matter(seed: int, order: list[int], kinds: list[int]) -> None:
    table = table_of(seed)
    node = (np.array(order)[:, None] * 4 + np.array(kinds)[None, :]).reshape(-1)
    other = dataclasses.replace(
        table,
        economies=tuple(table.economies[n] for n in order),
        industries=tuple(table.industries[n] for n in kinds),
        sales=np.ascontiguousarray(table.sales[np.ix_(node, node)]),
        final=table.final[node][:, order],
        output=table.output[node],
        rest=table.rest[node],
        imbalance=table.imbalance[node],
    )
    (first,) = EconomyEngine(table, bridge=BRIDGE).run(CASES[:1])
    (second,) = EconomyEngine(other, bridge=BRIDGE).run(CASES[:1])
    gap = np.abs(first.output[node] - second.output) / first.base[node][:, None]
    assert gap.max() < 1e-9


def test_merging_keeps_every_sum() -> None:
    table = table_of()
    small = merged(table, economies=("EAST", "EAST", "USA"), industries=("ab", "ab", "c", "d"))
    assert small.economies == ("EAST", "USA")
    for name in ("sales", "final", "output", "rest"):
        assert getattr(small, name).sum() == pytest.approx(getattr(table, name).sum(), rel=1e-14)
    rows = small.sales.sum(1) + small.final.sum(1) + small.rest
    assert np.allclose(rows, small.output, rtol=1e-14)
    (outcome,) = EconomyEngine(small).run([scenario()])
    assert np.abs(outcome.output / outcome.base[:, None] - 1.0).max() < 1e-13


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared data")
def test_real_world_stands_still_and_answers_a_cut() -> None:
    from kanmon.sources.mrio.read import Mrio

    file = SHARED / "wiod_2013_release" / "wiot13_2011.parquet"
    world = stored_economy(Mrio().read(file).tables["mrio"], 2011)
    assert world.size == 1435
    ban = Restriction("b", ("CHN",), ("industry:c14",), DAY, ("USA",), (), 0.5, duration_days=90)
    still, cut = EconomyEngine(world).run([scenario(days=365), scenario(ban, days=365)])
    made = still.base > 0.0
    assert np.abs(still.output[made] / still.base[made, None] - 1.0).max() < 1e-13
    assert cut.residual < 1e-12
    china = [(n.economy, n.product) for n in cut.nodes].index(("CHN", "c14"))
    usa = world.economies.index("USA")
    to_usa = world.sales[china].reshape(41, 35)[usa].sum() + world.final[china, usa]
    stopped = 0.5 * to_usa * 90 / 365
    # China's makers lose what is not delivered and what they no longer sell each other.
    assert stopped < cut.lost[china].sum() < 2.0 * stopped
    assert stopped < cut.lost.sum() < 5.0 * stopped
