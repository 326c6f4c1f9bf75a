"""The kernels in NumPy, to be read: the same sums in the same order, so the same bits.

``np.bincount`` adds its weights one by one in row order, as the compiled loops do;
``np.sum`` would add in pairs and differ in the last bits.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_ORDER, _CODE, _VALUE, _RANGE = 1, 2, 3, 4


def screen(
    columns: tuple[Any, Any, Any, Any],
    span: tuple[int, int, int],
    cuts: tuple[float, float, float],
    out: tuple[Any, ...],
) -> tuple[int, int]:
    """Fill the screen's cells for a block of products.

    Args:
        columns: product int32[n], importer and exporter int16[n], value float64[n], sorted.
        span: first product, product after the last, number of economies.
        cuts: thresholds of import HHI, world HHI and imports over exports.
        out: arrays of ``Screen`` in its order, for all products; those of the block are filled.

    Returns:
        Fault (0 none, 1 order, 2 code, 3 value, 4 range) and the row it was found at.

    Example:
        >>> cells = [np.empty((1, 2)) for _ in range(4)] + [np.empty((1, 2), int)] * 3
        >>> rows = [np.array(c) for c in ([0], [1], [0], [5.0])]
        >>> screen(rows, (0, 1, 2), (0.4, 0.4, 1.0), (*cells, np.empty(1), np.empty(1)))
        (0, 0)
        >>> cells[0]
        array([[0., 5.]])
    """
    first, last, width = span
    fault = _fault(columns, span)
    if fault[0]:
        return fault
    k, j, i, v = _flows(columns)
    count = (last - first) * width
    cell = (k - first) * width + j
    sold_cell = (k - first) * width + i

    imports = _sums(cell, v, count)
    squares = _sums(cell, _squared(v), count)
    suppliers = np.bincount(cell, minlength=count)
    exports = _sums(sold_cell, v, count)
    top, most = _top(cell, i, v, count)

    product = np.repeat(np.arange(last - first), width)
    world = _sums(product, exports, last - first)
    world_squares = _sums(product, _squared(exports), last - first)

    hhi = _concentration(imports, squares)
    world_hhi = _concentration(world, world_squares)
    if hhi is None or world_hhi is None:
        return _RANGE, len(columns[0])
    some = suppliers > 0
    top_share = np.divide(most, imports, out=np.full(count, np.nan), where=some)
    ratio = np.divide(imports, exports, out=np.full(count, np.inf), where=exports > 0)
    criteria = (hhi > cuts[0]) * 1 + (world_hhi[product] > cuts[1]) * 2 + (ratio > cuts[2]) * 4
    criteria[~some] = -1

    cells = (imports, exports, hhi, top_share, top, suppliers, criteria)
    for array, filled in zip(out, cells, strict=False):
        array[first:last] = filled.reshape(last - first, width)
    out[7][first:last] = world
    out[8][first:last] = world_hhi
    return 0, 0


def bloc(
    columns: tuple[Any, Any, Any, Any],
    span: tuple[int, int, int],
    member: npt.NDArray[np.uint8],
    out: tuple[Any, ...],
) -> tuple[int, int]:
    """Fill a bloc's figures for a block of products.

    Args:
        columns: product int32[n], importer and exporter int16[n], value float64[n], sorted.
        span: first product, product after the last, number of economies.
        member: uint8[economies], 1 for a member.
        out: arrays of ``BlocScreen`` from ``imports`` on; those of the block are filled.

    Returns:
        Fault (0 none, 1 order, 2 code, 3 value, 4 range) and the row it was found at.

    Example:
        >>> made = [np.empty(1) for _ in range(7)]
        >>> rows = [np.array(c) for c in ([0], [1], [0], [5.0])]
        >>> bloc(rows, (0, 1, 2), np.array([0, 1], np.uint8), tuple(made))
        (0, 0)
        >>> made[0]
        array([5.])
    """
    first, last, width = span
    fault = _fault(columns, span)
    if fault[0]:
        return fault
    k, j, i, v = columns
    other = j != i
    k, j, i, v = k[other].astype(np.int64) - first, j[other], i[other], v[other]
    size = last - first
    buys = member[j] == 1

    # Sales by exporter, to members and to others; what outsiders sold to members is imported.
    to_members = _sums(k[buys] * width + i[buys], v[buys], size * width)
    to_others = _sums(k[~buys] * width + i[~buys], v[~buys], size * width)
    product = np.repeat(np.arange(size), width)
    inside = np.tile(member == 1, size)
    bought = np.where(inside, 0.0, to_members)
    imports = _sums(product, bought, size)
    squares = _sums(product, _squared(bought), size)
    suppliers = _sums(product, bought > 0, size)
    intra = _sums(product, np.where(inside, to_members, 0.0), size)
    exports = _sums(product, np.where(inside, to_others, 0.0), size)

    hhi = _concentration(imports, squares)
    if hhi is None:
        return _RANGE, len(columns[0])
    table = bought.reshape(size, width)
    top = np.where(suppliers > 0, table.argmax(axis=1), -1)
    top_share = np.divide(table.max(axis=1), imports, out=np.full(size, np.nan), where=imports > 0)
    for array, filled in zip(
        out, (imports, intra, exports, hhi, top_share, top, suppliers), strict=True
    ):
        array[first:last] = filled
    return 0, 0


def _fault(columns: tuple[Any, Any, Any, Any], span: tuple[int, int, int]) -> tuple[int, int]:
    """Tell the first row the kernels would stop at."""
    k, j, i, v = columns
    first, last, width = span
    key = (k.astype(np.int64) * width + j) * width + i
    bad_code = (j < 0) | (j >= width) | (i < 0) | (i >= width) | (k < 0) | (k >= last)
    bad_order = k < first
    bad_order[1:] |= key[1:] < key[:-1]
    bad_value = ~(v >= 0) | np.isinf(v)
    bad = bad_code | bad_order | bad_value
    if not bad.any():
        return 0, 0
    row = int(bad.argmax())
    return (_CODE if bad_code[row] else _ORDER if bad_order[row] else _VALUE), row


def _flows(columns: tuple[Any, Any, Any, Any]) -> tuple[Ints, Ints, Ints, Floats]:
    """Add up rows of the same flow; leave out zeros and trade of an economy with itself."""
    k, j, i, v = columns
    new = np.ones(len(k), bool)
    new[1:] = (k[1:] != k[:-1]) | (j[1:] != j[:-1]) | (i[1:] != i[:-1])
    amount = _sums(np.cumsum(new) - 1, v, int(new.sum())) if len(k) else v
    used = (amount > 0) & (j[new] != i[new])
    flow = (c[new][used].astype(np.int64) for c in (k, j, i))
    return (*flow, amount[used])


def _top(cell: Ints, i: Ints, v: Floats, count: int) -> tuple[npt.NDArray[np.int64], Floats]:
    """Find the largest supplier of each cell and its amount; a tie goes to the lower code."""
    top, most = np.full(count, -1), np.zeros(count)
    rising = np.lexsort((-i, v, cell))
    top[cell[rising]] = i[rising]  # the last written stays: the largest, then the lowest code
    most[cell[rising]] = v[rising]
    return top, most


def _concentration(total: Floats, squares: Floats) -> Floats | None:
    """Divide squares by the squared total; NaN where nothing is, None out of double's range."""
    whole = _squared(total)
    some = total > 0
    if np.any(some & ((whole == 0) | np.isinf(whole) | (squares == 0))):
        return None
    hhi: Floats = np.divide(squares, whole, out=np.full(len(total), np.nan), where=some)
    return hhi


def _sums(cell: Ints, amounts: npt.NDArray[Any], cells: int) -> Floats:
    """Add amounts into their cells in row order."""
    added: Floats = np.bincount(cell, amounts, cells).astype(np.float64)  # no rows give integers
    return added


def _squared(amounts: Floats) -> Floats:
    with np.errstate(over="ignore", under="ignore"):  # told by _concentration
        squares: Floats = amounts * amounts
    return squares
