"""Price effects: formulas by hand, monotone, the reader's own first, reasons where none."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.analysis.impact.findings.case import Case
from kanmon.analysis.impact.price import Elasticity, elasticity_of, price_change, price_effects
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.errors import DataError

CASE = Case(Scenario("s", "S", dt.date(2027, 1, 1), 9), "USA", frozenset({"USA"}))


def table(*rows: dict[str, Any]) -> pa.Table:
    plain = {
        "kind": "substitution",
        "classification": "HS2007",
        "product": "811292",
        "economy": None,
        "low": None,
        "best": 4.0,
        "high": None,
        "status": "estimated",
        "edition": "ProTEE 0.1",
    }
    return pa.Table.from_pylist([plain | row for row in rows])


@given(st.floats(0.0, 0.95), st.floats(-5.0, -0.2))
def test_demand_at_the_new_price_is_what_is_left(share: float, elasticity: float) -> None:
    price = 1.0 + price_change(share, elasticity, "demand")
    assert price**elasticity == pytest.approx(1.0 - share)


@given(st.floats(0.01, 0.95), st.floats(1.2, 40.0))
def test_substitution_is_the_ces_index_with_an_origin_gone(share: float, sigma: float) -> None:
    weights = np.array([share, 0.7 * (1 - share), 0.3 * (1 - share)])

    def index(kept: np.ndarray) -> float:
        return float(np.sum(kept) ** (1.0 / (1.0 - sigma)))

    change = index(weights[1:]) / index(weights) - 1.0
    assert price_change(share, sigma, "substitution") == pytest.approx(change)


@given(st.floats(0.0, 0.9), st.floats(0.0, 0.09), st.sampled_from([-0.3, -1.0, 2.0, 9.0]))
def test_a_larger_shortage_never_lowers_the_price(share: float, more: float, e: float) -> None:
    kind = "demand" if e < 0 else "substitution"
    assert price_change(share + more, e, kind) >= price_change(share, e, kind) >= 0.0


def test_ones_own_short_run_figure_comes_first() -> None:
    own = {
        "kind": "demand",
        "classification": "good",
        "product": "gallium_metal",
        "low": -0.5,
        "best": -0.2,
        "high": -0.1,
        "edition": "own estimate",
    }
    found = elasticity_of("gallium_metal", "USA", [table({}, own)])
    assert found == Elasticity("demand", -0.5, -0.2, -0.1, "own estimate")


def test_flagged_estimates_are_not_used_and_the_importers_own_is_next() -> None:
    flagged = table({"status": "not_significant"})
    assert "no significant estimate for 811292" in str(
        elasticity_of("gallium_metal", "USA", [flagged])
    )
    importers = table(
        {"classification": "HS1992-3", "product": "811", "economy": "USA", "best": 1.7},
        {"classification": "HS1992-3", "product": "811", "economy": "JPN", "best": 1.8},
    )
    found = elasticity_of("gallium_metal", "USA", [flagged, importers])
    assert found == Elasticity("substitution", 1.7, 1.7, 1.7, "Broda-Weinstein")
    assert elasticity_of("gallium_metal", "USA", []) == "no elasticity of its codes"


def test_several_codes_give_a_range_and_their_middle() -> None:
    found = elasticity_of(
        "copper_foil", "", [table({"product": "741011"}, {"product": "741021", "best": 8.0})]
    )
    assert found == Elasticity("substitution", 4.0, 6.0, 8.0, "ProTEE 0.1")


def test_a_good_without_elasticity_stands_in_the_finding_with_its_reason() -> None:
    found = price_effects(
        {"a": 0.5, "b": 0.1, "c": 1.0},
        {
            "a": Elasticity("substitution", 2.0, 3.0, 4.0, "x"),
            "c": Elasticity("demand", -2, -1, -0.5, "y"),
        },
        CASE,
    )
    whole, half, tenth = found.table.to_pylist()
    assert whole["reason"] == "nothing is left to have a price"
    assert whole["price_best"] is None
    assert half["price_low"] <= half["price_best"] <= half["price_high"]
    assert half["price_best"] == pytest.approx(0.5 ** (-0.5) - 1.0)
    assert tenth["reason"] == "no elasticity"
    codes = {c.code for c in found.caveats}
    assert {"price_apart", "price_long_run", "price_missing"} <= codes


@pytest.mark.parametrize(
    ("share", "elasticity", "kind"),
    [
        (1.0, -1.0, "demand"),
        (-0.1, -1.0, "demand"),
        (0.5, 1.0, "demand"),
        (0.5, 0.9, "substitution"),
        (0.5, -1.0, "other"),
        (0.9, -0.001, "demand"),
        (float("nan"), -1.0, "demand"),
    ],
)
def test_what_has_no_price_is_refused(share: float, elasticity: float, kind: str) -> None:
    with pytest.raises((DataError, OverflowError)) as caught:
        price_change(share, elasticity, kind)
    assert isinstance(caught.value, DataError)
