"""Run courses through the compiled stepper: eight side by side, batches on threads."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.economy.course import Course
from kanmon.analysis.impact.engines.economy.works import Works
from kanmon.compiled import compiled
from kanmon.errors import ScenarioError

Amounts = npt.NDArray[np.float64]

LANES = 8
FEWEST = 3
"""From this many courses on, eight lanes are faster than one at a time."""


@dataclass(frozen=True)
class Run:
    """Hold what a course came to: money a day.

    ``made[days, n]`` output, ``unmet[days, n]`` final demand not served; ``bound[n, p]`` days
    input p held node n back and ``lost[n, p]`` the output that cost; ``residual`` the worst
    relative error of the goods balance of an industry on a day.

    Example:
        >>> Run(np.ones((1, 1)), np.zeros((1, 1)), np.zeros((1, 1)), np.zeros((1, 1)), 0.0).residual
        0.0
    """

    made: Amounts
    unmet: Amounts
    bound: npt.NDArray[np.int32]
    lost: Amounts
    residual: float


@dataclass(frozen=True)
class Stepper:
    """Run courses on a table packed once.

    Example:
        >>> from kanmon.analysis.impact.engines.economy.rules import EconomyRules
        >>> from kanmon.analysis.impact.engines.economy.table import economy_table
        >>> from kanmon.analysis.impact.engines.economy.works import works
        >>> table = economy_table(("JPN",), ("x",), [[1.0]], [[2.0]], unit="MUSD 2011")
        >>> Stepper(works(table, EconomyRules())).run([])
        ()
    """

    ready: Works
    _packed: tuple[Any, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_packed", _packed(self.ready))

    def run(self, courses: Sequence[Course], *, threads: int = 1) -> tuple[Run, ...]:
        """Run courses in order; the bits of one depend neither on its company nor on threads."""
        if threads < 1:
            raise ScenarioError(f"{threads} threads", remedy="ask for one or more")
        batches: list[list[Course]] = []
        same: dict[int, list[int]] = {}
        for position, one in enumerate(courses):
            same.setdefault(one.days, []).append(position)
        places: list[list[int]] = []
        for positions in same.values():
            for begin in range(0, len(positions), LANES):
                some = positions[begin : begin + LANES]
                groups = [some] if len(some) >= FEWEST else [[position] for position in some]
                places.extend(groups)
        batches = [[courses[position] for position in group] for group in places]
        if threads == 1 or len(batches) == 1:
            done = [self._batch(batch) for batch in batches]
        else:
            with ThreadPoolExecutor(threads) as pool:
                done = list(pool.map(self._batch, batches))
        runs: dict[int, Run] = {}
        for group, made in zip(places, done, strict=True):
            runs.update(zip(group, made, strict=True))
        return tuple(runs[position] for position in range(len(courses)))

    def _batch(self, batch: list[Course]) -> list[Run]:
        rules, ready = self.ready.rules, self.ready
        days, size, count = batch[0].days, ready.table.size, len(ready.table.industries)
        lanes = batch if len(batch) == 1 else batch + [batch[-1]] * (LANES - len(batch))
        outs = [_outs(days, size, count) for _ in batch]
        # Lanes that only fill up write to arrays of their own, which are thrown away.
        outs += [_outs(days, size, count) for _ in lanes[len(batch) :]]
        compiled("economy engine").economy_run(
            self._packed,
            (count, len(ready.table.economies), days),
            (
                rules.over_most,
                1.0 / rules.over_days,
                ready.even,
                rules.orders == "alt",
                rules.compat == "boario",
            ),
            [_arrays(one) for one in lanes],
            outs,
        )
        return [
            Run(
                made.reshape(days, size),
                unmet.reshape(days, size),
                bound.reshape(size, count),
                lost.reshape(size, count),
                float(residual[0]),
            )
            for made, unmet, bound, lost, residual in outs[: len(batch)]
        ]


def _packed(ready: Works) -> tuple[Any, ...]:
    count, places = len(ready.table.industries), len(ready.table.economies)
    size = ready.table.size
    tiles, rows = -(-size // LANES), -(-places // LANES) * LANES
    # A row of eight on a cache line of its own: room to begin where one does.
    room = np.zeros(count * tiles * rows * LANES + LANES)
    begin = -(room.ctypes.data // 8) % LANES
    z = room[begin : begin + count * tiles * rows * LANES]
    sales = np.ascontiguousarray(ready.table.sales).reshape(-1)
    compiled("economy engine").economy_pack(sales, (count, places, 0), z)

    def pad(values: Amounts, fill: float = 0.0) -> Amounts:
        wide = np.full((*values.shape[:-1], tiles * LANES), fill)
        wide[..., :size] = values
        return wide.reshape(-1)

    return (
        z,
        pad(ready.need),
        pad(ready.reach),
        pad(ready.ease, 1.0),
        ready.cover,
        ready.pace,
        pad(ready.output),
        pad(ready.drawn),
        pad(ready.restock),
    )


def _arrays(one: Course) -> tuple[Any, ...]:
    def flat(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.ascontiguousarray(values).reshape(-1)

    return (
        one.phase,
        (flat(one.capacity), flat(one.wanted), flat(one.final)),
        (flat(one.cut), flat(one.passes), flat(one.spare)),
        (flat(one.swap), flat(one.left)),
        (flat(one.reserve), one.held, flat(one.rate)),
    )


def _outs(days: int, size: int, count: int) -> tuple[Any, ...]:
    return (
        np.empty(days * size),
        np.empty(days * size),
        np.zeros(size * count, np.int32),
        np.zeros(size * count),
        np.zeros(1),
    )
