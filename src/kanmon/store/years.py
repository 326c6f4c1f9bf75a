"""Sorted year files: a year of trade as integer codes in Parquet, laid out to be read fast.

One file a year holds product, importer, exporter and value, sorted in that order; row groups
end where a product ends, so that they can be read and worked on apart. Codes are positions in
the lists kept in the file's metadata. Quantity lies in a file of its own beside it, row for
row. Both are plain Parquet that any tool opens.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kanmon.errors import DataError, StoreError
from kanmon.tables.blocks import cut

Columns = tuple[
    npt.NDArray[np.int32], npt.NDArray[np.int16], npt.NDArray[np.int16], npt.NDArray[np.float64]
]

_KEY = b"kanmon.year"
_LAYOUT = 1
# Rows a row group has at least: large enough to decode at full speed, small enough that two
# cores share a year evenly and a group stays near the processor (see benchmarks/screen.py).
_GROUP_ROWS = 1 << 19
# Measured on 11.3 million rows: the importer's short runs decode twice as fast as deltas as
# from a dictionary; exporter and product are fastest from a dictionary. Compression saves a
# third of the bytes and costs more time than a disk needs to read them.
_RUNS = "j"
_ENCODING = {"j": "DELTA_BINARY_PACKED", "v": "PLAIN"}
_SCHEMA = pa.schema(
    [
        pa.field("k", pa.int32(), nullable=False),
        pa.field("j", pa.int16(), nullable=False),
        pa.field("i", pa.int16(), nullable=False),
        pa.field("v", pa.float64(), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Stand for the rows of the products ``first`` <= k < ``last`` of a year file.

    Example:
        >>> import tempfile
        >>> from kanmon.testing import tiny_flows
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     group = write_year(tiny_flows(), Path(folder)).blocks[0]
        ...     group.first, group.last, group.load()[3].sum()
        (0, 2, np.float64(300.0))
    """

    path: Path
    metadata: pq.FileMetaData
    index: int
    first: int
    last: int

    def load(self) -> Columns:
        """Read the rows: product, importer, exporter, value."""
        with pq.ParquetFile(self.path, memory_map=True, metadata=self.metadata) as file:
            table = file.read_row_group(self.index, columns=_SCHEMA.names, use_threads=False)
        k, j, i, v = (_plain(table.column(name)) for name in _SCHEMA.names)
        return k, j, i, v


@dataclass(frozen=True, slots=True)
class YearFile:
    """Hold what a year file says of itself; rows are read by block.

    ``unique`` tells that no product, importer and exporter occur together twice.

    Example:
        >>> import tempfile
        >>> from kanmon.testing import tiny_flows
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_year(tiny_flows(), Path(folder)).economies
        ('CHN', 'JPN', 'THA', 'USA', 'VNM')
    """

    path: Path
    year: int
    hs: str
    products: tuple[str, ...]
    economies: tuple[str, ...]
    rows: int
    unique: bool
    blocks: tuple[RowGroup, ...]

    @property
    def quantity_path(self) -> Path:
        """File of the quantities, row for row."""
        return self.path.with_name(f"{self.path.stem}.quantity.parquet")


