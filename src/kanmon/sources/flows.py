"""Rows of trade from any publisher made into one sorted ``flows`` table, duplicates settled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kanmon.errors import DataError
from kanmon.sources.source import Issue
from kanmon.tables.schema import schema

Ints = npt.NDArray[np.integer]
Floats = npt.NDArray[np.float64]

MOST_KUSD = 1e10
"""No single flow of one product between two economies in one period reaches ten trillion USD."""

_REASONABLE_YEARS = (1962, 2100)


@dataclass(frozen=True, slots=True)
class Coded:
    """Hold one code a row: ``index[r]`` points into ``names``; a lone name needs no index.

    Names stand in alphabetical order, so that rows sorted by index are sorted by name.

    Example:
        >>> Coded(("CHN", "JPN"), np.array([1, 0])).names[1]
        'JPN'
    """

    names: tuple[str, ...]
    index: Ints | None = None


@dataclass(frozen=True, slots=True)
class FlowColumns:
    """Hold the columns of flows as arrays of one length; NaN is a missing quantity.

    ``line`` tells apart rows that the publisher counts separately (national tariff lines,
    customs offices) and that add up to one flow.

    Example:
        >>> FlowColumns(np.array([2022]), Coded(("CHN",)), Coded(("JPN",)), Coded(("280530",)),
        ...     np.array([1.0]), np.array([np.nan]), Coded(("HS2022",))).month is None
        True
    """

    year: Ints
    exporter: Coded
    importer: Coded
    product: Coded
    value: Floats
    quantity: Floats
    hs: Coded
    reported_by: Coded = Coded(("reconciled",))
    valuation: Coded = Coded(("fob",))
    month: Ints | None = None
    line: Ints | None = None


def assemble(columns: FlowColumns, *, where: str) -> tuple[pa.Table, tuple[Issue, ...]]:
    """Sort flows by product, importer, exporter, time; settle duplicates; make the table.

    Args:
        columns: arrays of one length; value in kUSD, quantity in t.
        where: file named in an error.

    Returns:
        A ``flows`` table, and what was dropped, added up or doubted.

    Raises:
        DataError: a value is missing, negative, infinite or absurd, or one flow stands there
            twice with different figures.

    Example:
        >>> c = FlowColumns(np.array([2022, 2022]), Coded(("CHN",)), Coded(("JPN",)),
        ...     Coded(("280530",)), np.array([1.0, 1.0]), np.array([2.0, 2.0]), Coded(("HS2022",)))
        >>> table, issues = assemble(c, where="example")
        >>> table.num_rows, issues[0].what
        (1, 'rows that repeat another exactly')
    """
    _check_figures(columns.value, "value", where)
    _check_figures(columns.quantity, "quantity", where)
    fields = [f for f in _fields(columns, where) if f.bits]
    key = _pack(fields, len(columns.year))
    key, rows = _sorted(key, sum(f.bits for f in fields))
    value, quantity = columns.value[rows], columns.quantity[rows]
    issues: list[Issue] = []
    again = key[1:] == key[:-1]
    if again.any():
        line = None if columns.line is None else columns.line[rows]
        keep, value, quantity, issues = _settle(again, line, value, quantity, where)
        key = key[keep]
    table = _table(_unpack(key, fields), columns, value, quantity)
    issues += _doubts(table, quantity, where)
    return table, tuple(issues)


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    values: Ints | None
    least: int
    bits: int


def _fields(c: FlowColumns, where: str) -> list[_Field]:
    if not len(c.year):
        raise DataError("no flow that can be kept", where=where, remedy="see what was left out")
    first, last = int(c.year.min()), int(c.year.max())
    if first < _REASONABLE_YEARS[0] or last > _REASONABLE_YEARS[1]:
        raise DataError(
            f"years from {first} to {last}",
            where=where,
            remedy="check the year column: it may have changed place with another",
        )
    coded = {
        "product": c.product,
        "importer": c.importer,
        "exporter": c.exporter,
        "hs": c.hs,
        "reported_by": c.reported_by,
        "valuation": c.valuation,
    }
    plain = [_Field(n, k.index, 0, (len(k.names) - 1).bit_length()) for n, k in coded.items()]
    year = _Field("year", c.year, first, (last - first).bit_length())
    month = _Field("month", c.month, 0, 0 if c.month is None else 4)
    return [*plain[:3], year, month, *plain[3:]]


def _pack(fields: list[_Field], n: int) -> npt.NDArray[np.int64]:
    """Write every row's codes and time side by side into the bits of one integer."""
    key = np.zeros(n, np.int64)
    for f in fields:
        assert f.values is not None
        key <<= f.bits
        key |= f.values if not f.least else f.values.astype(np.int64) - f.least
    return key


def _sorted(key: npt.NDArray[np.int64], bits: int) -> tuple[npt.NDArray[np.int64], Ints]:
    """Sort the key, and give for each place the row it came from, first rows first."""
    n = len(key)
    row_bits = max(n - 1, 1).bit_length()
    if bool((key[1:] >= key[:-1]).all()):
        return key, np.arange(n, dtype=np.int64)
    if bits + row_bits > 62:
        order = np.argsort(key, kind="stable")
        return key[order], order
    # The row number rides in the low bits: one plain sort, several times faster than an
    # argsort, and stable.
    key <<= row_bits
    key |= np.arange(n, dtype=np.int64)
    key.sort()
    return key >> row_bits, key & ((1 << row_bits) - 1)


