"""Which goods are a party's narrowest straits: one ranking, each rank explained."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.picture.picture import Picture

_SCHEMA = pa.schema(
    [
        ("rank", pa.int16()),
        ("good", pa.string()),
        ("stage", pa.string()),
        ("sector", pa.string()),
        ("score", pa.float64()),
        ("import_hhi", pa.float64()),
        ("top_supplier", pa.string()),
        ("top_share", pa.float64()),
        ("production_hhi", pa.float64()),
        ("top_producer", pa.string()),
        ("top_producer_share", pa.float64()),
        ("world_export_hhi", pa.float64()),
        ("own_share", pa.float64()),
        ("concern_share", pa.float64()),
        ("total_value", pa.float64()),
        ("trend", pa.float64()),
        ("flags", pa.string()),
    ]
)
_UNITS = {
    "rank": "",
    "good": "good",
    "stage": "",
    "sector": "",
    "score": "0-1",
    "import_hhi": "HHI",
    "top_supplier": "iso3",
    "top_share": "share",
    "production_hhi": "HHI",
    "top_producer": "iso3",
    "top_producer_share": "share",
    "world_export_hhi": "HHI",
    "own_share": "share",
    "concern_share": "share",
    "total_value": "kUSD",
    "trend": "HHI change",
    "flags": "",
}


_UNRANKED = {"small_value", "shared_flows"}


@dataclass(frozen=True, slots=True)
class GoodFindings:
    """Bundle the findings of one good for one party.

    Example:
        >>> from kanmon.testing import tiny_good_findings
        >>> tiny_good_findings("JPN").good
        'rare_earth_metals'
    """

    good: str
    suppliers: Finding
    production: Finding
    trend: Finding
    reliance: Finding


def chokepoints(picture: Picture, goods: Sequence[GoodFindings]) -> Finding:
    """Rank goods by how narrow both the party's supply and the world's supply are.

    The score is the geometric mean of the party's import HHI and the world's supply HHI, which
    is the larger of production HHI (where a publisher counts it) and world export HHI, times
    one minus the party's own share of world production (where it is counted). It is high only
    when the party leans on few suppliers, the world offers few others, *and* the party does not
    make the good itself. Ties go to the larger top-supplier share, then the larger value, then
    the name.

    Args:
        picture: tables of the party and year.
        goods: the findings of each good.

    Returns:
        Finding ``chokepoints``, one row per good. Goods without imports, below the threshold
        ``value_floor``, or whose customs codes are all ranked under other goods already carry no
        rank and stand last, with the flag saying why.

    Source:
        Kanmon's own ranking; the components are published measures (HHI).

    Example:
        >>> from kanmon.testing import tiny_good_findings, tiny_picture
        >>> f = chokepoints(tiny_picture("JPN"), [tiny_good_findings("JPN")])
        >>> f.table.column("flags").to_pylist()
        ['small_value']
    """
    repeated = _repeated(picture, [g.good for g in goods])
    rows = [_row(picture, g, g.good in repeated) for g in goods]
    ranked = sorted(
        (r for r in rows if r["score"] is not None and not _UNRANKED & set(r["flags"].split(","))),
        key=lambda r: (-r["score"], -r["top_share"], -r["total_value"], r["good"]),
    )
    for rank, row in enumerate(ranked, start=1):
        row["rank"] = rank
    unranked = sorted((r for r in rows if r["rank"] is None), key=lambda r: str(r["good"]))
    date = str(picture.year)
    sources = tuple(dict.fromkeys(o.source for g in goods for o in g.suppliers.sources))
    limit = picture.thresholds["import_hhi"]
    above = sum(r["import_hhi"] > limit for r in ranked)
    lineage = picture.lineage("flows").join(
        picture.lineage("production"), picture.lineage("governance")
    )
    return Finding(
        kind="chokepoints",
        good="",
        party=picture.party,
        as_of=date,
        table=pa.Table.from_pylist([*ranked, *unranked], schema=_SCHEMA),
        units=_UNITS,
        figures={
            "ranked": Figure(len(ranked), "goods", date, sources),
            "above_threshold": Figure(above, "goods", date, sources),
            "threshold": Figure(limit, "HHI", date, sources),
            "top_good": Figure(
                str(ranked[0]["good"]) if ranked else None,
                "good",
                date,
                sources,
                "" if ranked else "no good could be ranked",
            ),
        },
        method=Method(
            "chokepoint score",
            "sqrt(import HHI * max(production HHI, world export HHI)) * (1 - own production share)",
            "Kanmon; HHI threshold: European Commission SWD(2021) 352",
        ),
        lineage=lineage.then("rank", f"{len(ranked)} goods ranked, {len(unranked)} not"),
        caveats=_caveats(ranked, unranked),
    )


def _repeated(picture: Picture, goods: Sequence[str]) -> set[str]:
    """Find goods whose every code another ranked good holds too: one flow, ranked once.

    The good with more codes gives way first, then the one named later in the catalogue.
    """
    codes = {g: set(picture.view(g).codes) for g in goods}
    kept = dict(codes)
    position = {g: i for i, g in enumerate(picture.goods)}
    for good in sorted(codes, key=lambda g: (-len(codes[g]), -position[g])):
        others = set().union(*(c for g, c in kept.items() if g != good))
        if codes[good] <= others:
            del kept[good]
    return set(codes) - set(kept)


def _row(picture: Picture, g: GoodFindings, repeated: bool) -> dict[str, Any]:
    view = picture.view(g.good)
    figures, made = g.suppliers.figures, g.production.figures
    years = g.trend.table.to_pylist()
    world = next(
        (r["world_export_hhi"] for r in reversed(years) if r["year"] == picture.year), None
    )
    import_hhi = figures["hhi"].value
    production_hhi = made["hhi"].value
    supply = [float(h) for h in (production_hhi, world) if h is not None]
    value = figures["total_value"].value
    flags = [
        c.code
        for f in (g.suppliers, g.production)
        for c in f.caveats
        if c.code in ("basket", "hub", "absent_codes", "missing_quantity", "no_production")
    ]
    if repeated:
        flags.append("shared_flows")
    if value is None:
        flags.append("no_imports")
    elif float(value) < picture.thresholds["value_floor"]:
        flags.append("small_value")
    own = _own_share(picture, g.production)
    score = None
    if import_hhi is not None and supply:
        score = math.sqrt(float(import_hhi) * max(supply)) * (1.0 - (own or 0.0))
    return {
        "rank": None,
        "good": g.good,
        "stage": view.stage,
        "sector": view.sector,
        "score": score,
        "import_hhi": import_hhi,
        "top_supplier": figures["top_supplier"].value,
        "top_share": figures["top_share"].value,
        "production_hhi": production_hhi,
        "top_producer": made["top_producer"].value,
        "top_producer_share": made["top_share"].value,
        "world_export_hhi": world,
        "own_share": own,
        "concern_share": figures["concern_share"].value,
        "total_value": value,
        "trend": g.trend.figures["change"].value,
        "flags": ",".join(dict.fromkeys(flags)),
    }


def _own_share(picture: Picture, production: Finding) -> float | None:
    """Add up the members' shares of world production; None where nobody counts it."""
    if production.figures["world_total"].value is None:
        return None
    rows = production.table.to_pylist()
    return min(1.0, math.fsum(r["share"] for r in rows if r["producer"] in picture.members))


def _caveats(ranked: list[dict[str, Any]], unranked: list[dict[str, Any]]) -> tuple[Caveat, ...]:
    caveats = []
    if unranked:
        caveats.append(
            Caveat(
                "unranked",
                f"{len(unranked)} goods not ranked: no imports, too small a value, or same flows",
                {"count": len(unranked)},
            )
        )
    baskets = sum("basket" in str(r["flags"]) for r in ranked)
    if baskets:
        caveats.append(
            Caveat(
                "baskets",
                f"{baskets} ranked goods share their HS code with other goods",
                {"count": baskets},
            )
        )
    return tuple(caveats)
