"""What binds a plan and what it cannot fix: duals, worth of partners, shortfalls, robustness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from kanmon.analysis.finding import Caveat, Finding, Method
from kanmon.analysis.plan.programme.partners import Worth
from kanmon.analysis.plan.programme.robust import Robustness
from kanmon.analysis.plan.programme.unfixable import Shortfall
from kanmon.analysis.plan.programme.words import in_words
from kanmon.planning.findings.about import NUMBER, TEXT, WHOLE, About

_REFERENCE = "Kanmon, docs/methods/plan.md"


def sourcing_duals(about: About) -> Finding:
    """Tell what easing each binding limit by a little would save.

    Args:
        about: the solved plan.

    Returns:
        Finding ``sourcing_duals``, the largest gain first; ``words`` say the same in English.

    Example:
        >>> from kanmon.planning.example import example_about
        >>> "kind" in sourcing_duals(example_about()).table.column_names
        True
    """
    first = about.asked.first_year
    s = about.good.suppliers
    economy = dict(zip(s.labels, s.economies, strict=True))
    rows: list[dict[str, Any]] = []
    seen: set[tuple[str, str, int | None]] = set()
    for one in sorted(about.solution.duals, key=lambda d: -d.gain):
        parts = one.subject.split(", ")  # a shared source names all that share it
        subject = ", ".join(dict.fromkeys(economy.get(part, part) for part in parts))
        key = (one.kind, subject, one.year)
        # Of a supplier that stands several times the tonnes worth most are told.
        if one.gain <= 0.0 or key in seen:
            continue
        seen.add(key)
        rows.append(
            {
                "kind": one.kind,
                "subject": subject,
                "year": None if one.year is None else first + one.year,
                "gain": one.gain,
                "unit": one.unit,
                "words": in_words(replace(one, subject=subject), about.good),
            }
        )
    columns = {
        "kind": (TEXT, ""),
        "subject": (TEXT, ""),
        "year": (WHOLE, "year"),
        "gain": (NUMBER, "USD per unit"),
        "unit": (TEXT, ""),
        "words": (TEXT, ""),
    }
    worth = float(about.solution.stock_worth[-1])
    figures = {"stock_tonne": about.figure(worth, "USD/t")}
    method = Method("duals", "fall of the objective for a limit eased by one unit", _REFERENCE)
    note = Caveat("plan_duals", "a dual holds for small changes only")
    return about.finding("sourcing_duals", rows, columns, method, figures, (note,))


def sourcing_partners(about: About, found: Sequence[Worth]) -> Finding:
    """Tell what each supplier is worth to the plan: it is made anew without each.

    Args:
        about: the solved plan.
        found: worth of each supplier used.

    Returns:
        Finding ``sourcing_partners``; no figure where no plan keeps every limit without it.

    Example:
        >>> from kanmon.planning.example import example_about
        >>> f = sourcing_partners(example_about(), [Worth("C", 0.5, None)])
        >>> f.table.to_pylist()[0]["worth"] is None
        True
    """
    rows = [{"supplier": w.supplier, "share": w.share, "worth": w.worth} for w in found]
    columns = {
        "supplier": (TEXT, "iso3"),
        "share": (NUMBER, "share"),
        "worth": (NUMBER, "USD"),
    }
    method = Method(
        "worth of a partner", "objective of the best plan without it less that with it", _REFERENCE
    )
    return about.finding("sourcing_partners", rows, columns, method, {})


def sourcing_unfixable(about: About, found: Sequence[Shortfall]) -> Finding:
    """Tell what stays missing, and how much of it no plan within the limits can fix.

    Args:
        about: the solved plan.
        found: shortfalls by scenario and year.

    Returns:
        Finding ``sourcing_unfixable``, the last year's largest first.

    Example:
        >>> from kanmon.planning.example import example_about
        >>> f = sourcing_unfixable(example_about(), [Shortfall("ban", 0, 0.1, 120.0, 80.0)])
        >>> f.figures["unfixable"].value
        80.0
    """
    first, last = about.asked.first_year, about.asked.years - 1
    rows = [
        {
            "scenario": one.scenario,
            "year": first + one.year,
            "chance": one.probability,
            "short": one.planned,
            "least": one.least,
        }
        for one in sorted(found, key=lambda s: (-s.year, -s.planned))
    ]
    columns = {
        "scenario": (TEXT, ""),
        "year": (WHOLE, "year"),
        "chance": (NUMBER, "share"),
        "short": (NUMBER, "t"),
        "least": (NUMBER, "t"),
    }
    at_end = [one.least for one in found if one.year == last]
    figures = {"unfixable": about.figure(max(at_end, default=0.0), "t")}
    method = Method(
        "what no plan can fix",
        "least shortage in a scenario, were it all that is planned for, within the limits",
        _REFERENCE,
    )
    return about.finding("sourcing_unfixable", rows, columns, method, figures)


def sourcing_robustness(about: About, seen: Robustness) -> Finding:
    """Tell how the plan holds up where the figures behind it are wrong.

    Args:
        about: the solved plan.
        seen: the plan over draws of its figures.

    Returns:
        Finding ``sourcing_robustness``: how each supplier's first-year share varies over the
        plans made for each draw.

    Example:
        >>> from kanmon.analysis.plan.programme.limits import Limits
        >>> from kanmon.analysis.plan.programme.robust import robustness
        >>> from kanmon.planning.example import example_about
        >>> about = example_about()
        >>> seen = robustness(about.good, Limits(), about.aim, about.solution.plan, draws=(4, 0))
        >>> sourcing_robustness(about, seen).figures["draws"].value
        4
    """
    order = np.argsort(-seen.used, kind="stable")
    rows = [
        {
            "supplier": seen.economies[k],
            "used": float(seen.used[k]),
            "share_low": float(seen.share_low[k]),
            "share_high": float(seen.share_high[k]),
        }
        for k in order.tolist()
        if seen.used[k] > 0.0
    ]
    columns = {
        "supplier": (TEXT, "iso3"),
        "used": (NUMBER, "share"),
        "share_low": (NUMBER, "share"),
        "share_high": (NUMBER, "share"),
    }
    figure = about.figure
    scale = float(np.median(seen.best)) or 1.0
    figures = {
        "draws": figure(len(seen.objective), "draws"),
        "without_plan": figure(seen.without_plan, "draws"),
        "regret": figure(float(np.median(seen.regret)) / scale, "share"),
    }
    for name in seen.rivals:
        figures[f"better_than_{name}"] = figure(seen.better_than(name), "share")
    method = Method(
        "robustness",
        "prices, room, values, chances, durations and depths drawn; regret against the plan made "
        "for each draw",
        "Savage (1951); " + _REFERENCE,
    )
    return about.finding("sourcing_robustness", rows, columns, method, figures)
