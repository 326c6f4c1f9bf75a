"""EU-style supply risk of a good from open inputs, as a finding."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from kanmon.analysis.dependency.concentration import governance_risk
from kanmon.analysis.dependency.criticality.eu import eu_supply_risk, governance_hhi
from kanmon.analysis.dependency.production import Series, production_shares
from kanmon.analysis.dependency.reliance import import_reliance
from kanmon.analysis.dependency.risk_parts import one_dimension, risk_figures
from kanmon.analysis.dependency.suppliers import good_caveats, governance_scores
from kanmon.analysis.finding import Caveat, Finding, Method, Value
from kanmon.picture.picture import Picture, by_economy

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
    caveats = [one_dimension(scored)] if scored else []
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
        figures=risk_figures(values, date, lineage, missing),
        method=Method(
            "EU-style supply risk",
            "SR = [HHI_GS IR/2 + HHI_EU (1 - IR/2)] (1 - EoL_RIR) SI_SR",
            "Blengini et al. (2017), with open inputs",
        ),
        lineage=lineage.then("score", f"supply risk of {good}, production of {made.as_of}"),
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


_UNITS = {"side": "", "economy": "iso3", "share": "share", "risk": "0-10", "part": "HHI x 0-10"}
_SCHEMA = pa.schema(
    [(n, pa.string() if n in ("side", "economy") else pa.float64()) for n in _UNITS]
)
