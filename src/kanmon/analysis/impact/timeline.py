"""From dated acts to daily profiles: how much of normal each edge carries, each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.scenario.amount import Amount, Range
from kanmon.analysis.impact.scenario.names import WORLD
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import CapacityLoss, DemandChange, Restriction
from kanmon.codes.blocs import party
from kanmon.errors import CodeError, ScenarioError

Profile = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EdgeCut:
    """Say what share of normal deliveries passes from some origins to some destinations.

    ``destinations`` are the economies meant or, with ``outside``, those *not* meant: all others
    are. ``passes[d]`` is the share on day d. An origin's deliveries to itself are never cut.

    Example:
        >>> cut = EdgeCut("ban", frozenset({"CHN"}), frozenset({"JPN"}), True, ("x",), np.zeros(1))
        >>> cut.reaches("CHN", "USA"), cut.reaches("CHN", "JPN"), cut.reaches("CHN", "CHN")
        (True, False, False)
    """

    id: str
    origins: frozenset[str]
    destinations: frozenset[str]
    outside: bool
    goods: tuple[str, ...]
    passes: Profile

    def reaches(self, origin: str, destination: str) -> bool:
        """Tell whether deliveries from origin to destination are cut."""
        if origin not in self.origins or origin == destination:
            return False
        return (destination in self.destinations) != self.outside


@dataclass(frozen=True, slots=True)
class NodeChange:
    """Say by what factor capacity or final demand of some goods in some economies is changed.

    Empty ``economies`` mean everyone. ``factor[d]`` multiplies the normal amount on day d.

    Example:
        >>> NodeChange("q", frozenset({"TWN"}), ("logic_chips",), np.array([0.4])).meets("TWN")
        True
    """

    id: str
    economies: frozenset[str]
    goods: tuple[str, ...]
    factor: Profile

    def meets(self, economy: str) -> bool:
        """Tell whether an economy is meant."""
        return not self.economies or economy in self.economies


@dataclass(frozen=True, slots=True)
class Timeline:
    """Hold a settled scenario's shocks as daily profiles, all ``days`` long.

    Where several cuts meet on an edge, the strictest of the day holds (see
    :func:`passing`); where several changes meet on a node, they multiply.

    Example:
        >>> Timeline(3, (), (), ()).days
        3
    """

    days: int
    edges: tuple[EdgeCut, ...]
    capacity: tuple[NodeChange, ...]
    demand: tuple[NodeChange, ...]


def timeline(scenario: Scenario) -> Timeline:
    """Lay a settled scenario's shocks out by day.

    Args:
        scenario: without uncertain amounts (see ``settled`` and ``drawn``).

    Returns:
        One edge cut per restriction and one more per exemption; one change per other shock.

    Raises:
        ScenarioError: an amount is still uncertain.
        CodeError: a party is not known on the day the act starts.

    Example:
        >>> from kanmon.analysis.impact.scenario.shocks import Restriction
        >>> ban = Restriction("b", ("CHN",), ("gallium_metal",), dt.date(2027, 1, 2), cut=0.5)
        >>> timeline(Scenario("s", "S", dt.date(2027, 1, 1), 3, shocks=(ban,))).edges[0].passes
        array([1. , 0.5, 0.5])
    """
    edges: list[EdgeCut] = []
    capacity: list[NodeChange] = []
    demand: list[NodeChange] = []
    for shock in scenario.shocks:
        begin = (shock.start - scenario.start).days
        if isinstance(shock, Restriction):
            edges.extend(_cuts(shock, begin, scenario.days))
        elif isinstance(shock, CapacityLoss):
            capacity.append(_loss(shock, begin, scenario.days))
        else:
            demand.append(_change(shock, begin, scenario.days))
    return Timeline(scenario.days, tuple(edges), tuple(capacity), tuple(demand))


def passing(cuts: Iterable[EdgeCut], origin: str, destination: str, days: int) -> Profile | None:
    """Give the share of normal deliveries that passes on an edge each day.

    Args:
        cuts: the cuts of the good the edge carries.
        origin: economy that delivers.
        destination: economy that receives.
        days: length of the profile.

    Returns:
        float64[days], the strictest cut of each day; ``None`` when no cut reaches the edge.

    Example:
        >>> passing((), "CHN", "JPN", 3) is None
        True
    """
    found = [cut.passes for cut in cuts if cut.reaches(origin, destination)]
    if not found:
        return None
    strictest: Profile = np.minimum.reduce([np.ones(days), *found])
    return strictest


def ramp(days: int, begin: float, length: float) -> Profile:
    """Rise from 0 to 1 in a straight line.

    Args:
        days: length of the profile.
        begin: day the rise begins; that day is still 0 when ``length`` is above 0.
        length: days the rise takes; 0 jumps to 1 on ``begin``.

    Returns:
        float64[days] in [0, 1].

    Example:
        >>> ramp(4, 1, 2).tolist(), ramp(3, 1, 0).tolist()
        ([0.0, 0.0, 0.5, 1.0], [0.0, 1.0, 1.0])
    """
    day = np.arange(days, dtype=np.float64)
    if length <= 0.0:
        return (day >= begin).astype(np.float64)
    # Clipped before dividing, so that no length is too short to divide by.
    return np.clip(day - begin, 0.0, length) / length


def expanded(parties: Iterable[str], on: dt.date) -> frozenset[str]:
    """Spell out economies and blocs as economies, as of a day.

    Args:
        parties: economies or blocs; ``WLD`` is everyone and gives the empty set.
        on: day the membership is asked for.

    Returns:
        ISO 3166 alpha-3 codes; empty for the whole world.

    Raises:
        CodeError: a party is not known, or had no members that day.

    Example:
        >>> sorted(expanded(("JPN", "USA"), dt.date(2025, 1, 1)))
        ['JPN', 'USA']
    """
    codes = list(parties)
    if WORLD in codes:
        return frozenset()
    found: frozenset[str] = frozenset()
    for code in codes:
        inside = party(code, on)
        if not inside:
            # Nobody must never be read as everyone, which the empty set means below.
            raise CodeError(
                f"{code} has no members on {on}",
                where="timeline",
                remedy="move the start of the act, or name the economies",
            )
        found |= inside
    return found


def number(amount: Amount | None, name: str) -> float:
    """Give a settled amount as a number.

    Args:
        amount: number, never a range.
        name: named in an error.

    Returns:
        The number; infinity for None (no end).

    Raises:
        ScenarioError: it is still a range.

    Example:
        >>> number(0.5, "cut"), number(None, "duration_days")
        (0.5, inf)
    """
    if isinstance(amount, Range):
        raise ScenarioError(
            f"{name} is still uncertain", remedy="settle the scenario, or draw from it, first"
        )
    return float("inf") if amount is None else float(amount)


def _strength(days: int, begin: int, rise: float, last: float, fade: float) -> Profile:
    """Rise from ``begin``, hold to ``begin + last``, fade away after it."""
    up = ramp(days, begin, rise)
    if last == float("inf"):
        return up
    return np.minimum(up, 1.0 - ramp(days, begin + last, fade))


def _cuts(act: Restriction, begin: int, days: int) -> list[EdgeCut]:
    where = f"restriction {act.id}: "
    cut = number(act.cut, f"{where}cut")
    last = number(act.duration_days, f"{where}duration_days")
    hold = _strength(
        days,
        begin,
        number(act.ramp_days, f"{where}ramp_days"),
        last,
        number(act.ease_days, f"{where}ease_days"),
    )
    stopped = cut * hold
    # While licences wait nothing passes at all, whatever share passes afterwards.
    delay = min(number(act.licence_delay_days, f"{where}licence_delay_days"), last)
    stopped[begin : begin + int(np.ceil(delay))] = 1.0
    origins = expanded(act.by, act.start)
    targets = expanded(act.on, act.start) if act.on else expanded(act.all_but, act.start)
    outside = not act.on or not targets
    apart: set[str] = set()
    cuts: list[EdgeCut] = []
    for position, one in enumerate(act.exempt):
        share = number(one.share, f"{where}exempt {position + 1}")
        friends = expanded(one.parties, act.start) - apart - origins
        apart |= friends
        meant = frozenset(f for f in friends if (f in targets) != outside)
        cuts.append(
            EdgeCut(
                f"{act.id}#{position}",
                origins,
                meant,
                False,
                act.goods,
                1.0 - (1.0 - share) * stopped,
            )
        )
    # Origins deliver among themselves as ever: they restrict others.
    named = targets | apart | origins if outside else targets - apart - origins
    return [EdgeCut(act.id, origins, frozenset(named), outside, act.goods, 1.0 - stopped), *cuts]


def _loss(shock: CapacityLoss, begin: int, days: int) -> NodeChange:
    where = f"capacity loss {shock.id}: "
    strength = _strength(
        days,
        begin,
        number(shock.ramp_days, f"{where}ramp_days"),
        number(shock.duration_days, f"{where}duration_days"),
        number(shock.recovery_days, f"{where}recovery_days"),
    )
    factor = 1.0 - number(shock.share, f"{where}share") * strength
    return NodeChange(shock.id, expanded(shock.economies, shock.start), shock.goods, factor)


def _change(shock: DemandChange, begin: int, days: int) -> NodeChange:
    where = f"demand change {shock.id}: "
    strength = _strength(
        days,
        begin,
        number(shock.ramp_days, f"{where}ramp_days"),
        number(shock.duration_days, f"{where}duration_days"),
        number(shock.ease_days, f"{where}ease_days"),
    )
    factor = 1.0 + number(shock.change, f"{where}change") * strength
    return NodeChange(shock.id, expanded(shock.economies, shock.start), shock.goods, factor)
