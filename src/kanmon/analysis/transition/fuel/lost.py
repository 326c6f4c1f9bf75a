"""For how long stocks stand in for a supplier of nuclear fuel that is lost."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from kanmon.analysis.finding import Caveat, Finding, Method
from kanmon.analysis.transition.fuel.chain import stage_capacity
from kanmon.analysis.transition.fuel.cover import STOCKED, holders
from kanmon.analysis.transition.fuel.need import days_of_cover
from kanmon.analysis.transition.laid import NUMBER, TEXT, laid
from kanmon.catalogue.fuel_facts import WORLD, facts, fuel_sites
from kanmon.catalogue.technologies import Span
from kanmon.provenance import Lineage

_METHOD = Method(
    "supplier of nuclear fuel lost",
    "days = 365 x stock / (yearly need x part of it that is short); short: the supplier's part "
    "(nobody steps in), or what its loss takes from the part of needs that plants can serve",
    "Kanmon, docs/methods/nuclear-fuel.md",
)


def fuel_lost(party: str, members: Collection[str], supplier: str, lineage: Lineage) -> Finding:
    """Say for how long a party's stocks make good what one supplier delivers.

    Args:
        party: for whom.
        members: its economies.
        supplier: economy whose plants and mines deliver no more.
        lineage: of the rows.

    Returns:
        Finding ``fuel_lost``: economy, stage, supplier, share (of what it takes), days_low, days,
        days_high (nobody steps in), unserved (part of everyone else's needs that goes unserved
        though all others run full), days_others (they do, and the shortage is shared alike),
        missing. What is not on record has no days, nor has a loss that leaves nothing short.

    Example:
        >>> f = fuel_lost("USA", ["USA"], "RUS", Lineage())
        >>> [(r["stage"], r["share"], r["days"] is None) for r in f.table.to_pylist()]
        [('mining', 0.04, False), ('enrichment', 0.2, True)]
    """
    rows: list[dict[str, Any]] = []
    dates = [""]
    for name in holders(party, members):
        for stage, (stock_key, need_key) in STOCKED.items():
            known = facts("nuclear_fleet")
            held = {
                "stock": known.get((name, stock_key)),
                "need": known.get((name, need_key)),
                "share of the supplier": facts("fuel_origins").get((name, f"{stage}/{supplier}")),
            }
            dates += [one.date for one in held.values() if one is not None]
            amounts = {what: one.amount for what, one in held.items() if one is not None}
            rows.append(_row(name, stage, supplier, amounts))
    table, units = laid(
        rows,
        {
            "economy": (TEXT, "iso3"),
            "stage": (TEXT, "fuel_stage"),
            "supplier": (TEXT, "iso3"),
            "share": (NUMBER, "share"),
            "days_low": (NUMBER, "days"),
            "days": (NUMBER, "days"),
            "days_high": (NUMBER, "days"),
            "unserved": (NUMBER, "share"),
            "days_others": (NUMBER, "days"),
            "missing": (TEXT, "text"),
        },
    )
    return Finding(
        "fuel_lost",
        "",
        party,
        max(dates),
        table,
        units,
        {},
        _METHOD,
        lineage.then("divide", "stocks by the part of needs that is short"),
        (
            Caveat(
                "fuel_lost_world",
                "others' capacity is taken to serve everyone else alike; contracts and bans, "
                "secondary supply and the form stocks are held in are not looked at",
            ),
        ),
    )


def short_without(stage: str, supplier: str) -> float | None:
    """Compute the part of everyone else's needs that goes unserved once a supplier is lost.

    Args:
        stage: of the fuel chain.
        supplier: economy whose plants are lost, and whose needs are its own affair.

    Returns:
        What all plants can serve of the world's needs, at most all, less what all others can
        serve of all others' needs: a share from 0 to 1. None where a need is not on record.

    Example:
        >>> short_without("mining", "RUS"), round(short_without("enrichment", "RUS"), 2)
        (0.0, 0.25)
    """
    if stage not in STOCKED:
        return None
    need_key = STOCKED[stage][1]
    known = facts("nuclear_fleet")
    world, own = known.get((WORLD, need_key)), known.get((supplier, need_key))
    if world is None or own is None:
        return None
    held = stage_capacity(fuel_sites(stage), "owner")
    lost = held[supplier].best if supplier in held else 0.0
    every = sum(span.best for span in held.values())
    served = min(1.0, every / world.amount.best)
    left = min(1.0, (every - lost) / (world.amount.best - own.amount.best))
    return max(0.0, served - left)


def _row(name: str, stage: str, supplier: str, amounts: dict[str, Span]) -> dict[str, Any]:
    wanted = ("stock", "need", "share of the supplier")
    gaps = [what for what in wanted if what not in amounts]
    share, short = amounts.get("share of the supplier"), short_without(stage, supplier)
    days = others = None
    if not gaps:
        cover = days_of_cover(amounts["stock"], amounts["need"])
        part = amounts["share of the supplier"]
        if part.low > 0.0:
            days = Span(cover.low / part.high, cover.best / part.best, cover.high / part.low)
        if short:
            others = cover.best / short
    return {
        "economy": name,
        "stage": stage,
        "supplier": supplier,
        "share": None if share is None else share.best,
        "days_low": None if days is None else days.low,
        "days": None if days is None else days.best,
        "days_high": None if days is None else days.high,
        "unserved": short,
        "days_others": others,
        "missing": f"{', '.join(gaps)} not on record" if gaps else "",
    }
