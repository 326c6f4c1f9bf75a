"""Economies as a publisher names them, mapped by code and counted where nobody knows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kanmon.codes.crosswalk import Crosswalk
from kanmon.sources.source import Issue


@dataclass(frozen=True, slots=True)
class Named:
    """Hold the economy code of each row, and the names nobody knows with their rows.

    Example:
        >>> Named(("JPN", None), {"Atlantis": 1}).issues("x.csv")[0].count
        1
    """

    codes: tuple[str | None, ...]
    unknown: dict[str, int]

    def issues(self, where: str) -> tuple[Issue, ...]:
        """Say which names were left out and how many rows they held; nothing when all are known."""
        if not self.unknown:
            return ()
        names = sorted(self.unknown)
        shown = ", ".join(names[:20]) + (f" and {len(names) - 20} more" if names[20:] else "")
        count = sum(self.unknown.values())
        return (Issue("dropped", f"rows of no known economy: {shown}", count, where),)


def economies_of(names: Sequence[str], system: str) -> Named:
    """Map a column of a publisher's economy names or codes.

    Args:
        names: one per row.
        system: alias system of :class:`kanmon.codes.crosswalk.Crosswalk`.

    Returns:
        A code per row, ``None`` where the name is unknown.

    Example:
        >>> economies_of(["Japan", "Atlantis", "Japan"], "name").codes
        ('JPN', None, 'JPN')
    """
    mapped = Crosswalk(system).map(list(names))
    return Named(tuple(mapped.codes.to_pylist()), mapped.unmapped)
