"""Work for the sweeps of the tests, in a module so that other processes can import it."""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kanmon.errors import DataError
from kanmon.sweep.blocks import Ranged, sweep_ranges
from kanmon.sweep.crew import Backend

Columns = dict[str, npt.NDArray[Any]]

COUNT = 40


def waves(first: int, last: int) -> Columns:
    """Rows of every kind a block may hold."""
    at = np.arange(first, last)
    return {
        "sine": np.sin(at.astype(np.float64)),
        "cube": at[:, None, None] * np.ones((2, 3)),
        "name": np.array([f"row {one} 関" for one in at]),
    }


@dataclass(frozen=True)
class Slow:
    """Rows that take their time; each row begun leaves a line in a file."""

    seconds: float
    diary: Path | None = None

    def __call__(self, first: int, last: int) -> Columns:
        if self.diary is not None:
            with self.diary.open("a", encoding="utf-8") as file:
                file.write("".join(f"{one} {os.getpid()}\n" for one in range(first, last)))
        time.sleep(self.seconds * (last - first))
        return waves(first, last)


@dataclass(frozen=True)
class Deadly:
    """Work that kills its process at one row: always, or the first time only."""

    row: int
    once: Path | None = None

    def __call__(self, first: int, last: int) -> Columns:
        if first <= self.row < last and (self.once is None or not self.once.exists()):
            if self.once is not None:
                self.once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return waves(first, last)


def faulty(first: int, last: int) -> Columns:
    """Work that refuses one row."""
    if first <= 5 < last:
        raise DataError("row 5 is bad", where="invented rows", remedy="leave it out")
    return waves(first, last)


def short(first: int, last: int) -> Columns:
    """Hand back a row less than asked."""
    return waves(first, last - 1)


def same(found: Ranged, count: int = COUNT) -> None:
    """Hold rows to those computed at one go, byte by byte."""
    wanted = waves(0, count)
    assert list(found.rows) == list(wanted)
    for name, values in wanted.items():
        assert found.rows[name].dtype == values.dtype
        assert found.rows[name].tobytes() == values.tobytes(), name


def pids_in(diary: Path) -> set[int]:
    """The processes that wrote in a diary."""
    if not diary.exists():
        return set()
    return {int(line.split()[1]) for line in diary.read_text("utf-8").splitlines()}


def main() -> None:
    """Sweep into a folder: folder, diary, backend and workers; say so when done."""
    folder, diary, kind, workers = sys.argv[1:]
    sweep_ranges(
        Slow(0.05, Path(diary)),
        80,
        folder=Path(folder),
        workers=int(workers),
        backend=Backend(kind, block=2),
    )
    sys.stdout.write("done\n")


if __name__ == "__main__":
    # Under its own name, so that the work is the same work as in the tests.
    import sweep_work

    sweep_work.main()
