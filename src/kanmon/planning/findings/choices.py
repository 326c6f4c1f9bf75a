"""What could be chosen instead: the front of cost against risk, naive rules, days of stock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kanmon.analysis.finding import Finding, Method
from kanmon.analysis.plan.programme.appraise import appraise
from kanmon.analysis.plan.programme.cover import Cover
from kanmon.analysis.plan.programme.front import Point
from kanmon.analysis.plan.programme.plan import Plan
from kanmon.planning.findings.about import DAYS, FLAG, NUMBER, TEXT, About, upstream_hhi
from kanmon.planning.rerun import Lost

_REFERENCE = "Kanmon, docs/methods/plan.md"


def sourcing_front(about: About, points: Sequence[Point]) -> Finding:
    """Tell what less risk costs, from the cheapest plan to the safest.

    Args:
        about: the solved plan.
        points: of the front.

    Returns:
        Finding ``sourcing_front``; ``chosen`` marks the point nearest to the plan.

    Example:
        >>> from kanmon.analysis.plan.programme.front import front
        >>> from kanmon.analysis.plan.programme.limits import Limits
        >>> from kanmon.planning.example import example_about
        >>> about = example_about()
        >>> sourcing_front(about, front(about.good, Limits(), about.aim, points=4)).table.num_rows
        3
    """
    got, weights = about.solution.appraisal, np.array(about.aim.weights)
    ours = (got.costs.total, float(weights @ got.cvar))
    nearest = min(
        range(len(points)),
        key=lambda n: abs(points[n].cost - ours[0]) + abs(points[n].risk - ours[1]),
    )
    rows = [
        {
            "weight": one.weight,
            "cost": one.cost,
            "risk": one.risk,
            "extra_cost": one.solution.appraisal.costs.extra,
            "stock_days": float(one.solution.plan.stock[-1]) * DAYS,
            "hhi": about.hhi(one.solution.plan.shares[-1]),
            "chosen": n == nearest,
        }
        for n, one in enumerate(points)
    ]
    columns = {
        "weight": (NUMBER, "ratio"),
        "cost": (NUMBER, "USD"),
        "risk": (NUMBER, "USD"),
        "extra_cost": (NUMBER, "USD"),
        "stock_days": (NUMBER, "days"),
        "hhi": (NUMBER, "HHI"),
        "chosen": (FLAG, "yes or no"),
    }
    method = Method(
        "front of cost against risk",
        "plans that minimise cost + weight x CVaR, weights where the front bends most",
        "Aneja and Nair (1979); " + _REFERENCE,
    )
    figures = {
        "cheapest": about.figure(points[0].cost, "USD"),
        "safest": about.figure(points[-1].cost, "USD"),
    }
    return about.finding("sourcing_front", rows, columns, method, figures)


def sourcing_compared(
    about: About,
    ways: Mapping[str, Plan],
    lost: Mapping[str, Sequence[Lost]],
    planned: Sequence[bool],
) -> Finding:
    """Hold the plan beside buying as today and rules anyone could follow.

    Args:
        about: the solved plan.
        ways: plans by name.
        lost: what the impact engine loses with each, one entry a scenario.
        planned: which of these scenarios the plan was made for.

    Returns:
        Finding ``sourcing_compared``. Costs and risk are the programme's; lost days are the
        impact engine's, the mean over the goods made of it and over scenarios.

    Example:
        >>> from kanmon.planning.example import example_about
        >>> about = example_about()
        >>> lost = {"plan": [Lost(1.0, 2.0, "x")]}
        >>> f = sourcing_compared(about, {"plan": about.solution.plan}, lost, [True])
        >>> f.table.to_pylist()[0]["lost_planned"]
        1.0
    """
    rows = []
    for name, plan in ways.items():
        seen = appraise(about.good, plan, about.aim)
        inside = [one.mean for one, told in zip(lost[name], planned, strict=True) if told]
        outside = [one.mean for one, told in zip(lost[name], planned, strict=True) if not told]
        upstream = about.good.suppliers.upstream.tolist()
        rows.append(
            {
                "way": name,
                "extra_cost": seen.costs.extra,
                "cvar": float(seen.cvar[-1]),
                "expected_shortage": float(seen.expected_shortage[-1]) * about.good.demand,
                "hhi": about.hhi(plan.shares[-1]),
                "source_hhi": upstream_hhi(plan.shares[-1], upstream),
                "stock_days": float(plan.stock[-1]) * DAYS,
                "lost_planned": float(np.mean(inside)) if inside else None,
                "lost_held_out": float(np.mean(outside)) if outside else None,
            }
        )
    columns = {
        "way": (TEXT, ""),
        "extra_cost": (NUMBER, "USD"),
        "cvar": (NUMBER, "USD"),
        "expected_shortage": (NUMBER, "t"),
        "hhi": (NUMBER, "HHI"),
        "source_hhi": (NUMBER, "HHI"),
        "stock_days": (NUMBER, "days"),
        "lost_planned": (NUMBER, "days"),
        "lost_held_out": (NUMBER, "days"),
    }
    method = Method(
        "plans side by side",
        "each appraised in the programme's scenarios and run through the chain engine",
        _REFERENCE,
    )
    return about.finding("sourcing_compared", rows, columns, method, {})


def sourcing_cover(about: About, covers: Mapping[str, Sequence[Cover]]) -> Finding:
    """Tell what stocks of some days do, with purchases as today and as planned.

    Args:
        about: the solved plan.
        covers: what days of stock do, by way of buying.

    Returns:
        Finding ``sourcing_cover``.

    Example:
        >>> from kanmon.analysis.plan.programme.cover import cover
        >>> from kanmon.planning.example import example_about
        >>> about = example_about()
        >>> sourcing_cover(about, {"today": cover(about.good, [60], about.aim)}).table.num_rows
        1
    """
    rows = [
        {
            "way": name,
            "days": one.days,
            "holding": one.holding,
            "chance_short": one.short,
            "expected_shortage": one.expected_shortage,
            "cvar": one.cvar,
        }
        for name, found in covers.items()
        for one in found
    ]
    columns = {
        "way": (TEXT, ""),
        "days": (NUMBER, "days"),
        "holding": (NUMBER, "USD a year"),
        "chance_short": (NUMBER, "share"),
        "expected_shortage": (NUMBER, "t"),
        "cvar": (NUMBER, "USD"),
    }
    method = Method(
        "days of cover",
        "missing = max(0, duration x (1 - what arrives) - stock), after saving and spot purchases",
        _REFERENCE,
    )
    return about.finding("sourcing_cover", rows, columns, method, {})
