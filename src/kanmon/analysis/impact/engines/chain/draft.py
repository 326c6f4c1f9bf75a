"""What a scenario does to a world while it is laid out: profiles by edge, node and slot."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.chain.world import ChainWorld
from kanmon.analysis.impact.scenario.responses import Response
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.timeline import EdgeCut, Profile, expanded, ramp
from kanmon.errors import CodeError, ScenarioError

Places = npt.NDArray[np.int64]


@dataclass
class Draft:
    """Gather profiles by what they act on; ``extra`` is ordered beyond the normal.

    Example:
        >>> from kanmon.analysis.impact.engines.chain.assemble import Supply, assemble
        >>> world = assemble([Supply("x", "JPN", {"JPN": 1.0})], [])
        >>> Draft(world, Scenario("q", "Q", dt.date(2027, 1, 1), 5)).days
        5
    """

    world: ChainWorld
    scenario: Scenario
    cuts: tuple[EdgeCut, ...] = ()
    left_out: list[str] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)
    passes: dict[int, Profile] = field(default_factory=dict)  # edge
    extra: dict[int, Profile] = field(default_factory=dict)  # edge: ordered beyond the normal
    able: dict[int, Profile] = field(default_factory=dict)  # node
    final: dict[int, Profile] = field(default_factory=dict)  # node
    need: dict[int, Profile] = field(default_factory=dict)  # slot
    reserve: list[tuple[int, float, Profile]] = field(default_factory=list)
    pools: list[tuple[list[int], Profile]] = field(default_factory=list)

    @property
    def days(self) -> int:
        """Number of days."""
        return self.scenario.days

    def good(self, name: str, where: str) -> int:
        """Find a good of the world, or raise."""
        if name.startswith("industry:"):
            raise ScenarioError(
                f"{name} is an industry", where=where, remedy="name goods, or use another engine"
            )
        if name not in self.world.goods:
            raise CodeError(
                f"good {name!r} is not in the chain",
                where=where,
                remedy=f"build the chain with it; it holds {', '.join(self.world.goods[:6])}...",
            )
        return self.world.goods.index(name)

    def among(self, codes: frozenset[str]) -> npt.NDArray[np.bool_]:
        """Which economies are meant; none named means all. Those not here are remembered."""
        self.absent |= codes - set(self.world.economies)
        return np.array([not codes or code in codes for code in self.world.economies], bool)

    def nodes(self, good: int, codes: frozenset[str]) -> Places:
        """Find the nodes of a good in some economies."""
        there = self.among(codes)[self.world.economy]
        return np.flatnonzero((self.world.good == good) & there)

    def opens(self, response: Response) -> int:
        """Give the day a response begins."""
        return ((response.start or self.scenario.start) - self.scenario.start).days

    def rise(self, response: Response, delay: float = 0.0, length: float = 0.0) -> Profile:
        """Rise from 0 to 1 after a delay."""
        return ramp(self.days, self.opens(response) + delay, length)

    def parties(self, response: Response) -> frozenset[str]:
        """Spell out who responds."""
        on: dt.date = response.start or self.scenario.start
        return expanded(response.parties, on)
