"""A thread as a page to hand over: what the reader may see of it, labels on top."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kanmon.analysis.coercion.clock.state import Stand
from kanmon.analysis.consultation.event import Event
from kanmon.analysis.consultation.label import marking
from kanmon.analysis.consultation.thread import Thread
from kanmon.brief.consultation.said import said
from kanmon.brief.consultation.tables import plain_twin
from kanmon.brief.numbers import check_language, day
from kanmon.brief.page import whole_page
from kanmon.brief.wording import words


def thread_page(
    held: Thread, events: Sequence[Event], stands: Sequence[Stand], today: dt.date, lang: str
) -> str:
    """Write a thread as a whole HTML page.

    Args:
        held: as the reader may see it.
        events: as the reader may see them.
        stands: steps of its clock.
        today: day the page is made.
        lang: ``en``, ``ja`` or ``fr``.

    Returns:
        The page; style and CSV files are inside it.

    Raises:
        CodeError: the page is not written in that language.

    Example:
        >>> from kanmon.analysis.consultation.label import Label
        >>> one = Event("0" * 32, "1" * 32, "note", "JPN", "2026-11-23T00:00:00.000000Z", ("JPN",),
        ...             Label("GREEN"), {}, {"text": "<gallium>"})
        >>> held = Thread("1" * 32, "note", "JPN", one.at, ("JPN",), "<gallium>")
        >>> made = thread_page(held, [one], [], dt.date(2026, 11, 23), "en")
        >>> "TLP:GREEN" in made, "<gallium>" in made
        (True, False)
    """
    check_language(lang)
    w = words(lang)
    joined = w.say("page.separator").join
    rows = [
        {
            "at": e.at[:16].replace("T", " "),
            "by": e.by,
            "kind": w.say(f"consultation.kind_{e.kind}"),
            "body": said(e, held, w),
            "label": marking(e.every_label()),
        }
        for e in events
    ]
    clock = [
        {
            "step": {"en": s.step.en, "ja": s.step.ja, "fr": s.step.fr}[lang],
            "state": w.say(f"consultation.clock_{s.state}"),
            # A day that has not come is not a day that nobody knows: its place stays empty.
            "normal": s.normal or "",
            "latest": s.latest or "",
            "done": s.done or "",
            "source": s.step.source,
        }
        for s in stands
    ]
    promises = [
        {
            "owners": joined(one["owners"]),
            "words": one["words"],
            "due": one["due"] or "",
            "standing": w.say(f"commitment.is_{one['standing']}"),
        }
        for one in held.commitments.values()
    ]
    return whole_page(
        "consultation_page.html.j2",
        ("brief.css", "impact.css", "plan.css", "consultation.css"),
        w,
        {
            "title": w.say("consultation.thread"),
            "party": joined(held.parties),
            "made_on": day(today, lang),
            "marking": marking(one for e in events for one in e.every_label()),
            "headline": w.say(
                "consultation.thread_head",
                title=held.title,
                by=held.by,
                day=day(dt.date.fromisoformat(held.begun[:10]), lang),
                events=str(len(events)),
                state=w.say("consultation.is_open" if held.open else "consultation.is_closed"),
            ),
            "sections": (
                plain_twin("events", rows, ("at", "by", "kind", "body", "label"), w),
                plain_twin(
                    "clock", clock, ("step", "state", "normal", "latest", "done", "source"), w
                ),
                plain_twin("actions", promises, ("owners", "words", "due", "standing"), w),
            ),
        },
    )
