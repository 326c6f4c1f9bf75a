"""Charts draw what they are given: lengths, breaks and classes."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kanmon.brief.charts.bars import Bar, bars
from kanmon.brief.charts.lines import Line, Scale, lines
from kanmon.brief.charts.map import Place, classes, world, world_map
from kanmon.brief.charts.svg import ems


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_bar_lengths_are_the_shares(shares: list[float]) -> None:
    svg = bars([Bar(str(i), s, "x") for i, s in enumerate(shares)], "b", "t", "d")
    widths = [float(w) for w in re.findall(r'class="bar"[^>]* width="([\d.]+)"', svg)]
    assert len(widths) == len(shares)
    assert all(abs(w / 340 - s) < 2e-4 for w, s in zip(widths, shares, strict=True))


def test_a_year_without_a_figure_breaks_the_line() -> None:
    scale = Scale((2001, 2002, 2003, 2004, 2005), ("0", "1"), 0.4, "threshold")
    svg = lines(
        [Line("imports", (0.1, 0.2, None, 0.3, 0.4), "0.40", "party")], scale, "l", "t", "d"
    )
    found = re.search(r'class="line party" d="([^"]+)"', svg)
    assert found
    assert found.group(1).count("M") == 2


@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=2))
def test_labels_at_the_end_never_cover_each_other(ends: list[float]) -> None:
    scale = Scale((2001, 2002), ("0", "1"), 0.4, "threshold")
    rows = [
        Line(str(i), (v, v), f"{v}", kind)
        for i, (v, kind) in enumerate(zip(ends, ("world", "party"), strict=True))
    ]
    svg = lines(rows, scale, "l", "t", "d")
    places = sorted(float(y) for y in re.findall(r'y="([\d.]+)" class="value', svg))
    assert places[1] - places[0] >= 24
    assert places[0] >= 0
    assert places[1] + 11 <= 196


def test_classes_cover_every_count_once() -> None:
    for most in range(60):
        covered = [n for low, high in classes(most) for n in range(low, high + 1)]
        assert covered == list(range(1, most + 1))


def test_the_world_has_large_and_small_economies_each_once() -> None:
    shapes, dots = set(world()["shapes"]), set(world()["dots"])
    assert not shapes & dots
    assert {"JPN", "CHN", "TWN", "KOR", "FRA", "COD", "XKX"} <= shapes
    assert {"SGP", "HKG", "MAC", "BHR", "MLT", "MUS"} <= dots


def test_no_outline_crosses_the_map() -> None:
    """A shape cut wrongly at the map's edge would have a step across half the world."""
    for path in [s["d"] for s in world()["shapes"].values()] + world()["land"]:
        for ring in re.findall(r"l([^Mz]+)z", path):
            numbers = [int(n) for n in re.findall(r"-?\d+", ring)]
            assert max(abs(step) for step in numbers[::2]) < 1500


def test_a_small_economy_is_a_dot_with_its_title() -> None:
    svg = world_map({"SGP": Place(2, "Singapore: 2", "Singapore 2")}, ["MLT"], "m", "t", "d")
    assert re.search(r'<circle class="dot c4"[^>]*><title>Singapore: 2</title>', svg)
    assert re.search(r'<circle class="dot self"', svg)


def test_map_labels_never_cover_each_other() -> None:
    crowd = ["KOR", "TWN", "HKG", "MAC", "SGP", "MYS", "PHL", "VNM", "CHN", "DEU", "FRA", "NLD"]
    places = {iso3: Place(1, iso3, f"{iso3} label 1") for iso3 in crowd}
    svg = world_map(places, ["JPN"], "m", "t", "d")
    found = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" class="place"[^>]*>([^<]+)<', svg)
    assert len(found) >= 6
    boxes = [(float(x), float(y), ems(label) * 9.5) for x, y, label in found]
    for i, (x, y, width) in enumerate(boxes):
        for other_x, other_y, other in boxes[i + 1 :]:
            apart = abs(x - other_x) >= (width + other) / 2 - 0.2
            assert apart or abs(y - other_y) >= 9.0


def test_every_path_of_the_map_has_a_step() -> None:
    paths = [shape["d"] for shape in world()["shapes"].values()] + list(world()["land"])
    assert [d for d in paths if not d or re.search(r"l(z|$)", d)] == []
