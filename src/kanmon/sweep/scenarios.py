"""Many scenarios on one engine: what is kept of each, in order, whoever ran it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engine import Engine
from kanmon.analysis.impact.outcome import Node, Outcome
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.errors import DataError, ScenarioError
from kanmon.sweep.blocks import Progress, sweep_ranges
from kanmon.sweep.crew import Backend

Groups = Mapping[str, Sequence[Node]]


@dataclass(frozen=True, slots=True)
class SweepResult:
    """Hold what is kept of every scenario of a sweep, in the order they were given.

    ``days`` is the horizon, 1 for an engine that knows no days. ``lost[s, n]`` is output lost
    by node n over it, in ``unit``; ``first_short[s, n]``
    the first day it is short, -1 if none; ``daily[s, g, d]`` the output of a group of nodes on
    a day, in ``unit`` a day; ``normal[g]`` what it normally is; ``unmet[s, n]`` final demand
    unserved over the horizon, ``None`` where the engine has none; ``residual[s]`` the engine's
    worst balance error; ``left_out[s]`` the responses it could not express; ``extra[s]`` its own
    figures. ``notes`` tell of workers lost and damaged files; they are the only
    part that may differ between runs.

    Example:
        >>> sorted(f.name for f in dataclasses.fields(SweepResult))[:4]
        ['base', 'daily', 'days', 'engine']
    """

    engine: str
    scenarios: tuple[str, ...]
    nodes: tuple[Node, ...]
    groups: tuple[str, ...]
    unit: str
    days: int
    base: npt.NDArray[np.float64]
    normal: npt.NDArray[np.float64]
    lost: npt.NDArray[np.float64]
    first_short: npt.NDArray[np.int64]
    daily: npt.NDArray[np.float64]
    unmet: npt.NDArray[np.float64] | None
    residual: npt.NDArray[np.float64]
    left_out: tuple[tuple[str, ...], ...]
    extra: tuple[Mapping[str, float], ...]
    notes: tuple[str, ...]


def sweep(
    engine: Engine,
    scenarios: Sequence[Scenario],
    *,
    groups: Groups | None = None,
    folder: Path | None = None,
    workers: int = 1,
    backend: str | Backend | None = None,
    progress: Progress | None = None,
) -> SweepResult:
    """Run settled scenarios on an engine, over processes or machines, and keep what is asked.

    Args:
        engine: any engine whose outcome does not depend on which scenarios run together.
        scenarios: without uncertain amounts, all of one length; see ``drawn``.
        groups: nodes whose output is added up day by day, by name; default one group a product.
        folder: where finished blocks are kept; an interrupted sweep goes on from there.
        workers: processes, or threads of a Dask cluster started for this.
        backend: ``here``, ``process``, ``dask``, or a :class:`Backend`; default ``here`` for
            one worker and ``process`` for more.
        progress: called with scenarios done, scenarios in all, and what happened.

    Returns:
        The same bytes for any number of workers, backend and block size, but for its notes.

    Raises:
        ScenarioError: there is no scenario, one is uncertain, or lengths differ.
        DataError: a group is empty or names a node the engine does not have.
        StoreError: the folder is of another sweep, in use, or cannot be written.

    Example:
        >>> import datetime as dt
        >>> class Still:
        ...     name, speaks, promises = "still", frozenset(), frozenset()
        ...     def run(self, scenarios, *, threads=1):
        ...         jp = (Node("JPN", "x"),)
        ...         return tuple(Outcome("still", jp, "index", np.ones(1), np.ones((1, s.days)), ())
        ...                      for s in scenarios)
        >>> found = sweep(Still(), [Scenario("s", "S", dt.date(2027, 1, 1), 3)])
        >>> found.daily.tolist(), found.lost.tolist()
        ([[[1.0, 1.0, 1.0]]], [[0.0]])
    """
    given = tuple(scenarios)
    _check(given)
    # One day without any shock tells what is normal, before anything is sent anywhere.
    calm = dataclasses.replace(given[0], days=1, shocks=(), responses=())
    (normal,) = engine.run((calm,))
    members = _members(normal.nodes, groups)
    work = Runs(engine, given, normal.nodes, normal.base, tuple(members.values()))
    done = sweep_ranges(
        work, len(given), folder=folder, workers=workers, backend=backend, progress=progress
    )
    rows = dict(done.rows)
    return SweepResult(
        engine=normal.engine,
        scenarios=tuple(one.id for one in given),
        nodes=normal.nodes,
        groups=tuple(members),
        unit=normal.unit,
        days=rows["daily"].shape[2],
        base=normal.base,
        normal=np.array([normal.base[list(at)].sum() for at in members.values()]),
        lost=rows["lost"],
        first_short=rows["first_short"],
        daily=rows["daily"],
        unmet=rows.get("unmet"),
        residual=rows["residual"],
        left_out=tuple(tuple(text.split("\n")) if text else () for text in rows["left_out"]),
        extra=tuple(json.loads(text) for text in rows["extra"]),
        notes=done.notes,
    )


@dataclass(frozen=True, slots=True)
class Runs:
    """Run scenarios first to last on an engine, and boil each outcome down: the work of a sweep.

    Example:
        >>> [f.name for f in dataclasses.fields(Runs)]
        ['engine', 'scenarios', 'nodes', 'base', 'members']
    """

    engine: Engine
    scenarios: tuple[Scenario, ...]
    nodes: tuple[Node, ...]
    base: npt.NDArray[np.float64]
    members: tuple[tuple[int, ...], ...]

    def __call__(self, first: int, last: int) -> dict[str, npt.NDArray[Any]]:
        """Run one block, and lay what is kept side by side."""
        outcomes = self.engine.run(self.scenarios[first:last])
        if len(outcomes) != last - first:
            raise DataError(
                f"{len(outcomes)} outcomes for {last - first} scenarios",
                where=f"engine {self.engine.name}",
                remedy="hand back one each, in order",
            )
        pairs = zip(self.scenarios[first:last], outcomes, strict=True)
        kept = [self._kept(scenario, outcome) for scenario, outcome in pairs]
        names = list(kept[0])
        if any(list(one) != names for one in kept):
            raise DataError(
                "outcomes that do not carry the same figures",
                where=f"engine {self.engine.name}",
                remedy="give every outcome unmet demand, or none",
            )
        return {name: np.stack([one[name] for one in kept]) for name in names}

    def _kept(self, scenario: Scenario, outcome: Outcome) -> dict[str, npt.NDArray[Any]]:
        where = f"scenario {scenario.id} on engine {self.engine.name}"
        if outcome.nodes != self.nodes or not np.array_equal(outcome.base, self.base):
            raise DataError(
                "its nodes or normal output are not those of the engine without shocks",
                where=where,
                remedy="sweep scenarios that keep the nodes",
            )
        if outcome.output.shape[1] not in (1, scenario.days):
            raise DataError(
                f"{outcome.output.shape[1]} days of output for {scenario.days}",
                where=where,
                remedy="hand back one column a day, or one alone where there are no days",
            )
        # Sums follow the layout in memory, and an outcome may be a view into a batch: copy first.
        output = np.ascontiguousarray(outcome.output)
        lost = np.maximum(self.base[:, None] - output, 0.0)
        kept: dict[str, npt.NDArray[Any]] = {
            "lost": lost.sum(axis=1),
            "first_short": outcome.first_short,
            "daily": np.stack([output[list(at)].sum(axis=0) for at in self.members]),
            "residual": np.array(float(outcome.residual)),
            "left_out": np.array("\n".join(outcome.left_out)),
            # As text, since their names may differ from scenario to scenario; it keeps every bit.
            "extra": np.array(json.dumps({n: float(v) for n, v in outcome.extra.items()})),
        }
        if outcome.unmet is not None:
            kept["unmet"] = np.ascontiguousarray(outcome.unmet).sum(axis=1)
        figures = {name: values for name, values in kept.items() if values.dtype.kind == "f"}
        figures |= {name: np.array(float(value)) for name, value in outcome.extra.items()}
        for name, values in figures.items():
            if not np.all(np.isfinite(values)):
                raise DataError(
                    f"{name} is missing or infinite",
                    where=where,
                    remedy="this is a fault of the engine: report it with the scenario",
                )
        return kept


def _check(scenarios: tuple[Scenario, ...]) -> None:
    if not scenarios:
        raise ScenarioError("no scenario", where="sweep", remedy="give at least one")
    for one in scenarios:
        if one.uncertain:
            raise ScenarioError(
                f"scenario {one.id} is still uncertain", where="sweep", remedy="draw from it first"
            )
        if one.days != scenarios[0].days:
            raise ScenarioError(
                f"scenario {one.id} lasts {one.days} days, {scenarios[0].id} {scenarios[0].days}",
                where="sweep",
                remedy="sweep scenarios of one length together",
            )


def _members(nodes: tuple[Node, ...], groups: Groups | None) -> dict[str, tuple[int, ...]]:
    """Number the nodes of each group."""
    if groups is None:
        products: dict[str, list[int]] = {}
        for position, node in enumerate(nodes):
            products.setdefault(node.product, []).append(position)
        return {name: tuple(at) for name, at in products.items()}
    at = {node: position for position, node in enumerate(nodes)}
    found = {}
    for name, wanted in groups.items():
        strange = [node for node in wanted if node not in at]
        if strange or not wanted:
            raise DataError(
                f"unknown node {strange[0].economy} {strange[0].product}" if strange else "no node",
                where=f"group {name}",
                remedy="name nodes of the engine",
            )
        found[name] = tuple(sorted({at[node] for node in wanted}))
    if not found:
        raise DataError("no group", where="sweep", remedy="name one, or leave groups out")
    return found
