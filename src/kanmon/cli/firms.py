"""The user's own network of firms, read from CSV or Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from kanmon.analysis.impact.network import FirmNetwork, firm_network
from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class Firms:
    """Hold a network and the names its firms have in the user's files.

    Example:
        >>> Firms(firm_network([0], [1], [2.0], [0, 0]), ("a", "b")).names[1]
        'b'
    """

    network: FirmNetwork
    names: tuple[str, ...]


def read_firms(links: Path, firms: Path) -> Firms:
    """Read firms and the links between them.

    ``firms`` has the columns ``firm`` and ``sector``, and may have ``economy`` (ISO 3166 alpha-3)
    and ``final`` (sales to final demand a day). ``links`` has ``supplier``, ``client`` (names of
    ``firms``) and ``amount`` (money a day).
    """
    who = _columns(firms, ("firm", "sector"))
    names = _texts(who, "firm", firms)
    number = {name: place for place, name in enumerate(names)}
    if len(number) < len(names):
        # The last row of a name wins its number: the first row that lost it is a double.
        twice = next(n for place, n in enumerate(names) if number[n] != place)
        raise DataError(f"firm {twice!r} twice", where=str(firms), remedy="give each firm one row")
    kinds = _texts(who, "sector", firms)
    sectors = tuple(sorted(set(kinds)))
    places = _texts(who, "economy", firms) if "economy" in who.column_names else None
    rows = _columns(links, ("supplier", "client", "amount"))
    ends = []
    for column in ("supplier", "client"):
        named = _texts(rows, column, links)
        strange = next((n for n in named if n not in number), None)
        if strange is not None:
            raise DataError(
                f"{column} {strange!r} is no firm of {firms.name}",
                where=str(links),
                remedy="add a row for it, or leave its links out",
            )
        ends.append([number[n] for n in named])
    economies = tuple(sorted(set(places))) if places is not None else ()
    return Firms(
        firm_network(
            np.array(ends[0], np.int64),
            np.array(ends[1], np.int64),
            _numbers(rows, "amount", links),
            _numbered(kinds, sectors),
            final=_numbers(who, "final", firms) if "final" in who.column_names else None,
            economy=None if places is None else (_numbered(places, economies), economies),
            sectors=sectors,
        ),
        tuple(names),
    )


def _numbered(values: list[str], names: tuple[str, ...]) -> np.ndarray:
    place = {name: number for number, name in enumerate(names)}
    return np.array([place[v] for v in values], np.int64)


def read_matrix(path: Path) -> tuple[tuple[str, ...], list[list[int]]]:
    """Read how much customers need suppliers: rows supplier sectors, columns customer sectors.

    The first column names the supplier's sector; 0 is negligible, 1 helpful, 2 essential.
    """
    table = _open(path)
    labels = table.column_names[1:]
    rows = [str(v) for v in table.column(0).to_pylist()] if table.num_columns else []
    if rows != labels or not labels:
        raise DataError(
            f"{len(rows)} rows and {len(labels)} columns that do not name the same sectors",
            where=str(path),
            remedy="give a square table: its first column holds the names of the others, in order",
        )
    cells: list[list[int]] = [[] for _ in rows]
    for column in table.columns[1:]:
        for place, value in enumerate(column.to_pylist()):
            if value not in (0, 1, 2):
                raise DataError(
                    f"class {value!r}", where=f"{path}, row {rows[place]}", remedy="use 0, 1 or 2"
                )
            cells[place].append(int(value))
    return tuple(labels), cells


def _columns(path: Path, needed: tuple[str, ...]) -> pa.Table:
    table = _open(path)
    missing = [c for c in needed if c not in table.column_names]
    if missing or not table.num_rows:
        raise DataError(
            f"no column {', '.join(missing)}" if missing else "no rows",
            where=str(path),
            remedy=f"give a table with the columns {', '.join(needed)}",
        )
    return table


def _open(path: Path) -> pa.Table:
    if not path.is_file():
        raise DataError("no such file", where=str(path), remedy="check the path")
    try:
        if path.suffix == ".parquet":
            return pq.read_table(path)
        if path.suffix == ".csv":
            return pa.csv.read_csv(path)
    except (pa.ArrowInvalid, OSError) as e:
        raise DataError(
            f"cannot be read ({e})", where=str(path), remedy="write it anew as CSV or Parquet"
        ) from e
    raise DataError(
        f"ending {path.suffix!r}", where=str(path), remedy="give a .csv or .parquet file"
    )


def _texts(table: pa.Table, column: str, path: Path) -> list[str]:
    values = table.column(column).to_pylist()
    if any(v is None or v == "" for v in values):
        place = next(i for i, v in enumerate(values) if v is None or v == "")
        raise DataError(f"no {column}", where=f"{path}, row {place + 1}", remedy="fill it in")
    return [str(v) for v in values]


def _numbers(table: pa.Table, column: str, path: Path) -> np.ndarray:
    try:
        values = table.column(column).cast(pa.float64())
    except pa.ArrowException as e:
        raise DataError(
            f"{column} that is no number ({e})", where=str(path), remedy="give numbers"
        ) from e
    if values.null_count:
        raise DataError(
            f"{values.null_count} rows without {column}",
            where=str(path),
            remedy="leave such rows out: missing is not zero",
        )
    return np.asarray(values.to_numpy(), dtype=np.float64)
