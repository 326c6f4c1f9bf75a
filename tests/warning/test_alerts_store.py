"""Alerts as kept: whole after any kill, right with two writers, clear about foreign files."""

from __future__ import annotations

import random
import signal
import sqlite3
import time
from collections import Counter
from pathlib import Path

import pytest

from alert_writer import DAY, NOON, alerts, start
from kanmon.errors import CodeError, DataError, ScenarioError, StoreError
from kanmon.store.alerts import AlertBook
from kanmon.store.state import FILE, MIGRATIONS, State
from kanmon.watching.book import Book


def test_an_empty_store_has_no_alerts_and_stays_empty(tmp_path: Path) -> None:
    assert Book(tmp_path / "none").alerts() == ()
    assert not (tmp_path / "none").exists()


def test_what_is_merged_is_there_and_only_for_its_party(tmp_path: Path) -> None:
    book = Book(tmp_path)
    merged = book.merge("JPN", alerts("good", 3), at=NOON)
    by_id = {a.id: a for a in merged.alerts}
    assert {a.id: a for a in Book(tmp_path).alerts("JPN")} == by_id
    assert book.alerts("USA") == ()
    assert book.alerts("JPN", "closed") == ()
    again = book.merge("JPN", alerts("good", 3), at=NOON)
    assert (again.told, {a.id: a for a in again.alerts}) == (frozenset(), by_id)


def test_steps_are_kept_and_the_illegal_change_nothing(tmp_path: Path) -> None:
    book = Book(tmp_path)
    one = book.merge("JPN", alerts("good", 1), at=NOON).alerts[0]
    book.step(one.id, "closed", at=NOON, by="Sato", outcome="disruption", onset=DAY)
    with pytest.raises(ScenarioError, match="closed"):
        book.step(one.id, "acknowledged", at=NOON, by="Sato")
    with pytest.raises(CodeError, match="no alert"):
        book.step("a0", "acknowledged", at=NOON, by="Sato")
    kept = book.alerts()[0]
    assert (kept.state, kept.outcome, kept.onset) == ("closed", "disruption", DAY)
    assert book.record().precision == 1.0


def test_an_error_in_the_work_leaves_all_as_it_was(tmp_path: Path) -> None:
    book = AlertBook(tmp_path)
    good = {"id": "a", "party": "JPN", "state": "new", "opened": "2024-01-01"}
    book.add([good])
    with pytest.raises(DataError, match="without party"):
        book.add([{**good, "state": "closed"}, {"id": "b", "state": "new", "opened": "x"}])
    assert book.list() == (good,)


def test_another_programs_file_is_not_touched(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / FILE)
    other.execute("create table theirs (a)")
    other.commit()
    other.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(StoreError, match="another program"):
        Book(tmp_path).alerts()
    with pytest.raises(StoreError, match="another program"):
        Book(tmp_path).merge("JPN", alerts("g", 1), at=NOON)
    assert (tmp_path / FILE).read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"no database at all " * 400, b"SQLite format 3\0" + b"x" * 90]
)
def test_a_damaged_file_is_said_to_be(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(StoreError, match=r"damaged|cannot be read"):
        Book(tmp_path).alerts()


def test_a_later_layout_is_refused(tmp_path: Path) -> None:
    Book(tmp_path).merge("JPN", alerts("g", 1), at=NOON)
    held = sqlite3.connect(tmp_path / FILE)
    held.execute(f"pragma user_version = {len(MIGRATIONS) + 1}")
    held.close()
    with pytest.raises(StoreError, match="later version"):
        Book(tmp_path).alerts()


def test_an_older_layout_is_brought_up_with_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Book(tmp_path).merge("JPN", alerts("g", 2), at=NOON)
    more = (*MIGRATIONS, "alter table alerts add column note text not null default '-'")
    monkeypatch.setattr("kanmon.store.state.MIGRATIONS", more)
    with State(tmp_path).reading() as held:
        assert held is not None
        assert held.execute("select note from alerts").fetchall() == [("-",), ("-",)]
        assert held.execute("pragma user_version").fetchone() == (len(more),)


def test_a_writer_that_never_ends_is_told_of(tmp_path: Path) -> None:
    Book(tmp_path).merge("JPN", alerts("g", 1), at=NOON)
    waiting = Book(tmp_path, timeout=0.05)
    with State(tmp_path).changing(), pytest.raises(StoreError, match="another process"):
        waiting.merge("JPN", alerts("h", 1), at=NOON)


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [start(tmp_path, prefix, 10) for prefix in ("a", "b")]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    goods = {a.good for a in Book(tmp_path).alerts()}
    assert goods == {f"{p}-{n}-{k}" for p in "ab" for n in range(10) for k in range(5)}


def _kill(folder: Path, kills: int) -> int:
    """Kill writers at random moments; every run of five is there whole or not at all."""
    moments = random.Random(20240229)
    cut = 0
    for n in range(kills):
        writer = start(folder, f"k{n}", 10_000)
        until = time.monotonic() + 60
        while not any(a.good.startswith(f"k{n}-") for a in Book(folder).alerts()):
            assert time.monotonic() < until, "the writer never began"
            time.sleep(0.01)
        time.sleep(moments.uniform(0.0, 0.1))
        writer.kill()
        cut += writer.wait() == -signal.SIGKILL
        runs = Counter(one.good.rpartition("-")[0] for one in Book(folder).alerts())
        assert runs
        assert set(runs.values()) == {5}
    return cut


def test_three_kills_leave_whole_runs(tmp_path: Path) -> None:
    assert _kill(tmp_path, 3) == 3


@pytest.mark.slow
def test_thirty_kills_leave_whole_runs(tmp_path: Path) -> None:
    assert _kill(tmp_path, 30) == 30
