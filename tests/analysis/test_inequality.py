"""Gini, Theil and dispersion against hand sums and the identities that tie them together."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.analysis.dependency.concentration import hhi
from kanmon.analysis.dependency.inequality import dispersion, gini, theil
from kanmon.errors import DataError

amounts = st.lists(st.floats(0.01, 1e9), min_size=1, max_size=40)


def test_gini_by_hand() -> None:
    # Mean absolute difference of 1, 2, 3, 4 over twice the mean: 1.25 / 5.
    assert gini([4.0, 1.0, 3.0, 2.0]) == pytest.approx(0.25)


def test_theil_by_hand() -> None:
    assert theil([1.0, 3.0]) == pytest.approx(0.25 * math.log(0.5) + 0.75 * math.log(1.5))


@given(amounts)
def test_gini_is_half_the_relative_mean_difference(values: list[float]) -> None:
    x = np.array(values)
    expected = np.abs(x[:, None] - x[None, :]).mean() / (2 * x.mean())
    assert gini(values) == pytest.approx(expected, abs=1e-9)


@given(amounts)
def test_theil_is_log_n_minus_entropy(values: list[float]) -> None:
    share = np.array(values) / sum(values)
    entropy = -float(np.sum(share * np.log(share)))
    assert theil(values) == pytest.approx(math.log(len(values)) - entropy, abs=1e-9)


@given(amounts)
def test_dispersion_and_hhi_tell_the_same(values: list[float]) -> None:
    index, spread = hhi(values), dispersion(values)
    assert index is not None
    assert spread is not None
    assert spread**2 == pytest.approx(len(values) * index - 1, abs=1e-7)


@given(amounts, st.floats(1e-3, 1e6))
def test_the_unit_does_not_matter(values: list[float], scale: float) -> None:
    for measure in (gini, theil, dispersion):
        assert measure(np.array(values) * scale) == pytest.approx(measure(values), abs=1e-9)


@given(amounts)
def test_each_supplier_twice_changes_nothing(values: list[float]) -> None:
    for measure in (gini, theil, dispersion):
        assert measure(values * 2) == pytest.approx(measure(values), abs=1e-7)


def test_nothing_supplied_has_no_inequality_and_missing_is_refused() -> None:
    for measure in (gini, theil, dispersion):
        assert measure([]) is None
        assert measure([0.0, 0.0]) is None
        with pytest.raises(DataError):
            measure([1.0, math.nan])
