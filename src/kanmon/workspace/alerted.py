"""Alerts as blocks: the list, and the series behind each with its normal band."""

from __future__ import annotations

from typing import Any

from kanmon.analysis.warning.alert import Alert
from kanmon.analysis.warning.course import Course
from kanmon.brief import names
from kanmon.brief.alerts.sentences import about, alert_headline, explanation
from kanmon.brief.numbers import day, number
from kanmon.brief.wording import Words
from kanmon.catalogue.load import goods
from kanmon.codes import blocs, economies
from kanmon.sources import registry
from kanmon.watching.watch import Watched
from kanmon.workspace.charts import Event, Lines
from kanmon.workspace.listing import Sheet, listing
from kanmon.workspace.model import Block, Kind, Source

_COLUMNS: dict[str, tuple[Kind, str]] = {
    "id": ("text", ""),
    "severity": ("text", ""),
    "severity_name": ("text", ""),
    "subject": ("text", ""),
    "state": ("text", ""),
    "state_name": ("text", ""),
    "opened_on": ("date", ""),
    "latest": ("date", ""),
    "rank": ("number", "0-1"),
    "good": ("text", ""),
    "economy": ("text", ""),
    "economy_name": ("text", ""),
    "place": ("text", ""),
    "exposed_share": ("number", "share"),
    "exposed_hhi": ("number", "HHI"),
    "explanation": ("text", ""),
}
_HIDDEN = ("id", "severity", "state", "economy")
_COURSE: dict[str, tuple[Kind, str]] = {
    "period": ("date", ""),
    "value": ("number", ""),
    "low": ("number", ""),
    "middle": ("number", ""),
    "high": ("number", ""),
    "fired": ("flag", ""),
}


def alert_block(found: Watched, w: Words) -> Block:
    """List what is open, gravest first.

    Args:
        found: what a watch found.
        w: words of the language.

    Returns:
        The block; where the store holds no series, one that says how to get some.

    Example:
        >>> import datetime as dt
        >>> from kanmon.brief.wording import words
        >>> none = Watched("JPN", dt.date(2024, 1, 1), (), frozenset(), {}, 0, ())
        >>> alert_block(none, words("en")).empty[:23]
        'The store holds no seri'
    """
    w_day = day(found.as_of, w.lang)
    named = sorted({e.source for a in found.alerts for e in a.evidence})
    empty = w.say("workspace.no_series" if not found.series else "workspace.no_alert", date=w_day)
    sheet = Sheet(
        "alerts",
        _COLUMNS,
        title=w.say("alert.heading"),
        sentence=w.say("alert.count", count=number(len(found.alerts), w.lang)),
        as_of=found.as_of.isoformat(),
        sources=[_source(name) for name in named],
        hidden=_HIDDEN,
        empty=empty,
    )
    return listing(sheet, [_row(one, w) for one in found.alerts], w)


def course_block(course: Course, alert: Alert, name: str, w: Words) -> Block:
    """Show the series behind an alert with its normal band.

    Args:
        course: the series.
        alert: the alert.
        name: id of the block.
        w: words of the language.

    Returns:
        The block: what fired is marked.

    Example:
        >>> import datetime as dt
        >>> from kanmon.brief.wording import words
        >>> d = (dt.date(2024, 1, 1),)
        >>> c = Course("s", "x", "t", d, (1.0,), (0.5,), (1.0,), (1.5,), d)
        >>> a = Alert("a", "urea", "CHN", "", "JPN", "watch", 0.9, d[0], (), "")
        >>> course_block(c, a, "series-1", words("en")).table.rows
        [['2024-01-01', 1.0, 0.5, 1.0, 1.5, True]]
    """
    sides = zip(course.periods, course.values, course.low, course.middle, course.high, strict=True)
    rows = [
        {
            "period": period,
            "value": value,
            "low": low,
            "middle": middle,
            "high": high,
            "fired": period in course.fired,
        }
        for period, value, low, middle, high in sides
    ]
    events = [
        Event(x=period.isoformat(), label=w.say("alert.key_fired")) for period in course.fired
    ]
    columns: dict[str, tuple[Kind, str]] = {
        column: (kind, course.unit if kind == "number" else "")
        for column, (kind, _) in _COURSE.items()
    }
    sheet = Sheet(
        name,
        columns,
        title=alert_headline(alert, w),
        sentence=" ".join(explanation(alert, w)),
        as_of=course.periods[-1].isoformat() if course.periods else "",
        sources=[_source(course.source)],
        chart=Lines(kind="lines", x="period", y="value", low="low", high="high", events=events),
        labels={column: w.say(f"alert.column_{column}") for column in _COURSE},
        unit=course.unit,
        kind="course",
    )
    return listing(sheet, rows, w)


def _row(one: Alert, w: Words) -> dict[str, Any]:
    known = economies.is_economy(one.economy) or blocs.is_bloc(one.economy)
    seen = one.exposed
    return {
        "id": one.id,
        "severity": one.severity,
        "severity_name": w.say(f"alert.{one.severity}"),
        "subject": about(one, w),
        "state": one.state,
        "state_name": w.say(f"alert.state_{one.state}"),
        "opened_on": one.opened,
        "latest": one.latest,
        "rank": one.rank,
        "good": one.good if one.good in goods() else None,
        "economy": one.economy or None,
        "economy_name": names.party(one.economy, w.lang) if known else one.economy or None,
        "place": one.place or None,
        "exposed_share": None if seen is None else seen.share,
        "exposed_hhi": None if seen is None else seen.hhi,
        "explanation": " ".join(explanation(one, w)),
    }


def _source(name: str) -> Source:
    """The card of a source; a reader's own name stands as it is."""
    if name not in registry.sources():
        return Source(id=name, title=name, publisher="", licence="", vintage="", url=None)
    card = registry.source(name).card
    return Source(
        id=name,
        title=card.title,
        publisher=card.publisher,
        licence=card.licence.name,
        vintage="",
        url=card.url or None,
    )
