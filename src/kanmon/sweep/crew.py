"""Who does the blocks of a sweep: what is asked of them, and the crew that is this process."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy.typing as npt

from kanmon.errors import KanmonError
from kanmon.sweep.fingerprint import versions
from kanmon.sweep.folder import Rows, checked

Work = Callable[[int, int], Mapping[str, npt.NDArray[Any]]]
Block = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Backend:
    """Name where blocks are done, and how.

    ``kind`` is ``here`` (this process), ``process`` (processes on this machine) or ``dask``.
    ``address`` is a Dask scheduler's; without one a cluster is started on this machine.
    ``block`` is the number of rows of a block; without it blocks are sized to last a second or
    more. ``attempts`` is how often a block may end its worker before the sweep gives up.

    Example:
        >>> Backend("dask", address="tcp://10.0.0.5:8786").attempts
        3
    """

    kind: str
    address: str = ""
    block: int | None = None
    attempts: int = 3

    def __post_init__(self) -> None:
        if self.kind not in ("here", "process", "dask"):
            raise KanmonError(
                f"backend {self.kind!r}", where="sweep", remedy="use here, process or dask"
            )
        if (self.block is not None and self.block < 1) or self.attempts < 1:
            raise KanmonError(
                f"blocks of {self.block} rows, {self.attempts} attempts",
                where="sweep",
                remedy="give at least 1 of each",
            )


@dataclass(frozen=True, slots=True)
class Answer:
    """Say how a block ended: with rows, with an error of the work, or with a lost worker.

    ``seconds`` is what the work took where it was done. ``sure`` says whether a lost worker is
    known to have been lost over this very block.

    Example:
        >>> Answer((0, 8), None, None, 0.0).lost
        True
    """

    block: Block
    rows: Rows | None
    error: Exception | None
    seconds: float
    sure: bool = True

    @property
    def lost(self) -> bool:
        """Tell whether the worker was lost with it."""
        return self.rows is None and self.error is None


class Crew(Protocol):
    """Take blocks and hand them back done, in any order.

    Example:
        >>> [member for member in dir(Crew) if not member.startswith("_")]
        ['at_once', 'close', 'give', 'take']
    """

    @property
    def at_once(self) -> int:
        """Number of blocks to have under way."""
        ...

    def give(self, block: Block) -> None:
        """Begin a block."""
        ...

    def take(self) -> Answer:
        """Wait for a block to end."""
        ...

    def close(self) -> None:
        """End every worker that was started, whatever it is doing."""
        ...


class Here:
    """Do blocks in this process, one after the other.

    Example:
        >>> import numpy as np
        >>> crew = Here(lambda first, last: {"x": np.arange(first, last)})
        >>> crew.give((2, 4))
        >>> crew.take().rows["x"].tolist()
        [2, 3]
    """

    at_once = 1

    def __init__(self, work: Work) -> None:
        self._work = work
        self._given: deque[Block] = deque()

    def give(self, block: Block) -> None:
        """Note a block."""
        self._given.append(block)

    def take(self) -> Answer:
        """Do the block given first."""
        return done(self._work, self._given.popleft())

    def close(self) -> None:
        """Do nothing: there is nobody to send home."""


def done(work: Work, block: Block, same: tuple[tuple[str, str], ...] | None = None) -> Answer:
    """Do one block, and turn what goes wrong in the work into an answer.

    Args:
        work: the work.
        block: first row and row after the last.
        same: versions of the process that asks; ``None`` where it is this one.

    Returns:
        Rows and the seconds they took, or the error.

    Example:
        >>> import numpy as np
        >>> done(lambda first, last: {"x": np.ones(9)}, (0, 2)).error.found
        "'x' is not an array of 2 entries"
    """
    begun = time.perf_counter()
    try:
        if same is not None:
            _hold_same(same)
        rows = checked(work(*block), *block)
    except Exception as error:  # noqa: BLE001 -- whatever the work raises is told by the asker
        return Answer(block, None, error, time.perf_counter() - begun)
    return Answer(block, rows, None, time.perf_counter() - begun)


def _hold_same(versions_there: tuple[tuple[str, str], ...]) -> None:
    pairs = zip(versions_there, versions(), strict=True)
    other = [name for (name, there), (_, here) in pairs if there != here]
    if other:
        raise KanmonError(
            f"a worker has other versions ({', '.join(other)})",
            where="sweep",
            remedy="install the same Kanmon, NumPy and Python on every machine, and do not edit "
            "the code while a sweep runs",
        )
