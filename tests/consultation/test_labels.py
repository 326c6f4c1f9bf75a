"""Labels, disclosure and canonical JSON: the strictest wins, and bands say no more than bands."""

from __future__ import annotations

import datetime as dt
import json
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.analysis.consultation.canonical import canonical, checksum, read_canonical
from kanmon.analysis.consultation.disclosure import Gate, Rules, band, joint_cover, may_tell
from kanmon.analysis.consultation.label import EVERYONE, TLP, Label, parse_label, strictest
from kanmon.errors import AccessError, DataError

DAY = dt.date(2026, 11, 23)
NODES = ("JPN", "USA", "AUS")
NAMES = st.frozensets(st.sampled_from(NODES), min_size=1)
LABELS = st.builds(
    Label,
    st.sampled_from(TLP),
    st.sampled_from(["", "秘", "CUI"]),
    NAMES,
    st.frozensets(st.sampled_from(NODES)),
    st.one_of(st.none(), st.dates(dt.date(2026, 1, 1), dt.date(2027, 1, 1))),
)


@given(st.lists(LABELS, min_size=1, max_size=5))
def test_nobody_sees_more_of_the_whole_than_of_each_part(labels: list[Label]) -> None:
    try:
        whole = strictest(labels)
    except DataError:
        assert not frozenset.intersection(*(one.releasable_to for one in labels))
        return
    for node in NODES:
        if whole.may_see(node, DAY) and node not in whole.originators:
            assert all(one.may_see(node, DAY) for one in labels)
    assert TLP.index(whole.tlp) == max(TLP.index(one.tlp) for one in labels)
    assert strictest([whole, whole]) == whole


@given(LABELS)
def test_a_label_reads_back_as_written(label: Label) -> None:
    assert parse_label(json.loads(canonical(label.as_plain())), where="x") == label


def test_expiry_and_originator_control() -> None:
    label = Label("AMBER", "", frozenset({"USA", "AUS"}), frozenset({"JPN"}), DAY)
    assert label.may_see("USA", DAY)
    assert not label.may_see("USA", DAY + dt.timedelta(days=1))
    assert label.may_see("JPN", DAY + dt.timedelta(days=900))
    assert not label.may_pass_on("USA", "AUS", DAY)
    assert label.may_pass_on("USA", "AUS", DAY, ["JPN"])
    assert label.may_pass_on("JPN", "AUS", DAY)


@pytest.mark.parametrize("tlp", ["RED", "AMBER+STRICT"])
def test_a_strict_colour_needs_names(tlp: str) -> None:
    with pytest.raises(DataError, match="without names"):
        Label(tlp)


PLAIN = Label("GREEN").as_plain()


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        {},
        {**PLAIN, "more": 1},
        {**PLAIN, "tlp": "WHITE"},
        {**PLAIN, "tlp": 1},
        {**PLAIN, "releasable_to": []},
        {**PLAIN, "releasable_to": "USA"},
        {**PLAIN, "releasable_to": [1]},
        {**PLAIN, "originators": [""]},
        {**PLAIN, "expires": "tomorrow"},
        {**PLAIN, "expires": 20261123},
        {k: v for k, v in PLAIN.items() if k != "marking"},
    ],
)
def test_a_label_that_is_none_is_refused(wrong: object) -> None:
    with pytest.raises(DataError):
        parse_label(wrong, where="x")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False).filter(
        lambda x: x != 0 or math.copysign(1, x) > 0
    )
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("ab関", max_size=3), inner),
    max_leaves=12,
)


@given(JSON)
def test_canonical_json_has_one_form(value: object) -> None:
    raw = canonical(value)
    assert read_canonical(raw, where="x") == value
    assert canonical(json.loads(raw)) == raw


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":1,"a":1}', b"\xff", b"[1.0,-0.0]", b"NaN",
     b"1e400", b"9007199254740993", b"[" * 100_000, b'"\\u0041"', b"[1 ]", b"[]\n"],
)  # fmt: skip
def test_another_form_is_refused(raw: bytes) -> None:
    with pytest.raises(DataError):
        read_canonical(raw, where="x")


def test_what_is_no_plain_data_is_refused() -> None:
    for value in ({1: 2}, math.nan, -0.0, 2**60, {"a": {1, 2}}, b"x", "\ud800", DAY):
        with pytest.raises(DataError):
            checksum(value)


class TestDisclosure:
    """Rules of statistical secrecy, bands, and a gate that bisection cannot pass."""

    def test_rules_by_hand(self) -> None:
        rules = Rules()
        assert may_tell([50.0, 50.0], rules) == "fewest"
        assert may_tell([50.0, 50.0, 0.0], rules) == "fewest"
        assert may_tell([85.0, 10.0, 5.0], rules) == "dominance"
        # The rest, 4, is less than a tenth of the largest, 50.
        assert may_tell([50.0, 46.0, 4.0], rules) == "percent"
        assert may_tell([40.0, 30.0, 20.0, 10.0], rules) == ""
        with pytest.raises(DataError):
            may_tell([1.0, -1.0, 2.0], rules)

    @given(st.floats(-1e6, 1e6), st.lists(st.integers(-1000, 1000), min_size=1, unique=True))
    def test_a_figure_lies_in_its_band(self, value: float, edges: list[int]) -> None:
        low, high = band(value, sorted(map(float, edges)))
        assert low <= value < high

    def test_ten_thousand_questions_say_no_more_than_the_band(self) -> None:
        rng = random.Random(3)
        for secret in (0.0, 29.999, 30.0, 47.3, 59.9, 89.0, 1e6):
            gate = Gate({"cover": secret}, {"cover": (0.0, 30.0, 60.0, 90.0)}, most=10_000)
            low, high = -math.inf, math.inf
            for _ in range(10_000):
                middle = rng.uniform(-10, 120) if math.inf in (high, -low) else (low + high) / 2
                edge, answer = gate.at_least("cover", middle + rng.uniform(-1, 1), "USA")
                low, high = (max(low, edge), high) if answer else (low, min(high, edge))
            told = band(secret, (0.0, 30.0, 60.0, 90.0))
            assert (low, high) == (max(told[0], low), min(told[1], high))
            assert low <= told[0] or math.isinf(told[0])
            assert high >= told[1] or math.isinf(told[1])

    def test_a_budget_ends_and_unknown_looks_like_spent(self) -> None:
        gate = Gate({"cover": 47.0}, {"cover": (0.0, 30.0, 60.0)}, most=2)
        assert gate.told("cover", "USA") == (30.0, 60.0)
        gate.told("cover", "USA")
        with pytest.raises(AccessError) as spent:
            gate.told("cover", "USA")
        with pytest.raises(AccessError) as unknown:
            gate.told("stock", "USA")
        assert str(spent.value) == str(unknown.value)
        assert gate.told("cover", "AUS") == (30.0, 60.0)

    def test_joint_cover_is_yes_no_or_open(self) -> None:
        assert joint_cover([(30.0, 60.0), (30.0, 60.0)], 60.0) is True
        assert joint_cover([(0.0, 30.0), (0.0, 30.0)], 60.0) is False
        assert joint_cover([(30.0, 60.0), (0.0, 30.0)], 60.0) is None
        with pytest.raises(DataError):
            joint_cover([(60.0, 30.0)], 1.0)

    def test_everyone_is_a_star(self) -> None:
        assert Label("CLEAR").releasable_to == EVERYONE
