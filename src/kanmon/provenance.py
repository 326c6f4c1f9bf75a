"""Who said it, when, under what terms, and what was done to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """Name the terms a figure is published under.

    ``redistribution`` says whether figures derived from it may be shipped on; terms that
    are not stated count as ``False``, because silence is not permission.

    Example:
        >>> Licence("CC-BY-4.0", "Creative Commons Attribution 4.0", redistribution=True).id
        'CC-BY-4.0'
    """

    id: str
    name: str
    redistribution: bool
    url: str = ""
    non_commercial: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Say where a figure comes from, precisely enough to be cited and checked.

    ``vintage`` is the publisher's edition (a release name or date), ``checksum`` the
    SHA-256 of the raw bytes read, ``retrieved`` an ISO date.

    Example:
        >>> o = Origin("usgs_mcs", "U.S. Geological Survey", "Mineral Commodity Summaries",
        ...            "2026", Licence("US-PD", "U.S. public domain", redistribution=True))
        >>> o.cite()
        'U.S. Geological Survey, Mineral Commodity Summaries, 2026. U.S. public domain.'
    """

    source: str
    publisher: str
    title: str
    vintage: str
    licence: Licence
    url: str = ""
    retrieved: str = ""
    checksum: str = ""
    note: str = ""

    def cite(self) -> str:
        """Write the origin as one line for a footnote."""
        parts = [f"{self.publisher}, {self.title}, {self.vintage}."]
        if self.url:
            parts.append(f"{self.url}.")
        parts.append(f"{self.licence.name}.")
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Step:
    """Record one thing done to the data, in the order it was done.

    Example:
        >>> Step("sum", "HS6 codes 280530 and 284690 added up").what
        'HS6 codes 280530 and 284690 added up'
    """

    verb: str
    what: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """Carry the origins of a table and every step taken since.

    Example:
        >>> Lineage().then("filter", "year 2022").steps[0].verb
        'filter'
    """

    origins: tuple[Origin, ...] = ()
    steps: tuple[Step, ...] = ()

    def then(self, verb: str, what: str) -> Lineage:
        """Return this lineage with one more step at its end."""
        return Lineage(self.origins, (*self.steps, Step(verb, what)))

    def join(self, *others: Lineage) -> Lineage:
        """Merge lineages, keeping first-seen order and no duplicates."""
        origins = dict.fromkeys(self.origins)
        steps = dict.fromkeys(self.steps)
        for other in others:
            origins.update(dict.fromkeys(other.origins))
            steps.update(dict.fromkeys(other.steps))
        return Lineage(tuple(origins), tuple(steps))
