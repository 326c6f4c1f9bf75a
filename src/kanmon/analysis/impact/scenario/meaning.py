"""Whether the parts of a scenario make sense together, and what a reader may not expect of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from kanmon.analysis.impact.scenario.amount import Amount, Range
from kanmon.analysis.impact.scenario.names import WORLD
from kanmon.analysis.impact.scenario.scenario import Scenario, Shock
from kanmon.analysis.impact.scenario.shocks import Restriction
from kanmon.codes.blocs import is_bloc, party
from kanmon.errors import CodeError, ScenarioError


class _Reach(NamedTuple):
    """Who cuts whom, spelled out; with ``outside``, ``targets`` are those spared."""

    act: Restriction
    origins: frozenset[str]
    targets: frozenset[str]
    outside: bool

    def hits(self, destination: str) -> bool:
        return destination not in self.origins and (destination in self.targets) != self.outside


def check_meaning(scenario: Scenario) -> tuple[str, ...]:
    """See that everyone named is there on the day, and that each restriction cuts somebody off.

    Args:
        scenario: any scenario.

    Returns:
        Remarks: restrictions that meet on an edge, where the strictest of the day holds;
        deliveries among origins, which stay; parts that change nothing or outlast the scenario.

    Raises:
        CodeError: a bloc had no members on the day its part starts.
        ScenarioError: a restriction by or sparing everyone, or that hits nobody; an exemption
            for somebody it does not hit, or a second one for the same party.

    Example:
        >>> ban = Restriction("ban", ("CHN",), ("gallium_metal",), dt.date(2027, 1, 1))
        >>> check_meaning(Scenario("s", "S", dt.date(2027, 1, 1), 9, shocks=(ban,)))
        ()
    """
    if not scenario.shocks:
        return ("no shock: nothing happens",)
    reaches: list[_Reach] = []
    remarks: list[str] = []
    for part in (*scenario.shocks, *scenario.responses):
        on = part.start or scenario.start
        for field in ("economies", "parties", "sources"):
            _there(getattr(part, field, ()), on, f"{part.id}, {field}")
        if isinstance(part, Restriction):
            reaches.append(_reach(part, remarks))
    for shock in scenario.shocks:
        remarks += _lasting(shock, scenario)
    for one, other in combinations(reaches, 2):
        shared = sorted(set(one.act.goods) & set(other.act.goods))
        if shared and _meet(one, other) and _at_once(one.act, other.act):
            remarks.append(
                f"{one.act.id} and {other.act.id} meet on {', '.join(shared)}: "
                "the strictest of each day holds, they do not add up"
            )
    return tuple(remarks)


def _there(codes: tuple[str, ...], on: dt.date, where: str) -> frozenset[str]:
    """Spell parties out; empty for the whole world only."""
    found: set[str] = set()
    for code in codes:
        if code == WORLD:
            return frozenset()
        inside = party(code, on)
        if not inside:
            raise CodeError(
                f"{code} has no members on {on}",
                where=where,
                remedy="move the start, or name the economies" if is_bloc(code) else "",
            )
        found |= inside
    return frozenset(found)


def _reach(act: Restriction, remarks: list[str]) -> _Reach:
    origins = _there(act.by, act.start, f"{act.id}, by")
    targets = _there(act.on or act.all_but, act.start, f"{act.id}, {'on' if act.on else 'all_but'}")
    if act.on and targets and not targets - origins:
        raise ScenarioError(
            "only those who restrict are hit",
            where=f"{act.id}, on",
            remedy="name others: deliveries of an origin to itself are never cut",
        )
    reach = _Reach(act, origins, targets, not act.on or not targets)
    if act.on and targets & origins:
        among = ", ".join(sorted(targets & origins))
        remarks.append(f"{act.id}: deliveries among those who restrict stay ({among})")
    named = Counter(code for one in act.exempt for code in one.parties)
    for number, one in enumerate(act.exempt, 1):
        for code in one.parties:
            where = f"{act.id}, exempt {number}"
            if named[code] > 1:
                raise ScenarioError(
                    f"{code} is exempted twice", where=where, remedy="keep one exemption of it"
                )
            if not any(reach.hits(e) for e in _there((code,), act.start, where)):
                raise ScenarioError(
                    f"{code} is exempted, but not hit",
                    where=where,
                    remedy="name only parties that the restriction hits",
                )
    return reach


def _lasting(shock: Shock, scenario: Scenario) -> Iterator[str]:
    left = scenario.days - (shock.start - scenario.start).days
    if shock.duration_days is not None and _low(shock.duration_days) > left:
        yield f"{shock.id} lasts longer than the scenario, which ends {left} days into it"
    if isinstance(shock, Restriction):
        strength, waits = shock.cut, _high(shock.licence_delay_days)
        if shock.duration_days is not None and waits > _low(shock.duration_days):
            yield f"{shock.id}: licences may wait longer than it lasts; the wait ends with it"
    else:
        strength, waits = getattr(shock, "share", getattr(shock, "change", 0.0)), 0.0
    if _low(strength) == _high(strength) == waits == 0.0:
        yield f"{shock.id} changes nothing"


def _low(amount: Amount) -> float:
    return amount.low if isinstance(amount, Range) else amount


def _high(amount: Amount) -> float:
    return amount.high if isinstance(amount, Range) else amount


def _meet(one: _Reach, other: _Reach) -> bool:
    """Tell whether two restrictions have an edge in common."""
    if not one.origins & other.origins:
        return False
    if one.outside and other.outside:
        return True
    near, far = (other, one) if one.outside else (one, other)
    return any(near.hits(e) and far.hits(e) for e in near.targets)


def _at_once(one: Restriction, other: Restriction) -> bool:
    return one.start < _gone(other) and other.start < _gone(one)


def _gone(act: Restriction) -> dt.date:
    """Give the first day on which nothing of an act can be left."""
    if act.duration_days is None:
        return dt.date.max
    last = int(_high(act.duration_days) + _high(act.ease_days)) + 1
    try:
        return act.start + dt.timedelta(days=last)
    except OverflowError:
        return dt.date.max
