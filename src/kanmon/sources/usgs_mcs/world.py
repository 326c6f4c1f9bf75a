"""World production, capacity and reserves in the wide file of the 2025 edition."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources

import pyarrow as pa

from kanmon.errors import DataError, UnitError
from kanmon.sources.usgs_mcs.gathered import Gathered, Row
from kanmon.sources.usgs_mcs.measured import unit_of
from kanmon.sources.usgs_mcs.places import Place, places
from kanmon.sources.usgs_mcs.printed import join_notes, parse

COLUMNS = ("SOURCE", "COMMODITY", "COUNTRY", "TYPE", "UNIT_MEAS")
_FIGURES = re.compile(r"^(?P<what>PROD|CAP|RESERVES)(?P<est>_EST)?_\s*(?P<year>\d{4})$")
_EVERY = (("PROD", False), ("PROD", True), ("CAP", False), ("CAP", True), ("RESERVES", False))
_NOTES = {"PROD": "PROD_NOTES", "CAP": "CAP_NOTES", "RESERVES": "RESERVE_NOTES"}
_RESERVE_UNIT = re.compile(r"\b(thousand|million) metric tons\b", re.IGNORECASE)


def read_world(table: pa.Table, where: str) -> Gathered:
    """Read the world data file of an edition laid out as in 2025.

    Args:
        table: strings, one row an economy and a line of the world table, years across.
        where: file named in issues.

    Returns:
        Rows of ``production`` and ``reserves``.

    Raises:
        DataError: a column of figures or of notes is missing.

    Example:
        >>> row = dict.fromkeys(("PROD_EST_ 2024", "PROD_NOTES", "CAP_2023", "CAP_EST_ 2024",
        ...                      "CAP_NOTES", "RESERVES_2024", "RESERVE_NOTES"), "")
        >>> row |= {"SOURCE": "MCS2025", "COMMODITY": "Cobalt", "COUNTRY": "World total (rounded)",
        ...         "TYPE": "Mine production", "UNIT_MEAS": "metric tons", "PROD_2023": "238000"}
        >>> read_world(pa.Table.from_pylist([row]), "x.csv").production[0]["quantity"]
        238000.0
    """
    _check_layout(table.column_names, where)
    out = Gathered()
    rows = [{k: v.strip() for k, v in row.items()} for row in table.to_pylist()]
    for row in rows:
        for (column, printed), read_as in _misprints(row["SOURCE"], row["COMMODITY"]):
            if row[column] == printed:
                row[column] = read_as
                out.count("repair", f"{printed!r} misprinted for {read_as!r}", where)
    known = places(row["COUNTRY"] for row in rows)
    totals: set[tuple[str, str, str]] = set()
    figured = _printed_lines(rows)
    reserve_units = _reserve_units(rows)
    for row in rows:
        place = known[row["COUNTRY"]]
        if place.code is None:
            out.count("dropped", f"rows of no known economy: {row['COUNTRY']}", where)
            continue
        # The first total under a line is the line's own; a later one says what it is of.
        later = (*_line(row), place.code) in totals
        if place.code in ("WLD", "OTH"):
            totals.add((*_line(row), place.code))
        for column in row:
            parts = _FIGURES.match(column)
            if parts and (column, _line(row)) in figured:
                _add(out, row, parts, place if later else Place(place.code), reserve_units, where)
    return out


def _check_layout(columns: list[str], where: str) -> None:
    figures = {(m["what"], bool(m["est"])) for c in columns if (m := _FIGURES.match(c))}
    missing = [f"{what}{'_EST' * est}_<year>" for what, est in _EVERY if (what, est) not in figures]
    missing += [note for note in _NOTES.values() if note not in columns]
    if missing:
        raise DataError(
            f"no column {', '.join(missing)}",
            where=where,
            remedy="get the file again: a column is lost or renamed",
        )


@cache
def _misprints(edition: str, commodity: str) -> tuple[tuple[tuple[str, str], str], ...]:
    """Give the misprints known of a commodity: column and print, and what is meant."""
    text = (resources.files(__package__) / "misprints.csv").read_text("utf-8")
    return tuple(
        ((line["column"], line["printed"]), line["read_as"])
        for line in csv.DictReader(text.splitlines())
        if (line["edition"], line["commodity"]) == (edition, commodity)
    )


def _line(row: Row) -> tuple[str, str]:
    return row["COMMODITY"], row["TYPE"]


def _printed_lines(rows: list[Row]) -> set[tuple[str, tuple[str, str]]]:
    """Find which column holds figures for which line; elsewhere an empty cell means no column."""
    return {(c, _line(row)) for row in rows for c in row if _FIGURES.match(c) and row[c]}


def _reserve_units(rows: list[Row]) -> dict[tuple[str, str], str]:
    """Read the unit that a line's reserves are in where a note says it is not the row's."""
    units: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if said := _RESERVE_UNIT.search(row.get("RESERVE_NOTES", "")):
            units[_line(row)].add(said[0].lower())
    return {line: said.pop() for line, said in units.items() if len(said) == 1}


def _add(
    out: Gathered,
    row: Row,
    parts: re.Match[str],
    place: Place,
    reserve_units: Mapping[tuple[str, str], str],
    where: str,
) -> None:
    what = parts["what"]
    unit_text = row["UNIT_MEAS"]
    if what == "RESERVES" and _line(row) in reserve_units:
        unit_text = reserve_units[_line(row)]
        out.count("repair", "reserves in the unit their note says, not the row's", where)
    try:
        unit, factor = unit_of(unit_text)
    except UnitError:
        out.count("dropped", f"figures of unknown unit {unit_text!r}", where)
        return
    note = row.get(_NOTES[what], "")
    cell = parse(row[parts[0]])
    out.count("doubt", "cells that are no number and no known mark", where, int(cell.doubt))
    remark = _REMARKS.search(row["COUNTRY"])
    quantity = None if cell.point is None else cell.point * factor
    line: Row = {
        "year": int(parts["year"]),
        "economy": place.code,
        "mineral": row["COMMODITY"],
        "kind": row["TYPE"] + (f" ({place.remark})" if place.remark else ""),
        "quantity": quantity,
        "unit": unit,
        "edition": row["SOURCE"],
        "note": join_notes(note, cell.note, remark[1] if remark else ""),
    }
    if what == "RESERVES":
        out.reserves.append(line | {"kind": f"Reserves ({line['kind']})"})
        return
    capacity = what == "CAP" or "capacity" in row["TYPE"].lower()
    line["statistic"] = "capacity" if capacity else "production"
    if what == "CAP" and "capacity" not in row["TYPE"].lower():
        line["kind"] = f"Capacity ({line['kind']})"
    line["estimated"] = quantity is not None and _estimated(row, note, bool(parts["est"]))
    out.production.append(line)


_REMARKS = re.compile(r"\(((?!rounded|Kinshasa|Brazzaville)[^)]*)\)", re.IGNORECASE)


def _estimated(row: Row, note: str, latest: bool) -> bool:
    """Tell whether the publisher marks a figure as estimated.

    The latest year is estimated unless the note says reported (once misprinted); an earlier
    one where the line's name or the note says so.
    """
    said = note.lower()
    if latest:
        return not said.startswith(("reported", "reproted"))
    return row["TYPE"].lower().endswith("estimated") or said.startswith("estimated")
