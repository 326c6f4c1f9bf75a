"""From settled scenarios to the course of the firms: rows of factors and classes of links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.agents.course import Classes, Course, Factors
from kanmon.analysis.impact.engines.agents.world import World
from kanmon.analysis.impact.scenario.responses import DemandSaving, StockRelease, Substitution
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.timeline import NodeChange, expanded, number, ramp, timeline
from kanmon.errors import ScenarioError

Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]
WHERE = "agents engine"
MOST = 65_535
"""Classes of links that a batch can tell apart."""


@dataclass(frozen=True)
class _Effect:
    """What one scenario does to some links: ``what`` is passes, need, release or reserve."""

    what: str
    lane: int
    links: Marks
    profile: Floats


def plan(world: World, scenarios: Sequence[Scenario]) -> tuple[Course, list[tuple[str, ...]]]:
    """Lay scenarios of the same length out as one course, a lane each.

    Args:
        world: network and goods meant.
        scenarios: settled, all of the same length.

    Returns:
        The course, and for each scenario the responses it leaves out.

    Raises:
        ScenarioError: the scenarios tell too many classes of links apart.
        CodeError: no economy that a shock names has firms here, or a good has no sector.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.network import firm_network
        >>> net = firm_network([0], [1], [2.0], [0, 1], final=[0.0, 3.0])
        >>> quiet = Scenario("s", "S", dt.date(2027, 1, 1), 3)
        >>> plan(World(net, {}), [quiet])[0].days
        3
    """
    days = scenarios[0].days
    codes, kind = world.kinds
    capacity = np.ones((days, codes.size, len(scenarios)))
    demand = np.ones((days, codes.size, len(scenarios)))
    effects: list[_Effect] = []
    left: list[tuple[str, ...]] = []
    for lane, scenario in enumerate(scenarios):
        line = timeline(scenario)
        for change in line.capacity:
            capacity[:, world.nodes(change), lane] *= change.factor[:, None]
        for change in line.demand:
            demand[:, world.nodes(change), lane] *= change.factor[:, None]
        effects.extend(_Effect("passes", lane, world.cut(cut), cut.passes) for cut in line.edges)
        out: list[str] = []
        for response in scenario.responses:
            begin = ((response.start or scenario.start) - scenario.start).days
            on = response.start or scenario.start
            where = f"response {response.id}: "
            if isinstance(response, DemandSaving):
                wait = number(response.delay_days, where + "delay_days")
                rise = ramp(days, begin + wait, number(response.ramp_days, where + "ramp_days"))
                saved = 1.0 - number(response.share, where + "share") * rise
                change = NodeChange(
                    response.id, expanded(response.parties, on), response.goods, saved
                )
                demand[:, world.nodes(change), lane] *= saved[:, None]
            elif isinstance(response, Substitution):
                wait = number(response.delay_days, where + "delay_days")
                rise = ramp(days, begin + wait, number(response.ramp_days, where + "ramp_days"))
                need = 1.0 - number(response.share, where + "share") * rise
                buyers = expanded(response.parties, on)
                chosen = world.inputs(buyers, response.goods, response.in_goods, response.id)
                effects.append(_Effect("need", lane, chosen, need))
            elif isinstance(response, StockRelease):
                buyers = expanded(response.parties, on)
                chosen = world.inputs(buyers, response.goods, (), response.id)
                rate = number(response.rate, where + "rate") * ramp(days, begin, 0.0)
                cover = np.array([number(response.cover_days, where + "cover_days")])
                effects.append(_Effect("release", lane, chosen, rate))
                effects.append(_Effect("reserve", lane, chosen, cover))
            else:
                out.append(f"{type(response).__name__} {response.id}")
        left.append(tuple(out))
    course = Course(kind, _rows(capacity), _rows(demand), _classes(effects, days, len(scenarios)))
    return course, left


def _rows(table: Floats) -> Factors:
    """Keep one row of each that differ; most nodes go by the same."""
    flat = np.ascontiguousarray(table.transpose(1, 0, 2).reshape(table.shape[1], -1))
    kept: dict[bytes, int] = {}
    row = np.array([kept.setdefault(one.tobytes(), len(kept)) for one in flat], np.int32)
    first = np.unique(row, return_index=True)[1]
    return Factors(row, np.ascontiguousarray(table[:, first, :]))


def _classes(effects: list[_Effect], days: int, lanes: int) -> Classes | None:
    """Give links that every scenario treats alike one class."""
    effects = [effect for effect in effects if effect.links.any()]
    if not effects:
        return None
    distinct: dict[bytes, Marks] = {}
    for effect in effects:
        distinct.setdefault(np.packbits(effect.links).tobytes(), effect.links)
    mark = np.zeros(effects[0].links.size, np.int64)
    for chosen in distinct.values():
        mark = np.unique(mark * 2 + chosen, return_inverse=True)[1].reshape(-1)
    width = int(mark.max()) + 1
    if width > MOST:
        raise ScenarioError(
            f"{width} classes of links",
            where=WHERE,
            remedy=f"run scenarios apart: at most {MOST} can be told at once",
        )
    example = np.unique(mark, return_index=True)[1]
    passes, need = np.ones((days, width, lanes)), np.ones((days, width, lanes))
    release, reserve = np.zeros((days, width, lanes)), np.zeros((width, lanes))
    for effect in effects:
        hit = effect.links[example]
        profile = effect.profile[:, None]
        if effect.what == "passes":  # of several cuts the strictest holds
            passes[:, hit, effect.lane] = np.minimum(passes[:, hit, effect.lane], profile)
        elif effect.what == "need":
            need[:, hit, effect.lane] *= profile
        elif effect.what == "release":
            release[:, hit, effect.lane] += profile
        else:
            reserve[hit, effect.lane] += float(effect.profile[0])
    held = reserve if reserve.any() else None
    return Classes(mark.astype(np.uint16), passes, need, release, held)
