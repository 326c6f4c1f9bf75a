"""What every engine must hold to, one suite for all; cases are declared in engine_cases."""

from __future__ import annotations

import dataclasses
import datetime as dt
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from engine_cases import CASES, EngineCase
from faulty_engine import Faulty
from kanmon.analysis.impact import engines
from kanmon.analysis.impact.engine import Engine
from kanmon.analysis.impact.outcome import Outcome
from kanmon.analysis.impact.scenario.amount import Range
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
from kanmon.compiled import compiled
from kanmon.errors import CodeError, KanmonError, ScenarioError
from kanmon.sweep.fingerprint import fingerprint
from toy_engine import NODES, ToyEngine, ban

SHOCKS = {"Restriction", "CapacityLoss", "DemandChange"}
RESPONSES = {
    "StockRelease", "Substitution", "Rerouting", "DemandSaving", "NewCapacity", "AlliedSharing"
}  # fmt: skip

every = pytest.mark.parametrize(
    ("case", "kernel"),
    [pytest.param(c, k, id=f"{c.name}-{k}") for c in CASES for k in c.kernels],
)


def made(case: EngineCase, kernel: str) -> Engine:
    if kernel == "native":
        try:
            compiled(case.name)
        except KanmonError as e:
            pytest.skip(str(e))
    return case.make(kernel)


def one(engine: Engine, scenario: Scenario, threads: int = 1) -> Outcome:
    (outcome,) = engine.run((scenario,), threads=threads)
    return outcome


def arrays(outcome: Outcome) -> list[npt.NDArray[np.float64]]:
    """Everything numeric an outcome carries."""
    optional = [a for a in (outcome.unmet, outcome.added) if a is not None]
    rest = np.array([outcome.residual, *(outcome.extra[k] for k in sorted(outcome.extra))])
    return [outcome.base, outcome.output, *optional, rest]


def same_bits(a: Outcome, b: Outcome) -> None:
    assert a.nodes == b.nodes
    assert a.left_out == b.left_out
    assert a.bindings == b.bindings
    assert sorted(a.extra) == sorted(b.extra)
    for mine, other in zip(arrays(a), arrays(b), strict=True):
        assert mine.tobytes() == other.tobytes()


def calm(case: EngineCase) -> Scenario:
    return dataclasses.replace(case.shock, shocks=(), responses=())


def first_goods(case: EngineCase) -> tuple[str, ...]:
    return case.shock.shocks[0].goods


def first_parties(case: EngineCase) -> tuple[str, ...]:
    shock = case.shock.shocks[0]
    return shock.by if isinstance(shock, Restriction) else shock.economies


def shocks_of_every_kind(case: EngineCase) -> dict[str, Shock]:
    goods, who, start = first_goods(case), first_parties(case), case.shock.start
    return {
        "Restriction": Restriction("r", who, goods, start, cut=0.5),
        "CapacityLoss": CapacityLoss("c", who, goods, start, 0.5),
        "DemandChange": DemandChange("d", who, goods, start, -0.5),
    }


def responses_of_every_kind(case: EngineCase) -> dict[str, Response]:
    goods, who = first_goods(case), first_parties(case)
    return {
        "StockRelease": StockRelease("r", who, goods, 5.0),
        "Substitution": Substitution("r", who, goods, 0.1),
        "Rerouting": Rerouting("r", who, goods, 0.1),
        "DemandSaving": DemandSaving("r", who, goods, 0.1),
        "NewCapacity": NewCapacity("r", who, goods, 0.1),
        "AlliedSharing": AlliedSharing("r", who, goods, 0.5),
    }


def test_every_engine_has_a_case() -> None:
    there = {path.parent.name for path in Path(engines.__path__[0]).glob("*/engine.py")}
    assert there <= {case.name for case in CASES}, "declare a case in engine_cases"


@every
def test_it_says_what_it_is(case: EngineCase, kernel: str) -> None:
    engine = made(case, kernel)
    assert engine.name
    assert engine.speaks <= SHOCKS | RESPONSES
    assert engine.speaks & SHOCKS, "an engine that feels no shock"
    assert engine.promises <= {"monotone", "relabel"}
    assert type(case.shock.shocks[0]).__name__ in engine.speaks
    assert engine.run(()) == ()


@every
def test_without_a_shock_nothing_changes(case: EngineCase, kernel: str) -> None:
    outcome = one(made(case, kernel), calm(case))
    assert outcome.output.shape == (len(outcome.nodes), 1 if case.static else case.shock.days)
    assert np.all(
        np.abs(outcome.output - outcome.base[:, None]) <= case.steady * outcome.base[:, None]
    )
    assert np.all(outcome.first_short == -1)
    assert outcome.bindings == ()
    if outcome.unmet is not None:
        assert np.all(np.abs(outcome.unmet) <= case.steady * outcome.base.sum())


