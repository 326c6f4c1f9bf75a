"""Look-through against hand sums, a round-by-round tracing, and dense linear algebra on WIOD."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.analysis.dependency.hidden.mrio import input_reliance
from kanmon.analysis.dependency.hidden.origin import look_through, origins
from kanmon.errors import DataError
from kanmon.testing import tiny_picture
from shared_data import SHARED, needs_shared

flows = st.integers(2, 7).flatmap(
    lambda n: st.lists(
        st.lists(st.just(0.0) | st.floats(0.01, 1e4), min_size=n, max_size=n),
        min_size=n,
        max_size=n,
    )
)


def traced_by_rounds(v: np.ndarray, own: np.ndarray, rounds: int) -> np.ndarray:
    """Follow goods from hand to hand: the plain reading of proportional re-export."""
    supply = v.sum(axis=0) + own
    share = np.divide(v.T, supply[:, None], out=np.zeros_like(v), where=supply[:, None] > 0)
    start = np.diag(np.divide(own, supply, out=np.zeros_like(own), where=supply > 0))
    mix = start.copy()
    for _ in range(rounds):
        mix = start + share @ mix
    return mix


def test_a_hub_passes_its_suppliers_on() -> None:
    # A sells 90 to B; B adds 10 and sells 100 to C.
    found = origins([[0.0, 90.0, 0.0], [0.0, 0.0, 100.0], [0.0, 0.0, 0.0]])
    assert found.mix[2].tolist() == pytest.approx([0.9, 0.1, 0.0])
    assert found.circling == ()


def test_known_production_counts_as_own_supply() -> None:
    found = origins(
        [[0.0, 90.0, 0.0], [0.0, 0.0, 100.0], [0.0, 0.0, 0.0]], made=[np.nan, 90.0, np.nan]
    )
    assert found.mix[2].tolist() == pytest.approx([0.5, 0.5, 0.0])


@given(flows)
def test_the_solution_is_the_limit_of_following_goods(rows: list[list[float]]) -> None:
    v = np.array(rows)
    np.fill_diagonal(v, 0.0)
    found = origins(v)
    assert np.all(found.mix >= 0)
    sums = found.mix.sum(axis=1)
    live = (found.supply > 0) & ~np.isin(np.arange(len(v)), found.circling)
    assert sums[live] == pytest.approx(1.0, abs=1e-6)
    assert np.all(sums[~live] == 0)
    # Rounds only ever add, so they stay below the solution and close in on it.
    rounds = traced_by_rounds(v, found.own, 200)
    assert np.all(rounds <= found.mix + 1e-6)


@given(flows, st.permutations(range(7)))
def test_relabelling_economies_changes_nothing(rows: list[list[float]], order: list[int]) -> None:
    v = np.array(rows)
    at = [o for o in order if o < len(v)]
    again = origins(v[np.ix_(at, at)]).mix
    assert again == pytest.approx(origins(v).mix[np.ix_(at, at)], abs=1e-6)


def test_goods_that_only_circle_have_no_origin() -> None:
    found = origins([[0.0, 5.0], [5.0, 0.0]])
    assert found.circling == (0, 1)
    assert found.mix.sum() == 0


@pytest.mark.parametrize("bad", [[[0.0, 1.0]], [[0.0, -1.0], [0.0, 0.0]], [[0.0, np.nan], [0, 0]]])
def test_impossible_flows_are_refused(bad: list[list[float]]) -> None:
    with pytest.raises(DataError):
        origins(bad)


def test_shares_looked_through_add_up() -> None:
    finding = look_through(tiny_picture("EPCC"), "rare_earth_metals")
    assert sum(finding.table.column("origin_share").to_pylist()) == pytest.approx(1.0)
    assert sum(finding.table.column("face_share").to_pylist()) == pytest.approx(1.0)


worlds = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        st.lists(
            st.lists(st.just(0.0) | st.floats(1e-3, 1), min_size=n, max_size=n),
            min_size=n,
            max_size=n,
        ),
        st.lists(st.sampled_from("ABC"), min_size=n, max_size=n),
    )
)


@given(worlds)
def test_input_reliance_equals_the_inverse_and_the_series(
    world: tuple[list[list[float]], list[str]],
) -> None:
    rows, economies = world
    n = len(economies)
    x = np.full(n, 10.0)
    a = np.array(rows) / n * 0.9
    z = a * x
    found = input_reliance(z, x, economies, range(n))
    inverse = np.linalg.inv(np.eye(n) - a) - np.eye(n)
    series = np.sum([np.linalg.matrix_power(a, k) for k in range(1, 400)], axis=0)
    for wanted in (inverse, series):
        for b in range(n):
            total = wanted[:, b].sum()
            for c, economy in enumerate(found.economies):
                own = wanted[[e == economy for e in economies], b].sum()
                if total > 1e-9:
                    assert found.total[c, b] == pytest.approx(own / total, abs=1e-7)
    assert np.all(np.isnan(found.face) == np.isnan(found.total))


def test_a_table_that_cannot_balance_is_refused() -> None:
    with pytest.raises(DataError):
        input_reliance([[1.0]], [1.0], ["A"], [0])
    with pytest.raises(DataError, match="missing"):
        input_reliance([[np.nan]], [1.0], ["A"], [0])


class TestOnWiod:
    pytestmark = needs_shared

    def test_foreign_inputs_of_japanese_electronics(self) -> None:
        import polars as pl

        raw = pl.read_parquet(SHARED / "wiod_2013_release" / "wiot13_2011.parquet")
        keys = [f"{c}|{i}" for c, i in raw.select("country", "industry").iter_rows()]
        z = raw.select(keys).to_numpy().astype(np.float64)
        x = raw["output"].to_numpy().astype(np.float64)
        economies = raw["country"].to_list()
        japan = [k for k, key in enumerate(keys) if key == "JPN|c14"]
        found = input_reliance(z, x, economies, japan)
        face = dict(zip(found.economies, found.face[:, 0], strict=True))
        total = dict(zip(found.economies, found.total[:, 0], strict=True))
        assert sum(total.values()) == pytest.approx(1.0)
        # Face value hides part of the dependence on China: its inputs are inside others' too.
        assert total["CHN"] > face["CHN"] > 0.01
        assert 1 - total["JPN"] > 1 - face["JPN"]
        # The same from the definition, by a dense inverse.
        a = np.divide(z, x, out=np.zeros_like(z), where=x > 0)
        column = np.linalg.inv(np.eye(len(x)) - a)[:, japan[0]]
        column[japan[0]] -= 1
        china = column[[e == "CHN" for e in economies]].sum() / column.sum()
        assert total["CHN"] == pytest.approx(china, abs=1e-10)
