"""Which arithmetic runs: the compiled kernels, or their NumPy twin when asked for by name."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from kanmon.analysis.dependency.screen import twin
from kanmon.analysis.dependency.screen.flows import Block, Columns, YearFlows
from kanmon.compiled import compiled
from kanmon.errors import DataError

Kernel = Callable[..., tuple[int, int]]

_FAULTS = {
    1: ("a row out of order", "sort by product, importer, exporter, or use coded()"),
    2: ("a product or economy without a label", "code each row by its position in the labels"),
    3: ("a value that is negative, infinite or missing", "leave out flows of unknown value"),
    4: ("values whose squares double precision cannot hold", "state values in thousand dollars"),
}


def kernel(name: str, engine: str) -> Kernel:
    """Return a kernel of the engine asked for.

    Args:
        name: ``screen`` or ``bloc``.
        engine: ``native`` (compiled) or ``numpy`` (its readable twin, many times slower).

    Returns:
        Function that fills arrays for one block of products and tells a fault and its row.

    Raises:
        DataError: there is no such engine.

    Example:
        >>> kernel("screen", "numpy").__module__
        'kanmon.analysis.dependency.screen.twin'
    """
    found: Any
    if engine == "numpy":
        found = twin
    elif engine == "native":
        found = compiled("dependency screen")
    else:
        raise DataError(f"engine {engine!r}", remedy="use 'native' or 'numpy'")
    run: Kernel = getattr(found, name)
    return run


def over_blocks(
    flows: YearFlows, work: Callable[[Columns, Block], tuple[int, int]], threads: int
) -> None:
    """Load and work through every block of a year, some at the same time.

    Blocks share no product, so the result has the same bits for any number of threads.

    Args:
        flows: a year of trade in blocks.
        work: called with a block's rows and the block; returns a fault (0 for none) and row.
        threads: blocks worked on at once, at least 1. Loading and kernels release the GIL.

    Raises:
        DataError: a block's rows are not what the kernels need.

    Example:
        >>> from kanmon.analysis.dependency.screen.flows import coded
        >>> over_blocks(coded(2022, "A", "ab", ([0], [1], [0], [5.0])), lambda c, b: (0, 0), 1)
    """
    if threads < 1:
        raise DataError(f"{threads} threads", remedy="ask for one or more")

    def one(block: Block) -> None:
        fault, row = work(block.load(), block)
        if fault:
            found, remedy = _FAULTS[fault]
            where = f"{flows.year}, products {block.first} to {block.last - 1}, row {row}"
            raise DataError(found, where=where, remedy=remedy)

    if threads == 1:
        for block in flows.blocks:
            one(block)
        return
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(one, flows.blocks):
            pass
