"""A made-up transition, for examples, tests and looking at: no figure in it is real."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.brief.moved import Transition
from kanmon.provenance import Licence, Lineage, Origin

_FREE = Licence("CC0-1.0", "invented figures, public domain", redistribution=True)
_ORIGIN = Origin("invented", "Kanmon", "Invented figures", "2026", _FREE)
_DAY = dt.date(2026, 11, 23)
_UNITS = {
    "material": "material",
    "first": "material",
    "second": "material",
    "weakest": "material",
    "technology": "technology",
    "fuel": "good",
    "origin": "iso3",
    "top_maker": "iso3",
    "host": "iso3",
    "supplier": "iso3",
    "economy": "iso3",
    "year": "year",
    "output_year": "year",
    "need": "t a year",
    "need_low": "t a year",
    "need_high": "t a year",
    "output": "t a year",
    "obtainable": "t a year",
    "obtainable_all": "t a year",
    "obtainable_without_top": "t a year",
    "share_of_output": "share",
    "top_share": "share",
    "first_share": "share",
    "second_share": "share",
    "share_of_reserves": "share",
    "by_plant": "share",
    "by_owner": "share",
    "ratio": "ratio",
    "ratio_all": "ratio",
    "ratio_without_top": "ratio",
    "strain": "share of a year",
    "maker_risk": "0 to 10",
    "weakest_risk": "0 to 10",
    "score": "score",
    "score_part": "score",
    "low": "t",
    "best": "t",
    "high": "t",
    "binds": "yes or no",
    "outcome": "outcome",
    "open": "criterion",
    "failed": "criterion",
    "stage": "fuel_stage",
}


def example_transition(party: str = "JPN") -> Transition:
    """Make a path of two technologies.

    Args:
        party: economy or bloc it is for.

    Returns:
        The transition; its figures are invented.

    Example:
        >>> len(example_transition().findings)
        8
    """
    return Transition(
        party,
        "catalogue",
        2024,
        2030,
        (
            _deployment(party),
            _supply(party),
            _binding(party),
            *_compared(party),
            *_fuel(party),
            _hosts(party),
        ),
        _DAY,
        {"draws": 100, "seed": 1},
    )


def made_up(
    kind: str,
    party: str,
    rows: list[dict[str, Any]],
    figures: dict[str, tuple[Any, str]] | None = None,
    caveats: tuple[Caveat, ...] = (),
) -> Finding:
    """Make a finding of invented rows.

    Args:
        kind: of finding.
        party: it is for.
        rows: cells by column.
        figures: value and unit by name.
        caveats: of the finding.

    Returns:
        The finding.

    Example:
        >>> made_up("x", "JPN", [{"year": 2030}]).units
        {'year': 'year'}
    """
    table = pa.Table.from_pylist(rows)
    return Finding(
        kind,
        "",
        party,
        "2030",
        table,
        {name: _UNITS.get(name, "text") for name in table.column_names},
        {n: Figure(v, u, "2030", ("invented",)) for n, (v, u) in (figures or {}).items()},
        Method(kind, "invented", ""),
        Lineage((_ORIGIN,)),
        caveats,
    )


def _deployment(party: str) -> Finding:
    rows = [
        {
            "year": year,
            "technology": "solar_perovskite",
            "unit": "GW",
            "installed": 2.0 * (year - 2024),
            "added": 2.0,
            "added_low": 2.0,
            "added_high": 2.1,
        }
        for year in range(2024, 2031)
    ]
    return made_up("deployment", party, rows, {"added_power": (12.0, "GW")})


def _supply(party: str) -> Finding:
    rows = [
        {
            "material": name,
            "year": 2030,
            "need_low": need / 2,
            "need": need,
            "need_high": need * 2,
            "output": output,
            "output_year": 2024,
            "share_of_output": need / output,
            "top_maker": "CHN",
            "top_share": 0.7,
            "obtainable_all": output / 4,
            "ratio_all": 4 * need / output,
            "obtainable_without_top": output / 20,
            "ratio_without_top": 20 * need / output,
            "total_need": 5 * need,
            "reserves": None,
            "share_of_reserves": 0.01,
            "missing": "",
        }
        for name, need, output in (("indium", 100.0, 1000.0), ("lead", 40.0, 4e6))
    ]
    return made_up(
        "material_supply",
        party,
        rows,
        {
            "tightest": ("indium", "material"),
            "ratio": (2.0, "ratio"),
            "among": ("without_top", ""),
            "year": (2030, "year"),
            "share_of_output": (0.1, "share"),
        },
        (Caveat("other_uses", "other uses"),),
    )


def _binding(party: str) -> Finding:
    rows = [
        {
            "year": 2030,
            "among": "without_top",
            "material": "indium",
            "need": 100.0,
            "obtainable": 50.0,
            "ratio": 2.0,
            "binds": True,
        }
    ]
    return made_up("binding_materials", party, rows, {"first_year": (2030, "year")})


def _compared(party: str) -> tuple[Finding, Finding]:
    risks, parts = [], []
    for name, score in (("wind_floating_gearbox", 1e-5), ("solar_perovskite", 5e-5)):
        risks.append(
            {
                "technology": name,
                "per": "TWh",
                "score": score,
                "rank": 1,
                "first": "indium",
                "first_share": 0.9,
                "second": "tin",
                "second_share": 0.1,
                "weakest": "indium",
                "weakest_risk": 2.7,
                "unrated": "cement",
            }
        )
        for material, part in (("indium", 0.9), ("tin", 0.1)):
            parts.append(
                {
                    "technology": name,
                    "per": "TWh",
                    "material": material,
                    "low": 0.01,
                    "best": 0.02,
                    "high": 0.03,
                    "strain": score * part * 4,
                    "maker_risk": 2.7,
                    "score_part": score * part,
                    "top_maker": "CHN",
                    "top_share": 0.7,
                }
            )
    figures = {
        "least": ("wind_floating_gearbox", "technology"),
        "most": ("solar_perovskite", "technology"),
        "ratio": (5.0, "ratio"),
    }
    return (
        made_up("technology_risk", party, risks, figures),
        made_up("technology_materials", party, parts),
    )


def _fuel(party: str) -> tuple[Finding, Finding]:
    saved = [
        {"year": 2030, "fuel": "lng", "origin": o, "low": t / 2, "best": t, "high": t * 2}
        for o, t in (("WLD", 1e6), ("RUS", 8e4), ("AUS", 4e5))
    ]
    chain = [
        {"stage": "enrichment", "economy": e, "by_plant": s, "by_owner": s}
        for e, s in (("RUS", 0.44), ("FRA", 0.56))
    ]
    return (
        made_up(
            "fuel_displaced",
            party,
            saved,
            {"lng_last": (1e6, "t"), "russia_share": (0.08, "share"), "twh_last": (8.0, "TWh")},
        ),
        made_up("fuel_chain", party, chain, {"russia_enrichment": (0.44, "share")}),
    )


def _hosts(party: str) -> Finding:
    rows = [
        {
            "design": "BWRX-300",
            "host": "JPN",
            "supplier": "USA",
            "fuel_class": "LEU",
            "outcome": "met",
            "met": 9,
            "open": "",
            "failed": "",
        }
    ]
    return made_up("reactor_hosts", party, rows, {"designs": (1, "designs"), "met": (1, "pairs")})
