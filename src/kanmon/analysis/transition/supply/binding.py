"""Which material binds a path in each year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kanmon.analysis.finding import Figure, Finding
from kanmon.analysis.transition.laid import FLAG, NUMBER, TEXT, WHOLE, laid
from kanmon.analysis.transition.supply.need import Asked, Need, Supply, obtainable
from kanmon.analysis.transition.supply.tension import METHOD
from kanmon.provenance import Lineage


def binding_materials(
    needs: Sequence[Need], supplies: Mapping[str, Supply], asked: Asked, lineage: Lineage
) -> Finding:
    """Name the material that binds in each year: the largest need over what can be had.

    Args:
        needs: of the path, primary tonnes by year.
        supplies: by material.
        asked: for whom, which years.
        lineage: of needs and output.

    Returns:
        Finding ``binding_materials``: year, among, material, need (t), obtainable low, best and
        high (t), ratio (with its low and high from both intervals), binds (ratio above one).
        Years in which nothing is needed have no row.

    Example:
        >>> import numpy as np
        >>> from kanmon.analysis.transition.supply.obtainable import reach
        >>> from kanmon.analysis.transition.supply.output import Output
        >>> from kanmon.catalogue.technologies import Span
        >>> need = Need("x", *(np.array([1.0, 4.0]),) * 3)
        >>> made = Output("x", "x", world=Span(10.0, 10.0, 10.0), by_economy={"AUS": 10.0})
        >>> supply = {"x": Supply(made, (reach("AUS", 10.0, None),), 1.0)}
        >>> asked = Asked("JPN", (2026, 2027), frozenset())
        >>> f = binding_materials([need], supply, asked, Lineage())
        >>> [(r["year"], r["among"], r["binds"]) for r in f.table.to_pylist()]
        [(2026, 'all', False), (2027, 'all', True)]
    """
    rows: list[dict[str, Any]] = []
    for at, year in enumerate(asked.years):
        for among in asked.among:
            met = [r for n in needs if (r := _bound(n, at, supplies, asked, among)) is not None]
            if met:
                top = max(met, key=lambda r: (r["ratio"], r["material"]))
                rows.append({"year": year, "among": among, **top, "binds": top["ratio"] > 1.0})
    columns = {
        "year": (WHOLE, "year"),
        "among": (TEXT, "text"),
        "material": (TEXT, "material"),
        "need": (NUMBER, "t a year"),
        "obtainable_low": (NUMBER, "t a year"),
        "obtainable": (NUMBER, "t a year"),
        "obtainable_high": (NUMBER, "t a year"),
        "ratio_low": (NUMBER, "ratio"),
        "ratio": (NUMBER, "ratio"),
        "ratio_high": (NUMBER, "ratio"),
        "binds": (FLAG, "yes or no"),
    }
    bound = [r["year"] for r in rows if r["binds"] and r["among"] == asked.among[-1]]
    sources = tuple(o.source for o in lineage.origins)
    none = "" if bound else "in no year is more needed than can be had"
    first = Figure(min(bound, default=None), "year", str(asked.years[-1]), sources, none)
    return Finding(
        "binding_materials",
        "",
        asked.party,
        str(asked.years[-1]),
        *laid(rows, columns),
        {"first_year": first},
        METHOD,
        lineage.then("compare", "need of each year with what can be had"),
    )


def _bound(
    need: Need, at: int, supplies: Mapping[str, Supply], asked: Asked, among: str
) -> dict[str, Any] | None:
    supply = supplies.get(need.material)
    wanted = float(need.best[at])
    has = None if supply is None else obtainable(supply, asked, among, asked.years[at])
    if has is None or not has.best or not wanted > 0.0:
        return None
    return {
        "material": need.material,
        "need": wanted,
        "obtainable_low": has.low,
        "obtainable": has.best,
        "obtainable_high": has.high,
        "ratio_low": float(need.low[at]) / has.high,
        "ratio": wanted / has.best,
        "ratio_high": float(need.high[at]) / has.low if has.low else None,
    }
