"""Measure ingestion of BACI against the plain way: polars reads, sorts and writes the file.

Run as ``python -m benchmarks.ingest [PATH]``. Both ways run in turn in one process; the
median of five is compared. The peak memory of Kanmon's way is taken in a process of its own.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5
SHARED = Path(os.environ.get("KANMON_SHARED", "../shared/data"))
DEFAULT = SHARED / "baci_raw_materials" / "baci_hs92_raw_materials.parquet"


def ingest(path: Path, folder: Path) -> int:
    """Read, check, sort and store a BACI file; give the rows stored."""
    from kanmon.store.store import Store

    store = Store(folder / "store")
    store.add("baci", path)
    return sum(s.rows for s in store.snapshots())


def plain(path: Path, folder: Path) -> int:
    """Read, sort and write the same file with polars, checking nothing."""
    import polars as pl

    frame = pl.read_parquet(path).sort("k", "j", "i", "t")
    frame.write_parquet(folder / "plain.parquet")
    return frame.height


def main() -> None:
    """Print both medians, their ratio and the peak memory."""
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    path = Path(arguments[0]) if arguments else DEFAULT
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "--peak" in sys.argv:
            ingest(path, folder)
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            return
        seconds: dict[str, list[float]] = {"kanmon": [], "polars": []}
        for turn in range(ROUNDS + 1):
            for way, run in (("kanmon", ingest), ("polars", plain)):
                here = folder / f"{way}{turn}"
                here.mkdir()
                start = time.perf_counter()
                run(path, here)
                if turn:  # the first turn pays for imports
                    seconds[way].append(time.perf_counter() - start)
    ours, theirs = (statistics.median(seconds[way]) for way in ("kanmon", "polars"))
    peak = subprocess.run(
        [sys.executable, "-m", "benchmarks.ingest", "--peak", str(path)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    print(f"kanmon {ours:.3f} s, polars {theirs:.3f} s, ratio {ours / theirs:.2f}")
    print(f"peak memory of kanmon {float(peak):.0f} MiB")


if __name__ == "__main__":
    main()
