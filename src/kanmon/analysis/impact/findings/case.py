"""Whom findings of a scenario are told for, and what every one of them must carry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kanmon.analysis.finding import Caveat, Figure, Finding, Method, Value
from kanmon.analysis.impact.outcome import Outcome
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.errors import DataError
from kanmon.provenance import Lineage

Places = npt.NDArray[np.intp]
Columns = Mapping[str, tuple[pa.DataType, str]]
"""Type and unit of each column, in order."""

TEXT, NUMBER, WHOLE = pa.string(), pa.float64(), pa.int64()


@dataclass(frozen=True, slots=True)
class Case:
    """Say which scenario is told for whom, and what is known of the goods.

    ``members`` are the economies of the party. ``stages`` gives the stage of each good; a good
    without one has an empty cell. ``lineage`` is what the engine's world rests on.

    Example:
        >>> day = dt.date(2027, 1, 1)
        >>> Case(Scenario("s", "S", day, 2), "JPN", frozenset({"JPN"})).as_of
        '2027-01-01'
    """

    scenario: Scenario
    party: str
    members: frozenset[str]
    stages: Mapping[str, str] = field(default_factory=dict)
    lineage: Lineage = field(default_factory=Lineage)

    @property
    def as_of(self) -> str:
        """First day of the scenario."""
        return self.scenario.start.isoformat()

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources of the engine's world."""
        return tuple(o.source for o in self.lineage.origins)

    def figure(self, value: Value, unit: str, missing: str = "") -> Figure:
        """Give a figure of this case."""
        return Figure(value, unit, self.as_of, self.sources, missing)

    def date(self, day: int) -> str:
        """Give the date of a day of the scenario."""
        return (self.scenario.start + dt.timedelta(days=day)).isoformat()

    def finding(
        self,
        kind: str,
        rows: Sequence[Mapping[str, Any]],
        columns: Columns,
        method: Method,
        *,
        figures: Mapping[str, Figure],
        caveats: Sequence[Caveat],
    ) -> Finding:
        """Put rows into a finding of this case."""
        schema = pa.schema([(name, kept) for name, (kept, _) in columns.items()])
        return Finding(
            kind,
            "",
            self.party,
            self.as_of,
            pa.Table.from_pylist([dict(row) for row in rows], schema=schema),
            {name: unit for name, (_, unit) in columns.items()},
            figures,
            method,
            self.lineage.then("simulate", f"scenario {self.scenario.id}"),
            tuple(caveats),
        )


def makers(outcome: Outcome, members: frozenset[str]) -> dict[str, Places]:
    """Find who makes what in a party.

    Args:
        outcome: any run.
        members: economies of the party.

    Returns:
        Places of the nodes that make each product in the party, in the order of the nodes;
        nodes that normally make nothing are left out.

    Raises:
        DataError: nobody in the party makes anything.

    Example:
        >>> from kanmon.analysis.impact.outcome import Node
        >>> nodes = (Node("JPN", "x"), Node("CHN", "x"))
        >>> o = Outcome("chain", nodes, "index", np.ones(2), np.ones((2, 1)), ())
        >>> {p: at.tolist() for p, at in makers(o, frozenset({"JPN"})).items()}
        {'x': [0]}
    """
    found: dict[str, list[int]] = {}
    for place, node in enumerate(outcome.nodes):
        if node.economy in members and outcome.base[place] > 0.0:
            found.setdefault(node.product, []).append(place)
    if not found:
        raise DataError(
            "no maker in the party",
            where=f"outcome of engine {outcome.engine}",
            remedy="choose another party, or a world that has it",
        )
    return {product: np.array(places, np.intp) for product, places in found.items()}


def lost_days(outcome: Outcome, places: Places) -> float:
    """Measure the output lost by makers of one product, in their normal days.

    Args:
        outcome: any run.
        places: of nodes that make one product, so that their outputs may be added.

    Returns:
        Days of their normal output lost over the horizon.

    Example:
        >>> from kanmon.analysis.impact.outcome import Node
        >>> o = Outcome("chain", (Node("JPN", "x"),), "u", np.ones(1), np.full((1, 4), 0.5), ())
        >>> lost_days(o, np.array([0]))
        2.0
    """
    return float(outcome.lost[places].sum() / outcome.base[places].sum())


def said(best: Outcome, case: Case) -> tuple[Caveat, ...]:
    """Say what holds for every finding of a case.

    Args:
        best: the run at the best values.
        case: whom it is told for.

    Returns:
        Caveats: it answers a question and is no forecast; who assumed the amounts; responses
        the engine left out; the engine's balance.

    Example:
        >>> from kanmon.analysis.impact.outcome import Node
        >>> o = Outcome("chain", (Node("JPN", "x"),), "u", np.ones(1), np.ones((1, 1)), ("Saving",))
        >>> case = Case(Scenario("s", "S", dt.date(2027, 1, 1), 1), "JPN", frozenset({"JPN"}))
        >>> [c.code for c in said(o, case)]
        ['impact_what_if', 'impact_left_out', 'impact_residual']
    """
    scenario = case.scenario
    caveats = [
        Caveat(
            "impact_what_if",
            f"a simulation ({best.engine} engine) of a {scenario.standing} scenario: what follows "
            "if it happens as assumed, no forecast",
            {"engine": best.engine, "standing": scenario.standing},
        )
    ]
    spans = scenario.uncertain
    if spans:
        told = ", ".join(f"{part}.{name}" for part, name, _ in spans)
        caveats.append(
            Caveat(
                "impact_assumptions",
                f"assumed ranges, drawn from triangles: {told}",
                {"count": len(spans), "amounts": told},
            )
        )
    if best.left_out:
        named = ", ".join(dict.fromkeys(best.left_out))
        caveats.append(
            Caveat(
                "impact_left_out",
                f"responses this engine cannot express and leaves out: {named}",
                {"responses": named},
            )
        )
    caveats.append(
        Caveat(
            "impact_residual",
            f"the engine's own balance closes to {best.residual:.1e} of the flow",
            {"residual": float(best.residual)},
        )
    )
    return tuple(caveats)
