"""The DuckDB catalogue: which snapshots there are, replaced as a whole at every change.

A writer changes a copy and renames it over the old file. A reader therefore always opens a
finished catalogue, needs no lock, and a writer killed at any moment leaves the old one.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from kanmon.errors import StoreError
from kanmon.provenance import Licence, Origin
from kanmon.sources.source import Issue
from kanmon.store.disk import disk_errors, put_in_place, sync, temporary
from kanmon.store.records import Snapshot, issue_json

VERSION = 1
"""Version of the catalogue's layout; one with a higher number is refused, not guessed at."""

FILE = "catalog.duckdb"

_LAYOUT = """
CREATE TABLE layout (version INTEGER NOT NULL);
CREATE TABLE snapshots (
    id VARCHAR PRIMARY KEY, source VARCHAR NOT NULL, "table" VARCHAR NOT NULL,
    variant VARCHAR NOT NULL, publisher VARCHAR NOT NULL, title VARCHAR NOT NULL,
    vintage VARCHAR NOT NULL, url VARCHAR NOT NULL, retrieved VARCHAR NOT NULL,
    raw_sha256 VARCHAR NOT NULL, note VARCHAR NOT NULL, licence_id VARCHAR NOT NULL,
    licence_name VARCHAR NOT NULL, licence_url VARCHAR NOT NULL,
    redistribution BOOLEAN NOT NULL, non_commercial BOOLEAN NOT NULL,
    rows BIGINT NOT NULL, bytes BIGINT NOT NULL, first_year INTEGER, last_year INTEGER,
    sha256 VARCHAR NOT NULL, partial BOOLEAN NOT NULL, issues VARCHAR NOT NULL,
    added_at TIMESTAMP NOT NULL, removed_at TIMESTAMP
);
"""
_COLUMNS = (
    'id, source, "table", variant, publisher, title, vintage, url, retrieved, raw_sha256, '
    "note, licence_id, licence_name, licence_url, redistribution, non_commercial, rows, bytes, "
    "first_year, last_year, sha256, partial, issues, added_at, removed_at"
)
_MARKS = ", ".join("?" * len(_COLUMNS.split(",")))
# Small blocks keep a catalogue of a few rows small; this storage version is one that every
# DuckDB we support can read.
_ATTACH = "(BLOCK_SIZE 16384, STORAGE_VERSION 'v1.2.0')"
# DuckDB keeps one database a path within a process; two threads must not meet there.
_ONE_AT_A_TIME = threading.Lock()


class Catalog:
    """Keep the list of snapshots of one store.

    Example:
        >>> Catalog(Path("nowhere"), Path("nowhere/incoming")).rows()
        ()
    """

    def __init__(self, folder: Path, incoming: Path) -> None:
        self.path = folder / FILE
        self._incoming = incoming
        self._seen: tuple[tuple[int, int, int], tuple[Snapshot, ...]] | None = None

    def rows(self) -> tuple[Snapshot, ...]:
        """Read every row ever written, removed ones too, oldest first."""
        with disk_errors(self.path):
            try:
                stat = self.path.stat()
            except FileNotFoundError:
                return ()
        # A catalogue never changes in place, so the file's identity is the content's.
        mark = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        seen = self._seen
        if seen is not None and seen[0] == mark:
            return seen[1]
        with _ONE_AT_A_TIME:
            rows = self._load()
        self._seen = (mark, rows)
        return rows

    def append(self, snapshots: Sequence[Snapshot]) -> None:
        """Add rows in one step: after a crash either all are there or none."""
        values = [_values(s) for s in snapshots]
        self._replace(
            lambda c: c.executemany(f"INSERT INTO snapshots ({_COLUMNS}) VALUES ({_MARKS})", values)
        )

    def mark_removed(self, snapshots: Sequence[Snapshot], at: datetime) -> None:
        """Mark rows as removed in one step; they stay for the record."""
        values = [[_plain(at), s.id] for s in snapshots]
        self._replace(
            lambda c: c.executemany("UPDATE snapshots SET removed_at = ? WHERE id = ?", values)
        )

    def _load(self) -> tuple[Snapshot, ...]:
        with disk_errors(self.path):
            self.path.open("rb").close()
        try:
            with closing(duckdb.connect(str(self.path), read_only=True)) as c:
                found = c.execute("SELECT version FROM layout").fetchall()
                if found and found[0][0] > VERSION:
                    raise StoreError(
                        f"its layout {found[0][0]} is newer than {VERSION}, "
                        "the newest this version of Kanmon reads",
                        where=str(self.path),
                        remedy="install a newer Kanmon, or use another store (--store)",
                    )
                rows = c.execute(
                    f"SELECT {_COLUMNS} FROM snapshots ORDER BY added_at, id"
                ).fetchall()
        except duckdb.Error as e:
            raise _broken(self.path, e) from e
        if len(found) != 1:
            raise _broken(self.path, ValueError(f"{len(found)} layout versions"))
        return tuple(_snapshot(row) for row in rows)

    def _replace(self, change: Callable[[duckdb.DuckDBPyConnection], object]) -> None:
        if self.path.with_name(f"{FILE}.wal").exists():
            raise StoreError(
                "the catalogue is open for writing in another program",
                where=str(self.path),
                remedy="close that program (it opened the file with DuckDB) and try again",
            )
        made = temporary(self._incoming, ".duckdb")
        try:
            with disk_errors(self.path):
                if self.path.exists():
                    shutil.copyfile(self.path, made)
            try:
                with closing(duckdb.connect()) as c:
                    fresh = not made.exists()
                    # The path is ours, chosen by chance: quoting is for odd folder names.
                    quoted = str(made).replace("'", "''")
                    c.execute(f"ATTACH '{quoted}' AS made {_ATTACH if fresh else ''}")
                    c.execute("USE made")
                    if fresh:
                        c.execute(_LAYOUT)
                        c.execute("INSERT INTO layout VALUES (?)", [VERSION])
                    c.execute("BEGIN")
                    change(c)
                    c.execute("COMMIT")
                    c.execute("CHECKPOINT made")
            except duckdb.Error as e:
                raise _unwritten(self.path, e) from e
            with disk_errors(self.path):
                sync(made)
                put_in_place(made, self.path)
        finally:
            with disk_errors(self.path):
                made.unlink(missing_ok=True)
                made.with_name(made.name + ".wal").unlink(missing_ok=True)


