"""Clean technology: the path, what it needs, whom it could come from, what fuel it saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.cells import unit_word
from kanmon.brief.impact.acts import thing
from kanmon.brief.transition.sentences import meta, transition_sentences
from kanmon.brief.transition.tables import SHOWN
from kanmon.brief.wording import Words, words
from kanmon.catalogue.deployment_paths import has_path
from kanmon.workspace import choices
from kanmon.workspace.asked import Asked
from kanmon.workspace.blocks import Look, block, title
from kanmon.workspace.charts import Bars, Chart, Lines, Matrix
from kanmon.workspace.choices import parties
from kanmon.workspace.desk import Desk
from kanmon.workspace.model import Block, Link, View
from kanmon.workspace.page import Page, link, view

ALLOWED = ("material",)
_CHARTS: dict[str, Chart] = {
    "deployment": Lines(kind="lines", x="year", y="installed", series="technology_name"),
    "material_supply": Bars(kind="bars", label="material_name", value="share_of_output"),
    "binding_materials": Lines(
        kind="lines",
        x="year",
        y="ratio",
        series="among_name",
        threshold=1.0,
    ),
    "material_demand": Lines(kind="lines", x="year", y="primary", series="material_name"),
    "material_by_technology": Matrix(
        kind="matrix", row="material_name", column="technology_name", value="share"
    ),
    "technology_risk": Bars(kind="bars", label="technology_name", value="score"),
    "technology_materials": Matrix(
        kind="matrix", row="technology_name", column="material_name", value="strain"
    ),
    "fuel_displaced": Lines(kind="lines", x="year", y="best", series="origin_name"),
    "fuel_chain": Matrix(kind="matrix", row="economy_name", column="stage_name", value="by_owner"),
    "fuel_need": Lines(kind="lines", x="year", y="best", series="fuel_flow_name"),
}
_SPLIT = {"deployment": "unit", "fuel_need": "unit", "fuel_displaced": "fuel"}
"""Findings drawn in several blocks, one for each value of a column: units do not mix."""
_FIRST = 6
"""Materials whose course is shown until the reader chooses."""
_UNITS = {
    "material_supply": "share",
    "binding_materials": "ratio",
    "material_demand": "t",
    "material_by_technology": "share",
    "technology_risk": "score",
    "technology_materials": "share of a year",
    "fuel_displaced": "t",
    "fuel_chain": "share",
}


def transition(desk: Desk, asked: Asked) -> View:
    """Show a party's documented path of clean technologies.

    Args:
        desk: what it is made from.
        asked: the party.

    Returns:
        The view; for a party without documented targets, one that says so.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> made = transition(Desk(Settings()), Asked("transition", "en", {"party": "FRA"}))
        >>> made.blocks, made.headline[:20]
        ([], 'No public targets of')
    """
    w = words(asked.lang)
    party = asked.party(desk.settings.party)
    with_path = [(c, n) for c, n in parties(w) if has_path(c, desk.today)]
    others = [
        Link(label=name, view="transition", state={"party": code})
        for code, name in with_path
        if code != party
    ]
    if party not in dict(with_path):
        said = w.say("workspace.no_path", party=dict(parties(w))[party])
        return view(asked, Page(said, links=others, party=party))
    made = desk.transition(party)
    sentences = transition_sentences(made, w)
    ranked = made.supply.table.column("material").to_pylist()
    named = [(m, names.material(m, w.lang)) for m in ranked]
    chosen = asked.many("material", ranked) or tuple(ranked[:_FIRST])
    return view(
        asked,
        Page(
            headline=" ".join(sentences[:2]) or meta(made, w),
            blocks=[b for f in made.ordered() for b in transition_blocks(f, w, chosen)],
            findings=made.ordered(),
            controls=[choices.multi("material", chosen, named, w)],
            links=[link(w, "overview", party=party), *others],
            caveats=[meta(made, w), *sentences[2:]],
            party=party,
            as_of=made.made_on.isoformat(),
        ),
    )


def transition_blocks(found: Finding, w: Words, materials: Sequence[str] = ()) -> list[Block]:
    """Show one finding of a transition.

    Args:
        found: of a kind a transition holds.
        w: words of the language.
        materials: whose course over the years is shown.

    Returns:
        One block, or one for each unit or fuel, so that a chart never mixes them.

    Example:
        >>> from kanmon.brief.transition.example import example_transition
        >>> from kanmon.brief.wording import words
        >>> transition_blocks(example_transition().supply, words("ja"))[0].id
        'material_supply'
    """
    known = found.table.column_names
    key = f"intro.transition_{_INTRO[found.kind]}" if found.kind in _INTRO else ""
    look = Look(
        chart=_CHARTS.get(found.kind),
        shown=tuple(c for c in SHOWN.get(found.kind, ()) if c in known),
        sentence=w.say(key) if key and w.has(key) else None,
        unit=_UNITS.get(found.kind),
    )
    if found.kind == "material_demand" and materials:
        look = replace(look, keep=lambda row: row["material"] in materials)
    column = _SPLIT.get(found.kind)
    if column is None or not found.table.num_rows:
        return [block(found, w, found.kind, look)]
    made = []
    for place, value in enumerate(dict.fromkeys(found.table.column(column).to_pylist()), start=1):
        said = thing(value, w) if column == "fuel" else unit_word(value, w)
        one = replace(
            look,
            keep=_among(column, value),
            title=f"{title(found, w)}{w.say('page.colon')}{said}",
            unit=value if column == "unit" else look.unit,
            units={n: value for n, u in found.units.items() if u == "in column unit"}
            if column == "unit"
            else {},
        )
        if found.kind == "deployment" and not _installed(found, value):
            # What is told as sales a year has no stock: the additions are its course.
            one = replace(
                one, chart=Lines(kind="lines", x="year", y="added", series="technology_name")
            )
        made.append(block(found, w, f"{found.kind}_{place}", one))
    return made


def _installed(found: Finding, unit: str) -> bool:
    return any(
        row["installed"] is not None for row in found.table.to_pylist() if row["unit"] == unit
    )


def _among(column: str, value: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda row: bool(row[column] == value)


_INTRO = {
    "material_supply": "supply",
    "technology_risk": "strain",
    "fuel_displaced": "displaced",
    "fuel_chain": "chain",
    "reactor_hosts": "hosts",
}
