"""Full disks, missing rights, damaged files: one clear StoreError, and the store unchanged."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from kanmon.errors import StoreError
from kanmon.store.store import Store
from kanmon.testing import tiny_reading
from store_writer import Writer, reading


def contents(folder: Path) -> dict[str, str]:
    """Checksum of every file but the lock's."""
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name != "lock"
    }


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MiB, where mounting one is allowed."""
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("mounting a tiny disk needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], capture_output=True, text=True
    )
    if done.returncode:
        pytest.skip(f"mounting a tiny disk is not allowed here: {done.stderr.strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_said_and_the_store_unchanged(tiny_disk: Path) -> None:
    store = Store(tiny_disk / "store")
    store.add_reading(reading("one", 10_000, 1), "one")
    before = contents(store.path)
    with pytest.raises(StoreError, match="disk is full") as caught:
        store.add_reading(reading("one", 600_000, 2), "one")
    assert "free some space" in caught.value.remedy
    assert contents(store.path) == before
    assert store.check() == ()


def test_a_disk_that_fills_at_any_size_leaves_the_store_as_before(tiny_disk: Path) -> None:
    # The ballast leaves less and less room, so the disk fills in the Parquet file, in the
    # marker, in the copy of the catalogue and in DuckDB's own writing.
    store = Store(tiny_disk / "store")
    store.add_reading(tiny_reading(), "tiny")
    refused = 0
    for room in range(0, 400_000, 16_384):
        before = contents(store.path)
        free = shutil.disk_usage(tiny_disk).free
        (tiny_disk / "ballast").write_bytes(b"x" * max(0, free - room))
        try:
            store.add_reading(reading("one", 2_000, room), "one")
        except StoreError:
            refused += 1
            assert contents(store.path) == before
        assert store.check() == ()
        (tiny_disk / "ballast").unlink()
    assert 3 < refused < 24


@pytest.mark.parametrize("most", [1_000, 40_000, 70_000, 300_000])
def test_a_file_size_limit_is_said_and_the_store_unchanged(tmp_path: Path, most: int) -> None:
    Store(tmp_path).add_reading(tiny_reading(), "tiny")
    before = contents(tmp_path)
    writer = Writer(tmp_path, "one", 1, rows=50_000, most_bytes=most)
    writer.go()
    status, said = writer.end()
    assert status == StoreError.exit_code, said
    assert said.startswith("StoreError: ")
    assert "To mend: " in said
    assert contents(tmp_path) == before
    assert Store(tmp_path).check() == ()


def test_a_folder_without_rights_is_said(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o000)
    store = Store(locked / "store")
    # Once as ourselves, so that every module is loaded before rights are given up.
    Store(tmp_path / "free").add_reading(tiny_reading(), "tiny")
    root = os.geteuid() == 0
    if root:
        os.seteuid(65_534)  # root may enter everywhere
    try:
        with pytest.raises(StoreError, match="no permission"):
            store.snapshots()
        with pytest.raises(StoreError, match="no permission"):
            store.add_reading(tiny_reading(), "tiny")
    finally:
        if root:
            os.seteuid(0)
        locked.chmod(0o700)


def test_a_read_only_disk_is_said(tiny_disk: Path) -> None:
    Store(tiny_disk / "store").add_reading(tiny_reading(), "tiny")
    subprocess.run(["mount", "-o", "remount,ro", str(tiny_disk)], check=True)
    store = Store(tiny_disk / "store")
    assert store.query("flows").num_rows == 6
    assert store.check() == ()
    with pytest.raises(StoreError, match="read-only"):
        store.add_reading(reading("one", 10), "one")
    with pytest.raises(StoreError, match="read-only"):
        Store(tiny_disk / "new").add_reading(tiny_reading(), "tiny")


def test_a_file_in_the_place_of_the_store_is_said(tmp_path: Path) -> None:
    path = tmp_path / "store"
    path.write_text("I was here first")
    acts: list[Callable[[], object]] = [
        Store(path).snapshots,
        Store(path).check,
        lambda: Store(path).add_reading(tiny_reading(), "tiny"),
    ]
    for act in acts:
        with pytest.raises(StoreError, match="a file stands"):
            act()
    assert path.read_text() == "I was here first"
    with pytest.raises(StoreError, match="a file stands"):
        Store(path / "below").add_reading(tiny_reading(), "tiny")


@pytest.mark.parametrize("how", ["empty", "garbage", "cut", "scribbled", "another database"])
def test_a_damaged_catalogue_is_said_and_left_alone(tmp_path: Path, how: str) -> None:
    Store(tmp_path).add_reading(tiny_reading(), "tiny")
    path = tmp_path / "catalog.duckdb"
    whole = path.read_bytes()
    if how == "another database":
        path.unlink()
        duckdb.connect(str(path)).close()
    else:
        damaged = {
            "empty": b"",
            "garbage": b"not a database" * 999,
            "cut": whole[: len(whole) // 2],
            "scribbled": whole[:12_288] + b"\x5a" * (len(whole) - 12_288),
        }
        path.write_bytes(damaged[how])
    before = contents(tmp_path)
    store = Store(tmp_path)
    acts: list[Callable[[], object]] = [
        store.snapshots,
        store.check,
        lambda: store.add_reading(reading("one", 10), "one"),
        lambda: store.remove("tiny"),
    ]
    for act in acts:
        with pytest.raises(StoreError) as caught:
            act()
        assert str(path) in caught.value.where
        assert caught.value.remedy
    assert contents(tmp_path) == before


def test_a_newer_layout_is_refused(tmp_path: Path) -> None:
    Store(tmp_path).add_reading(tiny_reading(), "tiny")
    with duckdb.connect(str(tmp_path / "catalog.duckdb")) as c:
        c.execute("UPDATE layout SET version = 99")
    with pytest.raises(StoreError, match="layout 99 is newer"):
        Store(tmp_path).snapshots()
    with pytest.raises(StoreError, match="layout 99 is newer"):
        Store(tmp_path).remove("tiny")


def test_a_lost_catalogue_does_not_cost_the_snapshots(tmp_path: Path) -> None:
    Store(tmp_path).add_reading(tiny_reading(), "tiny")
    (tmp_path / "catalog.duckdb").unlink()
    before = contents(tmp_path)
    with pytest.raises(StoreError, match="snapshots but no catalogue"):
        Store(tmp_path).add_reading(reading("one", 10), "one")
    assert contents(tmp_path) == before
    assert [p.kind for p in Store(tmp_path).check()] == ["orphan"]


def test_a_catalogue_open_elsewhere_is_not_overwritten(tmp_path: Path) -> None:
    Store(tmp_path).add_reading(tiny_reading(), "tiny")
    (tmp_path / "catalog.duckdb.wal").write_bytes(b"someone's unfinished work")
    with pytest.raises(StoreError, match="open for writing in another program"):
        Store(tmp_path).add_reading(reading("one", 10), "one")


def test_check_names_each_kind_of_damage(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add_reading(tiny_reading(), "tiny")
    store.add_reading(reading("one", 5_000), "one")
    by_table = {
        (s.source, s.table): tmp_path / "snapshots" / s.file_name for s in store.snapshots()
    }
    by_table["tiny", "flows"].unlink()
    flows = by_table["one", "flows"]
    spoilt = bytearray(flows.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    flows.write_bytes(spoilt)
    (tmp_path / "snapshots" / "stranger.parquet").write_bytes(b"x")
    found = {(p.kind, p.where) for p in store.check()}
    assert found == {
        ("missing", "tiny.flows.HS1992.1"),
        ("checksum", "one.flows.HS1992.1"),
        ("orphan", "snapshots/stranger.parquet"),
    }


def test_a_flipped_bit_is_never_read_as_a_figure(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add_reading(reading("one", 5_000), "one")
    (s,) = store.snapshots(table="flows")
    path = tmp_path / "snapshots" / s.file_name
    whole = path.read_bytes()
    for at in range(4, len(whole) - 1, len(whole) // 40):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        try:
            table = store.read(s)
        except StoreError:
            continue
        path.write_bytes(whole)
        assert table.equals(store.read(s)), f"byte {at} changed a figure unseen"


def test_a_strangers_file_in_incoming_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "incoming").mkdir()
    (tmp_path / "incoming" / "mine.txt").write_text("mine")
    (tmp_path / "incoming" / "kanmon-dead.parquet").write_text("left by a dead writer")
    Store(tmp_path).add_reading(tiny_reading(), "tiny")
    assert [p.name for p in (tmp_path / "incoming").iterdir()] == ["mine.txt"]
