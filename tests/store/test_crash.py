"""A writer killed at any moment leaves the store as it was before the add, or after it."""

from __future__ import annotations

import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from kanmon.store.store import Store
from store_writer import Writer, reading

SOURCE = "invented"
ROWS = 200_000


def editions(folder: Path) -> dict[str, str]:
    """The edition of each current table, every byte of it checked."""
    store = Store(folder)
    assert store.check() == ()
    held = {}
    for s in store.snapshots():
        assert store.read(s).num_rows == s.rows
        held[s.table] = s.vintage
    return held


def kill_at_random(folder: Path, kills: int) -> Counter[str]:
    """Kill that many adds at seeded moments of the time a whole add takes; count how each ended."""
    Store(folder).add_reading(reading(SOURCE, ROWS), SOURCE)
    taken = []
    for seed in (1, 2):
        writer = Writer(folder, SOURCE, seed)
        writer.go()
        start = time.perf_counter()
        assert writer.end() == (0, "")
        taken.append(time.perf_counter() - start)
    moments = random.Random(20240229)
    ends: Counter[str] = Counter()
    seed = 2
    while ends["killed"] < kills:
        seed += 1
        assert seed < 3 * kills, f"too many adds end before they are killed: {ends}"
        before = editions(folder)
        writer = Writer(folder, SOURCE, seed)
        writer.go()
        time.sleep(moments.uniform(0.0, max(taken)))
        writer.kill()
        status, _ = writer.end()
        ends["killed" if status == -signal.SIGKILL else "finished first"] += 1
        ends["leftovers"] += any((folder / "incoming").iterdir())
        after = editions(folder)
        assert after in (before, dict.fromkeys(("flows", "gdp"), str(seed)))
        ends["before" if after == before else "after"] += 1
    return ends


def hold_clean(folder: Path) -> None:
    """The next writer works, and clears all that the dead ones left."""
    Store(folder).add_reading(reading(SOURCE, 1_000, 9_999), SOURCE)
    assert set(editions(folder).values()) == {"9999"}
    assert list((folder / "incoming").iterdir()) == []
    kept = {s.file_name for s in Store(folder).snapshots(all_versions=True)}
    assert {p.name for p in (folder / "snapshots").iterdir()} == kept


def test_eight_kills_leave_the_store_before_or_after(tmp_path: Path) -> None:
    ends = kill_at_random(tmp_path, 8)
    assert ends["killed"] == 8
    hold_clean(tmp_path)


@pytest.mark.slow
def test_fifty_kills_leave_the_store_before_or_after(tmp_path: Path) -> None:
    ends = kill_at_random(tmp_path, 50)
    sys.stdout.write(f"50 kills: {dict(ends)}")  # shown by `pytest -rP`
    assert ends["killed"] == 50, ends
    assert ends["leftovers"] >= 5, f"hardly any kill fell into the writing: {ends}"
    hold_clean(tmp_path)


@pytest.mark.slow
def test_a_kill_before_each_single_file_operation(tmp_path: Path) -> None:
    Store(tmp_path).add_reading(reading(SOURCE, 1_000), SOURCE)
    before = editions(tmp_path)
    for step in range(1, 200):
        writer = Writer(tmp_path, SOURCE, step, rows=1_000, kill_at=step)
        writer.go()
        status, said = writer.end()
        after = editions(tmp_path)
        assert after in (before, dict.fromkeys(("flows", "gdp"), str(step))), step
        before = after
        if status == 0:
            break
        assert status == -signal.SIGKILL, said
    assert step > 15, "the operations were not seen"
    hold_clean(tmp_path)
