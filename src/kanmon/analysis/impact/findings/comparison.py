"""Scenarios side by side, measured alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kanmon.analysis.finding import Caveat, Finding, Method
from kanmon.analysis.impact.findings.case import NUMBER, TEXT, WHOLE, Case, lost_days, makers, said
from kanmon.analysis.impact.findings.draws import Draws, range_caveat, spread
from kanmon.analysis.impact.outcome import Outcome
from kanmon.analysis.impact.scenario.scenario import Scenario

_COLUMNS = {
    "scenario": (TEXT, ""),
    "title": (TEXT, ""),
    "days": (WHOLE, "days"),
    "goods_hit": (WHOLE, "goods"),
    "first_shortage": (WHOLE, "days"),
    "largest_good": (TEXT, "good"),
    "lost_days": (NUMBER, "days"),
    "low": (NUMBER, "days"),
    "high": (NUMBER, "days"),
}

Run = tuple[Scenario, Outcome, Draws | None]


def impact_comparison(runs: Sequence[Run], case: Case) -> Finding:
    """Set scenarios side by side.

    Losses of different goods are never added up: ``lost_days`` is the loss of the good that
    loses most, in days of its normal output.

    Args:
        runs: scenario, its run at the best values, and its draws or None; in the order told.
        case: whom it is told for.

    Returns:
        Finding ``impact_comparison``, one row a scenario.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.outcome import Node
        >>> o = Outcome("chain", (Node("JPN", "x"),), "u", np.ones(1), np.array([[1, 0.5]]), ())
        >>> s = Scenario("s", "S", dt.date(2027, 1, 1), 2)
        >>> found = impact_comparison([(s, o, None)], Case(s, "JPN", frozenset({"JPN"})))
        >>> found.table["lost_days"].to_pylist()
        [0.5]
    """
    rows = [_row(one, case) for one in runs]
    caveats = [*(said(runs[0][1], case) if runs else ())]
    caveats.append(
        Caveat(
            "impact_not_added",
            "losses of different goods are not added up: the days are those of the good that "
            "loses most in each scenario",
        )
    )
    if any(draws is None for _, _, draws in runs):
        caveats.append(range_caveat(None))
    if len({scenario.days for scenario, _, _ in runs}) > 1:
        caveats.append(
            Caveat(
                "impact_horizons",
                "the scenarios are of different lengths; longer ones can lose more",
            )
        )
    return case.finding(
        "impact_comparison",
        rows,
        _COLUMNS,
        Method(
            "scenarios side by side",
            "lost_days = max over goods of sum_makers lost / sum_makers base",
            "Kanmon, docs/methods/impact.md",
        ),
        figures={"scenarios": case.figure(len(rows), "scenarios")},
        caveats=caveats,
    )


def _row(run: Run, case: Case) -> dict[str, object]:
    scenario, best, draws = run
    at = makers(best, case.members)
    losses = {good: lost_days(best, p) for good, p in at.items()}
    firsts = {
        good: min((int(d) for d in best.first_short[p] if d >= 0), default=None)
        for good, p in at.items()
    }
    short = [day for day in firsts.values() if day is not None]
    largest = min(losses, key=lambda good: (-losses[good], good))
    low, high = (
        (None, None)
        if draws is None
        else spread(np.sum(draws.lost[:, at[largest]], axis=1) / best.base[at[largest]].sum())
    )
    return {
        "scenario": scenario.id,
        "title": scenario.title,
        "days": scenario.days,
        "goods_hit": len(short),
        "first_shortage": min(short, default=None),
        "largest_good": largest if short else None,
        "lost_days": losses[largest],
        "low": low,
        "high": high,
    }
