"""A sweep of scenarios gives what the engine gives, whoever runs it, and adds up right."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from kanmon.analysis.impact.outcome import Node, Outcome
from kanmon.analysis.impact.scenario.amount import Range
from kanmon.analysis.impact.scenario.responses import DemandSaving
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.settle import drawn
from kanmon.errors import DataError, ScenarioError, StoreError
from kanmon.sweep.crew import Backend
from kanmon.sweep.scenarios import SweepResult, sweep
from toy_engine import CHIPS, METAL, NODES, ToyEngine, ban


def draws(count: int, seed: int = 7) -> tuple[Scenario, ...]:
    return drawn(ban(Range(0.1, 0.6, 1.0)), count, seed)


def bytes_of(result: SweepResult) -> dict[str, bytes]:
    """Every figure of a result, as bytes."""
    return {
        field.name: value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode()
        for field in dataclasses.fields(result)
        if field.name != "notes"
        for value in [getattr(result, field.name)]
    }


def test_it_keeps_what_the_engine_gives() -> None:
    scenarios = draws(30)
    found = sweep(ToyEngine(), scenarios)
    assert found.scenarios == tuple(s.id for s in scenarios)
    assert found.groups == (METAL, CHIPS)
    assert found.normal.tolist() == [4.0, 7.0]
    for row, outcome in enumerate(ToyEngine().run(scenarios)):
        assert np.allclose(found.lost[row], outcome.lost.sum(axis=1), rtol=1e-14)
        assert found.first_short[row].tolist() == outcome.first_short.tolist()
        assert np.allclose(found.daily[row, 1], outcome.output[2:].sum(axis=0), rtol=1e-14)
        assert found.extra[row] == outcome.extra


def test_losses_are_those_reckoned_by_hand() -> None:
    # From day 2 of 12, China's 75 % of the metal is cut by 80 %: 60 % less chips for 10 days.
    found = sweep(ToyEngine(), [ban(0.8)])
    assert found.lost[0] == pytest.approx([0.0, 0.0, 2.0 * 0.6 * 10, 5.0 * 0.6 * 10])
    assert found.first_short.tolist() == [[-1, -1, 2, 2]]
    assert found.daily[0, 1] == pytest.approx([7.0] * 2 + [2.8] * 10)


@pytest.mark.parametrize("block", [1, 4, 7, 100])
def test_block_sizes_and_folders_do_not_change_a_byte(tmp_path: Path, block: int) -> None:
    scenarios = draws(20)
    wanted = bytes_of(sweep(ToyEngine(), scenarios, backend=Backend("here", block=20)))
    backend = Backend("here", block=block)
    for _ in range(2):
        found = sweep(ToyEngine(), scenarios, folder=tmp_path, backend=backend)
        assert bytes_of(found) == wanted


def test_processes_do_not_change_a_byte(tmp_path: Path) -> None:
    scenarios = draws(20)
    found = sweep(
        ToyEngine(), scenarios, workers=2, folder=tmp_path, backend=Backend("process", block=3)
    )
    assert bytes_of(found) == bytes_of(sweep(ToyEngine(), scenarios))


@pytest.mark.slow
def test_dask_does_not_change_a_byte() -> None:
    pytest.importorskip("distributed")
    scenarios = draws(20)
    found = sweep(ToyEngine(), scenarios, workers=2, backend=Backend("dask", block=3))
    assert bytes_of(found) == bytes_of(sweep(ToyEngine(), scenarios))


def test_chosen_groups_are_added_up() -> None:
    groups = {"Japan": (NODES[2], NODES[1]), "all": NODES}
    found = sweep(ToyEngine(), [ban(0.8)], groups=groups)
    assert found.groups == ("Japan", "all")
    assert found.daily[0, :, -1] == pytest.approx([1.8, 6.8])
    with pytest.raises(DataError, match="group x: unknown node FRA"):
        sweep(ToyEngine(), [ban()], groups={"x": (Node("FRA", METAL),)})
    with pytest.raises(DataError, match="group x: no node"):
        sweep(ToyEngine(), [ban()], groups={"x": ()})


def test_what_an_engine_leaves_out_is_told_for_each_scenario(tmp_path: Path) -> None:
    save = DemandSaving("save", ("JPN",), (CHIPS,), 0.1)
    more = DemandSaving("more", ("USA",), (CHIPS,), 0.1)
    scenarios = [ban(), ban(responses=(save, more)), ban(responses=(more,))]
    for _ in range(2):
        found = sweep(ToyEngine(), scenarios, folder=tmp_path, backend=Backend("here", block=1))
        assert found.left_out == ((), ("save", "more"), ("more",))


def test_scenarios_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(ScenarioError, match="no scenario"):
        sweep(ToyEngine(), [])
    with pytest.raises(ScenarioError, match="12 days"):
        sweep(ToyEngine(), [ban(days=9, id="a"), ban(days=12, id="b")])
    with pytest.raises(ScenarioError, match="uncertain"):
        sweep(ToyEngine(), [ban(Range(0.1, 0.6, 1.0))])


def test_a_folder_belongs_to_its_engine_and_scenarios(tmp_path: Path) -> None:
    sweep(ToyEngine(), draws(5), folder=tmp_path)
    for engine, scenarios in (
        (ToyEngine(), draws(5, seed=8)),
        (ToyEngine(NODES[::-1]), draws(5)),
        (ToyEngine(), draws(6)),
    ):
        with pytest.raises(StoreError, match="another sweep"):
            sweep(engine, scenarios, folder=tmp_path)


class Shifty(ToyEngine):
    """An engine that forgets a node under shock, and one day."""

    def run(self, scenarios: Sequence[Scenario], *, threads: int = 1) -> tuple[Outcome, ...]:
        """Run, then forget."""
        whole = super().run(scenarios, threads=threads)
        return tuple(
            o
            if not s.shocks
            else dataclasses.replace(o, nodes=o.nodes[1:], base=o.base[1:], output=o.output[1:])
            for s, o in zip(scenarios, whole, strict=True)
        )


def test_an_engine_whose_nodes_come_and_go_is_refused() -> None:
    with pytest.raises(DataError, match="nodes or normal output"):
        sweep(Shifty(), [ban()])
