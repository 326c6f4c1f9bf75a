"""Who mines, converts, enriches and makes nuclear fuel, by place of the plant and by owner."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from kanmon.analysis.finding import Caveat, Figure, Finding, Method, Value
from kanmon.analysis.transition.fuel.concentration import concentration
from kanmon.analysis.transition.laid import NUMBER, TEXT, laid
from kanmon.catalogue.fuel_facts import STAGES, WORLD, Site, facts, fuel_sites
from kanmon.catalogue.technologies import Span
from kanmon.provenance import Lineage

RUSSIA = "RUS"
_ENDS = ("low", "best", "high")
_CHAIN = Method(
    "nuclear fuel chain",
    "share = capacity / sum of capacities; a plant with several owners is split by their shares",
    "Kanmon, docs/methods/nuclear-fuel.md",
)
_NEEDS = {
    "mining": "need_uranium",
    "conversion": "need_uranium",
    "enrichment": "need_swu",
    "fabrication": "need_fuel",
}
"""What the world needs of a stage; uranium for heavy-water reactors is converted otherwise."""


def stage_capacity(sites: Sequence[Site], by: str) -> Mapping[str, Span]:
    """Add up a stage's capacity by economy.

    Args:
        sites: of one stage; those whose capacity nobody publishes are left out.
        by: ``plant`` (where it stands) or ``owner`` (whose it is).

    Returns:
        Capacities in the unit of the stage.

    Example:
        >>> round(stage_capacity(fuel_sites("enrichment"), "plant")["NLD"].best)
        5000
    """
    held: dict[str, list[Span]] = {}
    for site in sites:
        if site.capacity is None:
            continue
        parts = {site.economy: 1.0} if by == "plant" else site.owners
        for name, part in parts.items():
            held.setdefault(name, []).append(site.capacity.scaled(part))
    return {
        name: Span(*(sum(getattr(s, end) for s in spans) for end in _ENDS))
        for name, spans in held.items()
    }


def stage_shares(sites: Sequence[Site], by: str) -> Mapping[str, Span]:
    """Compute each economy's share of a stage's capacity.

    Args:
        sites: of one stage; those whose capacity nobody publishes are left out.
        by: ``plant`` (where it stands) or ``owner`` (whose it is).

    Returns:
        Shares at best, with least and most: its own bounds against the others' opposite ones.

    Example:
        >>> shares = stage_shares(fuel_sites("enrichment"), "owner")
        >>> 0.4 < shares["RUS"].best < 0.5
        True
    """
    sums = stage_capacity(sites, by)
    low, best, high = (sum(getattr(s, end) for s in sums.values()) for end in _ENDS)
    found = {}
    for name, span in sorted(sums.items(), key=lambda item: (-item[1].best, item[0])):
        a, b, c = span.low, span.best, span.high
        middle = b / best
        least = a / (a + high - c) if a else 0.0
        most = c / (c + low - a) if c else 0.0
        found[name] = Span(min(least, middle), middle, max(most, middle))
    return found


def fuel_chain(
    party: str,
    members: Collection[str],
    lineage: Lineage,
    trusted: Collection[str] | None = None,
) -> Finding:
    """Lay out the shares of every stage, by plant and by supplier.

    Args:
        party: for whom.
        members: its economies.
        lineage: of the rows.
        trusted: economies the reader trusts, where it has said so.

    Returns:
        Finding ``fuel_chain``: stage, economy, by_plant, by_owner, by_owner_low, by_owner_high
        (shares, empty in a stage where a capacity is not published), capacity (of plants there)
        and its unit. Figures, a stage each: hhi_STAGE (by
        owner) with hhi_STAGE_low and _high, hhi_plant_STAGE, russia_STAGE, own_STAGE (the
        party's), trusted_STAGE, free_STAGE (capacity less what the world needs, in the stage's
        unit) and others_STAGE (capacity not in Russian hands over what everyone but Russia
        needs); and without_russia, what the world can enrich without Russian owners over what
        it needs.

    Example:
        >>> f = fuel_chain("JPN", ["JPN"], Lineage())
        >>> 0.5 < f.figures["without_russia"].value < 1.0
        True
    """
    rows: list[dict[str, Any]] = []
    figures: dict[str, Figure] = {}
    sources = tuple(o.source for o in lineage.origins)
    unknown: list[str] = []
    for stage in STAGES:
        sites = fuel_sites(stage)
        hidden = sorted(s.economy for s in sites if s.capacity is None)
        unknown += [f"{name} ({stage})" for name in hidden]
        plant, owner = stage_shares(sites, "plant"), stage_shares(sites, "owner")
        named = {*plant, *owner, *hidden}
        for name in sorted(named, key=lambda n: (-_best(owner, n), n)):
            stands = [s.capacity.best for s in sites if s.economy == name and s.capacity]
            # No share of a whole that nobody knows.
            shares = {
                "by_plant": _best(plant, name),
                "by_owner": _best(owner, name),
                "by_owner_low": owner[name].low if name in owner else 0.0,
                "by_owner_high": owner[name].high if name in owner else 0.0,
            }
            rows.append(
                {
                    "stage": stage,
                    "economy": name,
                    **(dict.fromkeys(shares) if hidden else shares),
                    "capacity": None if name in hidden and not stands else float(sum(stands)),
                    "capacity_unit": sites[0].unit,
                }
            )
        why = f"capacity of {', '.join(hidden)} is not published" if hidden else ""

        date = max(s.date for s in sites)

        def figure(value: Value, unit: str, why: str = why, date: str = date) -> Figure:
            return Figure(None if why else value, unit, date, sources, why)

        index = concentration(list(stage_capacity(sites, "owner").values()))
        figures[f"hhi_{stage}"] = figure(index.best, "HHI")
        figures[f"hhi_{stage}_low"] = figure(index.low, "HHI")
        figures[f"hhi_{stage}_high"] = figure(index.high, "HHI")
        here = concentration(list(stage_capacity(sites, "plant").values()))
        figures[f"hhi_plant_{stage}"] = figure(here.best, "HHI")
        figures[f"russia_{stage}"] = figure(_best(owner, RUSSIA), "share")
        figures[f"own_{stage}"] = figure(sum(_best(owner, m) for m in members), "share")
        if trusted is not None:
            figures[f"trusted_{stage}"] = figure(sum(_best(owner, m) for m in trusted), "share")
        for name, amount, unit in _spare(stage, sites[0].unit):
            figures[name] = figure(amount, unit)
    capacity = sum(
        s.capacity.best * (1.0 - s.owners.get(RUSSIA, 0.0))
        for s in fuel_sites("enrichment")
        if s.capacity
    )
    need = facts("nuclear_fleet")[WORLD, "need_swu"]
    figures["without_russia"] = Figure(capacity / need.amount.best, "ratio", need.date, sources, "")
    columns = {
        "stage": (TEXT, "fuel_stage"),
        "economy": (TEXT, "iso3"),
        "by_plant": (NUMBER, "share"),
        "by_owner": (NUMBER, "share"),
        "by_owner_low": (NUMBER, "share"),
        "by_owner_high": (NUMBER, "share"),
        "capacity": (NUMBER, "in column capacity_unit"),
        "capacity_unit": (TEXT, "text"),
    }
    told = ", ".join(unknown)
    every = [s for stage in STAGES for s in fuel_sites(stage)]
    recalled = sum(s.status == "memory" for s in every)
    caveats = [
        Caveat(
            "fuel_memory",
            f"{recalled} of {len(every)} capacities of the fuel chain are from memory of the "
            "publisher’s tables; check them",
            {"recalled": recalled, "rows": len(every)},
        )
    ]
    if told:
        caveats.append(
            Caveat("fuel_unpublished", f"capacity not published: {told}", {"sites": told})
        )
    table, units = laid(rows, columns)
    return Finding(
        "fuel_chain",
        "",
        party,
        max(s.date for stage in STAGES for s in fuel_sites(stage)),
        table,
        units,
        figures,
        _CHAIN,
        lineage.then("add", "capacities of every stage of the fuel chain"),
        tuple(caveats),
    )


def _spare(stage: str, unit: str) -> list[tuple[str, float, str]]:
    """Free capacity of a stage, and what others than Russia can serve of others' needs."""
    need = facts("nuclear_fleet").get((WORLD, _NEEDS.get(stage, "")))
    if need is None:
        return []
    held = {name: span.best for name, span in stage_capacity(fuel_sites(stage), "owner").items()}
    found = [(f"free_{stage}", sum(held.values()) - need.amount.best, unit)]
    own = facts("nuclear_fleet").get((RUSSIA, need.key))
    if own is not None:
        others = sum(v for name, v in held.items() if name != RUSSIA)
        served = others / (need.amount.best - own.amount.best)
        found.append((f"others_{stage}", served, "ratio"))
    return found


def _best(shares: Mapping[str, Span], name: str) -> float:
    return shares[name].best if name in shares else 0.0
