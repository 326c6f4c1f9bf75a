"""The 50 % rule: added up, through chains and circles; bounds hold whatever is not known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanmon.analysis.controls.ownership import Holding, owned, parse_holdings
from kanmon.errors import DataError

_NAMES = ("L", "M", "A", "B", "C", "D", "X", "Y")


def _held(*rows: tuple[str, str, float]) -> list[Holding]:
    return [Holding(a, b, share, share) for a, b, share in rows]


def test_shares_of_several_listed_parties_are_added_up() -> None:
    held = _held(("L", "A", 25), ("M", "A", 25), ("X", "A", 50))
    assert owned("A", held, {"L", "M"}).answer == "yes"
    assert owned("A", held, {"L"}).answer == "no"


def test_a_party_owned_by_half_counts_in_full_and_one_below_not_at_all() -> None:
    half = _held(("L", "A", 50), ("X", "A", 50), ("A", "B", 50), ("Y", "B", 50))
    found = owned("B", half, {"L"})
    assert found.answer == "yes"
    assert found.counted[0].through == ("L",)
    below = _held(("L", "A", 49), ("X", "A", 51), ("A", "B", 100))
    assert owned("B", below, {"L"}).answer == "no"


def test_circles_count_only_with_a_listed_party_behind_them() -> None:
    circle = _held(("A", "B", 60), ("X", "B", 40), ("B", "A", 60), ("Y", "A", 40))
    assert owned("A", circle, {"L"}).answer == "no"
    led = [
        *_held(("A", "B", 60), ("X", "B", 40), ("B", "A", 40), ("L", "A", 10)),
        *_held(("Y", "A", 50)),
    ]
    assert owned("A", led, {"L"}).answer == "no"
    strong = _held(("A", "B", 60), ("X", "B", 40), ("B", "A", 10), ("L", "A", 50), ("Y", "A", 40))
    assert owned("B", strong, {"L"}).answer == "yes"


def test_what_is_not_known_cannot_be_excluded() -> None:
    found = owned("A", _held(("X", "A", 40)), {"L"})
    assert (found.answer, found.share.high, found.unknown) == ("cannot be excluded", 60.0, 60.0)
    assert owned("A", _held(("X", "A", 51)), {"L"}).answer == "no"
    span = [Holding("L", "A", 45, 55), Holding("X", "A", 45, 55)]
    assert owned("A", span, {"L"}, whole=True).answer == "cannot be excluded"
    assert owned("L", [], {"L"}).answer == "yes"
    assert owned("A", [], {"L"}).answer == "cannot be excluded"
    assert (
        owned("A", [Holding("X", "A", 30, 40), Holding("L", "A", 0, 100)], {"L"}, whole=True).answer
        == "yes"
    )


@st.composite
def _worlds(draw: st.DrawFn) -> tuple[list[Holding], list[Holding], frozenset[str]]:
    """True holdings that sum to 100, and what is known of them: some blurred, some unnamed."""
    true, known = [], []
    for name in _NAMES[2:]:
        owners = draw(
            st.lists(st.sampled_from([n for n in _NAMES if n != name]), unique=True, max_size=4)
        )
        cuts = sorted(draw(st.integers(0, 100)) for _ in range(max(0, len(owners) - 1)))
        ends = [0, *cuts, 100]
        for owner, low, high in zip(owners, ends, ends[1:], strict=False):
            share = float(high - low)
            true.append(Holding(owner, name, share, share))
            if draw(st.booleans()):
                under, over = draw(st.integers(0, 20)), draw(st.integers(0, 20))
                known.append(
                    Holding(owner, name, max(0.0, share - under), min(100.0, share + over))
                )
        if owners and not any(h.owned == name for h in known):
            known.append(Holding(owners[0], name, 0.0, 100.0))
    return true, known, frozenset(draw(st.sets(st.sampled_from(("L", "M")), max_size=2)))


@given(_worlds())
@settings(max_examples=300, deadline=None)
def test_bounds_hold_for_any_truth_behind_them(
    world: tuple[list[Holding], list[Holding], frozenset[str]],
) -> None:
    true, known, listed = world
    for name in _NAMES[2:]:
        real = owned(name, true, listed, whole=True)
        assert real.share.low == pytest.approx(real.share.high, abs=1e-6) or not [
            h for h in true if h.owned == name
        ]
        told = owned(name, known, listed)
        if [h for h in true if h.owned == name]:
            assert told.share.low <= real.share.low + 1e-6
            assert told.share.high >= real.share.high - 1e-6
            if told.answer != "cannot be excluded":
                assert told.answer == real.answer


@given(_worlds())
@settings(max_examples=150, deadline=None)
def test_one_more_listed_party_never_lowers_the_share(
    world: tuple[list[Holding], list[Holding], frozenset[str]],
) -> None:
    _, known, listed = world
    for name in _NAMES[2:]:
        less, more = owned(name, known, listed), owned(name, known, listed | {"X"})
        assert more.share.low >= less.share.low - 1e-9
        assert more.share.high >= less.share.high - 1e-9


def test_files_are_held_to_a_layout() -> None:
    head = "owner,owned,share,listed\n"
    held, lists = parse_holdings(head + "L,A,25%,sdn entity_list\nX,A,,\n", where="o.csv")
    assert (held[0].low, held[1].low, held[1].high) == (25.0, 0.0, 100.0)
    assert lists["entity_list"] == {"L"}
    for row in ("L,A,x,", "L,A,1/2/3,", ",A,5,", "L,A,5,nolist", "L,A,101,", "A,A,5,", "L,A,9/5,"):
        with pytest.raises(DataError) as told:
            parse_holdings(head + row + "\n", where="o.csv")
        assert told.value.remedy
    with pytest.raises(DataError, match="twice"):
        parse_holdings(head + "L,A,5,\nL,A,6,\n", where="o.csv")
    with pytest.raises(DataError, match="sum"):
        owned("A", _held(("L", "A", 60), ("X", "A", 60)), {"L"})
