"""A made-up assessment, for examples, tests and looking at: no figure in it is real."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pyarrow as pa

from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.analysis.impact.scenario.amount import Range
from kanmon.analysis.impact.scenario.responses import StockRelease, Substitution
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import Restriction
from kanmon.brief.assessed import Assessment
from kanmon.provenance import Licence, Lineage, Origin

_DAY = dt.date(2027, 1, 1)
_FREE = Licence("CC0-1.0", "invented figures, public domain", redistribution=True)
_ORIGIN = Origin("invented", "Kanmon", "Invented figures", "2026", _FREE)
_DAYS = 365
_GOODS = (
    ("gallium_metal", "refined", 45, 190.0, "", "CHN"),
    ("amplifier_chips", "component", 80, 142.0, "gallium_metal", "CHN"),
    ("power_semiconductors", "component", 96, 88.0, "gallium_metal", "CHN"),
    ("light_emitting_diodes", "component", 120, 31.0, "gallium_metal", "CHN"),
    ("base_stations", "final", 150, 12.0, "amplifier_chips", "TWN"),
)
_UNITS = {
    "good": "good",
    "input": "good",
    "binding_input": "good",
    "economy": "iso3",
    "supplier": "iso3",
    "binding_supplier": "iso3",
    "days_to_shortage": "days",
    "recovered_day": "day",
    "lost_share": "share",
    "worst_share": "share",
    "share_of_year": "share",
    "shortage_share": "share",
    "low": "share",
    "mid": "share",
    "high": "share",
    "day": "day",
    "date": "date",
    "step": "",
    "short_day": "day",
    "stage": "",
    "unit": "",
    "base": "",
    "part": "",
    "amount": "",
    "from": "",
    "to": "",
}


def example_scenario(days: int = _DAYS) -> Scenario:
    """Make a scenario with two uncertain amounts and two responses.

    Args:
        days: how long it runs.

    Returns:
        China cuts gallium metal off by about nine tenths; Japan releases stocks.

    Example:
        >>> [part for part, _, _ in example_scenario().uncertain]
        ['ban', 'swap']
    """
    ban = Restriction(
        "ban", ("CHN",), ("gallium_metal",), _DAY, cut=Range(0.6, 0.9, 1.0), licence_delay_days=45.0
    )
    reserve = StockRelease("reserve", ("JPN",), ("gallium_metal",), 42.0)
    swap = Substitution(
        "swap", ("WLD",), ("gallium_metal",), Range(0.0, 0.1, 0.3), delay_days=180.0
    )
    return Scenario(
        "example",
        "Gallium is cut off",
        _DAY,
        days,
        shocks=(ban,),
        responses=(reserve, swap),
        note="Invented, to show what a page looks like.",
        sources=("https://example.org/notice",),
    )


def example_assessment(party: str = "JPN") -> Assessment:
    """Make an assessment with a finding of every kind but a comparison.

    Args:
        party: economy or bloc it is for.

    Returns:
        The assessment; its figures are invented.

    Example:
        >>> example_assessment("JPN").losses.table.num_rows
        5
    """
    return Assessment(
        scenario=example_scenario(),
        party=party,
        engine="chain",
        findings=(
            _losses(party),
            _days(party),
            _flows(party),
            _path(party),
            _bindings(party),
            _tornado(party),
            _economies(party),
        ),
        made_on=dt.date(2026, 11, 23),
        draws=200,
        seed=7,
        left_out=("AlliedSharing",),
    )


def example_finding(
    kind: str, party: str, rows: list[dict[str, Any]], **figures: Figure
) -> Finding:
    """Put made-up rows into a finding.

    Args:
        kind: of the finding.
        party: economy or bloc it is for.
        rows: of its table, one or more.
        figures: by name.

    Returns:
        The finding, sourced as invented.

    Example:
        >>> example_finding("impact_path", "JPN", [{"step": 1}]).units
        {'step': ''}
    """
    return Finding(
        kind,
        "",
        party,
        str(_DAY.year),
        pa.Table.from_pylist(rows),
        {name: _UNITS.get(name, "days") for name in rows[0]},
        figures,
        Method("invented", "", ""),
        Lineage((_ORIGIN,)),
        (Caveat("invented", "The figures are invented."),) if kind == "impact_losses" else (),
    )


def _losses(party: str) -> Finding:
    rows = [
        {
            "good": good,
            "economy": party,
            "stage": stage,
            "unit": "index",
            "base": 1.0,
            "days_to_shortage": short,
            "lost_days": lost,
            "lost_low": 0.7 * lost,
            "lost_high": 1.2 * lost,
            "lost_share": lost / _DAYS,
            "worst_share": max(0.0, 1.0 - 2 * lost / _DAYS),
            "recovered_day": None,
            "binding_input": cause,
            "binding_supplier": supplier,
        }
        for good, stage, short, lost, cause, supplier in _GOODS
    ]
    return example_finding("impact_losses", party, rows)


def _days(party: str) -> Finding:
    rows = []
    for good, _, short, lost, _, _ in _GOODS:
        depth = lost / (_DAYS - short)
        for day in range(_DAYS):
            fall = depth * min(1.0, (day - short) / 30) if day >= short else 0.0
            back = 0.3 * fall * (1 + math.sin(day / 40)) / 2
            mid = 1.0 - fall + back
            rows.append(
                {
                    "good": good,
                    "day": day,
                    "date": (_DAY + dt.timedelta(days=day)).isoformat(),
                    "low": max(0.0, mid - 0.3 * fall),
                    "mid": mid,
                    "high": min(1.0, mid + 0.3 * fall),
                }
            )
    return example_finding("impact_days", party, rows)


def _flows(party: str) -> Finding:
    pairs = [("CHN", "gallium_metal", 190.0)]
    pairs += [(cause, good, lost) for good, _, _, lost, cause, _ in _GOODS if cause]
    rows = [{"from": a, "to": b, "lost_days": lost} for a, b, lost in pairs]
    return example_finding("impact_flows", party, rows)


def _path(party: str) -> Finding:
    first = {
        "step": 1,
        "good": "gallium_metal",
        "economy": "CHN",
        "input": None,
        "supplier": None,
        "short_day": 30,
        "lost_days": None,
        "sentence": "path_stops",
    }
    rows = [first] + [
        {
            "step": step,
            "good": good,
            "economy": party,
            "input": cause,
            "supplier": supplier,
            "short_day": short,
            "lost_days": lost,
            "sentence": "path_short" if cause else "path_short_alone",
        }
        for step, (good, _, short, lost, cause, supplier) in enumerate(_GOODS[:2], start=2)
    ]
    return example_finding("impact_path", party, rows)


def _bindings(party: str) -> Finding:
    rows = [
        {
            "good": good,
            "economy": party,
            "input": cause,
            "supplier": supplier,
            "days": _DAYS - short,
            "lost_days": lost,
        }
        for good, _, short, lost, cause, supplier in _GOODS
        if cause
    ]
    return example_finding("impact_bindings", party, rows)


def _tornado(party: str) -> Finding:
    rows = [
        {
            "part": part,
            "amount": amount,
            "unit": "share",
            "low": low,
            "high": high,
            "loss_low": least,
            "loss_high": most,
            "swing": abs(most - least),
        }
        for part, amount, low, high, least, most in (
            ("ban", "cut", 0.6, 1.0, 101.0, 210.0),
            ("swap", "share", 0.0, 0.3, 205.0, 160.0),
        )
    ]
    measured = Figure("gallium_metal", "good", "2027-01-01", ("example",))
    return example_finding("impact_tornado", party, rows, good=measured)


def _economies(party: str) -> Finding:
    rows = [
        {"economy": who, "output_lost": lost, "value_added_lost": lost / 2, "share_of_year": share}
        for who, lost, share in (
            ("JPN", 900.0, 0.0041),
            ("KOR", 700.0, 0.0052),
            ("DEU", 400.0, 0.0012),
            ("USA", 1500.0, 0.0007),
        )
    ]
    return example_finding("impact_economies", party, rows)
