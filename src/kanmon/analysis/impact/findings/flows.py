"""How losses run from suppliers through inputs to final goods: links without cycles."""

from __future__ import annotations

from collections import defaultdict

from kanmon.analysis.finding import Caveat, Finding, Method
from kanmon.analysis.impact.findings.case import NUMBER, TEXT, Case, makers, said
from kanmon.analysis.impact.outcome import Outcome

_COLUMNS = {"from": (TEXT, "good or iso3"), "to": (TEXT, "good"), "lost_days": (NUMBER, "days")}

Link = tuple[str, str]


def impact_flows(best: Outcome, case: Case) -> Finding:
    """Tell how much of each good's loss came by way of which input, and whose.

    A link from an input to a good carries the loss of the good that the input caused; a link from
    an economy to an input carries the same losses by supplier, for inputs bought outside the party
    or that nothing within it is held back in making. Links that would close a circle are
    left out, the smallest first.

    Args:
        best: the run at the best values.
        case: whom it is told for.

    Returns:
        Finding ``impact_flows``, largest first; links form no cycle.

    Example:
        >>> import datetime as dt
        >>> import numpy as np
        >>> from kanmon.analysis.impact.outcome import Binding, Node
        >>> from kanmon.analysis.impact.scenario.scenario import Scenario
        >>> node = Node("JPN", "x")
        >>> o = Outcome("chain", (node,), "u", np.ones(1), np.array([[1, 0.5]]), (),
        ...             bindings=(Binding(node, "a", "CHN", 1, 0.5),))
        >>> case = Case(Scenario("s", "S", dt.date(2027, 1, 1), 2), "JPN", frozenset({"JPN"}))
        >>> [tuple(r.values()) for r in impact_flows(o, case).table.to_pylist()]
        [('CHN', 'a', 0.5), ('a', 'x', 0.5)]
    """
    links, total = _links(best, case)
    kept, dropped = _acyclic(links)
    rows = [{"from": a, "to": b, "lost_days": v} for (a, b), v in kept.items()]
    caveats = [*said(best, case)]
    if dropped:
        caveats.append(
            Caveat(
                "impact_circles",
                f"{len(dropped)} links that close a circle are left out (they carry "
                f"{sum(dropped.values()):.3g} days)",
                {"count": len(dropped), "days": sum(dropped.values())},
            )
        )
    if not best.bindings:
        caveats.append(
            Caveat(
                "impact_no_bindings",
                f"the {best.engine} engine does not tell which input held a maker back",
                {"engine": best.engine},
            )
        )
    return case.finding(
        "impact_flows",
        rows,
        _COLUMNS,
        Method(
            "losses by way of inputs",
            "sum over makers of (lost days x base) / sum of base, by good and input; by input and "
            "supplier for inputs from outside, or that nothing in the party is held back in making",
            "Kanmon, docs/methods/impact.md",
        ),
        figures={"explained": case.figure(total, "days")},
        caveats=caveats,
    )


def _links(best: Outcome, case: Case) -> tuple[dict[Link, float], float]:
    at = makers(best, case.members)
    base = {good: float(best.base[places].sum()) for good, places in at.items()}
    own = {node: float(b) for node, b in zip(best.nodes, best.base, strict=True)}
    mine = [
        b
        for b in best.bindings
        if b.node.economy in case.members and b.node.product in base and b.lost > 0.0
    ]
    held_back = {b.node.product for b in mine}
    links: dict[Link, float] = defaultdict(float)
    total = 0.0
    for b in mine:
        days = b.lost * own[b.node] / base[b.node.product]
        total += days
        if b.input != b.node.product:
            links[b.input, b.node.product] += days
        outside = b.supplier not in case.members
        if b.supplier and (outside or b.input not in held_back):
            links[b.supplier, b.input] += days
    return links, total


def _acyclic(links: dict[Link, float]) -> tuple[dict[Link, float], dict[Link, float]]:
    """Keep the largest links that close no circle; return them and those left out."""
    onward: dict[str, set[str]] = defaultdict(set)
    kept: dict[Link, float] = {}
    dropped: dict[Link, float] = {}
    for (a, b), days in sorted(links.items(), key=lambda one: (-one[1], one[0])):
        if a == b or _reaches(onward, b, a):
            dropped[a, b] = days
        else:
            onward[a].add(b)
            kept[a, b] = days
    return kept, dropped


def _reaches(onward: dict[str, set[str]], start: str, goal: str) -> bool:
    seen, left = {start}, [start]
    while left:
        here = left.pop()
        if here == goal:
            return True
        fresh = onward.get(here, set()) - seen
        seen |= fresh
        left.extend(fresh)
    return False
