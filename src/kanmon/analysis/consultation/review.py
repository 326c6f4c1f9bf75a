"""How early a warning came: days between alert, notice, acknowledgement, meeting and the onset."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kanmon.analysis.consultation.thread import Thread


def lead_times(thread: Thread, days: Mapping[str, str]) -> dict[str, int | None]:
    """Count the days a thread gained or lost.

    Args:
        thread: with its reviews; the onset is what the last review that names one says.
        days: day of the alert, ``{"alert": "YYYY-MM-DD"}``, where one opened the thread.

    Returns:
        Days from alert to notice, notice to the last party's acknowledgement, notice to first
        meeting, and from alert and notice to the onset (negative: it came after). None where a
        day is not known.

    Example:
        >>> one = Thread("0" * 32, "alert", "JPN", "", ("JPN", "USA"))
        >>> one.days = {"notice": "2026-11-10"}
        >>> one.reviews = [{"onset": "2026-12-01"}]
        >>> lead_times(one, {"alert": "2026-11-01"})["alert_to_onset"]
        30
    """
    notice = thread.days.get("notice")
    others = [p for p in thread.parties if p != thread.by]
    known = [thread.acknowledged[p][:10] for p in others if p in thread.acknowledged]
    last = max(known) if others and len(known) == len(others) else None
    onset = next((r["onset"] for r in reversed(thread.reviews) if r.get("onset")), None)
    met = min(thread.met, default=None)
    return {
        "alert_to_notice": _between(days.get("alert"), notice),
        "notice_to_acknowledged": _between(notice, last),
        "notice_to_meeting": _between(notice, met),
        "alert_to_onset": _between(days.get("alert"), onset),
        "notice_to_onset": _between(notice, onset),
    }


def _between(first: str | None, last: str | None) -> int | None:
    if first is None or last is None:
        return None
    return (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days
