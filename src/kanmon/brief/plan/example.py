"""A made-up plan, for examples, tests and looking at: no figure in it is real."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.brief.planned import SourcingPlan
from kanmon.provenance import Licence, Lineage, Origin

_FREE = Licence("CC0-1.0", "invented figures, public domain", redistribution=True)
_ORIGIN = Origin("invented", "Kanmon", "Invented figures", "2026", _FREE)
_DAY = dt.date(2026, 11, 23)
_UNITS = {
    "supplier": "iso3",
    "source": "iso3",
    "year": "year",
    "good": "good",
    "planned": "yes or no",
    "chosen": "yes or no",
    "price": "USD/t",
    "extra_cost": "USD",
    "cvar": "USD",
    "risk": "USD",
    "cost": "USD",
    "worth": "USD",
    "gain": "USD per unit",
    "stock_days": "days",
    "hhi": "HHI",
    "source_hhi": "HHI",
}
_SHARES = ("today", "share", "chance")
_TONNES = ("tonnes", "room", "opened", "short", "least", "expected_shortage")
_DAYS = ("lost_planned", "lost_held_out", "mean_today", "mean_plan", "avoided", "worst_today")


def example_plan(party: str = "JPN") -> SourcingPlan:
    """Make a plan of gallium with three suppliers.

    Args:
        party: economy or bloc it is for.

    Returns:
        The plan; its figures are invented.

    Example:
        >>> example_plan().plan.table.num_rows
        15
    """
    return SourcingPlan(
        party,
        "gallium_metal",
        (_plan(party), _avoided(party), _compared(party), _front(party), *_limits(party)),
        _DAY,
        2027,
        {"max_share": 0.5, "from_year": 3},
        {
            "stop-CHN": {
                "en": "China: exports stop for a year",
                "ja": "中国：輸出が1年停止",
                "fr": "Chine\u00a0: arrêt des exportations pendant un an",
            }
        },
    )


def _finding(kind: str, party: str, rows: list[dict[str, Any]], **values: Any) -> Finding:
    def unit(name: str) -> str:
        if name in _SHARES or name.endswith("share"):
            return "share"
        if name in _TONNES:
            return "t"
        return "days" if name in _DAYS else _UNITS.get(name, "")

    return Finding(
        kind,
        "gallium_metal",
        party,
        _DAY.isoformat(),
        pa.Table.from_pylist(rows),
        {name: unit(name) for name in rows[0]},
        {name: Figure(v, "", _DAY.isoformat(), ("invented",)) for name, v in values.items()},
        Method("invented", "none", ""),
        Lineage((_ORIGIN,)),
        (Caveat("plan_assumed", "assumed"),) if kind == "sourcing_plan" else (),
    )


def _plan(party: str) -> Finding:
    sides = (
        ("AUS", "announced", "trusted", "AUS", 0.0, 0.5),
        ("CHN", "producer", "of_concern", "CHN", 0.9, 0.4),
        ("KOR", "current", "trusted", "CHN", 0.1, 0.1),
    )
    rows = [
        {
            "year": 2027 + y,
            "supplier": name,
            "relation": relation,
            "tier": tier,
            "source": source,
            "today": today,
            "share": today + (last - today) * y / 4,
            "tonnes": 100.0 * (today + (last - today) * y / 4),
            "room": 100.0 * max(today, last),
            "opened": 50.0 if name == "AUS" else 0.0,
            "price": 100_000.0,
        }
        for y in range(5)
        for name, relation, tier, source, today, last in sides
    ]
    return _finding(
        "sourcing_plan",
        party,
        rows,
        years=5,
        demand=100.0,
        top_supplier="AUS",
        top_share=0.5,
        top_supplier_today="CHN",
        top_share_today=0.9,
        hhi=0.42,
        hhi_today=0.82,
        source_hhi=0.5,
        source_hhi_today=1.0,
        stock_days=120.0,
        stock_days_today=60.0,
        stock_tonnes=33.0,
        opened_tonnes=50.0,
        extra_cost=5e6,
        extra_cost_share=0.1,
        cvar=0.0,
        cvar_today=2e8,
        gap=0.0,
    )


def _avoided(party: str) -> Finding:
    row = {
        "scenario": "stop-CHN",
        "title": "China: exports stop for a year",
        "planned": True,
        "chance": 0.05,
        "good": "light_emitting_diodes",
        "worst_today": 250.0,
        "mean_today": 30.0,
        "mean_plan": 2.0,
        "avoided": 28.0,
    }
    return _finding(
        "sourcing_avoided", party, [row], lost_today_planned=30.0, avoided_planned=28.0, worse=0
    )


def _compared(party: str) -> Finding:
    rows = [
        {
            "way": way,
            "extra_cost": cost,
            "cvar": risk,
            "expected_shortage": 1.0,
            "source_hhi": hhi,
            "stock_days": days,
            "lost_planned": lost,
            "lost_held_out": None if way == "stock_only" else lost,
        }
        for way, cost, risk, hhi, days, lost in (
            ("today", 0.0, 2e8, 1.0, 60.0, 30.0),
            ("plan", 5e6, 0.0, 0.5, 120.0, 2.0),
            ("stock_only", 2e6, 9e7, 1.0, 180.0, 12.0),
        )
    ]
    return _finding("sourcing_compared", party, rows)


def _front(party: str) -> Finding:
    rows = [
        {"extra_cost": a, "risk": b, "hhi": 0.5, "stock_days": 90.0, "chosen": n == 1}
        for n, (a, b) in enumerate(((0.0, 2e8), (5e6, 4e7), (2e7, 0.0)))
    ]
    return _finding("sourcing_front", party, rows)


def _limits(party: str) -> tuple[Finding, ...]:
    dual = {
        "kind": "capacity",
        "subject": "AUS",
        "year": 2029,
        "gain": 5e6,
        "unit": "share of demand",
        "words": "",
    }
    short = {"scenario": "stop-CHN", "year": 2031, "chance": 0.05, "short": 4.0, "least": 4.0}
    worth = {"supplier": "AUS", "share": 0.5, "worth": None}
    return (
        _finding("sourcing_duals", party, [dual]),
        _finding("sourcing_partners", party, [worth]),
        _finding("sourcing_unfixable", party, [short], unfixable=4.0),
    )
