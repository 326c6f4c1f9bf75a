"""How far a composite ranking moves when its weights do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class Ranking:
    """Hold scores on weighted axes with the interval each rank keeps over weight draws.

    Example:
        >>> weight_sensitivity({"a": [1.0, 1.0], "b": [0.0, 0.0]}, draws=10, seed=1).best["a"]
        1
    """

    rank: Mapping[str, int]
    best: Mapping[str, int]
    worst: Mapping[str, int]


def weight_sensitivity(
    scores: Mapping[str, Sequence[float]], *, draws: int = 1000, seed: int = 0
) -> Ranking:
    """Rank items on several axes and tell how far each rank moves when weights do.

    Args:
        scores: for each item its score on every axis (SCALE: criticality, vulnerability, lack
            of resilience), higher is worse, one scale.
        draws: number of weight vectors drawn evenly from the simplex.
        seed: seed of the draws.

    Returns:
        Rank at equal weights (1 worst), and the 5-95 % interval of ranks over the draws.

    Raises:
        DataError: items have different numbers of axes, or a score is missing.

    Source:
        Flat Dirichlet weights; rank intervals as in composite-indicator practice (OECD/JRC 2008).

    Example:
        >>> weight_sensitivity({"a": [1.0, 0.0], "b": [0.0, 1.0]}, draws=200, seed=1).worst
        {'a': 2, 'b': 2}
    """
    names = list(scores)
    table = np.array([list(scores[n]) for n in names], dtype=np.float64)
    if table.ndim != 2 or not np.all(np.isfinite(table)):
        raise DataError(
            "items without a score on every axis",
            where="weight sensitivity",
            remedy="leave such items out and say so",
        )
    axes = table.shape[1]
    weights = np.random.default_rng(seed).dirichlet(np.ones(axes), draws)
    ranks = _ranks(table @ weights.T)
    equal = _ranks(table @ np.full((axes, 1), 1.0 / axes))[:, 0]
    low, high = np.percentile(ranks, [5, 95], axis=1, method="nearest")
    return Ranking(
        rank={n: int(r) for n, r in zip(names, equal, strict=True)},
        best={n: int(r) for n, r in zip(names, low, strict=True)},
        worst={n: int(r) for n, r in zip(names, high, strict=True)},
    )


def _ranks(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Competition ranks by column, 1 for the highest; ties share the better rank."""
    better: npt.NDArray[np.int64] = (scores[None, :, :] > scores[:, None, :]).sum(axis=1)
    return better + 1
