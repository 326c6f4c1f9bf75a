"""Processes on this machine, each with a pipe of its own, so that a lost one loses one block."""

from __future__ import annotations

import contextlib
import multiprocessing as mp
import pickle
import signal
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from kanmon.errors import DataError, KanmonError
from kanmon.sweep.crew import Answer, Block, Work, done
from kanmon.sweep.fingerprint import versions

_PATIENCE = 5.0
"""Seconds a worker told to end is waited for before it is killed."""


class Processes:
    """Keep a number of worker processes busy; start another where one dies.

    ``concurrent.futures`` would end every worker when one dies and could not tell whose block it
    was; here the pipe that breaks names the block, and the others go on.

    Example:
        >>> from operator import index
        >>> crew = Processes(index, 2)  # no process starts before there is a block
        >>> crew.at_once
        2
    """

    def __init__(self, work: Work, workers: int) -> None:
        self.at_once = workers
        self._context = mp.get_context("spawn")
        self._idle: list[tuple[SpawnProcess, Connection]] = []
        self._busy: dict[Connection, tuple[SpawnProcess, Block]] = {}
        try:
            # Once, for all workers: what is large is not pickled again for each.
            self._work = pickle.dumps((work, versions()), protocol=5)
        except (pickle.PicklingError, TypeError, AttributeError) as e:
            raise DataError(
                f"the work cannot be sent to another process ({e})",
                where="sweep",
                remedy="use a function or class of a module, or the backend 'here'",
            ) from e

    def give(self, block: Block) -> None:
        """Send a block to an idle worker, started where there is none."""
        while True:
            process, pipe = self._idle.pop() if self._idle else self._start()
            try:
                pipe.send(block)
            except (BrokenPipeError, ConnectionResetError):  # it died while it was idle
                _end(process, pipe)
                continue
            self._busy[pipe] = (process, block)
            return

    def take(self) -> Answer:
        """Wait for a worker to answer or die."""
        ready = wait(list(self._busy))[0]
        assert isinstance(ready, Connection)
        process, block = self._busy.pop(ready)
        try:
            answer = pickle.loads(ready.recv_bytes())  # noqa: S301 -- from our own worker
        except (EOFError, ConnectionResetError):
            _end(process, ready)
            return Answer(block, None, None, 0.0)
        assert isinstance(answer, Answer)
        self._idle.append((process, ready))
        return answer

    def close(self) -> None:
        """Kill the workers at work, and end the idle ones."""
        for pipe, (process, _) in self._busy.items():
            process.kill()
            _end(process, pipe)
        for process, pipe in self._idle:
            _end(process, pipe)
        self._busy.clear()
        self._idle.clear()

    def _start(self) -> tuple[SpawnProcess, Connection]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            ours.send_bytes(self._work)
        return process, ours


def _end(process: SpawnProcess, pipe: Connection) -> None:
    pipe.close()
    process.join(_PATIENCE)
    if process.exitcode is None:
        process.kill()
        process.join()
    process.close()


def _serve(pipe: Connection) -> None:
    # An interrupt is the asking process's to handle; it ends us by closing the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        sent = pipe.recv_bytes()
        try:
            work, same = pickle.loads(sent)  # noqa: S301 -- from the process that started us
        except Exception as e:  # noqa: BLE001 -- told to the asker, whatever it is
            fault = KanmonError(
                f"the work cannot be read in a worker process ({type(e).__name__}: {e})",
                where="sweep",
                remedy="put it in a module the workers can import",
            )
            while True:
                pipe.send_bytes(_packed(Answer(pipe.recv(), None, fault, 0.0)))
        while True:
            pipe.send_bytes(_packed(done(work, pipe.recv(), same)))


def _packed(answer: Answer) -> bytes:
    """Pickle an answer; an error that does not survive the journey is sent as its text."""
    try:
        packed = pickle.dumps(answer, protocol=5)
        if answer.error is not None:
            pickle.loads(packed)  # noqa: S301 -- what was pickled the line above
    except Exception:  # noqa: BLE001 -- an error may refuse in any way
        error = answer.error
        told = KanmonError(f"{type(error).__name__}: {error}", where="sweep, in a worker")
        packed = pickle.dumps(Answer(answer.block, None, told, answer.seconds), protocol=5)
    return packed
