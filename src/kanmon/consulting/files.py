"""Files of people: content to be released, packages carried by hand; whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kanmon.errors import DataError
from kanmon.store.disk import disk_errors, put_in_place, sync, temporary


def put(path: Path, raw: bytes) -> None:
    """Write a file whole or not at all, and wait until it is on the disk.

    Args:
        path: file.
        raw: its bytes.

    Raises:
        StoreError: it cannot be written.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     put(Path(folder) / "a", b"1")
        ...     (Path(folder) / "a").read_bytes()
        b'1'
    """
    with disk_errors(path):
        partial = temporary(path.parent, path.suffix)
        partial.write_bytes(raw)
        sync(partial)
        put_in_place(partial, path)


def plain_content(path: Path) -> Any:
    """Read what is to be released: a JSON file.

    Args:
        path: file.

    Returns:
        Plain data.

    Raises:
        DataError: it is no JSON in UTF-8.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder) / "a.json"
        ...     _ = file.write_text('{"a": 1}')
        ...     plain_content(file)
        {'a': 1}
    """
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as e:
        raise DataError(str(e), where=path.name, remedy="give a JSON file in UTF-8") from e
