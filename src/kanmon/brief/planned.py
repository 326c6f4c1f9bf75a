"""What a sourcing plan is: its findings, for one party and good, and what it was asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.errors import DataError
from kanmon.provenance import Origin

KINDS = (
    "sourcing_plan",
    "sourcing_compared",
    "sourcing_avoided",
    "sourcing_front",
    "sourcing_duals",
    "sourcing_partners",
    "sourcing_unfixable",
    "sourcing_cover",
    "sourcing_robustness",
    "candidates",
)
"""Kinds of finding a plan may hold, in the order of the page."""


@dataclass(frozen=True, slots=True)
class SourcingPlan:
    """Hold a plan of a good for a party: findings by kind, what was asked, the day it was made.

    ``asked`` gives the limits by name; those not set are left out. ``titles`` word the scenarios
    by id and language.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> example_plan().plan.figures["top_supplier"].value
        'AUS'
    """

    party: str
    good: str
    findings: tuple[Finding, ...]
    made_on: dt.date
    first_year: int
    asked: Mapping[str, float | int | str]
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kinds = [f.kind for f in self.findings]
        wrong = [k for k in kinds if k not in KINDS or kinds.count(k) > 1]
        if wrong or "sourcing_plan" not in kinds:
            raise DataError(
                f"findings {', '.join(kinds) or 'none'}",
                where=f"plan of {self.good} for {self.party}",
                remedy="give sourcing_plan and at most one finding of each other kind",
            )

    def get(self, kind: str) -> Finding | None:
        """Return the finding of a kind, or None."""
        return next((f for f in self.findings if f.kind == kind), None)

    @property
    def plan(self) -> Finding:
        """The plan by year and supplier."""
        return next(f for f in self.findings if f.kind == "sourcing_plan")

    def ordered(self) -> tuple[Finding, ...]:
        """Return the findings in the order of the page."""
        return tuple(sorted(self.findings, key=lambda f: KINDS.index(f.kind)))

    def origins(self) -> tuple[Origin, ...]:
        """Return every source behind the findings once, in the order first used."""
        return tuple(dict.fromkeys(o for f in self.ordered() for o in f.sources))

    def title(self, scenario: str, lang: str) -> str:
        """Word a scenario; its id where there are no words."""
        told = self.titles.get(scenario, {})
        return told.get(lang) or told.get("en") or scenario

    def as_json(self) -> Mapping[str, Any]:
        """Return the whole plan as plain data."""
        return {
            "party": self.party,
            "good": self.good,
            "made_on": self.made_on.isoformat(),
            "first_year": self.first_year,
            "asked": dict(self.asked),
            "findings": [f.as_json() for f in self.ordered()],
        }
