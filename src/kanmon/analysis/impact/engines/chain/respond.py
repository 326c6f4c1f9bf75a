"""Responses to a shortage, laid out on a world: whom they help, by how much and when."""

from __future__ import annotations

import numpy as np

from kanmon.analysis.impact.engines.chain.draft import Draft, Places
from kanmon.analysis.impact.scenario.responses import (
    AlliedSharing,
    DemandSaving,
    NewCapacity,
    Rerouting,
    Response,
    StockRelease,
    Substitution,
)
from kanmon.analysis.impact.timeline import expanded, number, passing

ENDLESS = 1e300
"""Days of use a reserve holds that is no stock but capacity."""


def respond(draft: Draft, response: Response) -> None:
    """Lay one response out; what cannot be expressed goes to ``left_out``.

    Args:
        draft: what the scenario does so far, shocks included.
        response: settled.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.engines.chain.assemble import Supply, assemble
        >>> from kanmon.analysis.impact.scenario.scenario import Scenario
        >>> draft = Draft(assemble([Supply("x", "JPN", {"JPN": 1.0})], []),
        ...               Scenario("q", "Q", dt.date(2027, 1, 1), 5))
        >>> respond(draft, StockRelease("r", ("JPN",), ("x",), 30.0))
        >>> draft.reserve[0][1]
        30.0
    """
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


def _substitute(draft: Draft, response: Substitution, nodes: Places, where: str) -> None:
    world = draft.world
    delay, length = number(response.delay_days, where), number(response.ramp_days, where)
    left = 1.0 - number(response.share, where) * draft.rise(response, delay, length)
    for slot in np.flatnonzero(np.isin(world.input, nodes)).tolist():
        output = world.goods[world.good[world.maker[slot]]]
        if not response.in_goods or output in response.in_goods:
            draft.need[slot] = draft.need.get(slot, np.ones(draft.days)) * left


def _reroute(draft: Draft, response: Rerouting, nodes: Places, where: str) -> None:
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
        # Divided only where less is gone than there is room, so that no quotient can overflow.
        part = np.where((gone >= room) & (gone > 0.0), 1.0, 0.0)
        np.divide(gone, room, out=part, where=gone < room)
        for edge in open_edges:
            more = spare * rise * part
            draft.extra[edge] = draft.extra.get(edge, np.zeros(draft.days)) + more


def _build(draft: Draft, response: NewCapacity, good: int, nodes: Places, where: str) -> None:
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


def _share(draft: Draft, response: AlliedSharing, nodes: Places, where: str) -> None:
    if len(nodes) > 1:
        profile = number(response.share, where) * draft.rise(response)
        draft.pools.append((nodes.tolist(), profile))
