"""What every source owes: a whole card, a small sample, the same tables from the same bytes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from kanmon.errors import CodeError, DataError
from kanmon.sources.registry import source, sources
from kanmon.sources.source import Source, hold_to_card, load_card
from kanmon.tables.door import check_table
from kanmon.tables.schema import table_names
from source_samples import all_entries, clean_reading, copy_of, entries, package_of

NAMES = sources()
SAMPLES = all_entries()
MOST_SAMPLE_BYTES = 20_000


def test_sources_are_registered() -> None:
    assert {"baci", "comtrade", "japan_customs", "us_census"} <= set(NAMES)


def test_unknown_source_suggests_the_nearest() -> None:
    with pytest.raises(CodeError, match="bacci") as caught:
        source("bacci")
    assert "baci" in caught.value.remedy


def test_unknown_option_is_refused() -> None:
    with pytest.raises(CodeError):
        source("baci", colour="blue")


@pytest.mark.parametrize("name", NAMES)
def test_card_is_whole(name: str) -> None:
    card = load_card(package_of(name))
    assert card.name == name
    assert isinstance(source(name), Source)
    assert source(name).card == card
    for field in ("publisher", "title", "summary", "url", "units", "cadence"):
        assert getattr(card, field).strip(), field
    assert card.licence.id
    assert card.licence.name
    assert card.accepts
    assert card.gaps
    assert set(card.tables) <= set(table_names())
    assert {a.table for a in card.assertions} == set(card.tables)
    for rule in card.assertions:
        assert 0 < rule.least_rows <= rule.most_rows
        assert rule.first_year < rule.last_year
    assert all(a.startswith("https://") for a in card.fetch.values() if a)


@pytest.mark.parametrize("name", NAMES)
def test_sample_is_there_and_small(name: str) -> None:
    folder = entries(name)
    assert folder
    size = sum(f.stat().st_size for f in folder[0].parent.rglob("*") if f.is_file())
    assert size < MOST_SAMPLE_BYTES


@pytest.mark.parametrize(("name", "entry"), SAMPLES)
def test_sample_gives_tables_that_pass_the_door(name: str, entry: str) -> None:
    reading = clean_reading(name, entry)
    assert reading.tables
    assert set(reading.tables) <= set(source(name).card.tables)
    for table, rows in reading.tables.items():
        assert check_table(rows, table, where=entry).equals(rows)
    assert reading.variant
    for issue in reading.issues:
        assert issue.kind in {"repair", "dropped", "doubt"}
        assert issue.what
        assert issue.where
        assert issue.count > 0


@pytest.mark.parametrize(("name", "entry"), SAMPLES)
def test_origin_carries_checksum_licence_and_edition(name: str, entry: str, tmp_path: Path) -> None:
    origin = clean_reading(name, entry).origin
    card = source(name).card
    assert origin.source == name
    assert origin.licence == card.licence
    assert origin.vintage
    assert len(origin.checksum) == 64
    path = copy_of(name, entry, tmp_path)
    if path.is_file():
        assert origin.checksum == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(("name", "entry"), SAMPLES)
def test_same_bytes_give_the_same_tables_and_nothing_is_written(
    name: str, entry: str, tmp_path: Path
) -> None:
    path = copy_of(name, entry, tmp_path)
    before = sorted((f, f.stat().st_mtime_ns) for f in tmp_path.rglob("*"))
    told: list[float] = []
    again = source(name).read(path, lambda _what, done: told.append(done))
    assert sorted((f, f.stat().st_mtime_ns) for f in tmp_path.rglob("*")) == before
    first = clean_reading(name, entry)
    assert again.variant == first.variant
    assert again.origin == first.origin
    assert again.issues == first.issues
    assert all(again.tables[t].equals(rows) for t, rows in first.tables.items())
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert told[0] >= 0.0


@pytest.mark.parametrize(("name", "entry"), SAMPLES)
def test_empty_and_foreign_files_are_refused(name: str, entry: str, tmp_path: Path) -> None:
    for n, raw in enumerate((b"", b"\n\n", b"a,b\n1,2\n", b"%PDF-1.7\n\x00\xff" * 40)):
        folder = tmp_path / str(n)
        folder.mkdir()
        path = copy_of(name, entry, folder)
        for file in [path] if path.is_file() else [f for f in path.rglob("*") if f.is_file()]:
            file.write_bytes(raw)
        with pytest.raises(DataError) as caught:
            source(name).read(path)
        assert caught.value.found
        assert caught.value.where
        assert caught.value.remedy


@pytest.mark.parametrize("name", NAMES)
def test_missing_file_and_empty_folder_are_refused(name: str, tmp_path: Path) -> None:
    for path in (tmp_path / "not there.csv", tmp_path):
        with pytest.raises(DataError) as caught:
            source(name).read(path)
        assert caught.value.remedy


@pytest.mark.parametrize(("name", "entry"), SAMPLES)
def test_card_holds_a_reading_to_its_promise(name: str, entry: str) -> None:
    reading, card = clean_reading(name, entry), source(name).card
    assert hold_to_card(reading, card, where=entry) is reading
    for table, rows in reading.tables.items():
        rule = next(a for a in card.assertions if a.table == table)
        few = replace(rule, least_rows=rows.num_rows + 1)
        many = replace(rule, least_rows=0, most_rows=rows.num_rows - 1)
        for broken in (few, many):
            with pytest.raises(DataError, match="promises"):
                hold_to_card(reading, replace(card, assertions=(broken,)), where=entry)
