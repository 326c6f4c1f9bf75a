"""Turn a column of a publisher's codes into economies, and say what could not be turned."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kanmon.codes.aliases import index, lookup

# A table of this many entries is faster than hashing and still small in memory.
_MOST_NUMERIC = 100_000


@dataclass(frozen=True, slots=True)
class Mapped:
    """Hold mapped codes beside what could not be mapped, value by value.

    ``codes`` is a dictionary-encoded string array, null where the value was missing or
    unmapped; ``unmapped`` counts the rows of each value nobody knows and ``missing`` the rows
    that were empty to begin with; ``notes`` says what a reader must know of the values used.

    Example:
        >>> Crosswalk("baci").map([392, 490, 9999]).unmapped
        {'9999': 1}
    """

    codes: pa.DictionaryArray
    unmapped: dict[str, int]
    notes: tuple[str, ...]
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Map one system's codes or names to economies, as valid on a date.

    Example:
        >>> Crosswalk("comtrade").map(["S19", "W00", "JPN"]).codes.to_pylist()
        ['TWN', 'WLD', 'JPN']
    """

    system: str
    on: dt.date | int | None = None
    _known: dict[str, tuple[str | None, str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        index(self.system)  # an unknown system must not wait for the first value

    def map(self, values: pa.Array | pa.ChunkedArray | list[object]) -> Mapped:
        """Map a column, whole numbers or text, to economies."""
        column = values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values)
        if isinstance(column, pa.ChunkedArray):
            column = column.combine_chunks()
            if isinstance(column, pa.ChunkedArray):
                column = pa.concat_arrays(column.chunks)
        if pa.types.is_integer(column.type) and not column.null_count and len(column):
            numbers = column.to_numpy(zero_copy_only=False)
            if numbers.min() >= 0 and numbers.max() < _MOST_NUMERIC:
                present = np.bincount(numbers)
                texts = np.flatnonzero(present)
                place = np.zeros(len(present), np.int32)
                place[texts] = np.arange(len(texts), dtype=np.int32)
                return self._assemble(
                    [str(t) for t in texts], place[numbers], present[texts], missing=0
                )
        return self._map_distinct(column)

    def _map_distinct(self, column: pa.Array) -> Mapped:
        if not pa.types.is_dictionary(column.type):
            column = column.dictionary_encode()
        texts = [None if v is None else str(v) for v in column.dictionary.to_pylist()]
        picks = column.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
        counts = np.bincount(picks[picks >= 0], minlength=len(texts))
        return self._assemble(texts, picks, counts, missing=int((picks < 0).sum()))

    def _assemble(
        self,
        texts: list[str | None],
        picks: npt.NDArray[np.int32],
        counts: npt.NDArray[np.intp],
        *,
        missing: int,
    ) -> Mapped:
        keys: dict[str, int] = {}
        # One entry more than texts: a missing value picks -1, the last, which stays -1.
        turn = np.full(len(texts) + 1, -1, np.int32)
        unmapped: dict[str, int] = {}
        notes: list[str] = []
        for i, text in enumerate(texts):
            rows = int(counts[i])
            if text is None or not rows:
                missing += rows
                continue
            key, note = self._one(text)
            if note:
                notes.append(f"{text}{f' as {key}' if key else ''} ({rows} rows): {note}")
            if key is None:
                unmapped[text] = unmapped.get(text, 0) + rows
            else:
                turn[i] = keys.setdefault(key, len(keys))
        out = turn[picks]
        indices = pa.array(out, pa.int32(), mask=out < 0) if (out < 0).any() else pa.array(out)
        codes = pa.DictionaryArray.from_arrays(indices, pa.array(list(keys), pa.string()))
        return Mapped(codes, unmapped, tuple(notes), missing)

    def _one(self, text: str) -> tuple[str | None, str]:
        if text not in self._known:
            found = lookup(text, self.system, self.on)
            keys = sorted({a.iso3 for a in found})
            if len(keys) == 1:
                self._known[text] = (keys[0], found[0].note)
            elif keys:
                self._known[text] = (None, f"stands for {' and '.join(keys)}; needs a date")
            else:
                past = self.on is not None and lookup(text, self.system)
                self._known[text] = (None, f"not valid on {self.on}" if past else "")
        return self._known[text]
