"""The folder of a sweep: which work it is of, and one checked Arrow file a finished block."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kanmon.errors import DataError, StoreError
from kanmon.store.disk import OURS, put_in_place, sync, temporary
from kanmon.store.lock import write_lock

Rows = Mapping[str, npt.NDArray[Any]]

MANIFEST = "sweep.json"
_BLOCK = re.compile(r"rows-(\d{9})-(\d{9})\.([0-9a-f]{64})\.arrow")
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """Say what a folder holds the blocks of: ``work`` by checksum, rows, versions, and a name.

    Example:
        >>> Manifest("squares", "ab12", 100, (("kanmon", "0.1.0"),)).count
        100
    """

    title: str
    work: str
    count: int
    versions: tuple[tuple[str, str], ...]

    def text(self) -> str:
        """Write it as JSON."""
        plain = {
            "format": _FORMAT,
            "title": self.title,
            "work": self.work,
            "count": self.count,
            "versions": dict(self.versions),
        }
        return json.dumps(plain, indent=2, sort_keys=True) + "\n"


class SweepFolder:
    """Keep finished blocks, and give back those that are whole.

    A block's file is named by its rows and the checksum of its bytes, and written whole before
    it takes that name; so a file is either right or known to be wrong.

    Example:
        >>> SweepFolder(Path("out"), Manifest("squares", "ab12", 4, ())).path.name
        'out'
    """

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Open it for this sweep alone: made, or found to be of the same work."""
        with _disk(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            found = sorted(p.name for p in self.path.iterdir())
        ours = {MANIFEST, "lock"}
        if MANIFEST not in found and any(n not in ours and not n.startswith(OURS) for n in found):
            raise StoreError(
                f"files that are not a sweep's ({found[0]}...)",
                where=str(self.path),
                remedy="name an empty or new folder",
            )
        with write_lock(self.path / "lock", timeout=1.0):
            self._same_work()
            yield

    def held(self) -> Iterator[tuple[int, int, Rows | str]]:
        """Read every block: first row, row after the last, and its rows or what is wrong.

        A damaged file is removed once told; its rows are to be computed again.
        """
        with _disk(self.path):
            names = sorted(p.name for p in self.path.iterdir())
        for name in names:
            match = _BLOCK.fullmatch(name)
            if name.startswith(OURS):
                self._drop(name)
            if match is None:
                continue
            first, last, checksum = int(match[1]), int(match[2]), match[3]
            with _disk(self.path / name):
                data = (self.path / name).read_bytes()
            if hashlib.sha256(data).hexdigest() != checksum:
                self._drop(name)
                yield first, last, f"{name} is torn or altered"
                continue
            table = pa.ipc.open_file(pa.py_buffer(data)).read_all()
            if (table.schema.metadata or {}).get(b"work", b"").decode() != self._work():
                raise StoreError(
                    f"{name} is a block of another sweep",
                    where=str(self.path),
                    remedy="take it away, or name an empty folder",
                )
            yield first, last, _rows(table)

    def keep(self, first: int, last: int, rows: Rows) -> None:
        """Write one finished block so that it lasts."""
        sink = pa.BufferOutputStream()
        table = _table(rows, self._work())
        with pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        data = sink.getvalue().to_pybytes()
        name = f"rows-{first:09d}-{last:09d}.{hashlib.sha256(data).hexdigest()}.arrow"
        self._write(name, data)

    def _work(self) -> str:
        return hashlib.sha256(self.manifest.text().encode()).hexdigest()

    def _write(self, name: str, data: bytes) -> None:
        with _disk(self.path):
            made = temporary(self.path, ".part")
            made.write_bytes(data)
            sync(made)
            put_in_place(made, self.path / name)

    def _drop(self, name: str) -> None:
        with _disk(self.path):
            (self.path / name).unlink(missing_ok=True)

    def _same_work(self) -> None:
        place = self.path / MANIFEST
        if not place.exists():
            self._write(MANIFEST, self.manifest.text().encode())
            return
        with _disk(place):
            text = place.read_text("utf-8", errors="replace")
        if text == self.manifest.text():
            return
        try:
            told = json.loads(text)
            kept = {**told["versions"], "work": told["work"], "rows": told["count"]}
        except (ValueError, KeyError, TypeError) as e:
            raise StoreError(
                "the manifest cannot be read", where=str(place), remedy="name an empty folder"
            ) from e
        mine = {
            **dict(self.manifest.versions),
            "work": self.manifest.work,
            "rows": self.manifest.count,
        }
        differs = [n for n in sorted(kept.keys() | mine.keys()) if kept.get(n) != mine.get(n)]
        raise StoreError(
            f"the folder is of another sweep ({told.get('title', 'untitled')}): "
            f"{', '.join(differs) or 'title'} not the same",
            where=str(self.path),
            remedy="name another folder, or run the work and the versions it was begun with",
        )


@contextmanager
def _disk(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as e:
        raise StoreError(
            f"the disk answered: {e}",
            where=str(where),
            remedy="free space or take the rights to it, or name another folder; "
            "finished blocks are kept",
        ) from e


def _table(rows: Rows, work: str) -> pa.Table:
    """Lay arrays out as columns, those of more than one axis as lists of one length."""
    columns: dict[str, pa.Array] = {}
    shapes: dict[str, list[int]] = {}
    for name, values in rows.items():
        shapes[name] = list(values.shape[1:])
        if values.ndim == 1:
            columns[name] = pa.array(values)
        else:
            flat = pa.array(np.ascontiguousarray(values).reshape(-1))
            columns[name] = pa.FixedSizeListArray.from_arrays(flat, int(np.prod(values.shape[1:])))
    return pa.table(columns).replace_schema_metadata({"work": work, "shapes": json.dumps(shapes)})


def _rows(table: pa.Table) -> Rows:
    shapes = json.loads(table.schema.metadata[b"shapes"])
    found: dict[str, npt.NDArray[Any]] = {}
    for name in table.column_names:
        column = table[name].combine_chunks()
        if pa.types.is_fixed_size_list(column.type):
            values = column.flatten().to_numpy(zero_copy_only=False)
            found[name] = values.reshape(table.num_rows, *shapes[name])
        elif pa.types.is_string(column.type):
            found[name] = np.array(column.to_pylist(), dtype=np.str_)
        else:
            found[name] = column.to_numpy(zero_copy_only=False)
    return found


def checked(rows: object, first: int, last: int) -> Rows:
    """Hold what a piece of work handed back to what a block may hold.

    Args:
        rows: mapping of names to arrays.
        first: first row of the block.
        last: row after its last.

    Returns:
        The same, every array of numbers or text with one entry a row.

    Raises:
        DataError: it is no mapping of such arrays.

    Example:
        >>> checked({"x": np.ones((2, 3))}, 0, 2)["x"].shape
        (2, 3)
    """
    where = f"rows {first} to {last}"
    remedy = "hand back a mapping of names to arrays of numbers or text, one entry a row"
    if not isinstance(rows, Mapping) or not rows:
        raise DataError(f"the work handed back {type(rows).__name__}", where=where, remedy=remedy)
    for name, values in rows.items():
        if not isinstance(values, np.ndarray) or values.ndim < 1 or len(values) != last - first:
            raise DataError(
                f"{name!r} is not an array of {last - first} entries", where=where, remedy=remedy
            )
        if values.dtype.kind not in "iuf" and not (values.dtype.kind == "U" and values.ndim == 1):
            raise DataError(f"{name!r} of type {values.dtype}", where=where, remedy=remedy)
        if values.ndim > 1 and 0 in values.shape[1:]:
            raise DataError(f"{name!r} of shape {values.shape}", where=where, remedy=remedy)
    return rows