@every
def test_a_shock_costs_output_and_all_figures_are_sound(case: EngineCase, kernel: str) -> None:
    engine = made(case, kernel)
    outcome = one(engine, case.shock)
    assert outcome.engine == engine.name
    assert len(set(outcome.nodes)) == len(outcome.nodes)
    assert outcome.unit
    for values in (outcome.base, outcome.output, outcome.lost):
        assert np.all(np.isfinite(values))
        assert np.all(values >= 0.0)
    assert outcome.lost.sum() > 1e-6 * outcome.base.sum(), "the shock of the case is to be felt"
    assert np.all(outcome.first_short[outcome.lost.max(axis=1) > 1e-5 * outcome.base] >= 0)
    assert 0.0 <= outcome.residual < 1e-9
    assert all(np.isfinite(v) for v in outcome.extra.values())
    if outcome.unmet is not None:
        assert outcome.unmet.shape == outcome.output.shape
        assert np.all(np.isfinite(outcome.unmet))
        assert np.all(outcome.unmet >= 0.0)
    for binding in outcome.bindings:
        assert binding.node in outcome.nodes
        assert 0 < binding.days <= case.shock.days
        assert 0.0 <= binding.lost <= case.shock.days


@every
def test_nothing_is_short_before_the_shock(case: EngineCase, kernel: str) -> None:
    if case.static:
        pytest.skip("knows no days")
    late = case.shock.start + dt.timedelta(days=case.shock.days // 2)
    scenario = case.with_first(start=late)
    alone = dataclasses.replace(scenario, shocks=scenario.shocks[:1], responses=())
    outcome = one(made(case, kernel), alone)
    short = outcome.first_short[outcome.first_short >= 0]
    assert np.all(short >= case.shock.days // 2)


@every
def test_an_unknown_good_is_refused(case: EngineCase, kernel: str) -> None:
    with pytest.raises((CodeError, ScenarioError), match="no_such_good") as caught:
        made(case, kernel).run((case.with_first(goods=("no_such_good",)),))
    assert caught.value.remedy


@every
def test_an_unknown_party_is_refused(case: EngineCase, kernel: str) -> None:
    with pytest.raises((CodeError, ScenarioError), match="QQX") as caught:
        made(case, kernel).run((case.with_first(**{case.parties: ("QQX",)}),))
    assert caught.value.remedy


@every
@pytest.mark.parametrize("kind", sorted(SHOCKS))
def test_a_shock_it_does_not_speak_is_refused(case: EngineCase, kernel: str, kind: str) -> None:
    engine = made(case, kernel)
    scenario = dataclasses.replace(calm(case), shocks=(shocks_of_every_kind(case)[kind],))
    if kind in engine.speaks:
        assert len(engine.run((scenario,))) == 1
        return
    with pytest.raises(ScenarioError) as caught:
        engine.run((scenario,))
    assert caught.value.remedy


@every
@pytest.mark.parametrize("kind", sorted(RESPONSES))
def test_a_response_it_does_not_speak_is_named(case: EngineCase, kernel: str, kind: str) -> None:
    engine = made(case, kernel)
    response = responses_of_every_kind(case)[kind]
    outcome = one(engine, dataclasses.replace(case.shock, responses=(response,)))
    if kind in engine.speaks:
        assert outcome.left_out == ()
        return
    assert any("r" in (text, text.split()[-1], text.split(":")[0]) for text in outcome.left_out)
    without = one(engine, dataclasses.replace(case.shock, responses=()))
    assert outcome.output.tobytes() == without.output.tobytes()


@every
def test_an_unsettled_scenario_is_refused(case: EngineCase, kernel: str) -> None:
    unsure = case.with_first(**{case.amount: Range(0.1, 0.5, 0.9)})
    with pytest.raises(ScenarioError, match="uncertain"):
        made(case, kernel).run((unsure,))


def several(case: EngineCase) -> list[Scenario]:
    """Enough to fill a vector of lanes and leave a rest."""
    strengths = np.linspace(0.05, 0.95, 11)
    return [dataclasses.replace(case.at(float(x)), id=f"s/{n}") for n, x in enumerate(strengths)]


@every
def test_a_batch_gives_what_singles_give_in_order(case: EngineCase, kernel: str) -> None:
    engine = made(case, kernel)
    scenarios = several(case)
    batch = engine.run(scenarios)
    assert len(batch) == len(scenarios)
    for scenario, outcome in zip(scenarios, batch, strict=True):
        same_bits(outcome, one(engine, scenario))
    for scenario, outcome in zip(scenarios[::-1], engine.run(scenarios[::-1]), strict=True):
        same_bits(outcome, batch[scenarios.index(scenario)])
    losses = [float(outcome.lost.sum()) for outcome in batch]
    assert len(set(losses)) > 1, "the scenarios are to differ"


@every
def test_threads_do_not_change_a_bit(case: EngineCase, kernel: str) -> None:
    engine = made(case, kernel)
    scenarios = several(case)
    for a, b in zip(
        engine.run(scenarios, threads=1), engine.run(scenarios, threads=2), strict=True
    ):
        same_bits(a, b)
    same_bits(one(engine, case.shock, 1), one(engine, case.shock, 2))


@every
def test_a_second_run_gives_the_same_bits(case: EngineCase, kernel: str) -> None:
    engine = made(case, kernel)
    same_bits(one(engine, case.shock), one(engine, case.shock))
    same_bits(one(engine, case.shock), one(made(case, kernel), case.shock))


@every
def test_it_can_be_sent_to_another_process(case: EngineCase, kernel: str) -> None:
    engine = made(case, kernel)
    mark = fingerprint(engine)
    wanted = one(engine, case.shock)
    there = pickle.loads(pickle.dumps(engine))
    same_bits(one(there, case.shock), wanted)
    assert fingerprint(there) == mark
    assert fingerprint(engine) == mark, "a run leaves the engine as it was"


@every
def test_a_stronger_shock_never_costs_less(case: EngineCase, kernel: str) -> None:
    engine = made(case, kernel)
    if "monotone" not in engine.promises:
        pytest.skip("not promised")
    outcomes = engine.run([case.at(float(x)) for x in np.linspace(0.0, 1.0, 11)])
    losses = np.array([o.lost.sum() for o in outcomes])
    assert np.all(np.diff(losses) >= -1e-12 * outcomes[0].base.sum() * case.shock.days)
    assert losses[-1] > losses[0]


@every
def test_the_order_of_nodes_does_not_matter(case: EngineCase, kernel: str) -> None:
    engine = made(case, kernel)
    if "relabel" not in engine.promises:
        pytest.skip("not promised")
    assert case.shuffled is not None, "a case that promises relabel needs a shuffled world"
    here, there = one(engine, case.shock), one(case.shuffled(), case.shock)
    assert here.nodes != there.nodes
    at = {node: row for row, node in enumerate(there.nodes)}
    order = [at[node] for node in here.nodes]
    assert np.allclose(there.output[order], here.output, rtol=0.0, atol=1e-12 * here.base.max())


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c.name) for c in CASES if "native" in c.kernels]
)
def test_the_kernel_equals_its_twin(case: EngineCase) -> None:
    native, twin = made(case, "native"), made(case, "numpy")
    for scenario in several(case):
        a, b = one(native, scenario), one(twin, scenario)
        assert a.nodes == b.nodes
        assert a.left_out == b.left_out
        assert np.allclose(a.output, b.output, rtol=1e-10, atol=1e-10 * b.base.max())
        if b.unmet is not None:
            assert a.unmet is not None
            assert np.allclose(a.unmet, b.unmet, rtol=1e-10, atol=1e-10 * b.base.max())


