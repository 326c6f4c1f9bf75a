"""What the measure of a case cost in trade: its flows laid out, and every method asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.analysis.coercion.assess.assess import assess_case
from kanmon.analysis.coercion.case.record import Case
from kanmon.analysis.coercion.trade.findings import counterfactual, trade_loss
from kanmon.analysis.coercion.trade.gains import gainers, placebos
from kanmon.analysis.coercion.trade.losses import Losses, losses
from kanmon.analysis.coercion.trade.measure import FEWEST_BEFORE, Measure
from kanmon.analysis.coercion.trade.panel import Gaps, Panel, panel_of
from kanmon.analysis.finding import Finding
from kanmon.answering.flows import Flows
from kanmon.codes.blocs import party as party_members
from kanmon.errors import DataError

_MONTHS = 190000
# Enough to learn a flow's own error from, and not so far back that it was another trade.
_BEFORE = 10
_ESTABLISHED = 0.05


@dataclass(frozen=True, slots=True)
class Ask:
    """Say what of a case to count; what is None or empty is taken from the case.

    Args:
        goods: those the measure hit, added up into one.
        also_hit: other goods it hit, never compared with.
        start: first period in force, a year or a month as 202308.
        first: first period looked at; else that since which the flow was never below a twentieth
            of its largest before the measure, ten years back at most.
        last: last period looked at.
        every_buyer: whether it hit every buyer of the exporter.
        amount: ``value`` (thousand USD) or ``quantity`` (t).
        gaps: what a flow without a row is.

    Example:
        >>> Ask(last=2015).amount
        'value'
    """

    goods: tuple[str, ...] = ()
    also_hit: tuple[str, ...] = ()
    start: int | None = None
    first: int | None = None
    last: int | None = None
    every_buyer: bool | None = None
    amount: Literal["value", "quantity"] = "value"
    gaps: Gaps = "zero"


def count_losses(case: Case, flows: Flows, ask: Ask | None = None) -> Losses:
    """Ask every method what trade would have been without the measure of a case.

    Args:
        case: an import measure hits what the target sells the imposer, an export measure what the
            imposer sells the target; a bloc at either end counts as one economy.
        flows: of the good between all economies; other goods between the two help.
        ask: what to count.

    Returns:
        Every answer. A measure on exports whose evidence speaks against selectivity is taken to
        have hit every buyer.

    Raises:
        DataError: no good was named that has flows, or no method can answer.

    Example:
        >>> from kanmon.analysis.coercion.case.library import case_of
        >>> from kanmon.answering.flows import flows_between
        >>> case = case_of("nickel_ore_indonesia_2014")
        >>> found = count_losses(case, flows_between(case), Ask(first=2007, last=2015))
        >>> found.measure.exporter, found.measure.start, found.measure.every_buyer
        ('IDN', 2014, True)
    """
    ask = ask or Ask()
    seller, buyer = case.target, case.imposer
    if case.side == "export":
        seller, buyer = buyer, seller
    known = set(flows.table.column("good").to_pylist())
    hit = [one for one in (ask.goods or case.goods) if one in known]
    if not hit:
        raise DataError(
            f"no flows of {', '.join(ask.goods or case.goods)}",
            where=f"case {case.id}",
            remedy="name goods of the flows with --good",
        )
    ends = {end: frozenset(party_members(end, case.start.year)) for end in (seller, buyer)}
    monthly = (pc.max(flows.table.column("year")).as_py() or 0) > _MONTHS
    start = ask.start or _period(case.start.year, case.start.month, monthly)
    near, name = _near(flows.table, hit, ends[seller], ends[buyer]), ", ".join(hit)

    def laid_out(first: int) -> Panel:
        panel = panel_of(
            near,
            gaps=ask.gaps,
            amount=ask.amount,
            unit="kUSD" if ask.amount == "value" else "t",
            first=first,
            last=ask.last or _last(case, monthly),
        )
        panel = _as_one(panel, "exporter", ends[seller], seller)
        panel = _as_one(panel, "importer", ends[buyer], buyer)
        return _as_one(panel, "good", frozenset(hit), name)

    panel = laid_out(ask.first or start - _BEFORE * (100 if monthly else 1))
    if ask.first is None:
        panel = laid_out(_traded_since(panel, (seller, buyer, name), start))
    every = _hit_all(case) if ask.every_buyer is None else ask.every_buyer
    measure = Measure(seller, buyer, name, start, every, also_goods=frozenset(ask.also_hit))
    return losses(panel, measure)


def trade_findings(found: Losses, flows: Flows) -> tuple[Finding, ...]:
    """Tell what was expected, lost and gained, and how strange the fall is.

    Args:
        found: every answer.
        flows: for where they are from.

    Returns:
        Findings ``counterfactual``, ``trade_loss``, ``gainers`` and ``placebos``.

    Example:
        >>> from kanmon.analysis.coercion.trade.example import example_panel
        >>> from kanmon.provenance import Lineage
        >>> found = losses(example_panel(), Measure("T", "I", "g0", 2013))
        >>> [one.kind for one in trade_findings(found, Flows(pa.table({}), (), Lineage()))][:2]
        ['counterfactual', 'trade_loss']
    """
    return tuple(
        make(found, flows.lineage) for make in (counterfactual, trade_loss, gainers, placebos)
    )


def _period(year: int, month: int, monthly: bool) -> int:
    return year * 100 + month if monthly else year


def _last(case: Case, monthly: bool) -> int | None:
    """Stop before the measure ended; a year in which it ended only in part is left out."""
    if case.end is None:
        return None
    year, month = case.end.year, case.end.month
    if not monthly:
        return year - 1
    return year * 100 + month - 1 if month > 1 else (year - 1) * 100 + 12


def _traded_since(panel: Panel, flow: tuple[str, str, str], start: int) -> int:
    """Find the period since which trade was established, four at least before the measure.

    A flow just begun grows by factors that say nothing of how it varies later.
    """
    values, known = panel.total(*flow)
    before = panel.before(start)
    low = known & before & (values <= _ESTABLISHED * values[before].max(initial=0.0))
    since = int(np.flatnonzero(low)[-1]) + 1 if low.any() else 0
    return panel.periods[since if before.sum() - since >= FEWEST_BEFORE else 0]


def _near(
    table: pa.Table, hit: Sequence[str], seller: Collection[str], buyer: Collection[str]
) -> pa.Table:
    """Keep the goods hit, and the other goods of the seller or of the buyer."""

    def among(column: str, names: Collection[str]) -> pa.ChunkedArray:
        return pc.is_in(table.column(column), pa.array(sorted(names)))

    mine = pc.or_(among("exporter", seller), among("importer", buyer))
    return table.filter(pc.or_(among("good", hit), mine))


def _as_one(
    panel: Panel, column: Literal["exporter", "importer", "good"], members: frozenset[str], to: str
) -> Panel:
    return panel if members == {to} else panel.joined(column, members, to)


def _hit_all(case: Case) -> bool:
    """Take an export measure that was not selective to have hit every buyer."""
    points = assess_case(case).weighed.get("selectivity")
    return case.side == "export" and points is not None and (points.points or 0) < 0
