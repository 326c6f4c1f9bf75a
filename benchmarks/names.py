"""Time and judge the comparison of names against rapidfuzz and nomenklatura, in the same run.

    python -m benchmarks.names [--shared FOLDER] [--peers PYTHON]

PYTHON (or KANMON_PEERS_PYTHON_NAMES) is an interpreter of another environment that has rapidfuzz
and nomenklatura. Without it only Kanmon is timed; without FOLDER only made-up names are judged.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.names_made import Made, make
from kanmon.analysis.names.fold import fold
from kanmon.analysis.names.index import NameIndex, check, index_names
from kanmon.analysis.names.pair import compare
from kanmon.analysis.names.record import Band, Checked, Query, Reach
from kanmon.sources.party_lists.read import read_parties
from kanmon.tables.listed import Listed, ListedName

CDIST = """
import json, sys, time
import numpy as np
from rapidfuzz import fuzz, process
told = json.load(open(sys.argv[1]))
runs = []
for _ in range(3):
    wall, cpu = time.perf_counter(), time.process_time()
    likeness = process.cdist(told["asked"], told["listed"], scorer=fuzz.ratio, workers=2,
                             dtype=np.uint8, score_cutoff=told["cut"])
    runs.append((time.perf_counter() - wall, time.process_time() - cpu))
runs.sort()
best, score = likeness.argmax(1), likeness.max(1)
means = np.array(told["means"])
rows = []
for cut in (90, 92, 95):
    said = score >= cut
    right = said & (best == means)
    rows.append((cut, right.sum() / (means >= 0).sum(), right.sum() / said.sum()))
print(json.dumps({"wall": runs[1][0], "cpu": runs[1][1], "rows": rows}, default=float))
"""
PEERS = """
import json, sys, time
from followthemoney import model
from nomenklatura.matching import get_algorithm
told = json.load(open(sys.argv[1]))
def entity(key, schema, name):
    made = model.make_entity(schema)
    made.id = key
    made.add("name", name)
    return made
out = {}
for name in told["algorithms"]:
    algorithm = get_algorithm(name)
    config = algorithm.default_config()
    pairs = [(entity("a", s, a), entity("b", s, b)) for s, a, b in told["pairs"]]
    cpu = time.process_time()
    scores = [algorithm.compare(a, b, config).score for a, b in pairs]
    out[name] = {"cpu": time.process_time() - cpu, "scores": scores}
