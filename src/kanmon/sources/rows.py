"""A small file's rows as strings, whether it is Parquet or delimited text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kanmon.errors import DataError
from kanmon.sources.source import Issue
from kanmon.sources.text import read_delimited


def read_rows(
    data: Path | bytes, *, where: str, required: Sequence[str]
) -> tuple[pa.Table, tuple[Issue, ...]]:
    """Read a Parquet or delimited file into a table of strings.

    Parquet is told by its first bytes, not by the file's name.

    Args:
        data: file, or its bytes.
        where: file named in an error.
        required: column names that must be there; others are kept too.

    Returns:
        The table (empty cells as empty strings, numbers and dates as their shortest text),
        and the repairs made.

    Raises:
        DataError: the file is not readable, a column is missing, or there are no rows.

    Example:
        >>> table, _ = read_rows(b"a,b\\n1,\\n", where="x.csv", required=("a",))
        >>> table.to_pylist()
        [{'a': '1', 'b': ''}]
    """
    raw = data if isinstance(data, bytes) else _bytes(data, where)
    if raw[:4] != b"PAR1":
        return read_delimited(raw, where=where, required=required)
    try:
        table = pq.read_table(pa.BufferReader(raw))
    except (pa.ArrowException, OSError, ValueError) as e:
        raise DataError(
            f"not a whole Parquet file ({str(e).splitlines()[0][:120]})",
            where=where,
            remedy="get the file again: it is cut, damaged or of another format",
        ) from e
    missing = [c for c in required if c not in table.column_names]
    if missing:
        raise DataError(
            f"no column {', '.join(map(repr, missing))}; columns are "
            f"{', '.join(map(repr, table.column_names[:12]))}",
            where=where,
            remedy="check that the file is the one and the edition this source reads",
        )
    if not table.num_rows:
        raise DataError("no rows", where=where, remedy="get the whole file")
    columns = [pc.fill_null(_as_string(column), "") for column in table.columns]
    return pa.table(columns, names=table.column_names), ()


def _bytes(path: Path, where: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as e:
        raise DataError(
            f"cannot be read ({e.strerror})", where=where, remedy="check the path and its rights"
        ) from e


def _as_string(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_floating(column.type):
        # NaN is how pandas writes null.
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
    return column.cast(pa.string())
