"""What alerts are about: a good from an economy, a place, a price; and which series tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kanmon.analysis.warning.panel import SeriesKey


@dataclass(frozen=True, slots=True)
class Subject:
    """Name what an alert is about; ``name`` only where a series is about nothing else.

    ``partner`` is the party it goes to. ``own`` are the series about just this; ``context`` those
    about its good, economy or place alone (the price of the good, the risk index of the economy).

    Example:
        >>> Subject("gallium_metal", "CHN", "JPN", "", "", (0, 1), (7,)).title
        'gallium_metal, CHN, to JPN'
    """

    good: str
    economy: str
    partner: str
    place: str
    name: str
    own: tuple[int, ...]
    context: tuple[int, ...]

    @property
    def title(self) -> str:
        """Write the subject in one line."""
        to = f"to {self.partner}" if self.partner else ""
        parts = (self.good, self.economy, to, self.place, self.name)
        return ", ".join(part for part in parts if part)


def subjects(keys: Sequence[SeriesKey]) -> tuple[Subject, ...]:
    """Group series by what they are about.

    Args:
        keys: one a series.

    Returns:
        Subjects in the order they first appear.

    Example:
        >>> keys = [SeriesKey("price", "urea"), SeriesKey("export_value", "urea", "CHN")]
        >>> [(s.title, s.own, s.context) for s in subjects(keys)]
        [('urea', (0,), ()), ('urea, CHN', (1,), (0,))]
    """
    groups: dict[tuple[str, str, str, str, str], list[int]] = {}
    for n, key in enumerate(keys):
        groups.setdefault(_about(key), []).append(n)
    return tuple(
        Subject(
            *about,
            tuple(own),
            tuple(n for other, rows in groups.items() if _tells(other, about) for n in rows),
        )
        for about, own in groups.items()
    )


def _about(key: SeriesKey) -> tuple[str, str, str, str, str]:
    named = key.good or key.economy or key.partner or key.place
    return (
        key.good,
        key.economy,
        key.partner,
        key.place,
        "" if named else (key.name or key.indicator),
    )


def _tells(other: tuple[str, str, str, str, str], about: tuple[str, str, str, str, str]) -> bool:
    if other == about or other[4] or about[4]:
        return False
    return all(there in ("", here) for there, here in zip(other[:4], about[:4], strict=True))