print(json.dumps(out))
"""


def peer(python: str, code: str, told: object) -> dict[str, object]:
    """Run a peer's code on a file of questions."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "told.json"
        path.write_text(json.dumps(told), "utf-8")
        done = subprocess.run([python, "-c", code, str(path)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def sorted_words(name: str) -> str:
    """Write a name as its lower-case words in order, as the peer is given it."""
    return " ".join(sorted(re.sub(r"[^a-z0-9]+", " ", name.lower()).split()))


def ours(made: Made, threads: int) -> tuple[NameIndex, tuple[Checked, ...], list[float]]:
    """Index and check; wall and processor seconds of the index and of the check."""
    fold.cache_clear()
    entries = [Listed("made", str(n), (ListedName(t),)) for n, t in enumerate(made.listed)]
    queries = [Query(str(n), (t,)) for n, t in enumerate(made.asked)]
    wall, cpu = time.perf_counter(), time.process_time()
    index = index_names(entries)
    half_wall, half_cpu = time.perf_counter(), time.process_time()
    found = check(queries, index, reach=Reach(threads=threads))
    times = [half_wall - wall, half_cpu - cpu]
    times += [time.perf_counter() - half_wall, time.process_time() - half_cpu]
    return index, found, times


def judged(made: Made, found: Sequence[Checked]) -> list[tuple[float, float, float]]:
    """Give cut, precision and recall of the best match of every query, by falling score."""
    best = [
        (a.matches[0].score, int(a.matches[0].entry.partition(":")[2]) == means)
        for a, means in zip(found, made.means, strict=True)
        if a.matches
    ]
    best.sort(key=lambda pair: -pair[0])
    right = np.cumsum([true for _, true in best])
    hits = sum(means >= 0 for means in made.means)
    return [
        (score, float(r / n), float(r / hits))
        for n, ((score, _), r) in enumerate(zip(best, right, strict=True), 1)
    ]


def speed(python: str) -> None:
    """Check made-up names and time them beside rapidfuzz."""
    made = make()
    print(f"{len(made.asked):,} names against {len(made.listed):,} made up, seed 2026")
    told = {
        "asked": [sorted_words(t) for t in made.asked],
        "listed": [sorted_words(t) for t in made.listed],
        "means": made.means,
        "cut": 90,
    }
    cdist = peer(python, CDIST, told) if python else None
    runs = sorted((ours(made, 2) for _ in range(3)), key=lambda run: run[2][0] + run[2][2])
    index, found, times = runs[1]
    print(f"index the list     {times[0]:6.2f} s wall {times[1]:6.2f} s cpu")
    print(f"check the names    {times[2]:6.2f} s wall {times[3]:6.2f} s cpu (2 threads)")
    if cdist:
        wall, cpu = float(str(cdist["wall"])), float(str(cdist["cpu"]))
        both = times[0] + times[2]
        print(f"rapidfuzz cdist    {wall:6.2f} s wall {cpu:6.2f} s cpu (2 workers, cut 90)")
        print(f"ratio              {both / wall:6.2f} wall, {(times[1] + times[3]) / cpu:.2f} cpu")
        for cut, recall, precision in np.array(cdist["rows"]):
            print(f"  cdist at {cut:.0f}: recall {recall:.4f} at precision {precision:.4f}")
    curve = judged(made, found)
    for least in (0.90, 0.95):
        cut, precision, recall = [row for row in curve if row[1] >= least][-1]
        print(f"  Kanmon from {cut:.2f}: recall {recall:.4f} at precision {precision:.4f}")
    for band in (Band.HIT, Band.REVIEW):
        said = [a for a in found if a.band is band or (a.band is Band.HIT)]
        right = sum(
            a.matches[0].entry == f"made:{made.means[int(a.query)]}" for a in said if a.matches
        )
        name = "hit" if band is Band.HIT else "hit or review"
        hits = sum(m >= 0 for m in made.means)
        print(f"  {name}: recall {right / hits:.4f} at precision {right / len(said):.4f}")
    if python:
        pairs_beside(python, made, index)


def pairs_beside(python: str, made: Made, index: NameIndex) -> None:
    """Time the comparison of candidate pairs beside nomenklatura, on the same pairs."""
    from kanmon.analysis.names.pack import pack

    packed = pack([fold(text) for text in made.asked], index.counts)
    form = index.engine.candidates(packed, Reach(threads=1))
    left = np.repeat(np.arange(len(form), dtype=np.int32), form.shape[1])
    right = form.ravel()
    left, right = left[right >= 0], right[right >= 0]
    runs = []
    for _ in range(3):
        cpu = time.process_time()
        index.engine.compare(packed, left, right, 1)
        runs.append(time.process_time() - cpu)
    mine = sorted(runs)[1] / len(left)
    some = np.random.default_rng(7).choice(len(left), 4000, replace=False)
    pairs = [
        ("Company", made.asked[packed.name[left[k]]], made.listed[index.packed.name[right[k]]])
        for k in some
    ]
    told = {"algorithms": ["logic-v1", "logic-v2", "regression-v1"], "pairs": pairs}
    print(f"{len(left):,} candidate pairs: Kanmon {1e6 * mine:.2f} us a pair on one thread")
    for name, answer in peer(python, PEERS, told).items():
        assert isinstance(answer, dict)
        theirs = answer["cpu"] / len(pairs)
        print(f"  {name:14s} {1e6 * theirs:7.1f} us a pair (4,000 of them): {theirs / mine:.0f} x")


def quality(shared: Path, python: str) -> None:
    """Judge labelled pairs beside nomenklatura; the shipped weights have seen these pairs."""
    from benchmarks.names_fit import best_cut, f1
    from benchmarks.names_pairs import cases

    rows, label = cases(shared)
    found = [compare(row["name1"], row["name2"]) for row in rows]
    score = np.array([match.score for match in found])
    for what, said in (
        ("score from 0", score >= 0),
        ("hit", np.array([m.band is Band.HIT for m in found])),
        ("hit or review", np.array([m.band is not Band.CLEAR for m in found])),
    ):
        print(f"Kanmon, {what:14s} F1 {f1(said, label):.3f}")
    print("(for pairs kept aside see python -m benchmarks.names_fit)")
    if python:
        pairs = [(row["schema"], row["name1"], row["name2"]) for row in rows]
        told = {"algorithms": ["logic-v1", "logic-v2", "regression-v1"], "pairs": pairs}
        for name, answer in peer(python, PEERS, told).items():
            assert isinstance(answer, dict)
            theirs = np.array(answer["scores"])
            cut = best_cut(theirs, label)
            print(
                f"{name:22s} F1 {f1(theirs >= 0.7, label):.3f} at 0.70, "
                f"{f1(theirs >= cut, label):.3f} at its best cut {cut:.2f}"
            )
    for what in ("ja", "zh"):
        across(shared, what, python)


def across(shared: Path, what: str, python: str) -> None:
    """Say how often the true English name comes first, beside nomenklatura on candidates."""
    from benchmarks.names_pairs import script_names

    asked, true, listed = script_names(shared, what)
    index = index_names([Listed("l", str(n), (ListedName(t),)) for n, t in enumerate(listed)])
    found = check([Query(str(n), (t,)) for n, t in enumerate(asked)], index, reach=Reach(top=50))
    first = [a.matches[0].listed if a.matches else "" for a in found]
    share = np.mean([f == t for f, t in zip(first, true, strict=True)])
    print(f"{what}: {len(asked)} names against {len(listed):,}: the true one first {share:.3f}")
    if python:
        some = true
        pairs = [("Company", a, t) for a in asked for t in some]
        answer = peer(python, PEERS, {"algorithms": ["logic-v1", "logic-v2"], "pairs": pairs})
        for name, told in answer.items():
            assert isinstance(told, dict)
            table = np.array(told["scores"]).reshape(len(asked), len(some))
            # A tie at the top counts for the peer only in proportion: the order is chance.
            top = table.max(1, keepdims=True)
            won = (table == top) & (np.array(some)[None, :] == np.array(true)[:, None])
            share = (won.any(1) / (table == top).sum(1)).mean()
            print(f"    {name} among the {len(some)} true partners only: {share:.3f}")


def strangers(shared: Path) -> None:
    """Count how many strangers are met on the US and UN lists; none of them chose a weight."""
    from benchmarks.names_pairs import strangers_names

    lists = (
        "us_restricted_party_lists/entities.parquet",
        "un_sc_consolidated_list/UN_consolidated.xml.gz",
    )
    wall = time.process_time()
    entries = [entry for path in lists for entry in read_parties(shared / path).entries]
    cpu = time.process_time() - wall
    print(f"{len(entries):,} entries of the US and UN lists read in {cpu:.2f} s cpu")
    names = strangers_names(shared)[4_000:24_000]
    found = check([Query(str(n), (t,)) for n, t in enumerate(names)], index_names(entries))
    for what, latin in (("Latin letters", True), ("other scripts", False)):
        mine = [a for a, t in zip(found, names, strict=True) if t.isascii() == latin]
        share = {band: sum(a.band is band for a in mine) / len(mine) for band in Band}
        unread = sum("unread" in a.flags for a in mine) / len(mine)
        print(
            f"{len(mine):,} strangers in {what}: {share[Band.HIT]:.4f} hit, "
            f"{share[Band.REVIEW]:.4f} review ({unread:.4f} of all in a script not read)"
        )


def main() -> None:
    """Run and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--shared", type=Path)
    arguments.add_argument("--peers", default=os.environ.get("KANMON_PEERS_PYTHON_NAMES", ""))
    asked = arguments.parse_args()
    speed(asked.peers)
    if asked.shared:
        quality(asked.shared, asked.peers)
        strangers(asked.shared)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
