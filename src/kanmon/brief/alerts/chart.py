"""A series with its normal band, the figures that fired, and the day they were public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import groupby

from kanmon.analysis.warning.alert import Alert
from kanmon.analysis.warning.course import Course
from kanmon.analysis.warning.life import newest
from kanmon.brief.alerts.sentences import amount
from kanmon.brief.charts.svg import at, clip, frame, text
from kanmon.brief.numbers import day
from kanmon.brief.wording import Words

_WIDTH, _HEIGHT = 680, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 664, 20, 180
_X = Callable[[dt.date], float]
_Y = Callable[[float], float]


def course_chart(course: Course, alert: Alert, w: Words, name: str) -> str:
    """Draw the course of a series behind an alert.

    Args:
        course: the series, with at least one known figure.
        alert: the alert.
        w: words of the language.
        name: id of the chart, unique on the page.

    Returns:
        An ``svg`` element: band as an area, figures as a line that breaks where one is missing,
        a dot on each figure that fired, a dashed line on the day it was public.

    Example:
        >>> from kanmon.brief.wording import words
        >>> d = (dt.date(2024, 1, 1), dt.date(2024, 2, 1))
        >>> c = Course("s", "x", "t", d, (1.0, 2.0), (0.5, None), (1.0, None), (1.5, None), d[1:])
        >>> a = Alert("a", "urea", "CHN", "", "JPN", "watch", 0.9, d[1], (), "")
        >>> course_chart(c, a, words("en"), "c").count("<circle")
        1
    """
    told = newest(alert)
    known = [v for side in (course.values, course.low, course.high) for v in side if v is not None]
    top, least = max(known), min(known)
    # From nought where that leaves the line room; otherwise from a little below the least.
    base = 0.0 if least >= 0.0 and least < 0.6 * top else least - 0.08 * (top - least or 1.0)
    span = (top - base) * 1.04 or 1.0
    first = course.periods[0]
    days = max(1, (max(told, course.periods[-1]) - first).days)

    def x(when: dt.date) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (when - first).days / days

    def y(value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (value - base) / span

    marks = []
    for part in (0.0, 0.5, 1.0):
        level = base + part * (top - base)
        marks.append(f'<path class="grid" d="M{_LEFT} {at(y(level))}H{_RIGHT}"/>')
        marks.append(
            text(_LEFT - 6, y(level) + 3.5, clip(amount(level, w.lang), 5.0), "tick", "end")
        )
    for year in range(first.year + 1, course.periods[-1].year + 1):
        place = x(dt.date(year, 1, 1))
        marks.append(f'<path class="grid" d="M{at(place)} {_BOTTOM}v5"/>')
        marks.append(text(place, _BOTTOM + 18, str(year), "tick", "middle"))
    marks += [
        f'<path class="band" d="{_area(run, x, y)}"/>'
        for run in _runs(list(zip(course.periods, course.low, course.high, strict=True)))
    ]
    marks.append(f'<path class="line middle" d="{_line(course.periods, course.middle, x, y)}"/>')
    marks.append(f'<path class="line party" d="{_line(course.periods, course.values, x, y)}"/>')
    place = x(told)
    marks.append(f'<path class="when told" d="M{at(place)} {_TOP - 4}V{_BOTTOM}"/>')
    said = f"{w.say('alert.key_told')} {day(told, w.lang)}"
    marks.append(text(place - 5, _TOP - 6, said, "mark told", "end"))
    by_period = dict(zip(course.periods, course.values, strict=True))
    for period in course.fired:
        value = by_period.get(period)
        if value is not None:
            spot = f'cx="{at(x(period))}" cy="{at(y(value))}"'
            marks.append(f'<circle class="fired" {spot} r="4.5"/>')
    title = w.say("alert.chart", series=course.series, unit=course.unit)
    desc = w.say(
        "alert.chart_desc",
        count=len(course.periods),
        first=day(first, w.lang),
        last=day(course.periods[-1], w.lang),
        marks=len(course.fired),
    )
    return frame("".join(marks), (_WIDTH, _HEIGHT), name, title, desc)


def _runs(
    rows: Sequence[tuple[dt.date, float | None, float | None]],
) -> list[list[tuple[dt.date, float, float]]]:
    whole = [
        [(d, low, high) for d, low, high in group if low is not None and high is not None]
        for _, group in groupby(rows, key=lambda r: r[1] is not None and r[2] is not None)
    ]
    return [run for run in whole if run]


def _area(run: Sequence[tuple[dt.date, float, float]], x: _X, y: _Y) -> str:
    there = [f"{at(x(d))} {at(y(high))}" for d, _, high in run]
    back = [f"{at(x(d))} {at(y(low))}" for d, low, _ in reversed(run)]
    return f"M{'L'.join(there)}L{'L'.join(back)}Z"


def _line(periods: Sequence[dt.date], values: Sequence[float | None], x: _X, y: _Y) -> str:
    parts, pen = [], "M"
    for period, value in zip(periods, values, strict=True):
        if value is None:
            pen = "M"
            continue
        parts.append(f"{pen}{at(x(period))} {at(y(value))}")
        if pen == "M":
            parts.append("h.1")
        pen = "L"
    return "".join(parts)
