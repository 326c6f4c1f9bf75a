"""A small invented panel with a known measure, for examples and tests."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from kanmon.analysis.coercion.trade.panel import Panel, panel_of


def example_panel(effect: float = -1.2, seed: int = 7) -> Panel:
    """Draw an invented panel: T sells 12 goods to 12 buyers, others sell too; 2000-2016.

    Args:
        effect: log effect on T's sales of ``g0`` to ``I`` from 2013 on.
        seed: of the random numbers.

    Returns:
        A panel in which nothing is missing.

    Example:
        >>> panel = example_panel()
        >>> len(panel.periods), len(panel.values)
        (17, 288)
    """
    draw = np.random.default_rng(seed)
    buyers = ["I", *(f"b{k}" for k in range(1, 12))]
    goods = [f"g{k}" for k in range(12)]
    years = np.arange(2000, 2017)
    rows = []
    for seller in ("T", "s1"):
        for buyer in buyers:
            for good in goods:
                flow = np.exp(
                    draw.normal(6, 1) + 0.03 * (years - 2000) + 0.15 * draw.normal(size=len(years))
                )
                if (seller, buyer, good) == ("T", "I", "g0"):
                    flow[years >= 2013] *= np.exp(effect)
                rows += [
                    {"year": int(y), "exporter": seller, "importer": buyer, "good": good,
                     "value": float(v)}
                    for y, v in zip(years, flow, strict=True)
                ]  # fmt: skip
    return panel_of(pa.Table.from_pylist(rows), gaps="zero")
