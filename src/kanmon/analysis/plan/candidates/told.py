"""Candidates as a Finding: one row each, and what a reader must know of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from kanmon.analysis.dependency.suppliers import good_caveats
from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.analysis.plan.candidates.candidate import Announced, Candidate, Interval
from kanmon.analysis.plan.candidates.market import Market
from kanmon.analysis.plan.candidates.output import Outputs
from kanmon.analysis.plan.candidates.upstream import Upstream
from kanmon.catalogue.sourcing import assumed, sourcing
from kanmon.picture.picture import Picture


@dataclass(frozen=True, slots=True)
class Told:
    """Hold what the candidates were found from, to tell it.

    Example:
        >>> Told.__slots__[-1]
        'standing'
    """

    picture: Picture
    good: str
    made: Outputs
    market: Market
    upstream: Upstream
    small: float
    standing: Mapping[str, tuple[Announced, ...]]


_INTERVALS = {
    "capacity": "t/year",
    "spare": "t/year",
    "available": "t/year",
    "unit_value": "USD/t",
    "freight": "USD/t",
    "delivered": "USD/t",
}


def finding(told: Told, found: Sequence[Candidate], feasible: Finding | None) -> Finding:
    """Make the Finding of a good's candidates.

    Args:
        told: what they were found from.
        found: candidates in order.
        feasible: the product space used, if any.

    Returns:
        Finding ``candidates``, a row each: relation, share, imports, output and the good it was
        counted of, three columns an interval, km, tier, risk, climate, agreements, nearness,
        group, upstream (good, origin, share). Figures: candidates, current, independent_groups,
        spare (sum of best), concern_groups.

    Example:
        >>> from kanmon.analysis.plan.candidates.find import candidates
        >>> from kanmon.testing import tiny_picture
        >>> candidates(tiny_picture("JPN"), "rare_earth_metals").finding.figures["current"].value
        3
    """
    picture, good = told.picture, told.good
    date = str(picture.year)
    lineage = picture.lineage("flows", good).join(
        picture.lineage("production"), picture.lineage("governance")
    )
    sources = tuple(o.source for o in lineage.origins)
    spare = [c.spare.best for c in found if c.spare is not None]
    columns, units = _columns(found)
    return Finding(
        kind="candidates",
        good=good,
        party=picture.party,
        as_of=date,
        table=pa.table(columns),
        units=units,
        figures={
            "candidates": Figure(len(found), "economies", date, sources),
            "current": Figure(
                sum(c.relation == "current" for c in found), "economies", date, sources
            ),
            "independent_groups": Figure(len({c.group for c in found}), "economies", date, sources),
            "spare": Figure(
                sum(spare) if spare else None,
                "t/year",
                date,
                sources,
                "" if spare else "no candidate's spare capacity is known",
            ),
        },
        method=Method(
            "candidate suppliers",
            "spare = own exports to others x redirectable + (peak - exports) x regained, "
            "at most capacity less imports; delivered = unit value + freight(km)",
            "Kanmon; docs/methods/candidates.md",
        ),
        lineage=lineage.then("find", f"suppliers of {good} for {picture.party} in {date}"),
        caveats=tuple(_caveats(told, found, feasible)),
    )


def _columns(found: Sequence[Candidate]) -> tuple[dict[str, pa.Array], dict[str, str]]:
    text, number = pa.string(), pa.float64()
    columns = {
        "economy": pa.array([c.economy for c in found], text),
        "relation": pa.array([c.relation for c in found], text),
        "share": pa.array([c.share for c in found], number),
        "imports": pa.array([c.imports for c in found], number),
        "output": pa.array([c.output.tonnes if c.output else None for c in found], number),
        "output_of": pa.array([c.output.good if c.output else None for c in found], text),
        "comparable": pa.array([c.output.same if c.output else None for c in found], pa.bool_()),
    }
    units = {
        "economy": "iso3",
        "relation": "word",
        "share": "share",
        "imports": "t/year",
        "output": "t/year",
        "output_of": "good",
        "comparable": "yes or no",
    }
    for name, unit in _INTERVALS.items():
        every: list[Interval | None] = [getattr(c, name) for c in found]
        for end in ("low", "best", "high"):
            key = f"{name}_{end}"
            columns[key] = pa.array([getattr(i, end) if i else None for i in every], number)
            units[key] = unit
    columns |= {
        "km": pa.array([c.km for c in found], number),
        "tier": pa.array([c.tier for c in found], text),
        "risk": pa.array([c.risk for c in found], number),
        "climate": pa.array([c.climate for c in found], number),
        "agreements": pa.array(
            [None if c.agreements is None else "; ".join(c.agreements) for c in found], text
        ),
        "nearness": pa.array([c.nearness for c in found], number),
        "group": pa.array([c.group for c in found], text),
        "upstream": pa.array([_upstream(c) for c in found], text),
        "announced": pa.array([sum(a.tonnes for a in c.announced) for c in found], number),
    }
    units |= {
        "km": "km",
        "tier": "word",
        "risk": "0-1",
        "climate": "0-1",
        "agreements": "",
        "nearness": "score",
        "group": "iso3",
        "upstream": "",
        "announced": "t/year",
    }
    return columns, units


def _upstream(one: Candidate) -> str | None:
    """The origin that counts most for it, or that of its largest source."""
    leaning = [s for s in one.sources if s.origin == one.group] or list(one.sources)
    if not leaning:
        return None
    most = max(leaning, key=lambda s: s.share)
    words = {"world_mix": " (by world output)", "documented": " (documented)"}
    ground = words.get(most.basis, "")
    return f"{most.good} {most.origin} {100 * most.share:.0f} %{ground}"


def _caveats(told: Told, found: Sequence[Candidate], feasible: Finding | None) -> Iterable[Caveat]:
    picture, good = told.picture, told.good
    words = ", ".join(
        one.name
        for (key, _), one in sourcing().items()
        if key in ("redirectable", "regained", "idle", "handling", "haul", "detour")
    )
    yield Caveat("sourcing_assumed", f"assumed: {words} (catalogue/sourcing.csv)", {"named": words})
    if not found:
        yield Caveat("no_candidates", f"nobody is known to sell, make or be near {good}")
    if told.market.prices.world is None:
        yield Caveat("no_trade", f"no trade figures of {good}: neither shares nor prices are known")
    if told.made.missing:
        yield Caveat("no_production", f"{told.made.missing}: capacity is seen in exports only")
    elif not next(iter(told.made.by_economy.values())).same:
        kind = next(iter(told.made.by_economy.values())).kind
        yield Caveat("content", f"output ({kind}) does not compare with weights in trade")
    above = [
        c.economy
        for c in found
        if c.output and c.output.same and (c.imports or 0.0) > c.output.tonnes
    ]
    if above:
        yield _named("above_output", above, "sells the party more than it makes: cut to its output")
    if told.market.prices.outliers:
        yield Caveat(
            "outliers",
            f"{told.market.prices.outliers} flows ({100 * told.market.prices.share:.1f} % of the "
            "value) have a unit value beyond the fence: of the cheap ones the mass is taken from "
            "the value, the dear ones do not count in the world's price",
            {"flows": told.market.prices.outliers, "share": told.market.prices.share},
        )
    far = _far(told, found)
    if far:
        yield _named("far_price", far, "unit value far from the world's: another grade or good?")
    if told.market.estimated > 0:
        yield Caveat(
            "mass_from_value",
            f"{100 * told.market.estimated:.1f} % of imports have no mass: taken from their value",
            {"share": told.market.estimated},
        )
    if told.market.unnamed > 0:
        yield Caveat(
            "unnamed",
            f"{100 * told.market.unnamed:.1f} % of imports come from no named economy",
            {"share": told.market.unnamed},
        )
    if told.small > 0:
        yield Caveat(
            "small_left_out",
            f"{100 * told.small:.2g} % of imports come from economies too small to list",
            {"share": told.small},
        )
    leaning = [c.economy for c in found if not c.independent]
    if leaning:
        yield _named("not_independent", leaning, "rest on one other economy for most of their feed")
    mixed = [c.economy for c in found if not c.independent and _by_world_mix(c)]
    if mixed:
        yield _named(
            "group_by_world_output",
            mixed,
            "whom they buy their feed from is not known and taken to be the world's makers",
        )
    remembered = [
        e
        for e in sorted(told.standing)
        if any(a.source.startswith("memory") for a in told.standing[e])
    ]
    if remembered:
        yield _named(
            "from_memory",
            remembered,
            "capacity from memory, to be checked (catalogue/makers.csv)",
        )
    coming = [c.economy for c in found if any(a.source.startswith("memory") for a in c.announced)]
    if coming:
        yield _named(
            "announced_memory",
            coming,
            "announced capacity from memory, to be checked (catalogue/announced.csv)",
        )
    documented = [
        c.economy
        for c in found
        if any(s.basis == "documented" and s.share > 0.5 for s in c.sources)
    ]
    if documented:
        yield _named(
            "documented_feed",
            documented,
            "feed as in catalogue/feeds.csv, from memory and to be checked",
        )
    if told.upstream.blind:
        yield _named("not_followed", told.upstream.blind, "no figures: followed further up")
    home = [e for e in sorted(told.made.by_economy) if e in picture.members]
    if home:
        yield _named("home_output", home, "make it themselves and are no candidates")
    if feasible is None:
        yield Caveat(
            "no_product_space",
            "nearness in product space needs the reader's full trade data: economies that are "
            "near here make what the good is made from",
        )
    yield Caveat("no_climate", "climate risk is missing: no open data are embedded")
    yield from good_caveats(picture, good)


def _far(told: Told, found: Sequence[Candidate]) -> list[str]:
    """Suppliers whose own unit value is far from the world's."""
    world, factor = told.market.prices.world, assumed("far_price").best
    if world is None:
        return []
    own = told.market.prices.exporters
    return [
        c.economy
        for c in found
        if c.economy in own
        and not world.best / factor <= own[c.economy].best <= world.best * factor
    ]


def _by_world_mix(one: Candidate) -> bool:
    return all(s.basis == "world_mix" for s in one.sources if s.origin == one.group)


def _named(code: str, names: Iterable[str], text: str) -> Caveat:
    listed = ", ".join(names)
    return Caveat(code, f"{listed}: {text}", {"named": listed})
