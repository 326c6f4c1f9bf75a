"""Publishers' packed files: members of a zip, the contents of a gzip, never half of one."""

from __future__ import annotations

import gzip
import lzma
import struct
import zipfile
import zlib
from pathlib import Path

from kanmon.errors import DataError

# What the standard library raises on packed files that are cut, mangled or locked;
# RuntimeError covers an unknown compression too.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
)
_MOST_BYTES = 8 << 30
_AGAIN = "download the file again: it is cut or damaged"


def members(path: Path) -> tuple[str, ...]:
    """List the files in a zip, in name order, folders left out.

    Args:
        path: a zip file.

    Returns:
        Member names.

    Raises:
        DataError: the zip is cut, damaged or empty.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     z = Path(folder) / "a.zip"
        ...     with zipfile.ZipFile(z, "w") as f:
        ...         f.writestr("x.csv", "a,b")
        ...     print(members(z), read_member(z, "x.csv"))
        ('x.csv',) b'a,b'
    """
    try:
        with zipfile.ZipFile(path) as packed:
            names = sorted(i.filename for i in packed.infolist() if not i.is_dir())
    except _BROKEN as e:
        raise _broken(path, path.name, e) from e
    if not names:
        raise DataError("an empty zip", where=path.name, remedy=_AGAIN)
    doubled = sorted({n for n in names if names.count(n) > 1})
    if doubled:
        raise DataError(f"{doubled[0]} stands twice in it", where=path.name, remedy=_AGAIN)
    return tuple(names)


def read_member(path: Path, name: str) -> bytes:
    """Read one member of a zip whole, its checksum verified.

    Args:
        path: a zip file.
        name: member name, as :func:`members` gives it.

    Returns:
        The member's bytes.

    Raises:
        DataError: the member is missing, cut, damaged, locked or absurdly large.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     z = Path(folder) / "a.zip"
        ...     with zipfile.ZipFile(z, "w") as f:
        ...         f.writestr("x.csv", "a,b")
        ...     print(read_member(z, "x.csv"))
        b'a,b'
    """
    where = f"{path.name}/{name}"
    try:
        with zipfile.ZipFile(path) as packed:
            if packed.getinfo(name).file_size > _MOST_BYTES:
                raise DataError("a member above 8 GiB", where=where, remedy=_AGAIN)
            return packed.read(name)
    except KeyError as e:
        raise DataError("no such member", where=where, remedy=_AGAIN) from e
    except _BROKEN as e:
        raise _broken(path, where, e) from e


def read_gzip(path: Path) -> bytes:
    """Read a gzip file whole, its checksum verified.

    Args:
        path: a gzip file.

    Returns:
        The unpacked bytes.

    Raises:
        DataError: the file is cut, damaged or unpacks to an absurd size.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     z = Path(folder) / "a.csv.gz"
        ...     _ = z.write_bytes(gzip.compress(b"a,b"))
        ...     print(read_gzip(z))
        b'a,b'
    """
    try:
        with gzip.open(path) as packed:
            data = packed.read(_MOST_BYTES)
            if packed.read(1):
                raise DataError("it unpacks to above 8 GiB", where=path.name, remedy=_AGAIN)
    except _BROKEN as e:
        raise _broken(path, path.name, e) from e
    return data


def _broken(path: Path, where: str, e: Exception) -> DataError:
    if isinstance(e, OSError) and not isinstance(e, gzip.BadGzipFile) and not path.is_file():
        return DataError("cannot be read", where=where, remedy="check the path and its rights")
    return DataError(f"a damaged archive ({str(e)[:120]})", where=where, remedy=_AGAIN)
