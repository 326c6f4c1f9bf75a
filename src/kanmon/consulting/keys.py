"""Ed25519 keys of nodes, through a well-kept library."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kanmon.analysis.consultation.curve import is_sound
from kanmon.errors import AccessError, DataError
from kanmon.store.disk import disk_errors

_PRIVATE = 0o600


def _library() -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as e:
        raise DataError(
            "signatures need the library cryptography",
            where="kanmon node",
            remedy="install it: pip install 'kanmon[node]'",
        ) from e
    return ed25519


def make_key(path: Path) -> bytes:
    """Make a private key in a file only its owner may read, and give the public one.

    Args:
        path: file that must not exist yet.

    Returns:
        Public key, 32 bytes.

    Raises:
        DataError: the file is there, or the library is missing.
        StoreError: it cannot be written.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     len(make_key(Path(folder) / "key"))
        32
    """
    if path.exists():
        raise DataError("a key is there already", where=path.name, remedy="keep it, or move it")
    key = _library().Ed25519PrivateKey.generate()
    with disk_errors(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with os.fdopen(handle, "wb") as stream:
            stream.write(key.private_bytes_raw())
            stream.flush()
            os.fsync(stream.fileno())
    public: bytes = key.public_key().public_bytes_raw()
    return public


def signer(path: Path) -> Callable[[bytes], bytes]:
    """Read a private key and give what signs with it.

    Args:
        path: its file.

    Returns:
        A function from text to signature, 64 bytes.

    Raises:
        AccessError: others may read the file, or it holds no key.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     public = make_key(Path(folder) / "key")
        ...     verifier(public)(b"text", signer(Path(folder) / "key")(b"text"))
        True
    """
    with disk_errors(path):
        open_to = path.stat().st_mode & 0o077
        raw = path.read_bytes()
    if open_to:
        raise AccessError(
            "others may read the key", where=path.name, remedy=f"chmod 600 {path.name}"
        )
    try:
        sign: Callable[[bytes], bytes] = _library().Ed25519PrivateKey.from_private_bytes(raw).sign
    except ValueError as e:
        raise AccessError("no private key", where=path.name, remedy="restore it") from e
    return sign


def verifier(public: bytes) -> Callable[[bytes, bytes], bool]:
    """Give what checks signatures against a public key.

    Args:
        public: 32 bytes.

    Returns:
        A function from text and signature to whether they fit.

    Raises:
        DataError: it is no key, or one that accepts signatures nobody made.

    Example:
        >>> verifier(bytes(32))
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: no sound public key. To mend: ask the partner for its key again.
    """
    from cryptography.exceptions import InvalidSignature

    if not is_sound(public):
        raise DataError("no sound public key", remedy="ask the partner for its key again")
    try:
        key = _library().Ed25519PublicKey.from_public_bytes(public)
    except ValueError as e:
        raise DataError("no public key", remedy="give 64 hexadecimal digits") from e

    def verify(text: bytes, signature: bytes) -> bool:
        try:
            key.verify(signature, text)
        except InvalidSignature:
            return False
        return True

    return verify
