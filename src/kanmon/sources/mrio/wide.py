"""WIOD of 2013 as one wide Parquet table a year."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from kanmon.errors import DataError
from kanmon.sources.columnar import parquet_columns, read_parquet
from kanmon.sources.mrio.cells import Deliveries
from kanmon.sources.source import Issue

_STUB = ("country", "industry", "output")


def read_wide(path: Path) -> tuple[Deliveries, tuple[Issue, ...]]:
    """Read a wide table and hold it to its own output column.

    Args:
        path: Parquet with ``country``, ``industry``, a column ``ECONOMY|industry`` each and
            ``output``.

    Returns:
        The deliveries, and by how much rows miss their output.

    Raises:
        DataError: a column is missing or misnamed, or the industries that sell are not those
            that buy.

    Example:
        >>> import tempfile
        >>> import pyarrow.parquet as pq
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder) / "wiot13_2011.parquet"
        ...     pq.write_table(pa.table({"country": ["JPN"], "industry": ["c1"], "JPN|c1": [2],
        ...                              "JPN|c37": [3], "output": [5]}), path)
        ...     read_wide(path)[0].values.tolist()
        [[2.0, 3.0]]
    """
    columns = [c for c in parquet_columns(path) if c not in _STUB]
    table = read_parquet(path, (*_STUB, *columns))
    buyers = tuple(
        (economy, industry) for economy, _, industry in (c.partition("|") for c in columns)
    )
    if not all(industry for _, industry in buyers):
        raise DataError(
            "columns that are not ECONOMY|industry", where=path.name, remedy="check the file"
        )
    sellers = tuple(
        zip(table.column("country").to_pylist(), table.column("industry").to_pylist(), strict=True)
    )
    if len(set(sellers)) < len(sellers) or not set(sellers) <= set(buyers):
        raise DataError(
            "industries that sell and do not buy, or stand twice",
            where=path.name,
            remedy="get the file again: rows and columns of an input-output table are the same",
        )
    values = np.column_stack([_numbers(table.column(c), path.name) for c in columns])
    output = _numbers(table.column("output"), path.name)
    gap = np.abs(values.sum(axis=1) - output)
    off = int((gap > 0.5).sum())
    what = f"rows whose deliveries miss their output, by up to {gap.max():.0f} million US dollars"
    issues = (Issue("doubt", what, off, path.name),) if off else ()
    return Deliveries(sellers, buyers, values), issues


def _numbers(column: pa.ChunkedArray, where: str) -> np.ndarray:
    if column.null_count:
        raise DataError(
            f"{column.null_count} empty cells", where=where, remedy="get the file again"
        )
    try:
        return np.asarray(column.cast(pa.float64()).to_numpy())
    except pa.ArrowException as e:
        raise DataError(f"cells that are no number ({e})", where=where, remedy="check it") from e
