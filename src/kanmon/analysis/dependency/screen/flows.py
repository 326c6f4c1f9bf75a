"""A year of trade as the screen reads it: integer codes, sorted, in blocks of whole products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError
from kanmon.tables.blocks import cut

Codes = npt.NDArray[np.int16]
Products = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Columns = tuple[Products, Codes, Codes, Floats]
"""Product, importer, exporter (positions in the lists of labels) and value, one entry a row."""


class Block(Protocol):
    """Stand for the rows of the products ``first`` <= k < ``last``, got when asked for.

    Example:
        >>> block = coded(2022, "A", "ab", ([0], [1], [0], [5.0])).blocks[0]
        >>> block.first, block.last, block.load()[3]
        (0, 1, array([5.]))
    """

    @property
    def first(self) -> int:
        """First product of the block."""

    @property
    def last(self) -> int:
        """Product after the block's last."""

    def load(self) -> Columns:
        """Return the block's rows, sorted by product, importer, exporter."""


class YearFlows(Protocol):
    """Hold one year of trade: labels of products and economies, and rows in blocks.

    The blocks cover all products in order, so that each can be screened on its own.
    ``kanmon.store.years`` reads such a year from a file; :func:`coded` makes one of arrays.

    Example:
        >>> coded(2022, "A", "ab", ([0], [1], [0], [5.0])).economies
        ('a', 'b')
    """

    @property
    def year(self) -> int:
        """Calendar year of the trade."""

    @property
    def products(self) -> tuple[str, ...]:
        """Product of each position."""

    @property
    def economies(self) -> tuple[str, ...]:
        """Economy of each position."""

    @property
    def blocks(self) -> Sequence[Block]:
        """Blocks of whole products, in order, together all of them."""


@dataclass(frozen=True, slots=True)
class ArrayBlock:
    """Hold the rows of a block in memory.

    Example:
        >>> columns = (np.array([], np.int32), *[np.array([], np.int16)] * 2, np.array([]))
        >>> ArrayBlock(0, 3, columns).last
        3
    """

    first: int
    last: int
    columns: Columns

    def load(self) -> Columns:
        """Return the rows."""
        return self.columns


@dataclass(frozen=True, slots=True)
class ArrayFlows:
    """Hold a year of trade in memory; made by :func:`coded`.

    Example:
        >>> coded(2022, ["010121"], ["JPN", "USA"], ([0], [0], [1], [5.0])).products
        ('010121',)
    """

    year: int
    products: tuple[str, ...]
    economies: tuple[str, ...]
    blocks: tuple[ArrayBlock, ...]


def coded(
    year: int,
    products: Sequence[str],
    economies: Sequence[str],
    columns: tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike, npt.ArrayLike],
    block_rows: int = 1 << 19,
) -> ArrayFlows:
    """Make a year of trade of arrays in any row order.

    Args:
        year: calendar year.
        products: label of each product position.
        economies: label of each economy position, at most 32,767.
        columns: positions of product, importer and exporter, and value (kUSD), each [n].
        block_rows: rows a block has at least, except the last.

    Returns:
        The rows sorted by product, importer, exporter (equal rows keep their order), cut into
        blocks at product boundaries.

    Raises:
        DataError: the columns differ in length or a position has no label.

    Example:
        >>> flows = coded(2022, "AB", "xyz", ([1, 0], [0, 0], [1, 2], [5.0, 7.0]))
        >>> flows.blocks[0].columns[3]
        array([7., 5.])
    """
    k, j, i = (np.asarray(c, np.int64) for c in columns[:3])
    v = np.asarray(columns[3], np.float64)
    if not len(k) == len(j) == len(i) == len(v):
        raise DataError(
            f"{len(k)}, {len(j)}, {len(i)} and {len(v)} entries",
            where="columns k, j, i, v",
            remedy="give each row a product, importer, exporter and value",
        )
    for name, codes, labels in (("product", k, products), ("importer", j, economies)):
        _labelled(name, codes, len(labels))
    _labelled("exporter", i, len(economies))
    order = np.lexsort((i, j, k))
    k32 = k[order].astype(np.int32)
    rest = (j[order].astype(np.int16), i[order].astype(np.int16), v[order])
    blocks = tuple(
        ArrayBlock(first, last, (k32[a:z], *(c[a:z] for c in rest)))  # type: ignore[arg-type]
        for first, last, a, z in cut(k32, len(products), block_rows)
    )
    return ArrayFlows(year, tuple(products), tuple(economies), blocks)


def _labelled(name: str, codes: npt.NDArray[np.int64], labels: int) -> None:
    if labels > np.iinfo(np.int16).max and name != "product":
        raise DataError(f"{labels} economies", remedy="give at most 32,767")
    if codes.size and not 0 <= codes.min() <= codes.max() < labels:
        raise DataError(
            f"{name} positions {codes.min()} to {codes.max()}",
            where=f"{labels} labels",
            remedy="code each row by its position in the list of labels",
        )
