"""The course of output day by day: the best estimate and the range of the draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kanmon.analysis.finding import Caveat, Finding, Method
from kanmon.analysis.impact.findings.case import NUMBER, TEXT, WHOLE, Case, lost_days, makers, said
from kanmon.analysis.impact.findings.draws import HIGH, LOW, Draws, range_caveat
from kanmon.analysis.impact.outcome import Outcome
from kanmon.errors import DataError

MOST = 12
"""Goods whose course is told when none are named."""

_COLUMNS = {
    "good": (TEXT, "good"),
    "day": (WHOLE, "day"),
    "date": (TEXT, "date"),
    "low": (NUMBER, "share"),
    "mid": (NUMBER, "share"),
    "high": (NUMBER, "share"),
}


def impact_days(
    best: Outcome, draws: Draws | None, case: Case, *, goods: Sequence[str] = ()
) -> Finding:
    """Tell the daily output of goods as a share of normal.

    Args:
        best: the run at the best values; ``mid`` is its course.
        draws: drawn runs, or None; ``low`` and ``high`` are taken day by day.
        case: whom it is told for; its makers of one good are added up.
        goods: which; those with the largest losses when none are named.

    Returns:
        Finding ``impact_days``, one row a good and day.

    Raises:
        DataError: the party does not make a good named.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.outcome import Node
        >>> from kanmon.analysis.impact.scenario.scenario import Scenario
        >>> o = Outcome("chain", (Node("JPN", "x"),), "u", np.ones(1), np.array([[1, 0.5]]), ())
        >>> case = Case(Scenario("s", "S", dt.date(2027, 1, 1), 2), "JPN", frozenset({"JPN"}))
        >>> impact_days(o, None, case).table["mid"].to_pylist()
        [1.0, 0.5]
    """
    at = makers(best, case.members)
    unknown = sorted(set(goods) - set(at))
    if unknown:
        raise DataError(
            f"{case.party} does not make {', '.join(unknown)}",
            where="impact days",
            remedy="name goods the engine's world has makers of in the party",
        )
    losses = {good: lost_days(best, p) for good, p in at.items()}
    shown = list(goods) or sorted(at, key=lambda good: (-losses[good], good))[:MOST]
    rows = []
    alone: list[str] = []
    for good in shown:
        places = at[good]
        mid = best.output[places].sum(axis=0) / best.base[places].sum()
        ends: list[list[float | None]] = [[None] * mid.size, [None] * mid.size]
        if draws is not None and good in draws.daily:
            ends = np.quantile(draws.daily[good], (LOW, HIGH), axis=0).tolist()
        else:
            alone.append(good)
        rows += [
            {"good": good, "day": d, "date": case.date(d), "low": low, "mid": m, "high": high}
            for d, (low, m, high) in enumerate(zip(ends[0], mid.tolist(), ends[1], strict=True))
        ]
    caveats = [*said(best, case), range_caveat(draws)]
    if draws is not None and alone:
        caveats.append(
            Caveat(
                "impact_no_course",
                f"no daily range was kept for {', '.join(alone)}",
                {"goods": ", ".join(alone)},
            )
        )
    if len(shown) < len(at):
        caveats.append(
            Caveat(
                "impact_most",
                f"the {len(shown)} goods with the largest losses of {len(at)}",
                {"shown": len(shown), "all": len(at)},
            )
        )
    return case.finding(
        "impact_days",
        rows,
        _COLUMNS,
        Method(
            "daily output",
            "share_d = sum_makers output_d / sum_makers base, within one good; low and high are "
            "the 5th and 95th percentile of the draws on that day",
            "Kanmon, docs/methods/impact.md",
        ),
        figures={
            "goods": case.figure(len(shown), "goods"),
            "horizon": case.figure(best.output.shape[1], "days"),
        },
        caveats=caveats,
    )
