"""Findings of an assessment, made from its runs: losses, days, path, what binds, swings."""

from __future__ import annotations

import dataclasses

import numpy as np

from kanmon.analysis.finding import Caveat, Finding
from kanmon.analysis.impact.findings.bindings import impact_bindings
from kanmon.analysis.impact.findings.case import Case, lost_days, makers
from kanmon.analysis.impact.findings.comparison import impact_comparison
from kanmon.analysis.impact.findings.curves import impact_days
from kanmon.analysis.impact.findings.draws import Draws
from kanmon.analysis.impact.findings.economies import impact_economies
from kanmon.analysis.impact.findings.flows import impact_flows
from kanmon.analysis.impact.findings.losses import impact_losses
from kanmon.analysis.impact.findings.path import impact_path
from kanmon.analysis.impact.findings.tornado import impact_tornado
from kanmon.assessment.runs import Runs
from kanmon.catalogue.load import goods
from kanmon.provenance import Lineage
from kanmon.sweep.scenarios import SweepResult

_COURSES = 12
"""Goods whose daily course is kept: those with the largest losses."""
_IN_MONEY = ("economy", "agents", "cascade")
"""Engines whose outputs are all in one unit, so that an economy's may be added up."""


def gather(
    runs: Runs,
    party: str,
    members: frozenset[str],
    lineage: Lineage,
    assumptions: tuple[Caveat, ...] = (),
) -> tuple[Finding, ...]:
    """Make the findings of an assessment.

    Args:
        runs: of one scenario.
        party: whom it is told for.
        members: economies of the party.
        lineage: what the engine's world rests on.
        assumptions: what the engine's world takes for granted.

    Returns:
        ``impact_losses``, ``impact_path``, ``impact_days``, and those of the other kinds that
        there is something to tell of.

    Raises:
        DataError: the party has no maker on the engine's world.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.outcome import Node, Outcome
        >>> from kanmon.analysis.impact.scenario.scenario import Scenario
        >>> best = Outcome("x", (Node("JPN", "a"),), "u", np.ones(1), np.full((1, 2), 0.5), ())
        >>> runs = Runs(Scenario("s", "S", dt.date(2027, 1, 1), 2), best, None, (), ())
        >>> gather(runs, "JPN", frozenset({"JPN"}), Lineage())[0].table["lost_days"].to_pylist()
        [1.0]
    """
    best = runs.best
    case = Case(runs.scenario, party, members, {g.id: g.stage for g in goods().values()}, lineage)
    draws = None if runs.draws is None else _draws(runs.draws)
    at = makers(best, members)
    worst = sorted(at, key=lambda good: (-lost_days(best, at[good]), good))[:_COURSES]
    losses = impact_losses(best, draws, case)
    found = [
        dataclasses.replace(losses, caveats=(*losses.caveats, *assumptions)),
        impact_path(best, case),
        impact_days(best, draws, case, goods=worst),
    ]
    if best.bindings:
        found += [impact_bindings(best, case), impact_flows(best, case)]
    if best.engine in _IN_MONEY:
        found.append(impact_economies(best, case))
    if runs.swings:
        found.append(impact_tornado(best, runs.swings, case))
    if runs.others:
        sides = [(runs.scenario, best, draws)]
        sides += [(scenario, outcome, None) for scenario, outcome in runs.others]
        found.append(impact_comparison(sides, case))
    return tuple(found)


def _draws(swept: SweepResult) -> Draws:
    """Take from a sweep what findings need: its groups are the party's makers by product."""
    daily = swept.daily / swept.normal[None, :, None]
    return Draws(
        swept.nodes,
        swept.lost,
        {product: daily[:, g] for g, product in enumerate(swept.groups)},
        float(np.max(swept.residual, initial=0.0)),
    )
