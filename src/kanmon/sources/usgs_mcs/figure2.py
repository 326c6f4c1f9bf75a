"""Figure 2 of the 2025 edition: net import reliance and the order of major import sources."""

from __future__ import annotations

import re

import pyarrow as pa

from kanmon.errors import DataError
from kanmon.sources.usgs_mcs.gathered import Gathered, Row
from kanmon.sources.usgs_mcs.places import places
from kanmon.sources.usgs_mcs.printed import join_notes, parse

_RELIANCE = re.compile(r"^Net_Import_Reliance_pct_(\d{4})$")
_SOURCES = re.compile(r"^Major_Import_Sources_(\d{4})_(\d{4})$")


def is_figure2(columns: list[str]) -> bool:
    """Tell whether columns are those of Figure 2.

    Args:
        columns: column names.

    Returns:
        Whether they are.

    Example:
        >>> is_figure2(["Source", "Commodity", "Net_Import_Reliance_pct_2024",
        ...             "Major_Import_Sources_2020_2023", "Notes"])
        True
    """
    return any(map(_RELIANCE.match, columns)) and any(map(_SOURCES.match, columns))


def read_figure2(table: pa.Table, where: str) -> Gathered:
    """Read Figure 2: one reliance and an ordered list of sources a commodity.

    The figure prints no shares of the sources, so their rows carry a rank and no value.

    Args:
        table: strings, one row a commodity.
        where: file named in issues.

    Returns:
        Rows of ``balances``.

    Raises:
        DataError: a column of the figure is missing.

    Example:
        >>> row = {"Source": "MCS2025", "Commodity": "SALT", "Net_Import_Reliance_pct_2024": "24",
        ...        "Major_Import_Sources_2020_2023": "Canada", "Notes": ""}
        >>> [r["partner"] for r in read_figure2(pa.Table.from_pylist([row]), "x.csv").balances]
        [None, 'CAN']
    """
    out = Gathered()
    reliance = next(filter(None, map(_RELIANCE.match, table.column_names)), None)
    sources = next(filter(None, map(_SOURCES.match, table.column_names)), None)
    if reliance is None or sources is None:
        raise DataError(
            "no column of net import reliance or of import sources",
            where=where,
            remedy="check that the file is Figure 2 of the release",
        )
    for row in table.to_pylist():
        cell = parse(row[reliance[0]])
        line: Row = {
            "economy": "USA",
            "mineral": row["Commodity"].strip(),
            "unit": "percent",
            "edition": row["Source"].strip(),
        }
        out.balances.append(
            line
            | {
                "year": int(reliance[1]),
                "partner": None,
                "item": "net_import_reliance",
                "detail": "Figure 2: net import reliance",
                "bound": cell.bound,
                "value": cell.value,
                "note": join_notes(cell.note),
            }
        )
        names = re.split(r",\s*(?!Republic of)", row[sources[0]].strip())
        known = places(names)
        for rank, name in enumerate(names, start=1):
            if known[name].code is None:
                out.count("dropped", f"rows of no known economy: {name}", where)
                continue
            out.balances.append(
                line
                | {
                    "year": int(sources[2]),
                    "partner": known[name].code,
                    "item": "import_source",
                    "detail": f"Figure 2: major import source {rank}, {sources[1]}–{sources[2]}",
                    "bound": "point",
                    "value": None,
                    "note": join_notes(row["Notes"], "share not printed in the figure"),
                }
            )
    return out
