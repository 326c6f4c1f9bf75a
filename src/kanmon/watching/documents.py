"""Alerts as plain documents and back, held to their fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from kanmon.analysis.warning.alert import (
    OUTCOMES,
    SEVERITIES,
    STATES,
    Alert,
    Change,
    Evidence,
    Exposure,
)
from kanmon.errors import DataError

_ALLOWED = {"severity": SEVERITIES, "state": STATES, "outcome": OUTCOMES}


def as_document(alert: Alert) -> dict[str, Any]:
    """Write an alert as plain data: days and times as ISO text.

    Args:
        alert: any alert.

    Returns:
        Its fields.

    Example:
        >>> day = dt.date(2024, 1, 1)
        >>> as_document(Alert("a", "urea", "CHN", "", "JPN", "watch", 0.9, day, (), ""))["opened"]
        '2024-01-01'
    """
    seen = alert.exposed
    return {
        "id": alert.id,
        "good": alert.good,
        "economy": alert.economy,
        "place": alert.place,
        "name": alert.name,
        "party": alert.party,
        "severity": alert.severity,
        "rank": alert.rank,
        "opened": alert.opened.isoformat(),
        "latest": None if alert.latest is None else alert.latest.isoformat(),
        "state": alert.state,
        "outcome": alert.outcome,
        "onset": None if alert.onset is None else alert.onset.isoformat(),
        "exposure": alert.exposure,
        "exposed": None
        if seen is None
        else {
            "share": seen.share,
            "hhi": seen.hhi,
            "date": seen.date,
            "sources": list(seen.sources),
            "why": seen.why,
        },
        "evidence": [_evidence(e) for e in alert.evidence],
        "history": [
            {"at": c.at.isoformat(), "by": c.by, "state": c.state, "note": c.note}
            for c in alert.history
        ],
    }


def _evidence(e: Evidence) -> dict[str, Any]:
    return {
        "signal": e.signal,
        "series": e.series,
        "period": e.period.isoformat(),
        # NaN is no JSON: a signal without a band has none.
        **{
            name: None if getattr(e, name) != getattr(e, name) else getattr(e, name)
            for name in ("value", "low", "middle", "high", "score")
        },
        "unit": e.unit,
        "published": e.published.isoformat(),
        "source": e.source,
        "text": e.text,
    }


def from_document(plain: Mapping[str, Any]) -> Alert:
    """Read an alert back from plain data.

    Args:
        plain: as :func:`as_document` writes it.

    Returns:
        The alert.

    Raises:
        DataError: a field is missing or not what it must be.

    Example:
        >>> alert = Alert("a", "urea", "CHN", "", "JPN", "watch", 0.9, dt.date(2024, 1, 1), (), "")
        >>> from_document(as_document(alert)) == alert
        True
    """
    try:
        for field, allowed in _ALLOWED.items():
            if plain[field] not in allowed:
                raise ValueError(f"{field} {plain[field]!r}")
        seen = plain["exposed"]
        return Alert(
            id=plain["id"],
            good=plain["good"],
            economy=plain["economy"],
            place=plain["place"],
            party=plain["party"],
            severity=plain["severity"],
            rank=float(plain["rank"]),
            opened=dt.date.fromisoformat(plain["opened"]),
            evidence=tuple(_from_evidence(e) for e in plain["evidence"]),
            exposure=plain["exposure"],
            state=plain["state"],
            outcome=plain["outcome"],
            history=tuple(
                Change(dt.datetime.fromisoformat(c["at"]), c["by"], c["state"], c["note"])
                for c in plain["history"]
            ),
            name=plain["name"],
            latest=_day(plain["latest"]),
            onset=_day(plain["onset"]),
            exposed=None
            if seen is None
            else Exposure(
                seen["share"], seen["hhi"], seen["date"], tuple(seen["sources"]), seen["why"]
            ),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as e:
        raise DataError(
            f"it is not as an alert must be ({e})",
            where=f"alert {plain.get('id', '?')}",
            remedy="restore the store's file of alerts from a backup",
        ) from e


def _from_evidence(e: Mapping[str, Any]) -> Evidence:
    nan = float("nan")
    value, low, middle, high, score = (
        nan if e[k] is None else float(e[k]) for k in ("value", "low", "middle", "high", "score")
    )
    return Evidence(
        e["signal"],
        e["series"],
        dt.date.fromisoformat(e["period"]),
        value,
        low,
        middle,
        high,
        score,
        e["unit"],
        dt.date.fromisoformat(e["published"]),
        e["source"],
        e["text"],
    )


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
