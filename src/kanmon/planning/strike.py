"""How much of each supplier's deliveries arrives while a scenario lasts, sources looked through."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kanmon.analysis.impact.timeline import Timeline, passing
from kanmon.analysis.plan.candidates.candidate import Candidate
from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.planning.needs import Needs

YEAR = 365


def delivered(
    days: Timeline, candidates: Sequence[Candidate], needs: Needs
) -> tuple[FloatArray, float]:
    """Work out what arrives of each supplier's contracts.

    A cut strikes a supplier's own deliveries to the members it reaches, by their imports; the
    part of what it sells that others made, where those are cut from it or have lost capacity;
    and its feed, where the origin of the feed is. Of several steps of one supply the hardest
    counts. Stocks on the way are left to the impact engine.

    Args:
        days: a settled scenario, day by day; its first year counts.
        candidates: suppliers.
        needs: members' imports and who makes what each supplier sells.

    Returns:
        float64[S], the mean part that arrives over the days anything is missing, and how long
        that is, years; ones and zero where nothing is.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.scenario.scenario import Scenario
        >>> from kanmon.analysis.impact.scenario.shocks import Restriction
        >>> from kanmon.analysis.impact.timeline import timeline
        >>> from kanmon.planning.needs import Member
        >>> day = dt.date(2027, 1, 1)
        >>> ban = Restriction("b", ("CHN",), ("x",), day, cut=0.5, duration_days=73.0)
        >>> case = timeline(Scenario("s", "S", day, 365, (ban,)))
        >>> made = Needs("x", (Member("JPN", 1.0, {"CHN": 1.0}),), {}, None, "world_mix")
        >>> sides = [Candidate("CHN", "x", "current"), Candidate("AUS", "x", "producer")]
        >>> arrives, years = delivered(case, sides, made)
        >>> arrives.tolist(), years
        ([0.5, 1.0], 0.2)
    """
    horizon = min(days.days, YEAR)
    arriving = np.ones((len(candidates), horizon))
    for place, one in enumerate(candidates):
        arriving[place] = _of(days, one, needs)[:horizon]
    struck = (arriving < 1.0 - 1e-9).any(axis=0)
    if not struck.any():
        return np.ones(len(candidates)), 0.0
    return arriving[:, struck].mean(axis=1), float(struck.sum()) / YEAR


def _of(days: Timeline, one: Candidate, needs: Needs) -> FloatArray:
    """What arrives of one supplier's deliveries, day by day."""
    own = _reach(days, needs.good, one.economy, needs)
    made = np.zeros(days.days)
    for maker, share in needs.made_by(one.economy).items():
        made += share * _made(days, needs.good, maker, one.economy)
    feeds: dict[str, FloatArray] = {}
    for source in one.sources:
        if source.good == needs.good:
            continue  # re-exports: in `made`
        lost = source.share * (1.0 - _made(days, source.good, source.origin, one.economy))
        feeds[source.good] = feeds.get(source.good, np.zeros(days.days)) + lost
    fed = np.minimum.reduce([np.ones(days.days), *(1.0 - lost for lost in feeds.values())])
    return np.asarray(own * np.minimum(made, np.maximum(fed, 0.0)))


def _reach(days: Timeline, good: str, origin: str, needs: Needs) -> FloatArray:
    """The part of an origin's deliveries that its own acts let through to the members."""
    cuts = [cut for cut in days.edges if good in cut.goods]
    through, total = np.zeros(days.days), 0.0
    for member in needs.members:
        weight = member.imports * member.today.get(origin, 0.0)
        profile = passing(cuts, origin, member.economy, days.days)
        through += weight * (1.0 if profile is None else profile)
        total += weight
    if total > 0.0:
        return through / total
    # Nobody buys there today: members count by their imports.
    for member in needs.members:
        profile = passing(cuts, origin, member.economy, days.days)
        through += member.imports / needs.demand * (1.0 if profile is None else profile)
    return through


def _made(days: Timeline, good: str, origin: str, destination: str) -> FloatArray:
    """What an origin can make and may send to a destination."""
    able = np.ones(days.days)
    for change in days.capacity:
        if good in change.goods and change.meets(origin):
            able = able * change.factor
    cuts = [cut for cut in days.edges if good in cut.goods]
    profile = passing(cuts, origin, destination, days.days)
    return able if profile is None else np.asarray(able * profile)
