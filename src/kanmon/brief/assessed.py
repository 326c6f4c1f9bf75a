"""What an assessment is: the findings of one scenario, for one party, from one engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.errors import DataError
from kanmon.provenance import Origin

ORDER = (
    "impact_losses",
    "impact_path",
    "impact_flows",
    "impact_bindings",
    "impact_days",
    "impact_tornado",
    "impact_economies",
    "price_effects",
    "impact_comparison",
)
"""Kinds of finding an assessment may hold, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """Hold what a scenario does to a party: findings by kind, and what they rest on.

    ``draws`` and ``seed`` say how often uncertain amounts were drawn; 0 draws: only the best
    values. ``made_on`` is given, not read from the clock. ``others`` are the scenarios the
    ``impact_comparison`` holds beside this one. ``left_out`` names the classes of responses the
    engine cannot express. What the engine does not give has no finding.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> example_assessment("JPN").has("impact_losses")
        True
    """

    scenario: Scenario
    party: str
    engine: str
    findings: tuple[Finding, ...]
    made_on: dt.date
    draws: int = 0
    seed: int = 0
    others: tuple[Scenario, ...] = ()
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        kinds = [f.kind for f in self.findings]
        wrong = [k for k in kinds if k not in ORDER or kinds.count(k) > 1]
        if wrong or "impact_losses" not in kinds:
            raise DataError(
                f"findings {', '.join(kinds) or 'none'}",
                where=f"assessment of {self.scenario.id}",
                remedy="give impact_losses and at most one finding of each other kind",
            )

    def has(self, kind: str) -> bool:
        """Tell whether there is a finding of a kind."""
        return any(f.kind == kind for f in self.findings)

    def get(self, kind: str) -> Finding | None:
        """Return the finding of a kind, or None."""
        return next((f for f in self.findings if f.kind == kind), None)

    @property
    def losses(self) -> Finding:
        """The losses by good."""
        return next(f for f in self.findings if f.kind == "impact_losses")

    def ordered(self) -> tuple[Finding, ...]:
        """Return the findings in the order of the page."""
        return tuple(sorted(self.findings, key=lambda f: ORDER.index(f.kind)))

    def origins(self) -> tuple[Origin, ...]:
        """Return every source behind the findings once, in the order first used."""
        return tuple(dict.fromkeys(o for f in self.ordered() for o in f.sources))

    def as_json(self) -> Mapping[str, Any]:
        """Return the whole assessment as plain data."""
        return {
            "scenario": {
                "id": self.scenario.id,
                "title": self.scenario.title,
                "standing": self.scenario.standing,
                "start": self.scenario.start.isoformat(),
                "days": self.scenario.days,
                "sources": list(self.scenario.sources),
            },
            "party": self.party,
            "engine": self.engine,
            "draws": self.draws,
            "seed": self.seed,
            "made_on": self.made_on.isoformat(),
            "left_out": list(self.left_out),
            "compared_with": [s.id for s in self.others],
            "findings": [f.as_json() for f in self.ordered()],
        }
