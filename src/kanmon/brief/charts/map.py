"""The world by how many goods each economy is the largest supplier of."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from typing import Any

from kanmon.brief.charts.svg import frame, text

_SCALE = 0.1


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
    for iso3, place in places.items():
        if place.label and (spot := _spot(data, iso3)) is not None:
            x, y = spot
            labels.append(text(x * _SCALE, y * _SCALE, place.label, "place", "middle"))
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
        '<svg class="swatch" viewBox="0 0 22 12" aria-hidden="true">'
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


def _spot(data: Mapping[str, Any], iso3: str) -> tuple[float, float] | None:
    if iso3 in data["shapes"]:
        x, y = data["shapes"][iso3]["at"]
        return x, y + 30
    if iso3 in data["dots"]:
        x, y = data["dots"][iso3]
        return x, y + 150
    return None
