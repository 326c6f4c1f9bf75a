"""Time the dependency screen against pandas and DuckDB on the same synthetic years.

Each engine runs in a process of its own; wall and CPU seconds leave out start and imports,
memory is the process's peak. One-year runs are interleaved and their medians compared; the
checks of all engines must agree.

    python -m benchmarks.screen --folder FOLDER [--years 20] [--runs 3] [--full]

Without --full the pandas baseline over many years is one year's median times the years, and
the table says so. A year needs about 0.6 GB of disk, 0.25 GB without its CSV; files that are
already there are used again.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.screen_engines import (
    BLOC_ENGINES,
    BLOC_SIZE,
    ENGINES,
    Checks,
    source_csv,
    source_parquet,
    year_file,
)

LAST_YEAR = 2022
IMPORTS = {"pandas": "pandas", "DuckDB": "kanmon.store.screen_sql", "kernel": "kanmon._native"}


def years_of(count: int) -> list[int]:
    """List the years asked for, up to the last."""
    return list(range(LAST_YEAR - count + 1, LAST_YEAR + 1))


def prepare(folder: Path, years: list[int], csv_years: list[int]) -> None:
    """Write what is not yet there: sorted year files, source Parquet, CSV."""
    import numpy as np
    import pyarrow as pa

    from benchmarks.synthetic import product_codes, write_source, year_columns
    from kanmon.store.year_writer import write_year

    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    need = int(2.5e8 * len(years) + 4.5e8 * len(csv_years))
    if free < need:
        raise SystemExit(f"{folder}: {free / 1e9:.1f} GB free, up to {need / 1e9:.1f} GB needed")
    products = product_codes()
    economies = [f"E{n:03d}" for n in range(230)]
    for year in years:
        if not year_file(folder, year).exists():
            drawn = year_columns(year)
            rows = drawn["k"].size
            coded = {
                name: pa.DictionaryArray.from_arrays(drawn[c].astype(np.int32), pa.array(labels))
                for name, c, labels in (
                    ("exporter", "i", economies),
                    ("importer", "j", economies),
                    ("product", "k", products),
                )
            }
            flows = pa.table(
                {
                    "year": np.full(rows, year, np.int16),
                    "hs": pa.array(["HS2017"]).take(pa.array(np.zeros(rows, np.int32))),
                    **coded,
                    "value": drawn["v"],
                    "quantity": pa.array(drawn["q"], mask=np.isnan(drawn["q"])),
                }
            )
            write_year(flows, folder, products=products, economies=economies)
        if not source_parquet(folder, year).exists():
            write_source(year, folder, as_csv=False)
        if year in csv_years and not source_csv(folder, year).exists():
            write_source(year, folder, as_csv=True)


def measure(name: str, folder: Path, years: list[int]) -> dict[str, Any]:
    """Run an engine over years in a process of its own and return what it measured."""
    command = [sys.executable, "-m", "benchmarks.screen", "--folder", str(folder), "--engine", name]
    command += ["--only", *map(str, years)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def run_engine(name: str, folder: Path, years: list[int]) -> None:
    """Work through the years in this process and print time, memory and checks as JSON."""
    from importlib import import_module

    import numpy as np  # noqa: F401
    import pyarrow.parquet as pq  # noqa: F401

    for word, module in IMPORTS.items():
        if word in name:
            import_module(module)
    if "kernel" in name:
        import_module("kanmon.analysis.dependency.screen.bloc")
        import_module("kanmon.store.years")
    engine = {**ENGINES, **BLOC_ENGINES}[name]
    checks: Checks = {}
    wall, cpu = time.perf_counter(), time.process_time()
    for year in years:
        for key, value in engine(folder, year).items():
            checks[key] = checks.get(key, 0) + value
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    told = {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "gib": peak,
        "checks": checks,
    }
    print(json.dumps(told))


def agree(results: dict[str, dict[str, Any]]) -> None:
    """Stop unless every engine found the same: counts exactly, sums to 1e-9."""
    (first, reference), *others = results.items()
    for name, result in others:
        for key, value in reference["checks"].items():
            if abs(result["checks"][key] - value) > 1e-9 * abs(value):
                raise SystemExit(f"{name} and {first} differ in {key}: {result} {reference}")


def table(title: str, results: dict[str, dict[str, Any]]) -> None:
    """Print results with the ratio of the first engine's wall time to each."""
    first = next(iter(results.values()))
    heads = ("wall s", "CPU s", "peak GiB", "ratio", "CPU ratio")
    print(f"\n{title}\n{'':34}" + "".join(f"{head:>10}" for head in heads))
    for name, r in results.items():
        numbers = f"{r['wall']:10.3f}{r['cpu']:10.3f}{r['gib']:10.2f}"
        ratios = f"{first['wall'] / r['wall']:9.1f}x{first['cpu'] / r['cpu']:9.1f}x"
        print(f"{name:34}{numbers}{ratios}")
    print(f"checks agree: {first['checks']}")


