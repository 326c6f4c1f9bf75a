"""Supply risk of a material from open inputs: the EU's score and GeoPolRisk, as findings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from kanmon.analysis.dependency.concentration import governance_risk
from kanmon.analysis.dependency.criticality.eu import eu_supply_risk, governance_hhi
from kanmon.analysis.dependency.criticality.geopolrisk import geopolrisk
from kanmon.analysis.dependency.production import OTHERS, Series, production_shares
from kanmon.analysis.dependency.reliance import import_reliance
from kanmon.analysis.dependency.suppliers import good_caveats, governance_scores
from kanmon.analysis.finding import Caveat, Figure, Finding, Method, Value
from kanmon.errors import UnitError
from kanmon.picture.picture import Picture, by_economy
from kanmon.provenance import Lineage
from kanmon.units import factor

# The EU's scale of governance risk runs to 10, ours to 1: a change of unit, not a threshold.
_EU_SCALE = 10.0


@dataclass(frozen=True, slots=True)
class Material:
    """Hold what open data do not tell of a material and the caller must.

    ``recycling`` is the end-of-life recycling input rate, ``substitution`` the index SI_SR
    (1 nothing replaces it), ``reliance`` import reliance where the caller knows it better than
    the picture. All are shares of one.

    Example:
        >>> Material(recycling=0.0).substitution
        1.0
    """

    recycling: float
    substitution: float = 1.0
    reliance: float | None = None


def supply_risk(
    picture: Picture, good: str, material: Material, series: Series | None = None
) -> Finding:
    """Compute the EU-style supply risk of a good for a party from open inputs.

    World supply is a publisher's production, sourcing the party's imports by value, governance
    political stability alone on 0 to 10; there is no trade factor. Producers without a name or
    score add nothing to the sum of squares, so the world part is a lower bound.

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.
        material: recycling and substitution, and import reliance where known.
        series: which production count; the newest when not given.

    Returns:
        Finding ``supply_risk``: side (world or sourcing), economy, share, risk (0-10), part (of
        the governance HHI). Figures supply_risk, world_hhi, sourcing_hhi, reliance, recycling,
        substitution, covered (share of world production with name and score).

    Raises:
        CodeError: the good is not in the picture.
        DataError: a rate is outside 0 to 1.

    Source:
        Blengini et al. (2017); departures as listed above.

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> f = supply_risk(tiny_picture("JPN"), "rare_earth_metals", Material(recycling=0.1))
        >>> f.figures["supply_risk"].value is not None
        True
    """
    made = production_shares(picture, good, series)
    scores, scored = governance_scores(picture)
    world, covered, rows = _side("world", made.table, "producer", scores)
    need = picture.thresholds["supply_risk_coverage"]
    bought, value, _ = by_economy(picture.imports(good), "exporter")
    total = float(value.sum())
    imported = pa.table({"supplier": bought, "share": value / total if total else value})
    sourcing, seen, more = _side("sourcing", imported, "supplier", scores)
    caveats = [_one_dimension(scored)] if scored else []
    world = world if covered >= need else None
    sourcing = sourcing if seen >= need else None
    if world is not None and covered < 1.0 - picture.thresholds["total_gap"]:
        caveats.append(
            Caveat(
                "uncovered",
                f"{100 * (1 - covered):.0f} % of world production has no named, scored producer: "
                "a lower bound",
                {"share": 1 - covered},
            )
        )
    reliance, said = _reliance(picture, good, material)
    caveats += said
    one_sided = (world is None) != (sourcing is None)
    if one_sided:
        caveats.append(
            Caveat("one_side", "one of the two HHI is missing: the other stands for both")
        )
    known = world is not None or sourcing is not None
    score = (
        eu_supply_risk(world, sourcing, reliance, material.recycling, material.substitution)
        if known
        else None
    )
    date = str(picture.year)
    lineage = made.lineage.join(picture.lineage("flows", good), picture.lineage("governance"))
    missing = "named producers and suppliers with a governance score cover too little"
    values: dict[str, tuple[Value, str]] = {
        "supply_risk": (score, "SR"),
        "world_hhi": (world, "HHI x 0-10"),
        "sourcing_hhi": (sourcing, "HHI x 0-10"),
        "reliance": (reliance, "share"),
        "recycling": (material.recycling, "share"),
        "substitution": (material.substitution, "share"),
        "covered": (covered, "share"),
    }
    return Finding(
        kind="supply_risk",
        good=good,
        party=picture.party,
        as_of=date,
        table=pa.Table.from_pylist([*rows, *more], schema=_SCHEMA),
        units=_UNITS,
        figures=_figures(values, date, lineage, missing),
        method=Method(
            "EU-style supply risk",
            "SR = [HHI_GS IR/2 + HHI_EU (1 - IR/2)] (1 - EoL_RIR) SI_SR",
            "Blengini et al. (2017), with open inputs",
        ),
        lineage=lineage.then("score", f"supply risk of {good}, production of {made.as_of}"),
        caveats=(*caveats, *made.caveats, *good_caveats(picture, good)),
    )


def geopolitical_risk(picture: Picture, good: str, series: Series | None = None) -> Finding:
    """Compute the GeoPolRisk score of a good for a party.

    Imports are tonnes of all HS codes of the good, gross weight; a bloc's own trade is left out
    (the peer counts it with risk 0 in the denominator, so a bloc's score is lower there).

    Args:
        picture: tables of the party and year.
        good: id of a strategic good.
        series: which production count; the newest when not given.

    Returns:
        Finding ``geopolrisk``: supplier, quantity (t), risk (0-1), part of the import risk.
        Figures score, concentration, import_risk, domestic (t), imports (t).

    Raises:
        CodeError: the good is not in the picture.

    Source:
        GPRS = HHI * sum(g_i m_i) / (P + sum m_i); Koyamparambath et al. (2024).

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> geopolitical_risk(tiny_picture("USA"), "rare_earth_metals").figures["domestic"].value
        20.0
    """
    made = production_shares(picture, good, series)
    scores, scored = governance_scores(picture)
    rows = picture.imports(good)
    suppliers, value, quantity = by_economy(rows, "exporter")
    caveats = [Caveat("gross_weight", "imports are gross weight, production often content")]
    caveats += [_one_dimension(scored)] if scored else []
    usable = np.array(
        [s in scores and bool(np.isfinite(q)) for s, q in zip(suppliers, quantity, strict=True)],
        dtype=bool,
    )
    total = float(value.sum())
    left_out = float(value[~usable].sum()) / total if total else 0.0
    names = [s for s, u in zip(suppliers, usable, strict=True) if u]
    mass = quantity[usable]
    risk = np.array([governance_risk(scores[s]) for s in names])
    domestic, why = _domestic(picture, made)
    if not why and left_out > picture.thresholds["missing_quantity"]:
        why = "too much of the imports has no tonnage or governance score"
    if not why and not float(mass.sum()) + domestic:
        why = "nothing is produced or imported"
    if left_out:
        caveats.append(
            Caveat(
                "left_out",
                f"{100 * left_out:.1f} % of import value has no tonnage or score and is left out",
                {"share": left_out},
            )
        )
    own = [q for e, q in _named(made) if e in picture.members]
    if not own and not why:
        caveats.append(
            Caveat("not_listed", "the publisher lists no output of the party: taken as 0")
        )
    # OTH is one producer to the peer's own table; here it has no name and adds no square.
    found = None if why else geopolrisk([1.0], mass, risk, domestic)
    concentration = made.figures["hhi"].value
    assert concentration is None or isinstance(concentration, float)
    score = None if found is None or concentration is None else concentration * found.import_risk
    supplied = float(mass.sum()) + domestic
    date = str(picture.year)
    lineage = made.lineage.join(picture.lineage("flows", good), picture.lineage("governance"))
    values: dict[str, tuple[Value, str]] = {
        "score": (score, "0-1"),
        "concentration": (concentration, "HHI"),
        "import_risk": (None if found is None else found.import_risk, "0-1"),
        "domestic": (None if why else domestic, "t"),
        "imports": (float(mass.sum()) if mass.size else None, "t"),
    }
    return Finding(
        kind="geopolrisk",
        good=good,
        party=picture.party,
        as_of=date,
        table=pa.table(
            {
                "supplier": pa.array(names, pa.string()),
                "quantity": pa.array(mass, pa.float64()),
                "risk": pa.array(risk, pa.float64()),
                "part": pa.array(
                    mass * risk / supplied if found else np.full(mass.size, np.nan),
                    pa.float64(),
                    mask=np.full(mass.size, found is None),
                ),
            }
        ),
        units={"supplier": "iso3", "quantity": "t", "risk": "0-1", "part": "0-1"},
        figures=_figures(values, date, lineage, why or "no production figures in the data"),
        method=Method(
            "GeoPolRisk",
            "HHI * sum(g_i m_i) / (P + sum m_i)",
            "Koyamparambath et al. (2024)",
        ),
        lineage=lineage.then("score", f"GeoPolRisk of {good}, production of {made.as_of}"),
        caveats=(*caveats, *made.caveats, *good_caveats(picture, good)),
    )


def _side(
    side: str, table: pa.Table, column: str, scores: dict[str, float]
) -> tuple[float | None, float, list[dict[str, object]]]:
    """Governance HHI of one side, the share it covers, and its terms."""
    rows = []
    for economy, share in zip(
        table.column(column).to_pylist(), table.column("share").to_pylist(), strict=True
    ):
        if economy in scores:
            risk = _EU_SCALE * governance_risk(scores[economy])
            part = share * share * risk
            rows.append(dict(zip(_UNITS, (side, economy, share, risk, part), strict=True)))
    covered = float(sum(r["share"] for r in rows))
    if not rows:
        return None, 0.0, []
    # A publisher's rounded figures may add up to more than its own total.
    whole = max(covered, 1.0)
    shares = [r["share"] / whole for r in rows]
    index = governance_hhi(
        [*shares, max(0.0, 1.0 - sum(shares))], [*(r["risk"] for r in rows), 0.0]
    )
    return index, min(covered, 1.0), rows


def _reliance(picture: Picture, good: str, material: Material) -> tuple[float, list[Caveat]]:
    if material.reliance is not None:
        return material.reliance, []
    published = import_reliance(picture, good).figures["net_import_reliance"].value
    if isinstance(published, float):
        return min(max(published, 0.0), 1.0), []
    said = "import reliance is not published for this party: taken as 1"
    return 1.0, [Caveat("reliance_assumed", said)]


def _one_dimension(year: str) -> Caveat:
    return Caveat(
        "governance_year",
        f"governance: WGI political stability of {year} only; the EU averages more dimensions",
        {"year": year},
    )


def _named(made: Finding) -> list[tuple[str, float]]:
    pairs = zip(
        made.table.column("producer").to_pylist(),
        made.table.column("quantity").to_pylist(),
        strict=True,
    )
    return [(e, q) for e, q in pairs if e != OTHERS]


def _domestic(picture: Picture, made: Finding) -> tuple[float, str]:
    """The party's own output in tonnes, or why it cannot be had."""
    if not made.table.num_rows:
        return 0.0, "no production figures in the data"
    unit = made.units["quantity"]
    withheld = {
        e
        for c in made.caveats
        if c.code == "withheld"
        for e in str(c.values["economies"]).split(", ")
    }
    if withheld & picture.members:
        return 0.0, "the party's own output is withheld"
    try:
        tonnes = factor(unit, "t")
    except UnitError:
        return 0.0, f"production is counted in {unit}, imports in t"
    return tonnes * float(sum(q for e, q in _named(made) if e in picture.members)), ""


def _figures(
    values: dict[str, tuple[Value, str]], date: str, lineage: Lineage, missing: str
) -> dict[str, Figure]:
    sources = tuple(o.source for o in lineage.origins)
    return {
        name: Figure(value, unit, date, sources, "" if value is not None else missing)
        for name, (value, unit) in values.items()
    }


_UNITS = {"side": "", "economy": "iso3", "share": "share", "risk": "0-10", "part": "HHI x 0-10"}
_SCHEMA = pa.schema(
    [(n, pa.string() if n in ("side", "economy") else pa.float64()) for n in _UNITS]
)
