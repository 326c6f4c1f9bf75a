"""Agreements of a reader's file that bind a target and its buyers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from kanmon.analysis.plan.candidates.agreements import COLUMNS, in_force
from kanmon.errors import DataError


def agreements_of_file(
    path: Path, members: Iterable[str], day: dt.date
) -> Mapping[str, tuple[str, ...]]:
    """Read agreements in force on a day.

    Args:
        path: CSV or Parquet with agreement, economy, from_date, to_date (empty while it is in
            force), source.
        members: economies bound on one side.
        day: that asked about.

    Returns:
        Names of agreements by economy on the other side.

    Raises:
        DataError: it cannot be read, or a row has no known economy or no date.

    Example:
        >>> agreements_of_file(Path("nowhere.csv"), {"JPN"}, dt.date(2024, 1, 1))
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: nowhere.csv: no such file. To mend: give a CSV or Parquet file.
    """
    remedy = "give a CSV or Parquet file"
    if not path.is_file():
        raise DataError("no such file", where=path.name, remedy=remedy)
    words = pa.csv.ConvertOptions(column_types=dict.fromkeys(COLUMNS, pa.string()))
    try:
        if path.suffix == ".parquet":
            table = pq.read_table(path)
        else:
            table = pa.csv.read_csv(path, convert_options=words)
    except (OSError, pa.ArrowInvalid) as e:
        raise DataError(str(e)[:200], where=path.name, remedy=remedy) from e
    return in_force(table, members, day, where=path.name)
