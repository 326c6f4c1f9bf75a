"""Time the compiled chain against its NumPy twin, in one process, on a Monte Carlo of draws.

    python benchmarks/chain.py [draws] [twin draws]

User CPU time, not wall time; medians of three for the kernel. The twin runs fewer draws and is
told a draw. The laying out of scenarios (Python, the same for both) is told apart.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import time
from collections.abc import Callable
from typing import TypeVar

from kanmon.analysis.impact.engines.chain.build import chain_world
from kanmon.analysis.impact.engines.chain.plan import plan
from kanmon.analysis.impact.engines.chain.rules import ChainRules, turns
from kanmon.analysis.impact.engines.chain.stepper import run_courses
from kanmon.analysis.impact.engines.chain.twin import run_twin
from kanmon.analysis.impact.engines.chain.world import ChainWorld
from kanmon.analysis.impact.scenario.amount import Range
from kanmon.analysis.impact.scenario.responses import StockRelease, Substitution
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.settle import drawn
from kanmon.analysis.impact.scenario.shocks import Restriction
from kanmon.study import Study

T = TypeVar("T")
START = dt.date(2027, 1, 1)


def spent(work: Callable[[], T]) -> tuple[float, T]:
    """Run something and give its user CPU seconds and its result."""
    before = time.process_time()
    result = work()
    return time.process_time() - before, result


def case(name: str, world: ChainWorld, goods: tuple[str, ...], draws: int, few: int) -> None:
    """Time one world."""
    party = ("JPN", "USA")
    scenario = Scenario(
        name,
        name,
        START,
        365,
        shocks=(
            Restriction("ban", ("CHN",), goods, START, cut=Range(0.3, 0.8, 1.0), ramp_days=10.0),
        ),
        responses=(
            StockRelease("reserve", party, goods[:1], Range(10.0, 60.0, 120.0)),
            Substitution("swap", party, goods[:1], Range(0.0, 0.1, 0.3), delay_days=180.0),
        ),
    )
    settled = drawn(scenario, draws, seed=1)
    order = turns(world, ChainRules())
    laid, courses = spent(lambda: [plan(one, world) for one in settled])
    times, gaps = [], 0.0
    for _ in range(3):
        seconds = 0.0
        # By eights, so that a year of a large world is not held two hundred times.
        for begin in range(0, draws, 8):
            part, runs = spent(lambda b=begin: run_courses(world, order, courses[b : b + 8]))
            seconds += part
            if begin == 0:
                first = runs
        times.append(seconds)
    slow, twins = spent(lambda: [run_twin(world, order, one) for one in courses[:few]])
    for one, twin in zip(first, twins, strict=False):
        gaps = max(gaps, float(abs(one.made - twin.made).max()))
    kernel, twin_each = statistics.median(times), slow / few
    print(
        f"{name}: {world.nodes} nodes, {len(world.to)} edges, {len(world.maker)} slots, "
        f"365 days, {draws} draws\n"
        f"  laying out  {laid:8.3f} s  {1e3 * laid / draws:8.3f} ms a draw\n"
        f"  kernel      {kernel:8.3f} s  {1e3 * kernel / draws:8.3f} ms a draw\n"
        f"  NumPy twin  {few} draws     {1e3 * twin_each:8.1f} ms a draw\n"
        f"  ratio       {twin_each * draws / kernel:8.0f}   largest difference {gaps:.1e}"
    )


def main() -> None:
    """Run both worlds."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    few = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    picture = Study().picture("EPCC")
    seconds, gallium = spent(lambda: chain_world(picture, ["gallium_metal"]))
    print(f"gallium world built in {seconds:.2f} s")
    case("gallium", gallium, ("gallium_metal",), draws, few)
    seconds, whole = spent(lambda: chain_world(picture))
    print(f"world of all goods built in {seconds:.2f} s")
    goods = ("rare_earth_ore", "rare_earth_compounds", "natural_graphite", "gallium_metal")
    case("all goods", whole, goods, draws, 1)


if __name__ == "__main__":
    main()
