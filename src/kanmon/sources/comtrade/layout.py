"""The two layouts Comtrade has published in, brought under one set of column names."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from kanmon.errors import DataError
from kanmon.sources.archive import members, read_gzip, read_member
from kanmon.sources.rows import read_rows
from kanmon.sources.source import Issue
from kanmon.sources.text import read_delimited

_PLUS = {
    "reporter": "reporterCode",
    "partner": "partnerCode",
    "flow": "flowCode",
    "code": "cmdCode",
    "period": "period",
    "value": "primaryValue",
    "weight": "netWgt",
    "kind": "typeCode",
    "hs": "classificationCode",
    "partner2": "partner2Code",
    "customs": "customsCode",
    "supply": "mosCode",
    "transport": "motCode",
    "cif": "cifvalue",
    "fob": "fobvalue",
}
_OLD = {
    "reporter": "Reporter Code",
    "partner": "Partner Code",
    "flow": "Trade Flow Code",
    "code": "Commodity Code",
    "period": "Period",
    "value": "Trade Value (US$)",
    "weight": "Netweight (kg)",
    "hs": "Classification",
    "partner2": "2nd Partner Code",
    "customs": "Customs Proc. Code",
    "transport": "Mode of Transport Code",
    "cif": "CIF Trade Value (US$)",
    "fob": "FOB Trade Value (US$)",
}
_NEEDED = ("reporter", "partner", "flow", "code", "period", "value", "weight")
_TAIL = (".csv", ".txt", ".gz", ".parquet")
_AGAIN = "download it again from Comtrade Plus with all columns"


def read_extract(path: Path) -> tuple[pa.Table, tuple[Path, ...], tuple[Issue, ...]]:
    """Read every file handed in into one table of trimmed strings with our column names.

    Args:
        path: CSV, gzip, zip or Parquet file, or a folder of them.

    Returns:
        The table (columns that a file lacks are empty), the files, and repairs and doubts.

    Raises:
        DataError: nothing to read, a file is broken, or of neither layout.

    Example:
        >>> from importlib.resources import files
        >>> table, _, _ = read_extract(
        ...     Path(str(files("kanmon.sources.comtrade") / "sample" / "TradeData.csv")))
        >>> table.column("flow")[0].as_py()
        'M'
    """
    if path.is_dir():
        files = sorted(f for f in path.iterdir() if f.name.lower().endswith((*_TAIL, ".zip")))
    else:
        files = [path]
    tables, issues = [], []
    for file in files:
        for name, data in _contents(file):
            table, found = _read(data, name)
            tables.append(_rename(table, name))
            issues += [*found, *_cut(table, name)]
    if not tables:
        raise DataError("no file of Comtrade in it", where=path.name, remedy=_AGAIN)
    return pa.concat_tables(tables), tuple(files), tuple(issues)


def _contents(file: Path) -> list[tuple[str, Path | bytes]]:
    lower = file.name.lower()
    if lower.endswith(".zip"):
        return [(n, read_member(file, n)) for n in members(file) if n.lower().endswith(_TAIL[:2])]
    if lower.endswith(".gz"):
        return [(file.name, read_gzip(file))]
    return [(file.name, file)]


def _read(data: Path | bytes, name: str) -> tuple[pa.Table, tuple[Issue, ...]]:
    if name.lower().endswith(".parquet"):
        return read_rows(data, where=name, required=())
    return read_delimited(data, where=name, required=(), allow_trailing_comma=True)


def _rename(table: pa.Table, where: str) -> pa.Table:
    there = set(table.column_names)
    layout = max((_PLUS, _OLD), key=lambda names: sum(names[n] in there for n in _NEEDED))
    missing = [layout[n] for n in _NEEDED if layout[n] not in there]
    if missing:
        raise DataError(
            f"no column {', '.join(map(repr, missing))}; columns are "
            f"{', '.join(repr(n[:40]) for n in table.column_names[:12])}",
            where=where,
            remedy=_AGAIN,
        )
    empty = pa.array([""] * table.num_rows, pa.string())
    columns = [
        pc.utf8_trim_whitespace(table.column(layout[n])) if layout.get(n) in there else empty
        for n in _PLUS
    ]
    return pa.table(columns, names=list(_PLUS))


def _cut(table: pa.Table, where: str) -> tuple[Issue, ...]:
    """Doubt an extract of exactly as many rows as the publisher hands out at most."""
    limits = {500: "without a key", 100_000: "with a free key", 250_000: "with a paid key"}
    if table.num_rows not in limits:
        return ()
    what = f"exactly the most rows Comtrade gives {limits[table.num_rows]}: it may be cut"
    return (Issue("doubt", what, table.num_rows, where),)
