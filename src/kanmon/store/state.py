"""What is kept and changed row by row beside the catalogue: one SQLite file, steps whole or not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kanmon.errors import StoreError
from kanmon.store.disk import disk_errors
from kanmon.store.folder import Folder

FILE = "watch.sqlite"
_APPLICATION = 0x4B4E4D4E
"""Marks the file as ours ("KNMN")."""
MIGRATIONS = (
    """
    create table alerts (
        id text primary key, party text not null, state text not null, opened text not null,
        body text not null
    ) strict;
    create index alerts_party on alerts (party, state);
    create table measures (
        id text primary key, imposer text not null, stage text not null, standing text not null,
        announced text not null, body text not null
    ) strict;
    """,
)
"""Steps from each version of the file to the next; the number of steps done is its version."""


class State:
    """Open the file of alerts and measures of one store.

    Every change is one transaction: a process killed in between leaves what was there before, and
    two writers wait for one another. Reading never creates the file.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     state = State(Path(folder))
        ...     with state.reading() as read:
        ...         print(read is None)
        True
    """

    def __init__(self, path: Path, *, timeout: float = 60.0) -> None:
        self.path = path
        self.file = path / FILE
        self._timeout = timeout

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """Give a connection that sees one moment; None where nothing was ever kept."""
        Folder(self.path).hold()
        with disk_errors(self.file):
            there = self.file.exists()
        if not there:
            yield None
            return
        with self._errors(), closing(self._open()) as held:
            self._upgrade(held)
            held.execute("begin")
            yield held

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection whose changes are kept all together when the block ends, or not."""
        Folder(self.path).hold()
        with disk_errors(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
        with self._errors(), closing(self._open()) as held:
            self._upgrade(held)
            held.execute("begin immediate")
            try:
                yield held
            except BaseException:
                held.execute("rollback")
                raise
            held.execute("commit")

    def _open(self) -> sqlite3.Connection:
        held = sqlite3.connect(self.file, timeout=self._timeout, isolation_level=None)
        held.execute("pragma synchronous = full")
        held.execute("pragma foreign_keys = on")
        return held

    def _upgrade(self, held: sqlite3.Connection) -> None:
        if self._version(held) == len(MIGRATIONS):
            return
        held.execute("begin immediate")
        try:
            # Another process may have been faster.
            for done in range(self._version(held), len(MIGRATIONS)):
                for statement in MIGRATIONS[done].split(";"):
                    held.execute(statement)
                held.execute(f"pragma user_version = {done + 1}")
            held.execute(f"pragma application_id = {_APPLICATION}")
        except BaseException:
            held.execute("rollback")
            raise
        held.execute("commit")

    def _version(self, held: sqlite3.Connection) -> int:
        version = int(held.execute("pragma user_version").fetchone()[0])
        mark = int(held.execute("pragma application_id").fetchone()[0])
        empty = not held.execute("select 1 from sqlite_schema limit 1").fetchone()
        if mark != _APPLICATION and not empty:
            raise StoreError(
                "it is a database of another program",
                where=str(self.file),
                remedy="move it away",
            )
        if version > len(MIGRATIONS):
            raise StoreError(
                f"it was written by a later version (layout {version}, known {len(MIGRATIONS)})",
                where=str(self.file),
                remedy="use that version, or another store (--store)",
            )
        return version

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as e:
            locked = "locked" in str(e) or "busy" in str(e)
            raise StoreError(
                f"another process has been writing for {self._timeout:g} seconds"
                if locked
                else f"it cannot be read or written ({e})",
                where=str(self.file),
                remedy="wait for it or end it, then try again"
                if locked
                else "check the disk and your rights, or name another folder with --store",
            ) from e
        except sqlite3.DatabaseError as e:
            raise StoreError(
                f"it is damaged ({e})",
                where=str(self.file),
                remedy="restore it from a backup, or move it away and start anew",
            ) from e
