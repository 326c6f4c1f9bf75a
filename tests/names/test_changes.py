"""An update of a list: answers brought up to date are the answers of a full run."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from benchmarks.names_made import make

from kanmon.analysis.names.changes import changes, recheck
from kanmon.analysis.names.index import check, index_names
from kanmon.analysis.names.record import Query, Reach
from kanmon.errors import DataError
from kanmon.tables.listed import Listed, ListedName

WIDE = Reach(top=600, budget=10**9, threads=1)


@pytest.mark.parametrize("most", [2, 50])
def test_rechecked_answers_are_those_of_a_full_run(most: int) -> None:
    made = make(listed=200, asked=150, seed=11)
    dice = random.Random(3)
    before = [Listed("m", str(n), (ListedName(t),)) for n, t in enumerate(made.listed[:180])]
    after = [entry for entry in before if dice.random() > 0.1]
    after = [
        replace(entry, names=(ListedName(entry.primary[::-1]),)) if dice.random() < 0.1 else entry
        for entry in after
    ]
    after += [Listed("m", f"n{n}", (ListedName(t),)) for n, t in enumerate(made.listed[180:])]
    queries = [Query(str(n), (t,)) for n, t in enumerate(made.asked)]
    old = index_names(before)
    earlier = check(queries, old, reach=WIDE, most=most)
    quick = recheck(queries, earlier, old, after, reach=WIDE, most=most)
    full = check(queries, index_names(after, counts=old.counts), reach=WIDE, most=most)
    assert quick == full
    assert quick != earlier


def test_nothing_changed() -> None:
    entry = Listed("x", "1", (ListedName("Acme"),))
    assert changes([entry], [entry]).nothing
    index = index_names([entry])
    queries = [Query("1", ("Acme",))]
    earlier = check(queries, index)
    assert recheck(queries, earlier, index, [entry]) == earlier


def test_answers_to_other_queries_are_refused() -> None:
    index = index_names([Listed("x", "1", (ListedName("Acme"),))])
    with pytest.raises(DataError, match="other queries"):
        recheck([Query("2", ("Acme",))], check([Query("1", ("Acme",))], index), index, [])
