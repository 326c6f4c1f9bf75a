"""Mineral Commodity Summaries: the files of one edition into production, reserves and balances."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from kanmon.errors import DataError
from kanmon.sources.archive import members, read_member
from kanmon.sources.encoding import to_utf8
from kanmon.sources.raw import origin
from kanmon.sources.rows import read_rows
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.sources.usgs_mcs import figure2, long, salient, world
from kanmon.sources.usgs_mcs.gathered import Gathered, Row
from kanmon.tables.door import check_table
from kanmon.tables.schema import schema

_TABLES = ("production", "reserves", "balances", "prices")
_KEY = ("year", "economy", "partner", "mineral", "kind", "item", "detail", "statistic", "edition")
# Files of the release that hold nothing a table has room for, told by one of their columns.
_UNREAD = {
    "Map_Class": "Figure 3 counts commodities, not amounts",
    "Primary Applications": "Table 4 is words",
    "Leading_source_country": "Table 5 prints no units; its figures stand in the other files",
}


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    data: bytes
    path: Path


@dataclass(frozen=True, slots=True)
class UsgsMcs:
    """Read one edition of the U.S. Geological Survey's Mineral Commodity Summaries.

    ``edition`` (``MCS2025``) chooses where a folder holds files of several.

    Example:
        >>> UsgsMcs().card.name
        'usgs_mcs'
    """

    edition: str = ""

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read a file, a zip or a folder of the release's files."""
        tell = progress or (lambda _what, _done: None)
        found: dict[str, Gathered] = {}
        used: dict[str, set[Path]] = {}
        files = list(_files(path))
        by_name = {f.name: f.data for f in files}
        for done, file in enumerate(files):
            tell(file.name, done / len(files))
            gathered = _read_file(file, by_name)
            if gathered is not None:
                edition = _edition(gathered)
                found.setdefault(edition, Gathered()).add(gathered)
                used.setdefault(edition, set()).add(file.path)
        unread = found.pop("", Gathered())
        edition = self._choose(found, path)
        read = found[edition]
        read.add(unread)
        for table in (read.production, read.reserves, read.balances):
            _drop_doubles(table, read, path.name)
        rows = dict(
            zip(_TABLES, (read.production, read.reserves, read.balances, read.prices), strict=True)
        )
        tables = {
            name: check_table(_table(name, lines), name, where=path.name)
            for name, lines in rows.items()
            if lines
        }
        source = origin(self.card, sorted(used[edition]), edition)
        reading = Reading(tables, source, edition, _merged(read.issues))
        tell("read", 1.0)
        return reading

    def _choose(self, found: dict[str, Gathered], path: Path) -> str:
        if self.edition and self.edition in found:
            return self.edition
        if len(found) == 1 and not self.edition:
            return next(iter(found))
        editions = ", ".join(sorted(found)) or "none"
        raise DataError(
            f"editions found: {editions}",
            where=path.name,
            remedy="hand over the files of one edition, or name one with edition=",
        )


def _files(path: Path) -> Iterator[_File]:
    """Yield the files of a folder, a zip, zips in a folder, or the one file, in order of name."""
    if path.is_dir():
        for file in sorted(f for f in path.rglob("*") if f.is_file()):
            yield from _files(file)
    elif path.suffix.lower() == ".zip":
        for name in members(path):
            yield _File(f"{path.name}/{name}", read_member(path, name), path)
    else:
        try:
            yield _File(path.name, path.read_bytes(), path)
        except OSError as e:
            raise DataError(
                f"cannot be read ({e.strerror})",
                where=path.name,
                remedy="check the path and its rights",
            ) from e


def _read_file(file: _File, by_name: dict[str, bytes]) -> Gathered | None:
    """Read a file by what its columns are; files without any of the release's are passed over."""
    if not (file.name.lower().endswith(".csv") or file.data[:4] == b"PAR1"):
        return None
    if file.data[:4] != b"PAR1" and salient.is_salient(_header(file)):
        return salient.read_salient(file.data, _metadata(file.name, by_name), file.name)
    table, repairs = read_rows(file.data, where=file.name, required=())
    gathered = _read_table(table, file.name)
    for repair in repairs:
        gathered.count(repair.kind, repair.what, repair.where, repair.count)
    return gathered


def _read_table(table: pa.Table, where: str) -> Gathered:
    columns = table.column_names
    if set(world.COLUMNS) <= set(columns):
        return world.read_world(table, where)
    if set(long.COLUMNS) <= set(columns):
        return long.read_long(table, where)
    if figure2.is_figure2(columns):
        return figure2.read_figure2(table, where)
    unread = Gathered()
    why = next((why for column, why in _UNREAD.items() if column in columns), "")
    if not why:
        raise DataError(
            f"columns of no known file of the release: {', '.join(columns[:8])}",
            where=where,
            remedy="take the file out of the folder, or check its edition",
        )
    unread.count("dropped", f"file not read: {why}", where, table.num_rows)
    return unread


def _header(file: _File) -> list[str]:
    raw, _ = to_utf8(file.data, where=file.name)
    return [*next(csv.reader(io.StringIO(raw.decode("utf-8"))), []), "", "", ""]


def _metadata(name: str, by_name: dict[str, bytes]) -> bytes | None:
    """Find a salient file's metadata: same stem, or the publisher's five letters of it."""
    stem = name.rsplit("_", 1)[0]
    folder, _, commodity = stem.rpartition("-")
    for candidate in (commodity, commodity[:5]):
        if (found := by_name.get(f"{folder}-{candidate}_meta.xml")) is not None:
            return found
    return None


def _edition(gathered: Gathered) -> str:
    rows: list[Row] = [
        *gathered.production,
        *gathered.reserves,
        *gathered.balances,
        *gathered.prices,
    ]
    return str(rows[0]["edition"]) if rows else ""


def _drop_doubles(rows: list[Row], read: Gathered, where: str) -> None:
    """Leave out rows that repeat another word for word; keep and report those that disagree."""
    seen: dict[tuple[object, ...], Row] = {}
    kept = []
    for row in rows:
        key = tuple(row.get(k) for k in _KEY)
        if seen.setdefault(key, row) is row:
            kept.append(row)
        elif row == seen[key]:
            read.count("dropped", "rows that repeat another word for word", where)
        else:
            kept.append(row)
            read.count("doubt", "rows of the same line that differ", where)
    rows[:] = kept


def _table(name: str, rows: list[Row]) -> pa.Table:
    types = {f.name: f.type for f in schema(name).arrow}
    columns = {
        column: pa.array(
            [row[column] for row in rows],
            pa.string() if pa.types.is_dictionary(kind) else kind,
        )
        for column, kind in types.items()
    }
    return pa.table(columns)


def _merged(issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
    """Add up the same issue of many files (there are 84 salient files)."""
    total: dict[tuple[str, str], list[Issue]] = {}
    for issue in issues:
        total.setdefault((issue.kind, issue.what), []).append(issue)
    return tuple(
        Issue(
            kind,
            what,
            sum(i.count for i in same),
            same[0].where if len(same) == 1 else f"{same[0].where} and {len(same) - 1} more",
        )
        for (kind, what), same in total.items()
    )