def _broken(path: Path, why: Exception) -> StoreError:
    return StoreError(
        f"the catalogue cannot be read ({str(why).splitlines()[0]})",
        where=str(path),
        remedy="restore it from a backup, or move the whole store folder away and add the "
        "sources again",
    )


def _unwritten(path: Path, why: Exception) -> StoreError:
    return StoreError(
        f"the catalogue could not be written ({str(why).splitlines()[0]}); the store is unchanged",
        where=str(path),
        remedy="free some space or check the disk, or name another folder with --store or "
        "KANMON_STORE",
    )


def _plain(at: datetime) -> datetime:
    """UTC without a zone: DuckDB returns zoned times only where pytz is installed."""
    return at.astimezone(UTC).replace(tzinfo=None)


def _values(s: Snapshot) -> list[Any]:
    o, terms = s.origin, s.origin.licence
    issues = json.dumps([issue_json(i) for i in s.issues], ensure_ascii=False)
    return [
        *(s.id, s.source, s.table, s.variant, o.publisher, o.title, o.vintage, o.url),
        *(o.retrieved, o.checksum, o.note, terms.id, terms.name, terms.url),
        *(terms.redistribution, terms.non_commercial, s.rows, s.bytes, s.first_year, s.last_year),
        *(s.sha256, s.partial, issues, _plain(s.added_at)),
        None if s.removed_at is None else _plain(s.removed_at),
    ]


def _snapshot(row: tuple[Any, ...]) -> Snapshot:
    name = dict(zip((c.strip(' "') for c in _COLUMNS.split(",")), row, strict=True))
    licence = Licence(
        name["licence_id"],
        name["licence_name"],
        name["redistribution"],
        name["licence_url"],
        name["non_commercial"],
    )
    return Snapshot(
        id=name["id"],
        source=name["source"],
        table=name["table"],
        variant=name["variant"],
        origin=Origin(
            name["source"],
            name["publisher"],
            name["title"],
            name["vintage"],
            licence,
            name["url"],
            name["retrieved"],
            name["raw_sha256"],
            name["note"],
        ),
        rows=name["rows"],
        bytes=name["bytes"],
        first_year=name["first_year"],
        last_year=name["last_year"],
        sha256=name["sha256"],
        added_at=name["added_at"].replace(tzinfo=UTC),
        partial=name["partial"],
        issues=tuple(Issue(**i) for i in json.loads(name["issues"])),
        removed_at=name["removed_at"] and name["removed_at"].replace(tzinfo=UTC),
    )
