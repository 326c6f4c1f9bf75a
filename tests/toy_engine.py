"""A chain of two goods in three economies, small enough to reckon by hand: an engine for tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.outcome import Node, Outcome
from kanmon.analysis.impact.scenario.amount import Amount
from kanmon.analysis.impact.scenario.responses import Response, StockRelease
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import CapacityLoss, Restriction
from kanmon.analysis.impact.timeline import Timeline, expanded, number, passing, timeline
from kanmon.errors import CodeError, ScenarioError

Profile = npt.NDArray[np.float64]

START = dt.date(2027, 1, 1)
METAL, CHIPS = "gallium_metal", "amplifier_chips"
SOURCES = {"CHN": 0.75, "JPN": 0.25}
"""Who delivers the metal to every maker of chips, as shares."""
NODES = (
    Node("CHN", METAL),
    Node("JPN", METAL),
    Node("JPN", CHIPS),
    Node("USA", CHIPS),
)
BASE = {NODES[0]: 3.0, NODES[1]: 1.0, NODES[2]: 2.0, NODES[3]: 5.0}


def ban(
    cut: Amount = 0.8, days: int = 12, *, id: str = "ban", responses: tuple[Response, ...] = ()
) -> Scenario:
    """China cuts metal to everyone from day 2 on."""
    act = Restriction("ban", ("CHN",), (METAL,), START + dt.timedelta(days=2), cut=cut)
    return Scenario(id, "Metal ban", START, days, shocks=(act,), responses=responses)


@dataclass(frozen=True)
class ToyEngine:
    """Make chips from metal, without stocks but those a response releases."""

    nodes: tuple[Node, ...] = NODES
    name: str = "toy"
    speaks: frozenset[str] = frozenset({"Restriction", "CapacityLoss", "StockRelease"})
    promises: frozenset[str] = frozenset({"monotone", "relabel"})

    def run(self, scenarios: Sequence[Scenario], *, threads: int = 1) -> tuple[Outcome, ...]:
        """Run them side by side, the scenario innermost, as a fast engine does."""
        if not scenarios:
            return ()
        base = np.array([BASE[node] for node in self.nodes])
        days = max(one.days for one in scenarios)
        batch = np.zeros((len(self.nodes), days, len(scenarios)))
        for lane, scenario in enumerate(scenarios):
            self._check(scenario)
            batch[:, : scenario.days, lane] = base[:, None] * self._relative(scenario)
        return tuple(
            Outcome(
                "toy",
                self.nodes,
                "index",
                base,
                batch[:, : one.days, lane],
                tuple(r.id for r in one.responses if type(r).__name__ not in self.speaks),
                extra={"days_short": float((batch[0, : one.days, lane] < base[0]).sum())},
            )
            for lane, one in enumerate(scenarios)
        )

    def _check(self, scenario: Scenario) -> None:
        for shock in scenario.shocks:
            if not isinstance(shock, Restriction | CapacityLoss):
                raise ScenarioError(
                    f"{type(shock).__name__} {shock.id}",
                    where="toy engine",
                    remedy="use another engine",
                )
        for part in (*scenario.shocks, *scenario.responses):
            for good in part.goods:
                if good not in (METAL, CHIPS):
                    raise CodeError(f"good {good!r}", where="toy engine", remedy="name another")
        for response in scenario.responses:
            expanded(response.parties, scenario.start)

    def _relative(self, scenario: Scenario) -> Profile:
        acts = timeline(scenario)
        return np.stack([self._of(node, scenario, acts) for node in self.nodes])

    def _of(self, node: Node, scenario: Scenario, acts: Timeline) -> Profile:
        able = _able(node, acts)
        if node.product == METAL:
            return able
        arrives = np.zeros(acts.days)
        cuts = [cut for cut in acts.edges if METAL in cut.goods]
        for origin, share in SOURCES.items():
            passes = passing(cuts, origin, node.economy, acts.days)
            sent = share * _able(Node(origin, METAL), acts)
            arrives = arrives + (sent if passes is None else sent * passes)
        stock = sum(
            number(one.cover_days, "cover_days")
            for one in scenario.responses
            if isinstance(one, StockRelease)
            and METAL in one.goods
            and node.economy in expanded(one.parties, scenario.start)
        )
        for day in range(acts.days):
            drawn = min(stock, max(0.0, 1.0 - arrives[day]))
            arrives[day] += drawn
            stock -= drawn
        made: Profile = np.minimum(able, arrives)
        return made


def _able(node: Node, acts: Timeline) -> Profile:
    able = np.ones(acts.days)
    for change in acts.capacity:
        if node.product in change.goods and change.meets(node.economy):
            able = able * change.factor
    return able
