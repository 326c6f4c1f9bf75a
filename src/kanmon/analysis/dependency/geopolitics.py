"""GeoPolRisk of a good for a party, from production, imports by mass and governance."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from kanmon.analysis.dependency.concentration import governance_risk
from kanmon.analysis.dependency.criticality.geopolrisk import geopolrisk
from kanmon.analysis.dependency.production import OTHERS, Series, production_shares
from kanmon.analysis.dependency.risk_parts import one_dimension, risk_figures
from kanmon.analysis.dependency.suppliers import good_caveats, governance_scores
from kanmon.analysis.finding import Caveat, Finding, Method, Value
from kanmon.errors import UnitError
from kanmon.picture.picture import Picture, by_economy
from kanmon.units import factor


# The EU's scale of governance risk runs to 10, ours to 1: a change of unit, not a threshold.
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
    caveats += [one_dimension(scored)] if scored else []
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
        figures=risk_figures(values, date, lineage, why or "no production figures in the data"),
        method=Method(
            "GeoPolRisk",
            "HHI * sum(g_i m_i) / (P + sum m_i)",
            "Koyamparambath et al. (2024)",
        ),
        lineage=lineage.then("score", f"GeoPolRisk of {good}, production of {made.as_of}"),
        caveats=(*caveats, *made.caveats, *good_caveats(picture, good)),
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
