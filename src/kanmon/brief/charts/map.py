"""The world by how many goods each economy is the largest supplier of."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from typing import Any

from kanmon.brief.charts.svg import ems, frame, text

_SCALE = 0.1
_SIZE = 9.5
"""Font size of the labels, as the page's CSS has it for ``.place``."""


@dataclass(frozen=True, slots=True)
class Place:
    """Carry one economy on the map: how many goods, what a pointer reads, a label or none.

    Example:
        >>> Place(3, "China: 3 goods", "China 3").count
        3
    """

    count: int
    title: str
    label: str = ""


@cache
def world() -> Mapping[str, Any]:
    """Load the compiled shapes.

    Returns:
        Width, height, shapes and dots by ISO3, and land without a code.

    Example:
        >>> "TWN" in world()["shapes"], "SGP" in world()["dots"]
        (True, True)
    """
    file = resources.files("kanmon.brief.map") / "world.json"
    loaded: Mapping[str, Any] = json.loads(file.read_text("utf-8"))
    return loaded


def classes(most: int) -> tuple[tuple[int, int], ...]:
    """Divide counts from 1 to the most into at most four classes.

    Args:
        most: largest count on the map.

    Returns:
        Least and most of each class, rising; empty when nothing is counted.

    Example:
        >>> classes(3), classes(21)
        (((1, 1), (2, 2), (3, 3)), ((1, 1), (2, 4), (5, 9), (10, 21)))
    """
    if most <= 4:
        return tuple((n, n) for n in range(1, most + 1))
    edges = [1, 2, 5, 10]
    found = [(low, high - 1) for low, high in zip(edges, [*edges[1:], most + 1], strict=True)]
    return tuple((low, min(high, most)) for low, high in found if low <= most)


def world_map(
    places: Mapping[str, Place],
    members: Sequence[str],
    name: str,
    title: str,
    desc: str,
) -> str:
    """Draw the map: shade by class, an outline for the party, dots for small economies.

    Args:
        places: economies that are the largest supplier of some good, by ISO3.
        members: economies of the party, outlined.
        name: id of the chart, unique on the page.
        title: what the chart shows.
        desc: its content in words.

    Returns:
        An ``svg`` element.

    Example:
        >>> svg = world_map({"CHN": Place(1, "China: 1")}, ["JPN"], "m", "Map", "China 1")
        >>> svg.count('class="land c4"')
        1
    """
    data = world()
    bands = classes(max((p.count for p in places.values()), default=0))
    own = set(members)
    marks = [f'<path class="land" d="{path}"/>' for path in data["land"]]
    outlines, labels = [], []
    for iso3, shape in data["shapes"].items():
        place = places.get(iso3)
        drawn = f'<path class="{_kind("land", place, bands)}" d="{shape["d"]}"'
        marks.append(f"{drawn}>{_title(place)}</path>" if place else f"{drawn}/>")
        if iso3 in own:
            outlines.append(f'<path class="own" d="{shape["d"]}"/>')
    for iso3, (x, y) in data["dots"].items():
        place = places.get(iso3)
        if place is None and iso3 not in own:
            continue
        kind = _kind("dot", place, bands) + (" self" if iso3 in own else "")
        marks.append(f'<circle class="{kind}" cx="{x}" cy="{y}" r="52">{_title(place)}</circle>')
    for x, y, label in _labels(data, places, own):
        labels.append(text(x, y, label, "place", "middle"))
    body = (
        f'<g transform="scale({_SCALE})">{"".join(marks)}{"".join(outlines)}</g>'
        f'<g class="labels">{"".join(labels)}</g>'
    )
    size = (round(data["width"] * _SCALE), round(data["height"] * _SCALE))
    return frame(body, size, name, title, desc)


def swatch(index: int, total: int) -> str:
    """Draw the legend's mark of a class.

    Args:
        index: class, rising from 0.
        total: how many classes there are.

    Returns:
        An ``svg`` element without a role: the words beside it say what it is.

    Example:
        >>> 'class="land c4"' in swatch(0, 1)
        True
    """
    return (
        '<svg class="swatch" width="22" height="12" viewBox="0 0 22 12" aria-hidden="true">'
        f'<rect class="land c{_shade(index, total)}" width="22" height="12"/></svg>'
    )


def _shade(index: int, total: int) -> int:
    """Spread the classes over the four shades, the largest always the darkest."""
    return 4 - (total - 1 - index)


def _kind(word: str, place: Place | None, bands: tuple[tuple[int, int], ...]) -> str:
    if place is None or not place.count:
        return word
    index = next(i for i, (low, high) in enumerate(bands) if low <= place.count <= high)
    return f"{word} c{_shade(index, len(bands))}"


def _title(place: Place | None) -> str:
    return f"<title>{escape(place.title)}</title>" if place else ""


Box = tuple[float, float, float, float]


def _labels(
    data: Mapping[str, Any], places: Mapping[str, Place], own: set[str]
) -> list[tuple[float, float, str]]:
    """Place labels in the order given, each where it covers no other and not the party.

    A label that fits nowhere is left out: the list under the map has every name.
    """
    taken = [_box(data["shapes"][iso3]["d"]) for iso3 in sorted(own) if iso3 in data["shapes"]]
    # A party of continents would leave no room at all: only a small one is kept clear.
    taken = [box for box in taken if box[2] - box[0] < 60.0]
    for iso3 in places:
        if iso3 in data["dots"]:
            x, y = (v * _SCALE for v in data["dots"][iso3])
            taken.append((x - 6, y - 6, x + 6, y + 6))
    placed = []
    for iso3, place in places.items():
        if not place.label:
            continue
        shape = data["shapes"].get(iso3)
        x, y = (v * _SCALE for v in (shape["at"] if shape else data["dots"].get(iso3, (-1, -1))))
        if x < 0:
            continue
        half, high = ems(place.label) * _SIZE / 2, _SIZE * 0.8
        away = 8.0 if shape is None else 0.0
        spots = [
            (x, y + 3 + 1.7 * away),
            (x - half - 7, y + 3),
            (x + half + 7, y + 3),
            (x, y + 13),
            (x, y - 7),
        ]
        for cx, base in spots:
            box = (cx - half, base - high, cx + half, base + 2)
            if not any(_overlap(box, other) for other in taken):
                taken.append(box)
                placed.append((cx, base, place.label))
                break
    return placed


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _box(path: str) -> Box:
    """Find the bounds of a compiled path: absolute starts, relative steps."""
    xs: list[float] = []
    ys: list[float] = []
    for ring in path.split("M")[1:]:
        start, _, steps = ring.rstrip("z").partition("l")
        x, y = (int(n) for n in start.split())
        numbers = [int(n) for n in re.findall(r"-?\d+", steps)]
        xs.append(x)
        ys.append(y)
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            xs.append(x)
            ys.append(y)
    return min(xs) * _SCALE, min(ys) * _SCALE, max(xs) * _SCALE, max(ys) * _SCALE
