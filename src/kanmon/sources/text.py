"""Delimited text as publishers write it: any of their encodings in, checked strings out."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from kanmon.errors import DataError
from kanmon.sources.encoding import to_utf8
from kanmon.sources.source import Issue

_DELIMITERS = (",", ";", "\t", "|")
_SURPLUS = "\x00surplus"
_EXPORT_AGAIN = "export the file again as CSV in UTF-8"
# A name longer than this is not a column name but prose or binary read as a header.
_LONGEST_HEADER = 65_536
_GROUPING = "[, \u00a0\u2009\u202f]"

MARKS = frozenset({"", "NA", "N/A", "n/a", "..", "...", "-", "–", "—", "W", "XX", "Xx"})
"""What publishers print where there is no figure; never read as zero."""


def read_delimited(
    data: Path | bytes,
    *,
    where: str,
    required: Sequence[str],
    delimiter: str | None = None,
    allow_trailing_comma: bool = False,
    types: Mapping[str, pa.DataType] | None = None,
) -> tuple[pa.Table, tuple[Issue, ...]]:
    """Read delimited text into a table of strings, empty cells as empty strings.

    Args:
        data: file, or its bytes.
        where: file named in an error.
        required: column names that must be there; others are kept too.
        delimiter: field separator; guessed from the header when not given.
        allow_trailing_comma: whether rows may end in delimiters that no name stands over;
            the cells there must be empty, and the repair is reported.
        types: Arrow types of columns that are not wanted as strings; in these (and only
            these) an empty cell or ``NA`` is null.

    Returns:
        The table, and the repairs made.

    Raises:
        DataError: the file is empty, binary, of an encoding that cannot be told, has ragged
            rows, doubled or missing columns, no rows, or a cell that is not of its type.

    Example:
        >>> table, issues = read_delimited(b"year,value\\n2022,1.5\\n", where="x.csv",
        ...                                required=("year", "value"))
        >>> table.to_pylist(), issues
        ([{'year': '2022', 'value': '1.5'}], ())
    """
    raw = _bytes(data, where)
    raw, issues = to_utf8(raw, where=where)
    if raw.count(b'"') % 2:
        # The cell it opens would swallow delimiters or rows.
        raise DataError(
            "a quotation mark that is never closed",
            where=where,
            remedy="get the file again: it is cut or was edited",
        )
    end = _end_of_record(raw)
    if end > _LONGEST_HEADER:
        raise DataError(f"a first line of {end} bytes", where=where, remedy=_EXPORT_AGAIN)
    head = raw[:end].decode("utf-8")
    separator = delimiter or _guess_delimiter(head, required)
    names = [n.strip() for n in next(csv.reader([head], delimiter=separator), [])]
    body = pa.py_buffer(raw).slice(end)
    while allow_trailing_comma and names and not names[-1]:
        names.pop()
    _check_names(names, required, where)
    surplus = max(_surplus(raw, end, separator, len(names)), 0) if allow_trailing_comma else 0
    columns = [*names, *(f"{_SURPLUS}{i}" for i in range(surplus))]
    table = _parse(body, columns, separator, types or {}, where)
    if surplus:
        table, repair = _without_surplus(table, names, where)
        issues = (*issues, repair)
    if not table.num_rows:
        raise DataError("a header and no rows", where=where, remedy="get the whole file")
    return table, issues


def parse_numbers(
    column: pa.ChunkedArray | pa.Array,
    *,
    where: str,
    marks: Collection[str] = MARKS,
    notes: Collection[str] = (),
) -> tuple[pa.DoubleArray, pa.StringArray]:
    """Read strings as numbers, keeping apart what is missing and what carries a note.

    Thousands separators (comma, space, no-break or thin space between groups of three) are
    read; a comma that does not group thousands is refused, not guessed at.

    Args:
        column: strings.
        where: column named in an error.
        marks: whole cells that mean there is no figure.
        notes: marks that may stand before or after a number (``e`` for estimated).

    Returns:
        float64 with nulls, and for each row the mark or note found, null for a plain number.

    Raises:
        DataError: a cell is neither a finite number nor a mark.

    Example:
        >>> numbers, flags = parse_numbers(pa.array(["1,200", "W", "7 e"]), where="x", notes={"e"})
        >>> numbers.to_pylist(), flags.to_pylist()
        ([1200.0, None, 7.0], [None, 'W', 'e'])
    """
    try:
        text = pc.fill_null(pc.utf8_trim_whitespace(_one(column).cast(pa.string())), "")
    except pa.ArrowException as e:
        raise DataError(
            f"{column.type} that is not text", where=where, remedy="get the file again"
        ) from e
    empty = pc.is_in(text, value_set=pa.array(sorted(set(marks) | {""}), pa.string()))
    flags = pc.if_else(empty, text, pa.scalar(None, pa.string()))
    figures = pc.if_else(empty, pa.scalar(None, pa.string()), text)
    if notes:
        figures, noted = _take_notes(figures, notes)
        flags = pc.coalesce(flags, noted)
    try:
        numbers = figures.cast(pa.float64())
    except pa.ArrowInvalid:
        numbers = _ungroup(figures, where).cast(pa.float64())
    wild = pc.invert(pc.fill_null(pc.is_finite(numbers), True))
    if pc.any(wild).as_py():
        raise _not_a_number(text, wild, where)
    return numbers, flags


def _bytes(data: Path | bytes, where: str) -> bytes:
    if isinstance(data, bytes):
        return data
    try:
        return data.read_bytes()
    except OSError as e:
        raise DataError(
            f"cannot be read ({e.strerror})", where=where, remedy="check the path and its rights"
        ) from e


def _end_of_record(raw: bytes, start: int = 0) -> int:
    """Find where the record that starts here ends, minding newlines inside quotes."""
    at = start
    while True:
        end = raw.find(b"\n", at)
        if end < 0:
            # Old Mac line ends, or one line only.
            lone = raw.find(b"\r", start)
            return lone + 1 if lone >= 0 else len(raw)
        if raw.count(b'"', start, end) % 2 == 0:
            return end + 1
        at = end + 1


def _guess_delimiter(head: str, required: Sequence[str]) -> str:
    def fit(separator: str) -> tuple[int, int]:
        names = [n.strip() for n in next(csv.reader([head], delimiter=separator), [])]
        return len(set(required) & set(names)), len(names)

    return max(_DELIMITERS, key=fit)


def _check_names(names: list[str], required: Sequence[str], where: str) -> None:
    missing = [n for n in required if n not in names]
    if missing:
        found = ", ".join(repr(n[:40]) for n in names[:12]) or "none"
        raise DataError(
            f"no column {', '.join(map(repr, missing))}; columns are {found}",
            where=where,
            remedy="check that the file is the one and the edition this source reads",
        )
    doubled = sorted({n for n in names if names.count(n) > 1})
    if doubled:
        raise DataError(
            f"column {', '.join(map(repr, doubled))} stands twice",
            where=where,
            remedy="remove or rename one of the two",
        )


def _surplus(raw: bytes, start: int, separator: str, names: int) -> int:
    """Count the cells of the first row that no name stands over."""
    row = raw[start : _end_of_record(raw, start)].decode("utf-8")
    return len(next(csv.reader([row], delimiter=separator), [])) - names


def _without_surplus(table: pa.Table, names: list[str], where: str) -> tuple[pa.Table, Issue]:
    for name in table.column_names[len(names) :]:
        if pc.any(pc.not_equal(table.column(name), "")).as_py():
            raise DataError(
                "cells to the right of the last named column",
                where=where,
                remedy="a cell was split or a column name is missing: get the file again",
            )
    repair = Issue("repair", "empty cells after the last column left out", table.num_rows, where)
    return table.select(names), repair


def _parse(
    body: pa.Buffer,
    columns: list[str],
    separator: str,
    types: Mapping[str, pa.DataType],
    where: str,
) -> pa.Table:
    if not body.size:
        raise DataError("a header and no rows", where=where, remedy="get the whole file")
    wanted = {name: types.get(name, pa.string()) for name in columns}
    try:
        return arrow_csv.read_csv(
            pa.BufferReader(body),
            read_options=arrow_csv.ReadOptions(column_names=columns),
            parse_options=arrow_csv.ParseOptions(delimiter=separator, newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(
                column_types=wanted, null_values=["", "NA"], strings_can_be_null=False
            ),
        )
    except pa.ArrowException as e:
        raise DataError(
            f"rows that do not fit the header ({str(e).splitlines()[0][:160]})",
            where=where,
            remedy="a row is cut, has a stray delimiter or a cell of another type: "
            "get the file again",
        ) from e


def _one(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _take_notes(figures: pa.Array, notes: Collection[str]) -> tuple[pa.Array, pa.Array]:
    any_note = "|".join(_quoted(n) for n in sorted(notes, key=len, reverse=True))
    pattern = rf"^(?P<before>{any_note})?\s*(?P<number>[-+.\d].*?)\s*(?P<after>{any_note})?$"
    parts = pc.extract_regex(figures, pattern)
    taken = pc.struct_field(parts, "number")
    note = pc.binary_join_element_wise(
        pc.struct_field(parts, "before"), pc.struct_field(parts, "after"), ""
    )
    found = pc.and_(pc.is_valid(parts), pc.not_equal(note, ""))
    return (
        pc.if_else(pc.fill_null(found, False), taken, figures),
        pc.if_else(pc.fill_null(found, False), note, pa.scalar(None, pa.string())),
    )


def _quoted(text: str) -> str:
    return "".join(c if c.isalnum() else f"\\{c}" for c in text)


def _ungroup(figures: pa.Array, where: str) -> pa.Array:
    grouped = pc.match_substring_regex(
        figures, f"^[+-]?[0-9]{{1,3}}({_GROUPING}[0-9]{{3}})+([.][0-9]+)?$"
    )
    plain = pc.match_substring_regex(
        figures, r"^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$"
    )
    bad = pc.invert(pc.fill_null(pc.or_(grouped, plain), True))
    if pc.any(bad).as_py():
        raise _not_a_number(figures, bad, where)
    bare = pc.replace_substring_regex(figures, _GROUPING, "")
    return pc.if_else(grouped, bare, figures)


def _not_a_number(text: pa.Array, bad: pa.Array, where: str) -> DataError:
    first = pc.index(bad, True).as_py()
    return DataError(
        f"{text[first].as_py()!r} (row {first + 1}) is not a number; {pc.sum(bad).as_py()} such",
        where=where,
        remedy="mend the cell, or leave it empty when there is no figure",
    )
