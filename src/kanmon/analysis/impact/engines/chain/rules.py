"""How scarce goods are shared out: in proportion, largest buyer last, or by a list of parties."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kanmon.analysis.impact.engines.chain.world import ChainWorld, Numbers
from kanmon.errors import ScenarioError

RATIONING = ("proportional", "largest_last", "priority")


@dataclass(frozen=True, slots=True)
class ChainRules:
    """Say who is served first when a maker has less than was ordered.

    ``proportional``: everyone the same part of the order. ``largest_last``: buyers from small
    to large. ``priority``: the economies in ``first`` in that order, then all others alike.

    Example:
        >>> ChainRules("priority", ("JPN", "USA")).first
        ('JPN', 'USA')
    """

    rationing: str = "proportional"
    first: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.rationing not in RATIONING:
            raise ScenarioError(
                f"rationing {self.rationing!r}",
                where="chain rules",
                remedy=f"use one of {', '.join(RATIONING)}",
            )
        if (self.rationing == "priority") != bool(self.first):
            raise ScenarioError(
                f"rationing {self.rationing} with {len(self.first)} parties to be served first",
                where="chain rules",
                remedy="name parties for priority, and only for it",
            )


@dataclass(frozen=True, slots=True)
class Turns:
    """Hold edges in the order their makers serve them; edges of one turn are served alike.

    ``edge`` are edges by origin, then turn; ``turn`` numbers the turn of each across the world.

    Example:
        >>> Turns(np.array([1, 0]), np.array([0, 1])).edge.tolist()
        [1, 0]
    """

    edge: Numbers
    turn: Numbers


def turns(world: ChainWorld, rules: ChainRules) -> Turns:
    """Put the edges of each maker in the order they are served.

    Args:
        world: who supplies whom.
        rules: who is served first.

    Returns:
        Edges by origin and turn.

    Raises:
        ScenarioError: a party to be served first is not in the world.

    Example:
        >>> from kanmon.analysis.impact.engines.chain.assemble import Supply, assemble
        >>> world = assemble([Supply("x", "JPN", {"CHN": 1.0}, 2.0),
        ...                   Supply("x", "USA", {"CHN": 1.0}, 1.0)], [])
        >>> turns(world, ChainRules("largest_last")).edge.tolist()
        [1, 0]
    """
    strange = [one for one in rules.first if one not in world.economies]
    if strange:
        raise ScenarioError(
            f"{', '.join(strange)} is not in the chain",
            where="chain rules",
            remedy=f"name some of {', '.join(world.economies[:8])}",
        )
    flow = world.share * world.use[world.to]
    if rules.rationing == "largest_last":
        rank = flow
    elif rules.rationing == "priority":
        places = {code: float(place) for place, code in enumerate(rules.first)}
        of = np.array([places.get(code, float(len(places))) for code in world.economies])
        rank = of[world.economy[world.to]] if len(of) else np.zeros(len(flow))
    else:
        rank = np.zeros(len(flow))
    order = np.lexsort((world.to, rank, world.origin))
    maker, place = world.origin[order], rank[order]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (maker[1:] != maker[:-1]) | (place[1:] != place[:-1])
    turn = np.cumsum(fresh) - 1 if len(order) else np.zeros(0, np.int64)
    return Turns(order.astype(np.int32), turn.astype(np.int32))
