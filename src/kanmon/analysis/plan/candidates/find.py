"""The candidates of a good for a party: who sells, makes, could make, or says it will."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from kanmon.analysis.dependency.concentration import governance_risk
from kanmon.analysis.dependency.suppliers import governance_scores
from kanmon.analysis.finding import Finding
from kanmon.analysis.plan.candidates.agreements import in_force
from kanmon.analysis.plan.candidates.announced import announcements, due, makers
from kanmon.analysis.plan.candidates.candidate import (
    Announced,
    Candidate,
    CandidateSet,
    Interval,
    Output,
)
from kanmon.analysis.plan.candidates.capacity import (
    amounts,
    made_capacity,
)
from kanmon.analysis.plan.candidates.distance import party_distances
from kanmon.analysis.plan.candidates.grouping import ends, group
from kanmon.analysis.plan.candidates.market import Market, market, named
from kanmon.analysis.plan.candidates.near import near
from kanmon.analysis.plan.candidates.output import Outputs, outputs
from kanmon.analysis.plan.candidates.price import freight, published
from kanmon.analysis.plan.candidates.told import Told, finding
from kanmon.analysis.plan.candidates.upstream import Upstream, traced, upstream
from kanmon.catalogue.load import goods
from kanmon.catalogue.load import links as all_links
from kanmon.catalogue.sourcing import assumed
from kanmon.picture.picture import Picture

_CLIMATE = "no open data on climate risk are embedded"
_NO_TRADE = "no trade of this good in the data has a mass"


@dataclass(frozen=True, slots=True)
class Given:
    """Hold what the reader adds to a picture: announcements, agreements, distances, nearness.

    ``agreements`` is read by ``agreements.in_force``, ``distances`` by ``distance``;
    ``feasible`` is a Finding ``feasible_suppliers`` made from the reader's full trade data.

    Example:
        >>> Given().announced
        ()
    """

    announced: tuple[Announced, ...] = ()
    agreements: pa.Table | None = None
    distances: pa.Table | None = None
    feasible: Finding | None = None
    links: pa.Table | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything gathered before the candidates are put together one by one."""

    market: Market
    made: Outputs
    near: Mapping[str, Output]
    upstream: Upstream
    km: Mapping[str, float]
    scores: Mapping[str, float]
    agreements: Mapping[str, tuple[str, ...]] | None
    nearness: Mapping[str, float]
    standing: Mapping[str, tuple[Announced, ...]]
    coming: Mapping[str, tuple[Announced, ...]]
    price: Interval | None


def candidates(picture: Picture, good: str, given: Given | None = None) -> CandidateSet:
    """Find who could supply a good to a party, and what is known of each.

    Args:
        picture: tables of the party and year, best with the goods upstream of the good.
        good: id of a strategic good.
        given: what the reader adds.

    Returns:
        Candidates, those the party buys most from first, then by what is spare; with the Finding
        ``candidates``, whose caveats say what is assumed and what is missing.

    Raises:
        CodeError: the good is not in the picture.
        DataError: a table of the reader is not of its layout.

    Source:
        Kanmon; see ``docs/methods/candidates.md``.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> found = candidates(tiny_picture("JPN"), "rare_earth_metals")
        >>> [(c.economy, c.relation) for c in found.candidates]
        [('CHN', 'current'), ('VNM', 'current'), ('THA', 'current'), ('USA', 'producer')]
    """
    more = given or Given()
    picture.view(good)
    chain = all_links() if more.links is None else more.links
    own = {name: mix.get(name, 0.0) for name, mix in traced(picture, good).items()}
    bought = market(picture, good, own)
    made = outputs(picture, good)
    standing, coming = _told_of(more.announced, made, picture, good)
    relations, small = _relations(picture, bought, made)
    inputs = near(picture, good, chain)
    nearness = _feasible(more.feasible)
    groups: tuple[tuple[Iterable[str], str], ...] = (
        (standing, "producer"),
        (coming, "announced"),
        (inputs, "near"),
        (nearness, "near"),
    )
    for names, word in groups:
        for name in names:
            if name not in picture.members:
                relations.setdefault(name, word)
    known = _Known(
        bought,
        made,
        inputs,
        upstream(picture, good, sorted(relations), chain),
        party_distances(sorted(relations), picture.members, bought.member_value, more.distances),
        governance_scores(picture)[0],
        None
        if more.agreements is None
        else in_force(more.agreements, picture.members, dt.date(picture.year, 12, 31)),
        nearness,
        standing,
        coming,
        published(picture.prices, good, picture.year),
    )
    found = [_candidate(picture, good, n, word, known) for n, word in relations.items()]
    at = ends({one.economy: one.group for one in found})
    found = [dataclasses.replace(one, group=at[one.economy]) for one in found]
    found.sort(key=_rank)
    demand = sum(c.imports for c in found if c.imports is not None) if bought.sales else None
    told = Told(picture, good, made, bought, known.upstream, small, standing)
    return CandidateSet(
        picture.party, good, picture.year, tuple(found), demand, finding(told, found, more.feasible)
    )


def _rank(one: Candidate) -> tuple[float, float, str]:
    return (-(one.share or 0.0), -(one.spare.best if one.spare else 0.0), one.economy)


