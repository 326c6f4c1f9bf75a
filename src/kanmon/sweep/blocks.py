"""Any independent work over a range: split into blocks, resumable, the same for any crew."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from kanmon.errors import DataError, KanmonError
from kanmon.sweep.crew import Backend, Block, Crew, Here, Work
from kanmon.sweep.fingerprint import fingerprint, versions
from kanmon.sweep.folder import Manifest, Rows, SweepFolder
from kanmon.sweep.machines import Machines
from kanmon.sweep.processes import Processes

Progress = Callable[[int, int, str], None]

_LONG_ENOUGH = 2.0
"""Seconds a block should last: handing it over (milliseconds) and keeping it then cost nothing."""
_FIRST_ROWS = 8
"""Rows of the first blocks, before their speed is known: the scenarios one vector holds."""
_GROWTH = 8


@dataclass(frozen=True, slots=True)
class Ranged:
    """Hold the rows of a whole range, in order, and what was noted while they were made.

    Example:
        >>> Ranged({"x": np.arange(3)}, ()).rows["x"].tolist()
        [0, 1, 2]
    """

    rows: Rows
    notes: tuple[str, ...]


def sweep_ranges(
    work: Work,
    count: int,
    *,
    folder: Path | None = None,
    workers: int = 1,
    backend: str | Backend | None = None,
    progress: Progress | None = None,
) -> Ranged:
    """Do independent work over the rows 0 to ``count``, block by block.

    The result has the same bytes for any number of workers, backend and block size, if the
    work gives a row the same bytes whatever block it stands in.

    Args:
        work: called with the first row and the row after the last of a block; hands back named
            arrays of numbers or text, one entry a row. To run elsewhere or into a folder it
            must be a function or record of a module.
        count: number of rows, at least 1.
        folder: where finished blocks are kept; an interrupted sweep goes on from there.
        workers: processes, or threads of a Dask cluster started for this.
        backend: ``here``, ``process``, ``dask``, or a :class:`Backend`; default ``here`` for
            one worker and ``process`` for more.
        progress: called with rows done, rows in all, and what happened.

    Returns:
        The rows in order; notes tell of workers lost and of damaged files.

    Raises:
        DataError: there are no rows, or blocks do not fit together.
        StoreError: the folder is of another sweep, in use, or cannot be written.
        KanmonError: a block ended its worker too often; errors of the work come as they are.

    Example:
        >>> def squares(first, last):
        ...     return {"square": np.arange(first, last) ** 2}
        >>> sweep_ranges(squares, 4).rows["square"].tolist()
        [0, 1, 4, 9]
    """
    if count < 1 or workers < 1:
        raise DataError(
            f"{count} rows, {workers} workers", where="sweep", remedy="give at least 1 of each"
        )
    chosen = _backend(backend, workers)
    kept = None
    if folder is not None:
        title = f"{getattr(work, '__qualname__', type(work).__qualname__)}, {count} rows"
        kept = SweepFolder(Path(folder), Manifest(title, fingerprint(work), count, versions()))
    with kept.hold() if kept is not None else nullcontext():
        run = _Run(count, workers, chosen, kept, progress)
        run.resume()
        if run.todo:
            with closing(_crew(work, workers, chosen)) as crew:
                run.finish(crew)
        return Ranged(_joined(run.parts), tuple(run.notes))


def _backend(asked: str | Backend | None, workers: int) -> Backend:
    if asked is None:
        return Backend("here" if workers == 1 else "process")
    return Backend(asked) if isinstance(asked, str) else asked


def _crew(work: Work, workers: int, backend: Backend) -> Crew:
    if backend.kind == "dask":
        return Machines(work, workers, backend.address)
    if backend.kind == "process":
        return Processes(work, workers)
    return Here(work)


@dataclass
class _Run:
    """Follow one sweep: what is done, what is to do, and how large the next block is."""

    count: int
    workers: int
    backend: Backend
    folder: SweepFolder | None
    progress: Progress | None
    parts: dict[Block, Rows] = field(default_factory=dict)
    todo: list[Block] = field(default_factory=list)
    again: list[Block] = field(default_factory=list)
    suspects: list[Block] = field(default_factory=list)
    lost: dict[Block, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    size: int = _FIRST_ROWS

    def resume(self) -> None:
        """Take what the folder holds; what is missing between is to do."""
        reached = 0
        for first, last, rows in self.folder.held() if self.folder is not None else ():
            if isinstance(rows, str):
                self._note(f"{rows}; its rows are computed again")
            elif first >= reached:
                if first > reached:
                    self.todo.append((reached, first))
                self.parts[first, last] = rows
                reached = last
        if reached < self.count:
            self.todo.append((reached, self.count))
        if self.parts:
            self._tell(f"{self._rows_done()} rows were done before")

    def finish(self, crew: Crew) -> None:
        """Do what is to do; blocks that may have ended a worker come last, each alone."""
        under_way, alone = 0, False
        while True:
            while (self.todo or self.again) and under_way < crew.at_once and not alone:
                crew.give(self._next())
                under_way += 1
            if not under_way:
                if not self.suspects:
                    return
                crew.give(self.suspects.pop(0))
                under_way, alone = 1, True
            answer = crew.take()
            under_way -= 1
            if answer.error is not None:
                raise answer.error
            if answer.rows is None:
                self._lost(answer.block, answer.sure or alone)
                (self.again if answer.sure else self.suspects).insert(0, answer.block)
            else:
                self._done(answer.block, answer.rows, answer.seconds)
            alone = False

    def _done(self, block: Block, rows: Rows, seconds: float) -> None:
        first, last = block
        if self.folder is not None:
            self.folder.keep(first, last, rows)
        self.parts[block] = rows
        wanted = math.ceil((last - first) * _LONG_ENOUGH / max(seconds, 1e-9))
        self.size = max(1, min(wanted, _GROWTH * (last - first)))
        self._tell("")

    def _next(self) -> Block:
        if self.again:
            return self.again.pop(0)
        size = self.backend.block or self._fair()
        first, last = self.todo.pop(0)
        cut = min(last, first + size)
        if cut < last:
            self.todo.insert(0, (cut, last))
        return first, cut

    def _fair(self) -> int:
        """Rows of the next block: long enough, yet so that all workers end together."""
        left = sum(last - first for first, last in self.todo)
        return max(1, min(self.size, math.ceil(left / (2 * self.workers))))

    def _lost(self, block: Block, sure: bool) -> None:
        first, last = block
        times = self.lost[block] = self.lost.get(block, 0) + sure
        if times >= self.backend.attempts:
            raise KanmonError(
                f"the block of rows {first} to {last} ended its worker {times} times",
                where="sweep",
                remedy="look for memory running out or a crash in those rows; a script that "
                "starts processes needs `if __name__ == '__main__':`",
            )
        self._note(f"a worker was lost with rows {first} to {last}; they are done again")

    def _rows_done(self) -> int:
        return sum(last - first for first, last in self.parts)

    def _note(self, text: str) -> None:
        self.notes.append(text)
        self._tell(text)

    def _tell(self, text: str) -> None:
        if self.progress is not None:
            self.progress(self._rows_done(), self.count, text)


def _joined(parts: dict[Block, Rows]) -> dict[str, np.ndarray[Any, Any]]:
    """Put blocks one after the other."""
    order = sorted(parts)
    names = list(parts[order[0]])
    for block in order:
        if list(parts[block]) != names:
            raise DataError(
                f"rows {block[0]} to {block[1]} have {list(parts[block])}, others {names}",
                where="sweep",
                remedy="hand back the same arrays for every block",
            )
    joined = {}
    for name in names:
        pieces = [parts[block][name] for block in order]
        kinds = {
            (p.dtype.kind, p.dtype if p.dtype.kind != "U" else "", p.shape[1:]) for p in pieces
        }
        if len(kinds) > 1:
            raise DataError(
                f"{name!r} differs in type or shape between blocks",
                where="sweep",
                remedy="hand back arrays of one type and shape a row",
            )
        joined[name] = np.concatenate(pieces)
    return joined
