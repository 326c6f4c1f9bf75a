"""Score 100,000 monthly series: against statsforecast's AutoETS on a sample, in the same run.

    python -m benchmarks.signals [--series 100000] [--peers PYTHON] [--sample 64]

PYTHON is an interpreter of another environment that has statsforecast. Without it only the
kernel and its NumPy twin are timed.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from kanmon.analysis.warning.backtest.metrics import Window, accuracy, at_budget
from kanmon.analysis.warning.backtest.synthetic import synthetic
from kanmon.analysis.warning.scoring import score_series

PEER = """
import json, sys, time
import numpy as np
from statsforecast.models import AutoETS
values = np.load(sys.argv[1])
AutoETS(season_length=12).fit(values[0])
start = time.process_time()
for row in values:
    AutoETS(season_length=12).forecast(y=row, h=1, level=[90])
print(json.dumps({"seconds": (time.process_time() - start) / len(values)}))
"""


def timed(values: np.ndarray, threads: int, engine: str = "native") -> tuple[float, float]:
    """Give wall and processor seconds of one scoring."""
    wall, cpu = time.perf_counter(), time.process_time()
    score_series(values, threads=threads, engine=engine)
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    """Run and print a table."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--series", type=int, default=100_000)
    arguments.add_argument("--sample", type=int, default=64)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--peers", default="")
    asked = arguments.parse_args()
    values = synthetic(series=asked.series, seed=2026).values
    one = [timed(values, 1) for _ in range(asked.runs)]
    two = [timed(values, 2) for _ in range(asked.runs)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    kernel = statistics.median(cpu for _, cpu in one)
    print(f"{asked.series} series x {values.shape[1]} months, four scores and the band")
    print(
        f"kernel, 1 thread   {statistics.median(w for w, _ in one):8.1f} s wall {kernel:8.1f} s cpu"
    )
    print(f"kernel, 2 threads  {statistics.median(w for w, _ in two):8.1f} s wall")
    print(f"peak memory        {memory:8.2f} GiB")
    sample = values[: asked.sample]
    twin = timed(sample, 1, "numpy")[1] / asked.sample * asked.series
    print(
        f"NumPy twin         {twin:8.0f} s cpu, scaled from {asked.sample}: {twin / kernel:.0f} x"
    )
    if asked.peers:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sample.npy"
            np.save(path, sample)
            done = subprocess.run(
                [asked.peers, "-c", PEER, str(path)], capture_output=True, text=True, check=True
            )
        peer = json.loads(done.stdout.splitlines()[-1])["seconds"] * asked.series
        print(f"statsforecast ETS  {peer:8.0f} s cpu, scaled: {peer / kernel:.0f} x")
    else:
        print("statsforecast      not run: name an interpreter that has it with --peers")
    for seed in (1, 2, 3):
        bench = synthetic(seed=seed)
        scores = score_series(bench.values, threads=2)
        for name in ("fresh", "z", "cusum", "yearly"):
            grid = getattr(scores, name)[:, bench.judged :]
            found = accuracy(grid, at_budget(grid, 50), bench.onset, bench.judged, Window())
            print(
                f"seed {seed} {name:7s} recall {found.recall:.3f} precision {found.precision:.3f} "
                f"AP {found.average_precision:.3f} before onset {(found.lead > 0).mean():.2f}"
            )


if __name__ == "__main__":
    sys.exit(main())
