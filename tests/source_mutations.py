"""Seeded ways to break a publisher's file, each with the clean file beside it.

A mutation must end in one KanmonError or in a reading that either equals the clean one or says
in its issues what was repaired or doubted. Numbers turned into other plausible numbers are
left out: nobody could tell.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from packed_mutations import SEED, Mutation, archive_mutations, parquet_mutations
from source_samples import all_entries, copy_of, entries

# A column is a series here: without one the file is a smaller extract, not a broken one.
SERIES_A_COLUMN = {("imf_pcps", "external-data.csv")}
Rows = list[list[str]]
Edit = Callable[[Rows], Rows]


@dataclass(frozen=True)
class Layout:
    """Say where in a sample stand the row to break and the columns of each meaning."""

    entry: str
    file: str
    row: int
    value: tuple[str, ...]
    economy: tuple[str, ...]
    product: str
    year: str
    foreign_economy: str = "9999"


LAYOUTS = {
    "baci": Layout(
        "BACI_HS92_V202401b",
        "BACI_HS92_Y2022_V202401b.csv",
        1,
        ("v", "q"),
        ("i", "j"),
        "k",
        "t",
        "997",
    ),
    "comtrade": Layout(
        "TradeData.csv",
        "TradeData.csv",
        2,
        ("primaryValue", "netWgt"),
        ("reporterCode", "partnerCode"),
        "cmdCode",
        "period",
    ),
    "japan_customs": Layout(
        "2023",
        "2023_imports.csv",
        1,
        ("Value-Jan", "Quantity2-Jan"),
        ("Country",),
        "HS",
        "Year",
        "099",
    ),
    "us_census": Layout(
        "exports_2023.csv",
        "exports_2023.csv",
        2,
        ("ALL_VAL_MO",),
        ("CTY_CODE",),
        "E_COMMODITY",
        "YEAR",
        "1220",
    ),
}


def mutations() -> Iterator[Mutation]:
    """Give every mutation of every registered source's samples, in a fixed order."""
    for name, entry in all_entries():
        yield from _of_bytes(name, entry)
        for file in _text_files(name, entry):
            yield from _of_text(name, entry, file)
    for name, layout in LAYOUTS.items():
        yield from _of_cells(name, layout)
    yield from _of_names()
    yield from archive_mutations()
    yield from parquet_mutations()
    yield from _of_json()


def _at(path: Path, file: str) -> Path:
    return path / file if path.is_dir() else path


def _make(
    name: str, entry: str, what: str, change: Callable[[Path], None], *, fails: bool = False
) -> Mutation:
    def broken(folder: Path) -> Path:
        path = copy_of(name, entry, folder)
        change(path)
        return path

    return Mutation(
        name, f"{entry}-{what}", lambda folder: copy_of(name, entry, folder), broken, fails
    )


def _main(path: Path) -> Path:
    """Name the largest file of a sample: the one a mutation of bytes falls on."""
    if path.is_file():
        return path
    return max(path.rglob("*.csv"), key=lambda f: (f.stat().st_size, f))


def _of_bytes(name: str, entry: str) -> Iterator[Mutation]:
    noise = random.Random(SEED).randbytes(3000)
    for what, raw in (
        ("empty", b""),
        ("spaces", b"  \n \n"),
        ("zeros", bytes(500)),
        ("noise", noise),
        ("page", b"<!DOCTYPE html><html><body>Sign in, please</body></html>\n"),
    ):
        yield _make(name, entry, what, partial(_overwrite, raw=raw), fails=True)


def _overwrite(path: Path, *, raw: bytes) -> None:
    _main(path).write_bytes(raw)


def _text_files(name: str, entry: str) -> list[str]:
    """List the delimited files of a sample that the source reads row by row."""
    path = next(e for e in entries(name) if e.name == entry)
    if path.is_file():
        return [path.name] if path.suffix == ".csv" else []
    main = _main(path)
    return [str(main.relative_to(path))] if main.suffix == ".csv" else []


