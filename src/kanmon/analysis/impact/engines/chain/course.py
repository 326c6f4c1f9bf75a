"""One scenario as the stepper takes it: daily profiles and what each of them acts on."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.chain.world import Amounts, ChainWorld, Numbers

Track = tuple[Numbers, Numbers]
"""Positions acted on, and the row of ``profiles`` that acts on each."""

TRACKS = ("passes", "order", "expected", "wanted", "begun", "able", "demand", "final", "need")


def _none() -> Track:
    return np.zeros(0, np.int32), np.zeros(0, np.int32)


@dataclass(frozen=True)
class Course:
    """Hold a scenario's daily profiles; whatever no track names stays at 1, its normal amount.

    ``profiles[p, day]``. By edge: ``passes`` (share of what was ordered and made that leaves),
    ``order`` (ordered, over the normal delivery). By node: ``expected`` (what arrives if all
    orders are filled), ``wanted`` (ordered from it, over ``base``), ``begun`` and ``able``
    (work that may begin, and end, over ``base``), ``demand`` (all use wanted, over ``use``) and
    ``final`` (final use wanted, over its normal). By slot: ``need`` (input per output, over the
    normal). Reserve r adds at node ``reserve[r]`` up to ``rate`` of a day's use a day, until
    ``held[r]`` days of use are spent. Partners p of group ``group[p]`` pool the share
    ``pooled[group]`` (a row of profiles) of what reaches node ``partner[p]``.

    Example:
        >>> Course(np.ones((1, 5))).days
        5
    """

    profiles: Amounts
    passes: Track = field(default_factory=_none)
    order: Track = field(default_factory=_none)
    expected: Track = field(default_factory=_none)
    wanted: Track = field(default_factory=_none)
    begun: Track = field(default_factory=_none)
    able: Track = field(default_factory=_none)
    demand: Track = field(default_factory=_none)
    final: Track = field(default_factory=_none)
    need: Track = field(default_factory=_none)
    reserve: Track = field(default_factory=_none)
    held: Amounts = field(default_factory=lambda: np.zeros(0))
    partner: Numbers = field(default_factory=lambda: np.zeros(0, np.int32))
    group: Numbers = field(default_factory=lambda: np.zeros(0, np.int32))
    pooled: Numbers = field(default_factory=lambda: np.zeros(0, np.int32))
    left_out: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        """Number of days."""
        return int(self.profiles.shape[1])


@dataclass(frozen=True)
class Run:
    """Hold what a course came to, as parts of normal amounts.

    ``made[days, n]`` output over ``base``; ``unmet[days, n]`` final use not served, over
    ``use``; ``bound[s]`` days slot s held its maker back and ``lost[s]`` the days of normal
    output that cost; ``missing[e]`` days of the client's use that edge e failed to bring.
    ``residual`` is the worst relative error of the balances.

    Example:
        >>> none = np.zeros(0)
        >>> Run(np.ones((1, 1)), np.zeros((1, 1)), none, none, none, 0.0).residual
        0.0
    """

    made: Amounts
    unmet: Amounts
    bound: npt.NDArray[np.int32]
    lost: Amounts
    missing: Amounts
    residual: float


def touched(world: ChainWorld, course: Course) -> npt.NDArray[np.bool_]:
    """Tell which goods a course can change at all; the others stay exactly normal.

    Args:
        world: who supplies whom, and what is made of what.
        course: of the scenario.

    Returns:
        bool[goods]: goods acted on and all that is made of them.

    Example:
        >>> from kanmon.analysis.impact.engines.chain.assemble import Supply, assemble
        >>> world = assemble([Supply("x", "JPN", {"JPN": 1.0})], [])
        >>> touched(world, Course(np.ones((1, 5)))).tolist()
        [False]
    """
    live = np.zeros(len(world.goods), dtype=bool)
    for name in TRACKS:
        places = getattr(course, name)[0]
        if name in ("passes", "order"):
            live[world.good[world.to[places]]] = True
        elif name == "need":
            live[world.good[world.maker[places]]] = True
        else:
            live[world.good[places]] = True
    for places in (course.reserve[0], course.partner):
        live[world.good[places]] = True
    made, feeds = world.good[world.maker].tolist(), world.good[world.input].tolist()
    pairs = sorted(set(zip(made, feeds, strict=True)))
    for output, source in pairs:  # outputs in making order: what feeds them is settled
        live[output] |= live[source]
    return live
