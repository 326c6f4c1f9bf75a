"""Why an alert stands: every figure behind it, as statements each language words."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from kanmon.analysis.finding import Value
from kanmon.analysis.warning.alert import SEVERITIES, Alert, Evidence
from kanmon.analysis.warning.fusion.severity import severities, standard_cut
from kanmon.analysis.warning.life import newest


@dataclass(frozen=True, slots=True)
class Statement:
    """Say one thing: a key that selects the words, and the values that fill them.

    Example:
        >>> Statement("opened", {"opened": "2024-01-01"}).key
        'opened'
    """

    key: str
    values: dict[str, Value] = field(default_factory=dict)


def explain(alert: Alert) -> tuple[Statement, ...]:
    """Explain an alert down to its inputs.

    Args:
        alert: any alert.

    Returns:
        Since when it stands; each figure with its band, the day it was public and its source;
        why it has its severity; and the party's exposure.

    Example:
        >>> import datetime as dt
        >>> a = Alert("a", "urea", "CHN", "", "JPN", "watch", 0.995, dt.date(2024, 1, 1), (), "")
        >>> [s.key for s in explain(a)]
        ['opened', 'why_own', 'exposure_unknown']
    """
    opened: dict[str, Value] = {
        "opened": alert.opened.isoformat(),
        "latest": newest(alert).isoformat(),
    }
    return (
        Statement("opened", opened),
        *(_figure(e) for e in alert.evidence),
        _why(alert),
        _exposure(alert),
    )


def _figure(e: Evidence) -> Statement:
    values: dict[str, Value] = {
        "signal": e.signal,
        "series": e.series,
        "period": e.period.isoformat(),
        "value": e.value,
        "unit": e.unit,
        "published": e.published.isoformat(),
        "source": e.source,
    }
    if math.isnan(e.low) or math.isnan(e.high):
        return Statement("figure", {**values, "score": e.score})
    side = "below" if e.value < e.low else "above" if e.value > e.high else "within"
    band: dict[str, Value] = {"low": e.low, "middle": e.middle, "high": e.high}
    return Statement(f"figure_{side}", {**values, **band})


def _why(alert: Alert) -> Statement:
    cut = standard_cut()
    # The rank is one minus the probability: what that rounds away must not pass a limit.
    chance = round(1.0 - alert.rank, 12)
    own = int(severities(np.array([chance]), cut)[0])
    level = SEVERITIES.index(alert.severity) + 1
    limit = (cut.watch, cut.warning, cut.alarm)[level - 1]
    values: dict[str, Value] = {"severity": alert.severity, "chance": chance, "limit": limit}
    if own == level:
        return Statement("why_own", values)
    raised = own == level - 1 and own > 0 and len(alert.evidence) > 1
    return Statement("why_raised" if raised else "why_held", values)


def _exposure(alert: Alert) -> Statement:
    seen = alert.exposed
    if seen is None or seen.hhi is None:
        return Statement("exposure_unknown", {"why": "" if seen is None else seen.why})
    values: dict[str, Value] = {
        "party": alert.party,
        "good": alert.good,
        "hhi": seen.hhi,
        "date": seen.date,
        "source": ", ".join(seen.sources),
    }
    if seen.share is None:
        return Statement("exposure_hhi", values)
    return Statement("exposure", {**values, "economy": alert.economy, "share": seen.share})
