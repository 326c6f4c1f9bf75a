"""Complexity measures against a textbook solution, edge cases and their own identities."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kanmon.analysis.dependency.complexity.advantage import (
    diversity,
    presence,
    revealed_advantage,
    ubiquity,
)
from kanmon.analysis.dependency.complexity.index import bipartite_parts, complexity_index
from kanmon.analysis.dependency.complexity.matrix import ExportMatrix
from kanmon.analysis.dependency.complexity.measures import Complexity, complexity
from kanmon.analysis.dependency.complexity.outlook import outlook
from kanmon.analysis.dependency.complexity.proximity import density, proximity, sum_over_neighbours
from kanmon.errors import CodeError, DataError

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def random_exports(seed: int, shape: tuple[int, int], filled: float = 0.7) -> Floats:
    """Draw exports where able economies make demanding products more often."""
    rng = np.random.default_rng(seed)
    ability, demand = rng.normal(size=shape[0]), rng.normal(size=shape[1])
    values = rng.lognormal(0, 1, shape) * np.exp(np.outer(ability, demand))
    values *= rng.lognormal(0, 2, (shape[0], 1))
    return np.asarray(values * (rng.random(shape) < filled))


def labelled(values: Floats, year: int = 2022) -> ExportMatrix:
    rows, columns = values.shape
    return ExportMatrix(
        tuple(f"E{i}" for i in range(rows)),
        tuple(f"{k:06d}" for k in range(columns)),
        values,
        year,
        "kUSD",
    )


def textbook(values: Floats) -> dict[str, Floats]:
    """Compute everything from the definitions, by loops over no shortcut at all."""
    total = values.sum()
    rca = np.array(
        [
            [
                (values[i, k] / values[i].sum()) / (values[:, k].sum() / total)
                for k in range(values.shape[1])
            ]
            for i in range(values.shape[0])
        ]
    )
    m = (rca >= 1).astype(float)
    d, u = m.sum(axis=1), m.sum(axis=0)
    step = np.diag(1 / d) @ m @ np.diag(1 / u) @ m.T
    found, vectors = np.linalg.eig(step)
    second = np.argsort(found.real)[-2]
    kc = vectors[:, second].real
    kp = (m.T @ kc) / u / found[second].real
    sign = np.sign(np.corrcoef(d, kc)[0, 1])
    kc, kp = sign * kc, sign * kp
    phi = np.array(
        [
            [
                min((m[:, k] * m[:, j]).sum() / u[k], (m[:, k] * m[:, j]).sum() / u[j])
                for j in range(len(u))
            ]
            for k in range(len(u))
        ]
    )
    w = np.array(
        [[(m[i] * phi[k]).sum() / phi[k].sum() for k in range(len(u))] for i in range(len(d))]
    )
    coi = (w * (1 - m) * kp).sum(axis=1)
    cog = (1 - m) * ((1 - m) @ (phi * (kp / phi.sum(axis=1))[:, None]))
    return {
        "rca": rca,
        "proximity": phi,
        "density": w,
        "eci": (kc - kc.mean()) / kc.std(),
        "pci": (kp - kc.mean()) / kc.std(),
        "coi": (coi - coi.mean()) / coi.std(),
        "cog": cog / kc.std(),
    }


def ours(c: Complexity) -> dict[str, Floats]:
    return {
        "rca": c.advantage,
        "proximity": c.proximity,
        "density": c.density,
        "eci": c.index.eci,
        "pci": c.index.pci,
        "coi": c.outlook.coi,
        "cog": c.outlook.cog,
    }


@pytest.mark.parametrize(("seed", "shape"), [(1, (40, 90)), (2, (70, 30)), (3, (25, 25))])
def test_every_measure_equals_its_textbook_definition(seed: int, shape: tuple[int, int]) -> None:
    values = random_exports(seed, shape)
    expected, got = textbook(values), ours(complexity(labelled(values)))
    for name, wanted in expected.items():
        scale = max(1.0, float(np.abs(wanted).max()))
        assert np.abs(got[name] - wanted).max() <= 1e-10 * scale, name


def test_what_nobody_makes_is_not_known_rather_than_zero() -> None:
    values = random_exports(4, (12, 20))
    values[3] = 0
    values[:, 7] = 0
    c = complexity(labelled(values))
    assert np.isnan(c.index.eci[3])
    assert np.isnan(c.index.pci[7])
    assert np.isnan(c.outlook.coi[3])
    assert np.isnan(c.density[3]).all()
    assert np.isnan(c.density[:, 7]).all()
    assert np.isnan(c.proximity[7]).all()
    assert np.isnan(c.advantage[3]).all()
    assert np.isfinite(np.delete(c.index.eci, 3)).all()


@pytest.mark.parametrize("seed", range(5))
def test_an_empty_economy_and_product_change_nothing_for_others(seed: int) -> None:
    values = random_exports(seed, (15, 24))
    padded = np.insert(np.insert(values, 5, 0.0, axis=0), 9, 0.0, axis=1)
    plain, wide = ours(complexity(labelled(values))), ours(complexity(labelled(padded)))
    for name in plain:
        kept = wide[name]
        if name == "proximity":
            kept = np.delete(np.delete(kept, 9, axis=0), 9, axis=1)
        elif name == "pci":
            kept = np.delete(kept, 9)
        else:
            kept = np.delete(kept, 5, axis=0)
            kept = np.delete(kept, 9, axis=1) if kept.ndim == 2 else kept
        np.testing.assert_allclose(kept, plain[name], atol=1e-10, err_msg=name)


@given(st.integers(0, 10_000), st.integers(-20, 20))
@settings(max_examples=25, deadline=None)
def test_the_unit_of_value_changes_nothing(seed: int, power: int) -> None:
    values = random_exports(seed, (14, 22))
    one, other = labelled(values), labelled(values * 2.0**power)
    assume(bipartite_parts(presence(revealed_advantage(values)))[0] == 1)
    for name, wanted in ours(complexity(one)).items():
        np.testing.assert_array_equal(ours(complexity(other))[name], wanted, err_msg=name)


@given(st.integers(0, 10_000), st.floats(0.01, 100), st.floats(0.01, 100))
@settings(max_examples=25, deadline=None)
def test_ratios_of_advantages_do_not_depend_on_size(seed: int, wide: float, tall: float) -> None:
    # An economy that doubles changes every world share, so advantages move; what its products
    # are to each other, against another economy, does not.
    values = random_exports(seed, (8, 9), filled=1.1)
    scaled = values.copy()
    scaled[2] *= wide
    scaled[:, 4] *= tall

    def odds(a: Floats) -> Floats:
        return np.asarray(a[1:, 1:] * a[:-1, :-1] / (a[1:, :-1] * a[:-1, 1:]))

    got, wanted = (odds(revealed_advantage(v)) for v in (scaled, values))
    np.testing.assert_allclose(got, wanted, rtol=1e-9)


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_advantages_average_to_one(seed: int) -> None:
    values = random_exports(seed, (10, 15))
    assume((values.sum(axis=1) > 0).all() and (values.sum(axis=0) > 0).all())
    advantage = revealed_advantage(values)
    world = values.sum(axis=0) / values.sum()
    np.testing.assert_allclose(advantage @ world, 1.0, rtol=1e-12)


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_relabelling_only_relabels(seed: int) -> None:
    values = random_exports(seed, (16, 21))
    made = presence(revealed_advantage(values))
    assume(bipartite_parts(made)[0] == 1)
    assume(complexity_index(made).gap > 1e-3)
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(16), rng.permutation(21)
    # Sums in another order may tip an advantage of exactly one; presence is given instead.
    plain, moved = made, made[rows][:, columns]
    one, two = complexity_index(plain), complexity_index(moved)
    np.testing.assert_allclose(two.eci, one.eci[rows], atol=1e-9)
    np.testing.assert_allclose(two.pci, one.pci[columns], atol=1e-9)
    near, near_moved = proximity(plain), proximity(moved)
    np.testing.assert_array_equal(near_moved, near[np.ix_(columns, columns)])
    close, close_moved = density(plain), density(moved)
    np.testing.assert_allclose(close_moved, close[np.ix_(rows, columns)], atol=1e-12)
    first, second = outlook(plain, close, one), outlook(moved, close_moved, two)
    np.testing.assert_allclose(second.coi, first.coi[rows], atol=1e-8)
    np.testing.assert_allclose(second.cog, first.cog[np.ix_(rows, columns)], atol=1e-8)


@given(st.integers(0, 10_000), st.floats(0.05, 0.9))
@settings(max_examples=40, deadline=None)
def test_proximity_and_density_keep_their_bounds(seed: int, filled: float) -> None:
    made = np.random.default_rng(seed).random((12, 18)) < filled
    near = proximity(made)
    lives = ubiquity(made) > 0
    np.testing.assert_array_equal(near, near.T)
    assert (np.diag(near)[lives] == 1).all()
    assert ((near[lives][:, lives] >= 0) & (near[lives][:, lives] <= 1)).all()
    assert np.isnan(near[~lives]).all()
    close = density(made)
    known = close[np.ix_(diversity(made) > 0, lives)]
    assert ((known >= 0) & (known <= 1)).all()
    weights = np.random.default_rng(seed).normal(size=(3, 18))
    plain = weights[:, lives] @ near[np.ix_(lives, lives)]
    np.testing.assert_allclose(sum_over_neighbours(weights, made)[:, lives], plain, atol=1e-12)


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_eci_is_the_mean_pci_of_what_is_made(seed: int) -> None:
    made = presence(revealed_advantage(random_exports(seed, (14, 22))))
    assume(bipartite_parts(made)[0] == 1)
    index = complexity_index(made)
    assert abs(np.nanmean(index.eci)) < 1e-10
    assert np.nanstd(index.eci) == pytest.approx(1.0)
    lives = ubiquity(made) > 0
    mean = made[:, lives] @ index.pci[lives] / diversity(made)
    np.testing.assert_allclose(mean, index.eci, atol=1e-9)


def two_worlds() -> Bools:
    made = np.zeros((12, 20), dtype=bool)
    made[:8, :14] = presence(revealed_advantage(random_exports(6, (8, 14))))
    made[8:, 14:] = True
    return made


def test_a_world_in_parts_is_refused_or_its_largest_part_solved() -> None:
    made = two_worlds()
    with pytest.raises(DataError, match="2 parts"):
        complexity_index(made)
    index = complexity_index(made, parts="largest")
    alone = complexity_index(made[:8, :14])
    assert index.parts == 2
    np.testing.assert_allclose(index.eci[:8], alone.eci, atol=1e-12)
    assert np.isnan(index.eci[8:]).all()
    assert np.isnan(index.pci[14:]).all()
    look = outlook(made, density(made), index)
    expected = outlook(made[:8, :14], density(made[:8, :14]), alone)
    np.testing.assert_allclose(look.coi[:8], expected.coi, atol=1e-12)
    np.testing.assert_allclose(look.cog[:8, :14], expected.cog, atol=1e-12)


def test_an_arbitrary_eigenvector_is_refused() -> None:
    ring = np.eye(6, dtype=bool) | np.roll(np.eye(6, dtype=bool), 1, axis=1)
    with pytest.raises(DataError, match="repeated or zero"):
        complexity_index(ring)
    with pytest.raises(DataError, match="repeated or zero"):
        complexity_index(np.ones((4, 5), dtype=bool))
    path = (np.eye(5, dtype=bool) | np.roll(np.eye(5, dtype=bool), 1, axis=1))[:4]
    with pytest.raises(DataError, match="sign"):
        complexity_index(path)
    with pytest.raises(DataError, match="at least two"):
        complexity_index(np.ones((1, 5), dtype=bool))
    with pytest.raises(DataError, match="at least two"):
        complexity_index(np.zeros((3, 5), dtype=bool))


def test_an_almost_divided_world_is_still_solved_to_ten_digits() -> None:
    rng = np.random.default_rng(8)
    made = np.zeros((40, 60), dtype=bool)
    made[:25, :30] = rng.random((25, 30)) < 0.4
    made[25:, 30:] = rng.random((15, 30)) < 0.3
    made[0, 45] = True
    index = complexity_index(made)
    assert index.second > 0.9
    d, u = diversity(made), ubiquity(made)
    lives = u > 0
    again = (made[:, lives] / d[:, None]) @ (made[:, lives] / u[lives]).T
    # The defining equation: averaging twice shrinks every gap to the mean by the eigenvalue.
    loading = (made[:, lives] @ index.loading[lives]) / d
    np.testing.assert_allclose(again @ loading, index.second * loading, atol=1e-10)


@pytest.mark.parametrize(
    "bad", [[[-1.0, 2.0]], [[np.nan, 1.0]], [[np.inf, 1.0]], [1.0, 2.0], [[0.0, 0.0]]]
)
def test_impossible_exports_are_refused(bad: list[list[float]]) -> None:
    with pytest.raises(DataError):
        revealed_advantage(bad)


def test_a_matrix_holds_to_its_labels() -> None:
    with pytest.raises(DataError, match="shape"):
        ExportMatrix(("A",), ("p", "q"), np.ones((2, 2)), 2022, "kUSD")
    with pytest.raises(DataError, match="twice"):
        ExportMatrix(("A", "A"), ("p", "q"), np.ones((2, 2)), 2022, "kUSD")
    with pytest.raises(DataError, match="missing"):
        ExportMatrix(("A", "B"), ("p",), np.array([[1.0], [np.nan]]), 2022, "kUSD")
    with pytest.raises(CodeError):
        labelled(np.ones((2, 2))).row("ZZZ")
    with pytest.raises(DataError, match="threshold"):
        presence(np.ones((2, 2)), 0.0)
