"""Ways to break packed and columnar files: zip, gzip and Parquet."""

from __future__ import annotations

import gzip
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from source_samples import entries

SEED = 20240229


@dataclass(frozen=True)
class Mutation:
    """Name a broken input, and write it or its clean twin into a folder of the test's own."""

    source: str
    name: str
    clean: Callable[[Path], Path]
    broken: Callable[[Path], Path]
    must_fail: bool = False

    def __str__(self) -> str:
        return f"{self.source}-{self.name}"


def zipped_release(folder: Path) -> Path:
    """Zip the sample release as the publisher does."""
    sample = entries("baci")[0]
    path = folder / "BACI_HS92_V202401b.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(sample.iterdir()):
            # A fixed date: the same bytes every time.
            packed.writestr(zipfile.ZipInfo(file.name), file.read_bytes())
    return path


def gzipped_extract(folder: Path) -> Path:
    """Gzip the sample extract."""
    path = folder / "TradeData.csv.gz"
    raw = next(e for e in entries("comtrade") if e.name == "TradeData.csv").read_bytes()
    path.write_bytes(gzip.compress(raw, mtime=0))
    return path


def parquet_year(folder: Path) -> Path:
    """Write a year of the sample release as Parquet."""
    path = folder / "BACI_HS92_Y2022_V202401b.parquet"
    table = arrow_csv.read_csv(
        entries("baci")[0] / "BACI_HS92_Y2022_V202401b.csv",
        convert_options=arrow_csv.ConvertOptions(column_types={"q": pa.string()}),
    )
    pq.write_table(table, path, write_page_checksum=True)
    return path


def archive_mutations() -> Iterator[Mutation]:
    """Give mutations of packed files: cut short, a byte flipped, a member too many."""
    for source, build in (
        ("baci", zipped_release),
        ("comtrade", gzipped_extract),
        ("baci", parquet_year),
    ):
        kind = build.__name__
        for share in (0.05, 0.3, 0.5, 0.8, 0.95, 0.999):
            yield Mutation(source, f"{kind} cut at {share}", build, _cutter(build, share), True)
    for source, build in (("baci", zipped_release), ("comtrade", gzipped_extract)):
        for seed in range(12):
            what = f"{build.__name__} with byte {seed} flipped"
            yield Mutation(source, what, build, _flipper(build, seed))
    for extra in ("BACI_HS92_Y2022_V202301.csv", "BACI_HS17_Y2020_V202401b.csv", "readme.txt"):
        yield Mutation("baci", f"zip with {extra} too", zipped_release, _adder(extra))


def _cutter(build: Callable[[Path], Path], share: float) -> Callable[[Path], Path]:
    def broken(folder: Path) -> Path:
        path = build(folder)
        raw = path.read_bytes()
        path.write_bytes(raw[: int(len(raw) * share)])
        return path

    return broken


def _flipper(build: Callable[[Path], Path], seed: int) -> Callable[[Path], Path]:
    def broken(folder: Path) -> Path:
        path = build(folder)
        raw = bytearray(path.read_bytes())
        raw[random.Random(SEED + seed).randrange(len(raw))] ^= 0x5A
        path.write_bytes(raw)
        return path

    return broken


def _adder(extra: str) -> Callable[[Path], Path]:
    def broken(folder: Path) -> Path:
        path = zipped_release(folder)
        with zipfile.ZipFile(path, "a") as packed:
            packed.writestr(zipfile.ZipInfo(extra), "t,i,j,k,v,q\n2022,156,392,280530,1,1\n")
        return path

    return broken


def parquet_mutations() -> Iterator[Mutation]:
    """Give mutations of a yearly file as Parquet, a column at a time."""

    def make(what: str, change: Callable[[pa.Table], pa.Table], *, fails: bool) -> Mutation:
        def broken(folder: Path) -> Path:
            path = parquet_year(folder)
            pq.write_table(change(pq.read_table(path)), path)
            return path

        return Mutation("baci", f"parquet {what}", parquet_year, broken, fails)

    def turned(
        column: str, made: Callable[[list[Any]], list[Any]]
    ) -> Callable[[pa.Table], pa.Table]:
        return lambda t: t.set_column(
            t.column_names.index(column), column, [pa.array(made(t.column(column).to_pylist()))]
        )

    for name in "tijkvq":
        yield make(f"without {name}", partial(_dropped, name=name), fails=True)
        yield make(f"{name} of dates", turned(name, lambda v: [b"\x00\xff" for _ in v]), fails=True)
        yield make(
            f"{name} all empty", turned(name, lambda v: [None for _ in v]), fails=name != "q"
        )
    yield make("t as text", turned("t", lambda v: [str(x) for x in v]), fails=False)
    yield make("t with a fraction", turned("t", lambda v: [x + 0.5 for x in v]), fails=True)
    yield make("i past its type", turned("i", lambda v: [2**40 for _ in v]), fails=True)
    yield make("k as text", turned("k", lambda v: [str(x) for x in v]), fails=False)
    yield make("k as floats", turned("k", lambda v: [float(x) for x in v]), fails=False)
    yield make("v infinite", turned("v", lambda v: [float("inf"), *v[1:]]), fails=True)
    yield make("v negative", turned("v", lambda v: [-1.0, *v[1:]]), fails=True)
    yield make("no rows", lambda t: t.slice(0, 0), fails=True)
    yield make("rows twice", lambda t: pa.concat_tables([t, t]), fails=False)


def _dropped(table: pa.Table, *, name: str) -> pa.Table:
    return table.drop_columns([name])


def shared_mutations(shared: Path) -> Iterator[Mutation]:
    """Give mutations of the real files in the shared data: a column at a time, by content."""
    changes: dict[str, tuple[str, Callable[[pa.Array], pa.Array]]] = {
        "negative value": ("v", lambda c: pc.negate(c)),
        "value without end": ("v", lambda c: pc.add(c, float("inf"))),
        "unit of a dollar": ("v", lambda c: pc.multiply(c, 1e9)),
        "unknown economy": ("i", lambda c: pc.add(c, 9000 - 4)),
        "unknown product": ("k", lambda c: pc.subtract(c, 9_000)),
        "year of another column": ("t", lambda c: pc.subtract(c, 2000)),
        "value empty": ("v", lambda c: pa.nulls(len(c), pa.float64())),
        "value as words": ("v", lambda c: pa.array(["much"] * len(c))),
    }
    real = shared / "baci_hs17_2020_sample" / "baci_2020_hs17_afg_zaf.parquet"

    def clean(folder: Path) -> Path:
        path = folder / real.name
        path.write_bytes(real.read_bytes())
        return path

    def changed(folder: Path, *, column: str, change: Callable[[pa.Array], pa.Array]) -> Path:
        table = pq.read_table(real)
        at = table.column_names.index(column)
        path = folder / real.name
        new = change(table.column(column).combine_chunks())
        pq.write_table(table.set_column(at, column, new), path)
        return path

    def renamed(folder: Path, *, name: str) -> Path:
        return clean(folder).rename(folder / name)

    for what, (column, change) in changes.items():
        broken = partial(changed, column=column, change=change)
        yield Mutation("baci", f"real file, {what}", clean, broken, True)
    for edition in ("hs92", "hs96", "hs02", "hs07", "hs12", "hs22"):
        broken = partial(renamed, name=real.name.replace("hs17", edition))
        yield Mutation("baci", f"real file named {edition}", clean, broken, True)
    for share in (0.1, 0.5, 0.99):
        yield Mutation("baci", f"real file cut at {share}", clean, _cutter(clean, share), True)
