"""Choose the weights of the comparison of names on labelled pairs; report on pairs kept aside.

    python -m benchmarks.names_fit --shared FOLDER [--write]

Logistic regression with the sign of every weight held to what the feature means, by projected
quasi-Newton steps. A pair of names counts by its best pair of forms, chosen with the weights of
the step before. Reported twice: chosen on one half and measured on the other, then the other way
round. What is written is chosen on both halves.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from benchmarks.names_pairs import Pairs, across_scripts, made, native, people, side_by_side
from kanmon.analysis.names.partners import FEATURES
from kanmon.catalogue.name_weights import name_weights

PULL = 0.02  # towards zero, on each weight's square
# What one kind of labelled pair counts together, a kind's positives and negatives half each.
SHARE = {
    "cases": 0.25,
    "made": 0.45,
    "people": 0.05,
    "ja": 0.1,
    "zh": 0.05,
    "native": 0.1,
}
# Least weight of the same letters, so that a name heard through another script never outranks
# the name itself.
EXACT = 3.0
BOUNDS = {"+": (0.0, None), "-": (None, 0.0), "any": (None, None)}


def best_forms(pairs: Pairs, weights: np.ndarray) -> np.ndarray:
    """Pick for each pair of names the pair of forms that scores best."""
    total = pairs.features @ weights
    order = np.lexsort((-total, pairs.pair))
    return order[np.r_[True, pairs.pair[order][1:] != pairs.pair[order][:-1]]]


def choose(sets: Sequence[Pairs], keep: int | None) -> tuple[np.ndarray, float, float]:
    """Choose weights, base and what a search of a list takes off; ``keep`` is the half used."""
    known = name_weights()
    bounds = [BOUNDS[known[name].sign] for name in FEATURES] + [BOUNDS["any"]] * 2
    bounds[FEATURES.index("same_letters")] = (EXACT, None)
    weights = np.zeros(len(FEATURES))
    weights[0] = 1.0
    start = np.zeros(len(FEATURES) + 2)
    for _ in range(5):
        rows, labels, counts = [], [], []
        for pairs in sets:
            at = best_forms(pairs, weights)
            which = pairs.pair[at]
            mine = slice(None) if keep is None else pairs.side[which] == keep
            at, which = at[mine], which[mine]
            label = pairs.label[which]
            share = SHARE[pairs.name.split()[0]] / 2
            rows.append(np.c_[pairs.features[at], np.ones(len(at)), np.full(len(at), pairs.listed)])
            labels.append(label)
            counts.append(
                np.where(label, share / max(label.sum(), 1), share / max((~label).sum(), 1))
            )
        x, y, c = np.concatenate(rows), np.concatenate(labels), np.concatenate(counts)
        sign = np.where(y, 1.0, -1.0)

        found = minimize(
            loss,
            start,
            (x, sign, c),
            jac=True,
            bounds=bounds,
            method="L-BFGS-B",
            options={"maxiter": 600},
        )
        start = found.x
        weights = found.x[:-2]
    return weights, float(start[-2]), float(start[-1])


def loss(
    w: np.ndarray, x: np.ndarray, sign: np.ndarray, count: np.ndarray
) -> tuple[float, np.ndarray]:
    """Give the logistic loss and its slope; the weights are pulled towards zero, the bases not."""
    margin = sign * (x @ w)
    value = float(count @ np.logaddexp(0.0, -margin) + PULL * 1e-2 * (w[:-2] @ w[:-2]))
    slope: np.ndarray = -(count * sign / (1.0 + np.exp(margin))) @ x
    slope[:-2] += 2e-2 * PULL * w[:-2]
    return value, slope


def f1(said: np.ndarray, true: np.ndarray) -> float:
    """Give the harmonic mean of precision and recall."""
    return float(2 * (said & true).sum() / max(said.sum() + true.sum(), 1))


def scores(pairs: Pairs, weights: np.ndarray, base: float) -> np.ndarray:
    """Score each pair of names."""
    total: np.ndarray = (pairs.features @ weights + base)[best_forms(pairs, weights)]
    return total


def best_cut(total: np.ndarray, label: np.ndarray) -> float:
    """Give the cut of the best F1."""
    cuts = np.unique(np.round(total, 2))
    return float(cuts[int(np.argmax([f1(total >= cut, label) for cut in cuts]))])


def curve(pairs: Pairs, total: np.ndarray, hits: int) -> tuple[np.ndarray, ...]:
    """Give cut, precision and recall of the best match a query, best first."""
    order = np.lexsort((-total, pairs.query))
    first = order[np.r_[True, pairs.query[order][1:] != pairs.query[order][:-1]]]
    ranked = first[np.argsort(-total[first], kind="stable")]
    right = np.cumsum(pairs.label[ranked])
    return total[ranked], right / np.arange(1, len(ranked) + 1), right / hits


def best_match(pairs: Pairs, total: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give score and label of the best match of each query."""
    order = np.lexsort((-total, pairs.query))
    first = order[np.r_[True, pairs.query[order][1:] != pairs.query[order][:-1]]]
    return total[first], pairs.label[first]


