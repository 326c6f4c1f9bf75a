"""The systemic risk of firms as work to sweep, in a module other processes can import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.cascade.graph import CascadeGraph
from kanmon.analysis.impact.engines.cascade.risk import systemic_risk


@dataclass(frozen=True)
class FirmRisk:
    """The systemic risk of firms first to last."""

    graph: CascadeGraph
    engine: str

    def __call__(self, first: int, last: int) -> dict[str, npt.NDArray[Any]]:
        found = systemic_risk(self.graph, np.arange(first, last), engine=self.engine)
        return {"esri": found.esri, "up": found.upstream, "steps": found.steps}
