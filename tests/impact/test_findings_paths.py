"""Flows, paths, swings, comparisons and economies of runs made by hand."""

from __future__ import annotations

import datetime as dt
import string
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanmon.analysis.impact.findings.case import Case
from kanmon.analysis.impact.findings.comparison import impact_comparison
from kanmon.analysis.impact.findings.draws import draws_of
from kanmon.analysis.impact.findings.economies import impact_economies, impact_industries
from kanmon.analysis.impact.findings.flows import impact_flows
from kanmon.analysis.impact.findings.path import SENTENCES, impact_path
from kanmon.analysis.impact.findings.tornado import impact_tornado
from kanmon.analysis.impact.outcome import Binding, Node, Outcome
from kanmon.analysis.impact.scenario.amount import Range
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import CapacityLoss, Restriction
from kanmon.errors import DataError

DAY = dt.date(2027, 1, 1)
WAFER, AMP, PHONE = (Node("JPN", p) for p in ("silicon_wafers", "amplifier_chips", "smartphones"))
BAN = Restriction("ban", ("CHN",), ("gallium_metal",), DAY + dt.timedelta(days=1))


def chain(*bindings: Binding, rows: list[list[float]] | None = None) -> Outcome:
    made = np.array(rows or [[1, 0.5, 0.5, 0.5], [1, 1, 0.5, 0.5], [1, 1, 1, 0]], np.float64)
    return Outcome("chain", (WAFER, AMP, PHONE), "index", np.ones(3), made, (), bindings=bindings)


def case(*shocks: Restriction | CapacityLoss) -> Case:
    return Case(Scenario("s", "S", DAY, 4, shocks), "JPN", frozenset({"JPN"}))


LINKS = (
    Binding(WAFER, "gallium_metal", "CHN", 3, 1.5),
    Binding(AMP, "silicon_wafers", "JPN", 2, 1.0),
    Binding(PHONE, "amplifier_chips", "JPN", 1, 1.0),
)


def test_path_runs_from_the_cut_to_the_good_named() -> None:
    found = impact_path(chain(*LINKS), case(BAN), good="smartphones")
    rows = found.table.to_pylist()
    assert [r["good"] for r in rows] == [
        "gallium_metal",
        "silicon_wafers",
        "amplifier_chips",
        "smartphones",
    ]
    assert [r["step"] for r in rows] == [1, 2, 3, 4]
    assert [r["short_day"] for r in rows] == [1, 1, 2, 3]
    assert rows[0]["sentence"] == "path_stops"
    assert {r["sentence"] for r in rows[1:]} == {"path_short"}
    assert rows[0]["text"] == "China's deliveries of gallium metal are cut from day 1"
    assert str(found.figures["sentence"].value).count(";") == 3


def test_path_names_no_cut_where_none_hits_the_edge() -> None:
    spared = Restriction("b", ("CHN",), ("gallium_metal",), DAY, all_but=("JPN",))
    row = impact_path(chain(*LINKS), case(spared)).table.to_pylist()[0]
    assert (row["sentence"], row["short_day"]) == ("path_source", None)
    blind = (Binding(WAFER, "gallium_metal", "", 3, 1.5),)
    row = impact_path(chain(*blind), case(BAN)).table.to_pylist()[0]
    assert row["sentence"] == "path_unknown"


def test_path_ends_where_makers_lost_their_own_capacity() -> None:
    quake = CapacityLoss("q", ("JPN",), ("silicon_wafers",), DAY, 0.5)
    rows = impact_path(chain(*LINKS[1:]), case(quake), good="smartphones").table.to_pylist()
    assert rows[0]["sentence"] == "path_capacity"
    assert rows[0]["good"] == "silicon_wafers"


def test_path_of_makers_that_hold_each_other_back_ends() -> None:
    circle = (
        Binding(WAFER, "amplifier_chips", "JPN", 1, 1.0),
        Binding(AMP, "silicon_wafers", "JPN", 1, 1.0),
    )
    rows = impact_path(chain(*circle), case(BAN), good="silicon_wafers").table.to_pylist()
    assert len(rows) == 3
    calm = impact_path(chain(rows=[[1] * 4] * 3), case(BAN))
    assert calm.table.num_rows == 0
    assert calm.figures["sentence"].value is None


def test_path_knows_the_cut_of_an_industry() -> None:
    node = Node("JPN", "c2")
    best = Outcome(
        "economy",
        (node, Node("CHN", "c1")),
        "MUSD a day",
        np.ones(2),
        np.array([[1, 0.5], [0.5, 0.5]]),
        (),
        bindings=(Binding(node, "c1", "CHN", 1, 0.5),),
    )
    ban = Restriction("ban", ("CHN",), ("industry:c1",), DAY)
    rows = impact_path(best, case(ban)).table.to_pylist()
    assert [r["sentence"] for r in rows] == ["path_stops", "path_short"]


def test_flows_name_the_supplier_outside_though_the_party_makes_the_input_too() -> None:
    circle = (
        Binding(WAFER, "amplifier_chips", "CHN", 2, 1.5),
        Binding(AMP, "silicon_wafers", "JPN", 1, 0.1),
    )
    found = impact_flows(chain(*circle), case())
    assert {(r["from"], r["to"]) for r in found.table.to_pylist()} == {
        ("CHN", "amplifier_chips"),
        ("amplifier_chips", "silicon_wafers"),
    }
    assert "impact_circles" in {c.code for c in found.caveats}


