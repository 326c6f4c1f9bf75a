"""Assess a scenario on the product chain, with all that is to be told of it."""

from __future__ import annotations

from dataclasses import replace

from kanmon.analysis.finding import Caveat, Finding
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.assessment import engines
from kanmon.assessment.assess import assess
from kanmon.assessment.prices import prices
from kanmon.assessment.runs import Options, Told
from kanmon.assessment.unseen import unseen
from kanmon.brief.assessed import Assessment
from kanmon.store.store import Store


def on_chain(
    given: Scenario,
    party: str,
    *,
    options: Options | None = None,
    store: Store | None = None,
    year: int | None = None,
    told: Told | None = None,
) -> Assessment:
    """Run a scenario on the product chain and gather what it does to a party.

    Args:
        given: the scenario.
        party: economy or bloc it is told for.
        options: draws, seed, workers, what it is compared with.
        store: the reader's own figures; the reference pack fills what it lacks.
        year: of the figures; the last whole one before the earliest scenario otherwise.
        told: called with what is being done and the share of it that is done.

    Returns:
        The assessment, with what prices do where the store holds elasticities.

    Raises:
        ScenarioError: the scenario strikes nothing known, or the party makes nothing of it.
        CodeError: the party is not known.

    Example:
        >>> from kanmon.analysis.impact.scenario.library import scenario
        >>> made = on_chain(scenario("rare_earths_magnets_2025"), "JPN")
        >>> made.engine
        'chain'
    """
    chosen = options or Options()
    scenarios = (given, *chosen.others)
    chain, lineage = engines.chain(
        party,
        [good for one in scenarios for shock in one.shocks for good in shock.goods],
        store=store,
        year=year or engines.year_before(scenarios),
        users=engines.struck(scenarios),
    )
    blind = {c.text: c for one in scenarios for c in unseen(one, chain.world)}
    priced = prices(given, party, chain.world, store) if store is not None else ()
    assumptions: tuple[Caveat, ...] = (*blind.values(), *chain.world.assumptions)
    extra: tuple[Finding, ...] = ()
    if isinstance(priced, Caveat):
        assumptions = (*assumptions, priced)
    elif isinstance(priced, Finding):
        extra = (priced,)
    made = assess(
        given,
        party,
        chain,
        lineage=lineage,
        options=chosen,
        told=told,
        assumptions=assumptions,
    )
    return replace(made, findings=(*made.findings, *extra))
