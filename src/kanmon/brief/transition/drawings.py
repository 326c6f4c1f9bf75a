"""A transition's charts: what is tightest, which technology strains what, how the path runs."""

from __future__ import annotations

import math
from typing import Any

from kanmon.analysis.finding import Finding
from kanmon.brief import names
from kanmon.brief.charts.grid import Disc, grid
from kanmon.brief.charts.lines import Line, Scale, lines
from kanmon.brief.charts.ranges import Range, decades, ranges
from kanmon.brief.moved import Transition
from kanmon.brief.numbers import number, percent
from kanmon.brief.panels import Panel, short_source
from kanmon.brief.transition.tables import small
from kanmon.brief.wording import Words

_ROWS, _COLUMNS, _LINES = 16, 12, 5
_GRADES = (1.0, 2.5)
_DECADES = 4.0
_POWER = "GW"


def supply_panel(made: Transition, w: Words, anchor: str) -> Panel | None:
    """Draw each material's largest yearly need as a share of world output, held against reach.

    Args:
        made: the transition.
        w: words of the language.
        anchor: start of the chart's id.

    Returns:
        The panel, tightest first; None where no material has output on record.

    Example:
        >>> from kanmon.brief.transition.example import example_transition
        >>> from kanmon.brief.wording import words
        >>> supply_panel(example_transition(), words("en"), "x").svg.count("<circle")
        2
    """
    among = str(made.supply.figures["among"].value)
    rows = [
        r for r in made.supply.table.to_pylist() if r["output"] and r["need"] > 0 and r["need_high"]
    ]
    if not rows:
        return None
    drawn = [_range(r, among, w) for r in rows[:_ROWS]]
    first, last = decades(drawn)
    ticks = {power: _power(power, w) for power in range(first, last + 1)}
    title = w.say("chart.transition_supply")
    items = w.say("page.separator").join(f"{r.name} {r.label}" for r in drawn)
    desc = w.say(
        "chart.transition_supply_desc", among=w.say(f"transition.from_{among}"), items=items
    )
    svg = ranges(drawn, ticks, f"{anchor}-supply-chart", title, desc)
    return Panel(title, svg, "", short_source(made.supply, w))


def _range(row: dict[str, Any], among: str, w: Words) -> Range:
    output = row["output"]
    had = row[f"obtainable_{among}"]
    return Range(
        names.material(row["material"], w.lang),
        row["need_low"] / output,
        row["need"] / output,
        row["need_high"] / output,
        f"{small(row['need'] / output, w.lang)} · {row['year']}",
        None if had is None else had / output,
    )


def _power(power: int, w: Words) -> str:
    return percent(10.0**power, w.lang, max(0, -power - 2))


def strain_panel(made: Transition, w: Words, anchor: str) -> Panel | None:
    """Draw which technology strains which material, for those that make electricity.

    Args:
        made: the transition.
        w: words of the language.
        anchor: start of the chart's id.

    Returns:
        The panel; None without such technologies.

    Example:
        >>> from kanmon.brief.transition.example import example_transition
        >>> from kanmon.brief.wording import words
        >>> strain_panel(example_transition(), words("fr"), "x").svg[:4]
        '<svg'
    """
    found, order = made.get("technology_materials"), made.get("technology_risk")
    if found is None or order is None:
        return None
    rows = [r for r in found.table.to_pylist() if r["per"] == "TWh" and r["strain"]]
    if not rows:
        return None
    listed = [r["technology"] for r in order.table.to_pylist() if r["per"] == "TWh"]
    weight: dict[str, float] = {}
    for row in rows:
        weight[row["material"]] = max(weight.get(row["material"], 0.0), row["strain"])
    columns = sorted(weight, key=lambda m: (-weight[m], m))[:_COLUMNS]
    most = max(weight.values())
    cells = {
        (listed.index(r["technology"]), columns.index(r["material"])): Disc(
            _size(r["strain"] / most), _grade(r["maker_risk"]), _told(r, w)
        )
        for r in rows
        if r["material"] in columns and r["technology"] in listed
    }
    title = w.say("chart.transition_strain")
    desc = w.say(
        "chart.transition_strain_desc",
        items=w.say("page.separator").join(_told(r, w) for r in rows[:_ROWS]),
    )
    svg = grid(
        [names.technology(t, w.lang) for t in listed],
        [names.material(m, w.lang) for m in columns],
        cells,
        f"{anchor}-strain-chart",
        (title, desc),
    )
    return Panel(title, svg, "", short_source(found, w))


def _size(part: float) -> float:
    """Each tenth of the largest is a quarter of its area less: strains span many powers of ten."""
    return max(0.0, 1.0 + math.log10(part) / _DECADES)


def _grade(risk: float | None) -> int:
    return 0 if risk is None else sum(risk >= edge for edge in _GRADES)


def _told(row: dict[str, Any], w: Words) -> str:
    return w.say(
        "chart.transition_strain_item",
        technology=names.technology(row["technology"], w.lang),
        material=names.material(row["material"], w.lang),
        strain=small(row["strain"], w.lang),
    )


def course_panel(made: Transition, w: Words, anchor: str) -> Panel | None:
    """Draw the stock of the largest generating technologies by year.

    Args:
        made: the transition.
        w: words of the language.
        anchor: start of the chart's id.

    Returns:
        The panel; None where nothing of the path makes electricity.

    Example:
        >>> from kanmon.brief.transition.example import example_transition
        >>> from kanmon.brief.wording import words
        >>> course_panel(example_transition(), words("en"), "x").svg.count('class="line')
        1
    """
    found = made.get("deployment")
    if found is None:
        return None
    series = _series(found)
    years = tuple(range(made.first_year, made.last_year + 1))
    if not series or len(years) < 2:
        return None
    ends = {name: next(v for v in reversed(values) if v is not None) for name, values in series}
    ends = {n: ends[n] for n in sorted(ends, key=lambda n: (-ends[n], n))[:_LINES]}
    kept = {name: values for name, values in series if name in ends}
    top = max(v for values in kept.values() for v in values if v is not None) or 1.0
    drawn = [
        Line(
            names.technology(name, w.lang),
            kept[name],
            f"{number(ends[name], w.lang, 0 if ends[name] >= 10 else 1)} {_POWER}",
            "party" if place == 0 else "world",
        )
        for place, name in enumerate(ends)
    ][::-1]
    ticks = ("0", *(number(top * part, w.lang, 0 if top >= 10 else 1) for part in (0.5, 1.0)))
    title = w.say("chart.transition_course")
    desc = w.say("page.separator").join(f"{one.name} {one.label}" for one in drawn)
    svg = lines(drawn, Scale(years, ticks, None, "", top), f"{anchor}-course-chart", title, desc)
    return Panel(title, svg, "", short_source(found, w))


def _series(found: Finding) -> list[tuple[str, tuple[float | None, ...]]]:
    rows = [r for r in found.table.to_pylist() if r["unit"] == _POWER]
    years = sorted({r["year"] for r in found.table.to_pylist()})
    kept: dict[str, dict[int, float | None]] = {}
    for row in rows:
        kept.setdefault(row["technology"], {})[row["year"]] = row["installed"]
    return [
        (name, tuple(by_year.get(y) for y in years))
        for name, by_year in kept.items()
        if any(v is not None and math.isfinite(v) for v in by_year.values())
    ]
