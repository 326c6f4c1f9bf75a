"""The answers of the Census API, JSON or CSV, imports or exports, as one table of strings."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from kanmon.errors import DataError
from kanmon.sources.encoding import to_utf8
from kanmon.sources.source import Issue
from kanmon.sources.text import read_delimited

_IMPORTS = {
    "code": "I_COMMODITY",
    "value": "GEN_VAL_MO",
    "quantity1": "GEN_QY1_MO",
    "quantity2": "GEN_QY2_MO",
}
_EXPORTS = {
    "code": "E_COMMODITY",
    "value": "ALL_VAL_MO",
    "quantity1": "QTY_1_MO",
    "quantity2": "QTY_2_MO",
}
_BOTH = {
    "country": "CTY_CODE",
    "name": "CTY_NAME",
    "level": "SUMMARY_LVL",
    "kind": "DF",
    "unit1": "UNIT_QY1",
    "unit2": "UNIT_QY2",
    "year": "YEAR",
    "month": "MONTH",
    "time": "time",
}
_ASK = "ask the API for CTY_CODE, CTY_NAME, the commodity, the monthly value, YEAR and MONTH"


def read_answer(path: Path) -> tuple[pa.Table, tuple[Issue, ...]]:
    """Read one answer of the API.

    Args:
        path: JSON or CSV file.

    Returns:
        A table of trimmed strings with our column names and ``side`` (exporter or importer),
        and repairs made.

    Raises:
        DataError: the file is broken, of another layout, or mixes imports and exports.

    Example:
        >>> from importlib.resources import files
        >>> table, _ = read_answer(
        ...     Path(str(files("kanmon.sources.us_census") / "sample" / "imports_2023.json")))
        >>> table.column("side")[0].as_py()
        'importer'
    """
    try:
        raw = path.read_bytes()
    except OSError as e:
        raise DataError(
            f"cannot be read ({e.strerror})", where=path.name, remedy="check the path"
        ) from e
    if raw.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"[":
        table, issues = _from_json(raw, path.name)
    else:
        table, issues = read_delimited(raw, where=path.name, required=(), allow_trailing_comma=True)
    return _rename(table, path.name), issues


def _from_json(raw: bytes, where: str) -> tuple[pa.Table, tuple[Issue, ...]]:
    text, issues = to_utf8(raw, where=where)
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as e:
        raise DataError(f"broken JSON ({e})", where=where, remedy="query the API again") from e
    whole = isinstance(rows, list) and len(rows) > 1 and all(isinstance(r, list) for r in rows)
    if not whole or not all(isinstance(c, str | None) for r in rows for c in r):
        raise DataError(
            "not a list of lists of strings with rows under a header",
            where=where,
            remedy="save the API's answer as it came",
        )
    head, *body = rows
    if None in head or len(set(head)) != len(head) or any(len(r) != len(head) for r in body):
        # The API itself repeats a column that was both asked for and filtered on.
        if None in head or any(len(r) != len(head) for r in body):
            raise DataError("rows of unequal length", where=where, remedy="query the API again")
        head, body = _once(head, body, where)
    columns = [pa.array([r[i] or "" for r in body], pa.string()) for i in range(len(head))]
    return pa.table(columns, names=head), issues


def _once(
    head: list[str], body: list[list[str | None]], where: str
) -> tuple[list[str], list[list[str | None]]]:
    first = [head.index(name) for name in head]
    if any(row[i] != row[first[i]] for row in body for i in range(len(head))):
        raise DataError(
            "a column stands twice with different cells", where=where, remedy="query it again"
        )
    kept = sorted(set(first))
    return [head[i] for i in kept], [[row[i] for i in kept] for row in body]


def _rename(table: pa.Table, where: str) -> pa.Table:
    there = set(table.column_names)
    sides = [s for s in (_IMPORTS, _EXPORTS) if {s["code"], s["value"]} <= there]
    dated = {"YEAR", "MONTH"} <= there or "time" in there
    if len(sides) != 1 or "CTY_CODE" not in there or not dated:
        raise DataError(
            f"not an answer on imports or on exports; columns are "
            f"{', '.join(repr(n[:40]) for n in table.column_names[:12])}",
            where=where,
            remedy=_ASK,
        )
    names = {**sides[0], **_BOTH}
    empty = pa.array([""] * table.num_rows, pa.string())
    columns = [
        pc.utf8_trim_whitespace(table.column(n)) if n in there else empty for n in names.values()
    ]
    side = "importer" if sides[0] is _IMPORTS else "exporter"
    columns.append(pa.array([side] * table.num_rows, pa.string()))
    return pa.table(columns, names=[*names, "side"])
