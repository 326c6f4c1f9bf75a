"""One writer at a time, over processes and threads; readers need no lock."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kanmon.errors import StoreError
from kanmon.store.disk import disk_errors

_PAUSE = 0.02


@contextmanager
def write_lock(path: Path, timeout: float = 300.0) -> Iterator[None]:
    """Hold the store for writing until the block ends; a killed holder lets go by dying.

    Args:
        path: the lock file; made when it is not there, never removed.
        timeout: seconds to wait for another writer.

    Yields:
        Nothing; the lock is held inside.

    Raises:
        StoreError: another writer kept it too long, or this system has no ``flock``.

    Source:
        flock(2): the lock belongs to the open file and ends with the process.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with write_lock(Path(folder) / "lock"):
        ...         print((Path(folder) / "lock").read_text() == str(os.getpid()))
        True
    """
    try:
        import fcntl
    except ImportError as e:
        raise StoreError(
            "this system has no flock, so two writers could not be kept apart",
            where=str(path),
            remedy="write to the store from Linux, macOS or WSL; reading works everywhere",
        ) from e
    with disk_errors(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        until = time.monotonic() + timeout
        while True:
            with disk_errors(path), suppress(BlockingIOError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            if time.monotonic() >= until:
                raise StoreError(
                    f"another process (id {_holder(handle)}) has been writing for "
                    f"{timeout:g} seconds",
                    where=str(path),
                    remedy="wait for it or end it, then try again",
                )
            time.sleep(_PAUSE)
        # The id only serves the message above: a full disk must not stop a removal.
        with suppress(OSError):
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def _holder(handle: int) -> str:
    return os.pread(handle, 32, 0).decode("ascii", "replace") or "unknown"
