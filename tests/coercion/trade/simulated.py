"""Simulated trade with a known effect: what the exporter sells to many buyers, of many goods.

Flows have sizes over a wide range, growth, shocks by buyer and by good over time, and noise that
remembers and is wilder for some flows than for others. The flow that is hit is one among them.
"""

from __future__ import annotations

import numpy as np

from kanmon.analysis.coercion.trade.measure import Measure
from kanmon.analysis.coercion.trade.panel import Panel

MEASURE = Measure("T", "b00", "g00", 2012)


def simulated(
    seed: int,
    effect: float = 0.0,
    buyers: int = 20,
    goods: int = 20,
    memory: float = 0.3,
    pick: str = "any",
) -> tuple[Panel, np.ndarray]:
    """Return a panel of 2000-2014 and what the flow would have been without the measure.

    ``pick`` makes the flow that is hit the ``largest`` or the ``calmest`` of its good: measures
    do not strike at random.
    """
    draw = np.random.default_rng([9_081, seed])
    years = np.arange(2000, 2015)
    width = len(years)
    wild = np.exp(draw.normal(np.log(0.15), 0.4, size=(buyers, goods)))
    noise = draw.normal(size=(buyers, goods, width))
    for t in range(1, width):
        noise[:, :, t] = memory * noise[:, :, t - 1] + np.sqrt(1 - memory**2) * noise[:, :, t]
    log = draw.normal(7.0, 1.5, size=(buyers, goods))[:, :, None] + 0.04 * (years - 2000)
    log = log + 0.1 * draw.normal(size=(buyers, 1, width))
    log = log + 0.1 * draw.normal(size=(1, goods, width))
    flows = np.exp(log + wild[:, :, None] * noise)
    hit = {"any": 0, "largest": int(log[:, 0, 0].argmax()), "calmest": int(wild[:, 0].argmin())}[
        pick
    ]
    flows[[0, hit], 0] = flows[[hit, 0], 0]
    flows = flows.reshape(-1, width)
    without = flows[0].copy()
    flows[0, years >= MEASURE.start] *= np.exp(effect)
    names = [(f"b{i:02}", f"g{k:02}") for i in range(buyers) for k in range(goods)]
    panel = Panel(
        np.full(len(flows), "T"),
        np.array([b for b, _ in names]),
        np.array([g for _, g in names]),
        tuple(int(y) for y in years),
        flows,
        np.ones(flows.shape, dtype=bool),
        "kUSD",
        "zero",
    )
    return panel, without
