"""What binds a plan, what it cannot fix, and how it holds up: in sentences."""

from __future__ import annotations

from kanmon.brief import names
from kanmon.brief.numbers import number, percent
from kanmon.brief.plan.sentences import mass, usd, value_of
from kanmon.brief.planned import SourcingPlan
from kanmon.brief.wording import Words

_DUALS, _OF_A_KIND = 6, 2
_KINDS = {
    "capacity": "dual_capacity",
    "new capacity": "dual_new",
    "max share": "dual_max_share",
    "concern": "dual_concern",
    "trusted": "dual_trusted",
    "upstream": "dual_upstream",
    "phase in": "dual_phase_in",
    "stock": "dual_stock",
    "budget": "dual_budget",
    "demand": "dual_demand",
}


def duals(made: SourcingPlan, w: Words) -> tuple[str, ...]:
    """Write what easing the limits that bind hardest would save, one sentence a kind and subject.

    Args:
        made: the plan.
        w: words of the language.

    Returns:
        Sentences, the largest saving first.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> from kanmon.brief.wording import words
        >>> duals(example_plan(), words("en"))[0][:44]
        'One point of imports more room at Australia '
    """
    f = made.get("sourcing_duals")
    rows = [] if f is None else f.table.to_pylist()
    demand = value_of(made.plan, "demand")
    plan = made.plan.table.to_pylist()
    concern = {r["supplier"] for r in plan if r["tier"] == "of_concern"}
    found: list[tuple[float, str]] = []
    seen: set[tuple[str, str]] = set()
    for row in rows:
        key = _KINDS.get(row["kind"])
        if key is None or row["kind"] == "demand" or (row["kind"], row["subject"]) in seen:
            continue
        # What is bought of economies of concern is held down on purpose.
        if row["kind"] == "capacity" and row["subject"] in concern:
            continue
        seen.add((row["kind"], row["subject"]))
        if sum(kind == row["kind"] for kind, _ in seen) > _OF_A_KIND:
            continue
        part = {"stock": 1 / 365, "budget": 1.0}.get(row["kind"], 0.01)
        text = w.say(
            f"plan.{key}",
            subject=names.named_in(row["subject"], w.lang),
            tonnes=mass(demand * part, w),
            year=row["year"] or made.first_year,
            money=usd(row["gain"] * part, w.lang),
        )
        found.append((row["gain"] * part, text))
    found.sort(key=lambda pair: -pair[0])
    return tuple(text for _, text in found[:_DUALS]) or (w.say("plan.nothing_binds"),)


def unfixable(made: SourcingPlan, w: Words) -> str:
    """Write what stays missing at the end of the plan.

    Args:
        made: the plan.
        w: words of the language.

    Returns:
        One sentence.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> from kanmon.brief.wording import words
        >>> unfixable(example_plan(), words("en"))[:20]
        'At the end of the pl'
    """
    f = made.get("sourcing_unfixable")
    most = 0.0 if f is None else float(value_of(f, "unfixable") or 0.0)
    if most <= 0.0:
        return w.say("headline.plan_fixable")
    return w.say("headline.plan_unfixable", tonnes=mass(most, w))


def robust(made: SourcingPlan, w: Words) -> str:
    """Write how often the plan holds where the figures behind it are wrong.

    Args:
        made: the plan.
        w: words of the language.

    Returns:
        One sentence; empty where no figures were drawn.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> from kanmon.brief.wording import words
        >>> robust(example_plan(), words("en"))
        ''
    """
    f = made.get("sourcing_robustness")
    if f is None:
        return ""
    return w.say(
        "headline.plan_robust",
        share=percent(value_of(f, "better_than_today"), w.lang),
        draws=number(value_of(f, "draws"), w.lang),
        none=number(value_of(f, "without_plan"), w.lang),
    )
