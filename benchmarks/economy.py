"""Time the economy engine beside BoARIO and its own NumPy twin on a synthetic table.

    python -m benchmarks.economy [--economies 40] [--industries 35] [--days 365] [--runs 5]

Set KANMON_PEERS_PYTHON_BOARIO to a Python that has boario, progressbar2 and pymrio; without it
the peer's line says what is missing. The peer runs --peer-days and is scaled to the days asked
for; each of its runs stands beside runs of ours, so that other work on the machine meets both.
User CPU seconds of one thread; medians. Results of peer and engine are compared.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kanmon.analysis.impact.engines.economy.course import Course, course
from kanmon.analysis.impact.engines.economy.rules import EconomyRules
from kanmon.analysis.impact.engines.economy.stepper import Run, Stepper
from kanmon.analysis.impact.engines.economy.table import EconomyTable, economy_table
from kanmon.analysis.impact.engines.economy.twin import run_twin
from kanmon.analysis.impact.engines.economy.works import works
from kanmon.analysis.impact.scenario.scenario import Scenario

PEER = r"""
import json, resource, sys, time, warnings, logging
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
import numpy as np, pandas as pd, pymrio
from boario.extended_models import ARIOPsiModel
from boario.simulation import Simulation
from boario.event import from_series
given = np.load(sys.argv[1])
days = int(sys.argv[2])
r, p = int(given["economies"]), int(given["industries"])
names = pd.MultiIndex.from_product(
    [[f"E{n:03d}" for n in range(r)], [f"i{n:03d}" for n in range(p)]], names=["region", "sector"])
final = pd.MultiIndex.from_product([[f"E{n:03d}" for n in range(r)], ["all"]],
                                   names=["region", "category"])
system = pymrio.IOSystem(Z=pd.DataFrame(given["sales"], names, names),
                         Y=pd.DataFrame(given["final"], names, final))
system.calc_all()
model = ARIOPsiModel(system, order_type="alt", psi_param=0.8, inventory_restoration_tau=60)
sim = Simulation(model, n_temporal_units_to_sim=days, show_progress=False)
sim.add_event(from_series(
    pd.Series(0.5, names[:3]), event_type="arbitrary", occurrence=2, duration=10, recovery_tau=60,
    recovery_function="linear"))
