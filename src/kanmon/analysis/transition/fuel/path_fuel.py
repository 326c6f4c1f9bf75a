"""What a path's reactors take in fuel, beside what can be enriched without Russia."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.analysis.transition.draws import bounds
from kanmon.analysis.transition.fuel.chain import RUSSIA
from kanmon.analysis.transition.fuel.need import FloatArray
from kanmon.analysis.transition.laid import NUMBER, TEXT, WHOLE, laid
from kanmon.catalogue.fuel_facts import fuel_sites
from kanmon.provenance import Lineage

_UNITS = {"fuel": "tHM a year", "uranium": "tU a year", "swu": "thousand SWU a year"}
_UNITS["haleu"] = "tU a year"
_METHOD = Method(
    "fuel of a path's reactors",
    "GW x 365 x capacity factor / (efficiency x burn-up); separative work by the value function",
    "Kanmon, docs/methods/nuclear-fuel.md",
)


def fuel_need(
    party: str, years: Sequence[int], need: Mapping[str, FloatArray], lineage: Lineage
) -> Finding:
    """Lay out what reactors of a path take by year.

    Args:
        party: for whom.
        years: calendar years Y.
        need: by flow, [Y, 1 + D], as ``path_need`` gives it.
        lineage: of the factors.

    Returns:
        Finding ``fuel_need``: year, fuel_flow (fuel, uranium, swu, haleu), unit, low, best, high.
        Figures swu_first, swu_last, swu_share (of what plants not owned by Russia can enrich),
        haleu_last and haleu_ratio (over what is on record outside Russia).

    Example:
        >>> import numpy as np
        >>> f = fuel_need("JPN", [2024], {"swu": np.array([[122.0]])}, Lineage())
        >>> f.figures["swu_last"].value
        122.0
    """
    rows: list[dict[str, Any]] = []
    for flow, amounts in need.items():
        low, best, high = bounds(amounts)
        for at, year in enumerate(years):
            rows.append(
                {
                    "year": year,
                    "fuel_flow": flow,
                    "unit": _UNITS[flow],
                    "low": float(low[at]),
                    "best": float(best[at]),
                    "high": float(high[at]),
                }
            )
    sources = tuple(o.source for o in lineage.origins)

    def figure(value: float | None, unit: str, at: int = -1) -> Figure:
        missing = "" if value is not None else "the path has no reactor that takes it"
        return Figure(value, unit, str(years[at]), sources, missing)

    swu = need.get("swu")
    haleu = need.get("haleu")
    swu_last = None if swu is None else float(swu[-1, 0])
    haleu_last = None if haleu is None else float(haleu[-1, 0])
    table, units = laid(
        rows,
        {
            "year": (WHOLE, "year"),
            "fuel_flow": (TEXT, "fuel_flow"),
            "unit": (TEXT, "text"),
            "low": (NUMBER, "in column unit"),
            "best": (NUMBER, "in column unit"),
            "high": (NUMBER, "in column unit"),
        },
    )
    return Finding(
        "fuel_need",
        "",
        party,
        str(years[-1]),
        table,
        units,
        {
            "swu_first": figure(None if swu is None else float(swu[0, 0]), _UNITS["swu"], 0),
            "swu_last": figure(swu_last, _UNITS["swu"]),
            "swu_share": figure(_over(swu_last, "enrichment"), "share"),
            "haleu_last": figure(haleu_last, _UNITS["haleu"]),
            "haleu_ratio": figure(_over(haleu_last, "haleu"), "ratio"),
        },
        _METHOD,
        lineage.then("multiply", "reactors standing by yearly reloads"),
        (
            Caveat(
                "fuel_reloads",
                "yearly reloads of all reactors standing; first cores take about three times as "
                "much, and reactors that stand idle take none",
            ),
        ),
    )


def _over(amount: float | None, stage: str) -> float | None:
    """An amount over what plants outside Russian hands can make."""
    made = sum(
        s.capacity.best * (1.0 - s.owners.get(RUSSIA, 0.0)) for s in fuel_sites(stage) if s.capacity
    )
    return None if amount is None or not made else amount / made
