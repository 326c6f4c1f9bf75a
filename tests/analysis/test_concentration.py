"""Concentration measures against hand sums, published figures and their own identities."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.analysis.dependency.concentration import (
    effective_suppliers,
    governance_risk,
    hhi,
    normalised_hhi,
    top_share,
    weighted_hhi,
)
from kanmon.errors import DataError

amounts = st.lists(st.floats(0.01, 1e9), min_size=1, max_size=60)


def test_hhi_of_a_published_example() -> None:
    # US Department of Justice, Herfindahl-Hirschman Index: shares 30, 30, 20, 20 give 2,600.
    assert hhi([30, 30, 20, 20]) == pytest.approx(0.26)


@given(amounts)
def test_hhi_lies_between_one_over_n_and_one(values: list[float]) -> None:
    index = hhi(values)
    assert index is not None
    assert 1 / len(values) - 1e-9 <= index <= 1 + 1e-9


@given(amounts, st.floats(1e-3, 1e6))
def test_hhi_does_not_change_with_the_unit(values: list[float], scale: float) -> None:
    assert hhi(np.array(values) * scale) == pytest.approx(hhi(values), abs=1e-9)


@given(amounts)
def test_hhi_equals_the_sum_of_squared_shares(values: list[float]) -> None:
    total = math.fsum(values)
    assert hhi(values) == pytest.approx(math.fsum((v / total) ** 2 for v in values), abs=1e-9)


@given(amounts)
def test_merging_two_suppliers_never_lowers_concentration(values: list[float]) -> None:
    if len(values) < 2:
        values = [*values, 1.0]
    merged = [values[0] + values[1], *values[2:]]
    before, after = hhi(values), hhi(merged)
    assert before is not None
    assert after is not None
    assert after >= before - 1e-9


@given(amounts)
def test_top_shares_add_up(values: list[float]) -> None:
    one, three, everyone = (top_share(values, n) for n in (1, 3, len(values)))
    assert one is not None
    assert three is not None
    assert one <= three + 1e-12
    assert everyone == pytest.approx(1.0)


@given(amounts)
def test_weights_of_one_give_the_plain_index(values: list[float]) -> None:
    assert weighted_hhi(values, np.ones(len(values))) == pytest.approx(hhi(values), abs=1e-9)


def test_nothing_supplied_has_no_concentration() -> None:
    assert hhi([]) is None
    assert hhi([0.0, 0.0]) is None
    assert effective_suppliers([]) is None
    assert top_share([0.0]) is None
    assert normalised_hhi([]) is None


def test_one_supplier_is_full_concentration() -> None:
    assert normalised_hhi([7.0]) == 1.0
    assert effective_suppliers([7.0]) == 1.0


def test_a_supplier_without_a_weight_leaves_the_weighted_index_unknown() -> None:
    assert weighted_hhi([1.0, 1.0], [0.5, math.nan]) is None
    assert weighted_hhi([1.0, 0.0], [0.5, math.nan]) == 0.5


@pytest.mark.parametrize("bad", [[-1.0, 2.0], [math.nan], [math.inf], [[1.0]]])
def test_impossible_amounts_are_refused(bad: list[float]) -> None:
    with pytest.raises(DataError):
        hhi(bad)


def test_governance_risk_is_cut_at_its_ends() -> None:
    assert governance_risk(-3.0) == 1.0
    assert governance_risk(3.0) == 0.0
