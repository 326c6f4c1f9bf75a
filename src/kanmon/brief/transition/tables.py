"""A transition's tables: technologies and materials by name, tonnes as read aloud."""

from __future__ import annotations

from collections.abc import Sequence

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.cells import Cell, cell, unit_word
from kanmon.brief.numbers import number, percent
from kanmon.brief.twin import Column, Twin, citation, csv_link
from kanmon.brief.wording import Words
from kanmon.catalogue.conditions import criteria

SHOWN = {
    "material_supply": (
        "material",
        "year",
        "need",
        "need_low",
        "need_high",
        "share_of_output",
        "top_maker",
        "top_share",
        "ratio_all",
        "ratio_without_top",
        "ratio_trusted",
        "share_of_reserves",
    ),
    "binding_materials": ("year", "among", "material", "need", "obtainable", "ratio", "binds"),
    "technology_risk": (
        "technology",
        "per",
        "score",
        "first",
        "first_share",
        "second",
        "second_share",
        "weakest",
        "unrated",
    ),
    "fuel_chain": ("stage", "economy", "by_plant", "by_owner", "by_owner_low", "by_owner_high"),
    "reactor_hosts": ("design", "host", "supplier", "fuel_class", "outcome", "open", "failed"),
    "technology_materials": (
        "technology",
        "per",
        "material",
        "best",
        "low",
        "high",
        "strain",
        "maker_risk",
        "top_maker",
    ),
}
"""Columns printed; the CSV has all."""
_UNITS = {
    "t a year": "t_a_year",
    "t per unit": "t_per_unit",
    "share of a year": "share_of_year",
    "0 to 10": "of_ten",
    "score": "weighted",
    "in column unit": "in_column_unit",
    "in column capacity_unit": "in_column_unit",
    "in column stock_unit": "in_column_unit",
    "in column need_unit": "in_column_unit",
    "outcome": "text",
    "fuel_stage": "text",
    "fuel_flow": "text",
    "condition": "text",
    "instrument": "text",
    "criterion": "text",
    "criteria": "count",
}
_CODED = {
    "outcome": "reactor.{}",
    "fuel_stage": "reactor.stage_{}",
    "fuel_flow": "reactor.flow_{}",
    "condition": "reactor.value_{}",
    "instrument": "reactor.what_{}",
    "criterion": "criterion",
}
_SMALL, _TINY = 0.001, 1e-6


def transition_twin(
    finding: Finding, w: Words, anchor: str, most: int = 0, columns: Sequence[str] = ()
) -> Twin:
    """Turn a finding of a transition into a printed table.

    Args:
        finding: of a kind a transition holds.
        w: words of the language.
        anchor: start of the table's id.
        most: rows printed; all when zero. The CSV has all.
        columns: printed; those of ``SHOWN`` when not given.

    Returns:
        The table.

    Example:
        >>> from kanmon.brief.transition.example import example_transition
        >>> from kanmon.brief.wording import words
        >>> transition_twin(example_transition().supply, words("en"), "t").rows[0][0].text
        'Indium'
    """
    present = finding.table.column_names
    wanted = columns or SHOWN.get(finding.kind, tuple(present))
    shown = [c for c in wanted if c in present]
    heads = tuple(
        Column(w.say(f"column.{name}"), _unit(name, finding, w), _numeric(name, finding))
        for name in shown
    )
    listed = finding.table.slice(0, most) if most else finding.table
    rows = tuple(
        tuple(_cell(row[name], name, finding, w) for name in shown) for row in listed.to_pylist()
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


def small(amount: float, lang: str) -> str:
    """Write a share with the digits it has: shares here run from billionths to many times one.

    Args:
        amount: share of one.
        lang: language code.

    Returns:
        Per cent; less than a thousandth of one per cent as such.

    Example:
        >>> small(0.00234, "en"), small(3.2, "en")
        ('0.23%', '320%')
    """
    if 0.0 < amount < _TINY * 10:
        return f"<{percent(_TINY * 10, lang, 3)}"
    digits = 0 if amount >= 0.1 else 1 if amount >= 0.01 else 2 if amount >= _SMALL else 3
    return percent(amount, lang, digits)


def coded(text: str, key: str, w: Words) -> str:
    """Word codes with commas between them; what is no code stands as it is.

    Args:
        text: such as ``safety, liability``.
        key: of the words with a place for the code, or ``criterion`` for criteria's own names.
        w: words of the language.

    Returns:
        The words.

    Example:
        >>> from kanmon.brief.wording import words
        >>> coded("met", "reactor.{}", words("fr"))
        'rempli'
    """
    codes = [part.strip() for part in text.split(",") if part.strip()]
    if key == "criterion":
        known = criteria()
        if all(code in known for code in codes):
            return w.say("page.separator").join(known[c].names[w.lang] for c in codes)
        return text
    if codes and all(w.has(key.format(code)) for code in codes):
        return w.say("page.list").join(w.say(key.format(code)) for code in codes)
    return text


def joined(keys: Sequence[str], w: Words) -> str:
    """Name materials one after the other.

    Args:
        keys: ids of materials.
        w: words of the language.

    Returns:
        Their names.

    Example:
        >>> from kanmon.brief.wording import words
        >>> joined(["copper", "silver"], words("en"))
        'copper, silver'
    """
    return w.say("page.list").join(names.material(k, w.lang) for k in keys)


def _unit(name: str, finding: Finding, w: Words) -> str:
    unit = finding.units[name]
    key = _UNITS.get(unit, unit)
    return w.say(f"unit.{key}") if w.has(f"unit.{key}") else unit_word(unit, w, name)


def _numeric(name: str, finding: Finding) -> bool:
    return not str(finding.table.schema.field(name).type).startswith(("string", "bool", "large"))


def _cell(value: object, name: str, finding: Finding, w: Words) -> Cell:
    unit = finding.units[name]
    if value is None:
        return Cell(w.say("page.not_known"), missing=True)
    if unit == "material":
        return Cell(_raised(names.material(str(value), w.lang)))
    if unit == "technology":
        return Cell(_raised(names.technology(str(value), w.lang)))
    if unit in _CODED:
        return Cell(coded(str(value), _CODED[unit], w))
    if name == "among":
        return Cell(w.say(f"transition.among_{value}"))
    if name == "unrated":
        return Cell(joined([k.strip() for k in str(value).split(",") if k.strip()], w))
    if name == "per":
        return Cell(w.say(f"transition.per_{slug_unit(str(value))}"))
    if isinstance(value, float):
        if unit in ("share", "share of a year"):
            return Cell(small(value, w.lang), value)
        if unit in ("ratio", "0 to 10"):
            return Cell(number(value, w.lang, 1 if value >= 1.0 else 2), value)
        if unit == "score":
            return Cell(number(1e6 * value, w.lang, 0 if value >= 1e-4 else 1), value)
    return cell(value, name, unit, w)


def slug_unit(unit: str) -> str:
    """Turn a unit of a technology into a key.

    Args:
        unit: such as ``million vehicles``.

    Returns:
        The key.

    Example:
        >>> slug_unit("million vehicles")
        'million_vehicles'
    """
    return unit.replace(" ", "_")


def _raised(name: str) -> str:
    return name[:1].upper() + name[1:]
