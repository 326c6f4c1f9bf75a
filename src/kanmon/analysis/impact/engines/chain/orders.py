"""What is ordered when final demand changes or buyers turn to other makers: known beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kanmon.analysis.impact.engines.chain.world import ChainWorld
from kanmon.analysis.impact.timeline import Profile


@dataclass
class Orders:
    """Carry changed final demand and orders up the chain, good by good, as daily profiles.

    ``final`` is the final use wanted of a node over its normal, ``extra`` what is ordered on an
    edge beyond that, ``loss`` what is left of a node's capacity, ``passes`` what is let through
    on an edge. Who needs less orders less, but as much as cuts leave it until that is enough.
    Orders follow demand, not the shortages: what a maker cannot make does not lower its orders
    for its other inputs.

    Example:
        >>> from kanmon.analysis.impact.engines.chain.assemble import Supply, assemble
        >>> world = assemble([Supply("x", "JPN", {"CHN": 1.0})], [])
        >>> Orders(world, 2, {1: np.array([1.0, 0.5])}, {}, {}, {}).wanted[0].tolist()
        [1.0, 0.5]
    """

    world: ChainWorld
    days: int
    final: Mapping[int, Profile]
    extra: Mapping[int, Profile]
    loss: Mapping[int, Profile]
    passes: Mapping[int, Profile]
    demand: dict[int, Profile] = field(default_factory=dict)
    wanted: dict[int, Profile] = field(default_factory=dict)
    order: dict[int, Profile] = field(default_factory=dict)
    spare: dict[int, Profile] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.final and not self.extra:
            return
        world, one = self.world, np.ones(self.days)
        by_good = [np.flatnonzero(world.good[world.to] == g) for g in range(len(world.goods))]
        for good in range(len(world.goods) - 1, -1, -1):
            for node in np.flatnonzero(world.good == good).tolist():
                self._demand(node, one)
            self._order(by_good[good], one)

    def _demand(self, node: int, one: Profile) -> None:
        """Add up what makers here and final use want of a node's good."""
        world = self.world
        slots = np.flatnonzero(world.input == node).tolist()
        makers = {s: int(world.maker[s]) for s in slots}
        changed = [s for s in slots if makers[s] in self.wanted]
        if node not in self.final and not changed:
            return
        # Changes are added to one, so that what does not change stays exactly one.
        self.demand[node] = one + world.final[node] * (self.final.get(node, one) - one)
        for slot in changed:
            self.demand[node] = self.demand[node] + world.weight[slot] * (
                self.wanted[makers[slot]] - one
            )

    def _order(self, edges: np.ndarray, one: Profile) -> None:
        world = self.world
        zero = np.zeros(self.days)
        left: dict[int, Profile] = {}
        for edge in edges.tolist():
            if edge in self.passes:
                to = int(world.to[edge])
                gone = world.share[edge] * (one - self.passes[edge])
                left[to] = left.get(to, one) - gone
        for edge in edges.tolist():
            to, origin = int(world.to[edge]), int(world.origin[edge])
            if to not in self.demand and edge not in self.extra:
                continue
            more = self.extra.get(edge, zero)
            self.order[edge] = _enough(self.demand.get(to, one), left.get(to, one)) + more
            part = world.share[edge] * world.use[to] / world.base[origin]
            wanted = self.wanted.get(origin, one)
            self.wanted[origin] = np.maximum(0.0, wanted + part * (self.order[edge] - one))
            if edge in self.extra:
                self.spare[origin] = self.spare.get(origin, zero) + part * more

    def able(self) -> dict[int, Profile]:
        """Give what makers can finish: what a loss leaves them, and their spare capacity."""
        one, zero = np.ones(self.days), np.zeros(self.days)
        return {
            node: self.loss.get(node, one) * (one + self.spare.get(node, zero))
            for node in {*self.loss, *self.spare}
        }

    def begun(self) -> dict[int, Profile]:
        """Give the work that may begin: nobody begins what cannot be finished in time."""
        shifted = {}
        for node, able in self.able().items():
            wait = int(self.world.make[node])
            shifted[node] = np.r_[able[wait:], np.full(min(wait, self.days), able[-1])]
        return shifted

    def expected(self) -> dict[int, Profile]:
        """Give what arrives at each node if every order is filled."""
        world, one = self.world, np.ones(self.days)
        arrives: dict[int, Profile] = {}
        for edge, order in self.order.items():
            to, lead = int(world.to[edge]), int(world.lead[edge])
            late = np.r_[np.ones(min(lead, self.days)), order[: max(0, self.days - lead)]]
            arrives[to] = arrives.get(to, one) + world.share[edge] * (late - one)
        return arrives


def _enough(demand: Profile, left: Profile) -> Profile:
    """Order so that what is let through is enough, at most a normal order unless more is used."""
    some = left > 1e-12
    spread = np.divide(demand, left, out=np.ones(len(left)), where=some)
    return np.where(demand < 1.0, np.minimum(1.0, spread), demand)
