"""A sourcing plan as blocks: shares by year, the loss it avoids, the front, what binds."""

from __future__ import annotations

from kanmon.analysis.finding import Finding
from kanmon.brief.plan.limits import duals, robust, unfixable
from kanmon.brief.plan.tables import SHOWN
from kanmon.brief.planned import SourcingPlan
from kanmon.brief.wording import Words
from kanmon.workspace.blocks import Look, block
from kanmon.workspace.charts import Bars, Chart, Lines, Scatter, Stack
from kanmon.workspace.model import Block
from kanmon.workspace.naming import Namer

_CHARTS: dict[str, Chart] = {
    "sourcing_plan": Stack(kind="stack", x="year", y="share", series="supplier_name"),
    "sourcing_avoided": Bars(kind="bars", label="scenario_name", value="avoided"),
    "sourcing_compared": Scatter(kind="scatter", x="extra_cost", y="cvar", label="way_name"),
    "sourcing_front": Scatter(
        kind="scatter", x="extra_cost", y="risk", label="weight", mark="chosen"
    ),
    "sourcing_partners": Bars(kind="bars", label="supplier_name", value="worth"),
    "sourcing_cover": Lines(kind="lines", x="days", y="chance_short", series="way_name"),
    "sourcing_robustness": Bars(kind="bars", label="supplier_name", value="used"),
    "candidates": Bars(
        kind="bars",
        label="economy_name",
        value="delivered_best",
        low="delivered_low",
        high="delivered_high",
    ),
}
_COLUMNS = {
    "sourcing_plan": (
        "year",
        "supplier",
        "relation",
        "tier",
        "source",
        "today",
        "share",
        "tonnes",
        "room",
        "opened",
        "price",
    ),
    "sourcing_front": ("weight", "extra_cost", "risk", "hhi", "stock_days", "chosen"),
    "candidates": (
        "economy",
        "relation",
        "tier",
        "share",
        "imports",
        "output",
        "capacity_best",
        "spare_best",
        "available_best",
        "delivered_best",
        "km",
    ),
}
_UNITS = {
    "sourcing_plan": "share",
    "sourcing_avoided": "days",
    "sourcing_compared": "USD",
    "sourcing_front": "USD",
    "sourcing_partners": "USD",
    "sourcing_cover": "share",
    "sourcing_robustness": "share",
    "candidates": "USD/t",
}
_INTRO = {
    "sourcing_plan": "plan_shares",
    "sourcing_avoided": "plan_avoided",
    "sourcing_compared": "plan_compared",
    "sourcing_front": "plan_front",
}


def plan_blocks(made: SourcingPlan, w: Words) -> list[Block]:
    """Show every finding of a plan.

    Args:
        made: any plan.
        w: words of the language.

    Returns:
        Blocks in the order of the brief.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> from kanmon.brief.wording import words
        >>> [b.id for b in plan_blocks(example_plan(), words("ja"))][:2]
        ['plan', 'compared']
    """
    return [_block(f, made, w) for f in made.ordered()]


def _block(found: Finding, made: SourcingPlan, w: Words) -> Block:
    known = found.table.column_names
    shown = _COLUMNS.get(found.kind) or SHOWN.get(found.kind, ())
    named: dict[str, Namer] = {}
    if "scenario" in known:
        named["scenario"] = lambda row: made.title(str(row["scenario"]), w.lang)
    chart = _CHARTS.get(found.kind)
    if chart is not None:
        made_of = {*known, *(f"{c}_name" for c in known)}
        chart = chart if set(chart.columns()) <= made_of else None
    return block(
        found,
        w,
        found.kind.removeprefix("sourcing_"),
        Look(
            chart=chart,
            shown=tuple(c for c in shown if c in known),
            named=named,
            sentence=_sentence(found, made, w),
            empty=_sentence(found, made, w) or "",
            unit=_UNITS.get(found.kind),
        ),
    )


def _sentence(found: Finding, made: SourcingPlan, w: Words) -> str | None:
    if found.kind == "sourcing_duals":
        return " ".join(duals(made, w)) or None
    if found.kind == "sourcing_unfixable":
        return unfixable(made, w) or None
    if found.kind == "sourcing_robustness":
        return robust(made, w) or None
    key = f"intro.{_INTRO.get(found.kind, '')}"
    return w.say(key) if w.has(key) else None