cpu, wall = time.process_time(), time.perf_counter()
sim.loop()
cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
sim.production_realised.to_numpy().tofile(sys.argv[3])
print(json.dumps({"cpu": cpu, "wall": wall,
                  "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20}))
"""


def synthetic(economies: int, industries: int) -> EconomyTable:
    """Draw a dense table: lognormal sales, inputs at most six tenths of output."""
    draw = np.random.default_rng(7)
    size = economies * industries
    sales = draw.lognormal(0.0, 2.0, (size, size))
    output = 2.0 * sales.sum(axis=1)
    sales *= np.minimum(1.0, 0.6 * output / sales.sum(axis=0))
    final = np.tile(((output - sales.sum(axis=1)) / economies)[:, None], (1, economies))
    names = tuple(f"E{n:03d}" for n in range(economies))
    trades = tuple(f"i{n:03d}" for n in range(industries))
    return economy_table(names, trades, sales, final, unit="MUSD")


def shock(plan: Course, days: int) -> Course:
    """Take half the capacity of three nodes away, as the peer's event does."""
    since = np.clip(np.arange(days) - 14, 0, 60)
    loss = np.round(0.5 * (1 - since / 60), 6)
    loss[:3] = 0.0
    phases, phase = np.unique(loss, return_inverse=True)
    count = len(phases)
    capacity = np.ones((count, plan.capacity.shape[1]))
    capacity[:, :3] -= phases[:, None]

    def more(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.tile(values, (count, *(1,) * (values.ndim - 1)))

    return dataclasses.replace(
        plan,
        phase=phase.astype(np.int32),
        capacity=capacity,
        wanted=more(plan.wanted),
        final=more(plan.final),
        passes=more(plan.passes),
        spare=more(plan.spare),
        left=more(plan.left),
        rate=more(plan.rate),
    )


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of some work, and what it gave."""
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


def peer(python: str, table: EconomyTable, days: int) -> tuple[dict[str, float], Any]:
    """Run the peer in its own interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "table.npz", Path(folder) / "made.bin"
        np.savez(
            given,
            sales=table.sales,
            final=table.final,
            economies=len(table.economies),
            industries=len(table.industries),
        )
        done = subprocess.run(
            [python, "-c", PEER, str(given), str(days), str(made)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )
        if done.returncode:
            raise SystemExit(f"the peer failed:\n{done.stderr[-2000:]}")
        told: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
        return told, np.fromfile(made).reshape(days, table.size)


def triad() -> float:
    """Bytes a second of a = b + s c over arrays larger than the caches."""
    b, c = np.ones(8_000_000), np.ones(8_000_000)
    a = np.empty_like(b)
    best = 0.0
    for _ in range(5):
        begin = time.perf_counter()
        np.multiply(c, 3.0, out=a)
        np.add(a, b, out=a)
        # NumPy makes two passes: five arrays' worth of traffic instead of three.
        best = max(best, 5 * b.nbytes / (time.perf_counter() - begin))
    return best


def main() -> None:
    """Print one line a measurement."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--economies", type=int, default=40)
    ask.add_argument("--industries", type=int, default=35)
    ask.add_argument("--days", type=int, default=365)
    ask.add_argument("--peer-days", type=int, default=40)
    ask.add_argument("--twin-days", type=int, default=10)
    ask.add_argument("--runs", type=int, default=5)
    told = ask.parse_args()
    table = synthetic(told.economies, told.industries)
    ready = works(table, EconomyRules(compat=""))
    day = dt.date(2027, 1, 1)
    quiet = course(Scenario("q", "Q", day, told.days), ready, {})
    plan = shock(quiet, told.days)
    stepper = Stepper(ready)
    python = os.environ.get("KANMON_PEERS_PYTHON_BOARIO", "")
    ours: list[float] = []
    batch: list[float] = []
    theirs: list[dict[str, float]] = []
    run: Run | None = None
    for _ in range(told.runs):
        if python:
            one, made = peer(python, table, told.peer_days)
            theirs.append(one)
        seconds, runs = timed(lambda: stepper.run([plan]))
        run = runs[0]
        ours.append(seconds / told.days)
        seconds, _ = timed(lambda: stepper.run([plan] * 8))
        batch.append(seconds / told.days / 8)
    assert run is not None
    few = course(Scenario("q", "Q", day, told.twin_days), ready, {})
    twin, _ = timed(lambda: run_twin(ready, few))
    single, eight = statistics.median(ours), statistics.median(batch)
    print(f"{table.size} industries, {told.days} days, one thread, median of {told.runs}")
    print(f"engine, one scenario      {1e3 * single:8.3f} ms a day")
    print(f"engine, eight side by side{1e3 * eight:8.3f} ms a day and scenario")
    print(f"NumPy twin ({told.twin_days} days)     {1e3 * twin / told.twin_days:8.1f} ms a day")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"peak of this process      {peak:8.2f} GB")
    speed = triad()
    bound = table.sales.nbytes / speed
    print(f"triad {speed / 1e9:.1f} GB/s: deliveries once a day take {1e3 * bound:.3f} ms")
    if not theirs:
        print("BoARIO: not run; set KANMON_PEERS_PYTHON_BOARIO to a Python that has it")
        return
    cpu = statistics.median(one["cpu"] for one in theirs) / told.peer_days
    print(f"BoARIO ({told.peer_days} days, scaled) {1e3 * cpu:8.1f} ms a day")
    print(f"BoARIO peak               {theirs[0]['peak']:8.2f} GB")
    print(f"ratio, one scenario       {cpu / single:8.1f}")
    print(f"ratio, in batches         {cpu / eight:8.1f}")
    gap = np.abs(run.made[: told.peer_days] / made - 1.0).max()
    print(f"largest relative difference of output, without the peer's switches: {gap:.1e}")


if __name__ == "__main__":
    sys.exit(main())
