"""Who mines, converts, enriches and makes nuclear fuel, by place of the plant and by owner."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from kanmon.analysis.finding import Caveat, Figure, Finding, Method, Value
from kanmon.analysis.transition.laid import NUMBER, TEXT, laid
from kanmon.catalogue.fuel_facts import STAGES, WORLD, Site, facts, fuel_sites
from kanmon.catalogue.technologies import Span
from kanmon.provenance import Lineage

RUSSIA = "RUS"
_CHAIN = Method(
    "nuclear fuel chain",
    "share = capacity / sum of capacities; a plant with several owners is split by their shares",
    "Kanmon, docs/methods/nuclear-fuel.md",
)
_COVER = Method(
    "days of cover", "365 x stock / yearly need", "Kanmon, docs/methods/nuclear-fuel.md"
)


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
    held: dict[str, list[Span]] = {}
    for site in sites:
        if site.capacity is None:
            continue
        parts = {site.economy: 1.0} if by == "plant" else site.owners
        for name, part in parts.items():
            held.setdefault(name, []).append(site.capacity.scaled(part))
    sums = {
        name: tuple(sum(getattr(s, end) for s in spans) for end in ("low", "best", "high"))
        for name, spans in held.items()
    }
    low, best, high = (sum(s[k] for s in sums.values()) for k in range(3))
    found = {}
    for name, (a, b, c) in sorted(sums.items(), key=lambda item: (-item[1][1], item[0])):
        middle = b / best
        least = a / (a + high - c) if a else 0.0
        most = c / (c + low - a) if c else 0.0
        found[name] = Span(min(least, middle), middle, max(most, middle))
    return found


def fuel_chain(party: str, members: Collection[str], lineage: Lineage) -> Finding:
    """Lay out the shares of every stage, by plant and by supplier.

    Args:
        party: for whom.
        members: its economies.
        lineage: of the rows.

    Returns:
        Finding ``fuel_chain``: stage, economy, by_plant, by_owner, by_owner_low, by_owner_high
        (shares), capacity (of plants there) and its unit. Figures, a stage each: hhi_STAGE (by
        owner), russia_STAGE, own_STAGE (the party's); and without_russia, what the world can
        enrich without Russian owners over what it needs.

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
        for name in sorted(set(plant) | set(owner), key=lambda n: (-_best(owner, n), n)):
            here = [s.capacity.best for s in sites if s.economy == name and s.capacity]
            rows.append(
                {
                    "stage": stage,
                    "economy": name,
                    "by_plant": _best(plant, name),
                    "by_owner": _best(owner, name),
                    "by_owner_low": owner[name].low if name in owner else 0.0,
                    "by_owner_high": owner[name].high if name in owner else 0.0,
                    "capacity": float(sum(here)),
                    "capacity_unit": sites[0].unit,
                }
            )
        why = f"capacity of {', '.join(hidden)} is not published" if hidden else ""

        date = max(s.date for s in sites)

        def figure(value: Value, unit: str, why: str = why, date: str = date) -> Figure:
            return Figure(None if why else value, unit, date, sources, why)

        shares = np.array([s.best for s in owner.values()])
        figures[f"hhi_{stage}"] = figure(float((shares**2).sum()), "HHI")
        figures[f"russia_{stage}"] = figure(_best(owner, RUSSIA), "share")
        figures[f"own_{stage}"] = figure(sum(_best(owner, m) for m in members), "share")
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
    caveats = [
        Caveat("fuel_memory", "capacities are from memory of the publisher’s tables; check them")
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


def _best(shares: Mapping[str, Span], name: str) -> float:
    return shares[name].best if name in shares else 0.0
