"""Complexity of a synthetic year, 230 economies x 5,000 products: ours beside two peers.

    python -m benchmarks.complexity [--peers PYTHON] [--runs N]
    python -m benchmarks.complexity --entry baci_hs92_raw_materials.parquet

PYTHON is an interpreter that has `ecomplexity` 0.5.3, `economic-complexity` 0.3.0 and pandas
below 3, kept out of the project's own environment. Each runs in a process of its own, so that
peak memory is its own; every time is that of the calculation, without reading the input or the
import of the program. Wall and processor seconds are medians. With --entry it prints instead
how well feasibility foretells entry.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

# What every child does around its calculation: read, time, report time and own peak memory.
_HEAD = """
import json, resource, sys, time, warnings
import numpy as np
warnings.simplefilter("ignore")
values = np.load(sys.argv[1])
rows, columns = values.shape
"""
_TAIL = """
np.savez(sys.argv[2], **kept)
peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print("RESULT" + json.dumps({"seconds": seconds, "cpu": cpu, "peak_mb": peak_mb}))
"""
_OURS = """
from kanmon.analysis.dependency.complexity.matrix import ExportMatrix
from kanmon.analysis.dependency.complexity.measures import complexity
labels = tuple(map(str, range(rows))), tuple(map(str, range(columns)))
start, used = time.perf_counter(), time.process_time()
c = complexity(ExportMatrix(*labels, values, 2022, "kUSD"))
seconds, cpu = time.perf_counter() - start, time.process_time() - used
kept = {"eci": c.index.eci, "pci": c.index.pci, "density": c.density,
        "coi": c.outlook.coi, "cog": c.outlook.cog}
"""
_ECOMPLEXITY = """
import pandas as pd
from ecomplexity import ecomplexity
frame = pd.DataFrame({"t": 2022, "i": np.repeat(np.arange(rows), columns),
                      "k": np.tile(np.arange(columns), rows), "v": values.ravel()})
start, used = time.perf_counter(), time.process_time()
out = ecomplexity(frame, {"time": "t", "loc": "i", "prod": "k", "val": "v"},
                  check_logsupermodularity=False, verbose=False)
seconds, cpu = time.perf_counter() - start, time.process_time() - used
out = out.sort_values(["i", "k"])
grid = {c: out[c].to_numpy(float).reshape(rows, columns)
        for c in ("eci", "pci", "density", "coi", "cog")}