def _rows(path: Path) -> Rows:
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))


def _edit(path: Path, edit: Edit) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(edit(_rows(path)))
    path.write_text(text.getvalue(), "utf-8")


def _of_text(name: str, entry: str, file: str) -> Iterator[Mutation]:
    def make(what: str, edit: Edit, *, fails: bool = False) -> Mutation:
        return _make(name, entry, what, lambda p: _edit(_at(p, file), edit), fails=fails)

    path = _at(next(e for e in entries(name) if e.name == entry), file)
    head = _rows(path)[0]
    for n, column in enumerate(head):
        if (name, entry) not in SERIES_A_COLUMN and (n < 12 or n % 7 == 0):
            yield make(f"without {column}", partial(_without, n=n))
    for n in range(0, len(head), max(1, len(head) // 4)):
        yield make(f"renamed {head[n]}", partial(_renamed, n=n))
    yield make("doubled name", lambda r: [[*r[0], r[0][0]], *([*x, "1"] for x in r[1:])])
    yield make("extra column", lambda r: [[*r[0], "extra"], *([*x, "1"] for x in r[1:])])
    yield make("long row", lambda r: [*r[:-1], [*r[-1], "7"]], fails=True)
    yield make("short row", lambda r: [*r[:-1], r[-1][:-2]], fails=True)
    yield make("only a header", lambda r: r[:1])
    yield make("no header", lambda r: r[1:])
    for encoding in ("utf-16", "utf-8-sig", "cp1252", "cp932"):
        if _encodable(path, encoding):
            yield _make(name, entry, encoding, partial(_recode, file=file, encoding=encoding))
    yield _make(name, entry, "windows lines", lambda p: _replace(_at(p, file), b"\n", b"\r\n"))
    yield _make(name, entry, "open quote", lambda p: _open_quote(_at(p, file)))
    yield _make(
        name, entry, "nul byte", lambda p: _replace(_at(p, file), b",", b",\x00"), fails=True
    )


def _without(rows: Rows, *, n: int) -> Rows:
    return [row[:n] + row[n + 1 :] for row in rows]


def _renamed(rows: Rows, *, n: int) -> Rows:
    return [_with(rows[0], n, "zzz"), *rows[1:]]


def _encodable(path: Path, encoding: str) -> bool:
    try:
        path.read_text("utf-8-sig").encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _recode(path: Path, *, file: str, encoding: str) -> None:
    at = _at(path, file)
    at.write_bytes(at.read_text("utf-8-sig").encode(encoding))


def _replace(path: Path, old: bytes, new: bytes) -> None:
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(old, new))


def _open_quote(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-1], b'"' + lines[-1]]))


def _of_cells(name: str, layout: Layout) -> Iterator[Mutation]:
    path = _at(next(e for e in entries(name) if e.name == layout.entry), layout.file)
    head = _rows(path)[0]

    def make(what: str, edit: Edit, *, fails: bool = False) -> Mutation:
        return _make(
            name, layout.entry, what, lambda p: _edit(_at(p, layout.file), edit), fails=fails
        )

    def cell(column: str, text: str, *, fails: bool = False) -> Mutation:
        at = head.index(column)

        def edit(rows: Rows) -> Rows:
            rows[layout.row][at] = text
            return rows

        return make(f"{column} is {text[:12]!r}", edit, fails=fails)

    for column in layout.value:
        for text in ("-5", "inf", "-inf", "1e30", "12a", "1,2,3", "0x10", "９x"):
            yield cell(column, text, fails=True)
        yield cell(column, "NaN")
    yield cell(layout.value[0], "")
    for column in layout.economy:
        yield cell(column, layout.foreign_economy, fails=True)
        yield cell(column, "")
        yield cell(column, "ZZ", fails=name != "us_census")
    for text in ("999998", "ABCDEF", "", "2805", "-28053"):
        yield cell(layout.product, text)
    for text in ("0", "20222", "1492", "x", ""):
        yield cell(layout.year, text, fails=True)
    yield make("row twice", lambda r: [*r, r[layout.row]])
    yield make("row three times", lambda r: [*r, r[layout.row], r[layout.row]])
    at = head.index(layout.value[0])
    yield make("row twice, other value", lambda r: [*r, _with(r[layout.row], at, "77")], fails=True)
    yield from _of_places(layout, head, make)


