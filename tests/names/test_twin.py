"""The kernel against its readable twin: the same candidates, the same features to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.names_made import make
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanmon.analysis.names.alike import edits
from kanmon.analysis.names.engine import Native
from kanmon.analysis.names.fold import fold
from kanmon.analysis.names.pack import count_words, pack
from kanmon.analysis.names.record import Reach
from kanmon.analysis.names.twin import Twin

SCRIPTS = [
    "Volga-Rekord Instrument Plant JSC",
    "ООО «Волга-Рекорд»",
    "株式会社カザンヘリコプター工場",
    "金龙精密光学有限公司",
    "Jinlong Precision Optics Co., Ltd.",
    "중앙반도체재료 주식회사",
    "شركة النور للتجارة",
    "Al Noor Trading Company",
    "SALEK, Abdulhai",
    "Abdul Hai Salek",
    "159 Factory, 3rd Academy",
    "航天第三研究院159厂",
    "I.B.M.",
    "International Business Machines",
    "Electro Plant",
    "Electroplant",
    "x",
    "7",
    "—",
]
WORDS = st.text(st.sampled_from("abcdeklmnoprstuvzh019. -,жюカン光大"), min_size=1, max_size=24)


def compared(asked: list[str], listed: list[str], reach: Reach) -> None:
    """Hold both engines to the same answers on every candidate and on every pair."""
    folded = [fold(text) for text in listed]
    counts = count_words(folded)
    left, right = pack([fold(text) for text in asked], counts), pack(folded, counts)
    native, twin = Native(right), Twin(right)
    assert np.array_equal(native.candidates(left, reach), twin.candidates(left, reach))
    i, j = np.meshgrid(
        np.arange(len(left.name), dtype=np.int32), np.arange(len(right.name), dtype=np.int32)
    )
    pairs = i.ravel(), j.ravel()
    assert np.array_equal(native.compare(left, *pairs, 2), twin.compare(left, *pairs, 1))


@pytest.mark.parametrize("budget", [3, 50, 10_000])
def test_every_script_against_every_other(budget: int) -> None:
    compared(SCRIPTS, SCRIPTS, Reach(top=4, budget=budget, threads=2))


def test_made_up_names() -> None:
    made = make(listed=120, asked=40, seed=5)
    compared(list(made.asked), list(made.listed), Reach(top=10, budget=400, threads=2))


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, min_size=1, max_size=6))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_names(asked: list[str], listed: list[str]) -> None:
    compared(asked, listed, Reach(top=3, budget=60, threads=1))


def test_words_over_sixty_four_letters() -> None:
    long = "ab" * 40
    compared([long, long[1:], long[:70] + "q"], [long, long[::-1], "q" + long], Reach(threads=1))


@given(st.text("abcd", max_size=9), st.text("abcd", max_size=9))
def test_edits_are_a_distance_with_swaps(a: str, b: str) -> None:
    found = edits(a, b)
    assert found == edits(b, a)
    assert abs(len(a) - len(b)) <= found <= max(len(a), len(b))
    assert (found == 0) == (a == b)
    if len(a) > 1 and a[0] != a[1]:
        assert edits(a, a[1] + a[0] + a[2:]) == 1


def test_threads_and_blocks_change_nothing() -> None:
    made = make(listed=300, asked=200, seed=6)
    right = pack([fold(text) for text in made.listed])
    left = pack([fold(text) for text in made.asked])
    engine = Native(right)
    one = engine.candidates(left, Reach(top=5, budget=500, threads=1))
    assert np.array_equal(one, engine.candidates(left, Reach(top=5, budget=500, threads=7)))


def test_the_kernel_refuses_arrays_that_do_not_fit() -> None:
    right = pack([fold("Acme Rotor")])
    engine = Native(right)
    with pytest.raises(ValueError, match="no such form"):
        engine.compare(right, np.array([0], np.int32), np.array([1], np.int32), 1)
    with pytest.raises(ValueError, match="top"):
        engine.candidates(right, Reach(top=0))
    assert engine.candidates(pack([]), Reach(top=2)).shape == (0, 2)
    assert Native(pack([])).candidates(right, Reach(top=2)).tolist() == [[-1, -1]]
