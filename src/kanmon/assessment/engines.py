"""Engines on their worlds: product chain, input-output table, the reader's own firms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from kanmon.analysis.finding import Caveat
from kanmon.analysis.impact.engine import Engine
from kanmon.analysis.impact.engines.agents.engine import AgentsEngine
from kanmon.analysis.impact.engines.cascade.classes import input_classes
from kanmon.analysis.impact.engines.cascade.engine import CascadeEngine
from kanmon.analysis.impact.engines.cascade.graph import cascade_graph
from kanmon.analysis.impact.engines.chain.build import ChainData, chain_world
from kanmon.analysis.impact.engines.chain.engine import ChainEngine
from kanmon.analysis.impact.engines.economy.engine import EconomyEngine
from kanmon.analysis.impact.network import FirmNetwork
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import Restriction
from kanmon.assessment.bridge import bridged
from kanmon.assessment.tables import world_table
from kanmon.catalogue.links import reach
from kanmon.catalogue.load import goods
from kanmon.catalogue.load import links as all_links
from kanmon.codes.blocs import party as party_members
from kanmon.errors import ScenarioError
from kanmon.picture.build import Supply, build_picture
from kanmon.provenance import Licence, Lineage, Origin
from kanmon.reference.pack import pack
from kanmon.store.store import Store

OWN = Origin(
    "own_network",
    "the reader",
    "own network of firms",
    "",
    Licence("own", "the reader's own figures", redistribution=False),
)


def chain(
    party: str,
    wanted: Sequence[str],
    *,
    store: Store | None = None,
    year: int | None = None,
    users: Sequence[str] = (),
    arithmetic: str = "native",
) -> tuple[ChainEngine, Lineage]:
    """Make the chain engine on all that is known of some goods and what is made of them.

    Args:
        party: economy or bloc the chain is seen from.
        wanted: ids of goods, or ``industry:CODE`` (which the chain does not know).
        store: the reader's own figures; the reference pack fills what it lacks.
        year: calendar year of the figures; the newest when not given.
        users: economies and blocs taken to use goods without trade figures (see `struck`).
        arithmetic: ``native``, or ``numpy`` for the readable twin.

    Returns:
        The engine (``world.assumptions`` are its caveats) and what its world rests on.

    Raises:
        ScenarioError: no good of the catalogue is named.

    Example:
        >>> chain("JPN", ["gallium_metal"])[0].name
        'chain'
    """
    named = [one for one in dict.fromkeys(wanted) if not one.startswith("industry:")]
    if not named:
        raise ScenarioError(
            "no good of the catalogue in the scenario",
            where="chain engine",
            remedy="name goods (see `kanmon goods`), or use --engine economy for industries",
        )
    links = all_links()
    near = set(named)
    for good in named:
        near |= set(reach(links, good, "input", "output"))
        near |= set(reach(links, good, "output", "input"))
    picture = build_picture(
        party, [goods()[g] for g in sorted(near)], Supply(store, pack()), year=year
    )
    on = {one for name in users for one in party_members(name, picture.year)}
    world = chain_world(picture, named, ChainData(users=tuple(sorted(on))))
    lineage = Lineage().join(
        *(picture.lineage("flows", g) for g in world.goods), picture.lineage("production")
    )
    return ChainEngine(world, engine=arithmetic), lineage


def struck(scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """Name whom the restrictions of some scenarios are laid on.

    Args:
        scenarios: run on one world.

    Returns:
        Economies and blocs; none where a restriction strikes everyone.

    Example:
        >>> from kanmon.analysis.impact.scenario.library import library
        >>> struck([library()["gallium_germanium_us_ban_2024"]])
        ('USA',)
    """
    named = [
        party
        for one in scenarios
        for shock in one.shocks
        if isinstance(shock, Restriction)
        for party in shock.on
    ]
    return tuple(party for party in dict.fromkeys(named) if party != "WLD")


def year_before(scenarios: Sequence[Scenario]) -> int | None:
    """Give the year whose figures a scenario should start from: the last whole one before it.

    Args:
        scenarios: run on one world; the earliest counts.

    Returns:
        The year; None when it lies in no past year of the reference pack, and the newest is
        taken.

    Example:
        >>> import datetime as dt
        >>> year_before([Scenario("s", "S", dt.date(2014, 1, 12), 5)])
        2013
    """
    first = min(one.start.year for one in scenarios) - 1
    years = pack().table("good_flows").column("year")
    return first if pc.min(years).as_py() <= first <= pc.max(years).as_py() else None


def economy(
    store: Store | None,
    table: Path | None = None,
    scenarios: Sequence[Scenario] = (),
) -> tuple[EconomyEngine, Lineage, tuple[Caveat, ...]]:
    """Make the economy engine on an input-output table, with the parts its goods make up.

    Args:
        store: looked in for the table when no file is given, and for trade.
        table: file with one.
        scenarios: that will run on it; see ``bridged``.

    Returns:
        The engine, what its table rests on, and what is to be told of its parts.

    Raises:
        DataError: there is no table.
        ScenarioError: no good of the scenarios can be measured.

    Example:
        >>> economy(None)
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: economy engine: no input-output table. To mend: load one \
(`kanmon data add mrio PATH`), or name its file with --table.
    """
    made = world_table(store, table)
    found = bridged(scenarios, made, Supply(store, pack()))
    lineage = made.lineage
    if found.bridge:
        lineage = lineage.join(pack().lineages["good_flows"])
    return EconomyEngine(made, bridge=found.bridge), lineage, found.caveats


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
