"""Watch-list grades: thresholds from the catalogue, edges and order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kanmon.analysis.dependency.watch_list import watch_grade, watch_list
from kanmon.catalogue.thresholds import thresholds
from kanmon.testing import tiny_picture

LIMITS = {key: t.value for key, t in thresholds().items()}
ORDER = ["none", "near", "watch", "key"]


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_is_never_graded_lower(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert ORDER.index(watch_grade(low, LIMITS)) <= ORDER.index(watch_grade(high, LIMITS))


def test_a_share_at_the_threshold_is_not_above_it() -> None:
    assert watch_grade(LIMITS["watch_share"], LIMITS) == "near"
    assert watch_grade(LIMITS["watch_key_share"], LIMITS) == "watch"
    assert watch_grade(None, LIMITS) == "unknown"


def test_the_list_says_distance_years_and_small_values() -> None:
    picture = tiny_picture("JPN")
    row = watch_list(picture, ["rare_earth_metals"]).table.to_pylist()[0]
    assert row["grade"] == "watch"
    assert row["top_supplier"] == "CHN"
    assert row["years_above"] == 1
    assert abs(row["distance"] - 0.1) < 1e-12
    caveats = watch_list(picture, ["rare_earth_metals"]).caveats
    assert "small_value" in {c.code for c in caveats}


def test_a_good_not_imported_is_unknown_and_last() -> None:
    picture = replace(tiny_picture("JPN"), year=2021)
    found = watch_list(picture, ["rare_earth_metals"])
    assert found.table.to_pylist()[0]["grade"] == "unknown"
    assert found.figures["watched"].value == 0
