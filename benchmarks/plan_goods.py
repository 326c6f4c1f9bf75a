"""Invented goods for benchmarks/plan.py: many goods, sixty economies, disruptions that hit several.

An economy is lost wholly or in part, for a while, to all goods at once (a ban, a war, a closed
strait); each good then feels it in its own measure. Prices, capacities and today's shares are
skewed as in trade: a few economies supply most of a good.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from kanmon.analysis.plan.programme.disruptions import Disruptions
from kanmon.analysis.plan.programme.good import Good, Stock
from kanmon.analysis.plan.programme.limits import Aim, Limits
from kanmon.analysis.plan.programme.suppliers import Suppliers

Values = npt.NDArray[np.float64]

LIMITS = Limits(max_share=0.5, max_concern=0.4, min_trusted=0.3)
AIM = Aim(risk_weight=1.0, alpha=0.95)


def some_goods(
    goods: int, suppliers: int, scenarios: int, seed: int = 20260101, choices: bool = False
) -> list[Good]:
    """Draw goods; with ``choices``, each relationship costs and has a smallest lot."""
    rng = np.random.default_rng(seed)
    concern = np.arange(suppliers) % 5 == 0
    trusted = np.arange(suppliers) % 5 >= 2
    region = rng.integers(0, 8, suppliers)
    struck = rng.random((scenarios, 8)) < 0.08  # a region at once, or an economy by itself
    hit = struck[:, region] | (rng.random((scenarios, suppliers)) < np.where(concern, 0.2, 0.06))
    depth = np.where(hit, rng.beta(3.0, 1.0, (scenarios, suppliers)), 0.0)
    depth[0] = 0.0
    duration = rng.choice([0.25, 0.5, 1.0], scenarios)
    probability = rng.dirichlet(np.full(scenarios, 3.0)) * 0.6
    probability[0] += 0.4
    labels = tuple(f"E{i:02d}" for i in range(suppliers))
    names = tuple(f"w{i}" for i in range(scenarios))
    found = []
    for g in range(goods):
        felt = np.clip(depth * rng.uniform(0.5, 1.2, suppliers), 0.0, 1.0)
        weight = rng.lognormal(0.0, 2.0, suppliers) * np.where(concern, 4.0, 1.0)
        today = weight / weight.sum()
        price = 20.0 * rng.lognormal(0.0, 0.2, suppliers) * (weight / weight.max()) ** -0.08
        demand = float(rng.lognormal(5.0, 1.5))
        worth = float(today @ price)
        lot = np.full(suppliers, 0.05) if choices else np.zeros(suppliers)
        fixed = np.full(suppliers, 0.005 * worth * demand) if choices else np.zeros(suppliers)
        found.append(
            Good(
                f"good {g}",
                demand,
                Suppliers(
                    labels,
                    price,
                    today * 1.1 + rng.exponential(0.06, suppliers),
                    today,
                    trusted,
                    concern,
                    fixed=fixed,
                    lot=lot,
                ),
                Disruptions(names, 1.0 - felt, duration, probability),
                voll=worth * float(rng.uniform(1.5, 8.0)),
                stock=Stock(float(rng.uniform(0.1, 0.6)) * worth, 0.25),
            )
        )
    return found


def hit_everywhere(goods: list[Good], seed: int = 1) -> list[Good]:
    """Let every scenario take something of everyone, in part to all goods alike."""
    rng = np.random.default_rng(seed)
    scenarios, suppliers = goods[0].disruptions.delivered.shape
    common = rng.beta(1.0, 6.0, (scenarios, suppliers))
    found = []
    for good in goods:
        own = rng.beta(1.0, 10.0, (scenarios, suppliers))
        disruptions = replace(
            good.disruptions,
            delivered=np.clip(1.0 - common - own, 0.0, 1.0),
            duration=np.ones(scenarios),
            probability=np.full(scenarios, 1.0 / scenarios),
        )
        found.append(replace(good, disruptions=disruptions, stock=replace(good.stock, limit=0.1)))
    return found


def as_arrays(goods: list[Good], most: float | None) -> dict[str, Values]:
    """Lay goods out as arrays a peer can read, in USD and shares of demand.

    ``most`` is what may be spent beyond buying as today; the peer is told all that may be spent.
    """
    s = [g.suppliers for g in goods]
    today = sum(g.demand * float(g.suppliers.today @ g.suppliers.cost) for g in goods)
    return {
        "demand": np.array([g.demand for g in goods]),
        "voll": np.array([g.voll for g in goods]),
        "cost": np.stack([one.cost for one in s]),
        "able": np.minimum(np.stack([one.capacity for one in s]), LIMITS.max_share or np.inf),
        "today": np.stack([one.today for one in s]),
        "trusted": np.stack([one.trusted for one in s]).astype(float),
        "concern": np.stack([one.of_concern for one in s]).astype(float),
        "delivered": np.stack([g.disruptions.delivered for g in goods]),
        "duration": np.stack([g.disruptions.duration for g in goods]),
        "probability": goods[0].disruptions.probability,
        "stock_cost": np.array([g.stock.cost for g in goods]),
        "stock_most": np.array([g.stock.limit for g in goods]),
        "rules": np.array([LIMITS.max_concern, LIMITS.min_trusted, AIM.alpha, AIM.risk_weight]),
        "budget": np.array([] if most is None else [most + today]),
    }