def write_year(
    flows: pa.Table,
    folder: Path,
    *,
    products: Iterable[str] | None = None,
    economies: Iterable[str] | None = None,
    group_rows: int = _GROUP_ROWS,
) -> YearFile:
    """Write one year of flows as ``YEAR.parquet`` and ``YEAR.quantity.parquet``.

    Values and quantities keep their bits. Rows that name the same product, importer and
    exporter stay rows of their own, in the order they came.

    Args:
        flows: a ``flows`` table of one year and one HS edition.
        folder: where to write; an older file of that year is replaced at once or not at all.
        products: products to code with, so that years share positions; those of the table if
            not given. Sorted, without doubles, either way.
        economies: economies to code with, likewise.
        group_rows: rows a row group has at least, except the last.

    Returns:
        The year file.

    Raises:
        DataError: the table is empty, of several years or editions, has a missing value, or a
            code is not in the list given.
        StoreError: the disk refused.

    Example:
        >>> import tempfile
        >>> from kanmon.testing import tiny_flows
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     year = write_year(tiny_flows(), Path(folder))
        ...     year.path.name, year.products, year.rows
        ('2022.parquet', ('250410', '280530'), 6)
    """
    year, hs = _one(flows, "year"), _one(flows, "hs")
    where = f"flows of {year}"
    k, product_labels = _coded(flows.column("product"), products, f"{where}, product")
    j, economy_labels = _coded(
        flows.column("importer"), economies or _both(flows), f"{where}, importer"
    )
    i, _ = _coded(flows.column("exporter"), economy_labels, f"{where}, exporter")
    value = flows.column("value")
    if value.null_count:
        raise DataError(
            f"{value.null_count} flows without a value",
            where=where,
            remedy="a missing value is not zero: leave such flows out and say so",
        )
    if len(economy_labels) > np.iinfo(np.int16).max:
        raise DataError(f"{len(economy_labels)} economies", remedy="give at most 32,767")
    # Stable, and by counting where codes are 16 bits wide.
    order = np.lexsort((i.astype(np.int16), j.astype(np.int16), k))
    k32, j16, i16 = k[order].astype(np.int32), j[order].astype(np.int16), i[order].astype(np.int16)
    same = (k32[1:] == k32[:-1]) & (j16[1:] == j16[:-1]) & (i16[1:] == i16[:-1])
    groups = cut(k32, len(product_labels), group_rows)
    about = {
        "layout": _LAYOUT,
        "year": year,
        "hs": hs,
        "value_unit": "kUSD",
        "products": list(product_labels),
        "economies": list(economy_labels),
        "unique": not bool(same.any()),
        "blocks": [(first, last) for first, last, _, _ in groups],
    }
    table = pa.table(
        [k32, j16, i16, value.combine_chunks().take(pa.array(order))],
        schema=_SCHEMA.with_metadata({_KEY: json.dumps(about)}),
    )
    cuts = [(a, z) for _, _, a, z in groups]
    path = folder / f"{year}.parquet"
    quantity = pa.table({"q": flows.column("quantity").combine_chunks().take(pa.array(order))})
    folder.mkdir(parents=True, exist_ok=True)
    # Quantity first: a year file in place always has its quantities beside it.
    _write(quantity, folder / f"{year}.quantity.parquet", cuts, codes=[], compression="zstd")
    _write(table, path, cuts, codes=["k", "j", "i"], compression="none")
    return open_year(path)


def open_year(path: Path) -> YearFile:
    """Open a year file without reading its rows.

    Args:
        path: file written by :func:`write_year`.

    Returns:
        The year file.

    Raises:
        StoreError: the file is missing, damaged, or not a year file of this layout.

    Example:
        >>> open_year(Path("no such file.parquet"))
        Traceback (most recent call last):
        kanmon.errors.StoreError: no such file.parquet: not readable ... To mend: write ...
    """
    try:
        metadata = pq.read_metadata(path)
    except (OSError, pa.ArrowException) as e:
        raise StoreError(
            f"not readable ({str(e)[:80]})",
            where=str(path),
            remedy="write the year again with write_year",
        ) from e
    raw = (metadata.metadata or {}).get(_KEY)
    about = json.loads(raw) if raw else {}
    if about.get("layout") != _LAYOUT or len(about["blocks"]) != metadata.num_row_groups:
        raise StoreError(
            "not a year file of this layout",
            where=str(path),
            remedy="write the year again with write_year",
        )
    return YearFile(
        path=path,
        year=about["year"],
        hs=about["hs"],
        products=tuple(about["products"]),
        economies=tuple(about["economies"]),
        rows=metadata.num_rows,
        unique=about["unique"],
        blocks=tuple(
            RowGroup(path, metadata, index, first, last)
            for index, (first, last) in enumerate(about["blocks"])
        ),
    )


