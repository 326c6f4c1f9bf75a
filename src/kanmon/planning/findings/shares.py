"""The plan itself: how much of whom in which year, with what stock and new capacity."""

from __future__ import annotations

import numpy as np

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.analysis.plan.programme.appraise import appraise
from kanmon.analysis.plan.programme.naive import as_today
from kanmon.planning.findings.about import DAYS, NUMBER, TEXT, WHOLE, About, hhi, upstream_hhi
from kanmon.planning.supply import NEW

_COLUMNS = {
    "year": (WHOLE, "year"),
    "supplier": (TEXT, "iso3"),
    "relation": (TEXT, ""),
    "tier": (TEXT, ""),
    "source": (TEXT, "iso3"),
    "today": (NUMBER, "share"),
    "share": (NUMBER, "share"),
    "tonnes": (NUMBER, "t"),
    "room": (NUMBER, "t"),
    "opened": (NUMBER, "t"),
    "price": (NUMBER, "USD/t"),
}
_METHOD = Method(
    "two-stage stochastic programme",
    "min sum_y (1+r)^-y [cost + weight x CVaR_alpha(loss)]; shares, stock and new capacity first, "
    "saving and spot purchases once a scenario strikes",
    "Rockafellar and Uryasev (2000); Kanmon, docs/methods/plan.md",
)


def sourcing_plan(about: About, caveats: tuple[Caveat, ...] = ()) -> Finding:
    """Tell how much to buy of whom in each year.

    Args:
        about: the solved plan.
        caveats: what its figures rest on.

    Returns:
        Finding ``sourcing_plan``: suppliers bought from today or in the plan, year by year, the
        largest of the last year first.

    Example:
        >>> from kanmon.planning.example import example_about
        >>> f = sourcing_plan(example_about())
        >>> f.table.column("supplier").to_pylist()[0], f.figures["years"].value
        ('A', 1)
    """
    s, plan, demand, room = about.good.suppliers, about.solution.plan, about.good.demand, about.room
    today = room.by_economy(s.today)
    fresh = np.array([label.endswith(NEW) for label in s.labels])
    last, most = room.by_economy(about.last), room.by_economy(plan.shares.max(axis=0))
    candidates = {one.economy: one for one in room.candidates}
    used = [n for n in today if max(today[n], most[n]) > 1e-6]
    order = sorted(used, key=lambda n: (-last[n], -today[n], n))
    rows = []
    for y, year in enumerate(about.years):
        ready = np.where(y >= s.lead, plan.opened, 0.0)
        shares = room.by_economy(plan.shares[y])
        able = room.by_economy(s.capacity + ready)
        opened = room.by_economy(np.where(fresh, plan.shares[y], 0.0))
        paid = room.by_economy(plan.shares[y] * s.cost)
        for name in order:
            one = candidates[name]
            rows.append(
                {
                    "year": year,
                    "supplier": name,
                    "relation": one.relation,
                    "tier": one.tier or "",
                    "source": one.group or one.economy,
                    "today": today[name],
                    "share": shares[name],
                    "tonnes": shares[name] * demand,
                    "room": able[name] * demand,
                    "opened": opened[name] * demand,
                    "price": paid[name] / shares[name] if shares[name] > 1e-9 else None,
                }
            )
    return about.finding("sourcing_plan", rows, _COLUMNS, _METHOD, _figures(about), caveats)


def _figures(about: About) -> dict[str, Figure]:
    s, plan, got = about.good.suppliers, about.solution.plan, about.solution.appraisal
    today = appraise(about.good, as_today(about.good, about.aim), about.aim)
    room, figure = about.room, about.figure
    fresh = np.array([label.endswith(NEW) for label in s.labels])
    last, now = room.by_economy(about.last), room.by_economy(s.today)
    total = sum(last.values())
    top = max(last, key=lambda n: last[n])
    before = max(now, key=lambda n: now[n])
    return {
        "years": figure(about.asked.years, "years"),
        "demand": figure(about.good.demand, "t"),
        "top_supplier": figure(top, "iso3"),
        "top_share": figure(last[top] / total, "share"),
        "top_supplier_today": figure(before, "iso3"),
        "top_share_today": figure(now[before], "share"),
        "hhi": figure(hhi(np.array(list(last.values()))), "HHI"),
        "hhi_today": figure(hhi(np.array(list(now.values()))), "HHI"),
        "source_hhi": figure(upstream_hhi(about.last, s.upstream.tolist()), "HHI"),
        "source_hhi_today": figure(upstream_hhi(s.today, s.upstream.tolist()), "HHI"),
        "stock_days": figure(float(plan.stock[-1]) * DAYS, "days"),
        "stock_days_today": figure(about.good.stock.today * DAYS, "days"),
        "stock_tonnes": figure(float(plan.stock[-1]) * about.good.demand, "t"),
        "opened_tonnes": figure(float(about.last[fresh].sum()) * about.good.demand, "t"),
        "extra_cost": figure(got.costs.extra, "USD"),
        "extra_cost_share": figure(got.costs.extra / _bill(about), "share"),
        "cvar": figure(float(got.cvar[-1]), "USD"),
        "cvar_today": figure(float(today.cvar[-1]), "USD"),
        "gap": figure(about.solution.gap, "share"),
    }


def _bill(about: About) -> float:
    """What buying as today costs over the plan's years, USD."""
    s = about.good.suppliers
    return float(s.today @ s.cost) * about.good.demand * about.asked.years
