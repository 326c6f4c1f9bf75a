"""Parquet handed in by a user: the columns asked for, and an error that says what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kanmon.errors import DataError


def parquet_columns(path: Path) -> tuple[str, ...]:
    """List the column names of a Parquet file without reading its rows.

    Args:
        path: a Parquet file.

    Returns:
        Column names in file order.

    Raises:
        DataError: the file is not whole Parquet, or a name stands twice.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     p = Path(folder) / "a.parquet"
        ...     pq.write_table(pa.table({"a": [1], "b": [2]}), p)
        ...     print(parquet_columns(p))
        ('a', 'b')
    """
    try:
        names = tuple(pq.read_schema(path).names)
    except (pa.ArrowException, OSError, ValueError) as e:
        raise _broken(path, e) from e
    doubled = sorted({n for n in names if names.count(n) > 1})
    if doubled:
        raise DataError(
            f"column {doubled[0]!r} stands twice",
            where=path.name,
            remedy="remove or rename one of the two",
        )
    return names


def read_parquet(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> pa.Table:
    """Read columns of a Parquet file.

    Args:
        path: a Parquet file.
        required: columns that must be there.
        optional: columns read where they are there.

    Returns:
        The table, columns in the order asked for.

    Raises:
        DataError: the file is not whole Parquet, lacks a column or has no rows.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     p = Path(folder) / "a.parquet"
        ...     pq.write_table(pa.table({"a": [1], "b": [2]}), p)
        ...     print(read_parquet(p, ("b",)).to_pylist())
        [{'b': 2}]
    """
    names = parquet_columns(path)
    missing = [n for n in required if n not in names]
    if missing:
        raise DataError(
            f"no column {', '.join(map(repr, missing))}; columns are "
            f"{', '.join(map(repr, names[:12]))}",
            where=path.name,
            remedy="check that the file is the one and the edition this source reads",
        )
    wanted = [*required, *(n for n in optional if n in names)]
    try:
        table = pq.read_table(path, columns=wanted, page_checksum_verification=True)
    except (pa.ArrowException, OSError, ValueError) as e:
        raise _broken(path, e) from e
    if not table.num_rows:
        raise DataError("no rows", where=path.name, remedy="get the whole file")
    return table


def _broken(path: Path, e: Exception) -> DataError:
    return DataError(
        f"not a whole Parquet file ({str(e).splitlines()[0][:120]})",
        where=path.name,
        remedy="get the file again: it is cut, damaged or of another format",
    )
