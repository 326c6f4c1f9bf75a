"""Blocks of whole products: where sorted rows may be cut so that parts can be worked on apart."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def cut(
    k: npt.NDArray[np.int32], products: int, block_rows: int
) -> list[tuple[int, int, int, int]]:
    """Cut sorted rows into blocks of whole products.

    Args:
        k: int32[n], product of each row, ascending.
        products: number of products there are, with rows or without.
        block_rows: rows a block has at least, except the last.

    Returns:
        (first product, product after the last, first row, row after the last) of each block,
        in order, without gaps and with rows in each; one block at least.

    Example:
        >>> cut(np.array([0, 0, 1, 2, 2], np.int32), 4, 2)
        [(0, 1, 0, 2), (1, 4, 2, 5)]
    """
    ends = np.searchsorted(k, np.arange(1, products + 1, dtype=np.int32))
    blocks: list[tuple[int, int, int, int]] = []
    first = row = 0
    for product, end in enumerate(ends.tolist()):
        if end - row >= block_rows:
            blocks.append((first, product + 1, row, end))
            first, row = product + 1, end
    if row < len(k) or not blocks:
        blocks.append((first, products, row, len(k)))
    else:  # products without rows at the end join the last block
        blocks[-1] = (blocks[-1][0], products, *blocks[-1][2:])
    return blocks
