"""EU critical raw materials: supply risk and economic importance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.dependency.criticality.vectors import vector
from kanmon.errors import DataError


def governance_hhi(
    shares: npt.ArrayLike, risk: npt.ArrayLike, trade: npt.ArrayLike | None = None
) -> float:
    """Compute the governance- and trade-weighted HHI of the EU assessment.

    Args:
        shares: float64[n], supply shares summing to one (0.1 % slack for rounding).
        risk: float64[n], governance risk, higher is worse; the EU uses 0 to 10.
        trade: float64[n], trade factor t (EU: 0.8 inside, 1 default, more under export limits);
            ones when not given.

    Returns:
        sum S_c^2 WGI_c t_c, on the scale of ``risk``.

    Raises:
        DataError: lengths differ, a value is missing, or shares do not sum to one.

    Source:
        European Commission, Methodology for establishing the EU list of critical raw materials
        (Blengini et al. 2017).

    Example:
        >>> governance_hhi([0.5, 0.5], [4.0, 6.0])
        2.5
    """
    s, g = vector(shares, "shares"), vector(risk, "risk")
    t = np.ones_like(s) if trade is None else vector(trade, "trade")
    if not s.size == g.size == t.size:
        raise DataError(
            f"{s.size} shares, {g.size} risks, {t.size} trade factors",
            where="governance HHI",
            remedy="give one of each per economy",
        )
    if abs(float(s.sum()) - 1.0) > 1e-3:
        raise DataError(
            f"shares sum to {s.sum():.4f}",
            where="governance HHI",
            remedy="divide by their total, or add the missing economies",
        )
    return float(np.sum(s * s * g * t))


def eu_supply_risk(
    world: float | None,
    sourcing: float | None,
    reliance: float,
    recycling: float,
    substitution: float,
) -> float:
    """Compute the EU supply risk of a material at one stage.

    Args:
        world: governance HHI of global supply, 0 to 10; None when not known.
        sourcing: governance HHI of EU sourcing, same scale; None when not known.
        reliance: import reliance, 0 to 1.
        recycling: end-of-life recycling input rate, 0 to 1.
        substitution: substitution index SI_SR, 0 to 1 (1 nothing replaces it).

    Returns:
        SR; the larger of extraction and processing is the material's. With one of the two HHI
        missing the other stands for both, as the method prescribes.

    Raises:
        DataError: both HHI are missing, or a rate is outside 0 to 1.

    Source:
        SR = [HHI_GS IR/2 + HHI_EU (1 - IR/2)] (1 - EoL_RIR) SI_SR; Blengini et al. 2017.

    Example:
        >>> eu_supply_risk(6.0, 2.0, 1.0, 0.5, 1.0)
        2.0
    """
    for name, rate in (
        ("reliance", reliance),
        ("recycling", recycling),
        ("substitution", substitution),
    ):
        if not 0.0 <= rate <= 1.0:
            raise DataError(f"{name} {rate}", where="EU supply risk", remedy="give a share 0 to 1")
    if world is None and sourcing is None:
        raise DataError(
            "neither global nor EU supply is known",
            where="EU supply risk",
            remedy="find production or import shares",
        )
    one = sourcing if world is None else world
    two = world if sourcing is None else sourcing
    assert one is not None
    assert two is not None
    return (one * reliance / 2 + two * (1 - reliance / 2)) * (1 - recycling) * substitution


def eu_economic_importance(
    uses: npt.ArrayLike, value_added: npt.ArrayLike, substitution: float, largest: float
) -> float:
    """Compute the EU economic importance of a material.

    Args:
        uses: float64[n], share of each end use, summing to one or less.
        value_added: float64[n], value added of the sector of each use, money.
        substitution: substitution index SI_EI, 0 to 1.
        largest: value added of the largest sector, same money; scales EI to 0-10.

    Returns:
        EI, 0 to 10.

    Raises:
        DataError: lengths differ, a value is missing, or ``largest`` is not positive.

    Source:
        EI = sum(A_s Q_s) SI_EI, scaled by 10 / max Q; European Commission RMIS.

    Example:
        >>> eu_economic_importance([0.5, 0.5], [100.0, 50.0], 1.0, 100.0)
        7.5
    """
    a, q = vector(uses, "uses"), vector(value_added, "value added")
    if a.size != q.size or largest <= 0:
        raise DataError(
            f"{a.size} uses, {q.size} sectors, largest {largest}",
            where="EU economic importance",
            remedy="give one sector per use",
        )
    return float(np.dot(a, q)) * substitution * 10.0 / largest
