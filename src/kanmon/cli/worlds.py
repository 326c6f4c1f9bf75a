"""The engine a command asks for, on the files it names."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from kanmon.analysis.impact.engine import Engine
from kanmon.assessment import engines
from kanmon.cli.firms import Firms, read_firms, read_matrix
from kanmon.errors import DataError
from kanmon.provenance import Lineage


class EngineName(StrEnum):
    """Which model runs the scenario.

    Example:
        >>> EngineName("chain").value
        'chain'
    """

    chain = "chain"
    economy = "economy"
    agents = "agents"
    cascade = "cascade"


def firms_engine(engine: EngineName, files: tuple[Path | None, ...]) -> tuple[Engine, Lineage]:
    """Make the agents or the cascade engine on the files of a network."""
    links, firms, classes = files
    network = network_of(links, firms).network
    if engine is EngineName.agents:
        return engines.agents(network)
    return engines.cascade(network, matrix_of(classes))


def matrix_of(classes: Path | None) -> tuple[tuple[str, ...], list[list[int]]]:
    """Read how much each sector needs each other; it must be given."""
    if classes is None:
        raise DataError(
            "no --classes",
            where="kanmon impact",
            remedy="give a square table that says how much each sector needs each other",
        )
    return read_matrix(classes)


def network_of(links: Path | None, firms: Path | None) -> Firms:
    """Read a network of firms; both files must be given."""
    if links is None or firms is None:
        raise DataError(
            "no --links or no --firms",
            where="kanmon impact",
            remedy="give your network: --links (supplier, client, amount) and --firms "
            "(firm, sector)",
        )
    return read_firms(links, firms)
