"""What a plan is made for and held against: acts of the library, stops of sources, outages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kanmon.analysis.impact.scenario.library import library, scenario
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.settle import settled
from kanmon.analysis.impact.scenario.shocks import CapacityLoss, Restriction
from kanmon.analysis.impact.timeline import timeline
from kanmon.analysis.plan.candidates.candidate import Candidate
from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.disruptions import Disruptions
from kanmon.brief import names
from kanmon.brief.wording import words
from kanmon.catalogue.planning import planned
from kanmon.errors import ScenarioError
from kanmon.planning.asked import Asked
from kanmon.planning.needs import Needs
from kanmon.planning.strike import delivered
from kanmon.planning.supply import Room

CALM = "calm"
_MOST = 0.6
"""Scenarios together are never likelier than this in a year."""


@dataclass(frozen=True, slots=True, eq=False)
class Threat:
    """Hold a scenario, its chance in a year, and what of each supplier's deliveries arrives.

    ``delivered`` [S] is the mean over the days it lasts, ``duration`` years of the first year.
    A ``planned`` one is in the programme; the others are only held against the plan.

    Example:
        >>> Threat.__slots__[:2]
        ('scenario', 'chance')
    """

    scenario: Scenario
    chance: float
    delivered: FloatArray
    duration: float
    planned: bool


def threats(room: Room, needs: Needs, asked: Asked) -> tuple[Threat, ...]:
    """Gather what may happen to a party's supply of a good.

    Planned for: acts of the library that have happened, a full stop by each source of at least
    ``least_source`` of today's supply, and an outage at each supplier as large. Held out: acts
    of the library that have not happened, and the two largest sources stopping together. The
    reader may name others.

    Args:
        room: suppliers.
        needs: what the party imports.
        asked: scenarios named by the reader.

    Returns:
        Those that strike at least one supplier, planned ones first.

    Raises:
        ScenarioError: a scenario named by the reader strikes no supplier.

    Example:
        >>> from kanmon.analysis.plan.candidates.find import candidates
        >>> from kanmon.planning.needs import needs
        >>> from kanmon.planning.supply import supply
        >>> from kanmon.testing import tiny_picture
        >>> picture, asked = tiny_picture("JPN"), Asked("rare_earth_metals")
        >>> found = candidates(picture, asked.good)
        >>> made = needs(picture, found)
        >>> [t.scenario.id for t in threats(supply(found, made, asked), made, asked)][:2]
        ['rare_earths_japan_2010', 'rare_earths_magnets_2025']
    """
    found: list[Threat] = []
    for one in _acts(asked):
        plan_for = one.standing == "real" or one.id in asked.plan_for
        held = one.id in asked.hold_out
        threat = _threat(
            one, planned("chance", one.standing).best, plan_for and not held, room, needs
        )
        if threat is not None:
            found.append(threat)
        elif one.id in (*asked.plan_for, *asked.hold_out):
            raise ScenarioError(
                f"scenario {one.id} strikes no supplier of {asked.good}",
                where=f"plan of {asked.good}",
                remedy="name one that does (see `kanmon impact --list`)",
            )
    sources = _sources(room, needs)
    known = {one.economy: one for one in room.candidates}
    for source in sources:
        at = known.get(source)
        tier = (at.tier if at is not None else None) or "neutral"
        stop = _chance(f"stop:{tier}", at)
        found += _some(_threat(_stop((source,), room, asked), stop, True, room, needs))
        outage = _chance("outage", at)
        found += _some(_threat(_outage(source, asked), outage, True, room, needs))
    if len(sources) > 1:
        both = _stop(tuple(sources[:2]), room, asked)
        chance = planned("chance", "plausible").best ** 2
        found += _some(_threat(both, chance, False, room, needs))
    return tuple(sorted(found, key=lambda t: not t.planned))


def disruptions(found: Sequence[Threat]) -> Disruptions:
    """Lay the planned threats out for the programme, beside a year without any.

    Args:
        found: threats.

    Returns:
        One scenario a planned threat and the calm year; where chances sum to more than 60 % they
        are scaled to that.

    Raises:
        ScenarioError: none is planned for.

    Example:
        >>> disruptions([])
        Traceback (most recent call last):
            ...
        kanmon.errors.ScenarioError: plan: no scenario to plan for. To mend: name one with \
