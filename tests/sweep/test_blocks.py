"""A range done in blocks: the same rows whoever does them, and whatever becomes of the doers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sweep_work
from kanmon.errors import DataError, KanmonError, StoreError
from kanmon.sweep.blocks import sweep_ranges
from kanmon.sweep.crew import Backend
from sweep_work import COUNT, Deadly, Slow, faulty, pids_in, same, short, waves


@given(count=st.integers(1, 60), block=st.integers(1, 70))
def test_any_block_size_gives_the_same_rows(count: int, block: int) -> None:
    same(sweep_ranges(waves, count, backend=Backend("here", block=block)), count)


def test_processes_give_the_same_rows() -> None:
    same(sweep_ranges(waves, COUNT, workers=2, backend=Backend("process", block=3)))


def test_blocks_grow_until_they_last(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    same(sweep_ranges(waves, 4_000, folder=tmp_path, progress=lambda *one: told.append(one)), 4_000)
    done = [rows for rows, _, _ in told]
    assert done[0] == 8
    assert done == sorted(done)
    assert done[-1] == 4_000
    assert len(done) < 25, "quick rows are to be done in few blocks"


def test_an_error_of_the_work_comes_as_it_is() -> None:
    for backend in (Backend("here", block=4), Backend("process", block=4)):
        with pytest.raises(DataError, match="row 5 is bad") as caught:
            sweep_ranges(faulty, COUNT, backend=backend)
        assert caught.value.remedy == "leave it out"


def test_work_that_hands_back_too_little_is_refused() -> None:
    with pytest.raises(DataError, match="not an array of 8 entries"):
        sweep_ranges(short, COUNT, backend=Backend("here", block=8))


def test_nothing_to_do_and_unknown_backends_are_refused() -> None:
    with pytest.raises(DataError, match="0 rows"):
        sweep_ranges(waves, 0)
    with pytest.raises(KanmonError, match="backend 'cloud'"):
        sweep_ranges(waves, 3, backend="cloud")


def test_work_that_cannot_travel_says_so() -> None:
    with pytest.raises(DataError, match="cannot be sent"):
        sweep_ranges(lambda first, last: waves(first, last), 3, workers=2)


def test_a_block_that_kills_its_worker_once_is_done_again(tmp_path: Path) -> None:
    work = Deadly(13, tmp_path / "died")
    found = sweep_ranges(work, COUNT, workers=2, backend=Backend("process", block=5))
    same(found)
    assert found.notes == ("a worker was lost with rows 10 to 15; they are done again",)


def test_a_block_that_always_kills_its_worker_is_named() -> None:
    with pytest.raises(KanmonError, match="rows 10 to 15 ended its worker 2 times"):
        sweep_ranges(Deadly(13), COUNT, workers=2, backend=Backend("process", block=5, attempts=2))


def test_a_worker_killed_from_outside_loses_one_block(tmp_path: Path) -> None:
    diary = tmp_path / "diary"

    def kill_one() -> None:
        until = time.monotonic() + 60
        while len(pids_in(diary)) < 2 and time.monotonic() < until:
            time.sleep(0.01)
        os.kill(min(pids_in(diary)), signal.SIGKILL)

    killer = threading.Thread(target=kill_one)
    killer.start()
    found = sweep_ranges(Slow(0.03, diary), COUNT, workers=2, backend=Backend("process", block=2))
    killer.join()
    same(found)
    assert len(found.notes) == 1, found.notes
    assert len(pids_in(diary)) == 3, "one worker goes on, one is started anew"
    begun = diary.read_text("utf-8").splitlines()
    assert len(begun) == COUNT + 2, "only the lost block is done again"


def test_a_folder_is_taken_up_where_it_was_left(tmp_path: Path) -> None:
    folder, diary = tmp_path / "sweep", tmp_path / "diary"
    work = Slow(0.0, diary)

    def stop(done: int, _count: int, _note: str) -> None:
        if done >= 16:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep_ranges(work, COUNT, folder=folder, backend=Backend("here", block=4), progress=stop)
    first = [int(line.split()[0]) for line in diary.read_text("utf-8").splitlines()]
    assert first == list(range(16))
    diary.unlink()
    told: list[str] = []
    same(
        sweep_ranges(
            work,
            COUNT,
            folder=folder,
            backend=Backend("here", block=7),
            progress=lambda _done, _count, note: told.append(note),
        )
    )
    again = [int(line.split()[0]) for line in diary.read_text("utf-8").splitlines()]
    assert again == list(range(16, COUNT))
    assert told[0] == "16 rows were done before"
    diary.unlink()
    same(sweep_ranges(work, COUNT, folder=folder))
    assert not diary.exists(), "a finished sweep is read, not done"


@pytest.mark.parametrize("damage", ["torn", "altered", "empty"])
def test_a_damaged_block_is_told_and_done_again(tmp_path: Path, damage: str) -> None:
    backend = Backend("here", block=10)
    sweep_ranges(waves, COUNT, folder=tmp_path, backend=backend)
    victim = sorted(tmp_path.glob("rows-*"))[1]
    data = bytearray(victim.read_bytes())
    if damage == "torn":
        del data[len(data) // 2 :]
    elif damage == "empty":
        data.clear()
    else:
        data[len(data) // 2] ^= 1
    victim.write_bytes(data)
    found = sweep_ranges(waves, COUNT, folder=tmp_path, backend=backend)
    same(found)
    assert found.notes == (f"{victim.name} is torn or altered; its rows are computed again",)
    again = sweep_ranges(waves, COUNT, folder=tmp_path, backend=backend)
    same(again)
    assert again.notes == ()


def test_a_missing_block_is_done_again_and_leftovers_go(tmp_path: Path) -> None:
    sweep_ranges(waves, COUNT, folder=tmp_path, backend=Backend("here", block=10))
    sorted(tmp_path.glob("rows-*"))[2].unlink()
    (tmp_path / "kanmon-0123456789abcdef.part").write_bytes(b"half")
    same(sweep_ranges(waves, COUNT, folder=tmp_path, backend=Backend("here", block=3)))
    assert not list(tmp_path.glob("kanmon-*"))


def test_a_folder_of_other_work_is_refused(tmp_path: Path) -> None:
    sweep_ranges(waves, COUNT, folder=tmp_path)
    with pytest.raises(StoreError, match=r"another sweep.*: rows not the same"):
        sweep_ranges(waves, COUNT + 1, folder=tmp_path)
    with pytest.raises(StoreError, match=r"another sweep.*: work not the same"):
        sweep_ranges(Slow(0.0), COUNT, folder=tmp_path)
    manifest = tmp_path / "sweep.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"kanmon": "', '"kanmon": "9.'))
    with pytest.raises(StoreError, match=": kanmon not the same"):
        sweep_ranges(waves, COUNT, folder=tmp_path)
    manifest.write_text("{")
    with pytest.raises(StoreError, match="manifest cannot be read"):
        sweep_ranges(waves, COUNT, folder=tmp_path)


def test_a_block_of_another_sweep_is_refused(tmp_path: Path) -> None:
    sweep_ranges(waves, COUNT, folder=tmp_path / "a", backend=Backend("here", block=20))
    sweep_ranges(waves, COUNT + 1, folder=tmp_path / "b", backend=Backend("here", block=20))
    stray = min((tmp_path / "b").glob("rows-*"))
    min((tmp_path / "a").glob("rows-*")).unlink()
    stray.rename(tmp_path / "a" / stray.name)
    with pytest.raises(StoreError, match="block of another sweep"):
        sweep_ranges(waves, COUNT, folder=tmp_path / "a")


def test_a_folder_of_something_else_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("dear")
    with pytest.raises(StoreError, match="not a sweep's"):
        sweep_ranges(waves, COUNT, folder=tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_two_sweeps_do_not_share_a_folder(tmp_path: Path) -> None:
    def meddle(done: int, _count: int, _note: str) -> None:
        if done == 20:
            sweep_ranges(waves, COUNT, folder=tmp_path, backend=Backend("here", block=20))

    with pytest.raises(StoreError, match="another process"):
        sweep_ranges(
            waves, COUNT, folder=tmp_path, backend=Backend("here", block=20), progress=meddle
        )


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_process_leaves_the_folder_to_go_on(tmp_path: Path, end: int) -> None:
    folder, diary = tmp_path / "sweep", tmp_path / "diary"
    child = subprocess.Popen(
        [sys.executable, sweep_work.__file__, str(folder), str(diary), "process", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(sweep_work.__file__).parent)},
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while len(list(folder.glob("rows-*"))) < 4 and time.monotonic() < until:
        time.sleep(0.02)
    # As a terminal does it: an interrupt goes to the whole group.
    if end == signal.SIGINT:
        os.killpg(child.pid, end)
    else:
        child.send_signal(end)
    said, errors = child.communicate(timeout=60)
    assert child.returncode != 0
    assert said == ""
    if end == signal.SIGINT:
        assert errors.count("Traceback") == 1, "workers keep quiet"
        assert "KeyboardInterrupt" in errors
    until = time.monotonic() + 30
    while any(_alive(pid) for pid in pids_in(diary)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(_alive(pid) for pid in pids_in(diary)), "a worker was left behind"
    whole = len(list(folder.glob("rows-*")))
    assert 4 <= whole < 40
    diary.unlink()
    found = sweep_ranges(Slow(0.05, diary), 80, folder=folder, backend=Backend("here", block=40))
    same(found, 80)
    assert len(diary.read_text("utf-8").splitlines()) == 80 - 2 * whole


def _alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_rows_keep_every_bit_through_a_folder(tmp_path: Path) -> None:
    odd = np.array([np.nan, -0.0, np.inf, 5e-324, 1 / 3])

    def bits(first: int, last: int) -> dict[str, npt.NDArray[Any]]:
        return {"odd": odd[first:last], "whole": np.arange(first, last, dtype=np.int16)}

    from kanmon.sweep.folder import Manifest, SweepFolder

    kept = SweepFolder(tmp_path, Manifest("odd", "1", 5, ()))
    with kept.hold():
        kept.keep(0, 5, bits(0, 5))
        ((first, last, rows),) = kept.held()
    assert (first, last) == (0, 5)
    assert not isinstance(rows, str)
    assert rows["odd"].tobytes() == odd.tobytes()
    assert rows["whole"].dtype == np.int16
