"""Series of figures by day, month or year: dates read, doubles refused, one table out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from kanmon.errors import DataError
from kanmon.tables.door import check_table
from kanmon.tables.schema import schema

_DAY = re.compile(r"^(\d{4})[-/](\d{2})(?:[-/](\d{2}))?(?:[ T]\d{2}:\d{2}:\d{2}\S*)?$")


def days_of(texts: Sequence[str], *, where: str) -> list[dt.date]:
    """Read days written as year, month and, for days, day.

    Args:
        texts: ``2022-03-01``, ``2022/03/01 00:00:00+00`` or ``2022-03`` (its first day).
        where: file and column named in an error.

    Returns:
        One date a text.

    Raises:
        DataError: a text is no such day.

    Example:
        >>> days_of(["2022-03", "2022/03/05 00:00:00+00"], where="x.csv")
        [datetime.date(2022, 3, 1), datetime.date(2022, 3, 5)]
    """
    known: dict[str, dt.date] = {}
    for number, text in enumerate(texts):
        if text in known:
            continue
        found = _DAY.match(text.strip())
        try:
            if found is None:
                raise ValueError
            known[text] = dt.date(int(found[1]), int(found[2]), int(found[3] or 1))
        except ValueError:
            raise DataError(
                f"{text!r} (row {number + 1}) is no day",
                where=where,
                remedy="write days as 2022-03-05 and months as 2022-03",
            ) from None
    return [known[text] for text in texts]


def series_table(columns: Mapping[str, Any], rows: int, *, where: str) -> pa.Table:
    """Build a ``series`` table, columns not given left empty.

    Args:
        columns: by name, one value a row or one for all; ``series``, ``indicator``, ``freq``,
            ``period``, ``value`` and ``unit`` must be there.
        rows: number of rows.
        where: file named in an error.

    Returns:
        The checked table.

    Raises:
        DataError: there are no rows, a period of a series stands twice, or a value is infinite.

    Example:
        >>> day = [dt.date(2022, 3, 1)]
        >>> series_table({"series": "a", "indicator": "index", "freq": "monthly", "period": day,
        ...               "value": [1.0], "unit": "index"}, 1, where="x").num_rows
        1
    """
    if not rows:
        raise DataError("no figure", where=where, remedy="check that the file is whole")
    filled = {}
    for field in schema("series").arrow:
        given = columns.get(field.name)
        if given is None or isinstance(given, str):
            given = pa.array([given] * rows, pa.string()) if given is not None else None
        filled[field.name] = (
            pa.nulls(rows, field.type if not pa.types.is_dictionary(field.type) else pa.string())
            if given is None
            else given
        )
    table = check_table(pa.table(filled), "series", where=where)
    values = table.column("value").to_numpy(zero_copy_only=False).astype(np.float64)
    if np.isinf(values).any():
        raise DataError("an infinite figure", where=where, remedy="leave it empty")
    keys = table.group_by(["series", "period"]).aggregate([])
    if keys.num_rows < rows:
        raise DataError(
            "a period of a series stands twice", where=where, remedy="remove one of the two"
        )
    return table