Check = Callable[[EngineCase, str], None]


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("drifts", test_without_a_shock_nothing_changes),
        ("negative", test_a_shock_costs_output_and_all_figures_are_sound),
        ("missing", test_a_shock_costs_output_and_all_figures_are_sound),
        ("leaks", test_a_shock_costs_output_and_all_figures_are_sound),
        ("deaf", test_a_shock_costs_output_and_all_figures_are_sound),
        ("lenient", test_an_unknown_good_is_refused),
        ("settles", test_an_unsettled_scenario_is_refused),
        ("reversed", test_a_batch_gives_what_singles_give_in_order),
        ("lanes", test_a_batch_gives_what_singles_give_in_order),
        ("threads", test_threads_do_not_change_a_bit),
        ("perverse", test_a_stronger_shock_never_costs_less),
        ("first wins", test_the_order_of_nodes_does_not_matter),
    ],
)
def test_a_fault_is_found(fault: str, check: Check) -> None:
    case = EngineCase(
        "faulty",
        lambda _kernel: Faulty(fault=fault),
        ban(),
        shuffled=lambda: Faulty(NODES[::-1], fault=fault),
    )
    sound = dataclasses.replace(
        case, make=lambda _kernel: ToyEngine(), shuffled=lambda: ToyEngine(NODES[::-1])
    )
    check(sound, "numpy")
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        check(case, "numpy")


@pytest.mark.parametrize(
    ("fault", "kind", "check"),
    [
        ("lenient", "DemandChange", test_a_shock_it_does_not_speak_is_refused),
        ("silent", "Rerouting", test_a_response_it_does_not_speak_is_named),
    ],
)
def test_a_fault_of_one_kind_is_found(
    fault: str, kind: str, check: Callable[[EngineCase, str, str], None]
) -> None:
    case = EngineCase("faulty", lambda _kernel: Faulty(fault=fault), ban())
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        check(case, "numpy", kind)
