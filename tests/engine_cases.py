"""One case an engine: how it is made small, a shock it feels, and what it can do."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from chain_worlds import metal_world
from kanmon.analysis.impact.engine import Engine
from kanmon.analysis.impact.network import FirmNetwork, firm_network
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import Restriction
from toy_engine import METAL, NODES, ToyEngine, ban


@dataclass(frozen=True)
class EngineCase:
    """Describe an engine to the conformance suite.

    ``make`` builds it with a kernel (``numpy`` or ``native``); ``shuffled`` builds the same
    world with its nodes in another order, for engines that promise ``relabel``. ``shock`` is a
    settled scenario that costs output, its first shock one that has a ``cut`` or ``share``.
    ``steady`` is the relative change allowed on a day without any shock: machine precision.
    ``static`` engines know no days: their outcome has one column.
    """

    name: str
    make: Callable[[str], Engine]
    shock: Scenario
    kernels: tuple[str, ...] = ("numpy",)
    shuffled: Callable[[], Engine] | None = None
    steady: float = 4e-15
    static: bool = False

    def at(self, strength: float) -> Scenario:
        """Give the shock scenario with its first shock at some strength."""
        return self.with_first(**{self.amount: strength})

    def with_first(self, **changes: Any) -> Scenario:
        """Give the shock scenario with its first shock changed."""
        first, *rest = self.shock.shocks
        changed: Any = dataclasses.replace(first, **changes)
        return dataclasses.replace(self.shock, shocks=(changed, *rest))

    @property
    def amount(self) -> str:
        """Name of the first shock's strength."""
        return "cut" if isinstance(self.shock.shocks[0], Restriction) else "share"

    @property
    def parties(self) -> str:
        """Name of the first shock's origins."""
        return "by" if isinstance(self.shock.shocks[0], Restriction) else "economies"


def toy() -> EngineCase:
    """The reference engine the suite itself is tried on."""
    return EngineCase(
        "toy", lambda _kernel: ToyEngine(), ban(), shuffled=lambda: ToyEngine(NODES[::-1])
    )


def economy() -> EngineCase:
    """Three economies with three industries each; China cuts its metal."""
    from kanmon.analysis.impact.engines.economy.engine import EconomyEngine
    from kanmon.analysis.impact.engines.economy.rules import EconomyRules
    from kanmon.analysis.impact.engines.economy.table import economy_table

    economies, industries = ("CHN", "JPN", "USA"), ("metal", "chips", "services")
    rng = np.random.default_rng(20270101)
    sales = rng.uniform(1.0, 9.0, (3, 3, 3, 3))
    final = rng.uniform(20.0, 90.0, (3, 3, 3))

    def make(kernel: str, turn: int = 1) -> Engine:
        sold = sales[::turn, ::turn, ::turn, ::turn].reshape(9, 9)
        used = final[::turn, ::turn, ::turn].reshape(9, 3)
        table = economy_table(economies[::turn], industries[::turn], sold, used, unit="MUSD 2027")
        rules = EconomyRules(inventory_days=5.0, restore_days=10.0)
        return EconomyEngine(table, rules, {METAL: (("metal", 1.0),)}, engine=kernel)

    return EngineCase(
        "economy",
        make,
        ban(days=40),
        kernels=("numpy", "native"),
        shuffled=lambda: make("numpy", -1),
    )


def cascade() -> EngineCase:
    """Forty firms in four sectors and three economies, settled to a fixed point."""
    from kanmon.analysis.impact.engines.cascade.classes import input_classes
    from kanmon.analysis.impact.engines.cascade.engine import CascadeEngine
    from kanmon.analysis.impact.engines.cascade.graph import cascade_graph
    from kanmon.analysis.impact.engines.cascade.rules import CascadeRules

    sectors = ("metal", "chips", "machines", "services")
    classes = input_classes([[1, 2, 1, 0], [0, 1, 2, 1], [1, 1, 1, 0], [1, 1, 0, 1]], sectors)

    def make(_kernel: str, turn: int = 1) -> Engine:
        net = firms(sectors, turn)
        # With sales to final demand counted, a lost customer is not the loss of everything.
        graph = cascade_graph(net, classes, revenue=net.out_strength + net.final)
        return CascadeEngine(graph, {METAL: ("metal",)}, CascadeRules.settled(replaceable=False))

    return EngineCase(
        "cascade",
        make,
        ban(),
        kernels=("native",),
        shuffled=lambda: make("native", -1),
        static=True,
    )


def firms(sectors: tuple[str, ...], turn: int) -> FirmNetwork:
    """Draw a network of forty firms; ``turn`` -1 numbers firms, sectors, economies backwards."""
    economies, count = ("CHN", "JPN", "USA"), 40
    rng = np.random.default_rng(5)
    seller, buyer = rng.integers(0, count, (2, 200))
    sector = np.arange(count) % len(sectors)
    place = np.arange(count) // len(sectors) % len(economies)
    final = rng.uniform(1.0, 9.0, count)
    amount = rng.uniform(0.1, 9.0, 200)
    if turn < 0:
        seller, buyer = count - 1 - seller, count - 1 - buyer
        sector, place = len(sectors) - 1 - sector[::-1], len(economies) - 1 - place[::-1]
    return firm_network(
        seller, buyer, amount, sector, final=final[::turn],
        economy=(place, economies[::turn]), sectors=sectors[::turn],
    )  # fmt: skip


def agents() -> EngineCase:
    """The same forty firms, day by day."""
    from kanmon.analysis.impact.engines.agents.engine import AgentsEngine

    sectors = ("metal", "chips", "machines", "services")

    def make(kernel: str, turn: int = 1) -> Engine:
        return AgentsEngine(firms(sectors, turn), goods={METAL: "metal"}, engine=kernel)

    return EngineCase(
        "agents",
        make,
        ban(days=40),
        kernels=("numpy", "native"),
        shuffled=lambda: make("numpy", -1),
    )


def chain() -> EngineCase:
    """Metal to chips to phones in three economies, with stocks of a few days."""
    from kanmon.analysis.impact.engines.chain.assemble import Timing
    from kanmon.analysis.impact.engines.chain.engine import ChainEngine

    def make(kernel: str) -> Engine:
        return ChainEngine(metal_world(Timing(3.0, 2.0, 1.0), Timing(2.0, 1.0, 1.0)), engine=kernel)

    return EngineCase("chain", make, ban(days=40), kernels=("numpy", "native"))


CASES: tuple[EngineCase, ...] = (toy(), economy(), cascade(), agents(), chain())
