"""Known disruptions on which the public back-test is measured."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from kanmon.catalogue.rows import parse_csv, read_text
from kanmon.errors import DataError

COLUMNS = ("name", "selector", "onset", "kind", "source", "status", "half")
FIELDS = ("indicator", "good", "economy", "partner", "place", "source", "name", "freq")


@dataclass(frozen=True, slots=True)
class Episode:
    """Describe one disruption: which series it would show in, and when it began.

    ``selector`` gives, by field of a series, patterns of which one must match. ``half`` is
    ``earlier`` (settings may be chosen on it) or ``later`` (only reported).

    Example:
        >>> onset = dt.date(2023, 12, 15)
        >>> e = Episode("x", {"place": ("Suez*",)}, onset, "", "", "memory", "later")
        >>> e.matches({"place": "Suez Canal"})
        True
    """

    name: str
    selector: dict[str, tuple[str, ...]]
    onset: dt.date
    kind: str
    source: str
    status: str
    half: str

    def matches(self, fields: dict[str, str]) -> bool:
        """Say whether a series, told by its fields, is one the episode would show in."""
        return all(
            any(fnmatchcase(fields.get(field, ""), pattern) for pattern in patterns)
            for field, patterns in self.selector.items()
        )


@cache
def episodes() -> tuple[Episode, ...]:
    """Load the known disruptions of the public back-test.

    Returns:
        Episodes in file order, which is by half and onset.

    Example:
        >>> {e.half for e in episodes()} == {"earlier", "later"}
        True
    """
    return parse_episodes(read_text("episodes.csv"), where="catalogue/episodes.csv")


def parse_episodes(text: str, *, where: str) -> tuple[Episode, ...]:
    """Read episodes in the layout of ``episodes.csv``.

    Args:
        text: comma-separated values with a header.
        where: file named in an error.

    Returns:
        Episodes in file order.

    Raises:
        DataError: a selector, day, status or half is not as it must be.

    Example:
        >>> head = "name,selector,onset,kind,source,status,half\\n"
        >>> row = "a,place=Suez*,2021-03-23,accident,,memory,earlier"
        >>> parse_episodes(head + row, where="x")[0].onset
        datetime.date(2021, 3, 23)
    """
    found = []
    for number, row in enumerate(parse_csv(text, COLUMNS, where=where), start=2):
        selector = dict(part.partition("=")[::2] for part in row["selector"].split(";"))
        wrong = sorted(set(selector) - set(FIELDS)) or not all(selector.values())
        try:
            onset = dt.date.fromisoformat(row["onset"])
        except ValueError:
            onset = None
        if (
            wrong
            or onset is None
            or row["half"] not in ("earlier", "later")
            or row["status"] not in ("found", "memory")
        ):
            raise DataError(
                f"{row['selector']!r}, {row['onset']!r}, {row['status']!r}, {row['half']!r}",
                where=f"{where}, line {number}",
                remedy=f"select by {', '.join(FIELDS)}; days as 2023-08-01; found or memory; "
                "earlier or later",
            )
        patterns = {field: tuple(value.split("|")) for field, value in selector.items()}
        found.append(
            Episode(
                row["name"], patterns, onset, row["kind"], row["source"], row["status"], row["half"]
            )
        )
    return tuple(found)
