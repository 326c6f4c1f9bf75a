"""Time sourcing plans beside one model of all goods in linopy (or cvxpy) and HiGHS.

    KANMON_PEERS_PYTHON_PLAN=PYTHON python -m benchmarks.plan [--goods 200] [--peer-seconds 120]

PYTHON has linopy, cvxpy and highspy; without it only this project is timed. Every part runs in a
process of its own, so that its peak memory is its own; goods are made before the clock starts, as
the peer's arrays are read before. Peers get as many threads as they ask for, this project two.
Objectives are compared: a peer that finishes must agree.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.plan_goods import AIM, LIMITS, as_arrays, hit_everywhere, some_goods
from kanmon.analysis.plan.programme.good import Good
from kanmon.analysis.plan.programme.joint import solve_budget
from kanmon.analysis.plan.programme.one import solve_good, solve_goods
from kanmon.analysis.plan.programme.plan import Joint
from kanmon.analysis.plan.programme.total import solve_total

T = TypeVar("T")
PART = 0.25  # of the way from what the cheapest plans spend to what unlimited ones spend
GAPS = {"budget": 5e-3, "total": 1e-2, "choices": 1e-2}


@dataclass(frozen=True, slots=True)
class Took:
    """Hold what one part took and came to.

    Example:
        >>> Took(1.0, 1.5, 0.2, 100.0, 0.0).seconds
        1.0
    """

    seconds: float
    cpu: float
    gigabytes: float
    objective: float
    gap: float


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold the size of what is timed and how often.

    Example:
        >>> Asked(200, 60, 500, 3, everywhere=False).goods
        200
    """

    goods: int
    suppliers: int
    scenarios: int
    runs: int
    everywhere: bool

    def drawn(self) -> list[Good]:
        """Draw the goods."""
        goods = some_goods(self.goods, self.suppliers, self.scenarios)
        return hit_everywhere(goods) if self.everywhere else goods


def took(work: Callable[[], T], runs: int) -> tuple[T, float, float, float]:
    """Do work a few times: its result, median seconds and CPU seconds, peak memory."""
    walls, cpus = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        result = work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return result, statistics.median(walls), statistics.median(cpus), peak


def apart(asked: Asked) -> Took:
    """Plan every good by itself."""
    goods = asked.drawn()
    found, wall, cpu, peak = took(lambda: solve_goods(goods, LIMITS, AIM), asked.runs)
    return Took(wall, cpu, peak, sum(s.objective for s in found), max(s.gap for s in found))


def single(asked: Asked) -> Took:
    """Plan each of twenty goods alone; what the slowest took."""
    goods = asked.drawn()[:20]
    parts = [took(lambda g=g: solve_good(g, LIMITS, AIM), asked.runs) for g in goods]  # type: ignore[misc]
    slow = max(parts, key=lambda p: p[1])
    return Took(*slow[1:], slow[0].objective, slow[0].gap)


def budget_of(goods: list[Good]) -> float:
    """Set a budget that binds."""
    free = solve_goods(goods, LIMITS, AIM)
    cheapest = solve_goods(goods, LIMITS, replace(AIM, risk_weight=0.0))
    least, most = (sum(s.appraisal.costs.extra for s in found) for found in (cheapest, free))
    return least + PART * (most - least)


def budget(asked: Asked) -> Took:
    """Plan all goods under one budget, each against its own tail."""
    goods = asked.drawn()
    most = budget_of(goods)
    gap = GAPS["budget"]
    return _joint(lambda: solve_budget(goods, LIMITS, AIM, most, gap=gap), asked, most)


def total(asked: Asked) -> Took:
    """Plan all goods under one budget against the tail of their total loss."""
    goods = asked.drawn()
    most = budget_of(goods)
    gap = GAPS["total"]
    return _joint(lambda: solve_total(goods, LIMITS, AIM, most, gap=gap), asked, most)


