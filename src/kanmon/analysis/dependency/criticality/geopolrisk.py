"""GeoPolRisk: production concentration times import-weighted instability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.dependency.criticality.vectors import vector
from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class GeoPolRisk:
    """Hold the parts of a GeoPolRisk score, so that it explains itself.

    Example:
        >>> geopolrisk([60.0, 40.0], [0.5, 0.5], [0.2, 0.8], 0.0).score
        0.26
    """

    concentration: float
    import_risk: float
    score: float


def geopolrisk(
    production: npt.ArrayLike,
    imports: npt.ArrayLike,
    risk: npt.ArrayLike,
    domestic: float,
) -> GeoPolRisk:
    """Compute the geopolitical supply risk of a material for an economy.

    Args:
        production: float64[m], world production by economy, any unit.
        imports: float64[n], imports by supplier, mass.
        risk: float64[n], political instability of each supplier, 0 to 1.
        domestic: domestic production, same mass unit.

    Returns:
        HHI of production, import-share-weighted instability, and their product.

    Raises:
        DataError: lengths differ, a value is missing, or nothing is supplied.

    Source:
        GPRS = HHI * sum(g_i m_i) / (P + sum m_i); Santillan-Saldivar et al., GeoPolRisk method.

    Example:
        >>> round(geopolrisk([1.0], [3.0], [0.4], 1.0).import_risk, 2)
        0.3
    """
    p, m, g = (
        vector(v, n) for v, n in ((production, "production"), (imports, "imports"), (risk, "risk"))
    )
    if m.size != g.size:
        raise DataError(
            f"{m.size} suppliers, {g.size} risks",
            where="GeoPolRisk",
            remedy="give one risk per supplier",
        )
    if p.sum() == 0 or m.sum() + domestic == 0:
        raise DataError(
            "nothing is produced or supplied",
            where="GeoPolRisk",
            remedy="give production and supply of the material",
        )
    s = p / p.sum()
    concentration = float(np.dot(s, s))
    weighted = float(np.dot(g, m) / (domestic + m.sum()))
    return GeoPolRisk(concentration, weighted, concentration * weighted)
