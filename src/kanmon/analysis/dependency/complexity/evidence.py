"""What a reader may know of candidate suppliers beyond the trade figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kanmon.analysis.dependency.complexity.matrix import ExportMatrix
from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold what else is known of candidates; whatever is not given is left out of the score.

    ``before`` is an earlier year of the same products (for growth), ``need`` the party's imports
    of the good in the matrix's unit (for cover), ``imports`` those of each economy (a re-exporter
    sells on what it buys; zero must be said), ``distance`` km from each economy to the party,
    ``tiers`` the reader's own trust tier of each economy and ``trust`` the weight of each tier in
    [0, 1]. ``begun`` is the advantage from which an economy counts as having begun, ``floor`` the
    exports below which none is counted, in the matrix's unit.

    Example:
        >>> Evidence(distance={"AUS": 7800.0}).begun
        0.5
    """

    before: ExportMatrix | None = None
    need: float | None = None
    imports: Mapping[str, float] | None = None
    distance: Mapping[str, float] | None = None
    tiers: Mapping[str, str] | None = None
    trust: Mapping[str, float] | None = None
    begun: float = 0.5
    floor: float = 0.0

    def __post_init__(self) -> None:
        wrong = []
        if (self.tiers is None) != (self.trust is None):
            wrong.append("tiers without weights, or weights without tiers")
        if self.trust and not all(0 <= w <= 1 for w in self.trust.values()):
            wrong.append("a trust weight outside 0 to 1")
        if self.distance and not all(0 < d < np.inf for d in self.distance.values()):
            wrong.append("a distance that is not above zero")
        if self.need is not None and not 0 < self.need < np.inf:
            wrong.append("a need that is not above zero")
        if self.imports and not all(0 <= v < np.inf for v in self.imports.values()):
            wrong.append("imports below zero or missing")
        if wrong:
            raise DataError("; ".join(wrong), where="evidence", remedy="mend or leave it out")
