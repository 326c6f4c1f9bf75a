"""Alerts laid out for the page: one block each, with chart and table twin."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kanmon.analysis.warning.alert import Alert
from kanmon.analysis.warning.course import Course
from kanmon.brief.alerts.chart import course_chart
from kanmon.brief.alerts.sentences import alert_headline, amount, explanation
from kanmon.brief.cells import Cell
from kanmon.brief.numbers import day, number
from kanmon.brief.twin import Column, Twin
from kanmon.brief.wording import Words

SHOWN = 12
"""Alerts the page shows; the others are in the terminal, the feed and the store."""


@dataclass(frozen=True, slots=True)
class Alerts:
    """Hold the open alerts of a party, gravest first, and the series behind them by alert id.

    Example:
        >>> Alerts(dt.date(2024, 1, 1), ()).courses
        {}
    """

    as_of: dt.date
    alerts: tuple[Alert, ...]
    courses: Mapping[str, Course] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AlertBlock:
    """Carry everything the page says of one alert.

    Example:
        >>> AlertBlock("alert-1", "watch", "Watch: urea", "new", (), "", None).svg
        ''
    """

    anchor: str
    severity: str
    title: str
    state: str
    sentences: tuple[str, ...]
    svg: str
    table: Twin | None


@dataclass(frozen=True, slots=True)
class AlertSection:
    """Carry the section: an introduction, how many alerts are open, the blocks.

    Example:
        >>> AlertSection("", "", ()).blocks
        ()
    """

    intro: str
    count: str
    blocks: tuple[AlertBlock, ...]


def alert_section(found: Alerts, w: Words) -> AlertSection:
    """Lay out the alerts of a party.

    Args:
        found: open alerts, gravest first.
        w: words of the language.

    Returns:
        The section, at most twelve blocks.

    Example:
        >>> from kanmon.brief.wording import words
        >>> alert_section(Alerts(dt.date(2024, 1, 1), ()), words("en")).count
        'Open alerts: 0'
    """
    return AlertSection(
        w.say("alert.intro", date=day(found.as_of, w.lang)),
        w.say("alert.count", count=number(len(found.alerts), w.lang)),
        tuple(
            _block(alert, found.courses.get(alert.id), f"alert-{place}", w)
            for place, alert in enumerate(found.alerts[:SHOWN], start=1)
        ),
    )


def _block(alert: Alert, course: Course | None, anchor: str, w: Words) -> AlertBlock:
    drawn = course if course is not None and any(v is not None for v in course.values) else None
    return AlertBlock(
        anchor,
        alert.severity,
        alert_headline(alert, w),
        w.say(f"alert.state_{alert.state}"),
        explanation(alert, w),
        "" if drawn is None else course_chart(drawn, alert, w, f"{anchor}-c"),
        None if drawn is None else course_twin(drawn, anchor, w),
    )


def course_twin(course: Course, anchor: str, w: Words) -> Twin:
    """Write a course as the table behind its chart.

    Args:
        course: the series.
        anchor: start of the table's id.
        w: words of the language.

    Returns:
        The table: period, figure, band, whether it fired; the CSV has the exact values.

    Example:
        >>> from kanmon.brief.wording import words
        >>> c = Course("s", "x", "t", (dt.date(2024, 1, 1),), (1.0,), (None,), (None,), (None,), ())
        >>> course_twin(c, "a", words("en")).rows[0][1].text
        '1.000'
    """
    heads = ("period", "value", "low", "middle", "high", "fired")
    columns = tuple(
        Column(w.say(f"alert.column_{h}"), course.unit if 0 < n < 5 else "", 0 < n < 5)
        for n, h in enumerate(heads)
    )
    sides = (course.values, course.low, course.middle, course.high)
    rows = tuple(
        (
            Cell(day(period, w.lang)),
            *(_figure(side[n], w) for side in sides),
            Cell(w.say("alert.yes" if period in course.fired else "alert.no")),
        )
        for n, period in enumerate(course.periods)
    )
    return Twin(
        f"{anchor}-table",
        w.say("alert.chart", series=course.series, unit=course.unit),
        columns,
        rows,
        f"kanmon-{anchor}.csv",
        _csv_href(heads, course, sides),
        f"{w.say('page.source')}{w.say('page.colon')}{course.source}",
    )


def _figure(value: float | None, w: Words) -> Cell:
    if value is None:
        return Cell(w.say("page.not_known"), missing=True)
    return Cell(amount(value, w.lang), raw=value)


def _csv_href(heads: Sequence[str], course: Course, sides: Sequence[Sequence[float | None]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(f"{h} [{course.unit}]" if 0 < n < 5 else h for n, h in enumerate(heads))
    for n, period in enumerate(course.periods):
        writer.writerow([period.isoformat(), *(s[n] for s in sides), period in course.fired])
    writer.writerow([])
    writer.writerow([f"# {course.series}, {course.source}"])
    coded = base64.b64encode(out.getvalue().encode("utf-8-sig")).decode("ascii")
    return f"data:text/csv;charset=utf-8;base64,{coded}"
