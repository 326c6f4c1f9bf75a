"""For how many days stocks of nuclear fuel last."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from kanmon.analysis.finding import Finding, Method
from kanmon.analysis.transition.fuel.need import days_of_cover
from kanmon.analysis.transition.laid import NUMBER, TEXT, laid
from kanmon.catalogue.fuel_facts import Fact, facts
from kanmon.provenance import Lineage

_COVER = Method(
    "days of cover", "365 x stock / yearly need", "Kanmon, docs/methods/nuclear-fuel.md"
)
STOCKED = {
    "mining": ("stock_uranium", "need_uranium"),
    "enrichment": ("stock_swu", "need_swu"),
}
"""Stages whose product is held in stock: uranium in all forms, and enriched uranium."""


def holders(party: str, members: Collection[str]) -> list[str]:
    """Name whose stocks are asked for: the party's own where they are on record, and members'.

    Args:
        party: economy or bloc.
        members: its economies.

    Returns:
        The bloc first, where its stocks are on record as one; then members.

    Example:
        >>> holders("EU", ["FRA", "FIN"]), holders("JPN", ["JPN"])
        (['EU', 'FIN', 'FRA'], ['JPN'])
    """
    known = {scope for scope, _ in facts("nuclear_fleet")}
    whole = [party] if party in known and party not in members else []
    return [*whole, *sorted(members)]


def fuel_cover(party: str, members: Collection[str], lineage: Lineage) -> Finding:
    """Say for how many days the stocks of a party's members last.

    Args:
        party: for whom.
        members: its economies.
        lineage: of the rows.

    Returns:
        Finding ``fuel_cover``: economy, stage (mining for uranium in all forms, enrichment for
        enriched uranium), stock, need and their unit, days_low, days, days_high, missing. A
        stock that is not on record has no days.

    Example:
        >>> f = fuel_cover("EPCC", ["JPN", "USA"], Lineage())
        >>> [(r["economy"], r["days"] is None) for r in f.table.to_pylist()][:2]
        [('JPN', True), ('JPN', True)]
    """
    known = facts("nuclear_fleet")
    rows: list[dict[str, Any]] = []
    dates = [""]
    for name in holders(party, members):
        for stage, (stock_key, need_key) in STOCKED.items():
            stock, need = known.get((name, stock_key)), known.get((name, need_key))
            dates += [one.date for one in (stock, need) if one is not None]
            rows.append(_cover_row(name, stage, stock, need))
    columns = {
        "economy": (TEXT, "iso3"),
        "stage": (TEXT, "fuel_stage"),
        "stock": (NUMBER, "in column stock_unit"),
        "stock_unit": (TEXT, "text"),
        "need": (NUMBER, "in column need_unit"),
        "need_unit": (TEXT, "text"),
        "days_low": (NUMBER, "days"),
        "days": (NUMBER, "days"),
        "days_high": (NUMBER, "days"),
        "missing": (TEXT, "text"),
    }
    table, units = laid(rows, columns)
    steps = lineage.then("divide", "stocks by yearly needs")
    return Finding("fuel_cover", "", party, max(dates), table, units, {}, _COVER, steps)


def _cover_row(name: str, stage: str, stock: Fact | None, need: Fact | None) -> dict[str, Any]:
    gaps = [w for w, one in (("stock", stock), ("need", need)) if one is None]
    days = None if stock is None or need is None else days_of_cover(stock.amount, need.amount)
    return {
        "economy": name,
        "stage": stage,
        "stock": None if stock is None else stock.amount.best,
        "stock_unit": "" if stock is None else stock.unit,
        "need": None if need is None else need.amount.best,
        "need_unit": "" if need is None else need.unit,
        "days_low": None if days is None else days.low,
        "days": None if days is None else days.best,
        "days_high": None if days is None else days.high,
        "missing": f"{' and '.join(gaps)} not on record" if gaps else "",
    }
