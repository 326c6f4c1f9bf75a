"""The cascade as an engine: a scenario at its strongest, on a network of firms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.cascade.cascade import cascade
from kanmon.analysis.impact.engines.cascade.graph import CascadeGraph
from kanmon.analysis.impact.engines.cascade.rules import CascadeRules, FirmShock
from kanmon.analysis.impact.outcome import Node, Outcome
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.timeline import Timeline, passing, timeline
from kanmon.errors import ScenarioError

PREFIX = "industry:"


@dataclass(frozen=True)
class CascadeEngine:
    """Run settled scenarios as static cascades: every shock at its strongest, once, for one day.

    Goods are sectors of the network, as ``industry:NAME`` or as ``goods`` maps them. Demand
    changes are not expressed; of responses none is. Nodes are an economy's sector: its output is
    what its firms sell to firms and to final demand.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.engines.cascade.classes import input_classes
        >>> from kanmon.analysis.impact.engines.cascade.graph import cascade_graph
        >>> from kanmon.analysis.impact.network import firm_network
        >>> from kanmon.analysis.impact.scenario.shocks import Restriction
        >>> net = firm_network([0], [1], [1.0], [0, 1], final=[0.0, 4.0],
        ...                    economy=([0, 1], ("CHN", "JPN")), sectors=("mines", "chips"))
        >>> graph = cascade_graph(net, input_classes([[0, 2], [0, 0]], net.sectors))
        >>> day = dt.date(2027, 1, 1)
        >>> ban = Restriction("ban", ("CHN",), ("industry:mines",), day, cut=0.75)
        >>> outcome, = CascadeEngine(graph).run([Scenario("s", "S", day, 30, shocks=(ban,))])
        >>> outcome.nodes[1].economy, outcome.output[1].tolist()
        ('JPN', [1.0])
    """

    graph: CascadeGraph
    goods: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rules: CascadeRules = field(default_factory=CascadeRules)

    def __post_init__(self) -> None:
        for good, sectors in self.goods.items():
            for sector in sectors:
                self._sector(sector, f"good {good}")

    @property
    def name(self) -> str:
        """Name of the engine."""
        return "cascade"

    @property
    def speaks(self) -> frozenset[str]:
        """Classes of shock and response it expresses."""
        return frozenset({"Restriction", "CapacityLoss"})

    @property
    def promises(self) -> frozenset[str]:
        """A larger cut never loses less only at a fixed point and with nothing replaced."""
        fixed = self.rules.eps <= 1e-9 and not self.rules.replaceable
        return frozenset({"relabel", "monotone"} if fixed else {"relabel"})

    def run(self, scenarios: Sequence[Scenario], *, threads: int = 1) -> tuple[Outcome, ...]:
        """Run scenarios without uncertain amounts; one outcome each, in order."""
        shocks = [self._shock(scenario) for scenario in scenarios]
        found = cascade(self.graph, shocks, self.rules, threads=threads)
        net = self.graph.network
        key = net.economy.astype(np.int64) * len(net.sectors) + net.sector
        present, node = np.unique(key, return_inverse=True)
        nodes = tuple(
            Node(net.economies[one // len(net.sectors)], net.sectors[one % len(net.sectors)])
            for one in present.tolist()
        )
        normal = net.out_strength + net.final
        base = np.bincount(node, normal, len(nodes)).astype(np.float64)
        outcomes = []
        for k, (scenario, shock) in enumerate(zip(scenarios, shocks, strict=True)):
            made = np.bincount(node, normal * found.made[k], len(nodes)).astype(np.float64)
            outcomes.append(
                Outcome(
                    engine=self.name,
                    nodes=nodes,
                    unit="money a day",
                    base=base,
                    output=made[:, None],
                    left_out=tuple(one.id for one in scenario.responses),
                    extra={
                        "esri": float(found.losses.joint[k]),
                        "downstream": float(found.losses.down[k]),
                        "upstream": float(found.losses.up[k]),
                        "steps": float(found.losses.steps[k]),
                        "firms_hit": float(np.count_nonzero(shock.down)),
                        "links_cut": float(shock.links.size),
                    },
                )
            )
        return tuple(outcomes)

    def _shock(self, scenario: Scenario) -> FirmShock:
        where = f"scenario {scenario.id}"
        line = timeline(scenario)
        if line.demand:
            raise ScenarioError(
                f"{line.demand[0].id} changes demand",
                where=where,
                remedy="the cascade knows lost output and cut links only: use another engine",
            )
        lost = self._lost(line, where)
        passes = self._passes(line, where)
        cut = np.flatnonzero(passes < 1.0)
        return FirmShock(lost, lost, cut, passes[cut])

    def _lost(self, line: Timeline, where: str) -> npt.NDArray[np.float64]:
        net = self.graph.network
        kept = np.ones((len(net.economies), len(net.sectors), line.days))
        for change in line.capacity:
            sectors = self._sectors(change.goods, where)
            for place, economy in enumerate(net.economies):
                if change.meets(economy):
                    kept[place, sectors] *= change.factor
        lost: npt.NDArray[np.float64] = 1.0 - kept.min(axis=2)[net.economy, net.sector]
        return np.clip(lost, 0.0, 1.0)

    def _passes(self, line: Timeline, where: str) -> npt.NDArray[np.float64]:
        net = self.graph.network
        passes = np.ones(net.amount.size)
        if not line.edges:
            return passes
        meant = [(cut, self._sectors(cut.goods, where)) for cut in line.edges]
        seller, buyer = net.economy[net.supplier], net.economy[net.client]
        count = len(net.economies)
        pairs, pair = np.unique(seller.astype(np.int64) * count + buyer, return_inverse=True)
        share = np.ones((pairs.size, len(net.sectors)))
        for row, (origin, destination) in enumerate(zip(*divmod(pairs, count), strict=True)):
            ends = net.economies[origin], net.economies[destination]
            for sector in sorted({one for _, sectors in meant for one in sectors}):
                cuts = [cut for cut, sectors in meant if sector in sectors]
                profile = passing(cuts, *ends, line.days)
                if profile is not None:
                    share[row, sector] = profile.min()
        passes[:] = share[pair, net.sector[net.supplier]]
        return np.clip(passes, 0.0, 1.0)

    def _sectors(self, goods: Sequence[str], where: str) -> list[int]:
        found: set[int] = set()
        for good in goods:
            if good in self.goods:
                found.update(self._sector(sector, where) for sector in self.goods[good])
            elif good.startswith(PREFIX):
                found.add(self._sector(good.removeprefix(PREFIX), where))
            else:
                raise ScenarioError(
                    f"good {good!r} is no sector of the network",
                    where=where,
                    remedy="map it to sectors, or name one as industry:NAME",
                )
        return sorted(found)

    def _sector(self, name: str, where: str) -> int:
        sectors = self.graph.network.sectors
        if name not in sectors:
            raise ScenarioError(
                f"the network has no sector {name!r}",
                where=where,
                remedy=f"use one of: {', '.join(sectors[:8])}{'...' if len(sectors) > 8 else ''}",
            )
        return sectors.index(name)
