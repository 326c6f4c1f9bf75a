"""What a scenario does to the price a party pays, where the store holds elasticities."""

from __future__ import annotations

import numpy as np

from kanmon.analysis.finding import Caveat, Finding
from kanmon.analysis.impact.engines.chain.world import ChainWorld
from kanmon.analysis.impact.findings.case import Case
from kanmon.analysis.impact.price import elasticity_of, price_effects
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.settle import settled
from kanmon.analysis.impact.timeline import EdgeCut, timeline
from kanmon.codes.blocs import party as members_of
from kanmon.provenance import Lineage
from kanmon.store.store import Store

NONE = Caveat(
    "price_none",
    "no effect on prices is computed: the store holds no elasticities "
    "(`kanmon data add elasticities PATH`)",
)


def shortfalls(scenario: Scenario, world: ChainWorld, members: frozenset[str]) -> dict[str, float]:
    """Compute which share of a party's normal deliveries of each cut good does not come.

    It is the direct cut alone, on average over the scenario's days: stocks, other suppliers and
    what happens further down the chain are not in it.

    Args:
        scenario: any scenario; uncertain amounts count at their best value.
        world: of the chain engine.
        members: economies of the party.

    Returns:
        By good, a share from 0 to 1; goods of which nothing is cut have none.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.engines.chain.assemble import Supply, assemble
        >>> from kanmon.analysis.impact.scenario.shocks import Restriction
        >>> world = assemble([Supply("gallium_metal", "JPN", {"CHN": 0.8, "JPN": 0.2})], [])
        >>> day = dt.date(2027, 1, 1)
        >>> half = Restriction("b", ("CHN",), ("gallium_metal",), day, cut=0.5)
        >>> shortfalls(Scenario("s", "S", day, 5, (half,)), world, frozenset({"JPN"}))
        {'gallium_metal': 0.4}
    """
    cuts: dict[str, list[EdgeCut]] = {}
    for cut in timeline(settled(scenario)).edges:
        for good in cut.goods:
            cuts.setdefault(good, []).append(cut)
    found = {}
    for good, acts in sorted(cuts.items()):
        lost, whole = 0.0, 0.0
        for edge in np.flatnonzero(_of(world, good)).tolist():
            start, end = (world.economies[world.economy[n]] for n in _ends(world, edge))
            if end not in members:
                continue
            amount = float(world.share[edge] * world.use[world.to[edge]])
            whole += amount
            passes = [act.passes for act in acts if act.reaches(start, end)]
            if passes:
                lost += amount * float(np.mean(1.0 - np.minimum.reduce(passes)))
        if lost > 0.0:
            found[good] = min(lost / whole, 1.0)
    return found


def prices(
    scenario: Scenario, party: str, world: ChainWorld, store: Store | None
) -> Finding | Caveat:
    """Tell what a scenario does to prices, or why that cannot be told.

    Args:
        scenario: any scenario.
        party: economy or bloc.
        world: of the chain engine.
        store: with elasticities.

    Returns:
        Finding ``price_effects``; a caveat where the store holds no elasticities.

    Example:
        >>> from kanmon.analysis.impact.engines.chain.assemble import Supply, assemble
        >>> import datetime as dt
        >>> calm = Scenario("s", "S", dt.date(2027, 1, 1), 5)
        >>> prices(calm, "JPN", assemble([Supply("chip", "JPN", {"JPN": 1.0})], []), None).code
        'price_none'
    """
    held = [] if store is None else list(store.snapshots(table="elasticities"))
    if store is None or not held:
        return NONE
    members = members_of(party, scenario.start)
    tables = [store.read(one) for one in held]
    lineage = Lineage(tuple(one.origin for one in held))
    short = shortfalls(scenario, world, members)
    found = {good: elasticity_of(good, party, tables) for good in short}
    return price_effects(short, found, Case(scenario, party, members, {}, lineage))


def _of(world: ChainWorld, good: str) -> np.ndarray:
    if good not in world.goods:
        return np.zeros(len(world.to), dtype=bool)
    mine: np.ndarray = world.good[world.to] == world.goods.index(good)
    return mine


def _ends(world: ChainWorld, edge: int) -> tuple[int, int]:
    return int(world.origin[edge]), int(world.to[edge])
