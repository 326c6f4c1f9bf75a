"""Which inputs held makers back, for how long, and what that cost."""

from __future__ import annotations

from kanmon.analysis.finding import Caveat, Finding, Method
from kanmon.analysis.impact.findings.case import NUMBER, TEXT, WHOLE, Case, said
from kanmon.analysis.impact.outcome import Outcome

MOST = 200
"""Rows told; the figure ``bindings`` counts all."""

_COLUMNS = {
    "good": (TEXT, "good"),
    "economy": (TEXT, "iso3"),
    "input": (TEXT, "good"),
    "supplier": (TEXT, "iso3"),
    "days": (WHOLE, "days"),
    "lost_days": (NUMBER, "days"),
}


def impact_bindings(best: Outcome, case: Case) -> Finding:
    """Tell which inputs held the makers of a party back, the costliest first.

    Args:
        best: the run at the best values.
        case: whom it is told for.

    Returns:
        Finding ``impact_bindings``; empty, with a caveat, where the engine does not tell.

    Example:
        >>> import datetime as dt
        >>> import numpy as np
        >>> from kanmon.analysis.impact.outcome import Binding, Node
        >>> from kanmon.analysis.impact.scenario.scenario import Scenario
        >>> node = Node("JPN", "x")
        >>> o = Outcome("chain", (node,), "u", np.ones(1), np.array([[1, 0.5]]), (),
        ...             bindings=(Binding(node, "a", "CHN", 1, 0.5),))
        >>> case = Case(Scenario("s", "S", dt.date(2027, 1, 1), 2), "JPN", frozenset({"JPN"}))
        >>> impact_bindings(o, case).table["input"].to_pylist()
        ['a']
    """
    mine = [b for b in best.bindings if b.node.economy in case.members]
    mine.sort(key=lambda b: (-b.lost, -b.days, b.node.product, b.node.economy, b.input, b.supplier))
    rows = [
        {
            "good": b.node.product,
            "economy": b.node.economy,
            "input": b.input,
            "supplier": b.supplier or None,
            "days": b.days,
            "lost_days": float(b.lost),
        }
        for b in mine[:MOST]
    ]
    caveats = list(said(best, case))
    if not best.bindings:
        caveats.append(
            Caveat(
                "impact_no_bindings",
                f"the {best.engine} engine does not tell which input held a maker back",
                {"engine": best.engine},
            )
        )
    if any(row["supplier"] is None for row in rows):
        caveats.append(
            Caveat(
                "impact_no_supplier",
                "where no supplier is named, the engine cannot tell whose deliveries were missing",
            )
        )
    if len(mine) > MOST:
        caveats.append(
            Caveat(
                "impact_most",
                f"the {MOST} costliest of {len(mine)}",
                {"shown": MOST, "all": len(mine)},
            )
        )
    return case.finding(
        "impact_bindings",
        rows,
        _COLUMNS,
        Method(
            "binding inputs",
            "days on which an input allowed less output than anything else; output lost on them, "
            "in days of the maker's normal output",
            "Kanmon, docs/methods/impact.md",
        ),
        figures={"bindings": case.figure(len(mine), "bindings")},
        caveats=caveats,
    )
