"""Make a sourcing plan: gather, solve, hold against other ways, run it through the engine."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from kanmon.analysis.finding import Caveat, Finding
from kanmon.analysis.plan.candidates.find import Given, candidates
from kanmon.analysis.plan.programme.cover import cover, stock_only
from kanmon.analysis.plan.programme.front import front
from kanmon.analysis.plan.programme.good import Good, Relief, Stock
from kanmon.analysis.plan.programme.limits import Aim, Limits, Rule
from kanmon.analysis.plan.programme.naive import (
    as_today,
    cheapest_trusted,
    equal_split,
)
from kanmon.analysis.plan.programme.one import solve_good
from kanmon.analysis.plan.programme.partners import partners
from kanmon.analysis.plan.programme.plan import Plan
from kanmon.analysis.plan.programme.robust import robustness
from kanmon.analysis.plan.programme.unfixable import shortfalls
from kanmon.brief.planned import SourcingPlan
from kanmon.catalogue.chain_times import chain_time
from kanmon.catalogue.links import reach
from kanmon.catalogue.load import good as find_good
from kanmon.catalogue.load import goods
from kanmon.catalogue.load import links as all_links
from kanmon.catalogue.planning import known, planned
from kanmon.codes.tiers import Tiers
from kanmon.errors import DataError
from kanmon.picture.build import Supply, build_picture
from kanmon.picture.picture import Picture
from kanmon.planning.asked import Asked
from kanmon.planning.findings.about import DAYS, About
from kanmon.planning.findings.avoided import sourcing_avoided
from kanmon.planning.findings.choices import sourcing_compared, sourcing_cover, sourcing_front
from kanmon.planning.findings.limits import (
    sourcing_duals,
    sourcing_partners,
    sourcing_robustness,
    sourcing_unfixable,
)
from kanmon.planning.findings.shares import sourcing_plan
from kanmon.planning.needs import Needs, needs
from kanmon.planning.rerun import Buying, rerun
from kanmon.planning.supply import Room, by_economy, supply
from kanmon.planning.threats import Threat, disruptions, largest_fails, struck_with, threats
from kanmon.provenance import Lineage
from kanmon.reference.pack import pack
from kanmon.store.store import Store

_STOCKS = (0.0, 30.0, 60.0, 90.0, 180.0, 365.0)
_POINTS = 12

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Figures:
    """Say what a plan is made from beside the reference pack: the reader's own.

    Example:
        >>> Figures().store is None
        True
    """

    store: Store | None = None
    tiers: Tiers | None = None
    given: Given = dataclasses.field(default_factory=Given)


def make_plan(
    party: str, asked: Asked, figures: Figures | None = None, told: Progress | None = None
) -> SourcingPlan:
    """Plan whom a party should buy a good from, with what stock and new capacity.

    Args:
        party: economy or bloc.
        asked: the good, the limits, what the plan is made for.
        figures: the reader's own trade, tiers, announcements.
        told: called with what is being done and the share of it that is done.

    Returns:
        The plan with its findings; the loss it avoids is the impact engine's.

    Raises:
        CodeError: the party or the good is not known.
        DataError: a need or a price is not known.
        ScenarioError: no plan keeps the limits; the error says which conflict and what eases it.

    Example:
        >>> made = make_plan("EPCC", Asked("palladium", max_share=0.5, draws=0))
        >>> made.plan.figures["top_supplier_today"].value
        'ZAF'
    """
    mine, tell = figures or Figures(), told or (lambda _what, _part: None)
    tell("gathering", 0.0)
    find_good(asked.good)
    picture = _picture(party, asked, mine)
    found = candidates(picture, asked.good, mine.given)
    need = needs(picture, found, asked.need)
    room = supply(found, need, asked)
    met = threats(room, need, asked)
    tell("solving", 0.2)
    good, limits, aim = _good(picture, asked, need, room, met), _limits(asked, room), _aim(asked)
    solution = solve_good(good, limits, aim)
    lineage = Lineage().join(
        picture.lineage("flows", asked.good), picture.lineage("production"), found.finding.lineage
    )
    about = About(picture.party, asked, good, aim, room, solution, lineage)
    ways = _ways(good, aim, asked, room, solution.plan)
    last = largest_fails(room, need, asked, about.last)
    if last is not None and last.scenario.id not in {t.scenario.id for t in met}:
        met = (*met, last)
    tell("holding against scenarios", 0.4)
    lost = rerun(picture, need, {n: _buying(room, p) for n, p in ways.items()}, met)
    tell("looking at choices", 0.6)
    results: list[Finding] = [
        sourcing_plan(about, _caveats(need, room)),
        sourcing_compared(about, ways, lost, [t.planned for t in met]),
        sourcing_avoided(about, met, lost),
        sourcing_front(about, front(good, limits, aim, points=_POINTS)),
        sourcing_duals(about),
        sourcing_partners(about, partners(good, limits, aim)),
        sourcing_unfixable(about, shortfalls(good, limits, aim, solution.plan)),
        sourcing_cover(
            about,
            {
                "today": cover(good, _STOCKS, aim),
                "plan": cover(good, _STOCKS, aim, solution.plan.shares[-1]),
            },
        ),
        found.finding,
    ]
    if asked.draws > 1:
        tell("drawing figures", 0.8)
        rivals = {name: plan for name, plan in ways.items() if name != "plan"}
        draws = (asked.draws, asked.seed)
        seen = robustness(good, limits, aim, solution.plan, rivals, draws=draws)
        results.append(sourcing_robustness(about, seen))
    tell("done", 1.0)
    return SourcingPlan(
        picture.party,
        asked.good,
        tuple(results),
        asked.day,
        asked.first_year,
        _told(asked),
        {t.scenario.id: {lang: t.scenario.name(lang) for lang in ("en", "ja", "fr")} for t in met},
    )


def _picture(party: str, asked: Asked, mine: Figures) -> Picture:
    """Take the good, what acts on it strike beside it, and all up and down the chain of these."""
    links, near = all_links(), set(struck_with(asked))
    for name in sorted(near):
        near |= set(reach(links, name, "input", "output"))
    near |= set(reach(links, asked.good, "output", "input"))
    return build_picture(
        party,
        [goods()[g] for g in sorted(near)],
        Supply(mine.store, pack()),
        tiers=mine.tiers,
    )


def _good(picture: Picture, asked: Asked, need: Needs, room: Room, met: tuple[Threat, ...]) -> Good:
    price, name = room.price, asked.good
    own = known("voll", f"good:{name}")
    voll = own.best if own is not None else planned("voll_ratio").best * price
    reliefs = [
        Relief(
            word,
            planned(f"{word}_cost", f"good:{name}", "all").best * price,
            planned(f"{word}_limit", f"good:{name}", "all").best,
        )
        for word in ("saving", "spot")
    ]
    scopes = (f"good:{name}", f"stage:{picture.view(name).stage}", "all")
    today = chain_time("stock_days", *scopes).best
    most = planned("stock_days", f"good:{name}", "all").best
    if asked.stock_days is not None:
        most = asked.stock_days
    return Good(
        name,
        need.demand,
        room.suppliers,
        disruptions(met),
        max(voll, *(r.cost for r in reliefs)),
        tuple(sorted(reliefs, key=lambda r: r.cost)),
        Stock(planned("carry").best * price, max(most, today) / DAYS, today / DAYS),
    )


def _limits(asked: Asked, room: Room) -> Limits:
    """Add to the reader's limits that what is given up of today's purchases does not come back."""
    first = asked.first_year
    kept = tuple(
        Rule(
            f"no return of {label} in {first + year}",
            {f"share[{label}]@{year}": 1.0, f"share[{label}]@{year - 1}": -1.0},
            "<=",
            0.0,
        )
        for label, today in zip(room.suppliers.labels, room.suppliers.today, strict=True)
        for year in range(1, asked.years)
        if today > 0.0
    )
    return Limits(
        max_share=asked.max_share,
        max_concern=asked.max_concern,
        min_trusted=asked.min_trusted,
        max_upstream=asked.max_upstream_share,
        budget=asked.budget,
        from_year=asked.from_year - 1,
        rules=kept,
    )


def _aim(asked: Asked) -> Aim:
    return Aim(asked.risk_weight, asked.alpha, asked.years, asked.phase_in, asked.discount)


def _ways(good: Good, aim: Aim, asked: Asked, room: Room, plan: Plan) -> dict[str, Plan]:
    """Other ways of buying: as today, stock alone, and rules anyone could follow."""
    ways = {"today": as_today(good, aim), "plan": plan}
    ways["stock_only"] = stock_only(good, aim, asked.budget).plan
    whole = by_economy(good)
    rules = {"equal_split": equal_split}
    if whole.suppliers.trusted.any():
        rules["cheapest_trusted"] = cheapest_trusted
    for name, rule in rules.items():
        try:
            made = rule(whole, aim)
        except DataError:  # all of them together cannot meet demand: told by its absence
            continue
        shares = dict(zip(whole.suppliers.labels, made.shares[0].tolist(), strict=True))
        laid = np.tile(room.laid(shares), (aim.years, 1))
        ways[name] = Plan(laid, made.stock, np.zeros(len(room.suppliers)))
    return ways


def _buying(room: Room, plan: Plan) -> Buying:
    """How the plan buys in its last year; what it opens by then is in its shares."""
    shares = room.by_economy(plan.shares[-1])
    return Buying(
        {name: share for name, share in shares.items() if share > 0.0},
        float(plan.stock[-1]) * DAYS,
    )


def _caveats(need: Needs, room: Room) -> tuple[Caveat, ...]:
    out = ", ".join(f"{name} ({why})" for name, why in room.left_out.items())
    told = () if not out else (Caveat("plan_left_out", f"no room known: {out}", {"named": out}),)
    # What is said of the candidates themselves stands with their own finding.
    return (*need.caveats, *room.caveats, *told)


def _told(asked: Asked) -> Mapping[str, float | int | str]:
    plain: dict[str, float | int | str] = {}
    for field in dataclasses.fields(asked):
        value = getattr(asked, field.name)
        if isinstance(value, float | int | str):
            plain[field.name] = value
        elif isinstance(value, tuple) and value:
            plain[field.name] = ", ".join(value)
    return plain
