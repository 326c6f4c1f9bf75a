"""The cascade as its equations are written: the readable twin of the compiled kernel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.cascade.classes import ESSENTIAL, PARTIAL
from kanmon.analysis.impact.engines.cascade.graph import CascadeGraph
from kanmon.analysis.impact.engines.cascade.rules import CascadeRules, FirmShock

Reals = npt.NDArray[np.float64]

GONE = 1e-10
"""A market with no more than this left to sell counts as selling 1, as in the published program."""


@dataclass(frozen=True, slots=True)
class End:
    """Hold where one cascade ended: share each firm still makes, steps (-1: not settled).

    Example:
        >>> End(np.ones(1), np.ones(1), 0.0, 1).steps
        1
    """

    down: Reals
    up: Reals
    before: float
    steps: int


def run(graph: CascadeGraph, shock: FirmShock, rules: CascadeRules) -> End:
    """Run one shock, step by step.

    Args:
        graph: the prepared network.
        shock: what it takes away.
        rules: how losses spread and when they have settled.

    Returns:
        Where it ended.

    Source:
        Diem, Borsos, Reisch, Kertesz and Thurner (2022), Scientific Reports 12, 7719.

    Example:
        >>> from kanmon.analysis.impact.engines.cascade.classes import input_classes
        >>> from kanmon.analysis.impact.engines.cascade.graph import cascade_graph
        >>> from kanmon.analysis.impact.engines.cascade.rules import firm_shock
        >>> from kanmon.analysis.impact.network import firm_network
        >>> graph = cascade_graph(firm_network([0], [1], [1.0], [0, 1]),
        ...                       input_classes([[0, 2], [0, 0]], "01"))
        >>> run(graph, firm_shock(2, {1: 0.5}), CascadeRules()).up.tolist()
        [0.5, 0.5]
    """
    passes = np.ones(graph.network.amount.size)
    passes[shock.links] = shock.passes
    down, up = 1.0 - shock.down, 1.0 - shock.up
    index = _index(graph, down, up)
    before = index
    for step in range(1, rules.most_steps + 1):
        next_down = np.minimum(1.0 - shock.down, _inputs(graph, down, passes, rules))
        next_up = np.minimum(1.0 - shock.up, _sales(graph, up, passes))
        change = max((down - next_down).max(), (up - next_up).max())
        down, up = np.maximum(next_down, 0.0), np.maximum(next_up, 0.0)
        before, index = index, _index(graph, down, up)
        done = index <= before * (1.0 + rules.eps) if rules.stop == "ratio" else change <= rules.eps
        if done:
            return End(down, up, before, step)
    return End(down, up, before, -1)


def _index(graph: CascadeGraph, down: Reals, up: Reals) -> float:
    return float(graph.weight @ (1.0 - np.minimum(down, up)))


def _sales(graph: CascadeGraph, made: Reals, passes: Reals) -> Reals:
    """Output that customers still buy: 1 less the lost part of sales."""
    net = graph.network
    lost = graph.up_share * (1.0 - passes * made[net.client])
    kept: Reals = np.ones(net.firms) - np.bincount(net.supplier, lost, net.firms)
    return kept


def _inputs(graph: CascadeGraph, made: Reals, passes: Reals, rules: CascadeRules) -> Reals:
    """Output that inputs still allow: the worst essential sector, or the non-essential sum."""
    net = graph.network
    lost = graph.down_share * (1.0 - passes * made[net.supplier])
    if rules.replaceable:
        still = np.bincount(graph.market, graph.sold * made)
        still[still <= GONE] = 1.0
        kept = np.minimum(1.0, graph.sold / still[graph.market])
        lost *= kept[net.supplier]
    partial = graph.link_class == PARTIAL
    linear = 1.0 - np.bincount(net.client[partial], lost[partial], net.firms)
    needed = graph.link_class == ESSENTIAL
    key = net.client[needed].astype(np.int64) * len(net.sectors) + net.sector[net.supplier[needed]]
    groups, group = np.unique(key, return_inverse=True)
    worst = np.ones(net.firms)
    if groups.size:
        np.minimum.at(worst, groups // len(net.sectors), 1.0 - np.bincount(group, lost[needed]))
    allowed: Reals = np.minimum(worst, linear)
    return allowed