def _unpack(key: npt.NDArray[np.int64], fields: list[_Field]) -> dict[str, Ints]:
    out: dict[str, Ints] = {}
    shift = sum(f.bits for f in fields)
    for f in fields:
        shift -= f.bits
        part = (key >> shift) & ((1 << f.bits) - 1)
        out[f.name] = part.astype(np.int32) + np.int32(f.least)
    return out


def _settle(
    again: npt.NDArray[np.bool_], line: Ints | None, value: Floats, quantity: Floats, where: str
) -> tuple[npt.NDArray[np.bool_], Floats, Floats, list[Issue]]:
    """Drop exact repeats, refuse conflicting ones, add up lines of one flow."""
    issues = []
    if line is None:
        same = _alike(value[1:], value[:-1]) & _alike(quantity[1:], quantity[:-1])
        if (again & ~same).any():
            raise DataError(
                f"{int((again & ~same).sum())} flows stand there twice with different figures",
                where=where,
                remedy="find out which of the two is meant and remove the other",
            )
        keep = np.concatenate(([True], ~again))
        issues.append(Issue("dropped", "rows that repeat another exactly", int(again.sum()), where))
        return keep, value[keep], quantity[keep], issues
    first = np.flatnonzero(np.concatenate(([True], ~again)))
    group = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(value))))
    order = np.lexsort((line, group))
    twin = (group[order][1:] == group[order][:-1]) & (line[order][1:] == line[order][:-1])
    alike = _alike(value[order][1:], value[order][:-1])
    alike &= _alike(quantity[order][1:], quantity[order][:-1])
    if (twin & ~alike).any():
        raise DataError(
            f"{int((twin & ~alike).sum())} lines stand there twice with different figures",
            where=where,
            remedy="find out which of the two is meant and remove the other",
        )
    value, quantity = value.copy(), quantity.copy()
    repeated = order[1:][twin]
    value[repeated] = 0.0
    quantity[repeated] = 0.0
    if len(repeated):
        issues.append(Issue("dropped", "rows that repeat another exactly", len(repeated), where))
    added = int(again.sum()) - len(repeated)
    if added:
        issues.append(Issue("repair", "lines added up into one flow", added, where))
    keep = np.zeros(len(value), np.bool_)
    keep[first] = True
    # NaN spreads through the sum: a flow with one line of unknown quantity has none.
    return keep, np.add.reduceat(value, first), np.add.reduceat(quantity, first), issues


def _alike(a: Floats, b: Floats) -> npt.NDArray[np.bool_]:
    alike: npt.NDArray[np.bool_] = (a == b) | (np.isnan(a) & np.isnan(b))
    return alike


def _check_figures(figures: Floats, name: str, where: str) -> None:
    if not len(figures):
        return
    if name == "value" and np.isnan(figures).any():
        raise DataError(
            f"{int(np.isnan(figures).sum())} flows without a value",
            where=where,
            remedy="a missing value is not zero: get the file again",
        )
    low, high = float(np.fmin.reduce(figures)), float(np.fmax.reduce(figures))
    if low < 0:
        raise DataError(
            f"a negative {name} ({low:g})", where=where, remedy="mend the sign or the column"
        )
    if high > MOST_KUSD or np.isinf(high):
        raise DataError(
            f"a {name} of {high:g}, above {MOST_KUSD:g}",
            where=where,
            remedy="check the unit and the column: no single flow is as large",
        )


def _doubts(table: pa.Table, quantity: Floats, where: str) -> list[Issue]:
    issues = []
    home = _same_party(table)
    if home:
        issues.append(Issue("doubt", "flows from an economy to itself", home, where))
    empty = int(np.isnan(quantity).sum())
    if empty:
        issues.append(Issue("doubt", "flows without a quantity", empty, where))
    return issues


def _same_party(table: pa.Table) -> int:
    out, into = (table.column(n).chunk(0) for n in ("exporter", "importer"))
    if out.dictionary.equals(into.dictionary):
        return int((out.indices.to_numpy() == into.indices.to_numpy()).sum())
    at = {code: i for i, code in enumerate(into.dictionary.to_pylist())}
    same = np.array([at.get(code, -1) for code in out.dictionary.to_pylist()], np.int32)
    return int((same[out.indices.to_numpy()] == into.indices.to_numpy()).sum())


def _table(parts: dict[str, Ints], c: FlowColumns, value: Floats, quantity: Floats) -> pa.Table:
    n = len(value)
    # Columns of one value share one buffer of zeros.
    zeros = pa.array(np.zeros(n, np.int32))

    def code(name: str, coded: Coded) -> pa.Array:
        index = pa.array(parts[name]) if name in parts else zeros
        return pa.DictionaryArray.from_arrays(index, pa.array(coded.names, pa.string()))

    year = parts.get("year")
    arrays = {
        "year": np.full(n, c.year[0], np.int16) if year is None else year.astype(np.int16),
        "month": pa.nulls(n, pa.int8()) if c.month is None else parts["month"].astype(np.int8),
        "exporter": code("exporter", c.exporter),
        "importer": code("importer", c.importer),
        "product": code("product", c.product),
        "hs": code("hs", c.hs),
        "reported_by": code("reported_by", c.reported_by),
        "valuation": code("valuation", c.valuation),
        "value": value,
        "quantity": pa.array(quantity, from_pandas=True),
    }
    s = schema("flows")
    return pa.table([arrays[name] for name in s.names], schema=s.arrow)
