"""The agents engine: a network of firms through settled scenarios, told by economy and sector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.agents.daily import Daily, simulate
from kanmon.analysis.impact.engines.agents.links import Links, links
from kanmon.analysis.impact.engines.agents.plan import plan
from kanmon.analysis.impact.engines.agents.rules import Rules
from kanmon.analysis.impact.engines.agents.twin import by_kind
from kanmon.analysis.impact.engines.agents.world import World
from kanmon.analysis.impact.network import FirmNetwork
from kanmon.analysis.impact.outcome import Binding, Node, Outcome
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.errors import DataError

Floats = npt.NDArray[np.float64]
SPEAKS = frozenset(
    ("Restriction", "CapacityLoss", "DemandChange", "Substitution", "DemandSaving", "StockRelease")
)
TOLD = 20
"""Bindings told of each outcome: those that cost most."""


@dataclass(frozen=True)
class AgentsEngine:
    """Run firms that keep stocks, order every day and ration what they cannot make.

    ``goods`` says which sector of the network makes a good; ``industry:NAME`` always means the
    sector of that name. Nodes are the pairs of economy and sector that have firms. Not promised
    is ``monotone``: orders follow activity and stocks, so a deeper cut can shift scarce goods to
    firms that make more of them, and lose less.

    Example:
        >>> from kanmon.analysis.impact.network import firm_network
        >>> net = firm_network([0], [1], [2.0], [0, 1], final=[0.0, 3.0], sectors=("a", "b"))
        >>> [node.product for node in AgentsEngine(net).nodes]
        ['a', 'b']
    """

    network: FirmNetwork
    rules: Rules = field(default_factory=Rules)
    goods: Mapping[str, str] = field(default_factory=dict)
    unit: str = "money a day"
    engine: str = "native"

    name = "agents"
    speaks = SPEAKS
    promises = frozenset(("relabel",))

    def __post_init__(self) -> None:
        unknown = sorted(set(self.goods.values()) - set(self.network.sectors))
        if unknown:
            raise DataError(
                f"goods made by {', '.join(unknown[:5])}, not among the network's sectors",
                where="agents engine",
                remedy="map goods to names of sectors",
            )
        self.rules.days_of(self.network.firms)

    @cached_property
    def links(self) -> Links:
        """The network as the daily pass reads it."""
        return links(self.network)

    @cached_property
    def world(self) -> World:
        """Who is meant by what a scenario names."""
        return World(self.network, self.goods)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Economies and sectors that have firms."""
        width = len(self.network.sectors)
        return tuple(
            Node(self.network.economies[code // width], self.network.sectors[code % width])
            for code in self.world.kinds[0].tolist()
        )

    def run(self, scenarios: Sequence[Scenario], *, threads: int = 1) -> tuple[Outcome, ...]:
        """Run scenarios without uncertain amounts; one outcome each, in order."""
        found: dict[int, Outcome] = {}
        by_days: dict[int, list[int]] = {}
        for at, scenario in enumerate(scenarios):
            by_days.setdefault(scenario.days, []).append(at)
        step = 8 * max(threads, 1)
        for alike in (a[k : k + step] for a in by_days.values() for k in range(0, len(a), step)):
            course, left = plan(self.world, [scenarios[at] for at in alike])
            daily = simulate(self.links, self.rules, course, engine=self.engine, threads=threads)
            for lane, at in enumerate(alike):
                found[at] = self._outcome(daily, lane, left[lane])
        return tuple(found[at] for at in range(len(scenarios)))

    def _outcome(self, daily: Daily, lane: int, left: tuple[str, ...]) -> Outcome:
        _, kind = self.world.kinds
        count = len(self.nodes)
        # In the order in which output is added up, so that a day without shocks equals it.
        base = by_kind(self.links, kind[self.links.firm], self.links.output, count)
        bought = np.bincount(kind, self.network.in_strength, count)
        added = np.divide(base - bought, base, out=np.full(count, np.nan), where=base > 0.0)
        return Outcome(
            engine=self.name,
            nodes=self.nodes,
            unit=self.unit,
            base=base,
            output=daily.output[lane],
            left_out=left,
            unmet=daily.unmet[lane],
            added=added,
            bindings=self._bindings(daily, lane, base),
            residual=float(daily.residual[lane]),
            extra={
                "target_days": float(np.mean(self.rules.target_days)),
                "tau": self.rules.tau,
                "orders": float(self.rules.orders),
                "rationing": float(self.rules.rationing),
            },
        )

    def _bindings(self, daily: Daily, lane: int, base: Floats) -> tuple[Binding, ...]:
        cost, days = daily.cost[lane], daily.bound[lane]
        worst = np.argsort(-cost, axis=None, kind="stable")[:TOLD]
        rows, columns = np.unravel_index(worst, cost.shape)
        return tuple(
            Binding(
                self.nodes[node],
                self.network.sectors[sector],
                "",
                int(days[node, sector]),
                float(cost[node, sector] / base[node]),
            )
            for node, sector in zip(rows.tolist(), columns.tolist(), strict=True)
            if cost[node, sector] > 0.0 and base[node] > 0.0
        )
