"""The store: what was read from publishers, kept as snapshots and found as of any date."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from kanmon.errors import CodeError, DataError, StoreError
from kanmon.sources import registry
from kanmon.sources.source import Progress, Reading, Source, hold_to_card
from kanmon.store.catalog import FILE, Catalog
from kanmon.store.check import check_files
from kanmon.store.folder import Folder, names
from kanmon.store.lock import write_lock
from kanmon.store.query import Where, query_snapshot
from kanmon.store.records import Problem, Receipt, Snapshot
from kanmon.store.snapshots import read_snapshot, write_snapshot
from kanmon.tables.door import check_table

__all__ = ["Problem", "Receipt", "Snapshot", "Store", "Where"]


class Store:
    """Keep checked tables of many publishers in one folder, every version, with their origin.

    Nothing is created before the first add; a folder that is not there is an empty store.
    Any number of processes may read while one writes; writers wait for one another.

    Example:
        >>> import tempfile
        >>> from kanmon.testing import tiny_reading
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     store = Store(Path(folder) / "store")
        ...     _ = store.add_reading(tiny_reading(), "tiny")
        ...     rows = store.query("flows", columns=["value"], where={"importer": ["JPN"]})
        ...     print(sum(rows.column("value").to_pylist()))
        200.0
    """

    def __init__(self, path: Path, *, lock_timeout: float = 300.0) -> None:
        self.path = path
        self._folder = Folder(path)
        self._lock_timeout = lock_timeout
        self._catalog = Catalog(path, self._folder.incoming)

    def add(
        self,
        source: str | Source,
        path: Path,
        *,
        partial: bool = False,
        retrieved: str = "",
        progress: Progress | None = None,
    ) -> Receipt:
        """Read a publisher's file or folder with its source and keep every table of it.

        ``partial`` waives the least number of rows the source's card promises, and nothing
        else; ``retrieved`` is the day the file was fetched, where known. Adding the same content
        again changes nothing and says so.
        """
        reader = registry.source(source) if isinstance(source, str) else source
        if not path.exists():
            raise DataError("no such file or folder", where=str(path), remedy="check the path")
        reading = reader.read(path, _part_of(progress, 0.0, 0.6))
        card = reader.card
        if partial:
            waived = tuple(replace(a, least_rows=0) for a in card.assertions)
            card = replace(card, assertions=waived)
        hold_to_card(reading, card, where=path.name)
        if retrieved:
            reading = replace(reading, origin=replace(reading.origin, retrieved=retrieved))
        tell = _part_of(progress, 0.6, 1.0)
        return self.add_reading(reading, card.name, partial=partial, progress=tell)

    def add_reading(
        self,
        reading: Reading,
        source_name: str,
        *,
        partial: bool = False,
        progress: Progress | None = None,
    ) -> Receipt:
        """Keep every table of a reading, all in one step, after checking each at the door."""
        if reading.origin.source != source_name:
            raise DataError(
                f"the reading says it is from {reading.origin.source!r}",
                where=f"source {source_name}",
                remedy="give origin and source the same name",
            )
        tables = {
            name: check_table(table, name, where=f"{source_name} {reading.variant}".strip())
            for name, table in reading.tables.items()
        }
        self._folder.hold()
        self._folder.make()
        with write_lock(self._folder.lock, self._lock_timeout):
            try:
                return self._write(tables, reading, partial, _part_of(progress, 0.0, 1.0))
            finally:
                # After a failure this clears up; should that fail too, the next writer does it
                # and the first error is the one to report.
                with suppress(StoreError):
                    self._folder.sweep(self._rows())

    def snapshots(
        self,
        *,
        table: str | None = None,
        source: str | None = None,
        as_of: datetime | None = None,
        all_versions: bool = False,
    ) -> tuple[Snapshot, ...]:
        """List what the store holds, or held at a moment: the newest of each, or all versions.

        As of a moment, a snapshot removed since is listed with its ``removed_at``.
        """
        if as_of is not None and as_of.tzinfo is None:
            raise DataError(
                f"{as_of} without a time zone", where="as_of", remedy="add tzinfo, such as UTC"
            )
        held: dict[tuple[str, ...], Snapshot] = {}
        for s in self._rows():
            if (table is None or s.table == table) and (source is None or s.source == source):
                if as_of is None:
                    live = s.removed_at is None
                else:
                    live = s.added_at <= as_of and (s.removed_at is None or s.removed_at > as_of)
                if live:
                    held[(s.id,) if all_versions else (s.source, s.table, s.variant)] = s
        return tuple(
            sorted(held.values(), key=lambda s: (s.table, s.source, s.variant, s.added_at))
        )

    def read(self, snapshot: Snapshot, columns: Sequence[str] | None = None) -> pa.Table:
        """Read a snapshot, whole or some columns, verified against schema and page checksums."""
        return read_snapshot(snapshot, self._folder.file(snapshot), columns)

    def query(
        self,
        table: str,
        *,
        columns: Sequence[str] | None = None,
        where: Where | None = None,
        source: str | None = None,
        variant: str | None = None,
        as_of: datetime | None = None,
    ) -> pa.Table:
        """Select rows of one table of one source and variant without loading the rest.

        ``where`` gives the values allowed in a column. Figures of two publishers or editions
        are never mixed: where several fit, DataError asks for ``source`` and ``variant``.
        """
        found = [
            s
            for s in self.snapshots(table=table, source=source, as_of=as_of)
            if variant is None or s.variant == variant
        ]
        if len(found) != 1:
            wanted = " ".join(filter(None, [table, source, variant]))
            there = [f"{s.source} {s.variant}" for s in self.snapshots(table=table, as_of=as_of)]
            raise DataError(
                f"{wanted}: {len(found) or 'no'} snapshots fit; there are "
                f"{', '.join(there) or 'none'}",
                where=str(self.path),
                remedy="name source and variant so that one fits, or add it (`kanmon data add`)",
            )
        return query_snapshot(found[0], self._folder.file(found[0]), columns, where)

    def check(self, progress: Progress | None = None) -> tuple[Problem, ...]:
        """Read every byte kept and report what is missing, damaged or belongs to nothing."""
        return check_files(self._folder, self._rows, progress)

    def remove(self, which: str) -> tuple[Snapshot, ...]:
        """Remove one snapshot by its id, or every version of a source by its name.

        The rows stay in the catalogue, marked; the files go. Where an older version of the
        same table is left, it is the current one again.
        """
        live = self.snapshots(all_versions=True)
        if not any(which in (s.id, s.source) for s in live):
            raise self._unknown(which, live)
        with write_lock(self._folder.lock, self._lock_timeout):
            doomed = [s for s in self.snapshots(all_versions=True) if which in (s.id, s.source)]
            if not doomed:
                raise self._unknown(which, ())
            at = self._now()
            self._catalog.mark_removed(doomed, at)
            # Only now the files: a crash in between leaves files the next writer clears.
            self._folder.sweep(self._rows())
        return tuple(replace(s, removed_at=at) for s in doomed)

    def _rows(self) -> tuple[Snapshot, ...]:
        self._folder.hold()
        return self._catalog.rows()

    def _now(self) -> datetime:
        """Now, but always after the last change, even when the clock was set back."""
        moments = [m for s in self._rows() for m in (s.added_at, s.removed_at) if m is not None]
        now = datetime.now(UTC)
        return max(now, max(moments) + timedelta(microseconds=1)) if moments else now

    def _write(
        self,
        tables: dict[str, pa.Table],
        reading: Reading,
        partial: bool,
        tell: Progress,
    ) -> Receipt:
        self._hold_catalogue()
        self._folder.sweep(self._rows())
        source, at = reading.origin.source, self._now()
        current = {(s.table, s.variant): s for s in self.snapshots(source=source)}
        added, unchanged, superseded = [], [], []
        for n, (name, table) in enumerate(sorted(tables.items())):
            tell(f"writing {name}", n / (len(tables) + 1))
            made = write_snapshot(table, reading.origin, reading.variant, self._folder.new_file())
            old = current.get((name, reading.variant))
            if old is not None and old.sha256 == made.sha256:
                unchanged.append(old)
                made.path.unlink()
                continue
            if old is not None:
                _hold_whole(old, partial)
                superseded.append(old)
            first, last = _years(table)
            fresh = Snapshot(
                id=self._next_id(source, name, reading.variant),
                source=source,
                table=name,
                variant=reading.variant,
                origin=reading.origin,
                rows=table.num_rows,
                bytes=made.bytes,
                first_year=first,
                last_year=last,
                sha256=made.sha256,
                added_at=at,
                partial=partial,
                issues=reading.issues,
            )
            added.append(fresh)
            self._folder.install(made.path, fresh)
        if added:
            tell("entering in the catalogue", len(tables) / (len(tables) + 1))
            self._catalog.append(added)
        tell("kept", 1.0)
        return Receipt(
            tuple(added), tuple(unchanged), tuple(superseded), reading.origin, reading.issues
        )

    def _hold_catalogue(self) -> None:
        """Refuse to start a new catalogue over snapshots whose own catalogue was lost."""
        if (self.path / FILE).exists():
            return
        if self._folder.strangers((), names(self._folder.snapshots)):
            raise StoreError(
                "there are snapshots but no catalogue",
                where=str(self.path),
                remedy=f"restore {FILE} from a backup, or move the folder away and add again",
            )

    def _next_id(self, source: str, table: str, variant: str) -> str:
        same = (source, table, variant)
        n = sum((s.source, s.table, s.variant) == same for s in self._rows())
        return f"{source}.{table}.{variant}.{n + 1}"

    def _unknown(self, which: str, live: Sequence[Snapshot]) -> CodeError:
        there = sorted({n for s in live for n in (s.id, s.source)})
        near = difflib.get_close_matches(which, there, n=3, cutoff=0.5)
        return CodeError(
            f"no snapshot or source {which!r} in the store",
            where=str(self.path),
            remedy=f"did you mean {' or '.join(near)}" if near else "see `kanmon data list`",
        )


def _hold_whole(old: Snapshot, partial: bool) -> None:
    if partial and not old.partial:
        raise DataError(
            f"a part would hide the whole reading {old.id} ({old.rows:,} rows)",
            where=f"{old.source} {old.variant}",
            remedy=f"remove {old.id} first, or use another store (--store)",
        )


def _years(table: pa.Table) -> tuple[int | None, int | None]:
    span = pc.min_max(table.column("year")).as_py() if "year" in table.column_names else {}
    return span.get("min"), span.get("max")


def _part_of(progress: Progress | None, start: float, end: float) -> Progress:
    tell = progress or (lambda _what, _done: None)
    return lambda what, done: tell(what, start + done * (end - start))
