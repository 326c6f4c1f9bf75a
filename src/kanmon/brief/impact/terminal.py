"""An assessment on a terminal: headline, losses, path, what binds, caveats, sources."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from kanmon.brief import names
from kanmon.brief.assessed import Assessment
from kanmon.brief.blocks import bar
from kanmon.brief.caveats import caveat_text
from kanmon.brief.impact.acts import acts, thing
from kanmon.brief.impact.sentences import (
    economies_headline,
    impact_headline,
    lost,
    meta,
    path_steps,
    short_rows,
    span,
    told_of_runs,
    tornado_headline,
)
from kanmon.brief.impact.tables import impact_twin
from kanmon.brief.numbers import day, number, percent
from kanmon.brief.wording import Words, words

_BAR, _LINKS = 10, 8


def impact_terminal(made: Assessment, lang: str, count: int = 15) -> RenderableType:
    """Lay out an assessment for a terminal of 80 columns or more; it reads without colour.

    Args:
        made: any assessment.
        lang: ``en``, ``ja`` or ``fr``.
        count: how many rows of the losses to show.

    Returns:
        A rich renderable.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> len(impact_terminal(example_assessment("JPN"), "en").renderables) > 5
        True
    """
    w = words(lang)
    party = names.party(made.party, lang)
    title = Text.assemble(("関門 ", "bold red"), (made.scenario.name(lang), "bold"), "  ", party)
    parts: list[RenderableType] = [
        Rule(title, align="left", style="blue"),
        Text(meta(made, w), "dim"),
        Padding(Text(impact_headline(made, w), style="bold"), (1, 0)),
    ]
    short = short_rows(made.losses)
    if short:
        parts.append(_losses(made, count, w))
    if len(short) > count:
        parts.append(Text(w.say("terminal.more", count=number(len(short) - count, lang)), "dim"))
    steps = path_steps(made.get("impact_path"), w)
    if steps:
        parts.append(_titled("section.impact_path", w))
        parts += [Text(f"{n}. {step}") for n, step in enumerate(steps, start=1)]
    parts += _bindings(made, w)
    tornado = made.get("impact_tornado")
    if tornado is not None and tornado.table.num_rows:
        parts.append(_titled("section.impact_tornado", w))
        parts.append(Text(tornado_headline(tornado, made.scenario, w)))
    hit = made.get("impact_economies")
    if hit is not None and hit.table.num_rows:
        parts.append(_titled("section.impact_map", w))
        parts.append(Text(economies_headline(hit, w)))
    parts += _comparison(made, w)
    parts.append(_titled("section.impact_assumptions", w))
    parts += [Text(f"· {one}") for one in (*acts(made.scenario, w), *told_of_runs(made, w))]
    notes = dict.fromkeys(caveat_text(c, lang)[0] for f in made.ordered() for c in f.caveats)
    parts.append(Padding(Group(*(Text(f"! {note}", "yellow") for note in notes)), (1, 0, 0, 0)))
    parts.append(_titled("section.sources", w))
    parts += [Text(one, "dim") for one in made.scenario.sources]
    parts += [
        Text(f"{o.publisher}, {o.title}, {o.vintage}. {o.licence.name}.", "dim")
        for o in made.origins()
    ]
    parts.append(Text(w.say("page.made_on", date=day(made.made_on, lang)), "dim"))
    return Group(*parts)


def _titled(key: str, w: Words) -> RenderableType:
    return Padding(Text(w.say(key), "bold"), (1, 0, 0, 0))


def _losses(made: Assessment, count: int, w: Words) -> Table:
    """Show the largest losses; the economy stands only where rows differ in it."""
    short = short_rows(made.losses)[:count]
    several = {r["economy"] for r in short} - {made.party}
    drawn = Table(box=None, pad_edge=False, header_style="dim", expand=False)
    drawn.add_column(w.say("column.good"), max_width=22, overflow="fold")
    if several:
        drawn.add_column(w.say("column.economy"), max_width=12, overflow="fold")
    drawn.add_column(w.say("terminal.short_after"), justify="right", max_width=8)
    drawn.add_column(w.say("terminal.lost"), justify="right", max_width=16)
    drawn.add_column("", no_wrap=True, width=0 if several else _BAR)
    drawn.add_column(w.say("terminal.share_lost"), justify="right", max_width=8)
    drawn.add_column(w.say("terminal.binds"), max_width=16, overflow="fold")
    for row in short:
        share = row["lost_share"]
        held = (row["binding_input"], row["binding_supplier"])
        drawn.add_row(
            thing(row["good"], w),
            *([thing(row["economy"], w)] if several else []),
            w.say("terminal.no_short")
            if row["days_to_shortage"] is None
            else number(row["days_to_shortage"], w.lang),
            span(row, w),
            "" if several or share is None else Text(bar(share, _BAR), "blue"),
            w.say("page.not_known") if share is None else percent(share, w.lang),
            " ← ".join(thing(code, w) for code in held if code),
        )
    return drawn


def _bindings(made: Assessment, w: Words) -> list[RenderableType]:
    f = made.get("impact_bindings")
    rows = [] if f is None else [r for r in f.table.to_pylist() if (r["lost_days"] or 0) > 0]
    if not rows:
        return []
    rows.sort(key=lambda r: (-r["lost_days"], r["good"], r["economy"], r["input"]))
    found: list[RenderableType] = [_titled("table.impact_bindings", w)]
    for row in rows[:_LINKS]:
        text = f"{thing(row['economy'], w)}, {thing(row['good'], w)} ← {thing(row['input'], w)}"
        if row["supplier"]:
            text += f" ({thing(row['supplier'], w)})"
        found.append(Text(f"{text}{w.say('page.colon')}{lost(row, w)}"))
    if len(rows) > _LINKS:
        more = number(len(rows) - _LINKS, w.lang)
        found.append(Text(w.say("terminal.more_links", count=more), "dim"))
    return found


def _comparison(made: Assessment, w: Words) -> list[RenderableType]:
    f = made.get("impact_comparison")
    if f is None:
        return []
    table = impact_twin(f, made.scenario, w)
    drawn = Table(box=None, pad_edge=False, header_style="dim")
    for column in table.columns:
        drawn.add_column(
            column.label, justify="right" if column.numeric else "left", overflow="fold"
        )
    for row in table.rows:
        drawn.add_row(*(cell.text for cell in row))
    return [_titled("section.impact_comparison", w), drawn]
