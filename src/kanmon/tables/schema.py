"""What a table is: columns, types, units and meanings from CSV, checked at every door."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources

import pyarrow as pa
import pyarrow.compute as pc

from kanmon.errors import DataError

_TYPES: dict[str, pa.DataType] = {
    "int8": pa.int8(),
    "int16": pa.int16(),
    "int32": pa.int32(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "string": pa.string(),
    # A code has few distinct values: dictionary-encoded, it is checked once per value.
    "code": pa.dictionary(pa.int32(), pa.string()),
}

Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Column:
    """Describe one column: name, type, unit, meaning and what may stand in it.

    Example:
        >>> schema("flows").column("value").unit
        'kUSD'
    """

    name: str
    type: str
    unit: str
    meaning: str
    nullable: bool
    codes: str
    least: float | None
    most: float | None

    @property
    def arrow(self) -> pa.Field:
        """Arrow field with unit and meaning in its metadata."""
        return pa.field(
            self.name,
            _TYPES[self.type],
            nullable=self.nullable,
            metadata={"unit": self.unit, "meaning": self.meaning},
        )


@dataclass(frozen=True, slots=True)
class Schema:
    """Describe one table: its name and its columns in order.

    Example:
        >>> schema("gdp").names
        ('year', 'economy', 'gdp')
    """

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(c.name for c in self.columns)

    @property
    def arrow(self) -> pa.Schema:
        """Arrow schema with units and meanings as field metadata."""
        return pa.schema([c.arrow for c in self.columns], metadata={"kanmon.table": self.name})

    def column(self, name: str) -> Column:
        """Return the column of that name, or raise DataError."""
        for c in self.columns:
            if c.name == name:
                return c
        raise DataError(
            f"no column {name!r}",
            where=f"table {self.name}",
            remedy=f"use one of {', '.join(self.names)}",
        )


@cache
def table_names() -> tuple[str, ...]:
    """List the tables that have a schema.

    Returns:
        Table names in alphabetical order.

    Example:
        >>> "flows" in table_names()
        True
    """
    folder = resources.files("kanmon.tables") / "schema"
    return tuple(sorted(f.name[:-4] for f in folder.iterdir() if f.name.endswith(".csv")))


@cache
def schema(name: str) -> Schema:
    """Load the schema of a table.

    Args:
        name: table name, one of :func:`table_names`.

    Returns:
        The schema, columns in file order.

    Raises:
        DataError: there is no table of that name.

    Example:
        >>> schema("flows").names[:3]
        ('year', 'month', 'exporter')
    """
    if name not in table_names():
        raise DataError(f"no table {name!r}", remedy=f"use one of {', '.join(table_names())}")
    text = (resources.files("kanmon.tables") / "schema" / f"{name}.csv").read_text("utf-8")
    columns = tuple(
        Column(
            name=row["name"],
            type=row["type"],
            unit=row["unit"],
            meaning=row["meaning"],
            nullable=row["nullable"] == "yes",
            codes=row["codes"],
            least=float(row["least"]) if row["least"] else None,
            most=float(row["most"]) if row["most"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    )
    return Schema(name, columns)


def check(
    table: pa.Table, name: str, *, where: str, known: dict[str, Known] | None = None
) -> pa.Table:
    """Hold a table to its schema and return it in schema order and types.

    Args:
        table: any Arrow table that should be a ``name``.
        name: table name.
        where: file or source named in an error.
        known: for each kind of code (``economy``, ``hs6``, ``hs_edition``, ``unit``) a test
            of one code; kinds not given are not tested.

    Returns:
        The same rows with exactly the schema's columns, cast without loss.

    Raises:
        DataError: a column is missing, unknown, of a wrong type, empty where it must not be,
            out of range, or holds a code nobody knows.

    Example:
        >>> t = pa.table({"year": [2022], "economy": ["JPN"], "gdp": [4.2e12]})
        >>> check(t, "gdp", where="example").schema.field("year").type
        DataType(int16)
    """
    s = schema(name)
    missing = [c for c in s.names if c not in table.column_names]
    extra = [c for c in table.column_names if c not in s.names]
    if missing or extra:
        raise DataError(
            f"columns missing: {missing or 'none'}; columns not in the schema: {extra or 'none'}",
            where=f"{where}, table {name}",
            remedy="check that the file is the edition this source reads",
        )
    out = [
        _check_column(table.column(c.name), c, f"{where}, column {c.name}", known or {})
        for c in s.columns
    ]
    return pa.table(out, schema=s.arrow)


def _check_column(
    values: pa.ChunkedArray, column: Column, where: str, known: dict[str, Known]
) -> pa.ChunkedArray:
    target = _TYPES[column.type]
    if values.type != target:
        try:
            values = values.cast(target)
        except pa.ArrowException as e:
            raise DataError(
                f"{values.type} that is not {column.type} ({str(e)[:120]})",
                where=where,
                remedy="mend the value or use the reader of that edition",
            ) from e
    if not column.nullable and values.null_count:
        raise DataError(
            f"{values.null_count} empty of {len(values)}",
            where=where,
            remedy="a missing figure is not zero: drop the row or find the figure",
        )
    if column.type == "float64" and len(values):
        _check_finite(values, where)
    if (column.least is not None or column.most is not None) and len(values):
        _check_range(values, column, where)
    if column.codes:
        _check_codes(values, column.codes, where, known)
    return values


def _check_finite(values: pa.ChunkedArray, where: str) -> None:
    bad = pc.sum(pc.invert(pc.is_finite(values))).as_py()
    if bad:
        raise DataError(
            f"{bad} values are infinite or not a number",
            where=where,
            remedy="leave a missing figure empty",
        )


def _check_range(values: pa.ChunkedArray, column: Column, where: str) -> None:
    span = pc.min_max(values).as_py()
    low, high = span["min"], span["max"]
    if low is None:
        return
    if column.least is not None and low < column.least:
        raise DataError(
            f"{low} is below {column.least:g}",
            where=where,
            remedy="mend the sign or unit of the figure",
        )
    if column.most is not None and high > column.most:
        raise DataError(
            f"{high} is above {column.most:g}",
            where=where,
            remedy="mend the unit or the year of the figure",
        )


def _check_codes(values: pa.ChunkedArray, codes: str, where: str, known: dict[str, Known]) -> None:
    distinct = {
        code
        for chunk in values.chunks
        for code in (
            chunk.dictionary if pa.types.is_dictionary(chunk.type) else chunk.unique()
        ).to_pylist()
        if code is not None
    }
    if "|" in codes:
        allowed = set(codes.split("|"))
        bad = sorted(distinct - allowed)
    elif codes in known:
        bad = sorted(code for code in distinct if not known[codes](code))
    else:
        return
    if bad:
        raise DataError(
            f"unknown {'value' if '|' in codes else codes} {', '.join(map(repr, bad[:5]))}"
            + (f" and {len(bad) - 5} more" if len(bad) > 5 else ""),
            where=where,
            remedy="see `kanmon codes` for what is known, or map the code before adding",
        )
