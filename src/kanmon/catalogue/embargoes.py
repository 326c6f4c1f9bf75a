"""Embargoes on buying: from whom, by whom, which good, over which days, by what act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from kanmon.catalogue.rows import parse_csv, read_text
from kanmon.codes.blocs import party
from kanmon.codes.register import is_economy
from kanmon.errors import DataError

_COLUMNS = ("economy", "on", "good", "from", "to", "source", "status")


@dataclass(frozen=True, slots=True)
class Embargo:
    """Say that some may not buy a good of an economy over some days.

    ``on`` is an economy or bloc, or ``WLD``; ``good`` an id, or ``all``.

    Example:
        >>> embargoes()[0].economy
        'PRK'
    """

    economy: str
    on: str
    good: str
    start: dt.date
    end: dt.date | None
    source: str
    status: str

    def meets(self, good: str, members: Collection[str], day: dt.date) -> bool:
        """Tell whether it keeps any of some economies from buying a good on a day."""
        live = self.start <= day and (self.end is None or day <= self.end)
        if not live or self.good not in ("all", good):
            return False
        return self.on == "WLD" or bool(set(party(self.on, day)) & set(members))


@cache
def embargoes() -> tuple[Embargo, ...]:
    """Load the embargoes.

    Returns:
        Embargoes in file order.

    Example:
        >>> day = dt.date(2026, 11, 23)
        >>> [e.economy for e in embargoes() if e.meets("enriched_uranium", {"USA"}, day)]
        ['PRK', 'RUS']
    """
    return parse_embargoes(read_text("embargoes.csv"), where="catalogue/embargoes.csv")


def parse_embargoes(text: str, *, where: str) -> tuple[Embargo, ...]:
    """Read embargoes out of comma-separated text.

    Args:
        text: economy, on, good, from, to (empty where open), source, status.
        where: file named in an error.

    Returns:
        Embargoes in file order.

    Raises:
        DataError: an unknown economy, status or day, or no source.

    Example:
        >>> head = "economy,on,good,from,to,source,status"
        >>> parse_embargoes(head + "\\nPRK,WLD,all,2017-12-22,,x,memory\\n", where="x.csv")[0].on
        'WLD'
    """
    found = []
    for line, row in enumerate(parse_csv(text, _COLUMNS, where=where), start=2):
        place = f"{where}, line {line}"
        if not is_economy(row["economy"]):
            raise DataError(f"no economy {row['economy']!r}", where=place, remedy="use ISO codes")
        if row["status"] not in ("found", "memory") or not row["source"]:
            raise DataError("source or status", where=place, remedy="use found or memory")
        try:
            start = dt.date.fromisoformat(row["from"])
            end = dt.date.fromisoformat(row["to"]) if row["to"] else None
        except ValueError as e:
            raise DataError(str(e), where=place, remedy="write days as 2024-01-31") from None
        found.append(
            Embargo(
                row["economy"], row["on"], row["good"], start, end, row["source"], row["status"]
            )
        )
    return tuple(found)
