"""Country groups of control laws by day: who is in which group, and how sure that is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kanmon.catalogue.rows import parse_csv
from kanmon.codes.register import is_economy
from kanmon.errors import DataError

_COLUMNS = ("group", "iso3", "valid_from", "valid_to", "source", "status")


@dataclass(frozen=True, slots=True)
class Membership:
    """Say that an economy is in a country group over some days.

    Example:
        >>> from kanmon.catalogue.control_book import control_book
        >>> m = next(m for m in control_book().memberships if m.group == "A:5" and m.iso3 == "JPN")
        >>> m.status
        'found'
    """

    group: str
    iso3: str
    source: str
    status: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def live(self, day: dt.date) -> bool:
        """Say whether it holds on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def changes(self) -> tuple[dt.date, ...]:
        """List the days on which it begins or ceases to hold."""
        ends = () if self.valid_to is None else (self.valid_to + dt.timedelta(days=1),)
        return ends if self.valid_from is None else (self.valid_from, *ends)


def parse_memberships(text: str, *, where: str) -> tuple[Membership, ...]:
    """Read country groups; several economies may share a row, separated by spaces.

    Args:
        text: comma-separated: group, economies, days (empty where open), source, status.
        where: file named in an error.

    Returns:
        One membership an economy and period.

    Raises:
        DataError: an unknown economy, day or status, or a membership that stands twice.

    Example:
        >>> head = "group,iso3,valid_from,valid_to,source,status"
        >>> len(parse_memberships(head + "\\nA:5,JPN DEU,,,x,memory\\n", where="x.csv"))
        2
    """
    found: list[Membership] = []
    for line, row in enumerate(parse_csv(text, _COLUMNS, where=where), start=2):
        place = f"{where}, line {line}"
        if row["status"] not in ("found", "memory", "own") or not row["source"]:
            raise DataError("source or status", where=place, remedy="use found, memory or own")
        try:
            start, end = (
                dt.date.fromisoformat(row[k]) if row[k] else None
                for k in ("valid_from", "valid_to")
            )
        except ValueError as e:
            raise DataError(str(e), where=place, remedy="write days as 2024-01-31") from None
        for iso3 in row["iso3"].split():
            if not is_economy(iso3):
                raise DataError(f"no economy {iso3!r}", where=place, remedy="use ISO codes")
            one = Membership(row["group"], iso3, row["source"], row["status"], start, end)
            if one in found:
                raise DataError(f"{iso3} stands twice", where=place, remedy="keep one")
            found.append(one)
    return tuple(found)
