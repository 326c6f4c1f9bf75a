"""Let firms fail one at a time: the economic systemic risk index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.cascade.graph import CascadeGraph
from kanmon.analysis.impact.engines.cascade.kernel import (
    Arrays,
    Reals,
    Whole,
    arrays,
    by_kernel,
    by_twin,
    engine_named,
    need_settled,
)
from kanmon.analysis.impact.engines.cascade.rules import CascadeRules, firm_shock
from kanmon.compiled import compiled
from kanmon.errors import DataError

BLOCK = 4096
"""Failing firms between two calls of ``progress``."""


@dataclass(frozen=True, slots=True)
class SystemicRisk:
    """Hold the systemic risk of firms: the share of the network's output lost when each fails.

    ``esri`` is the economic systemic risk index; ``downstream`` and ``upstream`` its halves;
    ``before`` its value one step earlier; ``steps`` how many it took.

    Example:
        >>> import numpy as np
        >>> one = np.ones(1)
        >>> SystemicRisk(np.array([3]), one, one, one, one, np.ones(1, np.int32)).firms.tolist()
        [3]
    """

    firms: npt.NDArray[np.int64]
    esri: Reals
    downstream: Reals
    upstream: Reals
    before: Reals
    steps: Whole


def systemic_risk(
    graph: CascadeGraph,
    firms: npt.ArrayLike | None = None,
    rules: CascadeRules | None = None,
    *,
    threads: int = 1,
    progress: Callable[[int, int], None] | None = None,
    engine: str = "native",
) -> SystemicRisk:
    """Let firms fail one at a time.

    Args:
        graph: the prepared network.
        firms: int[k], numbers of the firms; all when not given.
        rules: how losses spread and when they have settled; as published when not given.
        threads: shared out between batches of eight firms; never changes a bit.
        progress: called now and then with the number of firms done and to do.
        engine: ``native``, or ``numpy`` for the readable twin.

    Returns:
        The index of each firm, in the order asked for.

    Raises:
        DataError: a firm is out of range, or a cascade has not settled after the most steps.

    Source:
        Diem, Borsos, Reisch, Kertesz and Thurner (2022), Scientific Reports 12, 7719.

    Example:
        >>> from kanmon.analysis.impact.engines.cascade.classes import input_classes
        >>> from kanmon.analysis.impact.engines.cascade.graph import cascade_graph
        >>> from kanmon.analysis.impact.network import firm_network
        >>> graph = cascade_graph(firm_network([0, 1], [1, 2], [3.0, 1.0], [0, 1, 2]),
        ...                       input_classes([[0, 2, 0], [0, 0, 2], [0, 0, 0]], "012"))
        >>> systemic_risk(graph).esri.tolist()
        [1.0, 1.0, 1.0]
    """
    how = rules or CascadeRules()
    n = graph.network.firms
    asked = np.arange(n) if firms is None else np.asarray(firms)
    if asked.ndim != 1 or (asked.size and not np.issubdtype(asked.dtype, np.integer)):
        raise DataError(
            f"firms of shape {asked.shape} and type {asked.dtype}",
            where="systemic risk",
            remedy="give a list of whole numbers",
        )
    if asked.size and not (asked.min() >= 0 and asked.max() < n):
        raise DataError(
            f"firm {asked.min()} to {asked.max()}",
            where="systemic risk",
            remedy=f"number them from 0 to {n - 1}",
        )
    asked = asked.astype(np.int64)
    totals, steps = np.empty((asked.size, 4)), np.empty(asked.size, np.int32)
    native = engine_named(engine) == "native"
    turn = _turns(graph, asked, how) if native else np.arange(asked.size)
    block = BLOCK if native else 8
    for first in range(0, asked.size, block):
        part = turn[first : first + block]
        if native:
            losses = by_kernel(graph, _failing(graph, asked[part]), how, threads, None)
        else:
            alone = [firm_shock(n, {int(firm): 1.0}) for firm in asked[part]]
            losses, _, _ = by_twin(graph, alone, how)
        totals[part] = np.column_stack((losses.joint, losses.down, losses.up, losses.before))
        steps[part] = losses.steps
        need_settled(losses.steps, asked[part], how, "firm")
        if progress is not None:
            progress(first + part.size, asked.size)
    esri, downstream, upstream, before = np.ascontiguousarray(totals.T)
    return SystemicRisk(asked, esri, downstream, upstream, before, steps)


def _turns(
    graph: CascadeGraph, firms: npt.NDArray[np.int64], rules: CascadeRules
) -> npt.NDArray[np.int64]:
    """Put side by side firms that shake the network for about as long: no lane waits long."""
    lengths = np.empty(firms.size)
    compiled("cascade").cascade_lengths(
        *arrays(graph), graph.layout.place[firms], rules.eps, lengths
    )
    return np.argsort(-lengths, kind="stable")


def _failing(graph: CascadeGraph, firms: npt.NDArray[np.int64]) -> Arrays:
    k = firms.size
    none, whole = np.zeros(0, np.int64), np.ones(k)
    return (
        np.arange(k + 1, dtype=np.int64),
        graph.layout.place[firms],
        whole,
        whole,
        np.zeros(k + 1, np.int64),
        none,
        none,
        np.zeros(0),
    )
