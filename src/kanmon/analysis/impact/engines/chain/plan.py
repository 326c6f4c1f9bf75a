"""Lay a settled scenario out on a chain world: which profile acts on which edge, node or slot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.chain.course import Course
from kanmon.analysis.impact.engines.chain.orders import Orders
from kanmon.analysis.impact.engines.chain.world import ChainWorld
from kanmon.analysis.impact.scenario.responses import (
    AlliedSharing,
    DemandSaving,
    NewCapacity,
    Rerouting,
    Response,
    StockRelease,
    Substitution,
)
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.timeline import (
    EdgeCut,
    NodeChange,
    Profile,
    expanded,
    number,
    passing,
    ramp,
    timeline,
)
from kanmon.errors import CodeError, ScenarioError

Places = npt.NDArray[np.int64]

ENDLESS = 1e300
"""Days of use a reserve holds that is no stock but capacity."""


@dataclass
class _Plan:
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
        return self.scenario.days

    def good(self, name: str, where: str) -> int:
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
        there = self.among(codes)[self.world.economy]
        return np.flatnonzero((self.world.good == good) & there)

    def opens(self, response: Response) -> int:
        return ((response.start or self.scenario.start) - self.scenario.start).days

    def rise(self, response: Response, delay: float = 0.0, length: float = 0.0) -> Profile:
        return ramp(self.days, self.opens(response) + delay, length)

    def parties(self, response: Response) -> frozenset[str]:
        on: dt.date = response.start or self.scenario.start
        return expanded(response.parties, on)


def plan(scenario: Scenario, world: ChainWorld) -> Course:
    """Lay a settled scenario out on a world.

    Args:
        scenario: without uncertain amounts.
        world: who supplies whom, and what is made of what.

    Returns:
        Its course; ``left_out`` names responses that cannot be expressed, ``absent`` economies
        it names that the world does not have and acts that meet nothing.

    Raises:
        CodeError: a shock names a good the world does not have.
        ScenarioError: an amount is uncertain, or a good is an industry.

    Example:
        >>> from kanmon.analysis.impact.engines.chain.assemble import Supply, assemble
        >>> world = assemble([Supply("x", "JPN", {"JPN": 1.0})], [])
        >>> plan(Scenario("q", "Q", dt.date(2027, 1, 1), 5), world).days
        5
    """
    acts = timeline(scenario)
    draft = _Plan(world, scenario, acts.edges)
    _edges(draft, acts.edges)
    for change in acts.capacity:
        _change(draft, change, draft.able, world.base > 0.0, f"capacity loss {change.id}")
    for change in acts.demand:
        _change(draft, change, draft.final, world.use > 0.0, f"demand change {change.id}")
    for response in scenario.responses:
        _respond(draft, response)
    return _course(draft)


def _edges(draft: _Plan, cuts: Iterable[EdgeCut]) -> None:
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
    draft: _Plan,
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


def _respond(draft: _Plan, response: Response) -> None:
    where = f"response {response.id}"
    codes = draft.parties(response)
    for name in dict.fromkeys(response.goods):
        if name not in draft.world.goods:
            draft.left_out.append(f"{response.id}: {name} is not in the chain")
            continue
        good = draft.good(name, where)
        nodes = draft.nodes(good, codes)
        nodes = nodes[draft.world.use[nodes] > 0.0]
        if isinstance(response, Substitution):
            _substitute(draft, response, nodes, where)
        elif isinstance(response, StockRelease):
            held, rate = number(response.cover_days, where), number(response.rate, where)
            profile = rate * draft.rise(response)
            draft.reserve += [(node, held, profile) for node in nodes.tolist()]
        elif isinstance(response, DemandSaving):
            delay, length = (number(response.delay_days, where), number(response.ramp_days, where))
            saved = 1.0 - number(response.share, where) * draft.rise(response, delay, length)
            for node in nodes.tolist():
                draft.final[node] = draft.final.get(node, np.ones(draft.days)) * saved
        elif isinstance(response, Rerouting):
            _reroute(draft, response, nodes, where)
        elif draft.world.units[good] == "index":
            draft.left_out.append(
                f"{response.id}: of {name} only an index is known, not how much each party uses"
            )
        elif isinstance(response, NewCapacity):
            _build(draft, response, good, nodes, where)
        else:
            _share(draft, response, nodes, where)


def _substitute(draft: _Plan, response: Substitution, nodes: Places, where: str) -> None:
    world = draft.world
    delay, length = number(response.delay_days, where), number(response.ramp_days, where)
    left = 1.0 - number(response.share, where) * draft.rise(response, delay, length)
    for slot in np.flatnonzero(np.isin(world.input, nodes)).tolist():
        output = world.goods[world.good[world.maker[slot]]]
        if not response.in_goods or output in response.in_goods:
            draft.need[slot] = draft.need.get(slot, np.ones(draft.days)) * left


def _reroute(draft: _Plan, response: Rerouting, nodes: Places, where: str) -> None:
    world = draft.world
    delay, length = number(response.delay_days, where), number(response.ramp_days, where)
    rise = draft.rise(response, delay, length)
    spare, leak = number(response.spare, where), number(response.leakage, where)
    sources = expanded(response.sources, draft.scenario.start) if response.sources else frozenset()
    able = draft.among(sources)
    for node in nodes.tolist():
        edges = np.flatnonzero(world.to == node).tolist()
        gone, room = np.zeros(draft.days), np.zeros(draft.days)
        open_edges = []
        for edge in edges:
            passes = draft.passes.get(edge)
            if passes is not None and np.any(passes < 1.0):
                passes = passes + leak * rise * (1.0 - passes)
                draft.passes[edge] = passes
                gone += world.share[edge] * (1.0 - passes)
            elif able[world.economy[world.origin[edge]]]:
                open_edges.append(edge)
                room += world.share[edge] * spare * rise
        part = np.minimum(1.0, np.divide(gone, room, out=np.zeros(draft.days), where=room > 0.0))
        for edge in open_edges:
            more = spare * rise * part
            draft.extra[edge] = draft.extra.get(edge, np.zeros(draft.days)) + more


def _build(draft: _Plan, response: NewCapacity, good: int, nodes: Places, where: str) -> None:
    """New output goes to users at home, or where there are none to all who may buy there."""
    world = draft.world
    if not len(nodes):
        users = np.flatnonzero((world.good == good) & (world.use > 0.0))
        builders = draft.parties(response)
        cuts = [one for one in draft.cuts if world.goods[good] in one.goods]
        nodes = np.array(
            [
                node
                for node in users.tolist()
                if all(
                    passing(cuts, one, world.economies[world.economy[node]], draft.days) is None
                    for one in builders
                )
            ],
            np.int64,
        )
    if not len(nodes):
        draft.absent.add(f"{response.id} meets no user of {world.goods[good]}")
        return
    lead, length = number(response.lead_days, where), number(response.ramp_days, where)
    part = float(world.base[world.good == good].sum() / world.use[nodes].sum())
    rate = number(response.amount, where) * part * draft.rise(response, lead, length)
    draft.reserve += [(node, ENDLESS, rate) for node in nodes.tolist()]


def _share(draft: _Plan, response: AlliedSharing, nodes: Places, where: str) -> None:
    if len(nodes) > 1:
        profile = number(response.share, where) * draft.rise(response)
        draft.pools.append((nodes.tolist(), profile))


def _course(draft: _Plan) -> Course:
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
