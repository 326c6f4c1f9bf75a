"""Codes of a finding's table in words: which columns hold codes, and how each is worded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.analysis.impact.scenario.library import library
from kanmon.brief import names
from kanmon.brief.cells import tags, unit_word
from kanmon.brief.coercion.sentences import grade
from kanmon.brief.impact.acts import thing
from kanmon.brief.transition.tables import coded, joined, slug_unit
from kanmon.brief.wording import Words
from kanmon.catalogue.coercion_rules import criteria

Row = Mapping[str, Any]
Namer = Callable[[Row], str | None]

_UNITS: dict[str, Callable[[str, Words], str]] = {
    "iso3": thing,
    "good": thing,
    "good or iso3": thing,
    "iso3 route": lambda text, w: names.route(text, w.lang),
    "material": lambda text, w: _raised(names.material(text, w.lang)),
    "technology": lambda text, w: _raised(names.technology(text, w.lang)),
    "outcome": lambda text, w: coded(text, "reactor.{}", w),
    "fuel_stage": lambda text, w: coded(text, "reactor.stage_{}", w),
    "fuel_flow": lambda text, w: coded(text, "reactor.flow_{}", w),
    "condition": lambda text, w: coded(text, "reactor.value_{}", w),
    "instrument": lambda text, w: coded(text, "reactor.what_{}", w),
    "criterion": lambda text, w: coded(text, "criterion", w),
}
_KEYS = {
    "way": "plan.way_{}",
    "relation": "plan.relation_{}",
    "tier": "plan.tier_{}",
    "among": "transition.among_{}",
    "speaks": "coercion.speaks_{}",
    "strength": "coercion.strength_{}",
    "outcome": "control.{}",
    "standing": "standing.{}",
    "severity": "alert.{}",
    "state": "alert.state_{}",
    "limb": "coercion.limb_{}",
    "role": "role.{}",
}
_KINDS = {
    ("coercion_changes", "what"): "coercion.limb_{}",
    ("coercion_changes", "direction"): "coercion.speaks_{}",
    ("dependency_screen", "criterion"): "column.{}",
    ("coercion_timeline", "kind"): "coercion.event_{}",
    ("coercion_missing", "kind"): "coercion.missing_{}",
    ("coercion_evidence", "status"): "coercion.status_{}",
    ("coercion_timeline", "status"): "coercion.status_{}",
    ("coercion_science", "status"): "coercion.status_{}",
    ("coercion_trade", "status"): "coercion.status_{}",
}
_THINGS = ("input", "binding_input", "economy", "supplier", "binding_supplier", "from", "to")
_TAGS = ("flags", "stage", "sector", "bound", "reason")


def namer(finding: Finding, column: str, w: Words) -> Namer | None:
    """Tell how the codes of a column are worded.

    Args:
        finding: any finding.
        column: one of its columns.
        w: words of the language.

    Returns:
        What words a row's code; None where the column holds no codes. A code without words
        stands as it is, and what is missing stays missing.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.testing import tiny_good_findings
        >>> say = namer(tiny_good_findings("JPN").suppliers, "supplier", words("fr"))
        >>> say({"supplier": "CHN"})
        'Chine'
    """
    unit = finding.units[column]
    if column == "good" or not _texts(finding, column):
        return None
    if finding.kind == "coercion_grades" and column == "grade":
        return lambda row: _grade(row, w)
    if finding.kind == "coercion_changes" and column in ("before", "after"):
        return lambda row: grade(str(row["what"]), str(row[column]), w)
    if column == "criterion" and finding.kind.startswith("coercion"):
        known = criteria()
        return lambda row: _or_none(row[column], lambda c: known[c].text(w.lang))
    if column == "text" and w.lang in finding.table.column_names:
        return lambda row: row[w.lang] or row[column]
    if (finding.kind, column) in _KINDS:
        return _keyed(column, _KINDS[finding.kind, column], w)
    if finding.kind.startswith("impact") and column in _THINGS:
        return lambda row: _or_none(row[column], lambda c: thing(c, w))
    if column == "title" and "scenario" in finding.table.column_names:
        known_ones = library()
        return lambda row: (
            known_ones[row["scenario"]].name(w.lang)
            if row["scenario"] in known_ones
            else row[column]
        )
    if unit in _UNITS:
        return lambda row: _or_none(row[column], lambda c: _UNITS[unit](c, w))
    if column in _TAGS:
        return lambda row: _or_none(row[column], lambda c: tags(c, column, w))
    if column == "unit":
        return lambda row: _or_none(row[column], lambda c: unit_word(c, w))
    if column == "per":
        return lambda row: _or_none(row[column], lambda c: _key("transition.per_{}", c, w))
    if column == "unrated":
        return lambda row: _or_none(
            row[column], lambda c: joined([k.strip() for k in c.split(",") if k.strip()], w)
        )
    return _keyed(column, _KEYS[column], w) if column in _KEYS else None


def _texts(finding: Finding, column: str) -> bool:
    kind = str(finding.table.schema.field(column).type)
    return kind.startswith(("string", "large_string", "dictionary"))


def _keyed(column: str, key: str, w: Words) -> Namer:
    return lambda row: _or_none(row[column], lambda c: _key(key, c, w))


def _key(key: str, code: str, w: Words) -> str:
    whole = key.format(slug_unit(code))
    return w.say(whole) if w.has(whole) else code.replace("_", " ")


def _or_none(value: Any, say: Callable[[str], str]) -> str | None:
    return None if value is None else say(str(value)) if value != "" else ""


def _grade(row: Row, w: Words) -> str | None:
    family = "science" if row["limb"] == "science" else "grade"
    return _key(f"coercion.{family}_{{}}", str(row["grade"]), w)


def _raised(name: str) -> str:
    return name[:1].upper() + name[1:]