def _with(row: list[str], at: int, text: str) -> list[str]:
    return [*row[:at], text, *row[at + 1 :]]


def _of_places(
    layout: Layout, head: list[str], make: Callable[..., Mutation]
) -> Iterator[Mutation]:
    """Change columns' places: harmless when their names move along, refused when they do not."""

    def swap(one: str, other: str, first: int) -> Edit:
        a, b = head.index(one), head.index(other)

        def edit(rows: Rows) -> Rows:
            for row in rows[first:]:
                row[a], row[b] = row[b], row[a]
            return rows

        return edit

    for one, other in (
        (layout.year, layout.product),
        (layout.year, layout.economy[0]),
        (layout.economy[0], layout.product),
        (layout.value[0], layout.product),
    ):
        yield make(f"{one} for {other}", swap(one, other, 1), fails=True)
        yield make(f"{one} moved with {other}", swap(one, other, 0))
    yield make("rows reversed", lambda r: [r[0], *reversed(r[1:])])


def _of_names() -> Iterator[Mutation]:
    entry = LAYOUTS["baci"].entry
    for edition in ("HS96", "HS02", "HS07", "HS12", "HS17", "HS22"):
        yield _make("baci", entry, f"named {edition}", _renamer("HS92", edition), fails=True)
    yield _make("baci", entry, "one file of HS17", _renamer("HS92_Y2021", "HS17_Y2021"), fails=True)
    for old, new in (("Y2021", "Y2020"), ("Y2022", "Y2021"), ("Y2021_V202401b", "Y2021_V202301")):
        yield _make("baci", entry, f"{old} named {new}", _renamer(old, new), fails=True)


def _renamer(old: str, new: str) -> Callable[[Path], None]:
    def rename(path: Path) -> None:
        for file in sorted(path.iterdir()):
            if file.name.startswith("BACI"):
                file.rename(path / file.name.replace(old, new))

    return rename


def _of_json() -> Iterator[Mutation]:
    entry = "imports_2023.json"

    def make(what: str, change: Callable[[list[list[object]]], object], *, fails: bool) -> Mutation:
        def edit(path: Path) -> None:
            path.write_text(json.dumps(change(json.loads(path.read_text("utf-8")))), "utf-8")

        return _make("us_census", entry, what, edit, fails=fails)

    def put(at: int, what: object) -> Callable[[list[list[object]]], object]:
        return lambda r: [*r[:4], _put(r[4], at, what), *r[5:]]

    yield make("an object", lambda r: {"error": "no key"}, fails=True)
    yield make(
        "rows of objects",
        lambda r: [dict(zip(map(str, r[0]), x, strict=True)) for x in r],
        fails=True,
    )
    yield make("header only", lambda r: r[:1], fails=True)
    yield make("short row", lambda r: [*r[:-1], r[-1][:-1]], fails=True)
    yield make("number for text", put(3, 6000000), fails=True)
    yield make("null value", put(3, None), fails=True)
    yield make("negative", put(3, "-6"), fails=True)
    yield make("other name", put(1, "JAPAN"), fails=True)
    yield make(
        "unknown code and name",
        lambda r: [*r, _put(_put(r[4], 0, "9998"), 1, "ATLANTIS")],
        fails=True,
    )
    yield make("month 13", put(8, "13"), fails=True)
    yield make("cut", lambda r: json.dumps(r)[:300], fails=True)
    yield make("repeated column", lambda r: [[*x, x[0]] for x in r], fails=False)


def _put(row: list[object], at: int, what: object) -> list[object]:
    return [*row[:at], what, *row[at + 1 :]]
