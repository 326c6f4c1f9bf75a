"""What is made of what: the links between goods, held to their columns and free of circles."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

import pyarrow as pa

from kanmon.catalogue.rows import parse_csv, read_text
from kanmon.errors import DataError

COLUMNS = (
    "input",
    "output",
    "role",
    "intensity",
    "unit",
    "substitutability",
    "confidence",
    "source",
    "note",
)
_GRADES = {
    "substitutability": ("none", "low", "medium", "high", "unknown"),
    "confidence": ("high", "medium", "low"),
}
_NULLABLE = ("unit", "note")


def read_links(goods: Collection[str], sources: Collection[str]) -> pa.Table:
    """Read and check the links of the catalogue.

    Args:
        goods: ids of the catalogue's goods.
        sources: keys of the catalogue's sources.

    Returns:
        A ``links`` table.

    Raises:
        DataError: see :func:`parse_links`.

    Example:
        >>> from kanmon.catalogue.load import links
        >>> links().column_names[:2]
        ['input', 'output']
    """
    return parse_links(read_text("links.csv"), goods, sources, where="catalogue/links.csv")


def parse_links(
    text: str, goods: Collection[str], sources: Collection[str], *, where: str
) -> pa.Table:
    """Read links out of comma-separated text.

    Args:
        text: the columns of the ``links`` table, with a header.
        goods: ids of goods a link may name.
        sources: keys of sources a link may name.
        where: file named in an error.

    Returns:
        A ``links`` table in file order.

    Raises:
        DataError: an unknown good, source or grade, a bad intensity, a link that stands twice,
            or goods that go into themselves.

    Example:
        >>> text = ",".join(COLUMNS) + "\\na,b,shaped into,,,none,high,s,\\n"
        >>> parse_links(text, {"a", "b"}, {"s"}, where="x.csv").num_rows
        1
    """
    rows = parse_csv(text, COLUMNS, where=where)
    seen: set[tuple[str, str, str]] = set()
    parsed: list[dict[str, Any]] = []
    for number, row in enumerate(rows, start=2):
        place = f"{where}, line {number}"
        _check(row, goods, sources, place)
        key = (row["input"], row["output"], row["role"])
        if key in seen:
            raise DataError(f"{' '.join(key)} stands twice", where=place, remedy="keep one")
        seen.add(key)
        parsed.append(
            row
            | {"intensity": _intensity(row, place)}
            | {name: row[name] or None for name in _NULLABLE}
        )
    table = pa.Table.from_pylist(parsed, schema=_SCHEMA)
    _refuse_circle(table, where)
    return table


def reach(table: pa.Table, start: str, near: str, far: str) -> Mapping[str, int]:
    """Walk the links from a good, step by step, each good once.

    Args:
        table: a ``links`` table.
        start: id to begin at.
        near: column the good at hand stands in.
        far: column the next goods stand in.

    Returns:
        Fewest steps by id, nearest first, without the start.

    Example:
        >>> text = ",".join(COLUMNS) + "\\na,b,r,,,none,high,s,\\nb,c,r,,,none,high,s,\\n"
        >>> table = parse_links(text, {"a", "b", "c"}, {"s"}, where="x.csv")
        >>> reach(table, "a", "input", "output")
        {'b': 1, 'c': 2}
    """
    steps: dict[str, list[str]] = {}
    for here, there in zip(
        table.column(near).to_pylist(), table.column(far).to_pylist(), strict=True
    ):
        steps.setdefault(here, []).append(there)
    depth = {start: 0}
    queue = [start]
    for here in queue:
        for there in steps.get(here, ()):
            if there not in depth:
                depth[there] = depth[here] + 1
                queue.append(there)
    del depth[start]
    return depth


_CODE = pa.dictionary(pa.int32(), pa.string())
# The columns of the `links` table; tables stand above the catalogue, so a test compares the two.
_SCHEMA = pa.schema(
    [
        pa.field("input", pa.string(), nullable=False),
        pa.field("output", pa.string(), nullable=False),
        pa.field("role", pa.string(), nullable=False),
        pa.field("intensity", pa.float64()),
        pa.field("unit", pa.string()),
        pa.field("substitutability", _CODE, nullable=False),
        pa.field("confidence", _CODE, nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("note", pa.string()),
    ]
)


def _check(
    row: Mapping[str, str], goods: Collection[str], sources: Collection[str], place: str
) -> None:
    for end in ("input", "output"):
        if row[end] not in goods:
            raise DataError(f"{end} {row[end]!r}", where=place, remedy="use the id of a good")
    if row["source"] not in sources:
        raise DataError(
            f"source {row['source']!r}", where=place, remedy="use a key of catalogue/sources.csv"
        )
    for name, grades in _GRADES.items():
        if row[name] not in grades:
            raise DataError(
                f"{name} {row[name]!r}", where=place, remedy=f"use one of {', '.join(grades)}"
            )
    if not row["role"].strip():
        raise DataError("no role", where=place, remedy="say what the input does in the output")


def _intensity(row: Mapping[str, str], place: str) -> float | None:
    if bool(row["intensity"]) != bool(row["unit"]):
        raise DataError(
            f"intensity {row['intensity']!r} with unit {row['unit']!r}",
            where=place,
            remedy="give both, or neither",
        )
    if not row["intensity"]:
        return None
    try:
        amount = float(row["intensity"])
    except ValueError:
        amount = math.nan
    if not (math.isfinite(amount) and amount > 0):
        raise DataError(
            f"intensity {row['intensity']!r}",
            where=place,
            remedy="give a number above zero, or leave it empty",
        )
    return amount


def _refuse_circle(table: pa.Table, where: str) -> None:
    inputs: dict[str, set[str]] = {}
    for row in table.select(["input", "output"]).to_pylist():
        inputs.setdefault(row["output"], set()).add(row["input"])
    try:
        TopologicalSorter(inputs).prepare()
    except CycleError as e:
        raise DataError(
            f"goods go into themselves: {' > '.join(e.args[1])}",
            where=where,
            remedy="take out the link that closes the circle",
        ) from e
