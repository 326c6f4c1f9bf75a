"""Parquet files named by their checksum: written whole or not at all, verified when read."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from kanmon.errors import StoreError
from kanmon.provenance import Origin
from kanmon.store.disk import disk_errors, sync
from kanmon.store.records import Snapshot
from kanmon.tables.schema import schema

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

# Small enough that a query of a few products skips most of a sorted table, large enough that
# dictionaries and zstd still pay.
_ROWS_A_GROUP = 131_072
_SPOILT = "the file was changed or damaged since it was written"
_AGAIN = "run `kanmon data check`, remove this snapshot and add its source again"


@dataclass(frozen=True, slots=True)
class Written:
    """Name a finished file that has no final name yet, with checksum and size.

    Example:
        >>> Written(Path("incoming/x.parquet"), "e3b0", 1200).bytes
        1200
    """

    path: Path
    sha256: str
    bytes: int


def write_snapshot(table: pa.Table, origin: Origin, variant: str, path: Path) -> Written:
    """Write a checked table as Parquet (zstd), summing it on its way, and sync it to disk.

    The file carries its origin and variant, so it can be cited when it is found alone.

    Args:
        table: one that passed its schema's check.
        origin: whom the figures are from; ``retrieved`` is left out, so that the same bytes
            fetched on another day make the same file.
        variant: edition that lives beside others.
        path: a file that does not exist yet.

    Returns:
        Path, checksum and size.

    Raises:
        StoreError: the disk did not take it.

    Example:
        >>> import tempfile
        >>> from kanmon.testing import tiny_flows, tiny_origin
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder) / "x.parquet"
        ...     print(write_snapshot(tiny_flows(), tiny_origin(), "HS1992", path).path.name)
        x.parquet
    """
    about = asdict(origin)
    del about["retrieved"]
    table = table.replace_schema_metadata(
        {
            **(table.schema.metadata or {}),
            "kanmon.origin": json.dumps(about, sort_keys=True, ensure_ascii=False),
            "kanmon.variant": variant,
        }
    )
    figures = [f.name for f in table.schema if pa.types.is_floating(f.type)]
    with disk_errors(path):
        with path.open("xb") as file:
            summed = _Summed(file)
            pq.write_table(
                table,
                summed,
                row_group_size=_ROWS_A_GROUP,
                compression="zstd",
                compression_level=3,
                use_dictionary=[n for n in table.column_names if n not in figures],
                column_encoding=dict.fromkeys(figures, "BYTE_STREAM_SPLIT"),
                write_page_checksum=True,
            )
        sync(path)
    return Written(path, summed.sha256, summed.bytes)


def read_snapshot(snapshot: Snapshot, path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """Read a snapshot through a memory map and hold it to today's schema of its table.

    Args:
        snapshot: its catalogue row.
        path: its file.
        columns: names wanted, in the order wanted; all when not given.

    Returns:
        The table, columns typed as the schema says.

    Raises:
        StoreError: the file is gone or damaged, has other rows than were written, or was
            written with another schema.

    Example:
        >>> import tempfile
        >>> from kanmon.store.store import Store
        >>> from kanmon.testing import tiny_reading
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     store = Store(Path(folder))
        ...     s = store.add_reading(tiny_reading(), "tiny").added[0]
        ...     print(read_snapshot(s, Path(folder) / "snapshots" / s.file_name).num_rows)
        6
    """
    wanted = schema(snapshot.table)
    names = list(wanted.names) if columns is None else list(columns)
    fields = [wanted.column(n).arrow for n in names]
    try:
        with pq.ParquetFile(path, memory_map=True, page_checksum_verification=True) as file:
            _hold_to_schema(file.schema_arrow, snapshot)
            table = file.read(columns=names)
    except FileNotFoundError as e:
        raise gone(snapshot) from e
    except (pa.ArrowException, OSError) as e:
        raise StoreError(f"{_SPOILT} ({e})", where=snapshot.id, remedy=_AGAIN) from e
    if table.num_rows != snapshot.rows:
        raise StoreError(
            f"{table.num_rows} rows where {snapshot.rows} were written",
            where=snapshot.id,
            remedy=_AGAIN,
        )
    return pa.table(
        [table.column(f.name) for f in fields],
        schema=pa.schema(fields, metadata={"kanmon.table": snapshot.table}),
    )


def verify_snapshot(snapshot: Snapshot, path: Path) -> tuple[str, str] | None:
    """Look for anything wrong with a snapshot's file, reading every byte of it.

    Args:
        snapshot: its catalogue row.
        path: its file.

    Returns:
        Kind of problem and what was found, or None when all is well.

    Example:
        >>> import tempfile
        >>> from kanmon.store.store import Store
        >>> from kanmon.testing import tiny_reading
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     s = Store(Path(folder)).add_reading(tiny_reading(), "tiny").added[0]
        ...     print(verify_snapshot(s, Path(folder) / "elsewhere"))
        ('missing', 'its file is not there')
    """
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != snapshot.sha256:
            return "checksum", _SPOILT
        with pq.ParquetFile(path) as parquet:
            rows = parquet.metadata.num_rows
            _hold_to_schema(parquet.schema_arrow, snapshot)
    except FileNotFoundError:
        return "missing", "its file is not there"
    except (pa.ArrowException, OSError) as e:
        return "checksum", f"its file cannot be read ({e})"
    except StoreError as e:
        return "schema", e.found
    if rows != snapshot.rows:
        return "rows", f"{rows} rows where {snapshot.rows} were written"
    return None


def gone(snapshot: Snapshot) -> StoreError:
    """Say that a snapshot has no file any more, and why.

    Args:
        snapshot: its catalogue row.

    Returns:
        The error to raise.

    Example:
        >>> import tempfile
        >>> from kanmon.store.store import Store
        >>> from kanmon.testing import tiny_reading
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     s = Store(Path(folder)).add_reading(tiny_reading(), "tiny").added[0]
        ...     print(gone(s).found)
        its file is not there
    """
    if snapshot.removed_at is not None:
        return StoreError(
            f"it was removed on {snapshot.removed_at:%Y-%m-%d %H:%M} UTC",
            where=snapshot.id,
            remedy="add the publisher's file again",
        )
    return StoreError("its file is not there", where=snapshot.id, remedy=_AGAIN)


def _hold_to_schema(found: pa.Schema, snapshot: Snapshot) -> None:
    """Refuse columns, types or units other than today's: a changed unit is a wrong number."""
    for column in schema(snapshot.table).columns:
        at = found.get_field_index(column.name)
        field = found.field(at) if at >= 0 else None
        unit = (field.metadata or {}).get(b"unit", b"").decode() if field is not None else ""
        if field is None or field.type != column.arrow.type or unit != column.unit:
            raise StoreError(
                f"column {column.name} is not {column.type} in {column.unit or 'no unit'}: "
                "the snapshot was written by another version of Kanmon",
                where=snapshot.id,
                remedy="add the source again with this version",
            )


class _Summed(io.RawIOBase):
    """Pass bytes on to a file, summing and counting them."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file
        self._sum = hashlib.sha256()
        self.bytes = 0

    @property
    def sha256(self) -> str:
        return self._sum.hexdigest()

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer) -> int:
        self._sum.update(data)
        n = self._file.write(data)
        self.bytes += n
        return n
