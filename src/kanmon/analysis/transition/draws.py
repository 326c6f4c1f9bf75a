"""Ranges drawn so that the best value is the median, the same whatever the order or block."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.catalogue.technologies import Span

FloatArray = npt.NDArray[np.float64]
_MIDDLE = 0.5


@dataclass(frozen=True, slots=True)
class Draws:
    """Draw amounts by name: one name, one quantile, so that what errs alike errs together.

    Draw 0 is the best value of everything. A name's quantiles depend on the seed and the name
    alone, so that neither the order of asking nor other names change them.

    Example:
        >>> Draws(3, 1).of("x", Span(1.0, 2.0, 4.0))[0]
        np.float64(2.0)
    """

    count: int
    seed: int

    def of(self, name: str, span: Span) -> FloatArray:
        """Draw an amount: half the chance below the best value, half above, each evenly.

        Args:
            name: whose quantiles are used.
            span: bounds and best value.

        Returns:
            float64[1 + count]: the best value, then the draws; in the unit of the span.
        """
        u = self.quantiles(name)
        low = span.low + (span.best - span.low) * 2.0 * u
        high = span.best + (span.high - span.best) * (2.0 * u - 1.0)
        return np.where(u < _MIDDLE, low, high)

    def quantiles(self, name: str) -> FloatArray:
        """Give the quantiles of a name: one half, then the draws, [1 + count]."""
        maker = np.random.default_rng([self.seed, zlib.crc32(name.encode())])
        return np.concatenate([[_MIDDLE], maker.random(self.count)])


def bounds(drawn: FloatArray, chance: float = 0.9) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give least, best and most of drawn results.

    Args:
        drawn: float64[..., 1 + D], the best run first.
        chance: between least and most.

    Returns:
        Quantiles on both sides, and the best run; where the best run lies outside, the interval
        is widened to hold it.

    Example:
        >>> [float(x) for x in bounds(np.array([5.0, 1.0, 2.0, 3.0]), 1.0)]
        [1.0, 5.0, 5.0]
    """
    best = drawn[..., 0]
    if drawn.shape[-1] == 1:
        return best, best, best
    tail = (1.0 - chance) / 2.0
    low, high = np.quantile(drawn[..., 1:], [tail, 1.0 - tail], axis=-1)
    return np.minimum(low, best), best, np.maximum(high, best)
