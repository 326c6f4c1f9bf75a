"""Engines on their worlds: the economy on an input-output table, the cascade on firms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kanmon.analysis.impact.engine import Engine
from kanmon.analysis.impact.engines.agents.engine import AgentsEngine
from kanmon.analysis.impact.engines.cascade.classes import input_classes
from kanmon.analysis.impact.engines.cascade.engine import CascadeEngine
from kanmon.analysis.impact.engines.cascade.graph import cascade_graph
from kanmon.analysis.impact.engines.economy.engine import EconomyEngine
from kanmon.analysis.impact.network import FirmNetwork
from kanmon.assessment.tables import world_table
from kanmon.provenance import Licence, Lineage, Origin
from kanmon.store.store import Store

OWN = Origin(
    "own_network",
    "the reader",
    "own network of firms",
    "",
    Licence("own", "the reader's own figures", redistribution=False),
)


def economy(store: Store | None, table: Path | None = None) -> tuple[Engine, Lineage]:
    """Make the economy engine on the newest input-output table.

    Args:
        store: looked in when no file is given.
        table: file with one.

    Returns:
        The engine and what its table rests on.

    Example:
        >>> economy(None)
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: economy engine: no input-output table. To mend: load one \
(`kanmon data add mrio PATH`), or name its file with --table.
    """
    made = world_table(store, table)
    return EconomyEngine(made), made.lineage


def cascade(
    network: FirmNetwork, classes: tuple[Sequence[str], Sequence[Sequence[int]]]
) -> tuple[Engine, Lineage]:
    """Make the cascade engine on the reader's own network.

    Args:
        network: links between firms.
        classes: names of the sectors, and how much each (row) is needed by each (column): 0, 1, 2.

    Returns:
        The engine and what its network rests on.

    Example:
        >>> from kanmon.analysis.impact.network import firm_network
        >>> cascade(firm_network([0], [1], [1.0], [0, 0]), (["0"], [[2]]))[0].name
        'cascade'
    """
    labels, matrix = classes
    graph = cascade_graph(network, input_classes(np.asarray(matrix), labels))
    return CascadeEngine(graph), Lineage((OWN,))


def agents(network: FirmNetwork) -> tuple[Engine, Lineage]:
    """Make the agents engine on the reader's own network.

    Args:
        network: links between firms.

    Returns:
        The engine and what its network rests on.

    Example:
        >>> from kanmon.analysis.impact.network import firm_network
        >>> agents(firm_network([0], [1], [1.0], [0, 0], final=[1.0, 1.0]))[0].name
        'agents'
    """
    return AgentsEngine(network), Lineage((OWN,))
