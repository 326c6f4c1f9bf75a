"""The brief on a terminal: headline, ranking with bars, coverage, sources."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from kanmon.brief import names
from kanmon.brief.alerts.terminal import render_alerts
from kanmon.brief.blocks import bar
from kanmon.brief.caveats import caveat_text
from kanmon.brief.coercion.sentences import verdict
from kanmon.brief.document import Brief
from kanmon.brief.headlines import headline
from kanmon.brief.impact.sentences import impact_headline
from kanmon.brief.numbers import as_of, day, number, percent
from kanmon.brief.plan.sentences import plan_sentences
from kanmon.brief.transition.sentences import transition_sentences
from kanmon.brief.wording import Words, words

_BAR = 12


def render_terminal(brief: Brief, count: int = 15) -> RenderableType:
    """Lay out a brief for a terminal of 80 columns or more; it reads the same without colour.

    Args:
        brief: findings of a party and year.
        count: how many goods of the ranking to show.

    Returns:
        A rich renderable.

    Example:
        >>> from kanmon.testing import tiny_brief
        >>> len(render_terminal(tiny_brief("JPN")).renderables) > 3
        True
    """
    w, lang = words(brief.lang), brief.lang
    subtitle = w.say(
        "page.subtitle", party=names.party(brief.party, lang), year=as_of(str(brief.year), lang)
    )
    title = Text.assemble(("関門 ", "bold red"), (w.say("page.title"), "bold"), "  ", subtitle)
    parts: list[RenderableType] = [
        Rule(title, align="left", style="blue"),
        Padding(Text(headline(brief.chokepoints, lang), style="bold"), (1, 0)),
        _ranking(brief, count, w),
    ]
    rows = brief.ranking()
    if len(rows) > count:
        parts.append(Text(w.say("terminal.more", count=number(len(rows) - count, lang)), "dim"))
    if brief.alerts is not None:
        parts.append(Padding(Text(w.say("alert.heading"), "bold"), (1, 0, 0, 0)))
        parts.append(render_alerts(brief.alerts.alerts, w, count=5))
    if brief.impacts:
        parts.append(Padding(Text(w.say("section.impact"), "bold"), (1, 0, 0, 0)))
        parts += [
            Text.assemble((f"{one.scenario.name(lang)}\n", "blue"), impact_headline(one, w))
            for one in brief.impacts
        ]
    if brief.transition is not None:
        parts.append(Padding(Text(w.say("page.transition_title"), "bold"), (1, 0, 0, 0)))
        joiner = "" if lang == "ja" else " "
        parts.append(Text(joiner.join(transition_sentences(brief.transition, w))))
    if brief.plans:
        parts.append(Padding(Text(w.say("page.plan_title"), "bold"), (1, 0, 0, 0)))
        joiner = "" if lang == "ja" else " "
        parts += [
            Text.assemble(
                (f"{names.good(one.good, lang)}\n", "blue"), joiner.join(plan_sentences(one, w))
            )
            for one in brief.plans
        ]
    if brief.cases:
        parts.append(Padding(Text(w.say("page.coercion_title"), "bold"), (1, 0, 0, 0)))
        parts += [
            Text.assemble((f"{one.case.name(lang)}\n", "blue"), "\n".join(verdict(one, w)))
            for one in brief.cases
        ]
    notes = [caveat_text(c, lang)[0] for c in brief.chokepoints.caveats]
    parts.append(Padding(Group(*(Text(f"! {note}", "yellow") for note in notes)), (1, 0, 0, 0)))
    parts.append(Padding(Text(headline(brief.coverage, lang)), (1, 0)))
    parts.append(Text(w.say("section.sources"), "bold"))
    parts += [
        Text(f"{o.publisher}, {o.title}, {o.vintage}. {o.licence.name}.", "dim")
        for o in brief.origins()
    ]
    parts.append(Text(w.say("page.made_on", date=day(brief.made_on, lang)), "dim"))
    return Group(*parts)


def _ranking(brief: Brief, count: int, w: Words) -> Table:
    drawn = Table(box=None, pad_edge=False, header_style="dim", expand=False)
    drawn.add_column("", justify="right", no_wrap=True)
    drawn.add_column(w.say("column.good"), max_width=28, overflow="fold")
    drawn.add_column("HHI", justify="right", no_wrap=True)
    drawn.add_column(w.say("column.top_supplier"), max_width=16, overflow="fold")
    drawn.add_column(w.say("terminal.share"), no_wrap=True, max_width=_BAR + 6)
    for row in brief.ranking()[:count]:
        share = row["top_share"]
        unknown = w.say("page.not_known")
        drawn.add_row(
            "–" if row["rank"] is None else str(row["rank"]),
            names.good(row["good"], brief.lang),
            unknown if row["import_hhi"] is None else number(row["import_hhi"], brief.lang, 2),
            unknown
            if row["top_supplier"] is None
            else names.economy(row["top_supplier"], brief.lang),
            unknown
            if share is None
            else Text.assemble((bar(share, _BAR), "blue"), f" {percent(share, brief.lang):>5}"),
        )
    return drawn
