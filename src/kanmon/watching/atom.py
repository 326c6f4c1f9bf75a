"""Alerts as an Atom feed: an entry an alert, its id for life, its date that of the last change."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from xml.etree import ElementTree as ET

from kanmon.analysis.warning.alert import Alert
from kanmon.analysis.warning.life import newest

SPACE = "http://www.w3.org/2005/Atom"
_NAMING = "tag:kanmon.invalid,2026:"
_UNSAID = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Say = Callable[[Alert], tuple[str, Sequence[str]]]
"""Words an alert: a title and the sentences under it."""


def atom_feed(alerts: Sequence[Alert], party: str, *, say: Say, lang: str, title: str) -> str:
    """Write alerts as an Atom feed.

    Args:
        alerts: alerts to tell of.
        party: economy or bloc they are for.
        say: words one alert.
        lang: language of the words.
        title: title of the feed.

    Returns:
        The feed as XML. The same alerts make the same bytes: the feed was updated when its newest
        alert was.

    Source:
        RFC 4287.

    Example:
        >>> atom_feed([], "JPN", say=lambda a: ("", ()), lang="en", title="Alerts")[:38]
        '<?xml version="1.0" encoding="utf-8"?>'
    """
    ET.register_namespace("", SPACE)
    feed = ET.Element(_name("feed"))
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", lang)
    _put(feed, "id", f"{_NAMING}alerts:{party}")
    _put(feed, "title", title)
    _put(feed, "updated", max((updated(a) for a in alerts), default="1970-01-01T00:00:00+00:00"))
    _put(_put(feed, "author"), "name", "Kanmon")
    _put(feed, "generator", "Kanmon")
    for alert in alerts:
        headline, sentences = say(alert)
        entry = _put(feed, "entry")
        _put(entry, "id", f"{_NAMING}alert:{alert.id}")
        _put(entry, "title", headline)
        _put(entry, "published", _midnight(alert.opened))
        _put(entry, "updated", updated(alert))
        for term in filter(None, (alert.severity, alert.state, alert.good, alert.economy)):
            _put(entry, "category").set("term", _plain(term))
        _put(entry, "content", "\n".join(sentences)).set("type", "text")
    ET.indent(feed)
    text = ET.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def updated(alert: Alert) -> str:
    """Say when an alert last changed: its newest evidence or the last step taken.

    Args:
        alert: any alert.

    Returns:
        A time as RFC 3339 writes it.

    Example:
        >>> updated(Alert("a", "urea", "", "", "", "watch", 0.9, dt.date(2024, 1, 1), (), ""))
        '2024-01-01T00:00:00+00:00'
    """
    moments = [c.at.astimezone(dt.UTC).isoformat() for c in alert.history]
    return max([_midnight(newest(alert)), *moments])


def _midnight(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00+00:00"


def _put(parent: ET.Element, name: str, text: str = "") -> ET.Element:
    made = ET.SubElement(parent, _name(name))
    if text:
        made.text = _plain(text)
    return made


def _name(name: str) -> str:
    return f"{{{SPACE}}}{name}"


def _plain(text: str) -> str:
    return _UNSAID.sub("\ufffd", text)
