"""Geopolitical Risk index: one column a series, world and economies."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from kanmon.codes.register import is_economy
from kanmon.errors import DataError
from kanmon.sources.raw import origin
from kanmon.sources.rows import read_rows
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.sources.text import parse_numbers
from kanmon.sources.timed import days_of, series_table

_WORLD = ("GPR", "GPRT", "GPRA")
_ECONOMY = re.compile(r"^GPRC_([A-Z]{3})$")
_ECONOMIES = 44
_FIRST = dt.date(1985, 1, 1)


@dataclass(frozen=True, slots=True)
class Gpr:
    """Read the Geopolitical Risk index.

    Example:
        >>> Gpr().card.name
        'gpr'
    """

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read the authors' monthly table."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        table, issues = read_rows(path, where=path.name, required=("month", *_WORLD))
        days = days_of(table.column("month").to_pylist(), where=f"{path.name}, month")
        keep = [n for n, day in enumerate(days) if day >= _FIRST]
        found = list(issues)
        if len(keep) < len(days):
            what = "months before 1985, which only the historical index covers"
            found.append(Issue("dropped", what, len(days) - len(keep), path.name))
        blocks = []
        for name in table.column_names:
            economy = _ECONOMY.match(name)
            if name not in _WORLD and economy is None:
                continue
            if economy and not is_economy(economy[1]):
                raise DataError(
                    f"economy {economy[1]!r}", where=f"{path.name}, {name}", remedy="mend its code"
                )
            values, _ = parse_numbers(table.column(name), where=f"{path.name}, {name}")
            blocks.append(
                series_table(
                    {
                        "series": name,
                        "indicator": "index",
                        "economy": economy[1] if economy else None,
                        "freq": "monthly",
                        "period": [days[n].replace(day=1) for n in keep],
                        "value": values.take(pa.array(keep, pa.int64())),
                        "unit": "percent of articles" if economy else "index, 1985-2019 = 100",
                    },
                    len(keep),
                    where=path.name,
                )
            )
        named = len(blocks) - len(_WORLD)
        if named < _ECONOMIES:
            what = f"{named} economies (columns GPRC_...); the authors' table has {_ECONOMIES}"
            found.append(Issue("doubt", what, _ECONOMIES - named, path.name))
        reading = Reading(
            {"series": pa.concat_tables(blocks).unify_dictionaries()},
            origin(self.card, [path], f"to {max(days):%Y-%m}"),
            "monthly",
            tuple(found),
        )
        tell("read", 1.0)
        return reading
