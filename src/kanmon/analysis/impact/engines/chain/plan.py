"""Lay a settled scenario out on a chain world: which profile acts on which edge, node or slot."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.chain.course import Course
from kanmon.analysis.impact.engines.chain.draft import Draft
from kanmon.analysis.impact.engines.chain.orders import Orders
from kanmon.analysis.impact.engines.chain.respond import respond
from kanmon.analysis.impact.engines.chain.world import ChainWorld
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.timeline import EdgeCut, NodeChange, Profile, passing, timeline


def plan(scenario: Scenario, world: ChainWorld) -> Course:
    """Lay a settled scenario out on a world.

    Args:
        scenario: without uncertain amounts.
        world: who supplies whom, and what is made of what.

    Returns:
        Its course; ``left_out`` names responses that cannot be expressed, ``absent`` economies
        it names that the world does not have and acts that meet nothing.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.engines.chain.assemble import Supply, assemble
        >>> world = assemble([Supply("x", "JPN", {"JPN": 1.0})], [])
        >>> plan(Scenario("q", "Q", dt.date(2027, 1, 1), 5), world).days
        5
    """
    acts = timeline(scenario)
    draft = Draft(world, scenario, acts.edges)
    _edges(draft, acts.edges)
    for change in acts.capacity:
        _change(draft, change, draft.able, world.base > 0.0, f"capacity loss {change.id}")
    for change in acts.demand:
        _change(draft, change, draft.final, world.use > 0.0, f"demand change {change.id}")
    for response in scenario.responses:
        respond(draft, response)
    return _course(draft)


def _edges(draft: Draft, cuts: Iterable[EdgeCut]) -> None:
    world = draft.world
    by_good: dict[int, list[EdgeCut]] = {}
    for cut in cuts:
        for name in dict.fromkeys(cut.goods):
            by_good.setdefault(draft.good(name, f"restriction {cut.id}"), []).append(cut)
        draft.absent |= cut.origins - set(world.economies)
    for good, some in by_good.items():
        sellers = draft.among(frozenset().union(*(cut.origins for cut in some)))
        places = np.flatnonzero(
            (world.good[world.to] == good) & sellers[world.economy[world.origin]]
        )
        met = False
        for edge in places.tolist():
            origin, to = (world.economies[world.economy[k[edge]]] for k in (world.origin, world.to))
            passes = passing(some, origin, to, draft.days)
            if passes is not None:
                draft.passes[edge], met = passes, True
        if not met:
            ids = ", ".join(sorted({cut.id for cut in some}))
            draft.absent.add(f"{ids} meets no delivery of {world.goods[good]}")


def _change(
    draft: Draft,
    change: NodeChange,
    into: dict[int, Profile],
    live: npt.NDArray[np.bool_],
    where: str,
) -> None:
    for name in dict.fromkeys(change.goods):
        places = draft.nodes(draft.good(name, where), change.economies)
        places = places[live[places]]
        if not len(places):
            draft.absent.add(f"{change.id} meets no node of {name}")
        for node in places.tolist():
            into[node] = into[node] * change.factor if node in into else change.factor


def _course(draft: Draft) -> Course:
    world = draft.world
    rows: list[Profile] = []
    known: dict[bytes, int] = {}

    def row(profile: Profile) -> int:
        key = profile.tobytes()
        if key not in known:
            known[key] = len(rows)
            rows.append(profile)
        return known[key]

    def track(changes: dict[int, Profile]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        some = {k: v for k, v in sorted(changes.items()) if np.any(v != 1.0)}
        return np.array([*some], np.int32), np.array([row(v) for v in some.values()], np.int32)

    orders = Orders(world, draft.days, draft.final, draft.extra, draft.able, draft.passes)
    tracks = {
        name: track(changes)
        for name, changes in (
            ("passes", draft.passes),
            ("order", orders.order),
            ("expected", orders.expected()),
            ("wanted", orders.wanted),
            ("begun", orders.begun()),
            ("able", orders.able()),
            ("demand", orders.demand),
            ("final", draft.final),
            ("need", draft.need),
        )
    }
    reserve = (
        np.array([node for node, _, _ in draft.reserve], np.int32),
        np.array([row(profile) for _, _, profile in draft.reserve], np.int32),
    )
    partner = [node for nodes, _ in draft.pools for node in nodes]
    group = [number for number, (nodes, _) in enumerate(draft.pools) for _ in nodes]
    pooled = np.array([row(profile) for _, profile in draft.pools], np.int32)
    return Course(
        profiles=np.array(rows) if rows else np.ones((1, draft.days)),
        **tracks,
        reserve=reserve,
        held=np.array([held for _, held, _ in draft.reserve], np.float64),
        partner=np.array(partner, np.int32),
        group=np.array(group, np.int32),
        pooled=pooled,
        left_out=tuple(draft.left_out),
        absent=tuple(sorted(draft.absent)),
    )
