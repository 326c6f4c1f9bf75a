"""One assessment as a section: sentences, charts, assumptions, tables."""

from __future__ import annotations

from dataclasses import dataclass, field

from kanmon.brief.assemble import KeyFigure
from kanmon.brief.assessed import Assessment
from kanmon.brief.caveats import caveat_text
from kanmon.brief.impact.acts import acts, days
from kanmon.brief.impact.drawings import day_panels, economy_map, flow_panel, tornado_panel
from kanmon.brief.impact.sentences import (
    economies_headline,
    impact_headline,
    lost,
    maker,
    meta,
    path_steps,
    short_rows,
    told_of_runs,
    tornado_headline,
)
from kanmon.brief.impact.tables import impact_twin
from kanmon.brief.numbers import number
from kanmon.brief.panels import Panel
from kanmon.brief.twin import Twin
from kanmon.brief.wording import Words

_CURVES, _PRINTED = 6, 40
_COLUMNS = {
    "impact_losses": (
        "good",
        "economy",
        "days_to_shortage",
        "lost_days",
        "lost_low",
        "lost_high",
        "lost_share",
        "worst_share",
        "recovered_day",
        "binding_input",
        "binding_supplier",
    ),
    "impact_path": ("step", "good", "economy", "input", "supplier", "short_day", "lost_days"),
    "impact_tornado": ("part", "amount", "low", "high", "loss_low", "loss_high", "swing"),
}
_CSV_ONLY = ("impact_days",)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Carry a chart with the sentence over it and, for a map, its legend.

    Example:
        >>> Drawing("China loses most.", Panel("Map", "<svg/>", "", "")).legend
        ()
    """

    headline: str
    panel: Panel
    legend: tuple[tuple[str, str], ...] = ()
    leaders: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ImpactSection:
    """Carry everything the page says of one assessment; what is absent is None or empty.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> from kanmon.brief.wording import words
        >>> impact_section(example_assessment("JPN"), words("en"), "impact-1").title
        'Gallium is cut off'
    """

    anchor: str
    title: str
    meta: str
    note: str
    headline: str
    figures: tuple[KeyFigure, ...]
    acts: tuple[str, ...]
    runs: tuple[str, ...]
    flow: Drawing | None
    path: tuple[str, ...]
    days: tuple[Panel, ...]
    days_note: str
    tornado: Drawing | None
    map: Drawing | None
    losses: Twin
    caveats: tuple[tuple[str, bool], ...]
    comparison: Twin | None
    tables: tuple[Twin, ...]
    sources: tuple[str, ...] = field(default=())


def impact_section(made: Assessment, w: Words, anchor: str) -> ImpactSection:
    """Lay out an assessment.

    Args:
        made: any assessment.
        w: words of the language.
        anchor: start of every id of the section.

    Returns:
        Its parts, worded and drawn.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> from kanmon.brief.wording import words
        >>> made = impact_section(example_assessment("JPN"), words("ja"), "impact-1")
        >>> len(made.days), made.flow is None
        (5, False)
    """
    scenario = made.scenario
    short = short_rows(made.losses)
    by_good = {r["good"]: r for r in reversed(short)}
    drawn = sorted(by_good.values(), key=lambda r: (-r["lost_days"], r["good"]))
    caveats = dict.fromkeys(caveat_text(c, w.lang) for f in made.ordered() for c in f.caveats)
    tables = tuple(
        impact_twin(f, scenario, w, _COLUMNS.get(f.kind, ()), anchor=anchor)
        for f in made.ordered()
        if f.table.num_rows and f.kind not in ("impact_losses", "impact_comparison", *_CSV_ONLY)
    )
    comparison = made.get("impact_comparison")
    daily = made.get("impact_days")
    note = ""
    if len(drawn) > _CURVES and daily is not None:
        shown, total = number(_CURVES, w.lang), number(len(drawn), w.lang)
        note = w.say("impact.more_goods", shown=shown, total=total)
    return ImpactSection(
        anchor=anchor,
        title=scenario.name(w.lang),
        meta=meta(made, w),
        note=scenario.note,
        headline=impact_headline(made, w),
        figures=_figures(made, w),
        acts=acts(scenario, w),
        runs=told_of_runs(made, w),
        flow=_flow(made, anchor, w),
        path=path_steps(made.get("impact_path"), w),
        days=() if daily is None else day_panels(daily, drawn[:_CURVES], scenario, anchor, w),
        days_note=note,
        tornado=_tornado(made, anchor, w),
        map=_map(made, anchor, w),
        losses=impact_twin(made.losses, scenario, w, _columns(made), anchor=anchor),
        caveats=tuple(caveats),
        comparison=None
        if comparison is None
        else impact_twin(comparison, scenario, w, anchor=anchor),
        tables=tables,
        sources=scenario.sources,
    )


def _columns(made: Assessment) -> tuple[str, ...]:
    """Leave out the economy where every row is of the party: it heads the page."""
    economies = {r["economy"] for r in made.losses.table.to_pylist()}
    left = ("economy",) if economies <= {made.party} else ()
    return tuple(c for c in _COLUMNS["impact_losses"] if c not in left)


def _figures(made: Assessment, w: Words) -> tuple[KeyFigure, ...]:
    short = short_rows(made.losses)
    count = len({r["good"] for r in short})
    found = [
        KeyFigure(w.say("figure.goods_short"), number(count, w.lang), count, "", "goods_short")
    ]
    timed = [r["days_to_shortage"] for r in short if r["days_to_shortage"] is not None]
    if timed:
        first = min(timed)
        found.append(
            KeyFigure(w.say("figure.first_short"), days(first, w), first, "", "first_short")
        )
    if short:
        worst = short[0]
        text = lost({"lost_days": worst["lost_days"]}, w)
        whole = lost(worst, w)
        note = maker(worst, made, w)
        if whole != text:
            note += f"; {w.say('figure.lost_range')}{w.say('page.colon')}{whole}"
        found.append(
            KeyFigure(w.say("figure.largest_loss"), text, worst["lost_days"], note, "largest_loss")
        )
    return tuple(found)


def _flow(made: Assessment, anchor: str, w: Words) -> Drawing | None:
    f = made.get("impact_flows")
    if f is None or not f.table.num_rows:
        return None
    return Drawing("", flow_panel(f, anchor, w))


def _tornado(made: Assessment, anchor: str, w: Words) -> Drawing | None:
    f = made.get("impact_tornado")
    if f is None or not f.table.num_rows:
        return None
    best = f.figures.get("best")
    short = short_rows(made.losses)
    if best is not None and best.value is not None:
        centre = float(best.value)
    else:
        centre = short[0]["lost_days"] if short else 0.0
    panel = tornado_panel(f, made.scenario, centre, anchor, w)
    return Drawing(tornado_headline(f, made.scenario, w), panel)


def _map(made: Assessment, anchor: str, w: Words) -> Drawing | None:
    f = made.get("impact_economies")
    if f is None or not any((r["share_of_year"] or 0) > 0 for r in f.table.to_pylist()):
        return None
    panel, legend, leaders = economy_map(f, made.party, made.scenario.start.year, anchor, w)
    return Drawing(economies_headline(f, w), panel, legend, leaders)