--plan-for (see `kanmon impact --list`).
    """
    some = [one for one in found if one.planned]
    if not some:
        raise ScenarioError(
            "no scenario to plan for",
            where="plan",
            remedy="name one with --plan-for (see `kanmon impact --list`)",
        )
    chance = np.array([one.chance for one in some])
    chance *= min(1.0, _MOST / chance.sum())
    calm = np.ones_like(some[0].delivered)
    return Disruptions(
        (CALM, *(one.scenario.id for one in some)),
        np.stack([calm, *(one.delivered for one in some)]),
        np.array([1.0, *(one.duration for one in some)]),
        np.array([1.0 - chance.sum(), *chance]),
    )


def largest_fails(room: Room, needs: Needs, asked: Asked, shares: FloatArray) -> Threat | None:
    """Let the plan's own largest supplier fail for half a year: nobody planned for that.

    Args:
        room: suppliers.
        needs: what the party imports.
        asked: when.
        shares: float64[S], of the plan's last year.

    Returns:
        The threat, held out.

    Example:
        >>> from kanmon.analysis.plan.candidates.find import candidates
        >>> from kanmon.planning.needs import needs
        >>> from kanmon.planning.supply import supply
        >>> from kanmon.testing import tiny_picture
        >>> picture, asked = tiny_picture("JPN"), Asked("rare_earth_metals")
        >>> found = candidates(picture, asked.good)
        >>> made = needs(picture, found)
        >>> room = supply(found, made, asked)
        >>> largest_fails(room, made, asked, room.suppliers.today).scenario.id
        'largest-fails-CHN'
    """
    bought = room.by_economy(shares)
    name = max(bought, key=lambda one: bought[one])
    start = dt.date(asked.first_year, 1, 1)
    shock = CapacityLoss("fails", (name,), (asked.good,), start, 1.0, duration_days=180.0)
    one = _worded("fails", (name,), start, 365, shock, f"largest-fails-{name}")
    return _threat(one, planned("chance", "outage").best, False, room, needs)


def struck_with(asked: Asked) -> tuple[str, ...]:
    """List the goods that acts on a good strike with it, itself first.

    Args:
        asked: the good, and scenarios named by the reader.

    Returns:
        Ids of goods; those of scenarios of the library that name the good.

    Example:
        >>> struck_with(Asked("natural_graphite"))
        ('natural_graphite', 'artificial_graphite', 'anode_materials')
    """
    found = [asked.good]
    for one in _acts(asked):
        named = [good for shock in one.shocks for good in shock.goods]
        if asked.good in named or one.id in (*asked.plan_for, *asked.hold_out):
            found += [good for good in named if not good.startswith("industry:")]
    return tuple(dict.fromkeys(found))


def _acts(asked: Asked) -> list[Scenario]:
    named = [scenario(one) for one in (*asked.plan_for, *asked.hold_out)]
    return list({one.id: one for one in (*library().values(), *named)}.values())


def _chance(scope: str, one: Candidate | None) -> float:
    """A chance in a year: from low to high by governance risk, the best where it is not known."""
    row = planned("chance", scope)
    if one is None or one.risk is None:
        return row.best
    return row.low + (row.high - row.low) * one.risk


def _some(one: Threat | None) -> list[Threat]:
    return [] if one is None else [one]


def _threat(
    one: Scenario, chance: float, plan_for: bool, room: Room, needs: Needs
) -> Threat | None:
    arrives, duration = delivered(timeline(settled(one)), room.candidates, needs)
    if duration <= 0.0 or not np.any(arrives < 1.0 - 1e-9):
        return None
    return Threat(one, chance, arrives, duration, plan_for)


def _sources(room: Room, needs: Needs) -> list[str]:
    """Economies behind today's supply, by the good itself or the feed it rests on most."""
    behind: dict[str, float] = {}
    for one in {c.economy: c for c in room.candidates}.values():
        share = needs.today.get(one.economy, 0.0)
        for name, part in _origins(one, needs).items():
            behind[name] = behind.get(name, 0.0) + share * part
    least = planned("least_source").best
    return sorted((n for n, s in behind.items() if s >= least), key=lambda n: (-behind[n], n))


def _origins(one: Candidate, needs: Needs) -> dict[str, float]:
    """The largest part of any step of a supplier's supply that each economy stands behind."""
    found = dict(needs.made_by(one.economy))
    for source in one.sources:
        found[source.origin] = max(found.get(source.origin, 0.0), source.share)
    return found


def _stop(who: tuple[str, ...], room: Room, asked: Asked) -> Scenario:
    goods = {asked.good}
    goods |= {s.good for c in room.candidates for s in c.sources if s.origin in who}
    days = round(planned("stop_days").best)
    start = dt.date(asked.first_year, 1, 1)
    shock = Restriction("stop", who, tuple(sorted(goods)), start, duration_days=float(days))
    return _worded("stop", who, start, max(days, 365), shock, f"stop-{'-'.join(who)}")


def _outage(name: str, asked: Asked) -> Scenario:
    start = dt.date(asked.first_year, 1, 1)
    days = planned("outage_days").best
    shock = CapacityLoss(
        "outage",
        (name,),
        (asked.good,),
        start,
        planned("outage_cut").best,
        duration_days=days,
    )
    return _worded("outage", (name,), start, 365, shock, f"outage-{name}")


def _worded(
    kind: str,
    economies: tuple[str, ...],
    start: dt.date,
    days: int,
    shock: CapacityLoss | Restriction,
    id: str,
) -> Scenario:
    """Make a scenario whose title names the economies in each language."""
    titles = []
    for lang in ("en", "ja", "fr"):
        w = words(lang)
        named = w.say("page.list").join(names.place(one, lang) for one in economies)
        titles.append(w.say(f"plan.threat_{kind}", economies=named))
    return Scenario(id, titles[0], start, days, (shock,), title_ja=titles[1], title_fr=titles[2])
