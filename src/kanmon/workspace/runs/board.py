"""The board of runs: one works at a time, others wait; each may be cancelled or found again."""

from __future__ import annotations

import json
import logging
import secrets
import subprocess
import sys
import threading
from collections import OrderedDict, deque
from collections.abc import Mapping
from typing import Any

from kanmon.workspace.problems import RequestError, plain_problem
from kanmon.workspace.runs.record import Record

_LOG = logging.getLogger("kanmon.workspace")
_KEPT, _WAITING = 40, 12
_COMMAND = (sys.executable, "-m", "kanmon.workspace.runs.work")


class Board:
    """Start runs, follow them, end them.

    Each run is a process, so that cancelling it frees the machine at once and a crash of it takes
    nothing else along. With ``ready`` one process waits with its modules loaded, so that a run
    begins at once. Finished runs are kept until the server ends, the oldest go first.

    Example:
        >>> board = Board()
        >>> board.get("none")
        Traceback (most recent call last):
            ...
        kanmon.workspace.problems.RequestError: runs: no run 'none'. To mend: start it again; \
runs are kept while the server runs.
    """

    def __init__(self, *, ready: bool = False) -> None:
        self._ready = ready
        self._spare: subprocess.Popen[str] | None = None
        self._runs: OrderedDict[str, Record] = OrderedDict()
        self._queue: deque[Record] = deque()
        self._lock = threading.Condition()
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[str] | None = None
        self._closed = False

    def start(self, kind: str, question: Mapping[str, Any], message: str = "") -> str:
        """Put a run on the board and return its id."""
        made = Record(secrets.token_hex(8), kind, {**question, "kind": kind}, message=message)
        with self._lock:
            if len(self._queue) >= _WAITING:
                raise RequestError(
                    f"{len(self._queue)} runs are waiting already",
                    where="runs",
                    remedy="wait for one to end, or cancel one",
                    status=429,
                )
            self._runs[made.id] = made
            self._queue.append(made)
            self._forget()
            if self._thread is None:
                self._thread = threading.Thread(target=self._follow, daemon=True)
                self._thread.start()
            self._lock.notify_all()
        return made.id

    def prepare(self) -> None:
        """Have a process wait for the next run."""
        with self._lock:
            if self._ready and self._spare is None and not self._closed:
                self._spare = _opened()

    def get(self, name: str) -> Record:
        """Return a run, or raise RequestError."""
        with self._lock:
            if name not in self._runs:
                raise RequestError(
                    f"no run {name[:40]!r}",
                    where="runs",
                    remedy="start it again; runs are kept while the server runs",
                    status=404,
                )
            return self._runs[name]

    def cancel(self, name: str) -> Record:
        """End a run that has not ended; one that has stays as it is."""
        found = self.get(name)
        with self._lock:
            if not found.ended:
                if found in self._queue:
                    self._queue.remove(found)
                elif self._process is not None:
                    self._process.kill()
                found.change(state="cancelled", done=None, message="")
        return found

    def close(self) -> None:
        """End whatever works and take no more."""
        with self._lock:
            self._closed = True
            self._queue.clear()
            if self._process is not None:
                self._process.kill()
            if self._spare is not None:
                _ended(self._spare)
                self._spare = None
            self._lock.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=10.0)

    def _forget(self) -> None:
        ended = [r for r in self._runs.values() if r.ended]
        for old in ended[: max(0, len(self._runs) - _KEPT)]:
            del self._runs[old.id]

    def _follow(self) -> None:
        while True:
            with self._lock:
                while not self._queue and not self._closed:
                    self._lock.wait()
                if self._closed:
                    return
                record = self._queue.popleft()
                record.change(state="running", done=0.0, message="")
            why = "the run's process ended without an answer"
            try:
                self._work(record)
                self.prepare()
            except (OSError, ValueError, KeyError) as error:
                # Whatever one run meets, the next must have its turn.
                _LOG.warning("run %s: %s", record.id, error)
                why = f"the run's process could not be followed ({error})"
            with self._lock:
                if not record.ended:
                    problem = plain_problem(500, why, f"run {record.kind}", "start it again")
                    record.change(state="failed", done=None, error=problem.model_dump())

    def _work(self, record: Record) -> None:
        with self._lock:
            if record.ended:
                return
            process = self._taken()
            self._process = process
        try:
            self._watch(record, process)
        finally:
            _ended(process)
            with self._lock:
                self._process = None

    def _taken(self) -> subprocess.Popen[str]:
        """The process that waits, if it still does; a new one otherwise."""
        spare, self._spare = self._spare, None
        if spare is None or spare.poll() is not None:
            return _opened()
        return spare

    def _watch(self, record: Record, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(dict(record.question)) + "\n")
            process.stdin.flush()
        except BrokenPipeError:
            return
        for line in process.stdout:
            said = json.loads(line)
            with self._lock:
                if record.ended:
                    return
                if "told" in said:
                    record.change(done=said["share"], message=said["told"])
                elif "view" in said:
                    text = json.dumps(said["view"], ensure_ascii=False)
                    record.change(state="done", done=1.0, message="", result=text)
                else:
                    record.change(state="failed", done=None, error=said["problem"])


def _opened() -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603  our own module, run by our own interpreter
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        bufsize=1,
        start_new_session=True,
    )


def _ended(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
