"""What has been read from one edition's files so far: rows by table, and what was done to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from kanmon.sources.source import Issue

Row = dict[str, Any]


@dataclass(slots=True)
class Gathered:
    """Collect rows of each table while the files of an edition are read.

    ``named`` holds, for each row that still carries the publisher's economy name, that name.

    Example:
        >>> g = Gathered()
        >>> g.count("dropped", "rows without a unit", "x.csv")
        >>> g.issues[0].count
        1
    """

    production: list[Row] = field(default_factory=list)
    reserves: list[Row] = field(default_factory=list)
    balances: list[Row] = field(default_factory=list)
    prices: list[Row] = field(default_factory=list)
    tally: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def count(self, kind: str, what: str, where: str, rows: int = 1) -> None:
        """Count rows that were repaired, dropped or doubted."""
        if rows:
            self.tally[kind, what, where] += rows

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Everything counted, in the order first met."""
        return tuple(Issue(k, what, n, where) for (k, what, where), n in self.tally.items())

    def add(self, other: Gathered) -> None:
        """Take over what another file gave."""
        self.production += other.production
        self.reserves += other.reserves
        self.balances += other.balances
        self.prices += other.prices
        self.tally.update(other.tally)
