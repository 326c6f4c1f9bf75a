"""Run the dependency screen as SQL in DuckDB: the kernel's oracle, and ad-hoc questions."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import duckdb
import pyarrow as pa

from kanmon.errors import StoreError


def screen_query() -> str:
    """Return the text of the screen in SQL.

    Returns:
        A query over ``flows`` (k, j, i, v) with the parameters ``import_hhi``, ``world_hhi``
        and ``ratio``.

    Example:
        >>> "arg_max(i, v)" in screen_query()
        True
    """
    return (resources.files("kanmon.store") / "screen.sql").read_text("utf-8")


def screen_sql(
    path: Path, cuts: Mapping[str, float], *, merge: bool = False, threads: int | None = None
) -> pa.Table:
    """Screen a Parquet file of one year with DuckDB.

    Args:
        path: Parquet file with columns k, j, i, v: a year file, or a publisher's own columns.
        cuts: ``import_hhi``, ``world_hhi`` and ``ratio``, each to be exceeded.
        merge: add up rows of the same product, importer and exporter first; needed where a
            year file is not ``unique``.
        threads: how many DuckDB may use; all cores if not given.

    Returns:
        One row for every importer and product with imports, in no order; ties of the top
        supplier go either way.

    Raises:
        StoreError: the file cannot be read or lacks a column.

    Example:
        >>> import tempfile
        >>> from kanmon.store.year_writer import write_year
        >>> from kanmon.testing import tiny_flows
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     year = write_year(tiny_flows(), Path(folder))
        ...     found = screen_sql(year.path, {"import_hhi": 0.4, "world_hhi": 0.4, "ratio": 1.0})
        >>> sorted(round(h, 12) for h in found.column("hhi").to_pylist())
        [0.46, 0.5, 1.0]
    """
    rows = f"read_parquet('{str(path).replace(chr(39), chr(39) * 2)}')"
    if merge:
        rows = f"(SELECT k, j, i, sum(v) AS v FROM {rows} GROUP BY k, j, i)"
    try:
        with duckdb.connect() as connection:
            if threads:
                connection.execute(f"SET threads = {int(threads)}")
            connection.execute(f"CREATE TEMP VIEW flows AS SELECT k, j, i, v FROM {rows}")
            table: pa.Table = connection.sql(screen_query(), params=dict(cuts)).to_arrow_table()
    except duckdb.Error as e:
        raise StoreError(
            f"DuckDB could not screen it ({str(e)[:120]})",
            where=str(path),
            remedy="give a Parquet file with columns k, j, i, v",
        ) from e
    return table
