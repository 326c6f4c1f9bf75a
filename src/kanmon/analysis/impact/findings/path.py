"""The critical path: from the largest loss back, input by input, to where it began."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kanmon.analysis.finding import Caveat, Finding, Method
from kanmon.analysis.impact.findings.case import NUMBER, TEXT, WHOLE, Case, makers, said
from kanmon.analysis.impact.findings.losses import main_bindings
from kanmon.analysis.impact.outcome import Binding, Node, Outcome
from kanmon.analysis.impact.scenario.names import INDUSTRY
from kanmon.analysis.impact.scenario.shocks import DemandChange, Restriction
from kanmon.analysis.impact.timeline import expanded
from kanmon.catalogue.load import goods
from kanmon.codes.register import economy, is_economy

_COLUMNS = {
    "step": (WHOLE, ""),
    "good": (TEXT, "good"),
    "economy": (TEXT, "iso3"),
    "input": (TEXT, "good"),
    "supplier": (TEXT, "iso3"),
    "short_day": (WHOLE, "day"),
    "lost_days": (NUMBER, "days"),
    "sentence": (TEXT, ""),
    "text": (TEXT, ""),
}

SENTENCES: Mapping[str, str] = {
    "path_stops": "{economy}'s deliveries of {good} are cut from day {short_day}",
    "path_capacity": "{economy}'s own capacity for {good} falls from day {short_day}",
    "path_source": "{economy}'s deliveries of {good} fall short",
    "path_unknown": "deliveries of {good} fall short; whose, the engine cannot tell",
    "path_short": "{economy}'s makers of {good} run short of {input} on day {short_day}",
    "path_short_alone": "{economy}'s makers of {good} make less from day {short_day}",
}
"""English of each sentence; the row's own columns fill it, in every language."""


def impact_path(best: Outcome, case: Case, *, good: str = "") -> Finding:
    """Follow the largest loss of a party back to where it began.

    Args:
        best: the run at the best values.
        case: whom it is told for.
        good: the good whose path is followed; that of the largest loss when not named.

    Returns:
        Finding ``impact_path``, one row a step, the origin first. ``sentence`` is a code of
        :data:`SENTENCES`, filled from the row; ``text`` is its English. Empty if nothing is lost.

    Example:
        >>> import datetime as dt
        >>> import numpy as np
        >>> from kanmon.analysis.impact.scenario.scenario import Scenario
        >>> node, day = Node("JPN", "amplifier_chips"), dt.date(2027, 1, 1)
        >>> o = Outcome("chain", (node,), "u", np.ones(1), np.array([[1, 0.5]]), (),
        ...             bindings=(Binding(node, "gallium_metal", "CHN", 1, 0.5),))
        >>> ban = Restriction("ban", ("CHN",), ("gallium_metal",), day)
        >>> case = Case(Scenario("s", "S", day, 2, (ban,)), "JPN", frozenset({"JPN"}))
        >>> for text in impact_path(o, case).table["text"].to_pylist():
        ...     print(text)
        China's deliveries of gallium metal are cut from day 0
        Japan's makers of amplifier chips run short of gallium metal on day 1
    """
    at = makers(best, case.members)
    places = [p for one, each in at.items() if good in ("", one) for p in each.tolist()]
    lost = best.lost.sum(axis=1)
    hit = [p for p in places if best.first_short[p] >= 0]
    held = main_bindings(best)
    steps: list[dict[str, Any]] = []
    if hit:
        last = min(hit, key=lambda p: (-lost[p] / best.base[p], *_name(best.nodes[p])))
        steps = _walk(best, case, last, held)
    for number, step in enumerate(steps, 1):
        step["step"] = number
        step["text"] = _text(step)
    said_so = "; ".join(step["text"] for step in steps)
    caveats = [*said(best, case)]
    if steps:
        caveats.append(
            Caveat(
                "impact_path_main",
                "each step follows the one input that cost most; others bound too",
                {"steps": len(steps)},
            )
        )
    return case.finding(
        "impact_path",
        steps,
        _COLUMNS,
        Method(
            "critical path",
            "from the maker with the most lost days back along the binding that cost most, until "
            "the cut itself, a maker that nothing binds, or a maker met before",
            "Kanmon, docs/methods/impact.md",
        ),
        figures={"sentence": case.figure(said_so or None, "", "nothing is lost")},
        caveats=caveats,
    )


def _name(node: Node) -> tuple[str, str]:
    return node.product, node.economy


def _walk(
    best: Outcome, case: Case, last: int, held: Mapping[Node, Binding]
) -> list[dict[str, Any]]:
    index = {node: place for place, node in enumerate(best.nodes)}
    lost = best.lost.sum(axis=1)
    steps: list[dict[str, Any]] = []
    seen: set[Node] = set()
    node = best.nodes[last]
    while True:
        place, binding = index[node], held.get(node)
        seen.add(node)
        steps.append(
            {
                "good": node.product,
                "economy": node.economy,
                "input": binding.input if binding else None,
                "supplier": (binding.supplier or None) if binding else None,
                "short_day": int(best.first_short[place]),
                "lost_days": float(lost[place] / best.base[place]),
                "sentence": "path_short" if binding else "path_short_alone",
            }
        )
        if binding is None:
            began = _own_shock(case, node)
            if began is not None:
                steps[-1] |= {"sentence": "path_capacity", "short_day": began}
            return steps[::-1]
        cut = _cut(case, binding, node.economy)
        ahead = Node(binding.supplier or node.economy, binding.input)
        further = index.get(ahead)
        known = cut is None and further is not None and ahead not in seen
        if known and best.first_short[further] >= 0:
            node = ahead
            continue
        steps.append(
            {
                "good": binding.input,
                "economy": binding.supplier or None,
                "input": None,
                "supplier": None,
                "short_day": cut,
                "lost_days": None,
                "sentence": "path_stops"
                if cut is not None
                else ("path_source" if binding.supplier else "path_unknown"),
            }
        )
        return steps[::-1]


def _cut(case: Case, binding: Binding, economy_hit: str) -> int | None:
    """Day from which a restriction cuts the binding's own edge; None if none does."""
    days = []
    for shock in case.scenario.shocks:
        if not isinstance(shock, Restriction) or not _names(shock.goods, binding.input):
            continue
        if binding.supplier and binding.supplier in expanded(shock.by, shock.start):
            named = expanded(shock.on or shock.all_but, shock.start)
            if not named or (economy_hit in named) == bool(shock.on):
                days.append((shock.start - case.scenario.start).days)
    return min(days, default=None)


def _own_shock(case: Case, node: Node) -> int | None:
    days = [
        (shock.start - case.scenario.start).days
        for shock in case.scenario.shocks
        if not isinstance(shock, Restriction | DemandChange)
        and _names(shock.goods, node.product)
        and node.economy in expanded(shock.economies, shock.start)
    ]
    return min(days, default=None)


def _names(goods_hit: Sequence[str], product: str) -> bool:
    return product in goods_hit or f"{INDUSTRY}{product}" in goods_hit


def _text(step: Mapping[str, Any]) -> str:
    return SENTENCES[step["sentence"]].format(
        good=_called(step["good"]),
        input=_called(step["input"]),
        economy=_called(step["economy"]),
        short_day=step["short_day"],
    )


def _called(code: str | None) -> str:
    """Name a good or an economy in English; a code the registers do not have stays a code."""
    if code is None:
        return ""
    if code in goods():
        return goods()[code].name("en")
    return economy(code).name("en") if is_economy(code) else code
