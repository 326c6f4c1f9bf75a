"""Stock, materials and what comes back: identities that must hold whatever the path."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanmon.analysis.transition.balance import CLOSES, balance_gap, check_balance
from kanmon.analysis.transition.demand import Demand, material_demand
from kanmon.analysis.transition.draws import Draws, bounds
from kanmon.analysis.transition.path import Course, DeploymentPath
from kanmon.analysis.transition.stock import base_left, stock_flow, survival
from kanmon.analysis.transition.uses import parts
from kanmon.catalogue.technologies import Span, technologies
from kanmon.errors import DataError

NAMES = tuple(technologies())
STOCKS = st.lists(st.floats(0.0, 500.0, allow_subnormal=False), min_size=2, max_size=12)
ONE = np.array([30.0])
SHAPE = np.array([4.0])


def _path(
    values: Sequence[float], names: Sequence[str], measure: str = "installed"
) -> DeploymentPath:
    courses = tuple(
        Course(n, technologies()[n].unit, measure, np.array(values, dtype=np.float64), ())
        for n in names
    )
    return DeploymentPath("X", 2025, 2024 + len(values), courses, {})


def _run(path: DeploymentPath, draws: int = 3, seed: int = 1) -> Demand:
    return material_demand(parts(path), path.years, Draws(draws, seed))


@settings(max_examples=30, deadline=None)
@given(STOCKS, st.sampled_from(NAMES), st.sampled_from(["installed", "added"]), st.integers(0, 9))
def test_every_tonne_is_accounted_for(
    values: list[float], name: str, measure: str, seed: int
) -> None:
    run = _run(_path(values, [name], measure), seed=seed)
    for one in run.materials:
        assert balance_gap(one) <= CLOSES, one.material
    check_balance(run)


@settings(max_examples=30, deadline=None)
@given(STOCKS, st.sampled_from(["installed", "added"]))
def test_doubling_a_path_doubles_what_it_takes(values: list[float], measure: str) -> None:
    path = _path(values, ["wind_fixed_direct", "solar_tandem"], measure)
    once, twice = _run(path), _run(path.scaled(2.0))
    for a, b in zip(once.materials, twice.materials, strict=True):
        np.testing.assert_allclose(b.primary, 2.0 * a.primary, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(
            b.flows["in_use"], 2.0 * a.flows["in_use"], rtol=1e-12, atol=1e-12
        )


@pytest.mark.parametrize("measure", ["installed", "added"])
def test_a_path_of_nothing_takes_nothing(measure: str) -> None:
    run = _run(_path([0.0] * 10, NAMES, measure), draws=20)
    for one in run.materials:
        assert not one.primary.any()
        assert all(not flow.any() for flow in one.flows.values())


@settings(max_examples=25, deadline=None)
@given(STOCKS, st.sampled_from(NAMES), st.integers(0, 99))
def test_intervals_hold_the_best_value(values: list[float], name: str, seed: int) -> None:
    run = _run(_path(values, [name]), draws=40, seed=seed)
    for one in run.materials:
        low, best, high = one.span("primary")
        assert np.all(low <= best)
        assert np.all(best <= high)


@settings(max_examples=25, deadline=None)
@given(STOCKS)
def test_aiming_higher_never_takes_less_in_all(values: list[float]) -> None:
    rising = np.maximum.accumulate(values)
    more = rising + np.linspace(0.0, 50.0, rising.size)
    for one, other in zip(
        _run(_path(rising.tolist(), ["solar_silicon"]), 0).materials,
        _run(_path(more.tolist(), ["solar_silicon"]), 0).materials,
        strict=True,
    ):
        taken, wanted = one.flows["input"].sum(), other.flows["input"].sum()
        assert wanted >= taken * (1.0 - 1e-12)


@settings(max_examples=30, deadline=None)
@given(STOCKS, st.floats(2.0, 60.0), st.floats(1.0, 8.0))
def test_what_stands_is_what_was_aimed_at_or_what_is_left(
    values: list[float], life: float, shape: float
) -> None:
    aim = np.array(values)
    flow = stock_flow(aim, "installed", np.array([life]), np.array([shape]))
    stock = flow.stock[:, 0]
    assert np.all(flow.added >= 0.0)
    np.testing.assert_allclose(stock, aim + flow.above, rtol=1e-9, atol=1e-9)
    change = np.diff(stock)
    gone = (flow.retired.sum(axis=1) + flow.base_retired)[1:, 0]
    np.testing.assert_allclose(change, flow.added[1:, 0] - gone, rtol=1e-9, atol=1e-7)


def test_three_years_by_hand() -> None:
    # Mean life 2 and shape 1: survival exp(-t / 2) with scale 2.
    flow = stock_flow(np.array([0.0, 10.0, 10.0]), "installed", np.array([2.0]), np.array([1.0]))
    assert flow.added[:, 0] == pytest.approx([0.0, 10.0, 10.0 * (1.0 - np.exp(-0.5))])
    assert flow.retired[2, 1, 0] == pytest.approx(10.0 * (1.0 - np.exp(-0.5)))


def test_lives_average_to_the_mean_stated() -> None:
    left = survival(400, np.array([30.0]), np.array([5.3759]))[:, 0]
    # The sum of yearly survival less half a year is the mean life, by the trapezoid rule.
    assert left.sum() - 0.5 == pytest.approx(30.0, abs=0.01)


def test_a_base_stock_dies_faster_than_a_new_one() -> None:
    old, new = base_left(20, ONE, SHAPE)[:, 0], survival(20, ONE, SHAPE)[:, 0]
    assert np.all(old[1:] < new[1:])
    assert old[0] == 1.0


@pytest.mark.parametrize("values", [[1.0, -1.0], [1.0, np.nan], [np.inf, 1.0]])
def test_a_stock_that_is_none_is_refused(values: list[float]) -> None:
    with pytest.raises(DataError, match="below zero or missing"):
        stock_flow(np.array(values), "installed", ONE, SHAPE)


def test_additions_of_a_year_by_hand() -> None:
    path = _path([4.0], ["solar_perovskite"], "added")
    path = DeploymentPath("X", 2025, 2025, path.courses, {})
    part = next(u for u in parts(path)[0].uses if u.material == "iodine")
    run = material_demand(parts(path, ["iodine"]), [2025], Draws(0, 1))
    taken = 4.0 * part.amount.best / part.rate("yield")[1].best
    back = (taken - 4.0 * part.amount.best) * part.rate("scrap_recycled")[1].best
    assert run.of("iodine").primary[0, 0] == pytest.approx(taken - back)


class TestDraws:
    """The best value is the median, and a name's draws hang on nothing else."""

    def test_the_best_value_is_the_median(self) -> None:
        drawn = Draws(20_001, 5).of("x", Span(1.0, 2.0, 10.0))
        assert np.median(drawn[1:]) == pytest.approx(2.0, abs=0.05)
        assert drawn.min() >= 1.0
        assert drawn.max() <= 10.0

    def test_more_draws_keep_the_first(self) -> None:
        few, many = (Draws(n, 3).of("x", Span(0.0, 1.0, 2.0)) for n in (10, 1000))
        np.testing.assert_array_equal(few, many[:11])

    def test_other_names_change_nothing(self) -> None:
        one, other = Draws(50, 3), Draws(50, 3)
        other.of("y", Span(0.0, 1.0, 2.0))
        span = Span(0.0, 1.0, 2.0)
        np.testing.assert_array_equal(one.of("x", span), other.of("x", span))

    def test_a_seed_changes_draws(self) -> None:
        span = Span(0.0, 1.0, 2.0)
        assert not np.array_equal(Draws(50, 1).of("x", span), Draws(50, 2).of("x", span))

    def test_the_interval_is_widened_to_the_best_run(self) -> None:
        low, best, high = bounds(np.array([9.0, 1.0, 2.0, 3.0]))
        assert (float(best), float(high)) == (9.0, 9.0)
        assert low < 2.0
