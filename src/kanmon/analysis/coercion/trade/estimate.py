"""What one method says trade would have been, how sure it is, and why it cannot say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kanmon.analysis.coercion.trade.panel import Bools, Floats

FULL = 2.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """Hold observed and expected trade by period, with intervals and placebo p-values.

    Arrays are float64[T]; ``low`` and ``high`` bound the expected trade at ``level`` and are
    None, with ``no_interval`` saying why, where placebos are too few. ``total`` is observed,
    expected, low and high after the measure. ``p`` is two-sided, ``p_fall`` that of a fall;
    ``p_time`` compares with other times of the same flow. ``missing`` says why a method has no
    answer; everything else is then empty.

    Example:
        >>> Estimate.none("other_buyers", "the measure hit every buyer").missing
        'the measure hit every buyer'
    """

    method: str
    observed: Floats
    expected: Floats
    low: Floats | None
    high: Floats | None
    after: Bools
    total: tuple[float, float, float | None, float | None]
    p: float | None
    p_fall: float | None
    p_time: float | None
    fit_error: float
    placebos: tuple[tuple[str, float], ...]
    own: float
    level: float
    left_out: int = 0
    no_interval: str = ""
    missing: str = ""

    @property
    def loss(self) -> float:
        """Return expected less observed trade after the measure."""
        return self.total[1] - self.total[0]

    @property
    def p_rise(self) -> float | None:
        """Return the p-value of a rise, None where it cannot be judged."""
        if self.p is None:
            return None
        beyond = sum(1 for _, value in self.placebos if value >= self.own)
        return (1 + beyond) / (len(self.placebos) + 1)

    @property
    def loss_interval(self) -> tuple[float, float] | None:
        """Return the interval of the loss, or None."""
        if self.total[2] is None or self.total[3] is None:
            return None
        return self.total[2] - self.total[0], self.total[3] - self.total[0]

    @staticmethod
    def none(method: str, why: str) -> Estimate:
        """Return the estimate of a method that has no answer, and why."""
        empty = np.zeros(0)
        return Estimate(
            method, empty, empty, None, None, np.zeros(0, bool), (0.0, 0.0, None, None),
            None, None, None, 0.0, (), 0.0, 0.0, missing=why,
        )  # fmt: skip


def departure(observed: Floats, expected: Floats) -> Floats:
    """Measure how far observed trade is from expected, the same for any size of flow.

    2 (sqrt(observed / expected) - 1): near to the log of the ratio when it is small, and finite
    when trade stops, as it does under a ban.

    Args:
        observed: float64, zero or more.
        expected: float64, zero or more.

    Returns:
        float64, -2 where trade stopped; infinite where none was expected and some is seen.

    Source:
        Box and Cox (1964), power 1/2, of the ratio.

    Example:
        >>> departure(np.array([0.0, 100.0, 400.0]), np.array([100.0, 100.0, 100.0])).tolist()
        [-2.0, 0.0, 2.0]
    """
    some = expected > 0.0
    ratio = np.divide(observed, expected, out=np.ones_like(expected, dtype=float), where=some)
    found: Floats = FULL * (np.sqrt(ratio) - 1.0)
    return np.where(~some & (observed > 0.0), np.inf, found)


def bounds(expected: Floats, reach: Floats) -> tuple[Floats, Floats]:
    """Bound what trade could have been when departures stay within a reach.

    Args:
        expected: float64.
        reach: float64, zero or more, largest departure either way.

    Returns:
        Lower and upper bound.

    Example:
        >>> low, high = bounds(np.array([100.0]), np.array([1.0]))
        >>> low.tolist(), high.tolist()
        ([25.0], [225.0])
    """
    low = expected * np.maximum(0.0, 1.0 - reach / FULL) ** 2
    high = expected * (1.0 + reach / FULL) ** 2
    return low, high
