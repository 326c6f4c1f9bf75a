"""Who is meant by a scenario: nodes and links of a network, by economy and good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.network import FirmNetwork
from kanmon.analysis.impact.timeline import EdgeCut, NodeChange
from kanmon.errors import CodeError

Marks = npt.NDArray[np.bool_]
WHERE = "agents engine"


@dataclass(frozen=True)
class World:
    """Find firms and links by economy and good; ``goods`` names the sector that makes a good.

    Example:
        >>> from kanmon.analysis.impact.network import firm_network
        >>> world = World(firm_network([0], [1], [2.0], [0, 1], sectors=("a", "b")), {"x": "b"})
        >>> world.sectors(("x", "industry:a"), "example").tolist()
        [True, True]
    """

    network: FirmNetwork
    goods: Mapping[str, str]

    @cached_property
    def kinds(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
        """Node codes (economy x sectors + sector) that have firms, and the node of each firm."""
        width = len(self.network.sectors)
        code = self.network.economy.astype(np.int64) * width + self.network.sector
        codes, kind = np.unique(code, return_inverse=True)
        return codes, kind.reshape(-1).astype(np.int32)

    def sectors(self, goods: tuple[str, ...], where: str) -> Marks:
        """Mark the sectors that make some goods."""
        found = np.zeros(len(self.network.sectors), bool)
        for good in goods:
            name = good.removeprefix("industry:") if ":" in good else self.goods.get(good, "")
            if name not in self.network.sectors:
                raise CodeError(
                    f"good {good!r} has no sector in this network",
                    where=f"{WHERE}, {where}",
                    remedy="map it in goods=, or write industry:NAME",
                )
            found[self.network.sectors.index(name)] = True
        return found

    def economies(self, wanted: frozenset[str]) -> Marks:
        """Mark economies meant; an empty set means everyone."""
        return np.array([not wanted or code in wanted for code in self.network.economies])

    def nodes(self, change: NodeChange) -> Marks:
        """Mark the nodes a change means."""
        width = len(self.network.sectors)
        found = self.economies(change.economies)[self.kinds[0] // width]
        found &= self.sectors(change.goods, change.id)[self.kinds[0] % width]
        if not found.any():
            raise CodeError(
                f"no firm makes {', '.join(change.goods)} in the economies named",
                where=f"{WHERE}, {change.id}",
                remedy="name economies of the network that have such firms",
            )
        return np.asarray(found)

    def cut(self, cut: EdgeCut) -> Marks:
        """Mark the links a cut reaches."""
        codes = self.network.economies
        reach = np.array([[cut.reaches(origin, to) for to in codes] for origin in codes])
        origin, to = (self.network.economy[f] for f in (self.network.supplier, self.network.client))
        made = self.sectors(cut.goods, cut.id)[self.network.sector[self.network.supplier]]
        return np.asarray(reach[origin, to] & made)

    def inputs(
        self, buyers: frozenset[str], goods: tuple[str, ...], into: tuple[str, ...], where: str
    ) -> Marks:
        """Mark links by which some economies buy some goods, to make others of them (none: all)."""
        client, sector = self.network.client, self.network.sector
        found = self.economies(buyers)[self.network.economy[client]]
        found &= self.sectors(goods, where)[sector[self.network.supplier]]
        if into:
            found &= self.sectors(into, where)[sector[client]]
        return np.asarray(found)
