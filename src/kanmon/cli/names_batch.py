"""Many names at once: a table in, a table out, in parts that a run cut off goes on from."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from rich.console import Console
from rich.progress import Progress

from kanmon import __version__
from kanmon.analysis.names.answers import ANSWERS, answers
from kanmon.analysis.names.index import check, index_names
from kanmon.analysis.names.record import Query, Reach
from kanmon.errors import DataError
from kanmon.sources.party_lists.party_list import PartyList
from kanmon.sources.party_lists.read import read_parties
from kanmon.store.disk import disk_errors
from kanmon.tables.listed import Listed

PART = 2_000  # queries a part


@dataclass(frozen=True, slots=True)
class Batch:
    """Hold what a run over a table is asked for.

    Example:
        >>> Batch(Path("in.csv"), Path("out.csv"), 5, 1).parts.name
        '.out.csv.parts'
    """

    names: Path
    out: Path
    most: int
    threads: int

    @property
    def parts(self) -> Path:
        """Name the folder of finished parts, beside the answers."""
        return self.out.with_name(f".{self.out.name}.parts")


def read_queries(path: Path) -> list[Query]:
    """Read a table of names, every row a query."""
    read = read_parties(path, "table")
    if read.left:
        first = read.left[0]
        raise DataError(
            f"{len(read.left)} rows that cannot be asked, first {first.where}: {first.why}",
            where=path.name,
            remedy="give every row a name, and an id of its own or none",
        )
    return [
        Query(
            entry.entry_id,
            tuple(name.text for name in entry.names),
            entry.party,
            entry.countries,
            entry.addresses,
            entry.identifiers,
            entry.born,
        )
        for entry in read.entries
    ]


def stamp(batch: Batch, lists: Sequence[PartyList]) -> str:
    """Give a hash of everything the answers depend on: names, lists, tables, version."""
    whole = hashlib.sha256(f"{__version__} {batch.most} {PART}".encode())
    whole.update(batch.names.read_bytes())
    for one in lists:
        whole.update(one.digest.encode())
    folder = resources.files("kanmon.catalogue") / "names"
    for table in sorted(folder.iterdir(), key=lambda t: t.name):
        if table.name.endswith(".csv"):
            whole.update(table.read_bytes())
    return whole.hexdigest()


def run_batch(
    batch: Batch, lists: Sequence[PartyList], entries: Sequence[Listed]
) -> dict[str, int]:
    """Check a table of names part by part; parts of an earlier run on the same inputs stay."""
    if batch.out.suffix not in (".csv", ".parquet", ".arrow"):
        raise DataError(
            f"ending {batch.out.suffix!r}", where=str(batch.out), remedy=".csv, .parquet or .arrow"
        )
    queries = read_queries(batch.names)
    with disk_errors(batch.parts):
        _open_parts(batch, stamp(batch, lists))
        index = index_names(entries)
        by_key = {entry.key: entry for entry in entries}
        reach = Reach(threads=batch.threads)
        files = []
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("names", total=len(queries))
            for number, first in enumerate(range(0, len(queries), PART)):
                some = queries[first : first + PART]
                file = batch.parts / f"{number:06d}.parquet"
                if not file.is_file():
                    found = check(some, index, reach=reach, most=batch.most)
                    partial = file.with_suffix(".part")
                    pq.write_table(answers(found, by_key), partial, compression="zstd")
                    partial.replace(file)
                files.append(file)
                progress.advance(task, len(some))
        table = pa.concat_tables([pq.read_table(file, schema=ANSWERS) for file in files])
        _write(table, batch.out)
        for file in batch.parts.iterdir():
            file.unlink()
        batch.parts.rmdir()
    first_rows = {row["query"]: row["band"] for row in table.select(["query", "band"]).to_pylist()}
    counts = Counter(first_rows.values())
    return {band: counts.get(band, 0) for band in ("hit", "review", "clear")}


def _open_parts(batch: Batch, key: str) -> None:
    """Keep finished parts when they answer the same question, or start anew."""
    batch.parts.mkdir(exist_ok=True)
    note = batch.parts / "stamp"
    if note.is_file() and note.read_text("utf-8") == key:
        return
    for file in batch.parts.iterdir():
        file.unlink()
    note.write_text(key, "utf-8")


def _write(table: pa.Table, out: Path) -> None:
    partial = out.with_name(f".{out.name}.part")
    if out.suffix == ".csv":
        pa.csv.write_csv(table, partial)
    elif out.suffix == ".parquet":
        pq.write_table(table, partial, compression="zstd")
    else:
        with pa.OSFile(str(partial), "wb") as sink, pa.ipc.new_file(sink, table.schema) as file:
            file.write_table(table)
    partial.replace(out)
