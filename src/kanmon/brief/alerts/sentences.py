"""Alerts in words: headline and explanation in each language, every figure from the evidence."""

from __future__ import annotations

import datetime as dt
import math

from kanmon.analysis.finding import Value
from kanmon.analysis.warning.alert import Alert
from kanmon.analysis.warning.explain import Statement, explain
from kanmon.brief import names
from kanmon.brief.numbers import NARROW, day, number, percent
from kanmon.brief.wording import Words
from kanmon.catalogue.load import goods
from kanmon.codes import blocs, economies

_DIGITS = 4
_DAYS = frozenset(("opened", "latest", "period", "published"))
_AMOUNTS = frozenset(("value", "low", "middle", "high", "score", "hhi"))
_CHANCES = frozenset(("chance", "limit"))
_IMPORTS = frozenset(("import_surge", "share_jump"))


def alert_headline(alert: Alert, w: Words) -> str:
    """Word what an alert is about and how grave it is.

    Args:
        alert: any alert.
        w: words of the language.

    Returns:
        One line.

    Example:
        >>> from kanmon.brief.wording import words
        >>> day = dt.date(2024, 1, 1)
        >>> a = Alert("a", "", "", "Suez Canal", "JPN", "alarm", 0.9995, day, (), "")
        >>> alert_headline(a, words("en"))
        'Alarm: Suez Canal'
    """
    return w.say(
        "alert.headline", severity=w.say(f"alert.{alert.severity}"), subject=about(alert, w)
    )


def about(alert: Alert, w: Words) -> str:
    """Word what an alert is about.

    Args:
        alert: any alert.
        w: words of the language.

    Returns:
        Good, economy, place and name, as far as there are any.

    Example:
        >>> from kanmon.brief.wording import words
        >>> a = Alert("a", "urea", "CHN", "", "JPN", "watch", 0.9, dt.date(2024, 1, 1), (), "")
        >>> about(a, words("ja"))
        '中国からの尿素'
    """
    good = _good(alert.good, w)
    place = _economy(alert.economy, w)
    if good and place:
        fired = {e.signal for e in alert.evidence}
        key = "own_imports" if fired and fired <= _IMPORTS else "good_from"
        first = w.say(f"alert.{key}", good=good, economy=place)
    else:
        first = good or place
    return w.say("page.list").join(part for part in (first, alert.place, alert.name) if part)


def explanation(alert: Alert, w: Words) -> tuple[str, ...]:
    """Word why an alert stands.

    Args:
        alert: any alert.
        w: words of the language.

    Returns:
        Sentences: since when, each figure, the severity, the exposure.

    Example:
        >>> from kanmon.brief.wording import words
        >>> a = Alert("a", "urea", "CHN", "", "JPN", "watch", 0.995, dt.date(2024, 1, 1), (), "")
        >>> explanation(a, words("en"))[0]
        'Told since 1 January 2024; newest figure public on 1 January 2024.'
    """
    return tuple(_sentence(s, w) for s in explain(alert))


def amount(value: float, lang: str) -> str:
    """Write a figure to four digits.

    Args:
        value: any number; NaN where a publisher states none.
        lang: language code.

    Returns:
        The number; large ones whole.

    Example:
        >>> amount(10.0645, "en"), amount(2788821.03, "en"), amount(0.00123456, "en")
        ('10.06', '2,788,821', '0.001235')
    """
    if math.isnan(value):
        return "–"
    if value == 0.0:
        return "0"
    whole = math.floor(math.log10(abs(value))) + 1
    return number(value, lang, max(0, _DIGITS - whole))


def _sentence(said: Statement, w: Words) -> str:
    return w.say(f"alert.{said.key}", **{k: _worded(k, v, w) for k, v in said.values.items()})


def _worded(name: str, value: Value, w: Words) -> str:
    if name in _DAYS:
        return day(dt.date.fromisoformat(str(value)), w.lang)
    if name in _AMOUNTS and value is not None:
        return amount(float(value), w.lang)
    if name in _CHANCES and value is not None:
        return _chance(float(value), w.lang)
    if name == "share" and value is not None:
        return percent(float(value), w.lang, 1)
    if name == "good":
        return _good(str(value), w)
    if name in ("economy", "party"):
        return _economy(str(value), w)
    if name == "severity":
        return w.say(f"alert.{value}")
    if name == "signal":
        key = f"alert.signal_{value}"
        return w.say(key) if w.has(key) else str(value)
    return str(value)


def _chance(value: float, lang: str) -> str:
    sign = f"{NARROW}%" if lang == "fr" else "%"
    if value < 1e-5:
        return f"<{number(0.001, lang, 3)}{sign}"
    return amount(float(f"{100.0 * value:.2g}"), lang).rstrip("0").rstrip(".,") + sign


def _good(identifier: str, w: Words) -> str:
    return names.good(identifier, w.lang) if identifier in goods() else identifier


def _economy(code: str, w: Words) -> str:
    known = economies.is_economy(code) or blocs.is_bloc(code)
    return names.party(code, w.lang) if known else code
