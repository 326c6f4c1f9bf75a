"""What is kept of many drawn runs: losses of each node, daily courses of each product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.finding import Caveat
from kanmon.analysis.impact.findings.case import makers
from kanmon.analysis.impact.outcome import Node, Outcome
from kanmon.errors import DataError

LOW, HIGH = 0.05, 0.95
"""A range holds nine tenths of the draws."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Draws:
    """Hold drawn runs of one scenario, summed up so that thousands fit into memory.

    ``lost[draw, node]`` is output lost over the horizon by each of ``nodes``, in the engine's
    unit times days; ``daily`` holds, for each product of the party, ``[draw, day]`` its makers'
    output as a share of normal; a product may be absent from it. ``residual`` is the worst of
    the engine's balances.

    Example:
        >>> Draws((Node("JPN", "x"),), np.ones((4, 1)), {}, 0.0).count
        4
    """

    nodes: tuple[Node, ...]
    lost: Numbers
    daily: Mapping[str, Numbers]
    residual: float

    def __post_init__(self) -> None:
        if self.lost.ndim != 2 or self.lost.shape[1] != len(self.nodes) or not len(self.lost):
            raise DataError(
                f"losses {self.lost.shape} of {len(self.nodes)} nodes",
                where="draws",
                remedy="give one row a draw and one column a node",
            )
        if not np.isfinite(self.lost).all():
            raise DataError("a missing loss", where="draws", remedy="run the draws again")

    @property
    def count(self) -> int:
        """How many runs were drawn."""
        return int(self.lost.shape[0])


def draws_of(outcomes: Sequence[Outcome], members: frozenset[str]) -> Draws:
    """Sum up drawn runs.

    Args:
        outcomes: one a draw, all of one world.
        members: economies of the party.

    Returns:
        Losses of every node, and daily courses of the products the party makes.

    Raises:
        DataError: there are none, or they are of different worlds.

    Example:
        >>> o = Outcome("chain", (Node("JPN", "x"),), "u", np.ones(1), np.full((1, 4), 0.5), ())
        >>> d = draws_of([o, o], frozenset({"JPN"}))
        >>> d.lost.tolist(), d.daily["x"].tolist()
        ([[2.0], [2.0]], [[0.5, 0.5, 0.5, 0.5], [0.5, 0.5, 0.5, 0.5]])
    """
    if not outcomes:
        raise DataError("no outcome", where="draws", remedy="draw at least one scenario")
    first = outcomes[0]
    for one in outcomes:
        if (
            one.nodes != first.nodes
            or one.output.shape != first.output.shape
            or not np.array_equal(one.base, first.base)
        ):
            raise DataError(
                "outcomes of different worlds",
                where=f"draws of engine {first.engine}",
                remedy="draw from one scenario on one engine",
            )
    at = makers(first, members)
    return Draws(
        first.nodes,
        np.stack([one.lost.sum(axis=1) for one in outcomes]),
        {
            product: np.stack([one.output[p].sum(axis=0) / one.base[p].sum() for one in outcomes])
            for product, p in at.items()
        },
        max(one.residual for one in outcomes),
    )


def spread(values: Numbers) -> tuple[float, float]:
    """Give the range that holds nine tenths of drawn values.

    Args:
        values: float64[n], one a draw.

    Returns:
        The 5th and the 95th percentile.

    Example:
        >>> spread(np.arange(101.0))
        (5.0, 95.0)
    """
    low, high = np.quantile(values, (LOW, HIGH)).tolist()
    return float(low), float(high)


def range_caveat(draws: Draws | None) -> Caveat:
    """Say what the ranges are, or why there are none.

    Args:
        draws: drawn runs, or None.

    Returns:
        The caveat.

    Example:
        >>> range_caveat(None).code
        'impact_no_range'
    """
    if draws is None:
        return Caveat(
            "impact_no_range",
            "no range: the scenario was run once, at its best values; the ends are empty",
        )
    return Caveat(
        "impact_range",
        f"ranges hold nine tenths of {draws.count} draws of the assumed amounts, not of the "
        "model's own error; the best estimate is a run of its own and may lie outside",
        {"draws": draws.count},
    )
