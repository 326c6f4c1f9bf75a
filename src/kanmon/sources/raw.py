"""The raw bytes handed in: their checksum, and the origin a reading of them carries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from kanmon.errors import DataError
from kanmon.provenance import Origin
from kanmon.sources.source import Card


def checksum(*paths: Path) -> str:
    """Compute the SHA-256 of a file, or of several by name and content.

    Args:
        paths: files; for more than one, the sum is over ``sha256  name`` lines in name order,
            as the ``sha256sum`` tool prints them.

    Returns:
        64 hexadecimal digits.

    Raises:
        DataError: there is no file, or one cannot be read.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     p = Path(folder) / "a"
        ...     _ = p.write_bytes(b"")
        ...     print(checksum(p)[:8])
        e3b0c442
    """
    if not paths:
        raise DataError("no file", remedy="name a file or a folder that holds some")
    if len(paths) == 1:
        return _sum(paths[0])
    lines = sorted((p.name, _sum(p)) for p in paths)
    text = "".join(f"{digest}  {name}\n" for name, digest in lines)
    return hashlib.sha256(text.encode()).hexdigest()


def origin(card: Card, paths: Iterable[Path], vintage: str, note: str = "") -> Origin:
    """Make the origin of a reading: the card's publisher and licence, the bytes' checksum.

    Args:
        card: the source's card.
        paths: files read.
        vintage: the publisher's edition; ``not stated`` when the file does not say.
        note: anything a reader of the citation should know.

    Returns:
        The origin.

    Raises:
        DataError: a file cannot be read.

    Example:
        >>> from kanmon.sources.source import load_card
        >>> import tempfile
        >>> with tempfile.NamedTemporaryFile() as f:
        ...     print(origin(load_card("kanmon.sources.baci"), [Path(f.name)], "V202401b").vintage)
        V202401b
    """
    return Origin(
        source=card.name,
        publisher=card.publisher,
        title=card.title,
        vintage=vintage,
        licence=card.licence,
        url=card.url,
        checksum=checksum(*paths),
        note=note,
    )


def _sum(path: Path) -> str:
    try:
        with path.open("rb") as f:
            return hashlib.file_digest(f, "sha256").hexdigest()
    except OSError as e:
        raise DataError(
            f"cannot be read ({e.strerror})",
            where=path.name,
            remedy="check the path and its rights",
        ) from e
