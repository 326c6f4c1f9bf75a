"""What the search for suppliers must assume: spare shares, freight, outliers, announcements."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.rows import parse_csv, read_text
from kanmon.errors import CodeError, DataError

_COLUMNS = ("key", "scope", "low", "best", "high", "unit", "source", "date", "status", "note")
_STATUS = ("found", "memory", "assumption")


@dataclass(frozen=True, slots=True)
class Assumed:
    """Hold one assumed amount with its bounds, where it is from and how sure that is.

    Example:
        >>> assumed("redirectable").name
        'redirectable 0.05-0.2-0.5'
    """

    key: str
    scope: str
    low: float
    best: float
    high: float
    unit: str
    source: str
    date: str
    status: str
    note: str = ""

    @property
    def name(self) -> str:
        """Give its key with its bounds, to be told beside what rests on it."""
        place = "" if self.scope == "all" else f" {self.scope}"
        ends = "-".join(f"{e:g}" for e in dict.fromkeys((self.low, self.best, self.high)))
        return f"{self.key}{place} {ends}"


@cache
def sourcing() -> Mapping[tuple[str, str], Assumed]:
    """Load the assumptions.

    Returns:
        Assumptions by key and scope.

    Example:
        >>> ("firmness", "construction") in sourcing()
        True
    """
    return parse_sourcing(read_text("sourcing.csv"), where="catalogue/sourcing.csv")


def assumed(key: str, scope: str = "all") -> Assumed:
    """Give one assumption.

    Args:
        key: its name.
        scope: what it is for; ``all`` where it is for everything.

    Returns:
        The assumption.

    Raises:
        CodeError: there is none of that name and scope.

    Example:
        >>> assumed("firmness", "announced").low
        0.0
    """
    known = sourcing()
    if (key, scope) not in known:
        names = ", ".join(sorted(f"{k} ({s})" for k, s in known))
        raise CodeError(f"no assumption {key!r} for {scope!r}", remedy=f"use one of {names}")
    return known[key, scope]


def parse_sourcing(text: str, *, where: str) -> Mapping[tuple[str, str], Assumed]:
    """Read assumptions out of comma-separated text.

    Args:
        text: key, scope, low, best, high, unit, source, date, status, note.
        where: file named in an error.

    Returns:
        Assumptions by key and scope.

    Raises:
        DataError: an unknown status, bounds that are missing, negative or out of order, or a
            row that stands twice.

    Example:
        >>> head = "key,scope,low,best,high,unit,source,date,status,note"
        >>> text = head + "\\nidle,all,0,0.1,0.2,share,x,2026-01-01,assumption,\\n"
        >>> parse_sourcing(text, where="x.csv")["idle", "all"].best
        0.1
    """
    found: dict[tuple[str, str], Assumed] = {}
    for line, row in enumerate(parse_csv(text, _COLUMNS, where=where), start=2):
        place = f"{where}, line {line}"
        low, best, high = (_amount(row[name], place) for name in ("low", "best", "high"))
        if not low <= best <= high:
            raise DataError(f"{low}, {best}, {high}", where=place, remedy="write them in order")
        if row["status"] not in _STATUS:
            raise DataError(
                f"status {row['status']!r}",
                where=place,
                remedy=f"use one of {', '.join(_STATUS)}",
            )
        key = (row["key"], row["scope"])
        if key in found:
            raise DataError(f"{' '.join(key)} stands twice", where=place, remedy="keep one")
        rest = {name: row[name] for name in ("unit", "source", "date", "status", "note")}
        found[key] = Assumed(*key, low, best, high, **rest)
    return MappingProxyType(found)


def _amount(text: str, place: str) -> float:
    try:
        amount = float(text)
    except ValueError:
        amount = math.nan
    if not (math.isfinite(amount) and amount >= 0):
        raise DataError(f"amount {text!r}", where=place, remedy="give a number of zero or more")
    return amount
