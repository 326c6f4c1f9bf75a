"""United States salient statistics of the 2025 edition: one wide file a commodity."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass

from kanmon.errors import DataError
from kanmon.sources.encoding import to_utf8
from kanmon.sources.usgs_mcs.gathered import Gathered
from kanmon.sources.usgs_mcs.measured import unit_or_printed
from kanmon.sources.usgs_mcs.printed import join_notes, parse

# First match wins: a price of imports is a price, an import of stocks an import.
_ITEMS = (
    (re.compile(r"NIR"), "net_import_reliance"),
    (re.compile(r"Price"), "price"),
    (re.compile(r"Employment"), "employment"),
    (re.compile(r"Imports"), "imports"),
    (re.compile(r"Exports"), "exports"),
    (re.compile(r"Consump|_Apparent"), "consumption"),
    (re.compile(r"Stocks"), "stocks"),
    (re.compile(r"Recycl"), "recycling"),
    (re.compile(r"U[Ss]prod|^Prod_|Production|_Mine_|_Refinery_"), "production"),
)
_SUFFIXES = {
    "t": "metric tons",
    "kt": "thousand metric tons",
    "mmt": "million metric tons",
    "kg": "kilograms",
    "mct": "million carats",
    "mcm": "million cubic meters",
    "pct": "percent",
    "num": "number",
    "mdol": "million dollars",
    "dt": "dollars per metric ton",
    "dkg": "dollars per kilogram",
    "dg": "dollars per gram",
    "dlb": "dollars per pound",
    "ctslb": "cents per pound",
    "dto": "dollars per troy ounce",
    "dtoz": "dollars per troy ounce",
    "dst": "dollars per short ton",
}


@dataclass(frozen=True, slots=True)
class Described:
    """Hold what the publisher's metadata says of one column.

    Example:
        >>> Described("Imports_t", "Imports for consumption.", "metric tons").unit
        'metric tons'
    """

    label: str
    definition: str
    unit: str


def is_salient(header: Sequence[str]) -> bool:
    """Tell whether a header is one of a salient statistics file.

    Args:
        header: column names.

    Returns:
        Whether it is.

    Example:
        >>> is_salient(["DataSource", "Commodity", "Year", "Imports_t"])
        True
    """
    return [h.strip() for h in header[1:3]] == ["Commodity", "Year"] and header[0].strip() in (
        "DataSource",
        "Source",
    )


def read_salient(data: bytes, metadata: bytes | None, where: str) -> Gathered:
    """Read one commodity's salient statistics.

    Column names are short and sometimes wrong (``Consump_g`` for kilograms) or doubled, so a
    column's meaning and unit are taken from the metadata file beside it where there is one.

    Args:
        data: the CSV file.
        metadata: the XML file of the same commodity, if it came along.
        where: file named in issues.

    Returns:
        Rows of ``balances`` and ``prices``.

    Raises:
        DataError: a row does not fit the header or has no year.

    Example:
        >>> text = b"DataSource,Commodity,Year,NIR_pct\\nMCS2025,Cobalt,2024,>75\\n"
        >>> row = read_salient(text, None, "x.csv").balances[0]
        >>> row["item"], row["bound"], row["value"]
        ('net_import_reliance', 'at_least', 75.0)
    """
    out = Gathered()
    raw, _ = to_utf8(data, where=where)
    header, *rows = csv.reader(io.StringIO(raw.decode("utf-8")))
    header = [h.strip() for h in header]
    described = _describe(header, _attributes(metadata, where) if metadata else [])
    if metadata is None:
        out.count("doubt", "columns described by their short name only, no metadata", where)
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header) or not row[2].strip().isdigit():
            raise DataError(
                f"line {number} does not fit the header",
                where=where,
                remedy="get the file again: a row is cut or shifted",
            )
        for i, text in enumerate(row):
            if i > 2 and header[i]:
                _add(out, (row[0], row[1], int(row[2])), described[i], text, where)
    return out


def _add(
    out: Gathered, stub: tuple[str, str, int], column: Described, text: str, where: str
) -> None:
    edition, mineral, year = stub[0].strip(), stub[1].strip(), stub[2]
    cell = parse(text)
    out.count("doubt", "cells that are no number and no known mark", where, int(cell.doubt))
    item = _item(column.label)
    if item == "price":
        out.prices.append(
            {
                "year": year,
                "month": None,
                "commodity": f"{mineral}: {_detail(column)}",
                "price": cell.point,
                "unit": column.unit,
                "edition": edition,
            }
        )
        return
    unit, factor = unit_or_printed(column.unit)
    if item == "net_import_reliance":
        unit, factor = "percent", 1.0
    out.balances.append(
        {
            "year": year,
            "economy": "USA",
            "partner": None,
            "mineral": mineral,
            "item": item,
            "detail": _detail(column),
            "bound": cell.bound,
            "value": None if cell.value is None else cell.value * factor,
            "unit": unit,
            "edition": edition,
            "note": join_notes(cell.note),
        }
    )


def _detail(column: Described) -> str:
    sentence = re.split(r"\.(?=\s|$)(?<!U\.S\.)", column.definition, maxsplit=1)[0]
    return f"{column.label}: {sentence}" if sentence else column.label


def _attributes(metadata: bytes, where: str) -> list[Described]:
    try:
        # The publisher's own file, size-bound by the archive reader; entities are not expanded
        # by ElementTree beyond the predefined ones.
        root = ET.fromstring(metadata)  # noqa: S314
    except ET.ParseError as e:
        raise DataError(
            f"metadata that is not XML ({e})", where=where, remedy="get the release again"
        ) from e
    return [
        Described(*(" ".join((a.findtext(p) or "").split()) for p in _PATHS))
        for a in root.iter("attr")
    ]


_PATHS = ("attrlabl", "attrdef", ".//attrunit")


def _describe(header: list[str], attributes: list[Described]) -> list[Described]:
    """Find each column's description: by its label, else by its place where that can be trusted.

    The place is trusted when both lists are as long and name the same kind of line there.
    """
    named = [h for h in header if h]
    by_label = {a.label: a for a in attributes}
    out = []
    for i, name in enumerate(header):
        found = by_label.get(name) if header.count(name) == 1 else None
        if found is None and name and len(attributes) == len(named):
            beside = attributes[named.index(name) + header[:i].count(name)]
            found = beside if _item(beside.label) == _item(name) else None
        unit = (found.unit if found else "") or _SUFFIXES.get(name.rsplit("_", 1)[-1], "")
        out.append(Described(name, found.definition if found else "", unit or "not stated"))
    return out


def _item(label: str) -> str:
    return next((item for pattern, item in _ITEMS if pattern.search(label)), "other")
