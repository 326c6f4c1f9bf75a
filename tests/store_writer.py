"""A writer in a process of its own, to be killed, raced and starved by the store's tests."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa

from kanmon.errors import KanmonError
from kanmon.provenance import Licence, Origin
from kanmon.sources.source import Issue, Reading
from kanmon.store.store import Store
from kanmon.tables.schema import schema


def reading(source: str, rows: int, seed: int = 0, variant: str = "HS1992") -> Reading:
    """Make two tables of some rows, so that an add must keep both or neither."""
    rng = np.random.default_rng(seed)
    shape = schema("flows").arrow
    products = pa.array(["280530", "250410", "810520"])
    parties = pa.array(["CHN", "JPN", "USA", "VNM"])

    def code(names: pa.Array, n: int) -> pa.Array:
        at = pa.array(rng.integers(0, n, rows).astype(np.int32))
        return pa.DictionaryArray.from_arrays(at, names)

    flows = pa.table(
        {
            "year": pa.array(rng.integers(2000, 2023, rows).astype(np.int16)),
            "month": pa.nulls(rows, pa.int8()),
            "exporter": code(parties, 4),
            "importer": code(parties, 4),
            "product": code(products, 3),
            "hs": pa.array(["HS1992"] * rows).dictionary_encode(),
            "reported_by": pa.array(["reconciled"] * rows).dictionary_encode(),
            "valuation": pa.array(["fob"] * rows).dictionary_encode(),
            "value": rng.random(rows) * 1e6,
            "quantity": pa.array(rng.random(rows) * 1e3),
        },
        schema=shape,
    )
    years = np.arange(1960, 2023, dtype=np.int16)
    gdp = pa.table(
        {
            "year": years,
            "economy": pa.array(["JPN"] * len(years)).dictionary_encode(),
            "gdp": rng.random(len(years)) * 1e12,
        },
        schema=schema("gdp").arrow,
    )
    licence = Licence("CC0-1.0", "invented figures, public domain", redistribution=True)
    origin = Origin(source, "Kanmon tests", "Invented", str(seed), licence, checksum=f"{seed:064d}")
    doubts = (Issue("doubt", "every figure is invented", rows, "flows"),)
    return Reading({"flows": flows, "gdp": gdp}, origin, variant, doubts)


def main() -> None:
    """Add one reading: folder, source, rows and seed; then say so.

    ``MOST_BYTES`` limits every file's size; ``KILL_AT`` ends the process with SIGKILL just
    before the n-th thing it does to a file of the store.
    """
    folder, source, rows, seed = sys.argv[1:]
    if "MOST_BYTES" in os.environ:
        most = int(os.environ["MOST_BYTES"])
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    made = reading(source, int(rows), int(seed))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    if "KILL_AT" in os.environ:
        _kill_at(int(os.environ["KILL_AT"]), folder)
    try:
        Store(Path(folder)).add_reading(made, source)
    except KanmonError as error:
        sys.stderr.write(f"{type(error).__name__}: {error}")
        sys.exit(error.exit_code)
    sys.stdout.write("done\n")


def _kill_at(n: int, folder: str) -> None:
    left = n

    def heard(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        if event in {"open", "os.rename", "os.remove", "os.mkdir"} and folder in str(args[0]):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(heard)


class Writer:
    """Run a writer in another process; it waits for :meth:`go` with everything loaded."""

    def __init__(
        self, folder: Path, source: str, seed: int, rows: int = 200_000, **limits: int
    ) -> None:
        command = [sys.executable, __file__, str(folder), source, str(rows), str(seed)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {k.upper(): str(v) for k, v in limits.items()},
        )

    def go(self) -> None:
        """Let it add, once it has loaded."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self._process.send_signal(signal.SIGKILL)

    def end(self) -> tuple[int, str]:
        """Wait for it, and give its exit status and what it said of an error."""
        _, said = self._process.communicate(timeout=120)
        return self._process.returncode, said


if __name__ == "__main__":
    main()