def _joint(work: Callable[[], Joint], asked: Asked, most: float) -> Took:
    found, wall, cpu, peak = took(work, asked.runs)
    if found.spent > most:
        raise SystemExit(f"spent {found.spent}, the budget is {most}")
    return Took(wall, cpu, peak, found.objective, found.gap)


def choices(asked: Asked) -> Took:
    """Plan twenty goods with fixed costs, lots and at most eight suppliers."""
    goods = some_goods(20, asked.suppliers, asked.scenarios, choices=True)
    limits = replace(LIMITS, max_suppliers=8)
    gap = GAPS["choices"]
    found, wall, cpu, peak = took(lambda: solve_goods(goods, limits, AIM, gap=gap), asked.runs)
    return Took(wall, cpu, peak, sum(s.objective for s in found), max(s.gap for s in found))


def peer(python: str, layer: str, kind: str, asked: Asked, seconds: float) -> dict[str, float]:
    """Solve the same goods as one model of another layer."""
    goods = asked.drawn()
    most = None if kind == "apart" else budget_of(goods)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "goods.npz"
        np.savez(file, **as_arrays(goods, most))  # type: ignore[arg-type]
        script = Path(__file__).with_name("plan_peers.py")
        form = "total" if kind == "total" else "apart"
        order = [python, str(script), layer, str(file), form, str(seconds)]
        told = subprocess.run(order, capture_output=True, text=True, check=True).stdout
    return dict(json.loads(told.strip().splitlines()[-1]))


def agrees(value: float, found: Took) -> bool:
    """Tell whether a peer's optimum lies between the bound and the plan found."""
    slack = 1e-6 * abs(value)
    return found.objective * (1 - found.gap) - slack <= value <= found.objective + slack


def alone(work: Callable[[Asked], Took], asked: Asked) -> Took:
    """Do work in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, asked).result()


def main() -> int:
    """Print what everything took."""
    ask = argparse.ArgumentParser()
    for name, size in (("goods", 200), ("suppliers", 60), ("scenarios", 500), ("runs", 3)):
        ask.add_argument(f"--{name}", type=int, default=size)
    ask.add_argument("--peer-seconds", type=float, default=120.0)
    ask.add_argument("--peer-runs", type=int, default=3)
    ask.add_argument("--layers", default="linopy")
    ask.add_argument("--everywhere", action="store_true", help="every scenario hits every supplier")
    told = ask.parse_args()
    asked = Asked(told.goods, told.suppliers, told.scenarios, told.runs, told.everywhere)
    python = os.environ.get("KANMON_PEERS_PYTHON_PLAN", "")
    print(f"{asked.goods} goods x {asked.suppliers} suppliers x {asked.scenarios} scenarios")
    print("part                        seconds    CPU s     GB     gap  objective, USD")
    for work in (single, apart, budget, total, choices):
        found = alone(work, asked)
        print(
            f"{work.__name__:<26}{found.seconds:9.3f}{found.cpu:9.3f}{found.gigabytes:7.2f}"
            f"{found.gap:8.1e}  {found.objective:.10g}",
            flush=True,
        )
        if not python or work in (single, choices):
            continue
        for layer in told.layers.split(","):
            runs = told.peer_runs if work is apart else 1
            theirs = [
                peer(python, layer, work.__name__, asked, told.peer_seconds) for _ in range(runs)
            ]
            wall, cpu = (statistics.median(t[k] for t in theirs) for k in ("seconds", "cpu"))
            value = theirs[0]["objective"]
            ends = "not optimal in time" if value is None else f"{value:.10g}"
            print(f"  {layer:<24}{wall:9.3f}{cpu:9.3f}{theirs[0]['gigabytes']:7.2f}{'':8}  {ends}")
            if value is not None and not agrees(value, found):
                raise SystemExit(f"{layer} says {value}, this project {found.objective}")
            print(f"  {'ratio':<24}{wall / found.seconds:9.1f}{cpu / found.cpu:9.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
