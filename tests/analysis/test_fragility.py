"""Removal loss, clustering and foreign inputs: brute force, bounds and identities."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kanmon.analysis.dependency.foreign_inputs import (
    Input,
    foreign_critical,
    foreign_critical_share,
    value_added_loss,
)
from kanmon.analysis.dependency.fragility import clustering, removal_loss
from kanmon.analysis.dependency.intensity import factor_intensity
from kanmon.errors import DataError

Floats = npt.NDArray[np.float64]
worlds = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        arrays(np.float64, (n, n), elements=st.one_of(st.just(0.0), st.floats(0.01, 1e3))),
        arrays(np.float64, n, elements=st.floats(0.0, 1e3)),
    )
)


def without_own(flows: Floats) -> Floats:
    v = flows.copy()
    np.fill_diagonal(v, 0.0)
    return v


@given(worlds)
def test_pooled_loss_is_sales_beyond_what_others_can_ship(world: tuple[Floats, Floats]) -> None:
    flows, spare = world
    sold = without_own(flows).sum(axis=1)
    expected = [max(0.0, x - (spare.sum() - spare[i])) for i, x in enumerate(sold)]
    assert removal_loss(flows, spare).sum(axis=1) == pytest.approx(expected, abs=1e-6)


@given(worlds)
def test_old_customers_only_lose_more_and_nobody_loses_more_than_he_bought(
    world: tuple[Floats, Floats],
) -> None:
    flows, spare = world
    low, high = removal_loss(flows, spare), removal_loss(flows, spare, "customers")
    assert np.all(high.sum(axis=1) >= low.sum(axis=1) - 1e-6)
    for lost in (low, high):
        assert np.all(lost >= 0)
        assert np.all(lost <= without_own(flows) * (1 + 1e-12))


@given(worlds)
def test_spare_is_never_given_twice(world: tuple[Floats, Floats]) -> None:
    flows, spare = world
    v = without_own(flows)
    for i in range(spare.size):
        given_out = v[i].sum() - removal_loss(flows, spare, "customers")[i].sum()
        assert given_out <= spare.sum() - spare[i] + 1e-6


@given(worlds)
def test_without_headroom_the_loss_is_the_export_share(world: tuple[Floats, Floats]) -> None:
    flows, spare = world
    for reach in ("anyone", "customers"):
        lost = removal_loss(flows, np.zeros_like(spare), reach)
        assert lost == pytest.approx(without_own(flows))


def test_clustering_counts_every_triangle_of_every_pattern() -> None:
    rng = np.random.default_rng(7)
    v = rng.gamma(0.5, 10.0, (7, 7)) * (rng.random((7, 7)) < 0.6)
    np.fill_diagonal(v, 0.0)
    w = v / v.max()
    found = []
    for i in range(7):
        others = [k for k in range(7) if k != i]
        total = 0.0
        for j, k in itertools.permutations(others, 2):
            for ij, jk, ki in itertools.product((0, 1), repeat=3):
                one = w[i, j] if ij else w[j, i]
                two = w[j, k] if jk else w[k, j]
                three = w[k, i] if ki else w[i, k]
                total += float((one * two * three) ** (1 / 3)) / 2
        linked = [(int(w[i, k] > 0), int(w[k, i] > 0)) for k in others]
        degree = sum(a + b for a, b in linked)
        both = sum(a * b for a, b in linked)
        found.append(total / (degree * (degree - 1) - 2 * both))
    assert clustering(v) == pytest.approx(np.mean(found))


@given(worlds)
def test_clustering_ignores_unit_names_and_bystanders(world: tuple[Floats, Floats]) -> None:
    flows, _ = world
    value = clustering(flows)
    turned = np.arange(len(flows))[::-1]
    wider = np.pad(flows, (0, 1))
    if value is None:
        assert clustering(wider) is None
        return
    assert 0 <= value <= 1 + 1e-12
    for other in (flows * 5, flows[np.ix_(turned, turned)], wider):
        assert clustering(other) == pytest.approx(value)


def test_factor_intensity_leaves_unknown_endowments_out_and_refuses_none_known() -> None:
    assert factor_intensity([1.0, 1.0, 9.0], [10.0, 20.0, np.nan]) == pytest.approx(15.0)
    with pytest.raises(DataError):
        factor_intensity([1.0], [np.nan])


def test_an_unjudged_flag_leaves_the_input_open() -> None:
    assert foreign_critical(Input("a", 60, 40, None, False, False), 0.5) is None
    assert foreign_critical(Input("a", 60, 40, False, False, False), 0.5) is False
    assert foreign_critical(Input("a", 40, 60, True, True, True), 0.5) is False
    assert foreign_critical(Input("a", 0, 0, True, True, True), 0.5) is None
    assert foreign_critical_share([], 0.5) is None


@given(st.floats(0.001, 0.2), st.floats(0.05, 0.9), st.floats(0.1, 0.9))
def test_losing_an_input_costs_more_the_harder_it_is_to_replace(
    cost: float, cut: float, sigma: float
) -> None:
    loss = value_added_loss(cost, 0.3, cut, sigma)
    assert loss >= -1e-9
    assert loss >= value_added_loss(cost, 0.3, cut, sigma * 1.05) - 1e-9
    # Leontief: output falls by the whole cut.
    assert loss <= cut * (1 - cost) / 0.3 + 1e-9
