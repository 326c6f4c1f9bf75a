"""Run shocks through a network: who still produces how much when the losses have spread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.cascade import twin
from kanmon.analysis.impact.engines.cascade.graph import CascadeGraph
from kanmon.analysis.impact.engines.cascade.rules import CascadeRules, FirmShock
from kanmon.compiled import compiled
from kanmon.errors import DataError

Reals = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int32]

BLOCK = 4096
"""Shocked firms between two calls of ``progress``."""


@dataclass(frozen=True, slots=True)
class Losses:
    """Hold what shocks took from the whole network: one figure a shock, shares of one.

    ``joint`` counts a firm's larger loss, ``down`` what its suppliers and ``up`` what its
    customers cost it; ``before`` is ``joint`` one step earlier; ``steps`` how many it took.

    Example:
        >>> import numpy as np
        >>> one = np.ones(1)
        >>> Losses(one, one, one, one, np.ones(1, np.int32)).steps.tolist()
        [1]
    """

    joint: Reals
    down: Reals
    up: Reals
    before: Reals
    steps: Whole


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
    if _engine(engine) == "numpy":
        losses, down, up = _by_twin(graph, given, how)
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
        losses = _native(graph, packed, how, threads, (down, up))
        down, up = 1.0 - down[:, graph.layout.place], 1.0 - up[:, graph.layout.place]
    _settled(losses.steps, np.arange(len(given)), how, "shock")
    return CascadeResult(losses, down, up)


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
        raise DataError("firms that are not a list of numbers", where="systemic risk")
    if asked.size and not (asked.min() >= 0 and asked.max() < n):
        raise DataError(
            f"firm {asked.min()} to {asked.max()}",
            where="systemic risk",
            remedy=f"number them from 0 to {n - 1}",
        )
    asked = asked.astype(np.int64)
    totals, steps = np.empty((asked.size, 4)), np.empty(asked.size, np.int32)
    native = _engine(engine) == "native"
    turn = _turns(graph, asked, how) if native else np.arange(asked.size)
    block = BLOCK if native else 8
    for first in range(0, asked.size, block):
        part = turn[first : first + block]
        if native:
            losses = _native(graph, _failing(graph, asked[part]), how, threads, None)
        else:
            alone = [FirmShock(*_alone(n, firm)) for firm in asked[part]]
            losses, _, _ = _by_twin(graph, alone, how)
        totals[part] = np.column_stack((losses.joint, losses.down, losses.up, losses.before))
        steps[part] = losses.steps
        _settled(losses.steps, asked[part], how, "firm")
        if progress is not None:
            progress(first + part.size, asked.size)
    esri, downstream, upstream, before = np.ascontiguousarray(totals.T)
    return SystemicRisk(asked, esri, downstream, upstream, before, steps)


def _engine(name: str) -> str:
    if name not in ("native", "numpy"):
        raise DataError(f"engine {name!r}", remedy="use 'native' or 'numpy'")
    return name


def _native(
    graph: CascadeGraph,
    packed: tuple[npt.NDArray[np.generic], ...],
    rules: CascadeRules,
    threads: int,
    states: tuple[Reals, Reals] | None,
) -> Losses:
    count = packed[0].size - 1
    totals, steps = np.empty((count, 4)), np.empty(count, np.int32)
    compiled("cascade").cascade(
        *_arrays(graph),
        packed,
        (rules.eps, rules.most_steps, rules.replaceable, rules.stop == "ratio"),
        max(1, threads),
        (totals, steps, *(states or (np.empty(0), np.empty(0)))),
    )
    # Weights sum to one but for rounding; so do the losses of a network lost whole.
    joint, down, up, before = np.minimum(totals.T, 1.0)
    return Losses(joint, down, up, before, steps)


def _by_twin(
    graph: CascadeGraph, shocks: Sequence[FirmShock], rules: CascadeRules
) -> tuple[Losses, Reals, Reals]:
    ends = [twin.run(graph, shock, rules) for shock in shocks]
    n = graph.network.firms
    down = np.array([end.down for end in ends]).reshape(-1, n)
    up = np.array([end.up for end in ends]).reshape(-1, n)
    lost = (1.0 - np.minimum(down, up), 1.0 - down, 1.0 - up)
    joint, of_down, of_up = (np.minimum(one @ graph.weight, 1.0) for one in lost)
    before = np.array([end.before for end in ends], dtype=np.float64)
    steps = np.array([end.steps for end in ends], dtype=np.int32)
    return Losses(joint, of_down, of_up, before, steps), down, up


def _check(graph: CascadeGraph, shock: FirmShock, position: int) -> None:
    n, m = graph.network.firms, graph.network.amount.size
    if shock.down.shape != (n,) or shock.up.shape != (n,):
        raise DataError(
            f"shares of {shock.down.size} firms for {n}",
            where=f"shock {position}",
            remedy="give one a firm",
        )
    if shock.links.size and not (shock.links.min() >= 0 and shock.links.max() < m):
        raise DataError(
            f"link {shock.links.min()} to {shock.links.max()}",
            where=f"shock {position}",
            remedy=f"number them from 0 to {m - 1}",
        )


def _settled(steps: Whole, ids: npt.NDArray[np.int64], rules: CascadeRules, what: str) -> None:
    stuck = np.flatnonzero(steps < 0)
    if stuck.size:
        raise DataError(
            f"{what} {ids[stuck[0]]} has not settled after {rules.most_steps} steps "
            f"(and {stuck.size - 1} more)",
            where="cascade",
            remedy="allow more steps or a larger eps; with replaceable supply losses may swing",
        )


def _arrays(graph: CascadeGraph) -> tuple[tuple[npt.NDArray[np.generic], ...], ...]:
    laid = graph.layout
    return laid.up, laid.down, (*laid.market, graph.sold[laid.order], graph.weight[laid.order])


def _turns(
    graph: CascadeGraph, firms: npt.NDArray[np.int64], rules: CascadeRules
) -> npt.NDArray[np.int64]:
    """Firms that shake the network for about as long run side by side: no lane waits for another."""
    lengths = np.empty(firms.size)
    compiled("cascade").cascade_lengths(
        *_arrays(graph), graph.layout.place[firms], rules.eps, lengths
    )
    return np.argsort(-lengths, kind="stable")


def _failing(
    graph: CascadeGraph, firms: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.generic], ...]:
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


def _alone(firms: int, failing: np.int64) -> tuple[Reals, Reals, npt.NDArray[np.int64], Reals]:
    lost = np.zeros(firms)
    lost[failing] = 1.0
    return lost, lost, np.zeros(0, np.int64), np.zeros(0)


def _starts(sizes: Sequence[int]) -> npt.NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))).astype(np.int64)


def _joined(parts: Sequence[npt.NDArray[np.generic]], dtype: type) -> npt.NDArray[np.generic]:
    return np.concatenate([np.zeros(0, dtype), *parts]).astype(dtype)
