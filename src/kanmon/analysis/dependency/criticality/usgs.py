"""USGS: the 2020 supply risk and the 2025 probability-weighted loss."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.analysis.dependency.criticality.vectors import vector
from kanmon.errors import DataError


def usgs_supply_risk(disruption: float, exposure: float, vulnerability: float) -> float:
    """Compute the USGS 2020 supply risk of a commodity.

    Args:
        disruption: disruption potential, 0 to 1.
        exposure: trade exposure (net import reliance, negative counts as 0), 0 to 1.
        vulnerability: economic vulnerability, 0 to 1.

    Returns:
        Geometric mean of the three, 0 to 1.

    Raises:
        DataError: disruption or vulnerability is outside 0 to 1.

    Source:
        Nassar et al. (2020), Science Advances: SR = (DP TE EV)^(1/3). Weights inside DP and EV
        were not verified against the paper.

    Example:
        >>> round(usgs_supply_risk(0.5, 1.0, 0.25), 3)
        0.5
    """
    if not (0 <= disruption <= 1 and 0 <= vulnerability <= 1):
        raise DataError(
            f"disruption {disruption}, vulnerability {vulnerability}",
            where="USGS supply risk",
            remedy="scale both to 0-1",
        )
    return float(np.cbrt(disruption * min(max(exposure, 0.0), 1.0) * vulnerability))


def expected_loss(probability: npt.ArrayLike, loss: npt.ArrayLike) -> float:
    """Compute the probability-weighted loss over disruption scenarios.

    Args:
        probability: float64[w], yearly probability of each scenario.
        loss: float64[w], loss of output or GDP in it, money; gains are negative.

    Returns:
        Expected loss per year, same money.

    Raises:
        DataError: lengths differ, or a probability is outside 0 to 1.

    Source:
        USGS Open-File Report 2025-1047: E[loss] = sum p_w loss_w.

    Example:
        >>> expected_loss([0.5, 0.25], [100.0, 40.0])
        60.0
    """
    p = vector(probability, "probability")
    amounts = np.asarray(loss, dtype=np.float64)
    if p.shape != amounts.shape or not np.all(np.isfinite(amounts)) or np.any(p > 1):
        raise DataError(
            f"{p.size} probabilities, {amounts.size} losses",
            where="expected loss",
            remedy="give one probability of 0 to 1 per scenario",
        )
    return float(np.dot(p, amounts))
