"""Sorted year files: a year of trade as integer codes in Parquet, laid out to be read fast.

One file a year holds product, importer, exporter and value, sorted in that order; row groups
end where a product ends, so that they can be read and worked on apart. Codes are positions in
the lists kept in the file's metadata. Quantity lies in a file of its own beside it, row for
row. Both are plain Parquet that any tool opens.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from kanmon.errors import StoreError

Columns = tuple[
    npt.NDArray[np.int32], npt.NDArray[np.int16], npt.NDArray[np.int16], npt.NDArray[np.float64]
]

KEY = b"kanmon.year"
LAYOUT = 1
SCHEMA = pa.schema(
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
        >>> from kanmon.store.year_writer import write_year
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
            table = file.read_row_group(self.index, columns=SCHEMA.names, use_threads=False)
        k, j, i, v = (_plain(table.column(name)) for name in SCHEMA.names)
        return k, j, i, v


@dataclass(frozen=True, slots=True)
class YearFile:
    """Hold what a year file says of itself; rows are read by block.

    ``unique`` tells that no product, importer and exporter occur together twice.

    Example:
        >>> import tempfile
        >>> from kanmon.store.year_writer import write_year
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


def open_year(path: Path) -> YearFile:
    """Open a year file without reading its rows.

    Args:
        path: file written by :func:`kanmon.store.year_writer.write_year`.

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
            remedy="write the year again with kanmon.store.year_writer",
        ) from e
    raw = (metadata.metadata or {}).get(KEY)
    about = json.loads(raw) if raw else {}
    if about.get("layout") != LAYOUT or len(about["blocks"]) != metadata.num_row_groups:
        raise StoreError(
            "not a year file of this layout",
            where=str(path),
            remedy="write the year again with kanmon.store.year_writer",
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
        >>> from kanmon.store.year_writer import write_year
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
            remedy="write the year again with kanmon.store.year_writer",
        ) from e
    if len(column) != year.rows:
        raise StoreError(
            f"{len(column)} quantities for {year.rows} values",
            where=str(year.quantity_path),
            remedy="write the year again with kanmon.store.year_writer",
        )
    quantities: npt.NDArray[np.float64] = column.to_numpy()
    return quantities


def _plain(column: pa.ChunkedArray) -> npt.NDArray[Any]:
    """View numbers without copying them. Arrow's own way would first import pandas: 0.2 s."""
    values = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    kind = values.type.to_pandas_dtype()
    start = values.offset * np.dtype(kind).itemsize
    return np.frombuffer(values.buffers()[1], kind, len(values), start)
