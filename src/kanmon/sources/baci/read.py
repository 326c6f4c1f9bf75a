"""Read a BACI release into flows: lookup tables and one packed sort, no loop over rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.errors import DataError
from kanmon.sources.baci.parts import Part, Release, find_release
from kanmon.sources.columnar import read_parquet
from kanmon.sources.edition import refuse_unknown, settle_edition
from kanmon.sources.flows import Coded, FlowColumns, Ints, assemble
from kanmon.sources.parties import code_economies
from kanmon.sources.raw import origin
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.sources.text import parse_numbers, read_delimited

_COLUMNS = ("t", "i", "j", "k", "v", "q")
_TYPES = {
    "t": pa.int32(),
    "i": pa.int32(),
    "j": pa.int32(),
    "k": pa.dictionary(pa.int32(), pa.string()),
    "v": pa.float64(),
    "q": pa.float64(),
}
_MOST_CODE = 1_000_000
_MOST_ECONOMY = 10_000


@dataclass(frozen=True, slots=True)
class Baci:
    """Read BACI; ``edition`` states the HS edition where no file name does.

    ``keep`` limits the reading to some HS6 codes, for machines that cannot hold a release.

    Example:
        >>> Baci().card.units.split(",")[0]
        'value v in thousand current US dollars'
    """

    edition: str = ""
    keep: tuple[str, ...] = ()

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read a zip, folder, yearly CSV or Parquet file of BACI into ``flows``."""
        tell = progress or (lambda _what, _done: None)
        release = find_release(path)
        share = 1 / (len(release.parts) + 2)
        rows, issues = [], []
        for n, part in enumerate(release.parts):
            tell(part.name, n * share)
            chunk, found = _read_part(part, self.keep)
            rows.append(chunk)
            issues += found
        tell("checking and sorting", len(release.parts) * share)
        whole = _join(rows)
        del rows
        edition, doubt = _edition(self.edition, release, whole, path.name)
        table, more = assemble(_columns(whole, edition, path.name), where=path.name)
        note = f"only {len(self.keep)} HS6 codes kept" if self.keep else ""
        vintage = release.vintage or "not stated"
        reading = Reading(
            {"flows": table},
            origin(self.card, release.files, vintage, note),
            edition,
            (*issues, *doubt, *more),
        )
        tell("read", 1.0)
        return reading


@dataclass(frozen=True, slots=True)
class _Rows:
    t: Ints
    i: Ints
    j: Ints
    k: Ints
    v: npt.NDArray[np.float64]
    q: npt.NDArray[np.float64]


def _read_part(part: Part, keep: tuple[str, ...]) -> tuple[_Rows, list[Issue]]:
    table, found = _load(part)
    issues = list(found)
    product, repaired = _products(table.column("k"), part.name)
    if repaired:
        issues.append(Issue("repair", "HS codes with a lost leading zero", repaired, part.name))
    rows = _Rows(
        _whole(table.column("t"), "t", (1000, 9999), part.name),
        _whole(table.column("i"), "i", (0, _MOST_ECONOMY - 1), part.name),
        _whole(table.column("j"), "j", (0, _MOST_ECONOMY - 1), part.name),
        product,
        _figures(table.column("v"), "v", part.name),
        _figures(table.column("q"), "q", part.name),
    )
    if part.year is not None and not bool((rows.t == part.year).all()):
        raise DataError(
            f"rows of other years than {part.year}",
            where=f"{part.name}, column t",
            remedy="the file was renamed or columns changed place: get it again",
        )
    if keep:
        chosen = np.isin(rows.k, [int(k) for k in keep])
        rows = _Rows(*(getattr(rows, name)[chosen] for name in _COLUMNS))
    return rows, issues


def _load(part: Part) -> tuple[pa.Table, tuple[Issue, ...]]:
    data = part.load()
    if isinstance(data, Path) and data.suffix.lower() == ".parquet":
        return read_parquet(data, _COLUMNS), ()
    try:
        return read_delimited(data, where=part.name, required=_COLUMNS, types=_TYPES)
    except DataError:
        # Some releases pad NA with spaces; the slower way also names the bad cell and row.
        plain = {c: _TYPES[c] for c in ("t", "i", "j", "k")}
        table, issues = read_delimited(data, where=part.name, required=_COLUMNS, types=plain)
        for name in ("v", "q"):
            numbers, _ = parse_numbers(
                table.column(name), where=f"{part.name}, column {name}", marks=("", "NA")
            )
            table = table.set_column(table.column_names.index(name), name, numbers)
        return table, issues


