"""A plan's tables: scenarios, ways and limits in words, money and tonnes as read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.cells import Cell, cell, unit_word
from kanmon.brief.impact.acts import thing
from kanmon.brief.numbers import number, percent
from kanmon.brief.plan.sentences import usd
from kanmon.brief.planned import SourcingPlan
from kanmon.brief.twin import Column, Twin, citation, csv_link
from kanmon.brief.wording import Words

SHOWN = {
    "sourcing_compared": (
        "way",
        "extra_cost",
        "cvar",
        "source_hhi",
        "stock_days",
        "lost_planned",
        "lost_held_out",
    ),
    "sourcing_avoided": ("scenario", "planned", "chance", "good", "mean_today", "mean_plan"),
    "sourcing_front": ("extra_cost", "risk", "hhi", "stock_days", "chosen"),
    "sourcing_partners": ("supplier", "share", "worth"),
    "sourcing_unfixable": ("scenario", "year", "chance", "short", "least"),
    "sourcing_cover": ("way", "days", "holding", "chance_short", "expected_shortage", "cvar"),
    "sourcing_robustness": ("supplier", "used", "share_low", "share_high"),
}
"""Columns printed; the CSV has all."""
_MONEY = ("USD", "USD a year")
_UNITS = {"USD/t": "USD_per_t", "USD per unit": "USD_per_unit", "USD a year": "USD_a_year"}


def plan_twin(
    finding: Finding,
    made: SourcingPlan,
    w: Words,
    columns: Sequence[str] = (),
    anchor: str = "plan",
) -> Twin:
    """Turn a finding of a plan into a printed table.

    Args:
        finding: of a kind a plan holds.
        made: the plan, for the words of its scenarios.
        w: words of the language.
        columns: printed; those of ``SHOWN`` when not given.
        anchor: start of the table's id.

    Returns:
        The table.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> from kanmon.brief.wording import words
        >>> made = example_plan()
        >>> plan_twin(made.get("sourcing_avoided"), made, words("en")).rows[0][0].text
        'China: exports stop for a year'
    """
    shown = list(columns) or list(SHOWN.get(finding.kind, finding.table.column_names))
    heads = tuple(
        Column(w.say(f"column.{name}"), _unit(name, finding, w), _numeric(name, finding))
        for name in shown
    )
    rows = tuple(
        tuple(_cell(row, name, finding, made, w) for name in shown)
        for row in finding.table.to_pylist()
    )
    return Twin(
        id=f"{anchor}-{finding.kind.replace('_', '-')}",
        caption=w.say(f"table.{finding.kind}"),
        columns=heads,
        rows=rows,
        filename=f"kanmon-{finding.kind}-{finding.good}-{finding.party}.csv",
        csv_href=csv_link(finding),
        citation=citation(finding, w.lang),
    )


def years_twin(made: SourcingPlan, w: Words, anchor: str = "plan") -> Twin:
    """Lay the plan out with a column a year.

    Args:
        made: the plan.
        w: words of the language.
        anchor: start of the table's id.

    Returns:
        One row a supplier: tier, source, room, share today and in each year; the CSV has one
        row a year and supplier.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> from kanmon.brief.wording import words
        >>> years_twin(example_plan(), words("en")).columns[-1].label
        '2031'
    """
    f = made.plan
    by_supplier: dict[str, list[dict[str, Any]]] = {}
    for row in f.table.to_pylist():
        by_supplier.setdefault(row["supplier"], []).append(row)
    years = sorted({row["year"] for row in f.table.to_pylist()})
    share, text = w.say("unit.share"), w.say("unit.text")
    columns = (
        Column(w.say("column.supplier"), w.say("unit.iso3"), False),
        Column(w.say("column.relation"), text, False),
        Column(w.say("column.tier"), text, False),
        Column(w.say("column.source"), w.say("unit.iso3"), False),
        Column(w.say("column.room"), w.say("unit.t"), True),
        Column(w.say("column.today"), share, True),
        *(Column(str(year), share, True) for year in years),
    )
    rows = []
    for name, its in by_supplier.items():
        its.sort(key=lambda r: r["year"])
        last = its[-1]
        tier = w.say(f"plan.tier_{last['tier']}") if last["tier"] else ""
        rows.append(
            (
                Cell(names.place(name, w.lang)),
                Cell(w.say(f"plan.relation_{last['relation']}")),
                Cell(tier),
                Cell(names.place(last["source"], w.lang)),
                cell(last["room"], "room", "t", w),
                Cell(percent(last["today"], w.lang, 1), last["today"]),
                *(Cell(percent(r["share"], w.lang, 1), r["share"]) for r in its),
            )
        )
    return Twin(
        id=f"{anchor}-sourcing-plan",
        caption=w.say("table.sourcing_plan"),
        columns=columns,
        rows=tuple(rows),
        filename=f"kanmon-sourcing_plan-{f.good}-{f.party}.csv",
        csv_href=csv_link(f),
        citation=citation(f, w.lang),
    )


def _numeric(name: str, finding: Finding) -> bool:
    return str(finding.table.schema.field(name).type).startswith(("int", "float", "double"))


def _unit(name: str, finding: Finding, w: Words) -> str:
    unit = finding.units[name]
    if unit == "yes or no":
        return w.say("unit.yesno")
    if unit == "":
        return w.say("unit.text")
    return unit_word(_UNITS.get(unit, unit), w, name)


def _cell(row: dict[str, Any], name: str, finding: Finding, made: SourcingPlan, w: Words) -> Cell:
    value, unit = row[name], finding.units[name]
    if name == "worth" and value is None:
        return Cell(w.say("plan.indispensable"))
    if name == "scenario":
        return Cell(made.title(str(value), w.lang))
    if name == "way":
        return Cell(w.say(f"plan.way_{value}"))
    if name == "good":
        return Cell(thing(str(value), w) if value else w.say("page.none"))
    if value is not None and unit in _MONEY:
        return Cell(usd(value, w.lang), value)
    if value is not None and unit == "days":
        return Cell(number(value, w.lang, 0 if name in ("days", "stock_days") else 1), value)
    return cell(value, name, unit, w)
