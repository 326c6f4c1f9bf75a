"""The section's charts: flows of loss, days, swings, the map, scenarios side by side."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.brief.charts.curves import Axis, Curve, Mark, curves
from kanmon.brief.charts.map import Place, classes, swatch, world_map
from kanmon.brief.charts.sankey import Flow, Knot, acyclic, sankey
from kanmon.brief.charts.tornado import Swing, tornado
from kanmon.brief.impact.acts import amount_text, days, part_name, thing
from kanmon.brief.numbers import as_of, number, percent
from kanmon.brief.panels import Panel, short_source
from kanmon.brief.wording import Words
from kanmon.codes import blocs
from kanmon.codes.economies import is_economy

_LINKS, _SWINGS, _LABELS, _LISTED = 24, 8, 8, 20
_PERMILLE = 1000
"""The map's classes are whole numbers: tenths of a percent."""


def flow_panel(f: Finding, anchor: str, w: Words) -> Panel:
    """Draw the largest losses from supplier to final good.

    Args:
        f: finding ``impact_flows``.
        anchor: start of the chart's id.
        w: words of the language.

    Returns:
        The panel; its remark says what is not drawn.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> from kanmon.brief.wording import words
        >>> panel = flow_panel(example_assessment("JPN").get("impact_flows"), "x", words("en"))
        >>> panel.svg.count("<rect")
        6
    """
    rows = [r for r in f.table.to_pylist() if (r["lost_days"] or 0.0) > 0.0]
    rows.sort(key=lambda r: (-r["lost_days"], r["from"], r["to"]))
    largest = [Flow(r["from"], r["to"], r["lost_days"]) for r in rows[:_LINKS]]
    drawn, turned = acyclic(largest)
    if not drawn:
        return Panel(w.say("chart.impact_flow"), "", w.reason("no shortage"), "")
    items = w.say("page.separator").join(
        w.say(
            "chart.impact_link",
            source=thing(flow.source, w),
            target=thing(flow.target, w),
            lost=_lost(flow.amount, w),
        )
        for flow in drawn
    )
    title = w.say("chart.impact_flow")
    svg = sankey(
        drawn,
        _knots(drawn, w),
        f"{anchor}-flow",
        title,
        w.say("chart.impact_flow_desc", items=items),
    )
    remarks = []
    if len(rows) > _LINKS:
        shown, total = number(_LINKS, w.lang), number(len(rows), w.lang)
        remarks.append(w.say("impact.drawn_largest", shown=shown, total=total))
    if turned:
        remarks.append(w.say("impact.turned_back", count=number(len(turned), w.lang)))
    return Panel(title, svg, _joined(remarks, w), short_source(f, w))


def day_panels(
    f: Finding, losses: Sequence[dict[str, Any]], scenario: Scenario, anchor: str, w: Words
) -> tuple[Panel, ...]:
    """Draw the daily output of some goods.

    Args:
        f: finding ``impact_days``.
        losses: rows of ``impact_losses`` of the goods to draw, in order.
        scenario: its start heads the time axis.
        anchor: start of the charts' ids.
        w: words of the language.

    Returns:
        One panel a good that has days.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> from kanmon.brief.impact.sentences import short_rows
        >>> from kanmon.brief.wording import words
        >>> made = example_assessment("JPN")
        >>> f, rows = made.get("impact_days"), short_rows(made.losses)
        >>> day_panels(f, rows, made.scenario, "x", words("en"))[0].heading
        'Gallium metal'
    """
    by_good: dict[str, list[dict[str, Any]]] = {}
    for row in f.table.to_pylist():
        by_good.setdefault(row["good"], []).append(row)
    found: list[Panel] = []
    for loss in losses:
        rows = sorted(by_good.pop(loss["good"], ()), key=lambda r: r["day"])
        if rows:
            found.append(_days(rows, loss, scenario, f"{anchor}-day-{len(found)}", f, w))
    return tuple(found)


def tornado_panel(f: Finding, scenario: Scenario, best: float, anchor: str, w: Words) -> Panel:
    """Draw how far each uncertain amount moves the loss.

    Args:
        f: finding ``impact_tornado`` with one row or more.
        scenario: names its parts.
        best: loss at the most likely values, days.
        anchor: start of the chart's id.
        w: words of the language.

    Returns:
        The panel.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> from kanmon.brief.wording import words
        >>> made = example_assessment("JPN")
        >>> panel = tornado_panel(made.get("impact_tornado"), made.scenario, 190, "x", words("en"))
        >>> panel.svg.count('class="swing"')
        2
    """
    rows = sorted(f.table.to_pylist(), key=lambda r: (-r["swing"], r["part"], r["amount"]))
    swings = []
    for row in rows[:_SWINGS]:
        ends = [
            w.say(
                "chart.swing_end",
                loss=_lost(row[f"loss_{end}"], w),
                amount=amount_text(row[end], row["amount"], row["unit"], w),
            )
            for end in ("low", "high")
        ]
        name = part_name(scenario, row["part"], row["amount"], w)
        swings.append(Swing(name, row["loss_low"], row["loss_high"], ends[0], ends[1]))
    items = w.say("page.separator").join(
        w.say("chart.swing_item", part=s.name, low=s.low_label, high=s.high_label) for s in swings
    )
    title = w.say("chart.impact_tornado")
    svg = tornado(
        swings,
        (best, w.say("chart.swing_best", loss=_lost(best, w))),
        f"{anchor}-tornado",
        title,
        w.say("chart.impact_tornado_desc", items=items),
    )
    return Panel(title, svg, "", short_source(f, w))


