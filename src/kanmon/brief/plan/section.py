"""One plan as a section: sentences, charts, tables."""

from __future__ import annotations

from dataclasses import dataclass

from kanmon.brief import names
from kanmon.brief.assemble import KeyFigure
from kanmon.brief.caveats import caveat_text
from kanmon.brief.impact.acts import days
from kanmon.brief.numbers import number, percent
from kanmon.brief.panels import Panel
from kanmon.brief.plan.drawings import bars_panel, front_panel, plan_map
from kanmon.brief.plan.limits import duals, robust, unfixable
from kanmon.brief.plan.sentences import (
    asked,
    lost,
    meta,
    plan_sentences,
    usd,
    value_of,
)
from kanmon.brief.plan.tables import plan_twin, years_twin
from kanmon.brief.planned import SourcingPlan
from kanmon.brief.twin import Twin
from kanmon.brief.wording import Words

_FOLDED = (
    "sourcing_front",
    "sourcing_partners",
    "sourcing_unfixable",
    "sourcing_cover",
    "sourcing_robustness",
)


@dataclass(frozen=True, slots=True)
class PlanSection:
    """Carry everything the page says of one plan; what is absent is None or empty.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> from kanmon.brief.wording import words
        >>> plan_section(example_plan(), words("en"), "plan-1").title
        'Gallium metal'
    """

    anchor: str
    title: str
    meta: str
    sentences: tuple[str, ...]
    figures: tuple[KeyFigure, ...]
    asked: tuple[str, ...]
    bars: Panel
    map: Panel
    legend: tuple[tuple[str, str], ...]
    years: Twin
    avoided: Twin | None
    compared: Twin | None
    front: Panel | None
    duals: tuple[str, ...]
    unfixable: str
    robust: str
    caveats: tuple[tuple[str, bool], ...]
    tables: tuple[Twin, ...]


def plan_section(made: SourcingPlan, w: Words, anchor: str) -> PlanSection:
    """Lay out a plan.

    Args:
        made: any plan.
        w: words of the language.
        anchor: start of every id of the section.

    Returns:
        Its parts, worded and drawn.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> from kanmon.brief.wording import words
        >>> len(plan_section(example_plan(), words("ja"), "plan-1").figures)
        5
    """
    caveats = dict.fromkeys(caveat_text(c, w.lang) for f in made.ordered() for c in f.caveats)
    twins = {f.kind: f for f in made.ordered()}
    panel, legend = plan_map(made, w, anchor)
    avoided, compared = twins.get("sourcing_avoided"), twins.get("sourcing_compared")
    return PlanSection(
        anchor=anchor,
        title=names.good(made.good, w.lang),
        meta=meta(made, w),
        sentences=plan_sentences(made, w),
        figures=_figures(made, w),
        asked=asked(made, w),
        bars=bars_panel(made, w, anchor),
        map=panel,
        legend=legend,
        years=years_twin(made, w, anchor),
        avoided=None if avoided is None else plan_twin(avoided, made, w, anchor=anchor),
        compared=None if compared is None else plan_twin(compared, made, w, anchor=anchor),
        front=front_panel(made, w, anchor),
        duals=duals(made, w),
        unfixable=unfixable(made, w),
        robust=robust(made, w),
        caveats=tuple(caveats),
        tables=tuple(
            plan_twin(twins[kind], made, w, anchor=anchor)
            for kind in _FOLDED
            if kind in twins and twins[kind].table.num_rows
        ),
    )


def _figures(made: SourcingPlan, w: Words) -> tuple[KeyFigure, ...]:
    f, lang = made.plan, w.lang
    top, stock = value_of(f, "top_share"), value_of(f, "stock_days")
    hhi, extra = value_of(f, "source_hhi"), value_of(f, "extra_cost")

    def was(text: str) -> str:
        return w.say("figure.plan_was", value=text)

    found = [
        KeyFigure(
            w.say("figure.plan_top"),
            percent(top, lang),
            top,
            was(percent(value_of(f, "top_share_today"), lang)),
            "top_share",
        ),
        KeyFigure(
            w.say("figure.plan_source_hhi"),
            number(hhi, lang, 2),
            hhi,
            was(number(value_of(f, "source_hhi_today"), lang, 2)),
            "source_hhi",
        ),
        KeyFigure(
            w.say("figure.plan_stock"),
            days(stock, w),
            stock,
            was(days(value_of(f, "stock_days_today"), w)),
            "stock_days",
        ),
        KeyFigure(
            w.say("figure.plan_extra"),
            usd(extra, lang),
            extra,
            w.say("figure.plan_share_of", share=percent(value_of(f, "extra_cost_share"), lang)),
            "extra_cost",
        ),
    ]
    avoided = made.get("sourcing_avoided")
    for key, word in (("planned", "plan_lost"), ("held_out", "plan_lost_out")):
        before = None if avoided is None else value_of(avoided, f"lost_today_{key}")
        if avoided is None or before is None:
            continue
        after = before - value_of(avoided, f"avoided_{key}")
        found.append(
            KeyFigure(w.say(f"figure.{word}"), lost(after, w), after, was(lost(before, w)), word)
        )
    return tuple(found)
