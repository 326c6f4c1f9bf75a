"""Panels refuse what they cannot hold; what is missing is zero only where that is said."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from kanmon.analysis.coercion.trade.example import example_panel
from kanmon.analysis.coercion.trade.measure import Measure, controls
from kanmon.analysis.coercion.trade.panel import Gaps, panel_of
from kanmon.errors import DataError


def table(**columns: list[object]) -> pa.Table:
    plain: dict[str, list[object]] = {
        "year": [2020, 2021],
        "exporter": ["A", "A"],
        "importer": ["B", "B"],
        "good": ["x", "x"],
        "value": [1.0, 2.0],
    }
    return pa.table(plain | columns)


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"value": [1.0, -2.0]}, "negative or not finite"),
        ({"value": [1.0, float("nan")]}, "negative or not finite"),
        ({"value": [1.0, float("inf")]}, "negative or not finite"),
        ({"year": [2020, 2020]}, "A B x 2020 comes twice"),
        ({"year": [2020, 2022]}, "no flow at all between 2020 and 2022"),
        ({"year": [2020.0, 2021.0]}, "year is double"),
        ({"year": [202012, 202013]}, "a month beyond 1-12"),
        ({"exporter": ["A", ""]}, "an empty name"),
        ({"good": ["x", None]}, "1 empty"),
    ],
)
def test_malformed_flows_are_refused(columns: dict[str, list[object]], says: str) -> None:
    with pytest.raises(DataError, match=says):
        panel_of(table(**columns), gaps="zero")


def test_a_missing_column_or_period_is_told() -> None:
    with pytest.raises(DataError, match="no column quantity"):
        panel_of(table(), gaps="zero", amount="quantity")
    with pytest.raises(DataError, match="no row in these periods"):
        panel_of(table(), gaps="zero", first=2030)
    with pytest.raises(DataError, match="gaps is 'guess'"):
        panel_of(table(), gaps="guess")  # type: ignore[arg-type]


def test_months_run_over_the_end_of_a_year() -> None:
    assert panel_of(table(year=[202312, 202401]), gaps="zero").periods == (202312, 202401)


@pytest.mark.parametrize(("gaps", "known"), [("zero", True), ("unknown", False)])
def test_a_missing_row_is_what_was_said(gaps: Gaps, known: bool) -> None:
    panel = panel_of(table(exporter=["A", "C"]), gaps=gaps)
    assert panel.total("A", "B", "x")[1].tolist() == [True, known]
    assert panel.total("no", "B", "x")[1].tolist() == [known, known]


def test_an_empty_amount_is_never_zero() -> None:
    panel = panel_of(table(value=[1.0, None]), gaps="zero")
    assert panel.total("A", "B", "x")[1].tolist() == [True, False]


def test_joining_goods_adds_up_and_keeps_what_is_not_known() -> None:
    flows = table(
        year=[2020, 2021, 2020, 2021],
        exporter=["A"] * 4,
        importer=["B"] * 4,
        good=["x", "x", "y", "y"],
        value=[1.0, 2.0, 10.0, None],
    )
    joined = panel_of(flows, gaps="zero").joined("good", {"x", "y"}, "both")
    total, known = joined.total("A", "B", "both")
    assert total[0] == 11.0
    assert known.tolist() == [True, False]
    whole = example_panel()
    bloc = whole.joined("importer", {"I", "b1", "b2"}, "bloc")
    assert bloc.values.sum() == pytest.approx(whole.values.sum())
    assert set(np.unique(bloc.importer)) == (set(np.unique(whole.importer)) - {"I", "b1", "b2"}) | {
        "bloc"
    }


def test_what_was_hit_as_well_never_serves_as_control() -> None:
    panel = example_panel()
    hit = Measure("T", "I", "g0", 2013, also_importers=frozenset({"b1"}))
    assert "T>b1:g0" not in controls(panel, hit, "other_buyers").labels
    other = Measure("T", "I", "g0", 2013, also_goods=frozenset({"g3"}))
    assert "T>I:g3" not in controls(panel, other, "other_goods").labels
    ends = {label.split(":")[0] for label in controls(panel, hit, "elsewhere").labels}
    assert ends
    assert not any("T" in e or "I" in e or "b1" in e.split(">") for e in ends)


def test_too_short_a_past_or_no_trade_is_refused() -> None:
    panel = example_panel()
    with pytest.raises(DataError, match="3 periods before 2003"):
        controls(panel, Measure("T", "I", "g0", 2003), "other_buyers")
    with pytest.raises(DataError, match="and 0 after"):
        controls(panel, Measure("T", "I", "g0", 2030), "other_buyers")
    with pytest.raises(DataError, match="no trade before the measure"):
        controls(panel, Measure("T", "nobody", "g0", 2013), "other_buyers")
    with pytest.raises(DataError, match="hit every buyer"):
        controls(panel, Measure("T", "I", "g0", 2013, every_buyer=True), "other_buyers")