def economy_map(
    f: Finding, party: str, year: int, anchor: str, w: Words
) -> tuple[Panel, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Shade economies by the share of a year's output they lose.

    Args:
        f: finding ``impact_economies``.
        party: outlined.
        year: its members are those of the end of this year.
        anchor: start of the chart's id.
        w: words of the language.

    Returns:
        The panel, the legend's marks and labels, and names and shares, the largest first.

    Example:
        >>> from kanmon.brief.example import example_assessment
        >>> from kanmon.brief.wording import words
        >>> f = example_assessment("JPN").get("impact_economies")
        >>> economy_map(f, "JPN", 2024, "x", words("en"))[1][0][1]
        '<0.1%'
    """
    # An input-output table lumps what it does not part: such rows have no place on a map.
    rows = [
        r for r in f.table.to_pylist() if is_economy(r["economy"]) and (r["share_of_year"] or 0) > 0
    ]
    rows.sort(key=lambda r: (-r["share_of_year"], r["economy"]))
    places, leaders = {}, []
    for index, row in enumerate(rows):
        name, share = thing(row["economy"], w), percent(row["share_of_year"], w.lang, 2)
        title = w.say("chart.impact_map_item", economy=name, share=share)
        label = f"{name} {share}" if index < _LABELS else ""
        if index < _LISTED:
            leaders.append((name, share))
        places[row["economy"]] = Place(
            max(1, math.ceil(_PERMILLE * row["share_of_year"])), title, label
        )
    bands = classes(max((p.count for p in places.values()), default=0))
    legend = tuple(
        (swatch(i, len(bands)), _band(low, high, w)) for i, (low, high) in enumerate(bands)
    )
    items = w.say("page.separator").join(p.title for p in places.values())
    title = w.say("chart.impact_map")
    svg = world_map(
        places,
        sorted(blocs.party(party, year)),
        f"{anchor}-map",
        title,
        w.say("chart.map_desc", items=items or w.say("chart.map_none")),
    )
    return Panel(title, svg, "", short_source(f, w)), legend, tuple(leaders)


def _band(low: int, high: int, w: Words) -> str:
    """Write a class of tenths of a percent: it holds what is above the one before."""
    tenth = percent(high / _PERMILLE, w.lang, 1)
    if low == 1 and high == 1:
        return f"<{tenth}"
    return f"{number((low - 1) / 10, w.lang, 1)}–{tenth}"


def _lost(amount: float, w: Words) -> str:
    return days(amount, w, 0 if amount >= 9.95 else 1)


def _joined(sentences: Sequence[str], w: Words) -> str:
    return ("" if w.lang == "ja" else " ").join(sentences)


def _knots(flows: Sequence[Flow], w: Words) -> dict[str, Knot]:
    knots = {}
    for name in dict.fromkeys(n for f in flows for n in (f.source, f.target)):
        into = sum(f.amount for f in flows if f.target == name)
        out = sum(f.amount for f in flows if f.source == name)
        kind = "through" if into and out else "end" if into else "origin"
        amount = max(into, out)
        digits = 0 if amount >= 9.95 else 1
        knots[name] = Knot(thing(name, w), number(amount, w.lang, digits), kind)
    return knots


def _days(
    rows: list[dict[str, Any]],
    loss: dict[str, Any],
    scenario: Scenario,
    name: str,
    f: Finding,
    w: Words,
) -> Panel:
    mid = tuple(float(r["mid"]) for r in rows)
    low = tuple(float(r["mid"] if r["low"] is None else r["low"]) for r in rows)
    high = tuple(float(r["mid"] if r["high"] is None else r["high"]) for r in rows)
    begins = [s.start for s in scenario.shocks] or [scenario.start]
    first, last = (min(begins) - scenario.start).days, len(rows) - 1
    marks = [Mark(first, w.say("chart.mark_start"), "start")] if first <= last else []
    short, back = loss["days_to_shortage"], loss.get("recovered_day")
    if short is not None:
        day = round(short)
        if day <= last:
            said = w.say("chart.mark_short", day=number(short, w.lang))
            marks.append(Mark(day, said, "short"))
    if back is not None and 0 <= back <= last:
        said = w.say("chart.mark_back", day=number(back, w.lang))
        marks.append(Mark(round(back), said, "back"))
    top = math.ceil(max(*high, 1.0) * 10 - 1e-6) / 10
    top = 1.0 if top <= 1.0 else 1.5 if top <= 1.5 else float(math.ceil(top))
    parts = 2 if top == 1.0 else 3 if top == 1.5 else int(top)
    ticks = tuple(percent(top * part / parts, w.lang) for part in range(parts + 1))
    at = {
        d: as_of((scenario.start + dt.timedelta(days=d)).isoformat(), w.lang)
        for d in ((0, last) if last else (0,))
    }
    least = min(range(len(mid)), key=lambda d: mid[d])
    title = thing(loss["good"], w)
    desc = w.say(
        "chart.impact_day_desc",
        days=days(len(rows), w),
        low=percent(mid[least], w.lang),
        day=number(least, w.lang),
    )
    axis = Axis(ticks, top, tuple(at.items()))
    svg = curves(Curve(low, mid, high), marks, axis, name, (title, desc))
    return Panel(title, svg, "", short_source(f, w))
