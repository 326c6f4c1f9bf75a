"""The tables behind the charts: codes in words, missing figures said for what they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.brief.cells import Cell, cell, unit_word
from kanmon.brief.impact.acts import amount_text, part_name, thing
from kanmon.brief.twin import Column, Twin, citation, csv_link
from kanmon.brief.wording import Words

_NAMED = (
    "good",
    "input",
    "binding_input",
    "economy",
    "supplier",
    "binding_supplier",
    "from",
    "to",
)
_AMOUNTS = ("low", "high", "best")
_EMPTY = {
    "days_to_shortage": "missing.no_shortage",
    "short_day": "missing.no_shortage",
    "recovered_day": "missing.not_by_the_end",
    "lost_low": "missing.no_draws",
    "lost_high": "missing.no_draws",
}

Keep = Callable[[dict[str, Any]], bool]


def impact_twin(
    finding: Finding,
    scenario: Scenario,
    w: Words,
    columns: Sequence[str] = (),
    keep: Keep | None = None,
    anchor: str = "impact",
) -> Twin:
    """Turn a finding of an assessment into a printed table.

    Args:
        finding: of a kind an assessment holds.
        scenario: the parts of a ``impact_tornado`` are told by.
        w: words of the language.
        columns: which are printed, where the finding has them; all when not given.
        keep: says of a row whether it is printed; the CSV has every row and column.
        anchor: start of the table's id.

    Returns:
        The table.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> from kanmon.brief.wording import words
        >>> made = example_assessment("JPN")
        >>> impact_twin(made.losses, made.scenario, words("en"), ["good"]).rows[0][0].text
        'Gallium metal'
    """
    shown = [c for c in columns if c in finding.table.column_names] or finding.table.column_names
    rows = [r for r in finding.table.to_pylist() if keep is None or keep(r)]
    numeric = {
        name
        for name in shown
        if str(finding.table.schema.field(name).type).startswith(("int", "float", "double"))
        and not (finding.kind == "impact_tornado" and name in _AMOUNTS)
    }
    kind = finding.kind.replace("_", "-")
    return Twin(
        id=f"{anchor}-{kind}",
        caption=w.say(f"table.{finding.kind}"),
        columns=tuple(
            Column(_label(name, w), _unit(name, finding, w), name in numeric) for name in shown
        ),
        rows=tuple(tuple(_cell(row, name, finding, scenario, w) for name in shown) for row in rows),
        filename=f"kanmon-{finding.kind}-{scenario.id.replace('/', '-')}-{finding.party}.csv",
        csv_href=csv_link(finding),
        citation=citation(finding, w.lang),
    )


def _label(name: str, w: Words) -> str:
    key = f"column.{name}"
    return w.say(key) if w.has(key) else name.replace("_", " ")


def _unit(name: str, finding: Finding, w: Words) -> str:
    if name in _NAMED:
        return w.say("unit.iso3")
    if finding.kind == "impact_tornado" and name in _AMOUNTS:
        return w.say("unit.text")
    if name == "step":
        return w.say("unit.count")
    unit = finding.units[name]
    return unit_word(unit, w, name) or w.say("unit.text")


def _cell(row: dict[str, Any], name: str, finding: Finding, scenario: Scenario, w: Words) -> Cell:
    value = row[name]
    if value is None or value == "":
        key = _EMPTY.get(name)
        if name == "recovered_day" and row.get("days_to_shortage") is None:
            key = "missing.no_shortage"
        return Cell(w.say(key) if key else w.say("page.not_known"), missing=True)
    if name in _NAMED:
        return Cell(thing(str(value), w))
    if finding.kind == "impact_tornado":
        if name == "part":
            return Cell(part_name(scenario, str(value), row["amount"], w))
        if name == "amount":
            key = f"amount.{value}"
            return Cell(w.say(key) if w.has(key) else str(value).replace("_", " "))
        if name in _AMOUNTS:
            return Cell(amount_text(float(value), row["amount"], row["unit"], w))
    if name == "unit":
        return Cell(unit_word(str(value), w))
    return cell(value, name, finding.units[name], w)
