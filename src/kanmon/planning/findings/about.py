"""What every finding of a plan carries: party, good, date, sources, and the plan's own figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from kanmon.analysis.finding import Caveat, Figure, Finding, Method, Value
from kanmon.analysis.plan.programme.arrays import FloatArray
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.limits import Aim
from kanmon.analysis.plan.programme.plan import Solution
from kanmon.planning.asked import Asked
from kanmon.planning.supply import Room
from kanmon.provenance import Lineage

TEXT, NUMBER, WHOLE, FLAG = pa.string(), pa.float64(), pa.int64(), pa.bool_()
DAYS = 365.0


@dataclass(frozen=True, slots=True, eq=False)
class About:
    """Hold a solved plan and whom and what it is for.

    Example:
        >>> About.__slots__[:3]
        ('party', 'asked', 'good')
    """

    party: str
    asked: Asked
    good: Good
    aim: Aim
    room: Room
    solution: Solution
    lineage: Lineage

    @property
    def years(self) -> range:
        """Calendar years of the plan."""
        return range(self.asked.first_year, self.asked.first_year + self.asked.years)

    @property
    def last(self) -> FloatArray:
        """Shares in the plan's last year, [S]."""
        shares: FloatArray = self.solution.plan.shares[-1]
        return shares

    def hhi(self, shares: FloatArray) -> float:
        """Sum squared shares of economies."""
        return hhi(np.array(list(self.room.by_economy(shares).values())))

    def figure(self, value: Value, unit: str, missing: str = "") -> Figure:
        """Give a figure of the plan."""
        sources = tuple(o.source for o in self.lineage.origins)
        return Figure(value, unit, self.asked.day.isoformat(), sources, missing)

    def finding(
        self,
        kind: str,
        rows: Sequence[Mapping[str, Any]],
        columns: Mapping[str, tuple[pa.DataType, str]],
        method: Method,
        figures: Mapping[str, Figure],
        caveats: Sequence[Caveat] = (),
    ) -> Finding:
        """Put rows into a finding of the plan."""
        schema = pa.schema([(name, kept) for name, (kept, _) in columns.items()])
        return Finding(
            kind,
            self.asked.good,
            self.party,
            self.asked.day.isoformat(),
            pa.Table.from_pylist([dict(row) for row in rows], schema=schema),
            {name: unit for name, (_, unit) in columns.items()},
            figures,
            method,
            self.lineage.then("plan", f"{self.asked.years} years from {self.asked.first_year}"),
            tuple(caveats),
        )


def hhi(shares: FloatArray) -> float:
    """Sum squared shares.

    Args:
        shares: float64[S], any total.

    Returns:
        Herfindahl-Hirschman index, 0 to 1.

    Source:
        Herfindahl (1950).

    Example:
        >>> hhi(np.array([2.0, 2.0]))
        0.5
    """
    total = float(shares.sum())
    return float(((shares / total) ** 2).sum()) if total > 0.0 else 0.0


def upstream_hhi(shares: FloatArray, groups: Sequence[int]) -> float:
    """Sum squared shares of upstream sources: suppliers of one source are one.

    Args:
        shares: float64[S].
        groups: number of each supplier's source; below zero where none is known.

    Returns:
        Herfindahl-Hirschman index of sources, 0 to 1.

    Example:
        >>> upstream_hhi(np.array([0.5, 0.25, 0.25]), [0, 0, 1])
        0.625
    """
    at = np.asarray(groups)
    # Whose source is not known is a source of its own.
    alone = at.max(initial=0) + 1 + np.arange(len(at))
    return hhi(np.bincount(np.where(at < 0, alone, at), shares).astype(np.float64))
