"""A checksum of work that is the same in every process, and the versions that will do it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import functools
import hashlib
import importlib.metadata
import importlib.util
import platform
import struct
import sys
import types
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from scipy import sparse

from kanmon.errors import DataError

_PACKAGE = Path(__file__).parents[1]
_CODE = ("analysis/impact", "sweep", "codes")


def fingerprint(work: object) -> str:
    """Compute a checksum of plain data, arrays, records and functions known by name.

    Unlike a pickle it depends neither on the order of sets nor on which strings are shared, so
    two processes that hold equal things get equal checksums. The file a class or function is
    written in counts too; values that a class only remembers (cached properties) do not.

    Args:
        work: numbers, texts, dates, arrays, Arrow tables, sparse matrices, records, mappings,
            sequences, sets, and objects, functions and partial functions made of them.

    Returns:
        SHA-256, 64 hexadecimal digits.

    Raises:
        DataError: something in it has no name or no plain state (a lambda, an open file...).

    Example:
        >>> fingerprint({"a": 1, "b": {2, 3}}) == fingerprint({"b": {3, 2}, "a": 1})
        True
    """
    return _digest(work, ()).hex()


@functools.cache
def versions() -> tuple[tuple[str, str], ...]:
    """List what the numbers of a sweep depend on beside the work itself.

    Returns:
        Pairs of name and version: Kanmon, NumPy, Python, a checksum of the code of scenarios,
        engines and sweeps, and one of the compiled module.

    Example:
        >>> [name for name, _ in versions()]
        ['kanmon', 'numpy', 'python', 'code', 'compiled']
    """
    files = sorted(
        path
        for part in _CODE
        for path in (_PACKAGE / part).rglob("*")
        if path.suffix in (".py", ".csv", ".toml")
    )
    code = hashlib.sha256()
    for path in files:
        code.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0")
        code.update(_file(str(path)))
    module = importlib.util.find_spec("kanmon._native")
    built = _file(module.origin).hex() if module is not None and module.origin else "none"
    return (
        ("kanmon", importlib.metadata.version("kanmon")),
        ("numpy", np.__version__),
        ("python", ".".join(platform.python_version_tuple()[:2])),
        ("code", code.hexdigest()[:16]),
        ("compiled", built[:16]),
    )


@functools.cache
def _file(path: str) -> bytes:
    return hashlib.sha256(Path(path).read_bytes()).digest()


def _sum(tag: str, parts: Iterable[bytes]) -> bytes:
    """Hash a tag and parts, each with its length before it, so that no two lists look alike."""
    total = hashlib.sha256(tag.encode() + b"\0")
    for part in parts:
        total.update(struct.pack("<Q", len(part)))
        total.update(part)
    return total.digest()


def _digest(thing: Any, above: tuple[int, ...]) -> bytes:
    if id(thing) in above:
        raise _unknown(thing, "holds itself")
    inside = (*above, id(thing))
    plain = _plain(thing)
    if plain is not None:
        return plain
    if isinstance(thing, type | types.FunctionType | types.BuiltinFunctionType):
        return _named(thing)
    if isinstance(thing, Mapping):
        pairs = [_digest(key, inside) + _digest(value, inside) for key, value in thing.items()]
        return _sum("mapping", sorted(pairs))
    if isinstance(thing, set | frozenset):
        return _sum("set", sorted(_digest(one, inside) for one in thing))
    if isinstance(thing, list | tuple):
        return _sum("sequence", [_digest(one, inside) for one in thing])
    if isinstance(thing, functools.partial):
        return _sum("partial", [_digest((thing.func, thing.args, thing.keywords), inside)])
    if isinstance(thing, types.MethodType):
        return _sum("method", [_digest((thing.__self__, thing.__name__), inside)])
    return _sum("object", [_named(type(thing)), _digest(_state(thing), inside)])


def _plain(thing: Any) -> bytes | None:
    """Hash what needs no look inside; ``None`` for everything else."""
    if thing is None or (isinstance(thing, bool | int) and not isinstance(thing, enum.Enum)):
        return _sum("exact", [repr(thing).encode()])
    if isinstance(thing, float):
        return _sum("float", [struct.pack("<d", thing)])
    if isinstance(thing, enum.Enum):
        return _sum("enum", [_named(type(thing)), thing.name.encode()])
    if isinstance(thing, str | Path):
        return _sum("text", [str(thing).encode("utf-8", "surrogatepass")])
    if isinstance(thing, bytes | bytearray):
        return _sum("bytes", [bytes(thing)])
    if isinstance(thing, dt.date | dt.time):
        return _sum("date", [type(thing).__name__.encode(), thing.isoformat().encode()])
    if isinstance(thing, np.ndarray | np.generic) and not thing.dtype.hasobject:
        array = np.ascontiguousarray(thing)
        shape = repr((array.dtype.str, np.shape(thing))).encode()
        return _sum(
            "array", [shape, hashlib.sha256(array.data.cast("B") if array.size else b"").digest()]
        )
    if isinstance(thing, pa.Table):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, thing.schema) as writer:
            writer.write_table(thing.combine_chunks())
        return _sum("table", [sink.getvalue().to_pybytes()])
    return None


def _state(thing: Any) -> Any:
    """Give the plain state of an object: its fields, or what it holds but only remembers."""
    if sparse.issparse(thing):
        rows = thing.tocsr()
        return (thing.shape, rows.data, rows.indices, rows.indptr)
    if isinstance(thing, np.ndarray):
        return (thing.shape, thing.ravel().tolist())
    if dataclasses.is_dataclass(thing):
        return {field.name: getattr(thing, field.name) for field in dataclasses.fields(thing)}
    kind = type(thing)
    own = ("__reduce__", "__reduce_ex__")
    if any(getattr(kind, name) is not getattr(object, name) for name in own):
        raise _unknown(thing, "has a state of its own kind")
    try:
        thing.__reduce_ex__(4)
    except TypeError as e:  # a state Python does not see, as of an open file
        raise _unknown(thing, "has a hidden state") from e
    slots = [
        name
        for one in kind.__mro__
        for name in _names(one.__dict__.get("__slots__", ()))
        if hasattr(thing, name) and not name.startswith("__")
    ]
    held = {
        name: value
        for name, value in getattr(thing, "__dict__", {}).items()
        if not isinstance(getattr(kind, name, None), functools.cached_property)
    }
    if not slots and not hasattr(thing, "__dict__"):
        raise _unknown(thing, "shows no state")
    return {**held, **{name: getattr(thing, name) for name in slots}}


def _names(slots: str | Iterable[str]) -> tuple[str, ...]:
    return (slots,) if isinstance(slots, str) else tuple(slots)


def _named(thing: Any) -> bytes:
    """Hash the name of a class or function and the file it is written in."""
    name = f"{thing.__module__}.{thing.__qualname__}"
    if "<lambda>" in name or "<locals>" in name:
        raise _unknown(thing, "is written inside a function")
    source = getattr(sys.modules.get(thing.__module__ or ""), "__file__", None) or ""
    written = _file(source) if source.endswith(".py") else b""
    # A script is `__main__` where it starts and `__mp_main__` in the processes it starts.
    return _sum("named", [name.replace("__mp_main__", "__main__").encode(), written])


def _unknown(thing: Any, why: str) -> DataError:
    return DataError(
        f"{type(thing).__name__} {getattr(thing, '__qualname__', '')} {why}".replace("  ", " "),
        where="fingerprint of the work",
        remedy="make the work of named functions, records, arrays and plain data",
    )
