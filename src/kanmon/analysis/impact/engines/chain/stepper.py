"""Run courses through the compiled kernel: eight side by side, batches on threads."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from kanmon.analysis.impact.engines.chain.course import TRACKS, Course, Run, touched
from kanmon.analysis.impact.engines.chain.rules import Turns
from kanmon.analysis.impact.engines.chain.world import ChainWorld
from kanmon.compiled import compiled

LANES = 8
FEWEST = 3
"""From this many courses on, eight lanes are faster than one at a time."""


def run_courses(
    world: ChainWorld, turns: Turns, courses: Sequence[Course], *, threads: int = 1
) -> tuple[Run, ...]:
    """Run courses in order; the bits of one depend neither on its company nor on threads.

    Args:
        world: who supplies whom, and what is made of what.
        turns: in which order makers serve.
        courses: of the scenarios, of any lengths.
        threads: batches run at once, at least 1.

    Returns:
        One run a course, in order.

    Example:
        >>> from kanmon.analysis.impact.engines.chain.assemble import Supply, assemble
        >>> from kanmon.analysis.impact.engines.chain.rules import ChainRules, turns
        >>> world = assemble([Supply("x", "JPN", {"JPN": 1.0})], [])
        >>> run_courses(world, turns(world, ChainRules()), [])
        ()
    """
    same: dict[int, list[int]] = {}
    for position, one in enumerate(courses):
        same.setdefault(one.days, []).append(position)
    places: list[list[int]] = []
    for positions in same.values():
        for begin in range(0, len(positions), LANES):
            some = positions[begin : begin + LANES]
            places += [some] if len(some) >= FEWEST else [[position] for position in some]
    arrays = _world(world, turns)

    def batch(group: list[int]) -> list[Run]:
        return _batch(world, arrays, [courses[position] for position in group])

    if threads == 1 or len(places) <= 1:
        done = [batch(group) for group in places]
    else:
        with ThreadPoolExecutor(threads) as pool:
            done = list(pool.map(batch, places))
    runs: dict[int, Run] = {}
    for group, made in zip(places, done, strict=True):
        runs.update(zip(group, made, strict=True))
    return tuple(runs[position] for position in range(len(courses)))


def _batch(world: ChainWorld, arrays: tuple[Any, ...], batch: list[Course]) -> list[Run]:
    days = batch[0].days
    lanes = batch if len(batch) == 1 else batch + [batch[-1]] * (LANES - len(batch))
    outs = [_outs(world, days) for _ in batch]
    # Lanes that only fill up share one set of arrays, which is thrown away.
    outs += [_outs(world, days)] * (len(lanes) - len(batch)) if len(lanes) > len(batch) else []
    compiled("chain engine").chain_run(
        arrays, len(world.goods), days, [_arrays(world, one) for one in lanes], outs
    )
    return [
        Run(
            made.reshape(days, world.nodes),
            unmet.reshape(days, world.nodes),
            bound,
            lost,
            missing,
            float(residual[0]),
        )
        for made, unmet, bound, lost, missing, residual in outs[: len(batch)]
    ]


def _world(world: ChainWorld, turns: Turns) -> tuple[Any, ...]:
    return (
        (world.good, world.base, world.use, world.final, world.make),
        (world.origin, world.to, world.share, world.lead, turns.edge, turns.turn),
        (world.input, world.maker, world.weight, world.stock, world.bite),
    )


def _arrays(world: ChainWorld, one: Course) -> tuple[Any, ...]:
    return (
        np.ascontiguousarray(one.profiles).reshape(-1),
        [getattr(one, name) for name in TRACKS],
        one.reserve,
        one.held,
        (one.partner, one.group, one.pooled),
        touched(world, one).astype(np.int32),
    )


def _outs(world: ChainWorld, days: int) -> tuple[Any, ...]:
    slots = len(world.maker)
    return (
        np.empty(days * world.nodes),
        np.zeros(days * world.nodes),
        np.zeros(slots, np.int32),
        np.zeros(slots),
        np.zeros(len(world.to)),
        np.zeros(1),
    )
