"""Workers of a Dask cluster, on this machine or many: blocks as tasks, the work sent once."""

from __future__ import annotations

import pickle
import queue
import time
from typing import Any

from kanmon.errors import DataError, KanmonError
from kanmon.sweep.crew import Answer, Block, Work, done
from kanmon.sweep.fingerprint import versions

_WAIT = 30.0
"""Seconds to wait for a scheduler, for a first worker, and for workers to come back."""
_PAUSE = 2.0


class Machines:
    """Send blocks to a Dask cluster; a block whose worker dies is done by another.

    Example:
        >>> Machines(print, 1, "no-such-scheme://x")
        Traceback (most recent call last):
        kanmon.errors.KanmonError: sweep: no Dask scheduler answers at no-such-scheme://x...
    """

    def __init__(self, work: Work, workers: int, address: str = "") -> None:
        try:
            import distributed
        except ImportError as e:
            raise KanmonError(
                "Dask is not installed",
                where="sweep",
                remedy="pip install 'kanmon[dask]', or use the backend 'process'",
            ) from e
        self._dask = distributed
        self._flying: dict[Any, tuple[Block, Any]] = {}
        self._counted = (float("-inf"), 0)
        self._ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._cluster: Any = None
        self._client: Any = None
        try:
            self._connect(workers, address)
            self._sent = self._send(work)
        except BaseException:
            self.close()
            raise
        self._work = work

    @property
    def at_once(self) -> int:
        """Two blocks a thread, so that none waits for the network."""
        # Asking the scheduler takes milliseconds; workers come and go in seconds.
        if time.monotonic() - self._counted[0] > 1.0:
            self._counted = (time.monotonic(), sum(self._client.nthreads().values()))
        return 2 * max(1, self._counted[1])

    def give(self, block: Block) -> None:
        """Submit a block as a task."""
        future = self._client.submit(done, self._sent, block, versions(), pure=False)
        self._flying[future] = (block, self._sent)
        future.add_done_callback(self._ended.put)

    def take(self) -> Answer:
        """Wait for a task to end."""
        future = self._first()
        block, sent = self._flying.pop(future)
        # Several blocks may wait on the worker that died: Dask cannot tell whose fault it was.
        gone = Answer(block, None, None, 0.0, sure=False)
        try:
            answer = future.result()
        except self._dask.KilledWorker:
            answer = gone
        except self._dask.CancelledError:
            # Every worker that held the work is gone: send it, once, to those there are now.
            if sent is self._sent:
                self._sent = self._send(self._work)
            answer = gone
        except Exception as error:  # noqa: BLE001 -- the asker tells it
            answer = Answer(block, None, error, 0.0)
        future.release()
        assert isinstance(answer, Answer)
        return answer

    def close(self) -> None:
        """Give tasks up and let the client go, and the cluster if it was started here."""
        if self._client is not None:
            if self._flying:
                self._client.cancel(list(self._flying))
            self._flying.clear()
            self._sent = None
            self._client.close()
        if self._cluster is not None:
            self._cluster.close()

    def _connect(self, workers: int, address: str) -> None:
        at = address
        if not address:
            self._cluster = self._dask.LocalCluster(
                n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0"
            )
            at = self._cluster.scheduler_address
        try:
            self._client = self._dask.Client(at, timeout=_WAIT, set_as_default=False)
            self._client.wait_for_workers(1, timeout=_WAIT)
        except (OSError, ValueError, TimeoutError) as e:
            raise KanmonError(
                f"no Dask scheduler answers at {at}, or it has no worker ({e})",
                where="sweep",
                remedy="start `dask scheduler` and `dask worker ADDRESS`, and give that address",
            ) from e

    def _send(self, work: Work) -> Any:
        """Make the work data of the cluster, on every worker: a task carries its name only."""
        try:
            return self._client.scatter([work], broadcast=True, hash=False)[0]
        except (pickle.PicklingError, TypeError, AttributeError) as e:
            raise DataError(
                f"the work cannot be sent to another process ({e})",
                where="sweep",
                remedy="use a function or class of a module, or the backend 'here'",
            ) from e
        except TimeoutError as e:
            raise _nobody() from e

    def _first(self) -> Any:
        """Wait for a task to end, as long as there is anybody to end it."""
        alone = 0.0
        while True:
            try:
                future = self._ended.get(timeout=_PAUSE)
            except queue.Empty as e:
                alone = 0.0 if self._client.nthreads() else alone + _PAUSE
                if alone >= _WAIT:
                    raise _nobody() from e
                continue
            if future in self._flying:
                return future


def _nobody() -> KanmonError:
    return KanmonError(
        f"no Dask worker is left, and none came for {_WAIT:g} seconds",
        where="sweep",
        remedy="start workers and run the sweep again; blocks finished into a folder are kept",
    )
