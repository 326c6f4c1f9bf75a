"""What a chain must assume: days of stock, of transit, of making, and how hard a lack bites."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.rows import parse_csv, read_text
from kanmon.errors import CodeError, DataError

KINDS = ("stock_days", "transit_days", "make_days", "bite", "part", "least_share")
ENDS = ("low", "best", "high")
_COLUMNS = ("what", "scope", *ENDS, "unit", "source", "date", "status", "note")
_STATUS = ("found", "memory", "assumption")


@dataclass(frozen=True, slots=True)
class ChainTime:
    """Hold one assumed amount: between what it lies, where it is from and how sure that is.

    ``status`` is ``found`` (read in a document), ``memory`` (to be checked) or ``assumption``.

    Example:
        >>> chain_time("bite", "grade:none").best
        1.0
    """

    what: str
    scope: str
    low: float
    best: float
    high: float
    unit: str
    source: str
    date: str
    status: str
    note: str = ""

    def at(self, end: str) -> float:
        """Give the amount at its ``low``, ``best`` or ``high`` end, or raise CodeError."""
        if end not in ENDS:
            raise CodeError(f"end {end!r}", remedy=f"use one of {', '.join(ENDS)}")
        return float(getattr(self, end))


Times = Mapping[tuple[str, str], ChainTime]


@cache
def chain_times() -> Times:
    """Load the assumptions of the catalogue.

    Returns:
        Assumptions by what and scope.

    Example:
        >>> ("stock_days", "stage:ore") in chain_times()
        True
    """
    return parse_chain_times(read_text("chain_times.csv"), where="catalogue/chain_times.csv")


def parse_chain_times(text: str, *, where: str) -> Times:
    """Read assumptions out of comma-separated text.

    Args:
        text: what, scope (``good:ID``, ``stage:KEY``, ``grade:KEY``,
            ``link:INPUT>OUTPUT`` or ``all``), low, best,
            high, unit, source, date, status, note.
        where: file named in an error.

    Returns:
        Assumptions by what and scope.

    Raises:
        DataError: an unknown kind or status, amounts that are negative, missing or out of
            order, or a row that stands twice.

    Example:
        >>> head = "what,scope,low,best,high,unit,source,date,status,note"
        >>> text = head + "\\nbite,grade:none,1,1,1,share,x,2026-01-01,assumption,\\n"
        >>> len(parse_chain_times(text, where="x.csv"))
        1
    """
    found: dict[tuple[str, str], ChainTime] = {}
    for line, row in enumerate(parse_csv(text, _COLUMNS, where=where), start=2):
        place = f"{where}, line {line}"
        if row["what"] not in KINDS:
            raise DataError(row["what"], where=place, remedy=f"use one of {', '.join(KINDS)}")
        if row["status"] not in _STATUS:
            raise DataError(
                f"status {row['status']!r}", where=place, remedy=f"use one of {', '.join(_STATUS)}"
            )
        try:
            low, best, high = (float(row[end]) for end in ENDS)
        except ValueError as e:
            raise DataError(str(e), where=place, remedy="give three numbers") from e
        if not (0.0 <= low <= best <= high and math.isfinite(high)):
            raise DataError(
                f"{low}, {best}, {high}", where=place, remedy="give 0 <= low <= best <= high"
            )
        if row["unit"].startswith("share") and high > 1.0:
            raise DataError(f"share {high}", where=place, remedy="give at most 1")
        key = (row["what"], row["scope"])
        if key in found:
            raise DataError(f"{' '.join(key)} stands twice", where=place, remedy="keep one")
        told = (row[name] for name in ("unit", "source", "date", "status", "note"))
        found[key] = ChainTime(*key, low, best, high, *told)
    return MappingProxyType(found)


def chain_time(what: str, *scopes: str, times: Times | None = None) -> ChainTime:
    """Find the assumption of the first scope that has one.

    Args:
        what: one of KINDS.
        scopes: nearest first, such as ``good:neon``, ``stage:refined``.
        times: assumptions to look in; the catalogue's when not given.

    Returns:
        The assumption.

    Raises:
        CodeError: none of the scopes has one.

    Example:
        >>> chain_time("stock_days", "good:tin_ore", "stage:ore").scope
        'stage:ore'
    """
    known = chain_times() if times is None else times
    for scope in scopes:
        if (what, scope) in known:
            return known[what, scope]
    raise CodeError(
        f"no {what} for {' or '.join(scopes)}",
        remedy="add a row to catalogue/chain_times.csv, or name a stage it has",
    )
