"""A whole path of 25 years, 20 technologies, 60 materials and 1,000 draws, beside a plain loop.

python -m benchmarks.transition [--draws 1000]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from dataclasses import replace

import numpy as np

from kanmon.analysis.transition.balance import balance_gap
from kanmon.analysis.transition.demand import material_demand
from kanmon.analysis.transition.draws import Draws
from kanmon.analysis.transition.path import Course
from kanmon.analysis.transition.stock import base_left, survival
from kanmon.analysis.transition.uses import Part, Use
from kanmon.catalogue.technologies import Span

YEARS, TECHNOLOGIES, MATERIALS = 25, 20, 60
PLAIN = 5
"""Runs of the plain loop; its time is per run, so that it need not run a thousand times."""
ROUNDS = 5


def make_parts() -> list[Part]:
    """Make dense parts: every technology holds every material."""
    rng = np.random.default_rng(7)
    found = []
    for name in range(TECHNOLOGIES):
        uses = []
        for material in range(MATERIALS):
            best = float(rng.uniform(1.0, 100.0))
            rates = tuple(
                (key, f"{key}/{name}/{material % 5}", Span(low, mid, high))
                for key, low, mid, high in (
                    ("decline", 0.0, 0.01, 0.03),
                    ("yield", 0.7, 0.9, 0.95),
                    ("scrap_recycled", 0.2, 0.5, 0.9),
                    ("collected", 0.3, 0.6, 0.9),
                    ("recovered", 0.1, 0.4, 0.7),
                )
            )
            uses.append(Use(f"m{material:02}", Span(best / 2, best, best * 2), rates))
        values = np.cumsum(rng.uniform(0.0, 5.0, YEARS))
        course = Course(f"t{name:02}", "GW", "installed", values, ())
        life, shape = Span(20.0, 25.0, 30.0), Span(3.0, 4.0, 5.0)
        found.append(Part(course, f"f{name % 4}", life, shape, tuple(uses)))
    return found


def plain(parts: list[Part], draws: Draws, run: int) -> float:
    """One run as anybody would write it: years, cohorts and materials in loops."""
    total = 0.0
    for part in parts:
        life = draws.of(f"life/{part.family}", part.life)[run]
        shape = draws.of(f"shape/{part.family}", part.shape)[run]
        left = survival(YEARS, np.array([life]), np.array([shape]))[:, 0]
        base = base_left(YEARS, np.array([life]), np.array([shape]))[:, 0]
        values = part.course.values
        added = [0.0] * YEARS
        for year in range(YEARS):
            standing = values[0] * base[year]
            for built in range(year):
                standing += added[built] * left[year - built]
            if year:
                added[year] = max(0.0, values[year] - standing)
        for use in part.uses:
            amount = draws.of(f"intensity/{use.material}", use.amount)[run]
            rate = {key: draws.of(name, span)[run] for key, name, span in use.rates}
            for year in range(YEARS):
                held = added[year] * amount * (1.0 - rate["decline"]) ** year
                taken = held / rate["yield"]
                back = (taken - held) * rate["scrap_recycled"]
                gone = values[0] * (base[year - 1] - base[year]) * amount if year else 0.0
                for built in range(year):
                    fell = left[year - built - 1] - left[year - built]
                    gone += added[built] * fell * amount * (1.0 - rate["decline"]) ** built
                total += taken - back - gone * rate["collected"] * rate["recovered"]
    return total


def main() -> None:
    """Print seconds, memory and the ratio to the plain loop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=1000)
    count = parser.parse_args().draws
    parts, draws = make_parts(), Draws(count, 1)
    years = range(2025, 2025 + YEARS)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        run = material_demand(parts, years, draws)
        times.append(time.perf_counter() - began)
    ours = statistics.median(times)
    began = time.perf_counter()
    sums = [plain(parts, draws, at) for at in range(PLAIN)]
    each = (time.perf_counter() - began) / PLAIN
    first = sum(float((m.primary - m.surplus)[:, 0].sum()) for m in run.materials)
    assert np.isclose(first, sums[0], rtol=1e-9), (first, sums[0])
    second = material_demand(
        [replace(p, uses=p.uses) for p in parts], years, Draws(count, 1)
    ).materials[0]
    assert np.array_equal(second.primary, run.materials[0].primary)
    gap = max(balance_gap(m) for m in run.materials)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{YEARS} years x {TECHNOLOGIES} technologies x {MATERIALS} materials x {count} draws")
    print(f"kanmon {ours:.2f} s ({1e3 * ours / (count + 1):.2f} ms a run), peak {peak:.2f} GiB")
    print(f"plain loop {1e3 * each:.0f} ms a run: {each * (count + 1) / ours:.0f} times as long")
    print(f"largest balance gap {gap:.1e}")


if __name__ == "__main__":
    main()
