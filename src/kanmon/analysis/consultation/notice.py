"""A notice of disruption: the six points of the IPEF emergency request, with goods and evidence."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from kanmon.errors import DataError

POINTS = ("impact", "cause", "duration_days", "sectors", "measures", "assistance")
"""Article 12 of the IPEF Supply Chain Agreement: expected impact, cause, duration, sectors likely
affected, measures taken or expected, assistance that would help."""
_FIELDS = {"party", "requested_at", "goods", "confidence", "evidence", *POINTS}
_HASH = re.compile(r"[0-9a-f]{64}")
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Notice:
    """Hold a notice.

    ``duration_days`` are least and most, None where nobody knows; ``confidence`` is 0 to 1;
    ``evidence`` names findings by kind and the checksum of their canonical form.

    Example:
        >>> Notice.__slots__[0]
        'party'
    """

    party: str
    requested_at: dt.date
    goods: tuple[str, ...]
    impact: str
    cause: str
    duration_days: tuple[float, float] | None
    sectors: tuple[str, ...]
    measures: str
    assistance: str
    confidence: float
    evidence: tuple[tuple[str, str], ...]

    def deadline(self, days: int) -> dt.date:
        """Give the last day of a clock that starts with the request."""
        return self.requested_at + dt.timedelta(days=days)


def parse_notice(plain: Any, goods: Collection[str], *, where: str) -> Notice:
    """Read a notice out of plain data.

    Args:
        plain: party, requested_at (YYYY-MM-DD), goods (ids), impact, cause, duration_days
            ({"low", "high"} or null), sectors, measures, assistance, confidence (0 to 1),
            evidence (a list of {"kind", "sha256"}).
        goods: ids of the catalogue.
        where: file or package named in an error.

    Returns:
        The notice.

    Raises:
        DataError: a point is missing, empty, unknown or of another type.

    Source:
        IPEF Supply Chain Agreement, Article 12.

    Example:
        >>> notice = parse_notice(example_notice(), ["gallium_metal"], where="x")
        >>> notice.deadline(15).isoformat()
        '2026-12-08'
    """
    if not isinstance(plain, Mapping) or set(plain) != _FIELDS:
        raise DataError(
            "no notice", where=where, remedy=f"give {', '.join(sorted(_FIELDS))}, no more"
        )
    texts = {n: _text(plain[n], n, where) for n in ("party", "impact", "cause")}
    more = {n: _text(plain[n], n, where, empty=True) for n in ("measures", "assistance")}
    named = _list(plain["goods"], "goods", where)
    unknown = sorted(set(named) - set(goods))
    if unknown:
        raise DataError(
            f"goods {', '.join(unknown)}", where=where, remedy="use ids of `kanmon goods`"
        )
    return Notice(
        texts["party"],
        _day(plain["requested_at"], where),
        named,
        texts["impact"],
        texts["cause"],
        _duration(plain["duration_days"], where),
        _list(plain["sectors"], "sectors", where),
        more["measures"],
        more["assistance"],
        _share(plain["confidence"], where),
        _evidence(plain["evidence"], where),
    )


def example_notice() -> dict[str, Any]:
    """Give a notice as plain data.

    Returns:
        A notice with invented words.

    Example:
        >>> sorted(example_notice())[0]
        'assistance'
    """
    return {
        "party": "JPN",
        "requested_at": "2026-11-23",
        "goods": ["gallium_metal"],
        "impact": "makers of compound chips short within sixty days",
        "cause": "licences stopped by the largest maker",
        "duration_days": {"low": 90, "high": 365},
        "sectors": ["semiconductors"],
        "measures": "stock released",
        "assistance": "swap of refined metal",
        "confidence": 0.7,
        "evidence": [],
    }


def _text(value: Any, name: str, where: str, *, empty: bool = False) -> str:
    if not isinstance(value, str) or (not empty and not value.strip()) or len(value) > _LONGEST:
        raise DataError(f"{name} is empty, too long or no text", where=where, remedy=f"say {name}")
    return value


def _list(value: Any, name: str, where: str) -> tuple[str, ...]:
    held = isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)
    if not held or not value or len(set(value)) != len(value):
        raise DataError(f"{name} {value!r}"[:200], where=where, remedy=f"list {name}, each once")
    return tuple(value)


def _day(value: Any, where: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError) as e:
        raise DataError("requested_at is no day", where=where, remedy="write YYYY-MM-DD") from e


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return math.nan
    return float(value)


def _duration(value: Any, where: str) -> tuple[float, float] | None:
    if value is None:
        return None
    held = isinstance(value, Mapping) and set(value) == {"low", "high"}
    low, high = (_number(value[n]) for n in ("low", "high")) if held else (math.nan, math.nan)
    if not 0.0 <= low <= high < math.inf:
        raise DataError(
            "duration_days", where=where, remedy="give low and high days in order, or null"
        )
    return low, high


def _share(value: Any, where: str) -> float:
    if not 0.0 <= _number(value) <= 1.0:
        raise DataError("confidence", where=where, remedy="give a number from 0 to 1")
    return float(value)


def _evidence(value: Any, where: str) -> tuple[tuple[str, str], ...]:
    found = []
    for one in value if isinstance(value, list) else [None]:
        held = one if isinstance(one, Mapping) and set(one) == {"kind", "sha256"} else {}
        kind, told = held.get("kind"), str(held.get("sha256"))
        if not (isinstance(kind, str) and _HASH.fullmatch(told)):
            raise DataError("evidence", where=where, remedy="list kind and sha256 of findings")
        found.append((kind, told))
    return tuple(found)
