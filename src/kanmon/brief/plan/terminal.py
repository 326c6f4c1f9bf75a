"""A plan on a terminal: headline, whom to buy from, losses avoided, what binds, caveats."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from kanmon.brief import names
from kanmon.brief.blocks import bar
from kanmon.brief.caveats import caveat_text
from kanmon.brief.numbers import day, percent
from kanmon.brief.plan.limits import duals, robust, unfixable
from kanmon.brief.plan.sentences import (
    asked,
    last_year,
    lost,
    mass,
    meta,
    plan_sentences,
)
from kanmon.brief.plan.tables import plan_twin
from kanmon.brief.planned import SourcingPlan
from kanmon.brief.wording import Words, words

_BAR, _SCENARIOS = 12, 8


def plan_terminal(made: SourcingPlan, lang: str, count: int = 12) -> RenderableType:
    """Lay out a plan for a terminal of 80 columns or more; it reads without colour.

    Args:
        made: any plan.
        lang: ``en``, ``ja`` or ``fr``.
        count: how many suppliers to show.

    Returns:
        A rich renderable.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> len(plan_terminal(example_plan(), "en").renderables) > 5
        True
    """
    w = words(lang)
    title = Text.assemble(
        ("関門 ", "bold red"),
        (f"{w.say('page.plan_title')}{w.say('page.colon')}{names.good(made.good, lang)}", "bold"),
        "  ",
        names.party(made.party, lang),
    )
    joiner = "" if lang == "ja" else " "
    parts: list[RenderableType] = [
        Rule(title, align="left", style="blue"),
        Text(meta(made, w), "dim"),
        Padding(Text(joiner.join(plan_sentences(made, w)), style="bold"), (1, 0)),
        _suppliers(made, count, w),
    ]
    rows = [r for r in made.plan.table.to_pylist() if r["year"] == last_year(made)]
    if len(rows) > count:
        parts.append(Text(w.say("page.others", count=len(rows) - count), "dim"))
    parts += _avoided(made, w)
    compared = made.get("sourcing_compared")
    if compared is not None:
        parts += [_titled("section.plan_compared", w), _table(made, w)]
    parts.append(_titled("section.plan_duals", w))
    parts += [Text(f"· {one}") for one in duals(made, w)]
    parts.append(_titled("section.plan_unfixable", w))
    parts.append(Text(unfixable(made, w)))
    told = robust(made, w)
    if told:
        parts += [_titled("section.plan_robust", w), Text(told)]
    if asked(made, w):
        parts.append(_titled("section.plan_asked", w))
        parts += [Text(f"· {one}") for one in asked(made, w)]
    notes = dict.fromkeys(caveat_text(c, lang)[0] for f in made.ordered() for c in f.caveats)
    parts.append(Padding(Group(*(Text(f"! {note}", "yellow") for note in notes)), (1, 0, 0, 0)))
    parts.append(_titled("section.sources", w))
    parts += [
        Text(f"{o.publisher}, {o.title}, {o.vintage}. {o.licence.name}.", "dim")
        for o in made.origins()
    ]
    parts.append(Text(w.say("page.made_on", date=day(made.made_on, lang)), "dim"))
    return Group(*parts)


def _titled(key: str, w: Words) -> RenderableType:
    return Padding(Text(w.say(key), "bold"), (1, 0, 0, 0))


def _suppliers(made: SourcingPlan, count: int, w: Words) -> Table:
    year = last_year(made)
    rows = [r for r in made.plan.table.to_pylist() if r["year"] == year][:count]
    drawn = Table(box=None, pad_edge=False, header_style="dim", expand=False)
    drawn.add_column(w.say("column.supplier"), max_width=18, overflow="fold")
    drawn.add_column(w.say("column.today"), justify="right")
    drawn.add_column(str(year), justify="right")
    drawn.add_column("", no_wrap=True, width=_BAR)
    drawn.add_column(w.say("column.tonnes"), justify="right")
    drawn.add_column(w.say("column.tier"), max_width=12, overflow="fold")
    drawn.add_column(w.say("column.source"), max_width=16, overflow="fold")
    for row in rows:
        own = row["source"] == row["supplier"]
        drawn.add_row(
            names.place(row["supplier"], w.lang),
            percent(row["today"], w.lang),
            percent(row["share"], w.lang),
            Text(bar(row["share"], _BAR), "blue"),
            mass(row["tonnes"], w),
            w.say(f"plan.tier_{row['tier']}") if row["tier"] else "",
            "" if own else names.place(row["source"], w.lang),
        )
    return drawn


def _avoided(made: SourcingPlan, w: Words) -> list[RenderableType]:
    f = made.get("sourcing_avoided")
    rows = [] if f is None else [r for r in f.table.to_pylist() if r["mean_today"] > 0.05]
    if not rows:
        return []
    drawn = Table(box=None, pad_edge=False, header_style="dim", expand=False)
    drawn.add_column(w.say("column.scenario"), max_width=40, overflow="fold")
    drawn.add_column(w.say("column.planned"), justify="left", max_width=10)
    drawn.add_column(w.say("column.mean_today"), justify="right", max_width=12)
    drawn.add_column(w.say("column.mean_plan"), justify="right", max_width=14)
    for row in rows[:_SCENARIOS]:
        drawn.add_row(
            made.title(row["scenario"], w.lang),
            w.say("page.yes" if row["planned"] else "page.no"),
            lost(row["mean_today"], w),
            lost(row["mean_plan"], w),
        )
    return [_titled("section.plan_avoided", w), drawn]


def _table(made: SourcingPlan, w: Words) -> Table:
    f = made.get("sourcing_compared")
    assert f is not None
    columns = ("way", "extra_cost", "cvar", "lost_planned", "lost_held_out")
    table = plan_twin(f, made, w, columns)
    drawn = Table(box=None, pad_edge=False, header_style="dim")
    for column in table.columns:
        drawn.add_column(
            column.label, justify="right" if column.numeric else "left", overflow="fold"
        )
    for row in table.rows:
        drawn.add_row(*(one.text for one in row))
    return drawn
