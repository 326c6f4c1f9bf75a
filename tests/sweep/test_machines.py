"""The same rows on a Dask cluster: workers in real processes, one of them killed midway."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("distributed")

from kanmon.errors import DataError, KanmonError
from kanmon.sweep.blocks import sweep_ranges
from kanmon.sweep.crew import Backend
from sweep_work import COUNT, Deadly, Slow, faulty, pids_in, same, waves

TESTS = Path(__file__).parents[1]
QUIET = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "2"}


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """Start a scheduler and workers on the loopback, each a process of its own."""
    env = os.environ | QUIET | {"PYTHONPATH": str(TESTS)}

    def start(*command: str) -> subprocess.Popen[str]:
        log = (folder / f"{command[0]}-{time.monotonic_ns()}.log").open("w", encoding="utf-8")
        with log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *command],
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
                env=env,
                cwd=folder,
            )

    place = folder / "scheduler.json"
    started = [
        start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
              "--scheduler-file", str(place))
    ]  # fmt: skip
    try:
        started += [
            start("worker", "--scheduler-file", str(place), "--host", "127.0.0.1", "--no-nanny",
                  "--no-dashboard", "--nthreads", "1", "--local-directory", str(folder / f"w{n}"))
            for n in range(workers)
        ]  # fmt: skip
        yield _address(place), started[1:]
    finally:
        for process in reversed(started):
            process.kill()
        for process in started:
            process.wait(timeout=30)


def _address(place: Path) -> str:
    import json

    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            found: str = json.loads(place.read_text("utf-8"))["address"]
            return found
        except (FileNotFoundError, ValueError):
            time.sleep(0.05)
    raise AssertionError("the scheduler did not start")


def test_one_of_two_workers_is_killed_midway_and_nothing_is_missing(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    killed: list[int] = []
    with cluster(tmp_path, 2) as (address, workers):

        def kill_one() -> None:
            until = time.monotonic() + 60
            while len(pids_in(diary)) < 2 and time.monotonic() < until:
                time.sleep(0.01)
            victim = workers[0]
            assert victim.pid in pids_in(diary), "it had begun to work"
            victim.send_signal(signal.SIGKILL)
            killed.append(victim.pid)

        killer = threading.Thread(target=kill_one)
        killer.start()
        found = sweep_ranges(
            Slow(0.05, diary),
            COUNT,
            folder=tmp_path / "sweep",
            backend=Backend("dask", address=address, block=2),
        )
        killer.join()
        same(found)
        assert killed == [workers[0].pid]
        by = [int(line.split()[1]) for line in diary.read_text("utf-8").splitlines()]
        assert set(by) == {workers[0].pid, workers[1].pid}
        assert len(by) > COUNT, "what the dead worker had begun was done again"
        # The same folder is read by this process alone, without a cluster.
        diary.unlink()
        same(sweep_ranges(Slow(0.05, diary), COUNT, folder=tmp_path / "sweep"))
        assert not diary.exists()

        # The one left still serves others, hands errors back as they are...
        same(sweep_ranges(waves, COUNT, backend=Backend("dask", address=address, block=7)))
        with pytest.raises(DataError, match="row 5 is bad"):
            sweep_ranges(faulty, COUNT, backend=Backend("dask", address=address, block=7))


@pytest.mark.slow
def test_every_worker_dies_and_others_come(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    with cluster(tmp_path, 2) as (address, workers):

        def kill_all() -> None:
            until = time.monotonic() + 60
            while len(pids_in(diary)) < 2 and time.monotonic() < until:
                time.sleep(0.01)
            for worker in workers:
                worker.kill()

        killer = threading.Thread(target=kill_all)
        killer.start()
        with pytest.raises(KanmonError, match="no Dask worker is left"):
            sweep_ranges(
                Slow(0.05, diary),
                COUNT,
                folder=tmp_path / "sweep",
                backend=Backend("dask", address=address, block=2),
            )
        killer.join()
    before = len(list((tmp_path / "sweep").glob("rows-*")))
    diary.unlink()
    same(sweep_ranges(Slow(0.05, diary), COUNT, folder=tmp_path / "sweep"))
    assert len(diary.read_text("utf-8").splitlines()) == COUNT - 2 * before


@pytest.mark.slow
def test_a_cluster_started_here_names_a_block_that_kills_workers() -> None:
    same(sweep_ranges(waves, COUNT, workers=2, backend=Backend("dask", block=5)))
    with pytest.raises(KanmonError, match="rows 10 to 15 ended its worker"):
        sweep_ranges(Deadly(13), COUNT, workers=2, backend=Backend("dask", block=5, attempts=1))
