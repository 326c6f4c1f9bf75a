"""What a clean-technology path is, assessed: its findings for one party, and what was asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.errors import DataError
from kanmon.provenance import Origin

KINDS = (
    "deployment",
    "material_supply",
    "binding_materials",
    "material_demand",
    "material_by_technology",
    "technology_risk",
    "technology_materials",
    "fuel_displaced",
    "fuel_chain",
    "fuel_cover",
    "fuel_lost",
    "fuel_need",
    "enrichment_stop",
    "reactor_hosts",
    "path_rows",
)
"""Kinds of finding a transition may hold, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Transition:
    """Hold a path of clean technologies for a party: findings by kind, what was asked, the day.

    ``path`` says whose path it is: ``catalogue`` for the documented targets, else the name of
    the reader's file. ``asked`` gives draws, seed and the like.

    Example:
        >>> from kanmon.brief.transition.example import example_transition
        >>> example_transition().supply.figures["tightest"].value
        'indium'
    """

    party: str
    path: str
    first_year: int
    last_year: int
    findings: tuple[Finding, ...]
    made_on: dt.date
    asked: Mapping[str, float | int | str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kinds = [f.kind for f in self.findings]
        wrong = [k for k in kinds if k not in KINDS or kinds.count(k) > 1]
        if wrong or "material_supply" not in kinds:
            raise DataError(
                f"findings {', '.join(kinds) or 'none'}",
                where=f"transition of {self.party}",
                remedy="give material_supply and at most one finding of each other kind",
            )

    def get(self, kind: str) -> Finding | None:
        """Return the finding of a kind, or None."""
        return next((f for f in self.findings if f.kind == kind), None)

    @property
    def supply(self) -> Finding:
        """Needs of materials beside what can be had."""
        return next(f for f in self.findings if f.kind == "material_supply")

    def ordered(self) -> tuple[Finding, ...]:
        """Return the findings in the order of the page."""
        return tuple(sorted(self.findings, key=lambda f: KINDS.index(f.kind)))

    def origins(self) -> tuple[Origin, ...]:
        """Return every source behind the findings once, in the order first used."""
        return tuple(dict.fromkeys(o for f in self.ordered() for o in f.sources))

    def as_json(self) -> Mapping[str, Any]:
        """Return the whole assessment as plain data."""
        return {
            "party": self.party,
            "path": self.path,
            "first_year": self.first_year,
            "last_year": self.last_year,
            "made_on": self.made_on.isoformat(),
            "asked": dict(self.asked),
            "findings": [f.as_json() for f in self.ordered()],
        }