def _whole(column: pa.ChunkedArray, name: str, span: tuple[int, int], where: str) -> Ints:
    """Take a column of whole numbers as int16, refusing fractions, gaps and far-off values."""
    where = f"{where}, column {name}"
    if column.null_count:
        raise DataError(f"{column.null_count} empty cells", where=where, remedy="get it again")
    try:
        whole = column if pa.types.is_integer(column.type) else column.cast(pa.int32())
        limits = pc.min_max(whole).as_py()
    except (pa.ArrowException, TypeError) as e:
        raise DataError(
            f"{column.type} that is not whole numbers", where=where, remedy="get the file again"
        ) from e
    if limits["min"] is None or limits["min"] < span[0] or limits["max"] > span[1]:
        raise DataError(
            f"numbers from {limits['min']} to {limits['max']}, expected {span[0]} to {span[1]}",
            where=where,
            remedy="check that no column changed place with another",
        )
    taken: Ints = whole.cast(pa.int16()).to_numpy()
    return taken


def _figures(column: pa.ChunkedArray, name: str, where: str) -> npt.NDArray[np.float64]:
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        numbers = column.to_numpy()
    else:
        parsed, _ = parse_numbers(column, where=f"{where}, column {name}", marks=("", "NA"))
        numbers = parsed.to_numpy(zero_copy_only=False)
    figures: npt.NDArray[np.float64] = numbers.astype(np.float64, copy=False)
    return figures


def _products(column: pa.ChunkedArray, where: str) -> tuple[Ints, int]:
    """Take HS6 codes as whole numbers, and count those whose leading zero was lost."""
    where = f"{where}, column k"
    if column.null_count:
        raise DataError(f"{column.null_count} empty codes", where=where, remedy="get it again")
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        column = column.cast(pa.string()) if pa.types.is_floating(column.type) else column
    if pa.types.is_integer(column.type):
        codes: Ints = column.to_numpy().astype(np.int32, copy=False)
        if not len(codes) or codes.min() < 10_000 or codes.max() >= _MOST_CODE:
            raise DataError(
                f"HS codes from {codes.min()} to {codes.max()}",
                where=where,
                remedy="six-digit codes are needed; check that no column changed place",
            )
        return codes, int((codes < 100_000).sum())
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    one = coded.unify_dictionaries().combine_chunks()
    one = one.chunk(0) if isinstance(one, pa.ChunkedArray) else one
    names = [str(n) for n in one.dictionary.to_pylist()]
    bad = [n for n in names if not (n.isascii() and n.isdigit() and len(n) in (5, 6))]
    if bad:
        raise DataError(
            f"{bad[0]!r} is not a six-digit HS code; {len(bad)} such",
            where=where,
            remedy="six-digit codes are needed; check that no column changed place",
        )
    index = one.indices.to_numpy()
    short = np.array([len(n) == 5 for n in names])
    lost = int(short[index].sum()) if short.any() else 0
    return np.array([int(n) for n in names], np.int32)[index], lost


def _edition(
    declared: str, release: Release, rows: _Rows, where: str
) -> tuple[str, tuple[Issue, ...]]:
    """Settle the HS edition and hold the codes to it."""
    used = [f"{k:06d}" for k in _used(rows.k, _MOST_CODE)]
    refuse_unknown(used, where=f"{where}, column k")
    if declared and release.edition and declared != release.edition:
        raise DataError(
            f"edition {declared} was stated, the file name says {release.edition}",
            where=where,
            remedy="state the edition of the file",
        )
    stated = declared or release.edition
    return settle_edition(used, stated, where=where)


def _columns(rows: _Rows, edition: str, where: str) -> FlowColumns:
    parties = np.union1d(_used(rows.i, _MOST_ECONOMY), _used(rows.j, _MOST_ECONOMY))
    names, at = _economies(parties, where)
    used = _used(rows.k, _MOST_CODE)
    place = np.zeros(_MOST_CODE, np.int32)
    place[used] = np.arange(len(used), dtype=np.int32)
    # Where two of the publisher's codes are one economy to us, their flows add up.
    merged = len(names) < len(parties)
    return FlowColumns(
        year=rows.t,
        exporter=Coded(names, at[rows.i]),
        importer=Coded(names, at[rows.j]),
        product=Coded(tuple(f"{k:06d}" for k in used), place[rows.k]),
        value=rows.v,
        quantity=rows.q,
        hs=Coded((edition,)),
        line=rows.i.astype(np.int64) * _MOST_ECONOMY + rows.j if merged else None,
    )


def _economies(used: Ints, where: str) -> tuple[tuple[str, ...], Ints]:
    """Map the publisher's numbers to economies; an array from number to place in the names."""
    names, place = code_economies(pa.array(used), "baci", where=f"{where}, columns i and j")
    at = np.zeros(_MOST_ECONOMY, np.int16)
    at[used] = place
    return names, at


def _used(codes: Ints, most: int) -> Ints:
    seen = np.zeros(most, np.bool_)
    seen[codes] = True
    return np.flatnonzero(seen)


def _join(rows: list[_Rows]) -> _Rows:
    if len(rows) == 1:
        return rows[0]
    return _Rows(*(np.concatenate([getattr(r, name) for r in rows]) for name in _COLUMNS))
