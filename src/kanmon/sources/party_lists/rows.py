"""Rows of a list file, from CSV, Parquet or a workbook, as text by column name."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kanmon.errors import DataError
from kanmon.sources.encoding import to_utf8
from kanmon.sources.workbook import read_page

Row = dict[str, str]
_MARKS = ",;\t|"
_LONGEST_CELL = 1 << 22


def read_rows(path: Path, raw: bytes) -> tuple[tuple[str, ...], list[Row]]:
    """Read a table whose first row names its columns.

    Args:
        path: its name tells the form: ``.parquet``, ``.xlsx``, or delimited text.
        raw: the file.

    Returns:
        Column names, and rows as text; a cell that is empty or absent is ``""``.

    Raises:
        DataError: the file cannot be read, names a column twice, or a row has more cells than
            there are columns.

    Example:
        >>> read_rows(Path("x.csv"), b"name;country\\nAcme;RUS\\n")[1]
        [{'name': 'Acme', 'country': 'RUS'}]
    """
    if path.suffix == ".parquet":
        return _parquet(path, raw)
    if path.suffix == ".xlsx":
        cells = [["" if c is None else str(c) for c in row] for row in read_page(path)]
    else:
        cells = list(delimited(raw, path.name))
    if not cells:
        raise DataError("no rows", where=path.name, remedy="get the file again")
    header = tuple(cell.strip() for cell in cells[0])
    if len(set(header)) != len(header):
        raise DataError("a column named twice", where=path.name, remedy="get the file again")
    rows = []
    for number, row in enumerate(cells[1:], start=2):
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            raise DataError(
                f"{len(row)} cells under {len(header)} columns",
                where=f"{path.name}, row {number}",
                remedy="quote cells that hold the separator",
            )
        if any(cell.strip() for cell in row):
            padded = [*row, *[""] * (len(header) - len(row))]
            rows.append(dict(zip(header, padded, strict=False)))
    return header, rows


def delimited(raw: bytes, where: str, mark: str = "") -> Iterator[list[str]]:
    """Cut delimited text into cells.

    Args:
        raw: the file.
        where: file named in an error.
        mark: the separator; the commonest of the first line when not given.

    Yields:
        Rows of cells.

    Raises:
        DataError: not text, or quotes that never close.

    Example:
        >>> list(delimited(b'1,"A, B"\\n', "x", ","))
        [['1', 'A, B']]
    """
    text = to_utf8(raw, where=where)[0].decode("utf-8")
    first = text.partition("\n")[0]
    mark = mark or max(_MARKS, key=first.count)
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    except csv.Error as e:
        raise DataError(f"not delimited text ({e})", where=where, remedy="get it again") from e
    finally:
        csv.field_size_limit(before)


def _parquet(path: Path, raw: bytes) -> tuple[tuple[str, ...], list[Row]]:
    try:
        table = pq.read_table(pa.BufferReader(raw))
        columns = {
            name: ["" if v is None else str(v) for v in table.column(name).to_pylist()]
            for name in table.column_names
        }
    except (pa.ArrowException, OSError, ValueError, KeyError) as e:
        raise DataError(
            f"not a Parquet file that can be read ({e})", where=path.name, remedy="get it again"
        ) from e
    header = tuple(columns)
    values = zip(*columns.values(), strict=True)
    return header, [dict(zip(header, row, strict=True)) for row in values]
