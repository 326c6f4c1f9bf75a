"""Layout of the impact charts: everything leads right, nothing covers anything."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanmon.brief.charts.curves import Axis, Curve, Mark, curves, place
from kanmon.brief.charts.sankey import Flow, Knot, acyclic, layout, sankey, wrap
from kanmon.brief.charts.svg import ems
from kanmon.brief.charts.tornado import Swing, spans, tornado

_NAMES = st.sampled_from([f"k{i}" for i in range(9)])
_FLOWS = st.lists(
    st.builds(Flow, _NAMES, _NAMES, st.floats(0.01, 500.0)),
    min_size=1,
    max_size=25,
    unique_by=lambda f: (f.source, f.target),
)


@given(_FLOWS)
def test_what_is_drawn_has_no_circle_and_nothing_is_lost(flows: list[Flow]) -> None:
    onward, turned = acyclic(flows)
    assert sorted([*onward, *turned], key=repr) == sorted(flows, key=repr)
    order = layout(flows, {}).boxes
    assert all(order[f.source].column < order[f.target].column for f in onward)


@given(_FLOWS, st.integers(1, 2))
def test_boxes_and_labels_of_a_column_do_not_overlap(flows: list[Flow], lines: int) -> None:
    made = layout(flows, dict.fromkeys([f"k{i}" for i in range(9)], lines))
    for one, other in combinations(made.boxes.values(), 2):
        if one.column != other.column:
            continue
        middles = abs((one.y + one.height / 2) - (other.y + other.height / 2))
        halves = sum(max(b.height, 14.0 * lines) for b in (one, other)) / 2
        assert middles >= halves
    for box in made.boxes.values():
        assert 0.0 <= box.x <= 920.0 - 10.0
        assert box.y >= -0.01
        assert box.y + box.height <= made.height + 0.01


@given(_FLOWS)
def test_a_knot_is_as_tall_as_what_flows_through_it(flows: list[Flow]) -> None:
    made = layout(flows, {})
    for name, box in made.boxes.items():
        out = sum(f.amount for f in made.flows if f.source == name)
        into = sum(f.amount for f in made.flows if f.target == name)
        assert box.height == pytest.approx(max(1.5, made.scale * max(out, into)))


def test_of_a_circle_the_smallest_link_is_left_out() -> None:
    flows = [Flow("a", "b", 5.0), Flow("b", "c", 4.0), Flow("c", "a", 1.0), Flow("a", "a", 9.0)]
    _, turned = acyclic(flows)
    assert {(f.source, f.target) for f in turned} == {("c", "a"), ("a", "a")}


@given(st.text(alphabet="ab cé磁石", min_size=1, max_size=60), st.floats(5.0, 20.0))
def test_wrapped_labels_keep_to_their_room(label: str, room: float) -> None:
    assert all(ems(row) <= room for row in wrap(label, room))


def test_labels_of_a_sankey_stay_inside_the_drawing_in_every_language() -> None:
    long = "natural graphite for battery anodes, spherical and coated, of the highest grade"
    flows = [Flow("a", "b", 3.0), Flow("b", "c", 2.0), Flow("c", "d", 1.0)]
    knots = {k: Knot(long, "1,234", "through") for k in "abcd"}
    svg = sankey(flows, knots, "s", "t", "d")
    for x, words in re.findall(r'<text x="([\d.]+)"[^>]*>([^<]*)<', svg):
        assert float(x) + ems(words) * 12.5 <= 920.5
    assert svg.count("1,234") == 4


@given(
    st.lists(
        st.tuples(st.floats(40, 330), st.sampled_from(["start", "short, day 45", "不足、120日目"])),
        max_size=6,
    )
)
def test_marks_never_cover_each_other_or_leave_the_frame(labels: list[tuple[float, str]]) -> None:
    found = place(labels, 0.0, 340.0, 11.0)
    boxes = [
        (p.x, p.x + ems(words) * 11.0, p.row) for p, (_, words) in zip(found, labels, strict=True)
    ]
    for one, other in combinations(boxes, 2):
        assert one[2] != other[2] or one[1] <= other[0] or other[1] <= one[0]
    assert all(left >= 0.0 and right <= 340.0 for left, right, _ in boxes)


def test_curve_draws_interval_line_and_marks_with_words() -> None:
    curve = Curve((1.0, 0.2, 0.3), (1.0, 0.4, 0.5), (1.0, 0.6, 0.8))
    svg = curves(
        curve,
        [Mark(0, "start", "start"), Mark(1, "short, day 1", "short")],
        Axis(("0%", "50%", "100%"), 1.0, ((0, "1 January"), (2, "3 January"))),
        "c",
        ("Gallium", "from 100% to 40%"),
    )
    assert svg.count('class="band"') == 1
    assert "M40 38L185 111.2L330 99" in svg
    for words in ("start", "short, day 1", "1 January", "3 January", "50%"):
        assert f">{words}<" in svg
    still = Curve(curve.mid, curve.mid, curve.mid)
    assert 'class="band"' not in curves(still, [], Axis(("0", "1"), 1.0, ()), "c", ("t", "d"))


def test_a_long_curve_keeps_its_bends_and_its_ends() -> None:
    mid = tuple(1.0 if d < 100 else 0.25 for d in range(3000))
    svg = curves(Curve(mid, mid, mid), [], Axis(("0", "1"), 1.0, ()), "c", ("t", "d"))
    line = re.search(r'class="line party" d="M([^"]+)"', svg)
    assert line
    points = line.group(1).split("L")
    assert len(points) <= 6
    assert points[0].endswith(" 38")
    assert points[-1].startswith("330 ")


@given(
    st.lists(st.tuples(st.floats(0, 400), st.floats(0, 400)), min_size=1, max_size=8),
)
def test_swings_share_one_scale_and_labels_stay_in_the_drawing(
    ends: list[tuple[float, float]],
) -> None:
    rows = [Swing("x", a, b, f"{a:.0f} days at 10%", f"{b:.0f} days at 90%") for a, b in ends]
    found = spans(rows, 620.0, 12.5)
    for row, one in zip(rows, found, strict=True):
        first, second = (
            (row.low_label, row.high_label)
            if row.low <= row.high
            else (row.high_label, row.low_label)
        )
        assert one.left - ems(first) * 12.5 >= -1e-6
        assert one.right + ems(second) * 12.5 <= 620.0 + 1e-6
        assert one.left < one.x <= one.x + one.width < one.right
    widths = [(abs(a - b), one.width) for (a, b), one in zip(ends, found, strict=True)]
    wide = max(widths)
    if wide[0] > 1.0:
        unit = wide[1] / wide[0]
        assert all(w == pytest.approx(unit * s, abs=1e-6) for s, w in widths)


def test_tornado_labels_each_end_with_loss_and_amount() -> None:
    svg = tornado(
        [Swing("Cut", 9.0, 2.0, "9 days at 0%", "2 days at 30%")], (5.0, "best"), "t", "T", "d"
    )
    left = svg.index("2 days at 30%")
    assert left < svg.index("9 days at 0%")
    assert svg.count('text-anchor="end">2 days') == 1
