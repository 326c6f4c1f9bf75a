"""The chain day by day in plain NumPy: the readable oracle of the compiled kernel."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.chain.course import TRACKS, Course, Run, touched
from kanmon.analysis.impact.engines.chain.rules import Turns
from kanmon.analysis.impact.engines.chain.world import Amounts, ChainWorld

SHORT = 1e-6
"""Work below what is wanted by more than this part counts as held back."""


@dataclass
class _State:
    world: ChainWorld
    turns: Turns
    course: Course
    arriving: Amounts  # [ring, node] what will be missing from arrivals
    begun: Amounts  # [ring, node] work begun, over base
    stock: Amounts  # [slot] days of use
    held: Amounts  # [reserve]
    surplus: Amounts = field(init=False)  # [node] left over by makers today, over use
    got: Amounts = field(init=False)  # [node] supply today, over use
    track: dict[str, Amounts] = field(default_factory=dict)  # today's factors


def run_twin(world: ChainWorld, turns: Turns, course: Course) -> Run:
    """Run one course.

    Args:
        world: who supplies whom, and what is made of what.
        turns: in which order makers serve.
        course: of the scenario.

    Returns:
        Output, unmet use, what bound, and the worst error of the balances.

    Source:
        Kanmon; equations in docs/methods/chain.md.

    Example:
        >>> from kanmon.analysis.impact.engines.chain.assemble import Supply, assemble
        >>> from kanmon.analysis.impact.engines.chain.rules import ChainRules, turns
        >>> world = assemble([Supply("x", "JPN", {"JPN": 1.0})], [])
        >>> run_twin(world, turns(world, ChainRules()), Course(np.ones((1, 2)))).made.tolist()
        [[1.0], [1.0]]
    """
    n, slots, days = world.nodes, len(world.maker), course.days
    made, unmet = np.ones((days, n)), np.zeros((days, n))
    made[:, world.base <= 0.0] = 0.0
    bound, lost = np.zeros(slots, np.int32), np.zeros(slots)
    missing = np.zeros(len(world.to))
    state = _State(
        world,
        turns,
        course,
        np.zeros((int(world.lead.max(initial=0)) + 1, n)),
        np.ones((int(world.make.max(initial=0)) + 1, n)),
        world.stock.copy(),
        course.held.copy(),
    )
    live = np.flatnonzero(touched(world, course))
    flow = np.zeros((3, slots))  # taken, used, left over, in days
    away = np.zeros((2, n))  # pushed, popped
    worst = 0.0
    for day in range(days):
        _today(state, day)
        for good in live:
            nodes = np.flatnonzero(world.good == good)
            short = _work(state, day, nodes, flow)
            # What begins too late to be finished here costs nothing here.
            held_back = short[0][day + world.make[world.maker[short[0]]] < days]
            bound[held_back] += 1
            lost[held_back] += short[1][np.isin(short[0], held_back)]
            made[day, nodes] = _finish(state, day, nodes)
            worst = max(worst, _deliver(state, day, nodes, made[day], missing, away))
            _receive(state, day, nodes, away)
        for good in live:
            nodes = np.flatnonzero(world.good == good)
            unmet[day, nodes] = _unserved(state, nodes)
    here = world.stock + flow[0] - flow[1] - flow[2] - state.stock
    worst = max(worst, float(np.max(np.abs(here) / (1.0 + flow[0]), initial=0.0)))
    there = away[0] - away[1] - state.arriving.sum(axis=0)
    worst = max(worst, float(np.max(np.abs(there) / (1.0 + away[0]), initial=0.0)))
    return Run(made, unmet, bound, lost, missing, worst)


def _today(state: _State, day: int) -> None:
    world = state.world
    sizes = {"passes": len(world.to), "order": len(world.to), "need": len(world.maker)}
    for name in TRACKS:
        values = np.ones(sizes.get(name, world.nodes))
        places, rows = getattr(state.course, name)
        values[places] = state.course.profiles[rows, day]
        state.track[name] = values
    state.surplus = np.zeros(world.nodes)
    if day == 0:
        state.got = np.ones(world.nodes)


def _work(
    state: _State, day: int, nodes: npt.NDArray[np.int64], flow: Amounts
) -> tuple[npt.NDArray[np.int64], Amounts]:
    """Begin work as far as orders, capacity and inputs allow; slots that bind, and the cost."""
    world, track = state.world, state.track
    begin = np.minimum(track["begun"], track["wanted"])
    slots = np.flatnonzero(np.isin(world.maker, nodes))
    maker, feeds = world.maker[slots], world.input[slots]
    want, use = track["wanted"][maker], track["demand"][feeds]
    part = np.divide(want, use, out=np.zeros(len(slots)), where=use > 0.0)
    taken = state.got[feeds] * part
    at_hand = state.stock[slots] + taken
    needed = track["need"][slots] * want
    cover = np.minimum(1.0, np.divide(at_hand, needed, out=np.ones(len(slots)), where=needed > 0.0))
    allows = want * (1.0 - world.bite[slots] * (1.0 - cover))
    binds = np.full(world.nodes, -1)
    for place, slot in enumerate(slots):
        if allows[place] < begin[maker[place]]:
            begin[maker[place]] = allows[place]
            binds[maker[place]] = slot
    used = np.minimum(at_hand, begin[maker] * track["need"][slots])
    left = at_hand - used
    state.stock[slots] = np.minimum(world.stock[slots], left)
    over = left - state.stock[slots]
    np.add.at(state.surplus, feeds, world.weight[slots] * over)
    flow[:, slots] += (taken, used, over)
    state.begun[day % len(state.begun), nodes] = begin[nodes]
    short = nodes[(begin[nodes] < track["wanted"][nodes] * (1.0 - SHORT)) & (binds[nodes] >= 0)]
    return binds[short], (track["wanted"] - begin)[short]


def _finish(state: _State, day: int, nodes: npt.NDArray[np.int64]) -> Amounts:
    world, track = state.world, state.track
    began = day - world.make[nodes]
    ready = np.where(began >= 0, state.begun[began % len(state.begun), nodes], 1.0)
    # Makers without followed inputs begin and finish on one day.
    done: Amounts = np.minimum(np.minimum(track["able"][nodes], track["wanted"][nodes]), ready)
    return np.where(world.base[nodes] > 0.0, done, 0.0)


def _deliver(
    state: _State,
    day: int,
    nodes: npt.NDArray[np.int64],
    made: Amounts,
    missing: Amounts,
    away: Amounts,
) -> float:
    """Serve orders turn by turn; what will be missing goes on its way. Worst error of a maker."""
    world, track = state.world, state.track
    place = np.flatnonzero(np.isin(world.origin[state.turns.edge], nodes))
    edge, turn = state.turns.edge[place], state.turns.turn[place]
    if not len(edge):
        return 0.0
    origin, to = world.origin[edge], world.to[edge]
    ordered = world.share[edge] * track["order"][edge] * world.use[to]
    starts = np.flatnonzero(np.diff(turn, prepend=-1))
    each = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(edge)))
    of_turn = np.add.reduceat(ordered, starts)
    first = np.diff(origin[starts], prepend=-1) != 0
    left, served = 0.0, np.zeros(len(starts))
    for k, start in enumerate(starts):
        if first[k]:
            here = origin[start]
            full = made[here] >= track["wanted"][here]
            left = made[here] * world.base[here]
        if full or of_turn[k] <= 0.0:
            served[k] = 1.0
        else:
            served[k] = min(1.0, left / of_turn[k])
            left = max(0.0, left - served[k] * of_turn[k])
    filled = served[each]
    lack = world.share[edge] * track["order"][edge] * (1.0 - filled * track["passes"][edge])
    missing[edge] += lack
    np.add.at(state.arriving, ((day + world.lead[edge]) % len(state.arriving), to), lack)
    np.add.at(away[0], to, lack)
    sent = np.bincount(origin, ordered * filled, world.nodes)[nodes]
    output = made[nodes] * world.base[nodes]
    return float(
        np.max(
            np.abs(sent - output) / (1e-300 + world.base[nodes]),
            initial=0.0,
            where=world.base[nodes] > 0.0,
        )
    )


def _receive(state: _State, day: int, nodes: npt.NDArray[np.int64], away: Amounts) -> None:
    """Take what arrives, pool it among partners, draw on reserves."""
    world, track, course = state.world, state.track, state.course
    slot = day % len(state.arriving)
    lack = state.arriving[slot, nodes].copy()
    away[1, nodes] += lack
    state.arriving[slot, nodes] = 0.0
    lacks = np.zeros(world.nodes)
    lacks[nodes] = lack
    for group, row in enumerate(course.pooled):
        partners = course.partner[course.group == group]
        if len(partners) and world.good[partners[0]] == world.good[nodes[0]]:
            use = world.use[partners]
            mean = float(np.sum(use * lacks[partners]) / np.sum(use))
            pooled = course.profiles[row, day]
            lacks[partners] += pooled * (mean - lacks[partners])
    got = np.maximum(0.0, track["expected"] - lacks)
    places, rows = course.reserve
    for number, here in enumerate(places):
        if world.good[here] == world.good[nodes[0]]:
            gap = max(0.0, track["demand"][here] - got[here])
            drawn = min(gap, state.held[number], course.profiles[rows[number], day])
            state.held[number] -= drawn
            got[here] += drawn
    state.got[nodes] = got[nodes]


def _unserved(state: _State, nodes: npt.NDArray[np.int64]) -> Amounts:
    world, track = state.world, state.track
    wish = world.final[nodes] * track["final"][nodes]
    demand = track["demand"][nodes]
    part = np.divide(wish, demand, out=np.zeros(len(nodes)), where=demand > 0.0)
    short = wish - state.got[nodes] * part - state.surplus[nodes]
    return np.where(world.use[nodes] > 0.0, np.maximum(0.0, short), 0.0)
