"""Writing that survives a crash: durable renames, and disk errors said plainly."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kanmon.errors import StoreError

OURS = "kanmon-"
"""Every temporary file is named with this, so that sweeping never takes a stranger's file."""

_ELSEWHERE = "name another folder with --store or KANMON_STORE"
_REASONS = {
    errno.ENOSPC: ("the disk is full", f"free some space, or {_ELSEWHERE}"),
    errno.EDQUOT: ("your quota of disk space is used up", f"free some space, or {_ELSEWHERE}"),
    errno.EFBIG: ("a file would pass the size allowed here", f"raise the limit, or {_ELSEWHERE}"),
    errno.EACCES: ("no permission", f"take the rights to this folder, or {_ELSEWHERE}"),
    errno.EPERM: ("no permission", f"take the rights to this folder, or {_ELSEWHERE}"),
    errno.EROFS: ("the file system is read-only", _ELSEWHERE),
    errno.ENOTDIR: ("a file stands where the store's folder should be", _ELSEWHERE),
    errno.EEXIST: ("a file stands where the store's folder should be", _ELSEWHERE),
}


@contextmanager
def disk_errors(where: Path) -> Iterator[None]:
    """Turn an ``OSError`` into a StoreError that says what to do.

    Args:
        where: file or folder named in the error.

    Yields:
        Nothing; run the writing inside.

    Raises:
        StoreError: the disk is full, read-only, forbidden or broken.

    Example:
        >>> with disk_errors(Path("store")):
        ...     raise OSError(errno.ENOSPC, "No space left on device")
        Traceback (most recent call last):
        kanmon.errors.StoreError: store: the disk is full. To mend: free some space, or name ...
    """
    try:
        yield
    except OSError as e:
        found, remedy = _REASONS.get(
            e.errno or 0, (f"the disk answered: {e}", f"check the disk, or {_ELSEWHERE}")
        )
        raise StoreError(found, where=str(where), remedy=remedy) from e


def temporary(folder: Path, ending: str) -> Path:
    """Name a file that does not exist yet, by chance long enough never to meet another.

    Args:
        folder: where it will stand.
        ending: how its name ends, with the dot.

    Returns:
        The path; nothing is created.

    Example:
        >>> temporary(Path("incoming"), ".parquet").name.startswith("kanmon-")
        True
    """
    return folder / f"{OURS}{secrets.token_hex(8)}{ending}"


def sync(path: Path) -> None:
    """Wait until a file's bytes, or a folder's names, are on the disk.

    Args:
        path: file or folder.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     sync(Path(folder))
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(made: Path, final: Path) -> None:
    """Give a finished, synced file its final name in one step that lasts.

    Args:
        made: file on the same file system.
        final: name it takes; what stood there is replaced whole.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     made = Path(folder) / "made"
        ...     _ = made.write_text("x")
        ...     put_in_place(made, Path(folder) / "final")
        ...     print(made.exists())
        False
    """
    made.replace(final)
    sync(final.parent)
