"""The toy engine with one fault at a time, to see that the conformance suite finds each."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np

from kanmon.analysis.impact.outcome import Outcome
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.settle import settled
from kanmon.errors import KanmonError
from toy_engine import ToyEngine


@dataclasses.dataclass(frozen=True)
class Faulty(ToyEngine):
    """The toy with one fault."""

    fault: str = ""

    def run(self, scenarios: Sequence[Scenario], *, threads: int = 1) -> tuple[Outcome, ...]:
        """Run with the fault."""
        given = list(scenarios)
        if self.fault == "settles":
            given = [settled(one) for one in given]
        if self.fault == "deaf":
            given = [dataclasses.replace(one, shocks=()) for one in given]
        if self.fault == "lenient":
            given = [self._known(one) for one in given]
        if self.fault == "silent":
            return tuple(dataclasses.replace(o, left_out=()) for o in super().run(given))
        found = super().run(given)
        if self.fault == "reversed":
            return found[::-1]
        return tuple(self._bent(o, len(given), threads) for o in found)

    def _known(self, scenario: Scenario) -> Scenario:
        try:
            self._check(scenario)
        except KanmonError:
            return dataclasses.replace(scenario, shocks=())
        return scenario

    def _bent(self, o: Outcome, lanes: int, threads: int) -> Outcome:
        changes: dict[str, dict[str, Any]] = {
            "drifts": {"output": o.output * (1.0 + 1e-9 * np.arange(o.output.shape[1]))},
            "negative": {"output": o.output - 3.0 * o.lost},
            "missing": {"output": np.where(o.lost > 0.0, np.nan, o.output)},
            "leaks": {"residual": 1e-6},
            "lanes": {"output": o.output * (1.0 + 1e-15 * (lanes > 1)) + 1e-15 * lanes},
            "threads": {"output": o.output + 1e-15 * threads},
            "first wins": {"output": o.output - np.where(o.lost > 0.0, 1e-3, 0.0)
                           * (np.arange(len(o.nodes)) + 1.0)[:, None]},
            "perverse": {"output": np.where(o.lost > 0.0, o.base[:, None] * 0.2 + o.lost * 0.5,
                                            o.output)},
        }  # fmt: skip
        return dataclasses.replace(o, **changes.get(self.fault, {}))
