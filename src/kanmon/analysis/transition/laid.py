"""Rows laid out as the table of a finding, each column with its type and unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

Columns = Mapping[str, tuple[pa.DataType, str]]
TEXT, NUMBER, WHOLE, FLAG = pa.string(), pa.float64(), pa.int64(), pa.bool_()


def laid(rows: Sequence[Mapping[str, Any]], columns: Columns) -> tuple[pa.Table, dict[str, str]]:
    """Lay rows out as a table with units.

    Args:
        rows: cells by column; every column must be there.
        columns: type and unit of each, in order.

    Returns:
        The table, and the unit of each column.

    Example:
        >>> laid([{"a": 1.0}], {"a": (NUMBER, "t")})[1]
        {'a': 't'}
    """
    schema = pa.schema([(name, kept) for name, (kept, _) in columns.items()])
    table = pa.Table.from_pylist([dict(row) for row in rows], schema=schema)
    return table, {name: unit for name, (_, unit) in columns.items()}
