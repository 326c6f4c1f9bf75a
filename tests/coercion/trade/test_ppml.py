"""The Poisson fits against statsmodels and against each other, and what separation does."""

from __future__ import annotations

import csv
from pathlib import Path

import highspy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.analysis.coercion.trade.event import gravity, ratio
from kanmon.analysis.coercion.trade.example import example_panel
from kanmon.analysis.coercion.trade.measure import Measure
from kanmon.analysis.coercion.trade.ppml import kept_rows, ppml
from kanmon.analysis.coercion.trade.scaling import identified, three_way
from kanmon.analysis.coercion.trade.synthetic import simplex_weights
from kanmon.errors import DataError

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def codes(table: list[dict[str, str]], *columns: str) -> np.ndarray:
    keys = ["|".join(row[c] for c in columns) for row in table]
    return np.unique(keys, return_inverse=True)[1].astype(np.int64)


GRAVITY = rows("gravity.csv")
Y = np.array([float(r["value"]) for r in GRAVITY])
X = np.array([[float(r["tariff"]), float(r["pact"])] for r in GRAVITY])
PAIR = codes(GRAVITY, "exporter", "importer")
SETS = {
    "two_way": [PAIR, codes(GRAVITY, "year")],
    "three_way": [
        codes(GRAVITY, "exporter", "year"),
        codes(GRAVITY, "importer", "year"),
        PAIR,
    ],
}


@pytest.mark.parametrize("model", SETS)
@pytest.mark.parametrize("covariance", ["HC0", "cluster"])
def test_the_fit_is_that_of_statsmodels_with_dummies(model: str, covariance: str) -> None:
    fit = ppml(Y, X, SETS[model], PAIR if covariance == "cluster" else None)
    answers = [
        r
        for r in rows("gravity_statsmodels.csv")
        if (r["model"], r["covariance"]) == (model, covariance)
    ]
    assert [r["term"] for r in answers] == ["tariff", "pact"]
    # statsmodels was run without its small-sample factor, which has another form.
    clusters = float(answers[0]["clusters"])
    factor = np.sqrt(clusters / (clusters - 1.0)) if covariance == "cluster" else 1.0
    for k, answer in enumerate(answers):
        assert fit.coefficients[k] == pytest.approx(float(answer["coefficient"]), abs=1e-6)
        assert fit.se[k] == pytest.approx(float(answer["se"]) * factor, abs=1e-6)
    assert fit.deviance == pytest.approx(float(answers[0]["deviance"]), rel=1e-9)
    assert int(fit.kept.sum()) == int(answers[0]["rows"])


def test_a_pair_that_never_trades_is_told_as_separated() -> None:
    fit = ppml(Y, X, SETS["two_way"])
    gone = {(r["exporter"], r["importer"]) for r, k in zip(GRAVITY, fit.kept, strict=True) if not k}
    assert gone == {("E4", "I5")}
    assert (fit.expected[~fit.kept] == 0.0).all()


def test_separation_that_no_single_group_shows_is_found() -> None:
    # The regressor is one at a zero only: its coefficient would run away to minus infinity,
    # though no fixed effect has zeros alone.
    y = np.array([0.0, 2.0, 3.0, 4.0])
    x = np.array([[1.0], [0.0], [0.0], [0.0]])
    group = np.array([0, 0, 1, 1])
    assert kept_rows(y, x, [group]).tolist() == [False, True, True, True]
    with pytest.raises(DataError, match="explained by the fixed effects"):
        ppml(y, x, [group])
    # One at a zero and at a flow: nothing runs away.
    x[1] = 1.0
    x[2] = 1.0
    assert kept_rows(y, x, [group]).all()


def test_first_order_conditions_hold() -> None:
    fit = ppml(Y, X, SETS["three_way"])
    left = Y - fit.expected
    for effect in SETS["three_way"]:
        assert np.abs(np.bincount(effect, left)).max() < 1e-7
    assert np.abs(X.T @ left).max() < 1e-7


def test_a_regressor_the_effects_explain_is_refused() -> None:
    with pytest.raises(DataError, match="explained by the fixed effects"):
        ppml(Y, PAIR[:, None].astype(float), SETS["two_way"])
    with pytest.raises(DataError, match="lengths differ"):
        ppml(Y, X[:-1], SETS["two_way"])
    with pytest.raises(DataError, match="negative or not finite"):
        ppml(-Y, X, SETS["two_way"])
    with pytest.raises(DataError, match="every row is separated"):
        ppml(0.0 * Y, X, SETS["two_way"])


