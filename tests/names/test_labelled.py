"""Labelled names: made-up ones with errors, and pairs of the shared folder."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.names import judged
from benchmarks.names_fit import best_cut, f1
from benchmarks.names_made import make
from benchmarks.names_pairs import cases, script_names

from kanmon.analysis.names.index import check, index_names
from kanmon.analysis.names.pair import compare
from kanmon.analysis.names.record import Query, Reach
from kanmon.tables.listed import Listed, ListedName
from shared_data import SHARED, needs_shared


def test_made_up_names_with_hard_negatives() -> None:
    made = make()  # a seed the weights and bands were not chosen on
    index = index_names([Listed("m", str(n), (ListedName(t),)) for n, t in enumerate(made.listed)])
    found = check([Query(str(n), (t,)) for n, t in enumerate(made.asked)], index)
    recall = max(r for _, precision, r in judged(made, found) if precision >= 0.90)
    assert recall >= 0.93
    hits = [a for a in found if a.band.value == "hit"]
    right = sum(a.matches[0].entry == f"m:{made.means[int(a.query)]}" for a in hits)
    assert right / len(hits) >= 0.88
    assert right / 2_000 >= 0.93


@pytest.mark.parametrize("_", [pytest.param(0, marks=needs_shared)])
def test_labelled_pairs(_: int) -> None:
    rows, label = cases(SHARED)
    found = [compare(row["name1"], row["name2"]) for row in rows]
    score = np.array([match.score for match in found])
    assert f1(score >= 0, label) >= 0.80
    assert f1(np.array([m.band.value == "hit" for m in found]), label) >= 0.78
    # Zero is about as good a cut as the best one: scores are log-odds, not ranks.
    assert f1(score >= 0, label) >= f1(score >= best_cut(score, label), label) - 0.05


@pytest.mark.parametrize("what", [pytest.param(w, marks=needs_shared) for w in ("ja", "zh")])
def test_across_scripts(what: str) -> None:
    asked, true, listed = script_names(SHARED, what)
    index = index_names([Listed("l", str(n), (ListedName(t),)) for n, t in enumerate(listed)])
    found = check([Query(str(n), (t,)) for n, t in enumerate(asked)], index, reach=Reach(top=50))
    first = [a.matches[0].listed if a.matches else "" for a in found]
    assert np.mean([f == t for f, t in zip(first, true, strict=True)]) >= 0.80
