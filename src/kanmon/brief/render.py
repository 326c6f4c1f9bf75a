"""The brief as one self-contained HTML file: one small script of its own, no outside request."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from kanmon.brief import names
from kanmon.brief.alerts.section import alert_section
from kanmon.brief.assemble import KeyFigure, good_sections, rank_rows
from kanmon.brief.atlas import atlas
from kanmon.brief.caveats import caveat_text
from kanmon.brief.coercion.section import case_section
from kanmon.brief.controls.section import licence_section
from kanmon.brief.document import Brief
from kanmon.brief.explorer import explorer
from kanmon.brief.fuels import fuel_section
from kanmon.brief.headlines import headline
from kanmon.brief.hidden import hidden_section
from kanmon.brief.impact.section import impact_section
from kanmon.brief.numbers import as_of, day, number
from kanmon.brief.page import (
    digest,
    environment,
    method_notes,
    sources_twin,
    template,
    write_page,
)
from kanmon.brief.plan.section import plan_section
from kanmon.brief.transition.section import transition_section
from kanmon.brief.twin import twin
from kanmon.brief.wording import Words, words
from kanmon.catalogue.thresholds import threshold

_RANK_COLUMNS = (
    "rank",
    "good",
    "score",
    "import_hhi",
    "top_supplier",
    "top_share",
    "production_hhi",
    "world_export_hhi",
    "top_producer",
    "top_producer_share",
    "total_value",
    "trend",
    "flags",
)


_ORDER = (
    *("alerts", "ranking", "explorer", "map", "hidden", "fuels", "transition", "impact", "plan"),
    *("coercion", "licence", "goods", "coverage"),
)
"""Sections of the page, in order."""


def render_html(brief: Brief) -> str:
    """Write a brief as a whole HTML page.

    The same brief always makes the same bytes: the date on the page is the brief's own.

    Args:
        brief: findings of a party and year.

    Returns:
        The page; style, charts, CSV files and the script that sorts one table are inside it.
        Without the script everything is there to read, in the order of the ranking.

    Raises:
        CodeError: a code of a finding belongs to no economy or good.

    Example:
        >>> from kanmon.testing import tiny_brief
        >>> render_html(tiny_brief("JPN")).splitlines()[0]
        '<!doctype html>'
    """
    w = words(brief.lang)
    css, script = template("brief.css"), template("explorer.js")
    if brief.impacts or brief.plans or brief.cases or brief.transition:
        css += template("impact.css")
    if brief.cases:
        css += template("coercion.css")
    if brief.plans or brief.transition:
        css += template("plan.css")
    if brief.transition:
        css += template("transition.css")
    if brief.alerts:
        css += template("alerts.css")
    hidden, fuels = hidden_section(brief), fuel_section(brief)
    page = environment().get_template("brief.html.j2")
    return (
        page.render(
            lang=brief.lang,
            t=w.say,
            css=Markup(css),  # noqa: S704  our own file
            style_hash=digest(css),
            script=Markup(script),  # noqa: S704  our own file
            script_hash=digest(script),
            contents=_contents(brief, hidden is not None, fuels.title if fuels else "", w),
            party=names.party(brief.party, brief.lang),
            year=as_of(str(brief.year), brief.lang),
            made_on=day(brief.made_on, brief.lang),
            headline=headline(brief.chokepoints, brief.lang),
            figures=_lead_figures(brief, w),
            ranking=rank_rows(brief),
            ranking_table=twin(
                brief.chokepoints,
                brief.lang,
                id="table-ranking",
                columns=[c for c in _RANK_COLUMNS if c in brief.chokepoints.table.column_names],
            ),
            ranking_caveats=[caveat_text(c, brief.lang) for c in brief.chokepoints.caveats],
            threshold=number(threshold("import_hhi").value, brief.lang, 2),
            atlas=atlas(brief),
            explorer=explorer(brief),
            hidden=hidden,
            fuels=fuels,
            impacts=[
                impact_section(one, w, f"impact-{place}")
                for place, one in enumerate(brief.impacts, start=1)
            ],
            plans=[
                plan_section(one, w, f"plan-{place}")
                for place, one in enumerate(brief.plans, start=1)
            ],
            cases=[
                case_section(one, w, f"case-{place}")
                for place, one in enumerate(brief.cases, start=1)
            ],
            licences=[
                licence_section(one, w, f"licence-{place}")
                for place, one in enumerate(brief.licences, start=1)
            ],
            alerts=alert_section(brief.alerts, w) if brief.alerts else None,
            transition=transition_section(brief.transition, w, "transition-1")
            if brief.transition
            else None,
            goods=good_sections(brief),
            coverage=headline(brief.coverage, brief.lang),
            coverage_table=twin(brief.coverage, brief.lang, id="table-coverage"),
            coverage_caveats=[caveat_text(c, brief.lang) for c in brief.coverage.caveats],
            methods=method_notes(brief.findings(), w),
            sources=sources_twin(brief.origins(), w),
            notes=brief.notes,
        )
        + "\n"
    )


def write_html(brief: Brief, path: Path) -> Path:
    """Write the page to a file, whole or not at all.

    Args:
        brief: findings of a party and year.
        path: file to write; its folder must exist.

    Returns:
        The path.

    Raises:
        StoreError: the file cannot be written.

    Example:
        >>> import tempfile
        >>> from kanmon.testing import tiny_brief
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_html(tiny_brief("JPN"), Path(folder) / "japan.html").name
        'japan.html'
    """
    return write_page(render_html(brief), path)


def _contents(brief: Brief, hidden: bool, fuels: str, w: Words) -> tuple[tuple[str, str], ...]:
    there = {
        "alerts": bool(brief.alerts),
        "hidden": hidden,
        "fuels": bool(fuels),
        "impact": bool(brief.impacts),
        "plan": bool(brief.plans),
        "transition": bool(brief.transition),
        "coercion": bool(brief.cases),
        "licence": bool(brief.licences),
    }
    keys = [key for key in _ORDER if there.get(key, True)]
    titles = {
        "fuels": fuels,
        "alerts": w.say("alert.heading"),
        "plan": w.say("page.plan_title"),
        "transition": w.say("page.transition_title"),
        "coercion": w.say("page.coercion_title"),
        "licence": w.say("control.section"),
    }
    return tuple(
        (key, titles.get(key) or w.say(f"section.{key}")) for key in (*keys, "method", "sources")
    )


def _lead_figures(brief: Brief, w: Words) -> tuple[KeyFigure, ...]:
    found = []
    for key, label in (("ranked", "goods_ranked"), ("above_threshold", "goods_above")):
        figure = brief.chokepoints.figures[key]
        text, raw = w.say("page.not_known"), None
        if figure.value is not None:
            raw = int(figure.value)
            text = number(raw, w.lang)
        found.append(KeyFigure(w.say(f"figure.{label}"), text, raw, "", key))
    top = brief.chokepoints.figures["top_good"]
    name = names.good(str(top.value), w.lang) if top.value else w.not_known(top.missing)
    found.append(KeyFigure(w.say("figure.top_good"), name, None, "", "top_good"))
    return tuple(found)
