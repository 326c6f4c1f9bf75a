"""Rows of one snapshot by DuckDB: columns checked against the schema, values bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from kanmon.errors import DataError, StoreError
from kanmon.store.records import Snapshot
from kanmon.store.snapshots import gone
from kanmon.tables.schema import Column, schema

Where = Mapping[str, Sequence[Any]]
"""For each column the values that may stand in it; ``None`` among them lets missing ones in."""

_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "code": (str,),
    "bool": (bool,),
    "float64": (int, float),
    "date": (),
}
# No extension is ever fetched: what is not built in is not used.
_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def query_snapshot(
    snapshot: Snapshot, path: Path, columns: Sequence[str] | None, where: Where | None
) -> pa.Table:
    """Select rows of a snapshot without loading the rest.

    Args:
        snapshot: its catalogue row.
        path: its file.
        columns: names wanted, in the order wanted; all when None.
        where: allowed values by column; a row must pass all.

    Returns:
        The rows in the order they are stored, columns typed as the schema says.

    Raises:
        DataError: a column is not in the schema, or a value is not of its column's kind.
        StoreError: the file is gone or damaged.

    Example:
        >>> import tempfile
        >>> from kanmon.store.store import Store
        >>> from kanmon.testing import tiny_reading
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     store = Store(Path(folder))
        ...     s = store.add_reading(tiny_reading(), "tiny").added[0]
        ...     path = Path(folder) / "snapshots" / s.file_name
        ...     print(query_snapshot(s, path, ["value"], {"product": ["250410"]}).to_pylist())
        [{'value': 100.0}]
    """
    shape = schema(snapshot.table)
    fields = [shape.column(n).arrow for n in (shape.names if columns is None else columns)]
    chosen = ", ".join(_quoted(f.name) for f in fields)
    tests, bound = [], []
    for name, allowed in (where or {}).items():
        test, values = _test(shape.column(name), allowed, snapshot.id)
        tests.append(test)
        bound += values
    sql = f"SELECT {chosen} FROM read_parquet(?) WHERE {' AND '.join(tests) or 'true'}"
    if not path.is_file():
        raise gone(snapshot)
    try:
        with closing(duckdb.connect(config=_OFFLINE)) as c:
            found = c.sql(sql, params=[_literal(path), *bound]).to_arrow_table()
    except duckdb.Error as e:
        raise StoreError(
            f"its file cannot be read ({str(e).splitlines()[0]})",
            where=snapshot.id,
            remedy="run `kanmon data check`",
        ) from e
    return pa.table(
        [_typed(found.column(n), f.type) for n, f in enumerate(fields)],
        schema=pa.schema(fields, metadata={"kanmon.table": snapshot.table}),
    )


def _typed(values: pa.ChunkedArray, wanted: pa.DataType) -> pa.ChunkedArray:
    if pa.types.is_dictionary(wanted):
        return values.cast(pa.string()).dictionary_encode().cast(wanted)
    return values.cast(wanted)


def _test(column: Column, allowed: Sequence[Any], where: str) -> tuple[str, list[Any]]:
    """Make the SQL test of one column; values of another kind would match loosely, so refuse."""
    if isinstance(allowed, str):
        raise DataError(
            f"{allowed!r} instead of a list of values",
            where=f"{where}, column {column.name}",
            remedy=f"write [{allowed!r}]",
        )
    kinds = _KINDS.get(column.type, (int,))
    values = [v.item() if hasattr(v, "item") else v for v in allowed]
    for v in values:
        fits = not kinds or (isinstance(v, kinds) and (kinds == (bool,) or type(v) is not bool))
        if v is not None and not fits:
            raise DataError(
                f"{v!r} cannot be looked for in a column of kind {column.type}",
                where=f"{where}, column {column.name}",
                remedy="give values of the column's own kind (codes are text, years are numbers)",
            )
    known = [v for v in values if v is not None]
    name = _quoted(column.name)
    tests = [f"{name} IN ({', '.join('?' * len(known))})"] if known else []
    tests += [f"{name} IS NULL"] if len(known) < len(values) else []
    return f"({' OR '.join(tests) or 'false'})", known


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(path: Path) -> str:
    """Write a path so that DuckDB takes no part of it for a wildcard."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in str(path))
