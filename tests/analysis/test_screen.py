"""The screen: compiled kernel, NumPy twin and accounting identities held against each other."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanmon.analysis.dependency.screen.bloc import BlocCuts, BlocScreen, bloc
from kanmon.analysis.dependency.screen.engine import kernel
from kanmon.analysis.dependency.screen.every import Cuts, Screen, screen
from kanmon.analysis.dependency.screen.finding import bloc_products, dependent_products
from kanmon.analysis.dependency.screen.flows import ArrayBlock, ArrayFlows, coded
from kanmon.analysis.dependency.screen.persistence import persistence
from kanmon.errors import CodeError, DataError, KanmonError
from kanmon.provenance import Lineage
from kanmon.tables.blocks import cut
from kanmon.testing import tiny_origin

try:
    import kanmon._native  # noqa: F401

    BUILT = True
except ImportError:
    BUILT = False

ENGINES = ["numpy", pytest.param("native", marks=pytest.mark.skipif(not BUILT, reason="not built"))]
native = pytest.mark.skipif(not BUILT, reason="the native module is not built here")
CUTS = Cuts(0.4, 0.4, 1.0)
ECONOMIES = tuple("abcdef")
PRODUCTS = tuple("PQRST")

Rows = list[tuple[int, int, int, float]]

# Values as publishers print them, three decimals, zero included.
values = st.integers(0, 10**12).map(lambda n: n / 1000) | st.just(0.0)
rows_of = st.lists(
    st.tuples(
        st.integers(0, len(PRODUCTS) - 1),
        st.integers(0, len(ECONOMIES) - 1),
        st.integers(0, len(ECONOMIES) - 1),
        values,
    ),
    max_size=60,
)
worlds = rows_of | rows_of.map(lambda rows: rows + rows[::2])  # with rows that repeat


def world(rows: Rows, block_rows: int = 7, year: int = 2022) -> ArrayFlows:
    columns = tuple(np.array(c) for c in zip(*rows, strict=True)) if rows else ([], [], [], [])
    return coded(year, PRODUCTS, ECONOMIES, columns, block_rows)  # type: ignore[arg-type]


def same_bits(one: Screen | BlocScreen, other: Screen | BlocScreen) -> None:
    for field in fields(one):
        a, b = getattr(one, field.name), getattr(other, field.name)
        if isinstance(a, np.ndarray):
            assert a.dtype == b.dtype, field.name
            np.testing.assert_array_equal(np.isnan(a), np.isnan(b), err_msg=field.name)
            assert np.nan_to_num(a, nan=-1.0).tobytes() == np.nan_to_num(b, nan=-1.0).tobytes(), (
                field.name
            )


@native
@given(worlds)
def test_kernel_and_twin_give_the_same_bits(rows: Rows) -> None:
    same_bits(screen(world(rows), CUTS), screen(world(rows), CUTS, engine="numpy"))
    members = ["b", "d", "e"]
    same_bits(bloc(world(rows), members), bloc(world(rows), members, engine="numpy"))


@native
@given(worlds, st.sampled_from([1, 3, 1000]))
def test_threads_and_blocks_change_no_bit(rows: Rows, block_rows: int) -> None:
    once = screen(world(rows), CUTS, threads=1)
    for threads in (2, 3):
        same_bits(once, screen(world(rows, block_rows), CUTS, threads=threads))
        same_bits(
            bloc(world(rows), ["a", "f"]),
            bloc(world(rows, block_rows), ["a", "f"], threads=threads),
        )


@pytest.mark.parametrize("engine", ENGINES)
@given(rows=worlds)
@settings(max_examples=60)
def test_screen_equals_exact_fractions(engine: str, rows: Rows) -> None:
    found = screen(world(rows), CUTS, engine=engine)
    bought: dict[tuple[int, int], dict[int, Fraction]] = {}
    sold: dict[tuple[int, int], Fraction] = {}
    for k, j, i, v in rows:
        if v > 0 and i != j:
            cell = bought.setdefault((k, j), {})
            cell[i] = cell.get(i, Fraction(0)) + Fraction(v)
            sold[k, i] = sold.get((k, i), Fraction(0)) + Fraction(v)
    assert int((found.suppliers > 0).sum()) == len(bought)
    for (k, j), by in bought.items():
        total = sum(by.values())
        assert found.imports[k, j] == pytest.approx(float(total), rel=1e-14)
        exact = sum((v / total) ** 2 for v in by.values())
        assert found.hhi[k, j] == pytest.approx(float(exact), rel=1e-13)
        assert found.suppliers[k, j] == len(by)
        assert found.top_share[k, j] == pytest.approx(float(max(by.values()) / total), rel=1e-14)
        assert by[int(found.top[k, j])] >= max(by.values()) * Fraction(1 - 2**-50)
    for (k, i), amount in sold.items():
        assert found.exports[k, i] == pytest.approx(float(amount), rel=1e-14)
    for k, cells in groupby(sorted(sold), key=lambda cell: cell[0]):
        amounts = [sold[cell] for cell in cells]
        exact = sum((v / sum(amounts)) ** 2 for v in amounts)
        assert found.world_hhi[k] == pytest.approx(float(exact), rel=1e-13)


@pytest.mark.parametrize("engine", ENGINES)
@given(rows=worlds)
@settings(max_examples=60)
def test_bounds_and_balances(engine: str, rows: Rows) -> None:
    found = screen(world(rows), CUTS, engine=engine)
    some = found.suppliers > 0
    n = found.suppliers[some]
    assert np.all(found.hhi[some] <= 1 + 1e-12)
    assert np.all(found.hhi[some] >= 1 / n - 1e-12)
    assert np.all(found.top_share[some] <= 1)
    assert np.all(found.hhi[n_is_one(found)] == 1.0)
    np.testing.assert_allclose(found.imports.sum(axis=1), found.exports.sum(axis=1), rtol=1e-12)
    np.testing.assert_allclose(found.world_exports, found.exports.sum(axis=1), rtol=1e-12)
    # Missing differs from zero: nothing bought has no concentration, share, supplier or verdict.
    assert np.all(np.isnan(found.hhi[~some]) & np.isnan(found.top_share[~some]))
    assert np.all((found.top[~some] == -1) & (found.criteria[~some] == -1))
    assert np.all(found.criteria[some] >= 0)
    assert np.array_equal(
        found.flagged,
        (found.hhi > 0.4) & (found.world_hhi[:, None] > 0.4) & (found.ratio > 1.0),
    )


def n_is_one(found: Screen) -> npt.NDArray[np.bool_]:
    single: npt.NDArray[np.bool_] = found.suppliers == 1
    return single


@pytest.mark.parametrize("engine", ENGINES)
@given(rows=worlds, zeros=worlds)
@settings(max_examples=60)
def test_a_zero_flow_changes_nothing(engine: str, rows: Rows, zeros: Rows) -> None:
    more = [*rows, *((k, j, i, 0.0) for k, j, i, _ in zeros)]
    same_bits(screen(world(rows), CUTS, engine=engine), screen(world(more), CUTS, engine=engine))
    members = {"a", "c"}
    same_bits(bloc(world(rows), members, engine=engine), bloc(world(more), members, engine=engine))


@pytest.mark.parametrize("engine", ENGINES)
@given(rows=worlds, order=st.permutations(range(len(ECONOMIES))))
@settings(max_examples=60)
def test_relabelling_economies_changes_nothing(engine: str, rows: Rows, order: list[int]) -> None:
    before = screen(world(rows), CUTS, engine=engine)
    renamed = [(k, order[j], order[i], v) for k, j, i, v in rows]
    after = screen(world(renamed), CUTS, engine=engine)
    for name in ("imports", "exports", "hhi", "top_share", "suppliers"):
        np.testing.assert_allclose(
            getattr(after, name)[:, order], getattr(before, name), rtol=1e-12, err_msg=name
        )
    np.testing.assert_allclose(after.world_hhi, before.world_hhi, rtol=1e-12)


@pytest.mark.parametrize("engine", ENGINES)
@given(rows=worlds, members=st.sets(st.sampled_from(ECONOMIES), min_size=1))
@settings(max_examples=60)
def test_a_bloc_is_its_members_merged(engine: str, rows: Rows, members: set[str]) -> None:
    found = bloc(world(rows), members, engine=engine)
    first = min(ECONOMIES.index(m) for m in members)
    inside = [e in members for e in ECONOMIES]
    merged = [
        (k, first if inside[j] else j, first if inside[i] else i, v) for k, j, i, v in rows
    ]  # trade among members is now trade of one economy with itself, which counts for nothing
    one = screen(world(merged), CUTS, engine=engine)
    np.testing.assert_allclose(found.imports, one.imports[:, first], rtol=1e-12)
    np.testing.assert_allclose(found.exports, one.exports[:, first], rtol=1e-12)
    np.testing.assert_allclose(found.cdi1, one.hhi[:, first], rtol=1e-12)
    np.testing.assert_allclose(found.top_share, one.top_share[:, first], rtol=1e-12)
    np.testing.assert_array_equal(found.suppliers, one.suppliers[:, first])
    alone = screen(world(rows), CUTS, engine=engine)
    picked = [ECONOMIES.index(m) for m in members]
    np.testing.assert_allclose(
        found.imports + found.intra, alone.imports[:, picked].sum(axis=1), rtol=1e-12
    )
    np.testing.assert_allclose(
        found.exports + found.intra, alone.exports[:, picked].sum(axis=1), rtol=1e-12
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_both_readings_of_cdi3(engine: str) -> None:
    # DEU and FRA buy 30 + 10 from CHN, sell 20 to CHN and 100 to each other.
    economies = ["CHN", "DEU", "FRA"]
    rows = ([0] * 4, [1, 2, 0, 2], [0, 0, 1, 1], [30.0, 10.0, 20.0, 100.0])
    found = bloc(coded(2022, ["P"], economies, rows), ["DEU", "FRA"], engine=engine)
    assert found.cdi1.tolist() == [1.0]
    assert found.cdi2.tolist() == [40 / 140]
    assert found.cdi3(exports="extra").tolist() == [2.0]
    assert found.cdi3(exports="total").tolist() == [40 / 120]
    cuts = BlocCuts(hhi=0.4, extra_share=0.2, ratio=1.0)
    assert found.flagged(cuts, exports="extra").tolist() == [True]
    assert found.flagged(cuts, exports="total").tolist() == [False]
    with pytest.raises(DataError, match="which exports"):
        found.cdi3(exports="all")


@pytest.mark.parametrize("engine", ENGINES)
def test_no_exports_is_an_infinite_ratio_and_no_imports_none(engine: str) -> None:
    found = screen(coded(2022, "P", "ab", ([0], [1], [0], [5.0])), CUTS, engine=engine)
    assert found.ratio[0, 1] == np.inf
    assert np.isnan(found.ratio[0, 0])
    near, world_gap, beyond = found.distance()
    assert near[0, 1] == pytest.approx(0.6)
    assert world_gap[0, 0] == pytest.approx(0.6)
    assert beyond[0, 1] == np.inf
    assert found.flagged.tolist() == [[False, True]]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (([0, 0], [1, 0], [0, 1], [1.0, 1.0]), "out of order"),
        (([0, 0], [1, 1], [2, 0], [1.0, 1.0]), "out of order"),
        (([1, 0], [1, 1], [0, 0], [1.0, 1.0]), "out of order"),
        (([0], [3], [0], [1.0]), "without a label"),
        (([0], [0], [-1], [1.0]), "without a label"),
        (([2], [0], [1], [1.0]), "without a label"),
        (([0], [0], [1], [-1.0]), "negative, infinite or missing"),
        (([0], [0], [1], [float("nan")]), "negative, infinite or missing"),
        (([0], [0], [1], [float("inf")]), "negative, infinite or missing"),
        (([0], [0], [1], [1e200]), "double precision"),
        (([0], [0], [1], [1e-200]), "double precision"),
    ],
)
def test_wrong_rows_are_refused(engine: str, columns: Any, words: str) -> None:
    kinds = (np.int32, np.int16, np.int16, np.float64)
    typed: Any = tuple(np.array(c, t) for c, t in zip(columns, kinds, strict=True))
    flows = ArrayFlows(2022, ("P", "Q"), ("a", "b", "c"), (ArrayBlock(0, 2, typed),))
    with pytest.raises(DataError, match=words):
        screen(flows, CUTS, engine=engine)
    if "decimal" not in words:
        with pytest.raises(DataError, match=words):
            bloc(flows, ["a", "b"] if columns[1] == [1] else ["a"], engine=engine)


def test_the_twin_never_steps_in_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "kanmon._native", None)
    with pytest.raises(KanmonError, match=r"cannot be loaded.*engine='numpy'") as error:
        screen(world([]), CUTS)
    assert "pip install" in error.value.remedy
    with pytest.raises(DataError, match="'fortran'"):
        kernel("screen", "fortran")


def test_strangers_are_not_members() -> None:
    with pytest.raises(CodeError, match="z"):
        bloc(world([]), ["a", "z"], engine="numpy")
    with pytest.raises(CodeError, match="without members"):
        bloc(world([]), [], engine="numpy")


@given(st.lists(st.integers(0, 9)), st.integers(1, 8))
def test_blocks_cover_every_product_and_row_once(ks: list[int], least: int) -> None:
    k = np.array(sorted(ks), np.int32)
    blocks = cut(k, 10, least)
    assert [b[0] for b in blocks] == [0, *(b[1] for b in blocks[:-1])]
    assert blocks[-1][1] == 10
    assert [b[2] for b in blocks] == [0, *(b[3] for b in blocks[:-1])]
    assert blocks[-1][3] == len(k)
    for first, last, a, z in blocks:
        assert np.all((k[a:z] >= first) & (k[a:z] < last))


def test_persistence_is_two_of_three_and_knows_what_it_does_not() -> None:
    flagged, calm, nothing = 7, 1, -1
    years = {
        (flagged, flagged, calm): 1,
        (flagged, calm, calm): 0,
        (flagged, nothing, calm): -1,
        (flagged, nothing, flagged): 1,
        (calm, calm, nothing): 0,
        (nothing, nothing, calm): -1,
        (nothing, nothing, nothing): -1,
    }
    blank = screen(world([]), CUTS, engine="numpy")
    for marks, verdict in years.items():
        made = [screen(world([], year=2020 + n), CUTS, engine="numpy") for n in range(3)]
        for one, mark in zip(made, marks, strict=True):
            one.criteria[:] = mark
        assert np.all(persistence(made) == verdict), marks
    with pytest.raises(DataError, match="each year once"):
        persistence([blank, blank])
    other = screen(coded(2023, "P", "ab", ([], [], [], [])), CUTS, engine="numpy")
    with pytest.raises(DataError, match="labels of 2023"):
        persistence([blank, other])
    with pytest.raises(DataError, match="3 of 1 years"):
        persistence([blank], needed=3)


def test_findings_carry_distance_persistence_and_valid_json() -> None:
    import json

    economies = ["CHN", "JPN", "USA"]
    # JPN buys P from CHN alone and sells none; Q from both, and sells more than it buys.
    rows = (
        [0, 1, 1, 1, 2],
        [1, 1, 1, 2, 1],
        [0, 0, 2, 1, 2],
        [90.0, 3.0, 3.0, 50.0, 4.0],
    )
    years = [
        screen(coded(y, ["P", "Q", "R"], economies, rows), CUTS, engine="numpy")
        for y in (2020, 2021, 2022)
    ]
    found = dependent_products(years, "JPN", Lineage((tiny_origin(),)))
    table = found.table.to_pydict()
    assert table["product"] == ["P", "Q", "R"]
    assert table["flagged"] == [True, False, True]
    assert table["persistent"] == [True, False, True]
    assert table["years_flagged"] == [3, 0, 3]
    assert table["ratio"] == [None, 6 / 50, None]
    assert table["hhi_distance"][0] == pytest.approx(0.6)
    assert found.figures["flagged_share"].value == pytest.approx(94 / 100)
    assert found.figures["persistent"].sources == ("tiny",)
    with pytest.raises(CodeError, match="XXX"):
        dependent_products(years, "XXX", Lineage())

    both = bloc(coded(2022, ["P", "Q", "R"], economies, rows), ["JPN", "USA"], engine="numpy")
    cuts = BlocCuts(hhi=0.4, extra_share=0.5, ratio=1.0)
    of_bloc = bloc_products(both, "EPCC", cuts, Lineage((tiny_origin(),)), exports="total")
    assert of_bloc.table.column("product").to_pylist() == ["P", "Q"]
    assert of_bloc.table.column("cdi2").to_pylist() == [1.0, 3 / 56]
    assert of_bloc.figures["flagged"].value == 1
    for finding in (found, of_bloc):
        json.loads(finding.to_json(), parse_constant=lambda name: pytest.fail(name))
