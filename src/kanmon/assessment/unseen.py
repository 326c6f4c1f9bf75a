"""Shocks the product chain cannot feel, for want of figures on who supplies the good."""

from __future__ import annotations

from kanmon.analysis.finding import Caveat
from kanmon.analysis.impact.engines.chain.world import ChainWorld
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.settle import settled
from kanmon.analysis.impact.timeline import timeline
from kanmon.errors import ScenarioError


def unseen(scenario: Scenario, world: ChainWorld) -> tuple[Caveat, ...]:
    """Tell which struck goods the chain has no figures for, so that nothing reads as no harm.

    A good without trade or production figures is taken to be made at home: a restriction on it,
    or a loss of capacity elsewhere, then strikes no known delivery.

    Args:
        scenario: any scenario.
        world: of the chain engine.

    Returns:
        One caveat, or none.

    Raises:
        ScenarioError: no shock of the scenario strikes anything known.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.engines.chain.assemble import Supply, assemble
        >>> from kanmon.analysis.impact.scenario.shocks import Restriction
        >>> day = dt.date(2027, 1, 1)
        >>> ban = Restriction("b", ("CHN",), ("logic_chips",), day)
        >>> home = assemble([Supply("logic_chips", "JPN", {"JPN": 1.0})], [])
        >>> unseen(Scenario("s", "S", day, 5, (ban,)), home)
        Traceback (most recent call last):
            ...
        kanmon.errors.ScenarioError: scenario s, chain engine: no figures on who supplies \
logic_chips: the scenario strikes nothing known. To mend: add trade that carries it (`kanmon \
data add baci PATH`), or use another engine.
    """
    acts = timeline(settled(scenario))
    struck: dict[str, bool] = {}
    for cut in acts.edges:
        for good in cut.goods:
            met = any(cut.reaches(a, b) for a, b in _edges(world, good))
            struck[good] = struck.get(good, False) or met
    for change in (*acts.capacity, *acts.demand):
        for good in change.goods:
            met = any(change.meets(economy) for economy in _homes(world, good))
            struck[good] = struck.get(good, False) or met
    blind = [good for good, met in struck.items() if not met]
    if not blind:
        return ()
    names = ", ".join(sorted(blind))
    if len(blind) == len(struck):
        raise ScenarioError(
            f"no figures on who supplies {names}: the scenario strikes nothing known",
            where=f"scenario {scenario.id}, chain engine",
            remedy="add trade that carries it (`kanmon data add baci PATH`), or use another engine",
        )
    return (
        Caveat(
            "chain_unseen",
            f"no figures on who supplies {names}: what the scenario does to these goods has no "
            "effect here, and the true loss is larger",
            {"goods": names},
        ),
    )


def _edges(world: ChainWorld, good: str) -> list[tuple[str, str]]:
    if good not in world.goods:
        return []
    mine = world.good[world.to] == world.goods.index(good)
    pairs = zip(world.origin[mine].tolist(), world.to[mine].tolist(), strict=True)
    return [
        (world.economies[world.economy[a]], world.economies[world.economy[b]]) for a, b in pairs
    ]


def _homes(world: ChainWorld, good: str) -> list[str]:
    if good not in world.goods:
        return []
    mine = world.good == world.goods.index(good)
    return [world.economies[e] for e in world.economy[mine].tolist()]