def read_quantities(year: YearFile) -> npt.NDArray[np.float64]:
    """Read the quantities of a year, row for row with its values.

    Args:
        year: an open year file.

    Returns:
        float64[rows], tonnes; NaN where the publisher has none.

    Raises:
        StoreError: the file is missing or not as long as the year.

    Example:
        >>> import tempfile
        >>> from kanmon.testing import tiny_flows
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     read_quantities(write_year(tiny_flows(), Path(folder)))
        array([90.,  6., nan,  2.,  5.,  4.])
    """
    try:
        column = pq.read_table(year.quantity_path).column("q")
    except (OSError, pa.ArrowException) as e:
        raise StoreError(
            f"not readable ({str(e)[:80]})",
            where=str(year.quantity_path),
            remedy="write the year again with write_year",
        ) from e
    if len(column) != year.rows:
        raise StoreError(
            f"{len(column)} quantities for {year.rows} values",
            where=str(year.quantity_path),
            remedy="write the year again with write_year",
        )
    quantities: npt.NDArray[np.float64] = column.to_numpy()
    return quantities


def _plain(column: pa.ChunkedArray) -> npt.NDArray[Any]:
    """View numbers without copying them. Arrow's own way would first import pandas: 0.2 s."""
    values = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    kind = values.type.to_pandas_dtype()
    start = values.offset * np.dtype(kind).itemsize
    return np.frombuffer(values.buffers()[1], kind, len(values), start)


def _one(flows: pa.Table, name: str) -> int | str:
    distinct = pc.unique(flows.column(name)).to_pylist()
    if len(distinct) != 1:
        raise DataError(
            f"{len(distinct)} different values of {name}",
            where="flows",
            remedy="give the flows of one year and one HS edition",
        )
    only: int | str = distinct[0]
    return only


def _both(flows: pa.Table) -> list[str]:
    sides = (pc.unique(flows.column(c)).to_pylist() for c in ("importer", "exporter"))
    return [code for side in sides for code in side]


def _coded(
    column: pa.ChunkedArray, labels: Iterable[str] | None, where: str
) -> tuple[npt.NDArray[np.int64], tuple[str, ...]]:
    """Give each entry its position in the sorted labels."""
    encoded = column.unify_dictionaries().combine_chunks()
    if not pa.types.is_dictionary(encoded.type):
        encoded = encoded.dictionary_encode()
    names: Sequence[str | None] = encoded.dictionary.to_pylist()
    used = {names[n] for n in pc.unique(encoded.indices).to_pylist() if n is not None}
    if encoded.null_count or None in used:
        raise DataError("rows without a code", where=where, remedy="drop them and say so")
    every = tuple(sorted(set(labels) if labels is not None else {str(n) for n in used}))
    place = {label: position for position, label in enumerate(every)}
    strangers = sorted(str(n) for n in used if n not in place)
    if strangers:
        raise DataError(
            f"{', '.join(strangers[:5])} not in the list of codes",
            where=where,
            remedy="give a list that has every code of every year",
        )
    lookup = np.array([place.get(str(name), -1) for name in names], np.int64)
    return lookup[encoded.indices.to_numpy(zero_copy_only=False)], every


def _write(
    table: pa.Table, path: Path, cuts: list[tuple[int, int]], *, codes: list[str], compression: str
) -> None:
    """Write row groups to a temporary file and put it in place in one step."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-")
        try:
            with os.fdopen(handle, "wb") as sink:
                with pq.ParquetWriter(
                    sink,
                    table.schema,
                    use_dictionary=[c for c in codes if c != _RUNS],
                    column_encoding={c: _ENCODING[c] for c in table.column_names if c in _ENCODING},
                    compression=compression,
                    write_statistics=codes[:1],
                ) as writer:
                    for first, last in cuts:
                        part = table.slice(first, last - first)
                        writer.write_table(part, row_group_size=last - first)
                sink.flush()
                os.fsync(sink.fileno())
            Path(temporary).replace(path)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except (OSError, pa.ArrowException) as e:
        raise StoreError(
            f"could not be written ({str(e)[:120]})",
            where=str(path),
            remedy="check the disk's space and permissions",
        ) from e
