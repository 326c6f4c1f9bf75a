"""Early warning: what is open, the series behind it, steps a person takes."""

from __future__ import annotations

import datetime as dt

from kanmon.analysis.warning.alert import OUTCOMES
from kanmon.brief.alerts.section import SHOWN
from kanmon.brief.alerts.sentences import alert_headline
from kanmon.brief.numbers import day, number
from kanmon.brief.wording import words
from kanmon.errors import CodeError
from kanmon.watching.book import Book
from kanmon.watching.watch import watch
from kanmon.workspace import choices
from kanmon.workspace.alerted import alert_block, course_block
from kanmon.workspace.asked import Asked
from kanmon.workspace.desk import Desk
from kanmon.workspace.model import Act, Form, View
from kanmon.workspace.page import Page, link, view

ALLOWED = ("as_of", "most_alerts")
_STEPS = {"acknowledge": "acknowledged", "escalate": "escalated"}


def alerts(desk: Desk, asked: Asked) -> View:
    """Show what is open for a party. Looking keeps nothing.

    Args:
        desk: what it is made from.
        asked: party, day to stand on, alerts a month.

    Returns:
        The view.

    Example:
        >>> from kanmon.workspace.settings import Settings
        >>> made = alerts(Desk(Settings()), Asked("alerts", "en"))
        >>> made.blocks[0].id
        'alerts'
    """
    w = words(asked.lang)
    party = asked.party(desk.settings.party)
    as_of = asked.day("as_of", desk.today)
    most = asked.whole("most_alerts", 1, 1000)
    found = desk.watched(party, as_of, most)
    listed = alert_block(found, w)
    drawn = [
        (alert, found.courses[alert.id]) for alert in found.alerts if alert.id in found.courses
    ]
    series = [
        course_block(course, alert, f"series-{n}", w)
        for n, (alert, course) in enumerate(drawn[:SHOWN], start=1)
        if any(v is not None for v in course.values)
    ]
    first = alert_headline(found.alerts[0], w) + ". " if found.alerts else ""
    named = [(a.id, alert_headline(a, w)) for a in found.alerts]
    outcomes = [(o, w.say(f"workspace.outcome_{o}")) for o in OUTCOMES[1:]]
    close = Form(
        name="close",
        label=w.say("workspace.act_close"),
        controls=[
            choices.select("alert", named[0][0] if named else "", named, w),
            choices.select("outcome", "unclear", outcomes, w),
            choices.text("note", "", w),
        ],
    )
    return view(
        asked,
        Page(
            headline=first + w.say("alert.count", count=number(len(found.alerts), w.lang)),
            blocks=[listed, *series],
            controls=[
                choices.day("as_of", as_of, w),
                choices.amount("most_alerts", most, (1, 1000), w, 1),
            ],
            links=[link(w, "overview", party=party), link(w, "measures")],
            caveats=[w.say("alert.intro", date=day(found.as_of, w.lang)), *found.notes],
            party=party,
            as_of=found.as_of.isoformat(),
            acts=[
                Act(name=name, label=w.say(f"workspace.act_{name}"), block="alerts", key="id")
                for name in _STEPS
            ]
            if found.alerts
            else [],
            forms=[close] if found.alerts else [],
        ),
    )


def step(desk: Desk, asked: Asked, name: str, fields: dict[str, str], by: str = "reader") -> View:
    """Take an alert one step on, as `kanmon alerts --ack` and its like do.

    What was only looked at is kept first, so that the step has something to stand on.

    Args:
        desk: where the book is.
        asked: state of the view.
        name: ``acknowledge``, ``escalate`` or ``close``.
        fields: ``key`` or ``alert``, the alert's id; for closing, ``outcome`` and ``note``.
        by: who takes it.

    Returns:
        The view as it stands after.

    Raises:
        CodeError: there is no such alert.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> from kanmon.workspace.settings import Settings
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     step(Desk(Settings(store=Path(folder))), Asked("alerts", "en"), "close", {})
        Traceback (most recent call last):
            ...
        kanmon.errors.CodeError: alerts: no alert ''. To mend: use the id of one that is listed.
    """
    party = asked.party(desk.settings.party)
    which = fields.get("key") or fields.get("alert") or ""
    now = dt.datetime.now(dt.UTC)
    book = Book(desk.store.path)
    if which not in {a.id for a in book.alerts(party)}:
        as_of, most = asked.day("as_of", desk.today), asked.whole("most_alerts", 1, 1000)
        seen = {a.id for a in desk.watched(party, as_of, most).alerts}
        if which not in seen:
            raise CodeError(
                f"no alert {which[:40]!r}",
                where="alerts",
                remedy="use the id of one that is listed",
            )
        watch(desk.store, party, as_of=as_of, budget=most, at=now)
    book.step(
        which,
        _STEPS.get(name, "closed"),
        at=now,
        by=by,
        note=fields.get("note", ""),
        outcome=fields.get("outcome", "") if name == "close" else "",
    )
    return alerts(desk, asked)
