"""Assess a scenario for a party: run it on an engine, make the findings, gather them."""

from __future__ import annotations

import datetime as dt

from kanmon.analysis.finding import Caveat
from kanmon.analysis.impact.engine import Engine
from kanmon.analysis.impact.outcome import Node
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.assessment.gather import gather
from kanmon.assessment.runs import Options, Runs, Told, run
from kanmon.brief.assessed import Assessment
from kanmon.codes.blocs import party as members_of
from kanmon.errors import ScenarioError
from kanmon.provenance import Lineage


def assess(
    scenario: Scenario,
    party: str,
    engine: Engine,
    *,
    lineage: Lineage | None = None,
    options: Options | None = None,
    told: Told | None = None,
    assumptions: tuple[Caveat, ...] = (),
) -> Assessment:
    """Run a scenario and gather what it does to a party.

    Args:
        scenario: any scenario the engine can express.
        party: economy or bloc.
        engine: made on its world; see ``kanmon.assessment.engines``.
        lineage: what that world rests on.
        options: draws, seed, workers, what it is compared with.
        assumptions: what the engine's world takes for granted; told with the losses.
        told: called with what is being done and the share of it that is done.

    Returns:
        The assessment; the same for the same seed, whatever the number of workers.

    Raises:
        ScenarioError: the engine's world has no makers in the party.
        CodeError: the party is not known.

    Example:
        >>> from kanmon.analysis.impact.engines.economy.engine import EconomyEngine
        >>> from kanmon.analysis.impact.engines.economy.table import economy_table
        >>> table = economy_table(("JPN", "USA"), ("x",), [[1, 2], [3, 4]], [[5, 0], [0, 5]],
        ...                       unit="MUSD 2011")
        >>> still = Scenario("s", "Still", dt.date(2027, 1, 1), 5)
        >>> assess(still, "JPN", EconomyEngine(table, engine="numpy")).losses.table.num_rows
        1
    """
    chosen = Options() if options is None else options
    made_on = chosen.made_on or dt.date.today()
    # Whoever asks is the party of today, also about a case from before a bloc was formed.
    members = members_of(party, made_on)
    runs: Runs = run(engine, scenario, chosen, told, members=members)
    if not any(n.economy in members and b > 0 for n, b in _nodes(runs)):
        raise ScenarioError(
            f"no maker in {party} on the engine's world",
            where=f"scenario {scenario.id}, engine {engine.name}",
            remedy="choose another party, or a world that has it",
        )
    return Assessment(
        scenario=scenario,
        party=party,
        engine=engine.name,
        findings=gather(runs, party, members, lineage or Lineage(), assumptions),
        made_on=made_on,
        draws=0 if runs.draws is None else chosen.draws,
        seed=chosen.seed,
        others=chosen.others,
        left_out=_left_out(scenario, engine),
    )


def _nodes(runs: Runs) -> list[tuple[Node, float]]:
    return list(zip(runs.best.nodes, runs.best.base.tolist(), strict=True))


def _left_out(scenario: Scenario, engine: Engine) -> tuple[str, ...]:
    """Name the kinds of responses the engine does not speak, each once."""
    kinds = dict.fromkeys(type(one).__name__ for one in scenario.responses)
    return tuple(kind for kind in kinds if kind not in engine.speaks)
