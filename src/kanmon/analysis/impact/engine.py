"""What an engine must be able to do; tests/impact/test_conformance.py holds each one to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kanmon.analysis.impact.outcome import Outcome
from kanmon.analysis.impact.scenario.scenario import Scenario


class Engine(Protocol):
    """Run settled scenarios on a world the engine was made with.

    ``speaks`` names the classes of shock and response the engine expresses (``Restriction``,
    ``CapacityLoss``, ``StockRelease``...). A shock it does not express is a ScenarioError; a
    response it does not express is named in the outcome's ``left_out``, never dropped unsaid.
    An engine holds arrays and plain data only, so that it can be sent to another process.
    ``promises`` names the properties the conformance suite holds it to: ``monotone`` (a larger
    cut never loses less), ``relabel`` (order of nodes does not matter).

    Example:
        >>> [member for member in dir(Engine) if not member.startswith("_")]
        ['name', 'promises', 'run', 'speaks']
    """

    @property
    def name(self) -> str:
        """Name of the engine: ``chain``, ``economy``, ``agents``..."""
        ...

    @property
    def speaks(self) -> frozenset[str]:
        """Classes of shock and response it expresses."""
        ...

    @property
    def promises(self) -> frozenset[str]:
        """Properties the conformance suite holds it to."""
        ...

    def run(self, scenarios: Sequence[Scenario], *, threads: int = 1) -> tuple[Outcome, ...]:
        """Run scenarios without uncertain amounts; one outcome each, in order."""
        ...
