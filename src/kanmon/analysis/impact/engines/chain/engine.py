"""The chain engine: scenarios in, daily output of every maker of every good out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from kanmon.analysis.impact.engines.chain.course import Course, Run
from kanmon.analysis.impact.engines.chain.plan import plan
from kanmon.analysis.impact.engines.chain.rules import ChainRules, Turns, turns
from kanmon.analysis.impact.engines.chain.stepper import run_courses
from kanmon.analysis.impact.engines.chain.twin import run_twin
from kanmon.analysis.impact.engines.chain.world import ChainWorld
from kanmon.analysis.impact.outcome import Binding, Node, Outcome
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.errors import KanmonError, ScenarioError


@dataclass(frozen=True)
class ChainEngine:
    """Run scenarios on the supply graph of the catalogue's goods.

    ``engine`` is ``native`` or, by name, the readable ``numpy`` twin. Output and unmet use are
    in each good's own unit a day (see ``world.units``): never add goods up. With proportional
    rationing, without responses, a larger cut never costs less.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.engines.chain.assemble import Supply, assemble
        >>> world = assemble([Supply("x", "JPN", {"JPN": 1.0})], [])
        >>> quiet = Scenario("q", "Q", dt.date(2027, 1, 1), 5)
        >>> ChainEngine(world, engine="numpy").run([quiet])[0].output.tolist()
        [[1.0, 1.0, 1.0, 1.0, 1.0]]
    """

    world: ChainWorld
    rules: ChainRules = field(default_factory=ChainRules)
    engine: str = "native"
    _turns: Turns = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.engine not in ("native", "numpy"):
            raise KanmonError(
                f"engine {self.engine!r}", where="chain engine", remedy="use native or numpy"
            )
        object.__setattr__(self, "_turns", turns(self.world, self.rules))

    @property
    def name(self) -> str:
        """Name of the engine."""
        return "chain"

    @property
    def speaks(self) -> frozenset[str]:
        """Classes of shock and response it expresses.

        Sharing and new capacity need quantities: of goods known as an index only they are
        named in ``left_out``.
        """
        return frozenset(
            {
                "Restriction",
                "CapacityLoss",
                "DemandChange",
                "StockRelease",
                "Substitution",
                "Rerouting",
                "DemandSaving",
                "NewCapacity",
                "AlliedSharing",
            }
        )

    @property
    def promises(self) -> frozenset[str]:
        """Properties the conformance suite holds it to."""
        return frozenset({"monotone"} if self.rules.rationing == "proportional" else ())

    def run(self, scenarios: Sequence[Scenario], *, threads: int = 1) -> tuple[Outcome, ...]:
        """Run scenarios without uncertain amounts; one outcome each, in order."""
        if threads < 1:
            raise ScenarioError(f"{threads} threads", remedy="ask for one or more")
        courses = [plan(scenario, self.world) for scenario in scenarios]
        if self.engine == "numpy":
            runs = tuple(run_twin(self.world, self._turns, one) for one in courses)
        else:
            runs = run_courses(self.world, self._turns, courses, threads=threads)
        return tuple(self._outcome(one, run) for one, run in zip(courses, runs, strict=True))

    def _outcome(self, course: Course, run: Run) -> Outcome:
        world = self.world
        return Outcome(
            engine=self.name,
            nodes=tuple(Node(*world.node(n)) for n in range(world.nodes)),
            unit="each good's own unit a day",
            base=world.base,
            output=run.made.T * world.base[:, None],
            left_out=course.left_out,
            unmet=run.unmet.T * world.use[:, None],
            bindings=self._bindings(run),
            residual=run.residual,
            extra={f"not in the chain: {what}": 1.0 for what in course.absent},
        )

    def _bindings(self, run: Run) -> tuple[Binding, ...]:
        """Inputs that held someone back, largest loss first."""
        world = self.world
        begins = np.searchsorted(world.to, np.arange(world.nodes + 1))
        found = []
        for slot in np.flatnonzero(run.bound > 0).tolist():
            feeds = int(world.input[slot])
            edges = slice(int(begins[feeds]), int(begins[feeds + 1]))
            lacks = run.missing[edges]
            worst = int(np.argmax(lacks)) if len(lacks) else 0
            supplier = (
                world.economies[world.economy[world.origin[edges][worst]]]
                if len(lacks) and lacks[worst] > 0.0
                else ""
            )
            found.append(
                Binding(
                    Node(*world.node(int(world.maker[slot]))),
                    world.goods[world.good[feeds]],
                    supplier,
                    int(run.bound[slot]),
                    float(run.lost[slot]),
                )
            )
        return tuple(sorted(found, key=lambda b: (-b.lost, b.node.product, b.node.economy)))
