"""One mineral's market: cases solved by hand, balance, monotone, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanmon.analysis.impact.market import (
    Market,
    Producer,
    Use,
    clear,
    output_lost,
    value_added_lost,
)
from kanmon.errors import DataError
from mineral_case import MAKE, best


def market(stock: float = 0.0, capacity: float = 1e9, supply: float = 0.5) -> Market:
    uses = (
        Use("chips", 6.0, -0.5, True, "c14", 100.0, 0.2),
        Use("abroad", 4.0, -0.5, False, "c14", 900.0),
    )
    return Market((Producer("others", 4.0, max(4.0, capacity), supply),), uses, 6.0, stock)


def test_equal_elasticities_give_the_price_by_hand() -> None:
    # 4 r^0.5 = 10 r^-0.5, so r = 2.5.
    assert clear(market(), 1.0).price == pytest.approx(2.5)
    # Others at capacity: 5 = 10 r^-0.5, so r = 4.
    assert clear(market(capacity=5.0), 1.0).price == pytest.approx(4.0)
    lost = output_lost(market(capacity=5.0), clear(market(capacity=5.0), 1.0))
    assert lost == {"c14": pytest.approx(100.0 * 0.5 * 0.8)}


def test_stocks_are_drawn_before_prices_move() -> None:
    after = clear(market(stock=10.0), 1.0)
    assert (after.price, after.drawn) == (1.0, 6.0)
    part = clear(market(stock=2.0), 1.0)
    assert part.drawn == 2.0
    assert 1.0 < part.price < clear(market(), 1.0).price


def test_nothing_cut_changes_nothing() -> None:
    after = clear(market(), 0.0)
    assert after.price == 1.0
    assert output_lost(market(), after) == {"c14": 0.0}


@settings(deadline=None, max_examples=60)
@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 3.0), st.floats(4.0, 20.0))
def test_it_balances_and_a_larger_cut_never_helps(
    one: float, other: float, stock: float, capacity: float
) -> None:
    small, large = sorted((one, other))
    here = market(stock, capacity)
    first, second = clear(here, small), clear(here, large)
    assert second.price >= first.price - 1e-9
    assert output_lost(here, second)["c14"] >= output_lost(here, first)["c14"] - 1e-7
    for cut, after in ((small, first), (large, second)):
        come = sum(after.supplied.values()) + after.drawn + (1.0 - cut) * here.restricted
        assert come == pytest.approx(sum(after.used.values()), rel=1e-9)


def test_value_added_of_suppliers_is_the_leontief_sum() -> None:
    rng = np.random.default_rng(3)
    sales = rng.uniform(0.0, 1.0, (5, 5))
    output = sales.sum(axis=0) + rng.uniform(1.0, 3.0, 5)
    added = output - sales.sum(axis=0)
    lost = np.array([0.0, 0.3, 0.0, 0.1, 0.0])
    hit, others = value_added_lost(lost, sales, output, added)
    # Every unit of value added lost is final demand lost: the accounts close.
    needs = sales / output
    reached = np.linalg.solve(
        np.eye(3) - needs[np.ix_([0, 2, 4], [0, 2, 4])],
        needs[np.ix_([0, 2, 4], [1, 3])] @ lost[[1, 3]],
    )
    assert hit == pytest.approx(lost * added / output)
    assert others[[0, 2, 4]] == pytest.approx(reached * (added / output)[[0, 2, 4]])


@pytest.mark.parametrize(
    "call",
    [
        lambda: Producer("x", 2.0, 1.0, 0.5),
        lambda: Producer("x", 1.0, 2.0, -0.5),
        lambda: Use("x", 1.0, 0.5, True),
        lambda: Use("x", 1.0, -0.5, True, "c1", 1.0, 1.5),
        lambda: Use("x", float("nan"), -0.5, True),
        lambda: Market((), (Use("x", 1.0, -0.5, True),), 2.0),
        lambda: Market((), (Use("x", 1.0, -0.5, True),), 1.0, -1.0),
        lambda: clear(market(), 1.5),
        lambda: clear(Market((), (Use("x", 1.0, -0.5, True),), 1.0), 1.0),
        lambda: value_added_lost([1.0], [[0.0]], [0.0], [0.0]),
        lambda: value_added_lost([-1.0], [[0.0]], [1.0], [1.0]),
        lambda: value_added_lost([1.0], [[0.0, 1.0]], [1.0], [1.0]),
    ],
)
def test_what_makes_no_market_is_refused(call) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DataError) as caught:
        call()
    assert caught.value.remedy


def test_gallium_and_germanium_balance_before_the_stop() -> None:
    for mineral, make in MAKE.items():
        values = best(mineral)
        made = make(values)
        comes = made.restricted + sum(p.quantity for p in made.producers)
        assert comes == pytest.approx(sum(u.quantity for u in made.uses))
        inside = sum(u.quantity for u in made.uses if u.inside)
        assert inside == pytest.approx(values["consumption"])
        assert all(u.quantity >= 0.0 for u in made.uses)
