"""The back-test in words and tables: the same figures for the page, the terminal and JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from kanmon.analysis.warning.backtest.bench import METHODS, Row
from kanmon.analysis.warning.backtest.bootstrap import Interval, event_bootstrap
from kanmon.analysis.warning.backtest.judge import Judged, Verdict
from kanmon.analysis.warning.backtest.trial import Trial


@dataclass(frozen=True, slots=True)
class Report:
    """Hold a whole back-test.

    Example:
        >>> Report((), (), 50, ()).budget
        50
    """

    rows: tuple[Row, ...]
    trials: tuple[Trial, ...]
    budget: int
    notes: tuple[str, ...]


def bench_table(rows: Sequence[Row]) -> list[list[str]]:
    """Lay the synthetic results out, one line a method and seed.

    Args:
        rows: results.

    Returns:
        Cells; the first line is the header.

    Example:
        >>> bench_table(())[0][:3]
        ['method', 'seed', 'recall']
    """
    head = ["method", "seed", "recall", "precision", "AP", "VUS-PR", "median lead, months"]
    table = [[*head, "before onset", "time to detect, months", "false per 1,000"]]
    for row in sorted(rows, key=lambda row: METHODS.index(row.method)):
        a = row.accuracy
        table.append(
            [
                row.method,
                str(row.seed),
                f"{_number(a.recall, 2)} {_interval(row.recall_interval)}",
                f"{_number(a.precision, 2)} {_interval(row.precision_interval)}",
                _number(a.average_precision, 3),
                _number(row.vus, 3),
                _number(a.median_lead, 1),
                _share(row.before),
                _number(row.delay, 1),
                _number(a.false_per_thousand, 2),
            ]
        )
    return table


def episode_table(trials: Sequence[Trial]) -> list[list[str]]:
    """Lay the known disruptions out: onset, first alert, days before or after.

    Args:
        trials: data sets replayed.

    Returns:
        Cells; the first line is the header. Episodes a data set has no scores for are left out.

    Example:
        >>> episode_table(())[0][0]
        'disruption'
    """
    head = ["disruption", "half", "data", "onset", "first alert"]
    table = [[*head, "severity", "lead, days", "about", "highest"]]
    for trial in trials:
        verdicts = trial.judged["Kanmon"].verdicts
        table += [_verdict(trial, v) for v in verdicts if v.covered]
    return table


def rule_table(trials: Sequence[Trial]) -> list[list[str]]:
    """Lay methods out side by side: events found, alerts, false alerts, lead.

    Args:
        trials: data sets replayed.

    Returns:
        Cells; the first line is the header.

    Example:
        >>> rule_table(())[0][:2]
        ['data', 'method']
    """
    head = ["data", "method", "events found", "recall, 90 %", "alerts", "in an episode"]
    table = [[*head, "others per 1,000", "median lead, days", "before onset"]]
    for trial in trials:
        for method, judged in trial.judged.items():
            if not judged.watched:
                continue
            covered = [v for v in trial.judged["Kanmon"].verdicts if v.covered]
            named = {v.name for v in covered}
            mine = [v for v in judged.verdicts if v.name in named]
            leads = [v.lead for v in mine if v.lead is not None]
            found = np.array([v.alert is not None for v in mine], dtype=bool)
            table.append(
                [
                    f"{trial.name}, {trial.freq}",
                    method,
                    f"{int(found.sum())} of {len(mine)}",
                    _interval(event_bootstrap(found)),
                    f"{judged.alerts:,}",
                    _share(1.0 - judged.elsewhere / judged.alerts if judged.alerts else math.nan),
                    _number(judged.per_thousand, 1),
                    _number(float(np.median(leads)) if leads else math.nan, 0),
                    _share(float(np.mean([lead > 0 for lead in leads])) if leads else math.nan),
                ]
            )
    return table


def half_table(trials: Sequence[Trial]) -> list[list[str]]:
    """Lay the false-alert rates of the earlier and later half of each data set out.

    Args:
        trials: data sets replayed.

    Returns:
        Cells; the first line is the header.

    Example:
        >>> half_table(())[0][-1]
        'later half'
    """
    table = [["data", "series", "watched", "alerts", "earlier half", "later half"]]
    for trial in trials:
        whole = trial.judged["Kanmon"]
        table.append(
            [
                f"{trial.name}, {trial.freq}",
                str(trial.series),
                f"{whole.watched:,}",
                str(whole.alerts),
                *(_number(half.per_thousand, 1) for half in trial.halves),
            ]
        )
    return table


def as_json(report: Report) -> dict[str, Any]:
    """Give the whole back-test as plain data.

    Args:
        report: the back-test.

    Returns:
        Plain data; a figure that is not known is null.

    Example:
        >>> as_json(Report((), (), 50, ()))["budget"]
        50
    """
    return {
        "budget": report.budget,
        "notes": list(report.notes),
        "bench": [
            {
                "method": row.method,
                "seed": row.seed,
                "recall": _plain(row.accuracy.recall),
                "recall_90": [_plain(x) for x in row.recall_interval],
                "precision": _plain(row.accuracy.precision),
                "precision_90": [_plain(x) for x in row.precision_interval],
                "average_precision": _plain(row.accuracy.average_precision),
                "vus_pr": _plain(row.vus),
                "median_lead_months": _plain(row.accuracy.median_lead),
                "share_before_onset": _plain(row.before),
                "time_to_detect_months": _plain(row.delay),
                "false_per_thousand": _plain(row.accuracy.false_per_thousand),
            }
            for row in report.rows
        ],
        "data": [
            {
                "name": trial.name,
                "freq": trial.freq,
                "series": trial.series,
                "notes": list(trial.notes),
                "methods": {name: _judged(judged) for name, judged in trial.judged.items()},
                "halves": [_judged(half) for half in trial.halves],
                "alerts": [_alert(asdict(alert)) for alert in trial.alerts],
            }
            for trial in report.trials
        ],
    }


def _alert(plain: dict[str, Any]) -> dict[str, Any]:
    plain["opened"] = plain["opened"].isoformat()
    for piece in plain["evidence"]:
        for name, value in piece.items():
            piece[name] = value.isoformat() if name in ("period", "published") else value
            if isinstance(value, float):
                piece[name] = _plain(value)
    return plain


def _judged(judged: Judged) -> dict[str, Any]:
    return {
        "alerts": judged.alerts,
        "outside_known_episodes": judged.elsewhere,
        "watched": judged.watched,
        "outside_per_thousand": _plain(judged.per_thousand),
        "episodes": [
            {
                "name": v.name,
                "half": v.half,
                "covered": v.covered,
                "onset": v.onset.isoformat(),
                "alert": v.alert.isoformat() if v.alert else None,
                "severity": v.severity,
                "lead_days": v.lead,
                "about": v.subject,
                "highest": v.top.isoformat() if v.top else None,
                "highest_severity": v.top_severity,
                "too_late": v.late.isoformat() if v.late else None,
            }
            for v in judged.verdicts
        ],
    }


def _verdict(trial: Trial, v: Verdict) -> list[str]:
    alert = v.alert.isoformat() if v.alert else "none"
    lead = "missed" if v.lead is None else f"{v.lead:+d}"
    if v.late:
        lead = f"missed; told {v.late.isoformat()}, {(v.onset - v.late).days:+d}, too late to count"
    data = f"{trial.name}, {trial.freq}"
    top = f"{v.top_severity} {v.top.isoformat()}" if v.top else ""
    return [v.name, v.half, data, v.onset.isoformat(), alert, v.severity, lead, v.subject, top]


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _number(value: float, places: int) -> str:
    return "n/a" if math.isnan(value) else f"{value:,.{places}f}"


def _share(value: float) -> str:
    return "n/a" if math.isnan(value) else f"{100 * value:.0f} %"


def _interval(pair: Interval) -> str:
    return "n/a" if math.isnan(pair[0]) else f"({pair[0]:.2f}-{pair[1]:.2f})"
