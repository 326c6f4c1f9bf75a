"""A dossier's tables: codes in words, every fact with its source and how sure that is."""

from __future__ import annotations

from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.brief.cells import Cell, cell, unit_word
from kanmon.brief.impact.acts import thing
from kanmon.brief.numbers import as_of, number
from kanmon.brief.twin import Column, Twin, citation, csv_link
from kanmon.brief.wording import Words
from kanmon.catalogue.coercion_rules import criteria

SHOWN = {
    "coercion_evidence": ("criterion", "speaks", "strength", "text", "source", "status"),
    "coercion_science": (
        "substance",
        "samples",
        "limit_of",
        "limit",
        "unit",
        "above",
        "most",
        "kept",
        "source",
        "status",
    ),
    "coercion_timeline": ("day", "kind", "text", "source", "status"),
    "coercion_trade": ("period", "what", "value", "unit", "source", "status"),
    "coercion_missing": ("kind", "what"),
    "alternatives": (
        "economy",
        "imports",
        "from_target",
        "target_share",
        "room_low",
        "room",
        "room_high",
        "unit_value",
        "partner",
    ),
    "counterfactual": ("method", "observed", "expected", "low", "high", "p_fall", "p_time"),
    "trade_loss": ("method", "gross", "gross_low", "gross_high", "diverted", "net", "rerouted"),
    "gainers": ("seller", "method", "observed", "expected", "gain", "share_before", "share_after"),
    "placebos": ("method", "flow", "departure"),
}
"""Columns printed; the CSV has all."""
_FAMILIES = {"speaks": "speaks", "strength": "strength", "status": "status"}
_KINDS = {"coercion_timeline": "event", "coercion_missing": "missing"}
_UNITS = {"kUSD/t": "kUSD_t", "own errors": "own_errors", "p-value": "p_value"}
# A seller's own last level: the comparison a reader checks first. The CSV has every method.
_PLAIN = ("own_past", "new_seller")


def dossier_twin(finding: Finding, w: Words, anchor: str = "case") -> Twin:
    """Turn a finding of a dossier into a printed table.

    Args:
        finding: of a kind a dossier holds.
        w: words of the language.
        anchor: start of the table's id.

    Returns:
        The table; text without words in the language stays in English.

    Example:
        >>> from kanmon.analysis.coercion.assess.assess import assess_case
        >>> from kanmon.analysis.coercion.case.example import example_case
        >>> from kanmon.analysis.coercion.dossier import dossier
        >>> from kanmon.brief.wording import words
        >>> evidence = dossier(assess_case(example_case()))[1]
        >>> dossier_twin(evidence, words("fr")).rows[0][1].text
        'pour'
    """
    shown = SHOWN.get(finding.kind, tuple(finding.table.column_names))
    heads = tuple(
        Column(w.say(f"column.{name}"), _unit(name, finding, w), _numeric(name, finding))
        for name in shown
    )
    rows = tuple(
        tuple(_cell(row, name, finding, w) for name in shown)
        for row in finding.table.to_pylist()
        if _printed(row, finding.kind)
    )
    return Twin(
        id=f"{anchor}-{finding.kind.replace('_', '-')}",
        caption=w.say(f"table.{finding.kind}"),
        columns=heads,
        rows=rows,
        filename=f"kanmon-{finding.kind}-{finding.party}.csv",
        csv_href=csv_link(finding),
        citation=citation(finding, w.lang),
    )


def _printed(row: dict[str, Any], kind: str) -> bool:
    """Leave single periods and placebos to the CSV: a page has what all periods come to."""
    if kind == "placebos":
        return bool(row["hit"])
    if kind in ("counterfactual", "trade_loss", "gainers") and row["period"] is not None:
        return False
    return kind != "gainers" or row["method"] in _PLAIN


def _numeric(name: str, finding: Finding) -> bool:
    return str(finding.table.schema.field(name).type).startswith(("int", "float", "double"))


def _unit(name: str, finding: Finding, w: Words) -> str:
    unit = finding.units[name]
    if unit == "yes or no":
        return w.say("unit.yesno")
    if unit in ("", "in column unit", "method", "exporter>importer:good"):
        return w.say("unit.text") if not _numeric(name, finding) else ""
    return unit_word(_UNITS.get(unit, unit), w, name)


def _cell(row: dict[str, Any], name: str, finding: Finding, w: Words) -> Cell:
    value = row[name]
    if value is None or value == "":
        return Cell(w.say("page.not_known"), missing=True)
    if name == "criterion":
        return Cell(criteria()[str(value)].text(w.lang))
    if name in ("seller", "economy"):
        # A reader's own file may hold codes that are no economy, as FAO's NEI.
        return Cell(thing(str(value), w))
    if name == "method":
        return Cell(w.say(f"estimate.{value}"))
    if name in ("p_fall", "p_time", "departure"):
        return Cell(number(value, w.lang, 2), value)
    if name in _FAMILIES:
        return Cell(w.say(f"coercion.{_FAMILIES[name]}_{value}"))
    if name == "kind" and finding.kind in _KINDS:
        return Cell(w.say(f"coercion.{_KINDS[finding.kind]}_{value}"))
    if name == "day":
        return Cell(as_of(str(value), w.lang))
    if name == "text" and row.get(w.lang):
        return Cell(str(row[w.lang]))
    if name in ("limit", "highest", "value"):
        return Cell(number(value, w.lang, 0 if float(value).is_integer() else 2), value)
    return cell(value, name, finding.units[name], w)
