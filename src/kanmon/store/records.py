"""What the store speaks of: a snapshot, the receipt of an add, a problem found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kanmon.provenance import Origin
from kanmon.sources.source import Issue


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Describe one table as it was read once from one publisher.

    ``id`` is ``source.table.variant.n``, counting up. Years are ``None`` for tables without a
    year. ``partial`` says the file was knowingly less than the source's card promises.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> from kanmon.store.store import Store
        >>> from kanmon.testing import tiny_reading
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     Store(Path(folder)).add_reading(tiny_reading(), "tiny").added[0].id
        'tiny.flows.HS1992.1'
    """

    id: str
    source: str
    table: str
    variant: str
    origin: Origin
    rows: int
    bytes: int
    first_year: int | None
    last_year: int | None
    sha256: str
    added_at: datetime
    partial: bool = False
    issues: tuple[Issue, ...] = ()
    removed_at: datetime | None = None

    @property
    def vintage(self) -> str:
        """Publisher's edition."""
        return self.origin.vintage

    @property
    def raw_sha256(self) -> str:
        """Checksum of the publisher's own bytes."""
        return self.origin.checksum

    @property
    def file_name(self) -> str:
        """Name of the Parquet file among the snapshots."""
        return f"{self.sha256}.parquet"

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain data, times in UTC."""
        licence = self.origin.licence
        return {
            "id": self.id,
            "source": self.source,
            "table": self.table,
            "variant": self.variant,
            "publisher": self.origin.publisher,
            "title": self.origin.title,
            "vintage": self.origin.vintage,
            "url": self.origin.url,
            "retrieved": self.origin.retrieved,
            "licence": licence.id,
            "non_commercial": licence.non_commercial,
            "redistribution": licence.redistribution,
            "rows": self.rows,
            "bytes": self.bytes,
            "first_year": self.first_year,
            "last_year": self.last_year,
            "sha256": self.sha256,
            "raw_sha256": self.raw_sha256,
            "partial": self.partial,
            "added_at": self.added_at.isoformat(),
            "removed_at": None if self.removed_at is None else self.removed_at.isoformat(),
            "issues": [issue_json(i) for i in self.issues],
        }


@dataclass(frozen=True, slots=True)
class Receipt:
    """Say what an add changed: tables new, already there, and put behind a newer reading.

    Example:
        >>> from kanmon.testing import tiny_origin
        >>> Receipt((), (), (), tiny_origin()).changed
        False
    """

    added: tuple[Snapshot, ...]
    unchanged: tuple[Snapshot, ...]
    superseded: tuple[Snapshot, ...]
    origin: Origin
    issues: tuple[Issue, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the store holds anything it did not hold before."""
        return bool(self.added)


@dataclass(frozen=True, slots=True)
class Problem:
    """Report one thing wrong in the store and how to mend it.

    ``kind`` is ``missing``, ``checksum``, ``rows``, ``schema`` or ``orphan``.

    Example:
        >>> Problem("missing", "tiny.flows.HS1992.1", "no file", "add it again").kind
        'missing'
    """

    kind: str
    where: str
    what: str
    remedy: str


def issue_json(issue: Issue) -> dict[str, Any]:
    """Write a reader's doubt as plain data.

    Args:
        issue: repair, dropped or doubt.

    Returns:
        Its fields.

    Example:
        >>> issue_json(Issue("dropped", "world totals", 2, "production"))["count"]
        2
    """
    return {"kind": issue.kind, "what": issue.what, "count": issue.count, "where": issue.where}
