"""Several processes at once: writers wait for one another, readers never see half an add."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kanmon.errors import StoreError
from kanmon.store.lock import write_lock
from kanmon.store.store import Store
from store_writer import Writer, reading


@pytest.mark.parametrize("writers", [2, 4])
def test_writers_at_once_all_get_in(tmp_path: Path, writers: int) -> None:
    at_work = [Writer(tmp_path, f"source{n}", n) for n in range(writers)]
    for writer in at_work:
        writer.go()
    assert [writer.end() for writer in at_work] == [(0, "")] * writers
    store = Store(tmp_path)
    assert store.check() == ()
    assert {(s.source, s.table) for s in store.snapshots()} == {
        (f"source{n}", table) for n in range(writers) for table in ("flows", "gdp")
    }


def test_writers_of_one_source_make_versions_in_turn(tmp_path: Path) -> None:
    at_work = [Writer(tmp_path, "one", n, rows=1_000) for n in range(3)]
    for writer in at_work:
        writer.go()
    assert [writer.end() for writer in at_work] == [(0, "")] * 3
    versions = Store(tmp_path).snapshots(table="flows", all_versions=True)
    assert sorted(s.id for s in versions) == [f"one.flows.HS1992.{n}" for n in (1, 2, 3)]
    assert len({s.added_at for s in versions}) == 3


def test_a_reader_sees_all_tables_of_an_add_or_none(tmp_path: Path) -> None:
    Store(tmp_path).add_reading(reading("one", 1_000, 0), "one")
    at_work = [Writer(tmp_path, "one", n, rows=50_000) for n in (1, 2)]
    for writer in at_work:
        writer.go()
    seen = []
    waiter = threading.Thread(target=lambda: seen.append([w.end() for w in at_work]))
    waiter.start()
    looks = 0
    while waiter.is_alive():
        store = Store(tmp_path)
        current = store.snapshots()
        assert len(current) == 2
        assert len({s.vintage for s in current}) == 1, "half an add was seen"
        for s in current:
            assert store.read(s).num_rows == s.rows
        looks += 1
    waiter.join()
    assert seen == [[(0, "")] * 2]
    assert looks > 1
    assert Store(tmp_path).check() == ()


def test_threads_of_one_process_share_a_store(tmp_path: Path) -> None:
    store = Store(tmp_path)
    failed: list[Exception] = []

    def work(n: int) -> None:
        try:
            store.add_reading(reading(f"source{n}", 1_000, n), f"source{n}")
            for s in store.snapshots():
                assert store.query(s.table, source=s.source).num_rows == s.rows
        except Exception as e:  # noqa: BLE001 - handed to the test's own thread
            failed.append(e)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert failed == []
    assert len(store.snapshots()) == 8
    assert store.check() == ()


def test_a_lock_that_is_not_let_go_is_said_with_its_holder(tmp_path: Path) -> None:
    import os

    with write_lock(tmp_path / "lock"), pytest.raises(StoreError) as caught:
        Store(tmp_path, lock_timeout=0.1).add_reading(reading("one", 10), "one")
    assert str(os.getpid()) in str(caught.value)
    assert caught.value.remedy
    assert Store(tmp_path).snapshots() == ()
