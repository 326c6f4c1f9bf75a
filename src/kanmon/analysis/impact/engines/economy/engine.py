"""The economy engine: scenarios in, daily output of every industry of every economy out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from kanmon.analysis.impact.engines.economy.course import Course, course
from kanmon.analysis.impact.engines.economy.goods import Bridge, check_bridge
from kanmon.analysis.impact.engines.economy.rules import EconomyRules
from kanmon.analysis.impact.engines.economy.stepper import Run, Stepper
from kanmon.analysis.impact.engines.economy.table import EconomyTable
from kanmon.analysis.impact.engines.economy.twin import run_twin
from kanmon.analysis.impact.engines.economy.works import Works, works
from kanmon.analysis.impact.outcome import Binding, Node, Outcome
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.errors import KanmonError, ScenarioError


@dataclass(frozen=True)
class EconomyEngine:
    """Run scenarios on an input-output table.

    ``bridge`` says which industries hold a good, and which share of their deliveries it makes
    up; ``industry:CODE`` needs no bridge. ``engine`` is ``native`` or, by name, the readable
    ``numpy`` twin. Monotone is not promised: a larger cut can lower the losses of the makers
    whose rivals are cut, and orders move with capacity.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.engines.economy.table import economy_table
        >>> table = economy_table(("AAA", "BBB"), ("x",), [[1, 2], [3, 4]], [[5, 0], [0, 5]],
        ...                       unit="MUSD 2011")
        >>> quiet = Scenario("q", "Q", dt.date(2027, 1, 1), 5)
        >>> EconomyEngine(table).run([quiet])[0].unit
        'MUSD 2011 a day'
    """

    table: EconomyTable
    rules: EconomyRules = field(default_factory=EconomyRules)
    bridge: Bridge = field(default_factory=dict)
    engine: str = "native"
    _ready: Works = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.engine not in ("native", "numpy"):
            raise KanmonError(
                f"engine {self.engine!r}", where="economy engine", remedy="use native or numpy"
            )
        check_bridge(self.bridge, self.table.industries)
        object.__setattr__(self, "_ready", works(self.table, self.rules))

    @property
    def name(self) -> str:
        """Name of the engine."""
        return "economy"

    @property
    def speaks(self) -> frozenset[str]:
        """Classes of shock and response it expresses; a ``Rerouting`` only without ``sources``."""
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
            }
        )

    @property
    def promises(self) -> frozenset[str]:
        """Properties the conformance suite holds it to."""
        return frozenset({"relabel"})

    def run(self, scenarios: Sequence[Scenario], *, threads: int = 1) -> tuple[Outcome, ...]:
        """Run scenarios without uncertain amounts; one outcome each, in order."""
        if threads < 1:
            raise ScenarioError(f"{threads} threads", remedy="ask for one or more")
        courses = [course(scenario, self._ready, self.bridge) for scenario in scenarios]
        if not courses:
            return ()
        if self.engine == "numpy":
            runs = tuple(run_twin(self._ready, one) for one in courses)
        else:
            runs = Stepper(self._ready).run(courses, threads=threads)
        return tuple(self._outcome(one, run) for one, run in zip(courses, runs, strict=True))

    def _outcome(self, one: Course, run: Run) -> Outcome:
        table = self.table
        added = np.divide(
            table.added, table.output, out=np.full(table.size, np.nan), where=table.output > 0.0
        )
        return Outcome(
            engine=self.name,
            nodes=tuple(Node(e, i) for e in table.economies for i in table.industries),
            unit=f"{table.unit} a day",
            base=self._ready.output,
            output=run.made.T,
            left_out=one.left_out,
            unmet=run.unmet.T,
            added=added,
            bindings=self._bindings(one, run),
            residual=run.residual,
            extra={f"not in the table: {code}": 1.0 for code in one.absent},
        )

    def _bindings(self, one: Course, run: Run) -> tuple[Binding, ...]:
        """Inputs that held someone back, largest loss first."""
        table, base = self.table, self._ready.output
        count = len(table.industries)
        found = []
        short = 1.0 - np.divide(
            run.made.mean(axis=0), base, out=np.ones(table.size), where=base > 0.0
        )
        stopped = {
            (int(p), int(o), int(d)): float(1.0 - one.passes[one.phase, number].mean())
            for number, (p, o, d) in enumerate(one.cut)
        }
        for node, industry in np.argwhere(run.bound > 0):
            buyer = int(node) // count
            lacks = [
                table.sales[seller * count + industry, node]
                * (
                    1.0
                    - (1.0 - stopped.get((int(industry), seller, buyer), 0.0))
                    * min(1.0, 1.0 - float(short[seller * count + industry]))
                )
                for seller in range(len(table.economies))
            ]
            worst = int(np.argmax(lacks))
            found.append(
                Binding(
                    Node(table.economies[buyer], table.industries[int(node) % count]),
                    table.industries[int(industry)],
                    table.economies[worst] if lacks[worst] > 0.0 else "",
                    int(run.bound[node, industry]),
                    float(run.lost[node, industry] / base[node]) if base[node] > 0.0 else 0.0,
                )
            )
        return tuple(sorted(found, key=lambda b: -b.lost))
