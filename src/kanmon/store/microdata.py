"""Add up customs microdata (ten-digit code, firm, day) to yearly flows, in DuckDB."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.errors import DataError, StoreError

KEYS = ("reported_by", "year", "k", "j", "i")


def microdata_query() -> str:
    """Return the text of the sum in SQL; its head documents the columns read.

    Returns:
        A query over ``lines`` without parameters.

    Example:
        >>> "FROM lines" in microdata_query()
        True
    """
    return (resources.files("kanmon.store") / "microdata.sql").read_text("utf-8")


def require_readable(unread: int, without_value: int, where: str) -> None:
    """Refuse sums that leave lines out: missing is not zero.

    Args:
        unread: lines whose date, economies, flow or code cannot be read.
        without_value: lines that carry no value.
        where: what was summed.

    Raises:
        DataError: either count is above zero.

    Example:
        >>> require_readable(0, 2, "2022.parquet")
        Traceback (most recent call last):
        kanmon.errors.DataError: 2022.parquet: 2 lines without a value. To mend: ...
    """
    if unread:
        raise DataError(
            f"{unread} lines whose date, economies, flow or ten-digit code cannot be read",
            where=where,
            remedy="flow is 'import' or 'export', hs10 ten digits as text; drop others and say so",
        )
    if without_value:
        raise DataError(
            f"{without_value} lines without a value",
            where=where,
            remedy="a missing value is not zero: leave such lines out and say so",
        )


def microdata_sql(path: Path, *, threads: int | None = None) -> pa.Table:
    """Add up a Parquet file of microdata to flows by year, side, product and economies.

    Args:
        path: Parquet file with the columns named in ``microdata.sql``; ``*`` matches several.
        threads: how many DuckDB may use; all cores if not given.

    Returns:
        reported_by, year, k (HS6), j (importer), i (exporter), v, q, lines,
        lines_without_value, lines_without_quantity, firms; in no order.

    Raises:
        DataError: a line cannot be read or has no value.
        StoreError: the file cannot be read or lacks a column.

    Example:
        >>> import tempfile
        >>> from datetime import date
        >>> import pyarrow.parquet as pq
        >>> line = {"date": date(2022, 3, 1), "reporter": "JPN", "partner": "CHN",
        ...         "flow": "import", "hs10": "2805300000", "firm": "a", "value": 2.0}
        >>> lines = [{**line, "quantity": 0.5}, {**line, "quantity": None}]
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     pq.write_table(pa.Table.from_pylist(lines), f"{folder}/lines.parquet")
        ...     flows = microdata_sql(Path(folder) / "lines.parquet")
        >>> flows.select(["k", "j", "i", "v", "q", "firms"]).to_pylist()
        [{'k': '280530', 'j': 'JPN', 'i': 'CHN', 'v': 4.0, 'q': None, 'firms': 1}]
    """
    source = str(path).replace("'", "''")
    try:
        with duckdb.connect() as connection:
            if threads:
                connection.execute(f"SET threads = {int(threads)}")
            connection.execute(f"CREATE TEMP VIEW lines AS SELECT * FROM read_parquet('{source}')")
            table: pa.Table = connection.sql(microdata_query()).to_arrow_table()
    except duckdb.Error as e:
        raise StoreError(
            f"DuckDB could not add it up ({str(e)[:120]})",
            where=str(path),
            remedy="give Parquet with the columns named in microdata.sql",
        ) from e
    whole = pc.is_valid(table.column(KEYS[0]))
    for key in KEYS[1:]:
        whole = pc.and_(whole, pc.is_valid(table.column(key)))
    unread = pc.sum(table.filter(pc.invert(whole)).column("lines")).as_py() or 0
    without = pc.sum(table.column("lines_without_value")).as_py() or 0
    require_readable(unread, without, str(path))
    return table
