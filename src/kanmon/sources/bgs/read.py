"""World Mineral Statistics: rows of the OGC API into production, nothing summed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from kanmon.errors import DataError, UnitError
from kanmon.sources.named import economies_of
from kanmon.sources.raw import origin
from kanmon.sources.rows import read_rows
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.sources.text import parse_numbers
from kanmon.tables.door import check_table
from kanmon.units import parse_unit

COLUMNS = (
    "country_trans",
    "bgs_commodity_trans",
    "bgs_sub_commodity_trans",
    "bgs_statistic_type_trans",
    "year",
    "quantity",
    "units",
    "data_precision_description",
    "concat_figure_notes_text",
)
_UNDER_HALF = "Quantity is more than 0 but less than 0.5"
_KEY = ("country_trans", "bgs_commodity_trans", "bgs_sub_commodity_trans", "year", "units")


@dataclass(frozen=True, slots=True)
class Bgs:
    """Read World Mineral Statistics of the British Geological Survey.

    Example:
        >>> Bgs().card.licence.id
        'OGL-UK-3.0'
    """

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read one file or a folder of files of the OGC API."""
        tell = progress or (lambda _what, _done: None)
        files = _files(path)
        issues: list[Issue] = []
        parts = []
        for done, file in enumerate(files):
            tell(file.name, done / len(files))
            table, repairs = read_rows(file, where=file.name, required=COLUMNS)
            parts.append(table.select(COLUMNS))
            issues += repairs
        rows = pa.concat_tables(parts).to_pylist()
        rows, more = _production_once(rows, path.name)
        produced, found = _production(rows, path.name)
        if not produced:
            raise DataError("no row of production", where=path.name, remedy="check the file")
        table = check_table(pa.Table.from_pylist(produced), "production", where=path.name)
        reading = Reading(
            {"production": table},
            origin(self.card, files, table.column("edition")[0].as_py()),
            "WMS",
            (*issues, *more, *found),
        )
        tell("read", 1.0)
        return reading


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(f for f in path.iterdir() if f.suffix.lower() in (".csv", ".parquet"))
    if not files:
        raise DataError("no CSV or Parquet file", where=path.name, remedy="name the right folder")
    return files


def _production_once(
    rows: list[dict[str, str]], where: str
) -> tuple[list[dict[str, str]], list[Issue]]:
    """Keep production rows, each once: files of two downloads overlap."""
    seen: dict[tuple[str, ...], str] = {}
    kept, doubled, other = [], 0, 0
    for row in rows:
        if row["bgs_statistic_type_trans"] != "Production":
            other += 1
            continue
        key = tuple(row[k] for k in _KEY)
        if key not in seen:
            seen[key] = row["quantity"]
            kept.append(row)
        elif seen[key] == row["quantity"]:
            doubled += 1
        else:
            raise DataError(
                f"{' / '.join(key)} stands twice, with {seen[key] or 'no figure'} and "
                f"{row['quantity'] or 'no figure'}",
                where=where,
                remedy="the files are of two editions: hand over one",
            )
    issues = [
        Issue("dropped", what, count, where)
        for what, count in (("rows that stand in two files", doubled), ("no production", other))
        if count
    ]
    return kept, issues


def _production(rows: list[dict[str, str]], where: str) -> tuple[list[dict[str, Any]], list[Issue]]:
    named = economies_of([row["country_trans"] for row in rows], "bgs")
    quantities, _ = parse_numbers(
        pa.array([row["quantity"] for row in rows], pa.string()), where=f"{where}, quantity"
    )
    last_year = max((row["year"][:4] for row in rows), default="")
    out: list[dict[str, Any]] = []
    strange: Counter[str] = Counter()
    for row, economy, quantity in zip(rows, named.codes, quantities.to_pylist(), strict=True):
        if economy is None:
            continue
        try:
            unit, basis = _unit(row["units"])
        except UnitError:
            strange[row["units"]] += 1
            continue
        note = row["concat_figure_notes_text"].strip("| ")
        precision = row["data_precision_description"].strip()
        under_half = precision == _UNDER_HALF
        out.append(
            {
                "year": _year(row["year"], where),
                "economy": economy,
                "mineral": row["bgs_commodity_trans"],
                "kind": _kind(row, basis),
                "statistic": "production",
                "quantity": None if under_half else quantity,
                "unit": unit,
                "estimated": "Estimates." in note.split("|"),
                "edition": f"to {last_year}",
                "note": "|".join(n for n in (note, precision) if n) or None,
            }
        )
    out, merged = _one_name(out, where)
    issues = [*named.issues(where), *merged]
    issues += [
        Issue("dropped", f"rows of unknown unit {u!r}", n, where) for u, n in strange.items()
    ]
    return out, issues


def _one_name(rows: list[dict[str, Any]], where: str) -> tuple[list[dict[str, Any]], list[Issue]]:
    """Keep one row where a state stands under two names (Germany, German Federal Republic)."""
    kept: dict[tuple[Any, ...], dict[str, Any]] = {}
    empty = 0
    for row in rows:
        key = tuple(row[k] for k in ("year", "economy", "mineral", "kind", "unit"))
        other = kept.get(key)
        if other is None:
            kept[key] = row
        elif row["quantity"] is None or other["quantity"] is None:
            kept[key] = other if row["quantity"] is None else row
            empty += 1
        else:
            raise DataError(
                f"{' / '.join(map(str, key))} has {other['quantity']} and {row['quantity']}",
                where=where,
                remedy="two names of one economy have figures: say which counts what",
            )
    what = "empty rows of an economy that has a figure under another name"
    return list(kept.values()), [Issue("dropped", what, empty, where)] if empty else []


def _unit(text: str) -> tuple[str, str]:
    """Split ``tonnes (metal content)`` into the unit and what is weighed."""
    name, _, remark = text.partition(" (")
    basis = remark.rstrip(")")
    return parse_unit(name), "" if basis == "metric" else basis


def _kind(row: dict[str, str], basis: str) -> str:
    parts = [row["bgs_commodity_trans"]]
    if row["bgs_sub_commodity_trans"]:
        parts.append(row["bgs_sub_commodity_trans"])
    return ": ".join(parts) + (f" ({basis})" if basis else "")


def _year(text: str, where: str) -> int:
    if not text[:4].isdigit():
        raise DataError(f"year {text!r}", where=where, remedy="the API gives years as YYYY-01-01")
    return int(text[:4])
