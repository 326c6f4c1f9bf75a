"""Saved fuel as rows, the last year's imports by origin, and Russia's part of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from kanmon.analysis.transition.draws import bounds
from kanmon.catalogue.fuel_facts import fact

FloatArray = npt.NDArray[np.float64]
ALL = "WLD"
RUSSIA = "RUS"


def saved_rows(
    years: Sequence[int],
    saved: Mapping[str, FloatArray],
    imported: Mapping[tuple[str, str], FloatArray],
    fuels: Sequence[str],
) -> list[dict[str, Any]]:
    """Lay out what is saved by year, and the last year's imports by origin.

    Args:
        years: calendar years Y.
        saved: tonnes by fuel, [Y, 1 + D].
        imported: tonnes of the last year by fuel and origin, [1 + D].
        fuels: in the order they are told.

    Returns:
        Rows of year, fuel, origin, low, best, high (t): the newest year first, by fuel, the
        whole first, then Russia, then the largest origin.

    Example:
        >>> import numpy as np
        >>> saved_rows([2030], {"lng": np.array([[2.0]])}, {}, ["lng"])[0]["best"]
        2.0
    """
    rows: list[dict[str, Any]] = []
    for fuel, tonnes in saved.items():
        low, best, high = bounds(tonnes)
        rows += [
            _row(year, fuel, ALL, low[at], best[at], high[at]) for at, year in enumerate(years)
        ]
    rows += [
        _row(years[-1], fuel, origin, *bounds(amounts))
        for (fuel, origin), amounts in imported.items()
    ]
    rows.sort(
        key=lambda r: (
            -r["year"],
            fuels.index(r["fuel"]),
            r["origin"] != ALL,
            r["origin"] != RUSSIA,
            -r["best"],
            r["origin"],
        )
    )
    return rows


def russia_share(imported: Mapping[tuple[str, str], FloatArray]) -> float | None:
    """Compute Russia's part of the imports saved, by energy, at best.

    Args:
        imported: tonnes of the last year by fuel and origin, [1 + D].

    Returns:
        The share; None where no imports are held.

    Example:
        >>> import numpy as np
        >>> one, three = np.array([1.0]), np.array([3.0])
        >>> russia_share({("lng", "RUS"): one, ("lng", "AUS"): three})
        0.25
    """
    total = russia = 0.0
    for (fuel, origin), amounts in imported.items():
        heat = fact("plant_factors", "all", f"heat/{fuel}").amount.best
        total += float(amounts[0]) * heat
        russia += float(amounts[0]) * heat if origin == RUSSIA else 0.0
    return russia / total if total > 0.0 else None


def _row(
    year: int, fuel: str, origin: str, low: FloatArray, best: FloatArray, high: FloatArray
) -> dict[str, Any]:
    spans = {"low": float(low), "best": float(best), "high": float(high)}
    return {"year": year, "fuel": fuel, "origin": origin, **spans}
