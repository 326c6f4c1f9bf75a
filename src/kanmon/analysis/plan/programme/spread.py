"""How uncertain a good's figures are, and goods drawn from that."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.good import Good, Relief
from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class Spread:
    """Say how uncertain figures are: standard deviations of their logarithms.

    Prices, capacities and durations vary supplier by supplier and scenario by scenario; the
    value of lost load and reliefs' costs together. ``probability`` spreads the chances of
    scenarios, rescaled to sum to one. ``depth`` spreads what a scenario leaves missing of each
    supplier's deliveries.

    Example:
        >>> Spread(price=0.1).capacity
        0.3
    """

    price: float = 0.2
    capacity: float = 0.3
    voll: float = 0.5
    probability: float = 0.5
    duration: float = 0.3
    depth: float = 0.2

    def __post_init__(self) -> None:
        if not all(0 <= getattr(self, name) <= 3 for name in self.__slots__):
            raise DataError(f"{self}", where="spread", remedy="give deviations between 0 and 3")


def drawn(good: Good, spread: Spread, draws: int, seed: int) -> tuple[Good, ...]:
    """Draw goods that the figures could as well stand for.

    Args:
        good: as best known.
        spread: how uncertain its figures are.
        draws: how many goods.
        seed: of the draws; the same seed gives the same goods.

    Returns:
        The goods; medians are those of ``good`` (probabilities: before rescaling).

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> still = Spread(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        >>> drawn(good, still, 1, seed=1)[0].suppliers.cost.tolist()
        [100.0, 120.0, 150.0]
    """
    rng = np.random.default_rng(seed)
    s, d, found = good.suppliers, good.disruptions, []

    def times(deviation: float, size: int | tuple[int, ...]) -> FloatArray:
        return np.asarray(np.exp(deviation * rng.standard_normal(size)))

    for _ in range(draws):
        price, capacity = times(spread.price, len(s)), times(spread.capacity, len(s))
        worth = float(times(spread.voll, 1)[0])
        chance = d.probability * times(spread.probability, len(d))
        lost = np.clip((1 - d.delivered) * times(spread.depth, d.delivered.shape), 0.0, 1.0)
        suppliers = replace(
            s,
            cost=s.cost * price,
            capacity=s.capacity * capacity,
            new_cost=s.new_cost * price,
            new_max=s.new_max * capacity,
        )
        disruptions = replace(
            d,
            delivered=1.0 - lost,
            duration=d.duration * times(spread.duration, len(d)),
            probability=chance / chance.sum(),
        )
        reliefs = tuple(Relief(r.name, r.cost * worth, r.limit) for r in good.reliefs)
        found.append(
            replace(
                good,
                suppliers=suppliers,
                disruptions=disruptions,
                voll=good.voll * worth,
                reliefs=reliefs,
            )
        )
    return tuple(found)
