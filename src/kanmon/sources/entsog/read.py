"""Gas flows into the EU: operators' points added up by day and economy across the border."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from kanmon.errors import DataError
from kanmon.sources.named import economies_of
from kanmon.sources.raw import origin
from kanmon.sources.rows import read_rows
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.sources.text import parse_numbers
from kanmon.sources.timed import days_of, series_table

_NEEDED = ("dates", "values", "direction", "label", "country", "exportcountry")
_SHIPPED = ("LNG", "Liquefied Natural Gas")


@dataclass(frozen=True, slots=True)
class Entsog:
    """Read daily gas flows at the borders of the EU.

    Example:
        >>> Entsog().card.units
        'GWh a day'
    """

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read operators' flows and add entries up by day and economy across the border."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        table, issues = read_rows(path, where=path.name, required=_NEEDED)
        values, _ = parse_numbers(table.column("values"), where=f"{path.name}, values")
        odd = set(table.column("direction").to_pylist()) - {"entry", "exit"}
        if odd:
            raise DataError(
                f"direction {', '.join(sorted(odd))}",
                where=path.name,
                remedy="directions are entry and exit",
            )
        found = list(issues)
        entry = pc.equal(table.column("direction"), "entry")
        known = pc.and_(entry, pc.is_valid(values))
        left = table.num_rows - pc.sum(entry).as_py()
        empty = pc.sum(entry).as_py() - pc.sum(known).as_py()
        if left:
            found.append(Issue("dropped", "exits (reverse flow)", left, path.name))
        if empty:
            found.append(Issue("dropped", "entries without a figure", empty, path.name))
        rows = table.set_column(table.column_names.index("values"), "values", values).filter(known)
        names = rows.column("exportcountry").to_pylist()
        mapped = economies_of([n for n in names if n not in _SHIPPED], "name")
        found.extend(mapped.issues(path.name))
        code = dict(zip([n for n in names if n not in _SHIPPED], mapped.codes, strict=True))
        keys = [("LNG" if n in _SHIPPED else (code[n] or "")) for n in names]
        rows = rows.append_column("key", pa.array(keys))
        rows = rows.filter(pc.not_equal(rows.column("key"), ""))
        if not rows.num_rows:
            raise DataError("no entry with a figure", where=path.name, remedy="check the file")
        sums = (
            rows.group_by(["key", "dates"])
            .aggregate([("values", "sum")])
            .sort_by([("key", "ascending"), ("dates", "ascending")])
        )
        keys = sums.column("key").to_pylist()
        days = days_of(sums.column("dates").to_pylist(), where=f"{path.name}, dates")
        series = series_table(
            {
                "series": [f"gas into the EU/{key}" for key in keys],
                "indicator": "flow",
                "good": "natural_gas",
                "economy": pa.array([None if k == "LNG" else k for k in keys], pa.string()),
                "place": pa.array(["LNG" if k == "LNG" else None for k in keys], pa.string()),
                "freq": "daily",
                "period": days,
                "value": pc.divide(sums.column("values_sum"), 1e6),
                "unit": "GWh a day",
            },
            len(days),
            where=path.name,
        )
        reading = Reading(
            {"series": series}, origin(self.card, [path], f"to {max(days)}"), "daily", tuple(found)
        )
        tell("read", 1.0)
        return reading
