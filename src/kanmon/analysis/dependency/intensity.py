"""Revealed factor intensity: what those who export a good are rich in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError


def factor_intensity(weights: npt.ArrayLike, endowment: npt.ArrayLike) -> float:
    """Compute the revealed factor intensity of a good from who exports it.

    Goods whose intensity lies near that of many others are easier to replace between economies;
    the endowments (capital per worker, schooling) are the caller's.

    Args:
        weights: float64[n], revealed comparative advantage of each economy in the good.
        endowment: float64[n], factor endowment of each economy, NaN where not known.

    Returns:
        Weighted mean endowment over economies whose endowment is known, its unit.

    Raises:
        DataError: lengths differ, or no exporter's endowment is known.

    Source:
        RFI_k = sum_i w_ik (K/L)_i, weights summing to one; Cadot, Tumurchudur and Shirotori
        (2009), as used in IMF WP 17/30 (from memory).

    Example:
        >>> factor_intensity([1.0, 3.0], [10.0, 30.0])
        25.0
    """
    w, e = np.asarray(weights, dtype=np.float64), np.asarray(endowment, dtype=np.float64)
    known = np.isfinite(e) if e.shape == w.shape else np.zeros(0, dtype=bool)
    if not known.size or not np.all(w >= 0) or w[known].sum() == 0:
        raise DataError(
            f"{w.size} weights, {int(known.sum())} known endowments",
            where="factor intensity",
            remedy="give one endowment per economy, some of them of exporters",
        )
    return float(np.average(e[known], weights=w[known]))