def medians(engines: list[str], folder: Path, years: list[int], runs: int) -> dict[str, Any]:
    """Run the engines in turn, several times, and keep the medians."""
    every: dict[str, list[dict[str, Any]]] = {name: [] for name in engines}
    for _ in range(runs):
        for name in engines:
            every[name].append(measure(name, folder, years))
    return {
        name: {
            "checks": results[0]["checks"],
            **{m: statistics.median(r[m] for r in results) for m in ("wall", "cpu", "gib")},
        }
        for name, results in every.items()
    }


def compare(folder: Path, count: int, runs: int, *, full: bool) -> None:
    """Prepare the files, run everything and print the tables."""
    years = years_of(count)
    # In a process of its own: a child's peak memory starts from its parent's.
    flags = ["--full"] if full else []
    command = [sys.executable, "-m", "benchmarks.screen", "--folder", str(folder), "--prepare"]
    subprocess.run([*command, "--years", str(count), *flags], check=True)
    one = medians(list(ENGINES), folder, [LAST_YEAR], runs)
    agree(one)
    table(f"One year, every importer and product (median of {runs}, in turn)", one)
    bloc = medians(list(BLOC_ENGINES), folder, [LAST_YEAR], runs)
    agree(bloc)
    table(f"One year, a bloc of {BLOC_SIZE}, CDI1-3 (median of {runs}, in turn)", bloc)
    for name, result in bloc.items():
        if "pandas" in name:
            share = bloc["bloc, kernel"]["wall"] / result["wall"]
            print(f"kernel takes {share:.3f} of {name}")
    if count < 2:
        return
    names = ["DuckDB, source Parquet", "kernel, 1 thread", "kernel, 2 threads"]
    long = {name: measure(name, folder, years) for name in names}
    agree(long)
    if full:
        baseline = {"pandas, CSV": measure("pandas, CSV", folder, years)}
        agree({**baseline, **long})
    else:
        scaled = {m: one["pandas, CSV"][m] * count for m in ("wall", "cpu")}
        label = f"pandas, CSV (one year x {count})"
        baseline = {label: {**one["pandas, CSV"], **scaled, "checks": long[names[0]]["checks"]}}
    table(f"{count} years, year by year", {**baseline, **long})
    kernel_wall = long["kernel, 2 threads"]["wall"]
    print(f"kernel over DuckDB's year loop: {long[names[0]]['wall'] / kernel_wall:.1f}x")


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--folder", type=Path, required=True, help="where synthetic years lie")
    options.add_argument("--years", type=int, default=1)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--full", action="store_true", help="time pandas on every year's CSV")
    options.add_argument("--prepare", action="store_true", help="only write the files")
    options.add_argument("--engine", help=argparse.SUPPRESS)
    options.add_argument("--only", type=int, nargs="+", help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.engine:
        run_engine(asked.engine, asked.folder, asked.only)
    elif asked.prepare:
        years = years_of(asked.years)
        prepare(asked.folder, years, years if asked.full else years[-1:])
    else:
        compare(asked.folder, asked.years, asked.runs, full=asked.full)


if __name__ == "__main__":
    main()
