"""What both the compiled kernel and its twin hand back, and how each is asked."""

from __future__ import annotations

from collections.abc import Sequence
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
Arrays = tuple[npt.NDArray[np.generic], ...]


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


def engine_named(name: str) -> str:
    """Check the name of an engine.

    Args:
        name: ``native`` or ``numpy``.

    Returns:
        The name.

    Raises:
        DataError: there is no such engine.

    Example:
        >>> engine_named("numpy")
        'numpy'
    """
    if name not in ("native", "numpy"):
        raise DataError(f"engine {name!r}", remedy="use 'native' or 'numpy'")
    return name


def arrays(graph: CascadeGraph) -> tuple[Arrays, Arrays, Arrays]:
    """Give a graph's arrays as the kernel takes them.

    Args:
        graph: the prepared network.

    Returns:
        Links up, links down, markets and firms.

    Example:
        >>> from kanmon.analysis.impact.engines.cascade.classes import input_classes
        >>> from kanmon.analysis.impact.engines.cascade.graph import cascade_graph
        >>> from kanmon.analysis.impact.network import firm_network
        >>> graph = cascade_graph(firm_network([0], [1], [1.0], [0, 1]),
        ...                       input_classes([[0, 2], [0, 0]], "01"))
        >>> len(arrays(graph))
        3
    """
    laid = graph.layout
    return laid.up, laid.down, (*laid.market, graph.sold[laid.order], graph.weight[laid.order])


def by_kernel(
    graph: CascadeGraph,
    packed: Arrays,
    rules: CascadeRules,
    threads: int,
    states: tuple[Reals, Reals] | None,
) -> Losses:
    """Run packed shocks through the compiled kernel.

    Args:
        graph: the prepared network.
        packed: starts, firms and shares lost, then starts, places and shares of cut links.
        rules: how losses spread and when they have settled.
        threads: shared out between batches of eight.
        states: float64[k, n] twice, filled with shares lost in the kernel's order of firms.

    Returns:
        The losses of each shock; steps are -1 where it has not settled.

    Example:
        >>> from kanmon.analysis.impact.engines.cascade.classes import input_classes
        >>> from kanmon.analysis.impact.engines.cascade.graph import cascade_graph
        >>> from kanmon.analysis.impact.network import firm_network
        >>> graph = cascade_graph(firm_network([0], [1], [1.0], [0, 1]),
        ...                       input_classes([[0, 2], [0, 0]], "01"))
        >>> starts, none = np.array([0, 0]), np.zeros(0, np.int64)
        >>> packed = starts, none.astype(np.int32), none * 1.0, none * 1.0
        >>> packed += starts, none, none, none * 1.0
        >>> by_kernel(graph, packed, CascadeRules(), 1, None).joint.tolist()
        [0.0]
    """
    count = packed[0].size - 1
    totals, steps = np.empty((count, 4)), np.empty(count, np.int32)
    compiled("cascade").cascade(
        *arrays(graph),
        packed,
        (rules.eps, rules.most_steps, rules.replaceable, rules.stop == "ratio"),
        max(1, threads),
        (totals, steps, *(states or (np.empty(0), np.empty(0)))),
    )
    # Weights sum to one but for rounding; so do the losses of a network lost whole.
    joint, down, up, before = np.minimum(totals.T, 1.0)
    return Losses(joint, down, up, before, steps)


def by_twin(
    graph: CascadeGraph, shocks: Sequence[FirmShock], rules: CascadeRules
) -> tuple[Losses, Reals, Reals]:
    """Run shocks through the twin, one after the other.

    Args:
        graph: the prepared network.
        shocks: what each takes away.
        rules: how losses spread and when they have settled.

    Returns:
        The losses of each shock, and the shares each firm still makes, both ways.

    Example:
        >>> from kanmon.analysis.impact.engines.cascade.classes import input_classes
        >>> from kanmon.analysis.impact.engines.cascade.graph import cascade_graph
        >>> from kanmon.analysis.impact.engines.cascade.rules import firm_shock
        >>> from kanmon.analysis.impact.network import firm_network
        >>> graph = cascade_graph(firm_network([0], [1], [1.0], [0, 1]),
        ...                       input_classes([[0, 2], [0, 0]], "01"))
        >>> by_twin(graph, [firm_shock(2, {0: 1.0})], CascadeRules())[1].tolist()
        [[0.0, 0.0]]
    """
    ends = [twin.run(graph, shock, rules) for shock in shocks]
    n = graph.network.firms
    down = np.array([end.down for end in ends]).reshape(-1, n)
    up = np.array([end.up for end in ends]).reshape(-1, n)
    lost = (1.0 - np.minimum(down, up), 1.0 - down, 1.0 - up)
    joint, of_down, of_up = (np.minimum(one @ graph.weight, 1.0) for one in lost)
    before = np.array([end.before for end in ends], dtype=np.float64)
    steps = np.array([end.steps for end in ends], dtype=np.int32)
    return Losses(joint, of_down, of_up, before, steps), down, up


def need_settled(steps: Whole, ids: npt.NDArray[np.int64], rules: CascadeRules, what: str) -> None:
    """Refuse figures of a cascade that has not ended.

    Args:
        steps: of each cascade, -1 where it has not ended.
        ids: what each is called.
        rules: that it ran by.
        what: kind of thing the ids number.

    Raises:
        DataError: one has not ended.

    Example:
        >>> need_settled(np.ones(1, np.int32), np.zeros(1, np.int64), CascadeRules(), "firm")
    """
    stuck = np.flatnonzero(steps < 0)
    if stuck.size:
        raise DataError(
            f"{what} {ids[stuck[0]]} has not settled after {rules.most_steps} steps "
            f"(and {stuck.size - 1} more)",
            where="cascade",
            remedy="allow more steps or a larger eps; with replaceable supply losses may swing",
        )
