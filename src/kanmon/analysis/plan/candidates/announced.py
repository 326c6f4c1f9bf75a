"""Capacity that somebody says he has or will build: the reader's own rows, held to a layout."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterable

import pyarrow as pa

from kanmon.analysis.plan.candidates.candidate import Announced, Interval
from kanmon.catalogue.rows import parse_csv, read_text
from kanmon.codes.register import economy, is_economy
from kanmon.errors import DataError

COLUMNS = ("good", "economy", "tonnes_per_year", "from_date", "firmness", "source")
FIRMNESS = ("operating", "construction", "financed", "announced")


def parse_announced(
    text: str, goods: Collection[str], *, where: str = "announced capacity"
) -> tuple[Announced, ...]:
    """Read announcements out of comma-separated text.

    Args:
        text: good, economy, tonnes_per_year, from_date, firmness, source, with a header.
        goods: ids of goods a row may name.
        where: file named in an error.

    Returns:
        Announcements in file order.

    Raises:
        DataError: a column is missing or strange, or a row is wrong, named by its line.

    Example:
        >>> text = ",".join(COLUMNS) + "\\ngallium_metal,AUS,100,2027-01-01,announced,press"
        >>> parse_announced(text, {"gallium_metal"})[0].tonnes
        100.0
    """
    rows = parse_csv(text, COLUMNS, where=where)
    return _all(((f"{where}, line {n}", row) for n, row in enumerate(rows, start=2)), goods)


def read_announced(
    table: pa.Table, goods: Collection[str], *, where: str = "announced capacity"
) -> tuple[Announced, ...]:
    """Read announcements out of an Arrow table of the same columns.

    Args:
        table: columns as in :func:`parse_announced`; dates as such or as text.
        goods: ids of goods a row may name.
        where: file named in an error.

    Returns:
        Announcements in row order.

    Raises:
        DataError: the columns are others, or a row is wrong, named by its number.

    Example:
        >>> read_announced(pa.table({c: pa.array([], pa.string()) for c in COLUMNS}), set())
        ()
    """
    if set(table.column_names) != set(COLUMNS) or len(table.column_names) != len(COLUMNS):
        raise DataError(
            f"columns {', '.join(table.column_names)}",
            where=where,
            remedy=f"give exactly {', '.join(COLUMNS)}",
        )
    rows = (
        {name: "" if cell is None else str(cell) for name, cell in row.items()}
        for row in table.to_pylist()
    )
    return _all(((f"{where}, row {n}", row) for n, row in enumerate(rows, start=1)), goods)


def _all(
    rows: Iterable[tuple[str, dict[str, str]]], goods: Collection[str]
) -> tuple[Announced, ...]:
    found = [_row(row, goods, place) for place, row in rows]
    seen: set[tuple[str, str, dt.date, str]] = set()
    for one in found:
        key = (one.good, one.economy, one.start, one.source)
        if key in seen:
            raise DataError(
                f"{one.good} in {one.economy} from {one.start} stands twice, of one source",
                where="announced capacity",
                remedy="keep one, or name the sources apart",
            )
        seen.add(key)
    return tuple(found)


def _row(row: dict[str, str], goods: Collection[str], place: str) -> Announced:
    if row["good"] not in goods:
        raise DataError(
            f"good {row['good']!r}", where=place, remedy="use the id of a good (`kanmon goods`)"
        )
    if not is_economy(row["economy"]) or economy(row["economy"]).kind != "economy":
        raise DataError(
            f"economy {row['economy']!r}", where=place, remedy="use an ISO 3166 alpha-3 code"
        )
    if row["firmness"] not in FIRMNESS:
        raise DataError(
            f"firmness {row['firmness']!r}", where=place, remedy=f"use one of {', '.join(FIRMNESS)}"
        )
    if not row["source"].strip():
        raise DataError("no source", where=place, remedy="say who announced it")
    return Announced(
        row["good"],
        row["economy"],
        _tonnes(row["tonnes_per_year"], place),
        _date(row["from_date"], place),
        row["firmness"],
        row["source"],
    )


def _tonnes(text: str, place: str) -> float:
    try:
        amount = float(text)
    except ValueError:
        amount = math.nan
    if not (math.isfinite(amount) and amount > 0):
        raise DataError(
            f"tonnes_per_year {text!r}", where=place, remedy="give a number above zero, in tonnes"
        )
    return amount


def _date(text: str, place: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as e:
        raise DataError(
            f"from_date {text!r}", where=place, remedy="write a day as 2027-04-01"
        ) from e


def due(rows: Iterable[Announced]) -> Interval:
    """Add up what may come of announcements.

    Args:
        rows: announcements of one good in one economy.

    Returns:
        Their sum, bound by bound.

    Example:
        >>> one = Announced("gallium_metal", "AUS", 10.0, dt.date(2027, 1, 1), "operating", "x")
        >>> due([one, one]).low
        20.0
    """
    total = Interval(0.0, 0.0, 0.0)
    for one in rows:
        total = total.plus(one.expected)
    return total


def makers(goods: Collection[str]) -> tuple[Announced, ...]:
    """Load the capacity in operation that the catalogue remembers of goods nobody counts.

    Args:
        goods: ids of goods a row may name.

    Returns:
        Capacity in operation, each with its source; ``memory`` where it is still to be checked.

    Example:
        >>> from kanmon.catalogue.load import goods
        >>> {m.good for m in makers(goods())} >= {"enriched_uranium"}
        True
    """
    return parse_announced(read_text("makers.csv"), goods, where="catalogue/makers.csv")


def announcements(goods: Collection[str]) -> tuple[Announced, ...]:
    """Load the capacity to come that the catalogue remembers; a reader's own rows go before.

    Args:
        goods: ids of goods a row may name.

    Returns:
        Announcements, each with its source; ``memory`` where it is still to be checked.

    Example:
        >>> from kanmon.catalogue.load import goods
        >>> {a.economy for a in announcements(goods()) if a.good == "gallium_metal"} >= {"AUS"}
        True
    """
    return parse_announced(read_text("announced.csv"), goods, where="catalogue/announced.csv")
