"""Run shocks through a network: who still produces how much when the losses have spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.cascade.graph import CascadeGraph
from kanmon.analysis.impact.engines.cascade.kernel import (
    Losses,
    Reals,
    by_kernel,
    by_twin,
    engine_named,
    need_settled,
)
from kanmon.analysis.impact.engines.cascade.rules import CascadeRules, FirmShock
from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class CascadeResult:
    """Hold the settled state of each shock: ``down`` and ``up`` float64[k, n], share still made.

    Example:
        >>> from kanmon.analysis.impact.engines.cascade.classes import input_classes
        >>> from kanmon.analysis.impact.engines.cascade.graph import cascade_graph
        >>> from kanmon.analysis.impact.engines.cascade.rules import firm_shock
        >>> from kanmon.analysis.impact.network import firm_network
        >>> graph = cascade_graph(firm_network([0], [1], [1.0], [0, 1]),
        ...                       input_classes([[0, 2], [0, 0]], "01"))
        >>> cascade(graph, [firm_shock(2, {0: 0.5})]).down.tolist()
        [[0.5, 0.5]]
    """

    losses: Losses
    down: Reals
    up: Reals

    @property
    def made(self) -> Reals:
        """Share of normal output each firm still makes, float64[k, n]."""
        made: Reals = np.minimum(self.down, self.up)
        return made


def cascade(
    graph: CascadeGraph,
    shocks: Sequence[FirmShock],
    rules: CascadeRules | None = None,
    *,
    threads: int = 1,
    engine: str = "native",
) -> CascadeResult:
    """Run shocks through a network.

    Args:
        graph: the prepared network.
        shocks: what each takes away, checked against the network.
        rules: how losses spread and when they have settled; as published when not given.
        threads: shared out between batches of eight shocks; never changes a bit.
        engine: ``native``, or ``numpy`` for the readable twin.

    Returns:
        The state of every firm, and the losses of the whole.

    Raises:
        DataError: a shock does not fit the network, or has not settled after the most steps.

    Source:
        Diem, Borsos, Reisch, Kertesz and Thurner (2022), Scientific Reports 12, 7719; cut links
        are Kanmon's extension.

    Example:
        >>> from kanmon.analysis.impact.engines.cascade.classes import input_classes
        >>> from kanmon.analysis.impact.engines.cascade.graph import cascade_graph
        >>> from kanmon.analysis.impact.engines.cascade.rules import firm_shock
        >>> from kanmon.analysis.impact.network import firm_network
        >>> graph = cascade_graph(firm_network([0], [1], [1.0], [0, 1]),
        ...                       input_classes([[0, 2], [0, 0]], "01"))
        >>> cascade(graph, [firm_shock(2, links=[0], passes=[0.25])]).made.tolist()
        [[0.25, 0.25]]
    """
    how = rules or CascadeRules()
    given = list(shocks)
    for position, shock in enumerate(given):
        _check(graph, shock, position)
    if engine_named(engine) == "numpy":
        losses, down, up = by_twin(graph, given, how)
    else:
        n = graph.network.firms
        lost = [np.flatnonzero((s.down > 0.0) | (s.up > 0.0)) for s in given]
        cuts = graph.layout.up_link, graph.layout.down_link
        packed = (
            _starts([one.size for one in lost]),
            graph.layout.place[_joined(lost, np.int64)],
            _joined([s.down[one] for s, one in zip(given, lost, strict=True)], np.float64),
            _joined([s.up[one] for s, one in zip(given, lost, strict=True)], np.float64),
            _starts([s.links.size for s in given]),
            *(place[_joined([s.links for s in given], np.int64)] for place in cuts),
            _joined([1.0 - s.passes for s in given], np.float64),
        )
        down, up = np.empty((len(given), n)), np.empty((len(given), n))
        losses = by_kernel(graph, packed, how, threads, (down, up))
        down, up = 1.0 - down[:, graph.layout.place], 1.0 - up[:, graph.layout.place]
    need_settled(losses.steps, np.arange(len(given)), how, "shock")
    return CascadeResult(losses, down, up)


def _check(graph: CascadeGraph, shock: FirmShock, position: int) -> None:
    n, m = graph.network.firms, graph.network.amount.size
    if shock.down.shape != (n,) or shock.up.shape != (n,):
        raise DataError(
            f"shares of {shock.down.size} firms for {n}",
            where=f"shock {position}",
            remedy="give one a firm",
        )
    if not all(np.all((one >= 0.0) & (one <= 1.0)) for one in (shock.down, shock.up, shock.passes)):
        raise DataError(
            "a share outside [0, 1]", where=f"shock {position}", remedy="give shares of one"
        )
    if shock.passes.shape != shock.links.shape:
        raise DataError(
            f"{shock.passes.size} shares for {shock.links.size} links",
            where=f"shock {position}",
            remedy="give one a link",
        )
    if shock.links.size and not (shock.links.min() >= 0 and shock.links.max() < m):
        raise DataError(
            f"link {shock.links.min()} to {shock.links.max()}",
            where=f"shock {position}",
            remedy=f"number them from 0 to {m - 1}",
        )


def _starts(sizes: Sequence[int]) -> npt.NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))).astype(np.int64)


def _joined(parts: Sequence[npt.NDArray[np.generic]], dtype: type) -> npt.NDArray[np.generic]:
    return np.concatenate([np.zeros(0, dtype), *parts]).astype(dtype)