kept = {**grid, "eci": grid["eci"][:, 0], "pci": grid["pci"][0], "coi": grid["coi"][:, 0]}
"""
_ECONOMIC_COMPLEXITY = """
import pandas as pd
import economic_complexity as ec
frame = pd.DataFrame(values)
start, used = time.perf_counter(), time.process_time()
rca = ec.rca(frame)
eci, pci = ec.complexity(rca)
near = ec.proximity(rca)
close = ec.relatedness(rca, proximities=near)
gain = ec.opportunity_gain(rca, pci=pci, proximities=near) if GAIN else None
seconds, cpu = time.perf_counter() - start, time.process_time() - used
kept = {"eci": eci.to_numpy(), "pci": pci.to_numpy()}
"""


def synthetic_year(economies: int = 230, products: int = 5000, seed: int = 20220101) -> np.ndarray:
    """Draw exports where able economies make many and demanding products."""
    rng = np.random.default_rng(seed)
    shape = (economies, products)
    ability, demand = rng.normal(size=economies), rng.normal(size=products)
    chance = 1 / (1 + np.exp(-(0.5 + 2 * ability[:, None] - demand)))
    values = rng.lognormal(0, 2, shape) * np.exp(0.7 * np.outer(ability, demand))
    values *= rng.lognormal(0, 2, (economies, 1)) * rng.lognormal(0, 1.5, (1, products))
    values[rng.random(shape) > chance] = 0.0
    return values


def run(python: str, code: str, given: Path, kept: Path) -> dict[str, float]:
    """Run one program once in a fresh process."""
    call = [python, "-c", _HEAD + code + _TAIL, str(given), str(kept)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{python} failed:\n{done.stderr[-2000:]}")
    line = next(x for x in done.stdout.splitlines() if x.startswith("RESULT"))
    result: dict[str, float] = json.loads(line.removeprefix("RESULT"))
    return result


def compare(peers: str | None, runs: int) -> None:
    """Print seconds, peak memory and agreement of each program, and the ratios."""
    values = synthetic_year()
    programs = [("ours", sys.executable, _OURS)]
    if peers:
        programs += [
            ("ecomplexity", peers, _ECOMPLEXITY),
            ("economic-complexity", peers, _ECONOMIC_COMPLEXITY.replace("GAIN", "False")),
            ("economic-complexity + gain", peers, _ECONOMIC_COMPLEXITY.replace("GAIN", "True")),
        ]
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "values.npy"
        np.save(given, values)
        kept = {name: Path(folder) / f"{name}.npz" for name, _, _ in programs}
        results: dict[str, list[dict[str, float]]] = {name: [] for name, _, _ in programs}
        # In turn, so that whatever else the machine does falls on all alike. One run of the
        # slow peer is enough.
        for turn in range(runs):
            for name, python, code in programs:
                if turn == 0 or name != "ecomplexity":
                    results[name].append(run(python, code, given, kept[name]))
        print(f"{values.shape[0]} x {values.shape[1]}, {np.count_nonzero(values):,} flows")
        ours = dict(np.load(kept["ours"]))
        base = {what: median(results["ours"], what) for what in ("seconds", "cpu")}
        for name, _, _ in programs:
            wall, cpu = (median(results[name], what) for what in ("seconds", "cpu"))
            peak = max(r["peak_mb"] for r in results[name])
            line = f"{name:27s} {wall:7.2f} s  {cpu:7.2f} cpu s  peak {peak:5.0f} MB"
            if name != "ours":
                found = dict(np.load(kept[name]))
                apart = ", ".join(
                    f"{m} {np.nanmax(np.abs(found[m] - ours[m])):.0e}" for m in sorted(found)
                )
                line += f"  {wall / base['seconds']:.1f} x wall, {cpu / base['cpu']:.1f} x cpu"
                line += f"; largest difference {apart}"
            print(line)


def median(results: list[dict[str, float]], what: str) -> float:
    """Take the median of one measurement."""
    return float(np.median([r[what] for r in results]))


def entry(path: Path) -> None:
    """Print how well feasibility foretold who began to export each product five years on."""
    import duckdb

    from kanmon.analysis.dependency.complexity.entry import entry_auc
    from kanmon.analysis.dependency.complexity.matrix import ExportMatrix

    def year(t: int) -> ExportMatrix:
        sums = duckdb.execute(
            "select i, k, sum(v) v from read_parquet(?) where t = ? group by all", [str(path), t]
        ).fetchnumpy()
        rows, i = np.unique(np.asarray(sums["i"]).astype(str), return_inverse=True)
        columns, k = np.unique(np.asarray(sums["k"]).astype(str), return_inverse=True)
        values = np.zeros((len(rows), len(columns)))
        values[i, k] = sums["v"]
        return ExportMatrix(tuple(rows.tolist()), tuple(columns.tolist()), values, t, "kUSD")

    print("from  to   below   AUC  density  advantage  within product   pairs  entries")
    for first in (1997, 2002, 2007, 2012, 2017, 2019):
        for below in (1.0, 0.5):
            told = entry_auc(year(first), year(first + 5), below=below)
            print(
                f"{told.year} {told.later}  {below:4.1f}  {told.auc:.3f}    {told.density:.3f}"
                f"      {told.advantage:.3f}           {told.within:.3f}  {told.pairs:6d}"
                f"     {told.entries:4d}"
            )


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--peers", help="interpreter that has the peers")
    parser.add_argument("--runs", type=int, default=5, help="runs of ours and of the fast peer")
    parser.add_argument("--entry", type=Path, help="BACI flows (t, i, j, k, v) as Parquet")
    options = parser.parse_args()
    if options.entry:
        entry(options.entry)
    else:
        compare(options.peers, options.runs)


if __name__ == "__main__":
    main()
