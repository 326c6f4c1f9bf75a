"""Whether the figures of a run hold together: nothing made of nothing, nothing below zero."""

from __future__ import annotations

import numpy as np

from kanmon.analysis.finding import Finding, Method
from kanmon.analysis.impact.findings.case import NUMBER, TEXT, Case, said
from kanmon.analysis.impact.findings.draws import Draws
from kanmon.analysis.impact.outcome import Outcome

TOLERANCE = 1e-6
"""Worst share of the flow by which goods in and goods out plus stock change may differ."""

_COLUMNS = {
    "check": (TEXT, ""),
    "value": (NUMBER, "in column unit"),
    "unit": (TEXT, ""),
    "allowed": (NUMBER, "in column unit"),
    "holds": (TEXT, "yes or no"),
}


def balance(best: Outcome, draws: Draws | None, case: Case) -> Finding:
    """Check the accounts of a run.

    Args:
        best: the run at the best values.
        draws: drawn runs, or None.
        case: whom it is told for.

    Returns:
        Finding ``impact_balance``, one row a check; figure ``holds`` is whether all hold.

    Example:
        >>> import datetime as dt
        >>> from kanmon.analysis.impact.outcome import Node
        >>> from kanmon.analysis.impact.scenario.scenario import Scenario
        >>> o = Outcome("chain", (Node("JPN", "x"),), "u", np.ones(1), np.array([[1, 0.5]]), ())
        >>> case = Case(Scenario("s", "S", dt.date(2027, 1, 1), 2), "JPN", frozenset({"JPN"}))
        >>> balance(o, None, case).figures["holds"].value
        True
    """
    checks = [
        ("residual", best.residual, "share", TOLERANCE),
        ("missing_output", float(np.sum(~np.isfinite(best.output))), "cells", 0.0),
        ("output_below_zero", float(max(0.0, -np.nanmin(best.output))), best.unit, 0.0),
    ]
    if draws is not None:
        checks.append(("residual_of_draws", draws.residual, "share", TOLERANCE))
    if best.unmet is not None:
        below = float(max(0.0, -np.nanmin(best.unmet)))
        checks.append(("unmet_below_zero", below, best.unit, 0.0))
        gaps = float(np.sum(~np.isfinite(best.unmet)))
        checks.append(("missing_unmet", gaps, "cells", 0.0))
    rows = [
        {
            "check": name,
            "value": value,
            "unit": unit,
            "allowed": allowed,
            "holds": "yes" if value <= allowed else "no",
        }
        for name, value, unit, allowed in checks
    ]
    return case.finding(
        "impact_balance",
        rows,
        _COLUMNS,
        Method(
            "balance",
            "|goods in - goods out - stock change| / flow, worst node and day, as the engine "
            "measures it; no output missing or below zero",
            "Kanmon, docs/methods/impact.md",
        ),
        figures={
            "residual": case.figure(float(best.residual), "share"),
            "holds": case.figure(all(row["holds"] == "yes" for row in rows), "yes or no"),
        },
        caveats=said(best, case),
    )
