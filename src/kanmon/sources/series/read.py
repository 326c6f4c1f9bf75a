"""The user's own series, in the layout of the table itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from kanmon.catalogue.load import goods
from kanmon.errors import DataError
from kanmon.sources.raw import origin
from kanmon.sources.rows import read_rows
from kanmon.sources.source import Card, Progress, Reading, load_card
from kanmon.sources.text import parse_numbers
from kanmon.sources.timed import days_of, series_table
from kanmon.tables.schema import schema

_LAYOUT = schema("series").names


@dataclass(frozen=True, slots=True)
class Series:
    """Read figures of the user's own.

    Example:
        >>> Series().card.publisher
        'the user'
    """

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read a file in the layout of the table ``series``."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        table, issues = read_rows(path, where=path.name, required=_LAYOUT)
        strange = [c for c in table.column_names if c not in _LAYOUT]
        if strange:
            raise DataError(
                f"columns {', '.join(strange)}",
                where=path.name,
                remedy=f"use {', '.join(_LAYOUT)}",
            )
        values, _ = parse_numbers(table.column("value"), where=f"{path.name}, value")
        days = days_of(table.column("period").to_pylist(), where=f"{path.name}, period")
        columns: dict[str, Any] = {
            name: _or_none(table, name) for name in table.column_names if name != "published"
        }
        unknown = sorted({g for g in columns.get("good", []) if g} - set(goods()))
        if unknown:
            raise DataError(
                f"goods {', '.join(unknown[:5])}",
                where=f"{path.name}, good",
                remedy="use ids of `kanmon goods`, or leave the cell empty",
            )
        if "published" in table.column_names:
            columns["published"] = _published(table, days, f"{path.name}, published")
        columns |= {"period": days, "value": values}
        series = series_table(columns, len(days), where=path.name)
        reading = Reading(
            {"series": series}, origin(self.card, [path], f"to {max(days)}"), path.stem, issues
        )
        tell("read", 1.0)
        return reading


def _published(table: pa.Table, days: list[dt.date], where: str) -> list[dt.date | None]:
    told = table.column("published").to_pylist()
    read = iter(days_of([text for text in told if text], where=where))
    public = [next(read) if text else None for text in told]
    early = [p for day, p in zip(days, public, strict=True) if p is not None and p < day]
    if early:
        raise DataError(
            f"{len(early)} figures published before their period began",
            where=where,
            remedy="a figure is known after the fact: mend the dates",
        )
    return public


def _or_none(table: pa.Table, name: str) -> list[str | None]:
    return [cell.strip() or None for cell in table.column(name).to_pylist()]
