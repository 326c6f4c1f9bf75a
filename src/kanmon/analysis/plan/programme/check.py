"""Every limit looked at again in a finished plan, by code that never saw the programme."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kanmon.analysis.plan.programme.appraise import USED, appraise
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.limits import Aim, Limits, Rule
from kanmon.analysis.plan.programme.plan import Plan
from kanmon.errors import KanmonError

SLACK = 1e-6  # a limit missed by less, in shares of demand, is kept: the solver's own tolerance


@dataclass(frozen=True, slots=True)
class Breach:
    """Name a limit a plan breaks, and by how much (shares of demand; USD for a budget).

    Example:
        >>> Breach("max share", "CN", 0, 0.1).by
        0.1
    """

    kind: str
    subject: str
    year: int | None
    by: float


def breaches(good: Good, limits: Limits, aim: Aim, plan: Plan) -> tuple[Breach, ...]:
    """Look for limits a plan breaks.

    Args:
        good: what is planned for.
        limits: what the plan must keep to.
        aim: years and phase-in.
        plan: the decisions.

    Returns:
        What is broken by more than a millionth of demand, or of the budget; empty if nothing.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> today = Plan(good.suppliers.today[None, :], np.zeros(1), np.zeros(3))
        >>> [(b.kind, b.subject, round(b.by, 9)) for b in
        ...  breaches(good, Limits(max_share=0.6), Aim(), today)]
        [('max share', 'A', 0.3)]
    """
    s, found = good.suppliers, []

    def look(kind: str, subject: str, year: int | None, by: float) -> None:
        if by > SLACK:
            found.append(Breach(kind, subject, year, by))

    for i, label in enumerate(s.labels):
        opened = float(plan.opened[i])
        look("new capacity", label, None, max(opened - float(s.new_max[i]), -opened))
    before = s.today
    for year in range(aim.years):
        x = plan.shares[year]
        look("demand", good.name, year, 1.0 - float(x.sum()))
        held = float(plan.stock[year])
        look("stock", "", year, max(held - good.stock.limit, -held))
        for i, label in enumerate(s.labels):
            able = s.capacity[i] + (plan.opened[i] if s.lead[i] <= year else 0.0)
            look("capacity", label, year, max(float(x[i] - able), -float(x[i])))
            if aim.phase_in is not None:
                look("phase in", label, year, abs(float(x[i] - before[i])) - aim.phase_in)
            if x[i] > USED:
                look("lot", label, year, float(s.lot[i] - x[i]))
        before = x
        if limits.max_suppliers is not None:
            look("suppliers", "", year, float((x > USED).sum() - limits.max_suppliers))
        if year >= limits.from_year:
            for kind, subject, by in _shares(good, limits, plan, year):
                look(kind, subject, year, by)
        for rule in limits.rules:
            if (
                any("@" not in name and not name.startswith("new") for name in rule.terms)
                or not year
            ):
                look("rule", rule.name, year, _rule(good, plan, rule, year))
    if limits.budget is not None:
        over = appraise(good, plan, aim).costs.extra - limits.budget
        scale = max(1.0, limits.budget, good.demand * float(s.today @ s.cost))
        if over > SLACK * scale:
            found.append(Breach("budget", "", None, over))
    return tuple(found)


def insist(good: Good, limits: Limits, aim: Aim, plan: Plan) -> None:
    """Insist that a plan keeps every limit.

    Args:
        good: what is planned for.
        limits: what the plan must keep to.
        aim: years and phase-in.
        plan: the decisions.

    Raises:
        KanmonError: the plan breaks a limit.

    Example:
        >>> from kanmon.analysis.plan.programme.good import example_parts
        >>> good = Good("x", 10.0, *example_parts(), voll=1_000.0)
        >>> today = Plan(good.suppliers.today[None, :], np.zeros(1), np.zeros(3))
        >>> insist(good, Limits(max_share=0.9), Aim(), today)
    """
    found = breaches(good, limits, aim, plan)
    if found:
        told = ", ".join(f"{b.kind} {b.subject} by {b.by:.3g}".replace("  ", " ") for b in found)
        raise KanmonError(
            f"the plan found breaks its limits: {told}",
            where=f"plan of {good.name}",
            remedy="check that the figures are within a factor of a million of each other",
        )


def _shares(good: Good, limits: Limits, plan: Plan, year: int) -> list[tuple[str, str, float]]:
    s, x, found = good.suppliers, plan.shares[year], []
    if limits.max_share is not None:
        by_economy = dict.fromkeys(sorted(set(s.economies)), 0.0)
        for economy, part in zip(s.economies, x.tolist(), strict=True):
            by_economy[economy] += part
        for economy, bought in by_economy.items():
            found.append(("max share", economy, bought - limits.max_share))
    if limits.max_upstream is not None:
        for group in set(s.upstream.tolist()) - {-1}:
            bought = float(x[s.upstream == group].sum())
            found.append(("upstream", str(group), bought - limits.max_upstream))
    if limits.max_concern is not None:
        found.append(("concern", "", float(x @ s.of_concern) - limits.max_concern))
    if limits.min_trusted is not None:
        found.append(("trusted", "", limits.min_trusted - float(x @ s.trusted)))
    return found


def _rule(good: Good, plan: Plan, rule: Rule, year: int) -> float:
    total = 0.0
    for name, weight in rule.terms.items():
        stem, _, at = name.partition("@")
        when = int(at) if at else year
        if stem == "stock":
            value = float(plan.stock[when])
        else:
            s = good.suppliers.labels.index(stem[stem.index("[") + 1 : -1])
            value = float(plan.opened[s] if stem.startswith("new") else plan.shares[when, s])
        total += weight * value
    over, under = total - rule.bound, rule.bound - total
    by = {"<=": over, ">=": under, "==": abs(over)}[rule.sense]
    return by / max(1.0, float(np.abs(list(rule.terms.values())).max()))
