"""Trade and supply agreements in force between a party and a supplier: the reader's own rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import pyarrow as pa

from kanmon.codes.register import is_economy
from kanmon.errors import DataError

COLUMNS = ("agreement", "economy", "from_date", "to_date", "source")


def in_force(
    table: pa.Table, members: Iterable[str], day: dt.date, *, where: str = "agreements"
) -> Mapping[str, tuple[str, ...]]:
    """Find the agreements that bind an economy and a member of the party on a day.

    Args:
        table: a row for each agreement and economy bound: agreement, economy, from_date, to_date
            (empty while it is in force), source.
        members: economies of the party.
        day: that asked about.
        where: file named in an error.

    Returns:
        Names of agreements by economy outside the party, those of one bloc with members that it
        binds after them where it does not bind all. An economy bound by none is not there.

    Raises:
        DataError: the columns are others, or a row has no known economy or no date.

    Example:
        >>> rows = {"agreement": ["CPTPP"] * 2, "economy": ["JPN", "AUS"],
        ...         "from_date": ["2018-12-30"] * 2, "to_date": ["", ""], "source": ["x"] * 2}
        >>> in_force(pa.table(rows), {"JPN"}, dt.date(2024, 12, 31))
        {'AUS': ('CPTPP',)}
    """
    if set(table.column_names) != set(COLUMNS):
        raise DataError(
            f"columns {', '.join(table.column_names)}",
            where=where,
            remedy=f"give exactly {', '.join(COLUMNS)}",
        )
    bound: dict[str, set[str]] = {}
    for number, row in enumerate(table.to_pylist(), start=1):
        place = f"{where}, row {number}"
        if not row["economy"] or not is_economy(row["economy"]):
            raise DataError(
                f"economy {row['economy']!r}", where=place, remedy="use an ISO 3166 alpha-3 code"
            )
        start, end = _date(row["from_date"], place), _date(row["to_date"], place)
        if start is None:
            raise DataError("no from_date", where=place, remedy="say since when it is in force")
        if start <= day and (end is None or day <= end):
            bound.setdefault(str(row["agreement"]), set()).add(row["economy"])
    party = set(members)
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(bound):
        ours = bound[name] & party
        if not ours:
            continue
        told = name if ours == party else f"{name} ({', '.join(sorted(ours))})"
        for other in sorted(bound[name] - party):
            found[other] = (*found.get(other, ()), told)
    return found


def _date(value: object, place: str) -> dt.date | None:
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as e:
        raise DataError(f"date {value!r}", where=place, remedy="write a day as 2018-12-30") from e