def test_every_sentence_can_be_filled_from_its_row() -> None:
    columns = set(impact_path(chain(*LINKS), case(BAN)).table.column_names)
    for text in SENTENCES.values():
        assert {f for _, f, _, _ in string.Formatter().parse(text) if f} <= columns


def test_flows_carry_losses_from_the_cut_to_the_last_good() -> None:
    rows = impact_flows(chain(*LINKS), case(BAN)).table.to_pylist()
    assert {(r["from"], r["to"]): r["lost_days"] for r in rows} == {
        ("CHN", "gallium_metal"): 1.5,
        ("gallium_metal", "silicon_wafers"): 1.5,
        ("silicon_wafers", "amplifier_chips"): 1.0,
        ("amplifier_chips", "smartphones"): 1.0,
    }


names = st.sampled_from(["a", "b", "c", "d", "e"])


@settings(deadline=None, max_examples=80)
@given(st.lists(st.tuples(names, names, st.floats(0.01, 9.0)), max_size=25))
def test_flows_never_form_a_circle_and_lose_nothing_unsaid(
    given_links: list[tuple[str, str, float]],
) -> None:
    nodes = tuple(Node("JPN", p) for p in "abcde")
    bound = tuple(Binding(Node("JPN", to), fr, "", 1, days) for fr, to, days in given_links)
    best = Outcome("x", nodes, "u", np.ones(5), np.zeros((5, 9)), (), bindings=bound)
    found = impact_flows(best, case())
    links = {(r["from"], r["to"]): r["lost_days"] for r in found.table.to_pylist()}
    left = dict(links)
    while left:
        sinks = {to for _, to in left} - {fr for fr, _ in left}
        assert sinks, "a circle is left"
        left = {link: days for link, days in left.items() if link[1] not in sinks}
    dropped = sum(float(str(c.values["days"])) for c in found.caveats if c.code == "impact_circles")
    own = sum(days for fr, to, days in given_links if fr == to)
    whole = sum(days for _, _, days in given_links)
    assert sum(links.values()) + dropped + own == pytest.approx(whole)


class Swing(NamedTuple):
    part: str
    amount: str
    span: Range
    low: Outcome
    high: Outcome


def test_tornado_orders_swings_and_keeps_to_one_good() -> None:
    best = chain(rows=[[1, 0.5, 1, 1], [1] * 4, [1] * 4])
    other = chain(rows=[[1] * 4, [0] * 4, [1] * 4])
    worse = chain(rows=[[0, 0, 1, 1], [1] * 4, [1] * 4])
    small = Swing("a", "cut", Range(0.1, 0.2, 0.3), best, other)
    large = Swing("b", "ramp_days", Range(1, 2, 3), other, worse)
    found = impact_tornado(best, (small, large), case())
    rows = found.table.to_pylist()
    assert [r["part"] for r in rows] == ["b", "a"]
    assert [r["swing"] for r in rows] == [2.0, 0.5]
    assert [r["unit"] for r in rows] == ["days", "share"]
    assert found.figures["good"].value == "silicon_wafers"
    with pytest.raises(DataError, match="does not make x"):
        impact_tornado(best, (), case(), good="x")


def test_comparison_does_not_add_goods_up() -> None:
    best = chain(*LINKS)
    calm = chain(rows=[[1] * 4] * 3)
    s = Scenario("s", "S", DAY, 4)
    draws = draws_of([best, calm], frozenset({"JPN"}))
    found = impact_comparison([(s, best, draws), (s, calm, None)], case())
    first, second = found.table.to_pylist()
    assert (first["goods_hit"], first["first_shortage"]) == (3, 1)
    assert first["lost_days"] == 1.5
    assert 0.0 <= first["low"] <= first["high"] <= 1.5
    assert (second["goods_hit"], second["first_shortage"], second["largest_good"]) == (
        0,
        None,
        None,
    )


def money(added: np.ndarray | None) -> Outcome:
    nodes = (Node("JPN", "c1"), Node("JPN", "c2"), Node("CHN", "c1"))
    output = np.array([[1, 0.5], [2, 2], [3, 0]], np.float64)
    return Outcome(
        "economy", nodes, "MUSD 2011 a day", np.array([1.0, 2.0, 3.0]), output, (), added=added
    )


def test_economies_add_up_money_and_say_where_value_added_is_not_known() -> None:
    known = impact_economies(money(np.array([0.5, np.nan, 0.1])), case()).table.to_pylist()
    assert [(r["economy"], r["output_lost"]) for r in known] == [("CHN", 3.0), ("JPN", 0.5)]
    # c2 of Japan loses nothing, so that its missing ratio does not matter.
    assert [r["value_added_lost"] for r in known] == pytest.approx([0.3, 0.25])
    assert known[1]["share_of_year"] == pytest.approx(0.5 / (365 * 3))
    blind = impact_economies(money(None), case())
    assert blind.table["value_added_lost"].null_count == 2
    assert "impact_no_value_added" in {c.code for c in blind.caveats}
    assert blind.units["output_lost"] == "MUSD 2011"


def test_industries_are_the_partys_and_add_up_to_its_economy() -> None:
    added = np.array([0.5, 0.2, 0.1])
    industries = impact_industries(money(added), case())
    assert [(r["economy"], r["industry"]) for r in industries.table.to_pylist()] == [
        ("JPN", "c1"),
        ("JPN", "c2"),
    ]
    whole = impact_economies(money(added), case())
    assert industries.figures["output_lost"].value == whole.figures["output_lost"].value


def test_output_that_is_not_money_is_not_added_up() -> None:
    with pytest.raises(DataError, match="'index'"):
        impact_economies(chain(), case())
