"""Write a year of trade as a sorted year file, laid out to be read fast."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kanmon.errors import DataError, StoreError
from kanmon.store.years import KEY, LAYOUT, SCHEMA, YearFile, open_year
from kanmon.tables.blocks import cut

# Rows a row group has at least: large enough to decode at full speed, small enough that two
# cores share a year evenly and a group stays near the processor (see benchmarks/screen.py).
_GROUP_ROWS = 1 << 19
# Measured on 11.3 million rows: the importer's short runs decode twice as fast as deltas as
# from a dictionary; exporter and product are fastest from a dictionary. Compression saves a
# third of the bytes and costs more time than a disk needs to read them.
_RUNS = "j"
_ENCODING = {"j": "DELTA_BINARY_PACKED", "v": "PLAIN"}


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
        "layout": LAYOUT,
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
        schema=SCHEMA.with_metadata({KEY: json.dumps(about)}),
    )
    cuts = [(a, z) for _, _, a, z in groups]
    path = folder / f"{year}.parquet"
    quantity = pa.table({"q": flows.column("quantity").combine_chunks().take(pa.array(order))})
    folder.mkdir(parents=True, exist_ok=True)
    # Quantity first: a year file in place always has its quantities beside it.
    _write(quantity, folder / f"{year}.quantity.parquet", cuts, codes=[], compression="zstd")
    _write(table, path, cuts, codes=["k", "j", "i"], compression="none")
    return open_year(path)


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
