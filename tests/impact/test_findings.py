"""Losses, curves and bindings of runs made by hand: sums by hand, identities, empty cells."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanmon.analysis.impact.findings.balance import balance
from kanmon.analysis.impact.findings.bindings import impact_bindings
from kanmon.analysis.impact.findings.case import Case
from kanmon.analysis.impact.findings.curves import impact_days
from kanmon.analysis.impact.findings.draws import Draws, draws_of
from kanmon.analysis.impact.findings.losses import impact_losses
from kanmon.analysis.impact.outcome import Binding, Node, Outcome
from kanmon.analysis.impact.scenario.amount import Range
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import CapacityLoss
from kanmon.errors import DataError

DAY = dt.date(2027, 1, 1)
BOTH = frozenset({"JPN", "KOR"})
CHIPS, KOREAN, FOREIGN = Node("JPN", "chips"), Node("KOR", "chips"), Node("CHN", "gallium")


def outcome(rows: list[list[float]], **more: object) -> Outcome:
    made = Outcome(
        "chain",
        (CHIPS, KOREAN, FOREIGN),
        "index",
        np.array([2.0, 1.0, 5.0]),
        np.array(rows, dtype=np.float64),
        (),
    )
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


def case(days: int) -> Case:
    scenario = Scenario("s", "S", DAY, days)
    return Case(scenario, "both", BOTH, {"chips": "component"})


HIT = outcome(
    [[2, 2, 1, 0, 2, 2], [1, 1, 1, 1, 1, 1], [5, 0, 0, 0, 5, 5]],
    bindings=(
        Binding(CHIPS, "gallium", "CHN", 2, 1.4),
        Binding(CHIPS, "arsenic", "", 1, 0.1),
        Binding(FOREIGN, "power", "CHN", 3, 3.0),
    ),
)


def test_losses_are_what_a_hand_computes() -> None:
    found = impact_losses(HIT, None, case(6))
    japan, korea = found.table.to_pylist()
    assert (japan["good"], japan["economy"], japan["stage"]) == ("chips", "JPN", "component")
    assert japan["days_to_shortage"] == 2
    assert japan["lost_days"] == pytest.approx(0.5 + 1.0)
    assert japan["lost_share"] == pytest.approx(1.5 / 6)
    assert japan["worst_share"] == 0.0
    assert japan["recovered_day"] == 4
    assert (japan["binding_input"], japan["binding_supplier"]) == ("gallium", "CHN")
    assert korea["lost_days"] == 0.0
    assert korea["worst_share"] == 1.0
    for empty in ("days_to_shortage", "recovered_day", "binding_input", "binding_supplier"):
        assert korea[empty] is None
    assert found.figures["goods_hit"].value == 1
    assert found.figures["first_shortage"].value == 2
    assert found.figures["largest_good"].value == "chips"


def test_without_draws_the_ends_are_empty_and_a_caveat_says_so() -> None:
    found = impact_losses(HIT, None, case(6))
    assert found.table["lost_low"].null_count == found.table.num_rows
    assert "impact_no_range" in {c.code for c in found.caveats}
    assert impact_days(HIT, None, case(6)).table["low"].null_count == 6


def test_nothing_lost_is_told_as_nothing_and_figures_say_why_they_are_empty() -> None:
    still = outcome([[2, 2], [1, 1], [5, 5]])
    found = impact_losses(still, None, case(2))
    assert found.table["lost_days"].to_pylist() == [0.0, 0.0]
    assert found.figures["first_shortage"].value is None
    assert found.figures["first_shortage"].missing
    assert found.figures["largest_loss"].value == 0.0


def test_a_maker_short_to_the_end_has_not_recovered() -> None:
    found = impact_losses(outcome([[2, 1, 2, 1.9], [1] * 4, [5] * 4]), None, case(4))
    assert found.table["recovered_day"].to_pylist() == [None, None]
    assert "impact_not_recovered" in {c.code for c in found.caveats}
    # One hundredth short counts as whole again, and as short.
    nearly = impact_losses(outcome([[2, 1, 2, 1.99], [1] * 4, [5] * 4]), None, case(4))
    assert nearly.table["recovered_day"].to_pylist()[0] == 2


def test_an_engine_that_knows_no_bindings_leaves_them_empty_and_says_so() -> None:
    blind = dataclasses.replace(HIT, bindings=())
    found = impact_losses(blind, None, case(6))
    assert found.table["binding_input"].null_count == 2
    assert "impact_no_bindings" in {c.code for c in found.caveats}
    assert impact_bindings(blind, case(6)).table.num_rows == 0


def test_assumptions_and_left_out_responses_are_told() -> None:
    loss = CapacityLoss("quake", ("CHN",), ("gallium",), DAY, Range(0.1, 0.2, 0.3))
    told = Case(Scenario("s", "S", DAY, 6, (loss,)), "both", BOTH)
    found = impact_losses(dataclasses.replace(HIT, left_out=("DemandSaving",)), None, told)
    caveats = {c.code: c for c in found.caveats}
    assert "quake.share" in caveats["impact_assumptions"].text
    assert "DemandSaving" in caveats["impact_left_out"].text


def test_days_add_up_the_makers_of_one_good_by_their_normal_output() -> None:
    found = impact_days(HIT, None, case(6))
    assert found.table["mid"].to_pylist() == pytest.approx([1, 1, 2 / 3, 1 / 3, 1, 1])
    assert found.table["date"].to_pylist()[-1] == "2027-01-06"
    with pytest.raises(DataError, match="does not make gallium"):
        impact_days(HIT, None, case(6), goods=("gallium",))


def test_bindings_of_others_are_not_the_partys() -> None:
    rows = impact_bindings(HIT, case(6)).table.to_pylist()
    assert [r["input"] for r in rows] == ["gallium", "arsenic"]
    assert rows[1]["supplier"] is None


def test_balance_tells_what_does_not_hold() -> None:
    assert balance(HIT, None, case(6)).figures["holds"].value is True
    broken = dataclasses.replace(HIT, residual=0.1)
    assert balance(broken, None, case(6)).figures["holds"].value is False
    below = outcome([[2, -1], [1, 1], [5, 5]])
    rows = balance(below, None, case(2)).table.to_pylist()
    assert [r["check"] for r in rows if r["holds"] == "no"] == ["output_below_zero"]


def test_draws_of_other_worlds_are_refused() -> None:
    other = Outcome("chain", (CHIPS,), "index", np.ones(1), np.ones((1, 6)), ())
    with pytest.raises(DataError, match="different worlds"):
        draws_of([HIT, other], BOTH)
    with pytest.raises(DataError, match="no outcome"):
        draws_of([], BOTH)
    with pytest.raises(DataError, match="another world"):
        impact_losses(HIT, draws_of([other], frozenset({"JPN"})), case(6))
    with pytest.raises(DataError, match="missing loss"):
        Draws((CHIPS,), np.array([[np.nan]]), {}, 0.0)


shares = st.floats(0.0, 1.3, allow_nan=False)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(shares, min_size=5, max_size=5), min_size=2, max_size=6))
def test_identities_hold_for_any_course(courses: list[list[float]]) -> None:
    runs = [outcome([[2 * x for x in row], row[::-1], [5.0] * 5]) for row in courses]
    draws = draws_of(runs[1:], BOTH)
    best = runs[0]
    found = impact_losses(best, draws, case(5))
    for row in found.table.to_pylist():
        place = best.nodes.index(Node(row["economy"], row["good"]))
        lost = np.maximum(0.0, best.base[place] - best.output[place]).sum()
        assert row["lost_share"] == pytest.approx(lost / (row["base"] * 5))
        assert row["lost_days"] == pytest.approx(lost / row["base"])
        assert row["lost_low"] <= row["lost_high"]
        drawn = [run.lost[place].sum() / run.base[place] for run in runs[1:]]
        assert min(drawn) - 1e-9 <= row["lost_low"] <= row["lost_high"] <= max(drawn) + 1e-9
        assert (row["days_to_shortage"] is None) == (row["worst_share"] >= 1.0 - 1e-6)
        back = row["recovered_day"]
        if back is not None:
            after = best.output[place][back:] / best.base[place]
            assert back > row["days_to_shortage"]
            assert (after >= 0.99).all()
    order = found.table["lost_days"].to_pylist()
    assert order == sorted(order, reverse=True)
    curve = impact_days(best, draws, case(5)).table.to_pylist()
    assert all(row["low"] <= row["high"] for row in curve)


@settings(deadline=None, max_examples=40)
@given(st.lists(shares, min_size=4, max_size=4), st.floats(0.0, 1.0))
def test_less_output_never_loses_less(course: list[float], share: float) -> None:
    def lost(scale: float) -> float:
        made = outcome([[2 * x * scale for x in course], [1.0] * 4, [5.0] * 4])
        return float(str(impact_losses(made, None, case(4)).figures["largest_loss"].value))

    assert lost(share) >= lost(1.0) - 1e-9
