"""A transition on a terminal: what it says, what is tightest, technologies compared, caveats."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.caveats import caveat_text
from kanmon.brief.moved import Transition
from kanmon.brief.numbers import day
from kanmon.brief.transition.sentences import meta, transition_sentences
from kanmon.brief.transition.tables import transition_twin
from kanmon.brief.wording import Words, words

_SHOWN = {
    "material_supply": (
        *("material", "year", "need", "share_of_output", "top_maker"),
        *("ratio_without_top", "ratio_trusted"),
    ),
    "technology_risk": ("technology", "per", "score", "first", "second"),
}
_ROWS = 12


def transition_terminal(made: Transition, lang: str) -> RenderableType:
    """Lay out a transition for a terminal of 80 columns or more; it reads without colour.

    Args:
        made: any transition.
        lang: ``en``, ``ja`` or ``fr``.

    Returns:
        A rich renderable.

    Example:
        >>> from kanmon.brief.transition.example import example_transition
        >>> len(transition_terminal(example_transition(), "en").renderables) > 5
        True
    """
    w = words(lang)
    title = Text.assemble(
        ("関門 ", "bold red"),
        (w.say("page.transition_title"), "bold"),
        "  ",
        names.party(made.party, lang),
    )
    joiner = "" if lang == "ja" else " "
    parts: list[RenderableType] = [
        Rule(title, align="left", style="blue"),
        Text(meta(made, w), "dim"),
        Padding(Text(joiner.join(transition_sentences(made, w)), style="bold"), (1, 0)),
    ]
    for kind in ("material_supply", "technology_risk", "fuel_displaced", "reactor_hosts"):
        found = made.get(kind)
        if found is not None and found.table.num_rows:
            parts += [Padding(Text(w.say(f"table.{kind}"), "bold"), (1, 0, 0, 0)), _table(found, w)]
    notes = dict.fromkeys(caveat_text(c, lang)[0] for f in made.ordered() for c in f.caveats)
    parts.append(Padding(Group(*(Text(f"! {note}", "yellow") for note in notes)), (1, 0, 0, 0)))
    parts.append(Padding(Text(w.say("section.sources"), "bold"), (1, 0, 0, 0)))
    parts += [
        Text(f"{o.publisher}, {o.title}, {o.vintage}. {o.licence.name}.", "dim")
        for o in made.origins()
    ]
    parts.append(Text(w.say("page.made_on", date=day(made.made_on, lang)), "dim"))
    return Group(*parts)


def _table(found: Finding, w: Words) -> Table:
    twin = transition_twin(found, w, "t", _ROWS, _SHOWN.get(found.kind, ()))
    drawn = Table(box=None, pad_edge=False)
    for column in twin.columns:
        drawn.add_column(
            f"{column.label}\n[dim]{column.unit}",
            justify="right" if column.numeric else "left",
            overflow="fold",
        )
    for row in twin.rows:
        drawn.add_row(*(one.text for one in row))
    return drawn
