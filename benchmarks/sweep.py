"""What splitting work into blocks costs: start-up, each block, and the gain of two workers.

    python -m benchmarks.sweep [--runs N] [--without-dask]

The work is a fixed number of small matrix products a row (too small for BLAS to thread) and hands
back 400 numbers. Plain is the same work called once in this process; the pool is the standard
library's `ProcessPoolExecutor` over blocks of 20 rows. Times are medians of wall seconds in one
run; the gain of two workers needs two idle cores to show.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kanmon.sweep.blocks import sweep_ranges
from kanmon.sweep.crew import Backend


@dataclass(frozen=True)
class Products:
    """Rows of some matrix products each."""

    turns: int

    def __call__(self, first: int, last: int) -> dict[str, npt.NDArray[np.float64]]:
        """Do rows first to last."""
        rows = []
        for row in range(first, last):
            grid = np.full((20, 20), 1.0 / (20 + row))
            for _ in range(self.turns):
                grid = np.tanh(grid @ grid + 0.1)
            rows.append(grid.ravel())
        return {"grid": np.stack(rows)}


def pooled(work: Products, count: int, block: int) -> None:
    """Do the same with the standard library's pool."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        begins = range(0, count, block)
        ends = [min(count, one + block) for one in begins]
        parts = list(pool.map(work, begins, ends))
    np.concatenate([part["grid"] for part in parts])


def median(runs: int, job: Callable[[], object]) -> float:
    """Median wall seconds of a job."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        job()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--without-dask", action="store_true")
    asked = parser.parse_args()
    kinds = ["process"] if asked.without_dask else ["process", "dask"]
    tiny, real, rows = Products(1), Products(1_500), 400

    start = {
        kind: median(
            asked.runs,
            lambda kind=kind: sweep_ranges(tiny, 2, workers=2, backend=Backend(kind, block=1)),  # type: ignore[misc]
        )
        for kind in kinds
    }
    for kind, seconds in start.items():
        print(f"start-up, two workers, {kind:8} {seconds:6.2f} s")
    for kind in ["here", *kinds]:
        workers = 1 if kind == "here" else 2
        many = median(
            asked.runs,
            lambda kind=kind, workers=workers: sweep_ranges(  # type: ignore[misc]
                tiny, 1_000, workers=workers, backend=Backend(kind, block=1)
            ),
        )
        each = 1e3 * (many - start.get(kind, 0.0)) / 1_000
        print(f"each of 1,000 empty blocks, {kind:8} {each:6.2f} ms")
    with tempfile.TemporaryDirectory() as folder:
        kept = median(
            1,
            lambda: sweep_ranges(tiny, 200, folder=Path(folder), backend=Backend("here", block=1)),
        )
    print(f"each of 200 empty blocks kept in a folder {1e3 * kept / 200:6.2f} ms")

    plain = median(asked.runs, lambda: real(0, rows))
    print(f"plain, {rows} rows {plain:6.2f} s")
    pool = median(asked.runs, lambda: pooled(real, rows, 20))
    print(f"ProcessPoolExecutor, two workers {pool:6.2f} s, {plain / pool:4.2f} x plain")
    for kind in ["here", *kinds]:
        workers = 1 if kind == "here" else 2
        took = median(
            asked.runs,
            lambda kind=kind, workers=workers: sweep_ranges(  # type: ignore[misc]
                real, rows, workers=workers, backend=kind
            ),
        )
        print(f"sweep, {kind:8} {workers} worker(s) {took:6.2f} s, {plain / took:4.2f} x plain")


if __name__ == "__main__":
    # Under its own name, so that workers can import the work.
    from benchmarks import sweep

    sweep.main()
