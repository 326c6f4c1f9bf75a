"""Findings of an assessment, made from its runs: losses, days, what binds, swings, economies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kanmon.analysis.finding import Figure, Finding, Method
from kanmon.analysis.impact.outcome import Outcome
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.assessment.runs import Runs
from kanmon.provenance import Lineage

_LOW, _HIGH = 0.05, 0.95
"""A range holds nine tenths of the draws."""
_BINDINGS, _DAYS = 200, 12

Groups = Mapping[str, npt.NDArray[np.intp]]


def gather(
    runs: Runs, party: str, members: frozenset[str], lineage: Lineage
) -> tuple[Finding, ...]:
    """Make the findings of an assessment.

    A loss is told in days of a normal day's output of all makers of a product in the party.

    Args:
        runs: of one scenario.
        party: whom it is told for.
        members: economies of the party; products are added up over them.
        lineage: what the engine's world rests on.

    Returns:
        ``impact_losses``, ``impact_days``, ``impact_bindings``, ``impact_economies``, and
        ``impact_tornado`` and ``impact_comparison`` where there is something to tell.

    Example:
        >>> from kanmon.analysis.impact.outcome import Node
        >>> best = Outcome("x", (Node("JPN", "a"),), "u", np.ones(1), np.full((1, 2), 0.5), ())
        >>> runs = Runs(Scenario("s", "S", dt.date(2027, 1, 1), 2), best, None, (), ())
        >>> gather(runs, "JPN", frozenset({"JPN"}), Lineage())[0].table["lost_days"].to_pylist()
        [1.0]
    """
    best = runs.best
    groups: dict[str, list[int]] = {}
    for place, node in enumerate(best.nodes):
        if node.economy in members and best.base[place] > 0.0:
            groups.setdefault(node.product, []).append(place)
    at = {product: np.array(places, np.intp) for product, places in groups.items()}
    make = _Maker(runs.scenario, party, lineage)
    losses = _losses(runs, at, party)
    found = [make.finding("impact_losses", losses)]
    worst = sorted(losses, key=lambda r: (-float(str(r["lost_days"])), str(r["good"])))[:_DAYS]
    found.append(make.finding("impact_days", _days(runs, at, [str(r["good"]) for r in worst])))
    bound = [
        {
            "good": b.node.product,
            "economy": b.node.economy,
            "input": b.input,
            "supplier": b.supplier,
            "days": b.days,
            "lost_days": b.lost,
        }
        for b in best.bindings
        if b.node.economy in members
    ][:_BINDINGS]
    if bound:
        found.append(make.finding("impact_bindings", bound))
    found.append(make.finding("impact_economies", _economies(best)))
    if runs.swings:
        rows = [
            {
                "part": s.part,
                "amount": s.amount,
                "unit": "days" if s.amount.endswith("_days") else "share",
                "low": s.span.low,
                "high": s.span.high,
                "loss_low": _total(s.low, at),
                "loss_high": _total(s.high, at),
                "swing": abs(_total(s.high, at) - _total(s.low, at)),
            }
            for s in runs.swings
        ]
        rows.sort(key=lambda r: -float(str(r["swing"])))
        centre = Figure(_total(best, at), "days", make.as_of, make.sources)
        found.append(make.finding("impact_tornado", rows, best=centre))
    if runs.others:
        rows = [
            {"scenario": scenario.title, "days": scenario.days, "lost_days": _total(outcome, at)}
            for scenario, outcome in ((runs.scenario, best), *runs.others)
        ]
        found.append(make.finding("impact_comparison", rows))
    return tuple(found)


_UNITS = {
    "good": "good",
    "input": "good",
    "binding_input": "good",
    "economy": "iso3",
    "supplier": "iso3",
    "binding_supplier": "iso3",
    "day": "day",
    "recovered_day": "day",
    "date": "date",
    "low": "share",
    "mid": "share",
    "high": "share",
    "lost_share": "share",
    "worst_share": "share",
    "share_of_year": "share",
    "scenario": "",
    "part": "",
    "amount": "",
    "unit": "",
    "stage": "",
}


class _Maker:
    """Put rows into findings of one scenario."""

    def __init__(self, scenario: Scenario, party: str, lineage: Lineage) -> None:
        self.scenario, self.party = scenario, party
        self.lineage = lineage.then("simulate", f"scenario {scenario.id}")
        self.as_of = str(scenario.start)
        self.sources = tuple(o.source for o in lineage.origins)

    def finding(self, kind: str, rows: list[dict[str, Any]], **figures: Figure) -> Finding:
        names = list(rows[0]) if rows else []
        return Finding(
            kind,
            "",
            self.party,
            self.as_of,
            pa.Table.from_pylist(rows),
            {n: _UNITS.get(n, "days") for n in names},
            figures,
            Method("output below normal", "sum_d max(0, base - output_d) / base", "Kanmon"),
            self.lineage,
        )


def _daily(outcome: Outcome, places: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    share: npt.NDArray[np.float64] = outcome.output[places].sum(axis=0) / outcome.base[places].sum()
    return share


def _total(outcome: Outcome, at: Groups) -> float:
    """Largest loss of a product, in days: one good that stops outweighs many that hardly do."""
    return max(
        (float((outcome.lost[p].sum() / outcome.base[p].sum())) for p in at.values()), default=0.0
    )


def _losses(runs: Runs, at: Groups, party: str) -> list[dict[str, Any]]:
    best, rows = runs.best, []
    held = {}
    for b in sorted(best.bindings, key=lambda b: b.lost * best.base[best.nodes.index(b.node)]):
        held[b.node.product] = b
    for product, places in at.items():
        base = float(best.base[places].sum())
        lost = best.lost[places].sum(axis=0) / base
        days = np.flatnonzero(lost > 1e-6)
        drawn = None if runs.draws is None else runs.draws.lost[:, places].sum(axis=1) / base
        low, high = (None, None) if drawn is None else np.quantile(drawn, (_LOW, _HIGH)).tolist()
        after = None
        if days.size and days[-1] + 1 < lost.size:
            after = int(days[-1]) + 1
        binding = held.get(product) if days.size else None
        rows.append(
            {
                "good": product,
                "economy": party,
                "stage": "",
                "unit": best.unit,
                "base": base,
                "days_to_shortage": int(days[0]) if days.size else None,
                "lost_days": float(lost.sum()),
                "lost_low": low,
                "lost_high": high,
                "lost_share": float(lost.mean()),
                "worst_share": float(lost.max()),
                "recovered_day": after,
                "binding_input": binding.input if binding else None,
                "binding_supplier": binding.supplier if binding else None,
            }
        )
    return rows


def _days(runs: Runs, at: Groups, products: list[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for product in products:
        mid = _daily(runs.best, at[product])
        low = high = mid
        if runs.draws is not None and product in runs.draws.groups:
            group = runs.draws.groups.index(product)
            share = runs.draws.daily[:, group] / runs.draws.normal[group]
            low, high = np.quantile(share, (_LOW, _HIGH), axis=0)
        for day, (a, b, c) in enumerate(zip(low, mid, high, strict=True)):
            date = runs.scenario.start + dt.timedelta(days=day)
            rows.append(
                {
                    "good": product,
                    "day": day,
                    "date": date.isoformat(),
                    "low": float(a),
                    "mid": float(b),
                    "high": float(c),
                }
            )
    return rows


def _economies(best: Outcome) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    names = np.array([node.economy for node in best.nodes])
    lost = best.lost.sum(axis=1)
    for economy in sorted(set(names.tolist())):
        mine = names == economy
        base = float(best.base[mine].sum())
        added = None
        if best.added is not None and np.all(np.isfinite(best.added[mine & (lost > 0)])):
            added = float(np.nansum(best.added[mine] * lost[mine]))
        rows.append(
            {
                "economy": economy,
                "output_lost": float(lost[mine].sum()),
                "value_added_lost": added,
                "share_of_year": float(lost[mine].sum()) / (365.0 * base) if base else None,
            }
        )
    return sorted(rows, key=lambda r: -float(str(r["output_lost"])))
