"""What a source is: a card, a reader, and the doubts it reports."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Protocol, runtime_checkable

import pyarrow as pa

from kanmon.errors import DataError
from kanmon.provenance import Licence, Origin

Progress = Callable[[str, float], None]
"""Called with what is being done and the fraction done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """State the least and most rows and the years a table of this source may hold.

    Example:
        >>> Assertion("flows", 1, 10, 1995, 2030).most_rows
        10
    """

    table: str
    least_rows: int
    most_rows: int
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Card:
    """Describe a source to people and machines; read from ``card.toml`` beside its reader.

    ``accepts`` says which files or folders may be handed to it; ``fetch`` maps a name to the
    publisher's HTTPS address (empty when the publisher needs a login or a form).

    Example:
        >>> card = load_card("kanmon.sources.baci")
        >>> card.name, card.tables
        ('baci', ('flows',))
    """

    name: str
    publisher: str
    title: str
    summary: str
    licence: Licence
    url: str
    tables: tuple[str, ...]
    accepts: tuple[str, ...]
    units: str
    cadence: str
    gaps: tuple[str, ...]
    assertions: tuple[Assertion, ...]
    fetch: Mapping[str, str] = field(default_factory=dict)
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """Report one doubt or repair found while reading, with how many rows it touched.

    ``kind`` is ``repair`` (changed, meaning kept), ``dropped`` (left out and counted) or
    ``doubt`` (kept, look at it).

    Example:
        >>> Issue("dropped", "world total rows", 455, "production").count
        455
    """

    kind: str
    what: str
    count: int
    where: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold what a source read from one file: checked tables, origin, variant and issues.

    ``variant`` tells apart editions that live side by side (``HS1992``, ``MCS2026``): a new
    reading replaces an older one of the same source, table and variant only.

    Example:
        >>> from kanmon.testing import tiny_reading
        >>> sorted(tiny_reading().tables)
        ['flows']
    """

    tables: Mapping[str, pa.Table]
    origin: Origin
    variant: str
    issues: tuple[Issue, ...] = ()


@runtime_checkable
class Source(Protocol):
    """Read a publisher's own files into checked tables.

    Example:
        >>> from kanmon.sources.registry import source
        >>> isinstance(source("baci"), Source)
        True
    """

    @property
    def card(self) -> Card:
        """The source's card."""

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read a file or folder, or raise DataError with nothing half-read."""


def load_card(package: str) -> Card:
    """Load and check the ``card.toml`` of a source package.

    Args:
        package: dotted name of the source's package.

    Returns:
        The card.

    Raises:
        DataError: a field is missing, unknown or of the wrong kind.

    Example:
        >>> load_card("kanmon.sources.baci").licence.id
        'etalab-2.0'
    """
    text = (resources.files(package) / "card.toml").read_text("utf-8")
    raw = tomllib.loads(text)
    where = f"{package}/card.toml"
    try:
        card = Card(
            name=raw.pop("name"),
            publisher=raw.pop("publisher"),
            title=raw.pop("title"),
            summary=raw.pop("summary"),
            licence=Licence(**raw.pop("licence")),
            url=raw.pop("url"),
            tables=tuple(raw.pop("tables")),
            accepts=tuple(raw.pop("accepts")),
            units=raw.pop("units"),
            cadence=raw.pop("cadence"),
            gaps=tuple(raw.pop("gaps")),
            assertions=tuple(Assertion(**a) for a in raw.pop("assertions")),
            fetch=raw.pop("fetch", {}),
            citation=raw.pop("citation", ""),
        )
    except (KeyError, TypeError) as e:
        raise DataError(f"field {e}", where=where, remedy="write the card as the others") from e
    if raw:
        raise DataError(f"unknown fields {sorted(raw)}", where=where, remedy="remove them")
    return card


def hold_to_card(reading: Reading, card: Card, *, where: str) -> Reading:
    """Hold a reading to the least and most rows and the years its card promises.

    Args:
        reading: what the source read.
        card: the source's card.
        where: file named in an error.

    Returns:
        The same reading.

    Raises:
        DataError: a table is missing or has too few or too many rows or years outside.

    Example:
        >>> from kanmon.testing import tiny_reading
        >>> card = load_card("kanmon.sources.baci")
        >>> hold_to_card(tiny_reading(), card, where="tiny").variant
        'HS1992'
    """
    for rule in card.assertions:
        table = reading.tables.get(rule.table)
        if table is None:
            continue
        if not rule.least_rows <= table.num_rows <= rule.most_rows:
            raise DataError(
                f"{table.num_rows} rows of {rule.table}; the card of {card.name} promises "
                f"{rule.least_rows} to {rule.most_rows}",
                where=where,
                remedy="check that the file is whole and of the edition this source reads",
            )
        if "year" in table.column_names and table.num_rows:
            import pyarrow.compute as pc

            span = pc.min_max(table.column("year")).as_py()
            if span["min"] is not None and (
                span["min"] < rule.first_year or span["max"] > rule.last_year
            ):
                raise DataError(
                    f"years {span['min']} to {span['max']}; the card of {card.name} promises "
                    f"{rule.first_year} to {rule.last_year}",
                    where=where,
                    remedy="check the year column and the edition of the file",
                )
    if not reading.tables:
        raise DataError("no table", where=where, remedy="check the file is the one named")
    return reading