def _relations(picture: Picture, bought: Market, made: Outputs) -> tuple[dict[str, str], float]:
    """Who sells to the party and who makes the good; and the share of imports left unlisted."""
    least = assumed("least_share").best
    total = sum(bought.value[n] for n in sorted(bought.value))
    found = {n: "current" for n, v in sorted(bought.value.items()) if v >= least * total}
    exports = {n: s.own * bought.sold[n] for n, s in bought.sales.items()}
    world = sum(exports[n] for n in sorted(exports))
    for name, amount in sorted(exports.items()):
        if world and amount >= least * world:
            found.setdefault(name, "producer")
    for name, one in sorted(made.by_economy.items()):
        listed = named(name) and name not in picture.members
        if listed and made.world and one.tonnes >= least * made.world:
            found.setdefault(name, "current" if name in bought.value else "producer")
    listed_value = sum(bought.value[n] for n in sorted(found) if n in bought.value)
    for name in found:
        if name in bought.value:
            found[name] = "current"
    return found, 1.0 - listed_value / total if total else 0.0


def _told_of(
    rows: Iterable[Announced], made: Outputs, picture: Picture, good: str
) -> tuple[dict[str, tuple[Announced, ...]], dict[str, tuple[Announced, ...]]]:
    """Capacity that stands in the picture's year, and capacity to come; of the reader's first."""
    standing: dict[str, tuple[Announced, ...]] = {}
    coming: dict[str, tuple[Announced, ...]] = {}
    for one in rows:
        if one.good == good and one.economy not in picture.members:
            stands = one.firmness == "operating" and one.start.year <= picture.year
            side = standing if stands else coming
            side[one.economy] = (*side.get(one.economy, ()), one)
    told = set(coming)
    for one in announcements(goods()):
        new = one.economy not in picture.members and one.economy not in told
        if one.good == good and new:
            coming[one.economy] = (*coming.get(one.economy, ()), one)
    if not made.by_economy:
        for one in makers(goods()):
            known = one.economy in picture.members or one.economy in standing
            if one.good == good and not known and one.start.year <= picture.year:
                standing[one.economy] = (one,)
    return standing, coming


def _feasible(found: Finding | None) -> dict[str, float]:
    """The best newcomers of the product space, by their feasibility."""
    if found is None:
        return {}
    rows = [
        r
        for r in found.table.to_pylist()
        if r["rank"] is not None and r["standing"] not in ("makes", "re-exports")
    ]
    rows.sort(key=lambda r: r["rank"])
    return {r["supplier"]: r["feasibility"] for r in rows[: round(assumed("near_count").best)]}


def _candidate(picture: Picture, good: str, name: str, word: str, known: _Known) -> Candidate:
    bought, missing = known.market, {"climate": _CLIMATE}
    total = sum(bought.value[n] for n in sorted(bought.value))
    sales = bought.sales.get(name)
    output = known.made.by_economy.get(name) or known.near.get(name)
    coming = known.coming.get(name, ())
    if sales is not None and picture.view(good).basket:
        sales = dataclasses.replace(sales, most=1.0)
    made = _made(output, known.made.peak.get(name, 0.0), known.standing.get(name, ()))
    capacity: Interval | None
    spare: Interval | None
    if word == "announced":
        capacity = spare = due(coming)
    elif word == "near" and not (sales and sales.now):
        capacity = spare = None
    else:
        capacity, spare = amounts(sales, made)
    if capacity is None:
        missing["capacity"] = missing["spare"] = _why(output, good)
    price = bought.prices.of(name) or known.price
    if price is None:
        missing["unit_value"] = missing["delivered"] = _NO_TRADE
    km = known.km.get(name)
    way = None if km is None else freight(km)
    if way is None:
        missing["km"] = missing["freight"] = "no capital of it is in the table of distances"
        missing.setdefault("delivered", "no freight without a distance")
    score = known.scores.get(name)
    if score is None:
        missing["risk"] = "no governance score up to this year"
    tier = None if picture.tiers is None else picture.tiers.get(name)
    if tier is None:
        missing["tier"] = "no trust tiers given" if picture.tiers is None else "in no tier"
    agreements = None if known.agreements is None else known.agreements.get(name, ())
    if agreements is None:
        missing["agreements"] = "no table of agreements given, and none is embedded"
    if output is None:
        missing["output"] = known.made.missing or "not among the makers the publisher lists"
    if total == 0:
        missing["share"] = "no imports recorded"
    if sales is None:
        missing["imports"] = _NO_TRADE if bought.prices.world is None else "sells none of it"
    if name not in known.nearness:
        missing["nearness"] = "needs the reader's full trade data (feasible_suppliers)"
    sources = known.upstream.of(name)
    if not sources:
        missing["sources"] = "no trade or output of what it is made of is known for it"
    return Candidate(
        economy=name,
        good=good,
        relation=word,
        share=bought.value.get(name, 0.0) / total if total else None,
        imports=None if sales is None else sales.party,
        output=output,
        capacity=capacity,
        spare=spare,
        unit_value=price,
        freight=way,
        delivered=None if price is None or way is None else price.plus(way),
        km=km,
        tier=tier,
        risk=None if score is None else governance_risk(score),
        agreements=agreements,
        nearness=known.nearness.get(name),
        sources=sources,
        announced=coming,
        group=group(name, good, sources),
        missing=missing,
    )


def _made(output: Output | None, peak: float, standing: tuple[Announced, ...]) -> Interval | None:
    """Capacity by published output of the very good, else by what is said to stand."""
    if output is not None and output.same:
        return made_capacity(output.tonnes, peak)
    return due(standing) if standing else None


def _why(output: Output | None, good: str) -> str:
    if output is None:
        return f"neither exports nor output of {good} are known"
    if output.good != good:
        return f"makes {output.good}, which goes into it; whether it makes {good} is not known"
    return f"output is counted in other weight ({output.kind}) and no trade has a mass"