def with_and_without(pairs: Pairs, total: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the best match of each query on the list, and on the list without its true one.

    A stranger has no true one, and counts once.
    """
    most = int(pairs.query.max()) + 1
    best = np.full((2, most), -99.0)
    for row, label in zip(best, (True, False), strict=True):
        mine = pairs.label == label
        np.maximum.at(row, pairs.query[mine], total[mine])
    there = np.zeros((2, most), bool)
    there[0, pairs.query[pairs.label]] = True
    there[1, pairs.query] = True
    return best[there], np.repeat([True, False], most).reshape(2, most)[there]


def top_one(pairs: Pairs, total: np.ndarray, side: int | None) -> float:
    """Give the share of queries whose best match is the true one."""
    order = np.lexsort((-total, pairs.query))
    first = order[np.r_[True, pairs.query[order][1:] != pairs.query[order][:-1]]]
    mine = slice(None) if side is None else pairs.side[first] == side
    return float(pairs.label[first][mine].mean())


def report(sets: dict[str, Pairs], test: Pairs, keep: int) -> dict[str, np.ndarray]:
    """Choose on one half, print what the other gives; scores of the pairs kept aside."""
    weights, base, _ = choose(list(sets.values()), keep)
    pairs = sets["cases"]
    total = scores(pairs, weights, base)
    aside = pairs.side != keep
    cut = best_cut(total[~aside], pairs.label[~aside])
    print(f"--- chosen on half {keep}")
    print(
        f"cases: F1 {f1(total[~aside] >= cut, pairs.label[~aside]):.3f} where chosen, "
        f"{f1(total[aside] >= cut, pairs.label[aside]):.3f} kept aside (cut {cut:.2f})"
    )
    cuts, precision, recall = curve(test, scores(test, weights, base), 2_000)
    for least in (0.90, 0.95):
        at = np.flatnonzero(precision >= least)[-1]
        print(
            f"made: recall {recall[at]:.4f} at precision {precision[at]:.3f} (cut {cuts[at]:.2f})"
        )
    for name in ("ja", "zh"):
        share = top_one(sets[name], scores(sets[name], weights, base), 1 - keep)
        print(f"{name}: the true one comes first for {share:.3f} of those kept aside")
    for name in ("people", "native"):
        mine = sets[name].side != keep
        total = scores(sets[name], weights, base)[mine]
        label, query = sets[name].label[mine], sets[name].query[mine]
        never = np.setdiff1d(query, query[label]).size
        for at_cut in (-1, 0, 1, 2):
            above = total >= at_cut
            false = np.setdiff1d(query[above], query[label]).size / never
            found = np.unique(query[above & label]).size / np.unique(query[label]).size
            print(f"{name} at {at_cut}: recall {found:.3f}, false {false:.4f} of {never}")
    return {
        name: np.where(sets[name].side != keep, scores(sets[name], weights, base), 0.0)
        for name in ("cases", "ja", "zh", "native")
    }


def cuts_of(
    total: np.ndarray, label: np.ndarray, recall: float, precision: float = 0.90
) -> tuple[float, float]:
    """Give the highest cut of a recall and the lowest of a precision, to a twentieth."""
    cuts = np.arange(-60, 61) / 20
    said = [total >= cut for cut in cuts]
    review = max(
        c for c, s in zip(cuts, said, strict=True) if (s & label).sum() >= recall * label.sum()
    )
    hit = min(
        c
        for c, s in zip(cuts, said, strict=True)
        if s.any() and (s & label).sum() >= precision * s.sum()
    )
    return float(review), max(float(review), float(hit))


def write(weights: np.ndarray, base: float, bands: dict[str, tuple[float, float]]) -> None:
    """Write the chosen weights and bands into their tables, the judged weights as they are."""
    folder = Path(str(resources.files("kanmon.catalogue") / "names"))
    chosen = {**dict(zip(FEATURES, weights, strict=True)), "base": base}
    for name, change in (
        (
            "weights.csv",
            {f: {"weight": f"{w:.2f}".replace("-0.00", "0.00")} for f, w in chosen.items()},
        ),
        (
            "bands.csv",
            {s: {"review": f"{r:.2f}", "hit": f"{h:.2f}"} for s, (r, h) in bands.items()},
        ),
    ):
        rows = list(csv.DictReader((folder / name).read_text("utf-8").splitlines()))
        out = io.StringIO()
        table = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        table.writeheader()
        for row in rows:
            table.writerow(row | change.get(next(iter(row.values())), {}))
        (folder / name).write_text(out.getvalue(), "utf-8")


def main() -> None:
    """Run and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--shared", type=Path, required=True)
    arguments.add_argument("--write", action="store_true")
    asked = arguments.parse_args()
    sets = {
        "cases": side_by_side(asked.shared),
        "made": made(1),
        "people": people(asked.shared),
        "ja": across_scripts(asked.shared, "ja"),
        "zh": across_scripts(asked.shared, "zh"),
        "native": native(asked.shared),
    }
    test, bands_on = made(2026), made(77)
    one, two = report(sets, test, 0), report(sets, test, 1)
    aside = {name: one[name] + two[name] for name in one}
    weights, base, off = choose(list(sets.values()), None)
    bands = {"pair": cuts_of(aside["cases"], sets["cases"].label, 0.90)}
    bands["list"] = cuts_of(*best_match(bands_on, scores(bands_on, weights, base)), 0.99, 0.92)
    across = [with_and_without(sets[name], aside[name]) for name in ("ja", "zh", "native")]
    total, label = (np.concatenate(column) for column in zip(*across, strict=True))
    bands["scripts"] = cuts_of(total, label, 0.92, 0.90)
    print("--- chosen on all")
    for name, weight in (*zip(FEATURES, weights, strict=True), ("base", base), ("in a list", off)):
        print(f"{name:14s} {weight:8.2f}")
    print("bands", bands)
    if asked.write:
        write(weights, base, bands)


if __name__ == "__main__":
    main()
