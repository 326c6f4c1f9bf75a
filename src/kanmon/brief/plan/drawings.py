"""A plan's charts: shares before and after, the front, the map."""

from __future__ import annotations

import math

from kanmon.brief import names
from kanmon.brief.charts.front import FrontAxes, front_chart
from kanmon.brief.charts.map import Place, classes, swatch, world_map
from kanmon.brief.charts.pairs import Pair, pairs
from kanmon.brief.numbers import number, percent
from kanmon.brief.panels import Panel, short_source
from kanmon.brief.plan.sentences import last_year, usd
from kanmon.brief.planned import SourcingPlan
from kanmon.brief.wording import Words
from kanmon.codes import blocs

_BARS, _LABELS, _TICKS = 12, 10, 5
_MILLION = 1e6


def bars_panel(made: SourcingPlan, w: Words, anchor: str = "plan") -> Panel:
    """Draw each supplier's share today and in the plan's last year.

    Args:
        made: the plan.
        w: words of the language.
        anchor: start of the chart's id.

    Returns:
        The panel; the smallest suppliers are lumped.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> from kanmon.brief.wording import words
        >>> bars_panel(example_plan(), words("en")).svg.count("pair after")
        4
    """
    year = last_year(made)
    rows = [r for r in made.plan.table.to_pylist() if r["year"] == year]
    rows.sort(key=lambda r: (-max(r["share"], r["today"]), r["supplier"]))
    drawn = [(names.place(r["supplier"], w.lang), r["today"], r["share"]) for r in rows[:_BARS]]
    if len(rows) > _BARS:
        rest = rows[_BARS:]
        label = w.say("page.others", count=len(rest))
        drawn.append((label, sum(r["today"] for r in rest), sum(r["share"] for r in rest)))
    told = [
        Pair(name, before, after, percent(before, w.lang), percent(after, w.lang))
        for name, before, after in drawn
    ]
    items = w.say("page.separator").join(
        w.say("chart.plan_bars_item", economy=p.name, before=p.before_label, after=p.after_label)
        for p in told
    )
    title = w.say("chart.plan_bars", year=year)
    desc = w.say("chart.plan_bars_desc", items=items)
    svg = pairs(told, (w.say("chart.plan_today"), str(year)), f"{anchor}-bars", title, desc)
    return Panel(title, svg, "", short_source(made.plan, w))


def front_panel(made: SourcingPlan, w: Words, anchor: str = "plan") -> Panel | None:
    """Draw what less risk costs.

    Args:
        made: the plan.
        w: words of the language.
        anchor: start of the chart's id.

    Returns:
        The panel; None where the front is a single plan.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> from kanmon.brief.wording import words
        >>> front_panel(example_plan(), words("en")).svg.count("<circle")
        3
    """
    f = made.get("sourcing_front")
    rows = [] if f is None else f.table.to_pylist()
    if f is None or len(rows) < 2:
        return None
    points = [(r["extra_cost"], r["risk"]) for r in rows]
    spans = [(min(p[k] for p in points), max(p[k] for p in points)) for k in (0, 1)]
    ticks = [_ticks(low / _MILLION, high / _MILLION, w) for low, high in spans]
    axes = FrontAxes(
        w.say("chart.plan_front_x"),
        w.say("chart.plan_front_y"),
        spans[0],
        spans[1],
        ticks[0],
        ticks[1],
    )
    chosen = next((n for n, r in enumerate(rows) if r["chosen"]), 0)
    title = w.say("chart.plan_front")
    desc = w.say(
        "chart.plan_front_desc",
        count=len(points),
        cheap=usd(points[0][1], w.lang),
        low=usd(points[0][0], w.lang),
        safe=usd(points[-1][1], w.lang),
        high=usd(points[-1][0], w.lang),
    )
    here = (chosen, w.say("chart.plan_here"))
    svg = front_chart(points, here, axes, f"{anchor}-front-chart", (title, desc))
    return Panel(title, svg, "", short_source(f, w))


def plan_map(
    made: SourcingPlan, w: Words, anchor: str = "plan"
) -> tuple[Panel, tuple[tuple[str, str], ...]]:
    """Shade economies by their share in the plan's last year.

    Args:
        made: the plan.
        w: words of the language.
        anchor: start of the chart's id.

    Returns:
        The panel, and the legend's marks and labels.

    Example:
        >>> from kanmon.brief.plan.example import example_plan
        >>> from kanmon.brief.wording import words
        >>> plan_map(example_plan(), words("en"))[0].svg[:4]
        '<svg'
    """
    year = last_year(made)
    rows = [r for r in made.plan.table.to_pylist() if r["year"] == year and r["share"] >= 0.005]
    rows.sort(key=lambda r: (-r["share"], r["supplier"]))
    places = {}
    for index, row in enumerate(rows):
        name, share = names.place(row["supplier"], w.lang), percent(row["share"], w.lang)
        title = w.say("chart.plan_map_item", economy=name, share=share)
        label = f"{name} {share}" if index < _LABELS else ""
        places[row["supplier"]] = Place(max(1, math.ceil(100 * row["share"] - 1e-9)), title, label)
    bands = classes(max((p.count for p in places.values()), default=0))
    legend = tuple(
        (swatch(i, len(bands)), _band(low, high, w)) for i, (low, high) in enumerate(bands)
    )
    items = w.say("page.separator").join(p.title for p in places.values())
    title = w.say("chart.plan_map", year=year)
    svg = world_map(
        places,
        sorted(blocs.party(made.party, made.made_on)),
        f"{anchor}-map",
        title,
        w.say("chart.map_desc", items=items or w.say("chart.map_none")),
    )
    return Panel(title, svg, "", short_source(made.plan, w)), legend


def _ticks(low: float, high: float, w: Words) -> tuple[str, ...]:
    digits = 0 if high - low >= 20.0 else 1
    steps = (low + (high - low) * n / (_TICKS - 1) for n in range(_TICKS))
    return tuple(number(step, w.lang, digits) for step in steps)


def _band(low: int, high: int, w: Words) -> str:
    top = percent(high / 100, w.lang)
    return top if low == high else f"{low}–{top}"
