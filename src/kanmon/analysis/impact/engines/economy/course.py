"""One scenario as the stepper takes it: the day states it passes through, as arrays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.economy.goods import Bridge, parts_of
from kanmon.analysis.impact.engines.economy.table import EconomyTable
from kanmon.analysis.impact.engines.economy.works import Works
from kanmon.analysis.impact.scenario.responses import (
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
    Timeline,
    expanded,
    number,
    ramp,
    timeline,
)
from kanmon.errors import ScenarioError

Amounts = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Course:
    """Hold a scenario's day states; a row a state, ``phase[d]`` says which day d is in.

    ``capacity[k, n]`` multiplies normal capacity; ``wanted[k, n]`` is final demand and
    ``final[k, n]`` the part of it that may be delivered, money a day. ``cut[c]`` is (industry,
    selling, buying economy) and ``passes[k, c]`` the share of its deliveries that passes;
    ``spare[k, industry, buying economy]`` how far clients may turn to others. ``swap[s]`` is
    (input industry, buying node) and ``left[k, s]`` the part of the need that is left;
    ``reserve[r]`` the same, ``held[r]`` what is held and ``rate[k, r]`` what may be drawn, money
    a day.

    Example:
        >>> Course.__dataclass_fields__["phase"].name
        'phase'
    """

    phase: Numbers
    capacity: Amounts
    wanted: Amounts
    final: Amounts
    cut: Numbers
    passes: Amounts
    spare: Amounts
    swap: Numbers
    left: Amounts
    reserve: Numbers
    held: Amounts
    rate: Amounts
    left_out: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        """Number of days."""
        return len(self.phase)


@dataclass
class _Draft:
    """Gather profiles by what they act on, before days are folded into states."""

    table: EconomyTable
    bridge: Bridge
    scenario: Scenario
    plan: Timeline
    left_out: list[str] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)
    # (industry, selling, buying economy) -> good -> (share, what passes)
    cuts: dict[tuple[int, int, int], dict[str, tuple[float, Profile]]] = field(default_factory=dict)
    capacity: dict[tuple[int, int], Profile] = field(default_factory=dict)  # industry, economy
    demand: dict[tuple[int, int], Profile] = field(default_factory=dict)
    spare: dict[tuple[int, int], Profile] = field(default_factory=dict)
    left: dict[tuple[int, int], Profile] = field(default_factory=dict)  # input, node
    reserve: dict[tuple[int, int], tuple[float, Profile]] = field(default_factory=dict)

    def parts(self, goods: tuple[str, ...], where: str) -> dict[str, dict[int, float]]:
        return parts_of(goods, self.bridge, self.table.industries, where)

    def places(self, codes: frozenset[str], where: str) -> list[int]:
        """Positions of economies; none named means all. Those not in the table are remembered."""
        if not codes:
            return list(range(len(self.table.economies)))
        there = [n for n, code in enumerate(self.table.economies) if code in codes]
        self.absent |= codes - set(self.table.economies)
        if not there:
            raise ScenarioError(
                f"none of {', '.join(sorted(codes)[:8])} is in the table",
                where=where,
                remedy=f"use its economies: {', '.join(self.table.economies[:8])}...",
            )
        return there

    def parties(self, response: Response, where: str) -> list[int]:
        return self.places(expanded(response.parties, self.opens(response)), where)

    def opens(self, response: Response) -> dt.date:
        return response.start or self.scenario.start

    def rise(self, response: Response, delay: float, length: float) -> Profile:
        begin = (self.opens(response) - self.scenario.start).days
        return ramp(self.plan.days, begin + delay, length)


def course(scenario: Scenario, ready: Works, bridge: Bridge) -> Course:
    """Lay a settled scenario out on a table.

    Args:
        scenario: without uncertain amounts.
        ready: table and rules made ready.
        bridge: good to industries, with the share it makes up in each.

    Returns:
        Its day states; ``left_out`` names responses that cannot be expressed, ``absent``
        economies it names that the table does not have.

    Raises:
        ScenarioError: a good or industry is unknown, or an act names no economy of the table.

    Example:
        >>> from kanmon.analysis.impact.engines.economy.rules import EconomyRules
        >>> from kanmon.analysis.impact.engines.economy.table import economy_table
        >>> from kanmon.analysis.impact.engines.economy.works import works
        >>> table = economy_table(("JPN",), ("x",), [[1.0]], [[2.0]], unit="MUSD 2011")
        >>> quiet = Scenario("q", "Q", dt.date(2027, 1, 1), 5)
        >>> course(quiet, works(table, EconomyRules()), {}).phase
        array([0, 0, 0, 0, 0], dtype=int32)
    """
    draft = _Draft(ready.table, bridge, scenario, timeline(scenario))
    for cut in draft.plan.edges:
        _edge(draft, cut)
    for change in draft.plan.capacity:
        _multiply(draft, draft.capacity, change, "capacity loss")
    for change in draft.plan.demand:
        _multiply(draft, draft.demand, change, "demand change")
    for response in scenario.responses:
        _respond(draft, response, ready)
    return _folded(draft, ready)


def _edge(draft: _Draft, cut: EdgeCut) -> None:
    where = f"restriction {cut.id}"
    table = draft.table
    sellers = draft.places(cut.origins, where)
    if not cut.outside and cut.destinations:
        draft.places(cut.destinations, where)
    for good, industries in draft.parts(cut.goods, where).items():
        for seller in sellers:
            for buyer, code in enumerate(table.economies):
                if not cut.reaches(table.economies[seller], code):
                    continue
                for industry, share in industries.items():
                    goods = draft.cuts.setdefault((industry, seller, buyer), {})
                    before = goods.get(good)
                    passes = cut.passes if before is None else np.minimum(before[1], cut.passes)
                    goods[good] = (share, passes)


def _multiply(
    draft: _Draft, into: dict[tuple[int, int], Profile], change: NodeChange, what: str
) -> None:
    where = f"{what} {change.id}"
    for industries in draft.parts(change.goods, where).values():
        for economy in draft.places(change.economies, where):
            for industry, share in industries.items():
                factor = 1.0 + share * (change.factor - 1.0)
                key = (industry, economy)
                into[key] = into[key] * factor if key in into else factor


def _respond(draft: _Draft, response: Response, ready: Works) -> None:
    where = f"response {response.id}"
    if isinstance(response, Rerouting) and not response.sources:
        _reroute(draft, response, where)
    elif isinstance(response, DemandSaving):
        share = number(response.share, where)
        saved = 1.0 - share * draft.rise(
            response, number(response.delay_days, where), number(response.ramp_days, where)
        )
        economies = frozenset(draft.table.economies[e] for e in draft.parties(response, where))
        change = NodeChange(response.id, economies, response.goods, saved)
        _multiply(draft, draft.demand, change, "demand saving")
    elif isinstance(response, Substitution):
        _substitute(draft, response, ready, where)
    elif isinstance(response, StockRelease):
        _release(draft, response, ready, where)
    elif isinstance(response, NewCapacity):
        _build(draft, response, ready, where)
    else:
        draft.left_out.append(response.id)


def _reroute(draft: _Draft, response: Rerouting, where: str) -> None:
    rise = draft.rise(
        response, number(response.delay_days, where), number(response.ramp_days, where)
    )
    spare, leak = number(response.spare, where), number(response.leakage, where)
    buyers = draft.parties(response, where)
    for good, industries in draft.parts(response.goods, where).items():
        for industry, share in industries.items():
            for buyer in buyers:
                more = share * spare * rise
                key = (industry, buyer)
                draft.spare[key] = draft.spare[key] + more if key in draft.spare else more
                for seller in range(len(draft.table.economies)):
                    goods = draft.cuts.get((industry, seller, buyer), {})
                    if good in goods:
                        part, passes = goods[good]
                        goods[good] = (part, passes + leak * rise * (1.0 - passes))


def _substitute(draft: _Draft, response: Substitution, ready: Works, where: str) -> None:
    rise = number(response.share, where) * draft.rise(
        response, number(response.delay_days, where), number(response.ramp_days, where)
    )
    count = len(draft.table.industries)
    users = dict.fromkeys(range(count), 1.0)
    if response.in_goods:
        users = {}
        for industries in draft.parts(response.in_goods, where).values():
            for industry, share in industries.items():
                users[industry] = min(1.0, users.get(industry, 0.0) + share)
    for industries in draft.parts(response.goods, where).values():
        for industry, share in industries.items():
            for economy in draft.parties(response, where):
                for user, part in users.items():
                    key = (industry, economy * count + user)
                    if ready.need[key] == 0.0:
                        continue
                    left = 1.0 - share * part * rise
                    draft.left[key] = draft.left[key] * left if key in draft.left else left


def _release(draft: _Draft, response: StockRelease, ready: Works, where: str) -> None:
    open_days = draft.rise(response, 0.0, 0.0)
    cover, rate = number(response.cover_days, where), number(response.rate, where)
    count = len(draft.table.industries)
    for industries in draft.parts(response.goods, where).values():
        for industry, share in industries.items():
            for economy in draft.parties(response, where):
                for node in range(economy * count, (economy + 1) * count):
                    use = share * ready.need[industry, node] * ready.output[node]
                    if use == 0.0:
                        continue
                    key = (industry, node)
                    held, most = draft.reserve.get(key, (0.0, np.zeros(draft.plan.days)))
                    draft.reserve[key] = (held + cover * use, most + rate * use * open_days)


def _build(draft: _Draft, response: NewCapacity, ready: Works, where: str) -> None:
    rise = draft.rise(
        response, number(response.lead_days, where), number(response.ramp_days, where)
    )
    count = len(draft.table.industries)
    sites = draft.parties(response, where)
    normal = ready.output.reshape(-1, count)
    for industries in draft.parts(response.goods, where).values():
        for industry, share in industries.items():
            there = float(normal[sites, industry].sum())
            if there == 0.0:
                draft.left_out.append(response.id)
                return
            world = share * float(normal[:, industry].sum())
            more = 1.0 + number(response.amount, where) * world / there * rise
            for economy in sites:
                key = (industry, economy)
                draft.capacity[key] = draft.capacity[key] * more if key in draft.capacity else more


def _folded(draft: _Draft, ready: Works) -> Course:
    """Fold days that are alike into states and fill the arrays."""
    days, table = draft.plan.days, draft.table
    count, places = len(table.industries), len(table.economies)
    everything: list[Profile] = [
        *(profile for goods in draft.cuts.values() for _, profile in goods.values()),
        *draft.capacity.values(),
        *draft.demand.values(),
        *draft.spare.values(),
        *draft.left.values(),
        *(most for _, most in draft.reserve.values()),
    ]
    first, phase = _states(everything, days)
    states = len(first)
    capacity = np.ones((states, table.size))
    for (industry, economy), profile in draft.capacity.items():
        capacity[:, economy * count + industry] = profile[first]
    wanted_by = np.ones((states, count, places))
    for (industry, economy), profile in draft.demand.items():
        wanted_by[:, industry, economy] = profile[first]
    passes = np.ones((states, len(draft.cuts)))
    keep = np.ones((states, table.size, places)) if draft.cuts else None
    for number_, ((industry, seller, buyer), goods) in enumerate(draft.cuts.items()):
        stopped = sum(share * (1.0 - profile[first]) for share, profile in goods.values())
        passes[:, number_] = np.clip(1.0 - stopped, 0.0, 1.0)
        if keep is not None:
            keep[:, seller * count + industry, buyer] = passes[:, number_]
    wanted = np.tile(ready.final.sum(axis=1), (states, 1))
    final = wanted
    if draft.demand or keep is not None:
        by_place = np.tile(wanted_by, (1, places, 1)) * ready.final
        wanted = by_place.sum(axis=2)
        final = wanted if keep is None else (by_place * keep).sum(axis=2)
    spare = np.full((states, count, places), ready.rules.spare)
    for (industry, buyer), profile in draft.spare.items():
        spare[:, industry, buyer] = np.maximum(spare[:, industry, buyer], profile[first])
    return Course(
        phase=phase,
        capacity=capacity,
        wanted=wanted,
        final=final,
        cut=_keys(draft.cuts, 3),
        passes=passes,
        spare=spare,
        swap=_keys(draft.left, 2),
        left=_rows(draft.left.values(), first),
        reserve=_keys(draft.reserve, 2),
        held=np.array([held for held, _ in draft.reserve.values()], dtype=np.float64),
        rate=_rows((most for _, most in draft.reserve.values()), first),
        left_out=tuple(dict.fromkeys(draft.left_out)),
        absent=tuple(sorted(draft.absent)),
    )


def _states(profiles: list[Profile], days: int) -> tuple[npt.NDArray[np.intp], Numbers]:
    """First day of each different state, and the state of each day."""
    if not profiles:
        return np.zeros(1, np.intp), np.zeros(days, np.int32)
    different = list({profile.tobytes(): profile for profile in profiles}.values())
    _, first, phase = np.unique(
        np.stack(different, axis=1), axis=0, return_index=True, return_inverse=True
    )
    return first, phase.reshape(-1).astype(np.int32)


def _keys(of: Iterable[tuple[int, ...]], width: int) -> Numbers:
    return np.array(list(of), dtype=np.int32).reshape(-1, width)


def _rows(profiles: Iterable[Profile], first: npt.NDArray[np.intp]) -> Amounts:
    taken = [profile[first] for profile in profiles]
    return np.stack(taken, axis=1) if taken else np.zeros((len(first), 0))