@given(st.integers(0, 10_000))
def test_the_growth_of_controls_is_the_poisson_difference_in_differences(seed: int) -> None:
    draw = np.random.default_rng(seed)
    flows = draw.lognormal(2.0, 1.0, size=(5, 8))
    before = np.arange(8) < 5
    used = np.ones(flows.shape, dtype=bool)
    used[0, ~before] = False
    unit, time = np.nonzero(used)
    # A dummy for each hit cell is the same as predicting it from the rest.
    fit = ppml(flows[used], np.zeros((len(unit), 0)), [unit, time])
    expected = ratio(flows[0], flows[1:], before)
    size = fit.expected[unit == 0][0] / fit.expected[unit == 1][0]
    later = fit.expected[(unit == 1) & (time >= 5)]
    assert expected[~before] == pytest.approx(size * later, rel=1e-7)


@given(st.integers(0, 10_000))
def test_scaling_margins_is_the_three_way_poisson_fit(seed: int) -> None:
    draw = np.random.default_rng(seed)
    flows = draw.lognormal(2.0, 1.0, size=(4, 4, 6))
    used = np.ones(flows.shape, dtype=bool)
    used[0, 0, 4:] = False
    a, b, t = np.nonzero(used)
    fit = ppml(flows[used], np.zeros((len(a), 0)), [a * 4 + b, a * 6 + t, b * 6 + t])
    found, settled = three_way(flows, used)
    assert settled
    assert found[used] == pytest.approx(fit.expected, rel=1e-6)
    assert identified(flows, used, 0, 0).all()


def test_gravity_is_the_poisson_fit_with_a_dummy_for_each_period_hit() -> None:
    panel = example_panel()
    done = gravity(panel, Measure("T", "I", "g0", 2013))
    rows = panel.rows(goods={"g0"})
    n, width = int(rows.sum()), len(panel.periods)
    time = np.tile(np.arange(width), n)
    seller, buyer = (
        np.repeat(np.unique(c[rows], return_inverse=True)[1], width) * width + time
        for c in (panel.exporter, panel.importer)
    )
    hit = np.repeat((panel.exporter[rows] == "T") & (panel.importer[rows] == "I"), width)
    after = np.flatnonzero(done.after)
    x = np.stack([hit & (time == t) for t in after], axis=1).astype(float)
    fit = ppml(panel.values[rows].ravel(), x, [seller, buyer, np.repeat(np.arange(n), width)])
    expected = done.observed[after] / np.exp(fit.coefficients)
    assert done.expected[after] == pytest.approx(expected, rel=1e-6)


def test_a_cell_that_follows_the_model_is_predicted_exactly() -> None:
    draw = np.random.default_rng(3)
    u, v, w = (np.exp(draw.normal(size=s)) for s in ((4, 5, 1), (4, 1, 6), (1, 5, 6)))
    flows = u * v * w
    used = np.ones(flows.shape, dtype=bool)
    used[2, 3, 4:] = False
    hit = np.where(used, flows, 0.1)
    assert three_way(hit, used)[0][2, 3] == pytest.approx(flows[2, 3], rel=1e-5)
    assert not identified(np.where(np.arange(4)[:, None, None] == 2, flows, 0.0), used, 2, 3)[-1]


@given(st.integers(0, 10_000))
def test_simplex_weights_are_those_of_the_quadratic_programme(seed: int) -> None:
    draw = np.random.default_rng(seed)
    target, donors = draw.normal(size=9), draw.normal(size=(6, 9))
    weights = simplex_weights(target, donors)
    assert weights.min() >= 0.0
    assert weights.sum() == pytest.approx(1.0, abs=1e-12)
    oracle = by_highs(target, donors)
    assert weights == pytest.approx(oracle, abs=1e-5)


def by_highs(target: np.ndarray, donors: np.ndarray) -> np.ndarray:
    """Solve min |sum w donor - target|^2 on the simplex with the quadratic solver of HiGHS."""
    count = len(donors)
    apart = donors - target
    hessian = 2.0 * apart @ apart.T
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    model = highspy.HighsModel()
    lp = model.lp_
    lp.num_col_, lp.num_row_ = count, 1
    lp.col_cost_ = np.zeros(count)
    lp.col_lower_, lp.col_upper_ = np.zeros(count), np.full(count, highspy.kHighsInf)
    lp.row_lower_, lp.row_upper_ = np.ones(1), np.ones(1)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array([0, count])
    lp.a_matrix_.index_ = np.arange(count)
    lp.a_matrix_.value_ = np.ones(count)
    lower = [(i, j) for j in range(count) for i in range(j, count)]
    model.hessian_.dim_ = count
    model.hessian_.format_ = highspy.HessianFormat.kTriangular
    model.hessian_.start_ = np.array([j * count - j * (j - 1) // 2 for j in range(count + 1)])
    model.hessian_.index_ = np.array([i for i, _ in lower])
    model.hessian_.value_ = np.array([hessian[i, j] for i, j in lower])
    solver.passModel(model)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return np.array(solver.getSolution().col_value)
