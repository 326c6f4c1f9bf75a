"""Time the agents engine: one scenario, eight side by side, and the NumPy twin.

The bar is the Inoue-Todo program's recorded day, scaled by the memory bandwidth of this run: its
3.46 s a day (1M firms, 5.14M links) and 0.193 s (100k, 0.51M) were taken where a STREAM triad
gave 15.6 GB/s on one core. Days are the difference of a long and a short run, CPU time, median.

    python -m benchmarks.agents [--firms 1000000] [--links 5140000] [--runs 5] [--year] [--nankai]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from dataclasses import replace

import numpy as np

from benchmarks.networks import firm_links
from kanmon.analysis.impact.engines.agents.course import Course, Factors, lost
from kanmon.analysis.impact.engines.agents.daily import simulate
from kanmon.analysis.impact.engines.agents.links import Links, links
from kanmon.analysis.impact.engines.agents.rules import Rules
from kanmon.analysis.impact.network import firm_network

RECORDED = {1_000_000: 3.46, 100_000: 0.193}
RECORDED_TRIAD = 15.6
LANES = 8


def triad(size: int = 20_000_000) -> float:
    """Measure GB/s of a = b + 3 c in pieces that stay in cache between NumPy's two passes."""
    b, c, a = np.ones(size), np.ones(size), np.zeros(size)
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for at in range(0, size, 8192):
            piece = slice(at, at + 8192)
            np.multiply(c[piece], 3.0, out=a[piece])
            np.add(a[piece], b[piece], out=a[piece])
        best = min(best, time.process_time() - start)
    return 24e-9 * size / best


def lanes(course: Course, count: int) -> Course:
    """Repeat a course's scenario."""
    return replace(
        course,
        capacity=Factors(course.capacity.row, np.repeat(course.capacity.table, count, 2)),
        demand=Factors(course.demand.row, np.repeat(course.demand.table, count, 2)),
    )


def day(net: Links, loss: np.ndarray, runs: int, count: int, engine: str = "native") -> float:
    """Median CPU seconds of a day, for all lanes together."""
    long, short = (22, 2) if engine == "native" else (4, 1)
    took = []
    for _ in range(runs):
        spent = []
        for days in (long, short):
            course = lanes(lost(loss, days=days), count)
            start = time.process_time()
            simulate(net, Rules(), course, engine=engine)
            spent.append(time.process_time() - start)
        took.append((spent[0] - spent[1]) / (long - short))
    return statistics.median(took)


def nankai(firms: int, count: int) -> None:
    """Print direct and indirect loss of a local disaster on a synthetic network.

    Inoue and Todo (2019) found 10.6 % of GDP indirect for 0.5 % direct (abstract); their stocks
    (mean 15 days, Poisson, two at least) and tau 6 are as the notes on the method give them.
    """
    supplier, client, amount, sector, final = firm_links(firms, count, 187, seed=1)
    net = firm_network(supplier, client, amount, sector, final=final)
    rng = np.random.default_rng(1)
    stocks = np.maximum(rng.poisson(15.0, firms), 2).astype(np.float64)
    normal = net.out_strength + net.final
    for hit, share in ((0.05, 0.5), (0.2, 0.5), (0.2, 1.0)):
        struck = rng.random(firms) < hit
        # The struck come back in a straight line over half a year, the direct loss with them.
        back = np.clip(1.0 - np.arange(365) / 180.0, 0.0, 1.0)
        course = lost(struck * share, days=365)
        table = 1.0 - (1.0 - course.capacity.table) * back[:, None, None]
        course = replace(course, capacity=Factors(course.capacity.row, table))
        direct = float((struck * share * normal).sum() * back.sum() / normal.sum() / 365)
        for rationing in (0, 2):
            found = simulate(links(net), Rules(stocks, rationing=rationing), course)
            total = 1.0 - float(found.output.sum()) / (float(normal.sum()) * 365)
            print(
                f"struck {hit:.0%} by {share:.0%}, rationing {rationing}: direct {direct:.2%}, "
                f"indirect {total - direct:.2%} of a year's output"
            )


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--firms", type=int, default=1_000_000)
    parser.add_argument("--links", type=int, default=5_140_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--year", action="store_true", help="only a year on two threads")
    parser.add_argument("--nankai", action="store_true", help="only the shape of a local disaster")
    asked = parser.parse_args()
    if asked.nankai:
        return nankai(asked.firms, asked.links)
    supplier, client, amount, sector, final = firm_links(asked.firms, asked.links, 90, seed=1)
    net = links(firm_network(supplier, client, amount, sector, final=final))
    loss = np.where(np.arange(asked.firms) % 50 == 0, 0.5, 0.0)
    print(f"{net.firms} firms, {net.link.size} links")
    if asked.year:
        start = time.perf_counter()
        found = simulate(net, Rules(), lost(loss, days=365), threads=2)
        took = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(f"365 days on 2 threads: {took:.1f} s wall, process peak {peak:.2f} GiB")
        print(f"residual {found.residual[0]:.1e}")
        return None
    speed = triad()
    peer = RECORDED.get(asked.firms)
    print(f"triad {speed:.1f} GB/s on this core, now")
    rows = [("one scenario", 1, "native"), ("eight side by side", LANES, "native")]
    rows.append(("NumPy twin", 1, "numpy"))
    for name, count, engine in rows:
        took = day(net, loss, asked.runs if engine == "native" else 1, count, engine) / count
        bytes_ = net.link.size * (16 + 12 / count) + net.firms * (100 if count == 1 else 56)
        line = f"{name}: {1e3 * took:.2f} ms a day and scenario"
        line += f", {took / (bytes_ / speed / 1e9):.1f}x the streaming bound"
        if peer is not None:
            line += f"; recorded peer {peer / took:.0f}x raw, "
            line += f"{peer * RECORDED_TRIAD / speed / took:.0f}x scaled by the triad"
        print(line)
    return None


if __name__ == "__main__":
    main()
