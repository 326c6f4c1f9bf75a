"""Compile ``world.json`` from Natural Earth: decode, project, round, key by ISO3.

Recipe: ``npm pack world-atlas@2.0.2`` (Natural Earth 4.1, public domain) and unpack it; then
``python -m kanmon.brief.map.build countries-110m.json countries-50m.json codes.csv``, where
``codes.csv`` has the columns ``alpha-3`` and ``country-code`` (ISO 3166-1 numeric). Shapes come
from the 110m file; economies too small to be in it become dots at their 50m centre.
"""

from __future__ import annotations

import csv
import itertools
import json
import math
import sys
from pathlib import Path
from typing import Any

WIDTH = 7200
Point = tuple[float, float]
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_HALF_WIDTH = 2.0 * math.sqrt(3.0) * math.pi / (3.0 * _A[0])
_SOUTH = -57.0
# Cutting the globe in the Bering Strait leaves every large economy whole.
_CENTRE = 11.0
# Natural Earth draws these without an ISO number. Kosovo has the code trade data use; the others
# are drawn as land without data, which takes no side.
_UNNUMBERED = {"Kosovo": "XKX"}


def equal_earth(longitude: float, latitude: float) -> Point:
    """Project a place so that areas keep their proportion.

    Args:
        longitude: degrees east.
        latitude: degrees north.

    Returns:
        x and y on the unit sphere's plane, y pointing north.

    Source:
        Savric, Patterson and Jenny (2019), The Equal Earth map projection.

    Example:
        >>> equal_earth(0.0, 0.0)
        (0.0, 0.0)
    """
    a1, a2, a3, a4 = _A
    t = math.asin(math.sqrt(3.0) / 2.0 * math.sin(math.radians(latitude)))
    slope = 9.0 * a4 * t**8 + 7.0 * a3 * t**6 + 3.0 * a2 * t**2 + a1
    x = 2.0 * math.sqrt(3.0) * math.radians(longitude) * math.cos(t) / (3.0 * slope)
    return x, a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t


def decode_arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """Undo TopoJSON's delta coding and quantisation.

    Args:
        topology: a TopoJSON object with ``arcs`` and ``transform``.

    Returns:
        Longitude and latitude of each point of each arc.

    Example:
        >>> decode_arcs({"arcs": [[[1, 1], [2, 0]]],
        ...              "transform": {"scale": [0.5, 1], "translate": [0, 0]}})
        [[(0.5, 1), (1.5, 1)]]
    """
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def rings(geometry: dict[str, Any], arcs: list[list[Point]]) -> list[list[Point]]:
    """Join arcs into the rings of a polygon or of several.

    Args:
        geometry: TopoJSON ``Polygon`` or ``MultiPolygon``.
        arcs: decoded arcs; a negative index means the arc backwards.

    Returns:
        Rings of longitude and latitude, holes included.

    Example:
        >>> square = [[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]]
        >>> len(rings({"type": "Polygon", "arcs": [[0]]}, square)[0])
        4
    """
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    joined = []
    for polygon in polygons:
        for ring in polygon:
            points: list[Point] = []
            for index in ring:
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                points.extend(arc[1:] if points else arc)
            joined.append(points)
    return joined


def centre(ring: list[Point]) -> tuple[Point, float]:
    """Find the centroid and the area of a ring.

    Args:
        ring: closed ring of planar points.

    Returns:
        Centroid and unsigned area, in the ring's unit and its square.

    Example:
        >>> centre([(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0)])
        ((1.0, 1.0), 4.0)
    """
    area = cx = cy = 0.0
    for (x0, y0), (x1, y1) in itertools.pairwise(ring):
        cross = x0 * y1 - x1 * y0
        area, cx, cy = area + cross, cx + (x0 + x1) * cross, cy + (y0 + y1) * cross
    if area == 0.0:
        return ring[0], 0.0
    return (cx / (3.0 * area), cy / (3.0 * area)), abs(area) / 2.0


def unroll(ring: list[Point]) -> list[list[Point]]:
    """Move a ring to the map's own meridian and cut it where it leaves the map.

    Args:
        ring: longitude and latitude; a step of more than half the globe is a wrap.

    Returns:
        Rings with longitudes from -180 to 180 about the map's centre.

    Example:
        >>> len(unroll([(-170.0, 0.0), (-168.0, 0.0), (-168.0, 1.0), (-170.0, 0.0)]))
        2
    """
    whole: list[Point] = []
    shift = 0.0
    for longitude, latitude in ring:
        x = longitude - _CENTRE + shift
        if whole and abs(x - whole[-1][0]) > 180.0:
            turn = 360.0 if x < whole[-1][0] else -360.0
            x, shift = x + turn, shift + turn
        whole.append((x, latitude))
    pieces = []
    for turn in (-360.0, 0.0, 360.0):
        piece = [(x + turn, y) for x, y in whole]
        for edge, side in ((-180.0, 1.0), (180.0, -1.0)):
            piece = _cut(piece, edge, side)
        if len(piece) >= 4:
            pieces.append(piece)
    return pieces


def _cut(ring: list[Point], edge: float, side: float) -> list[Point]:
    """Keep what lies on one side of a meridian (Sutherland and Hodgman 1974)."""
    kept: list[Point] = []
    for (x0, y0), (x1, y1) in itertools.pairwise(ring):
        inside0, inside1 = (x0 - edge) * side >= 0.0, (x1 - edge) * side >= 0.0
        if inside0 != inside1:
            kept.append((edge, y0 + (y1 - y0) * (edge - x0) / (x1 - x0)))
        if inside1:
            kept.append((x1, y1))
    return [*kept, kept[0]] if kept else []


def _compile(shapes: Path, small: Path, codes: Path) -> dict[str, Any]:
    """Compile the map data.

    Args:
        shapes: TopoJSON of countries at 1:110 million.
        small: TopoJSON of countries at 1:50 million, for the dots.
        codes: CSV with the columns ``alpha-3`` and ``country-code``.

    Returns:
        Width and height of the map, one path and label point per ISO3, dots, unnamed land.
    """
    with codes.open(encoding="utf-8-sig", newline="") as file:
        iso3 = {
            int(row["country-code"]): row["alpha-3"]
            for row in csv.DictReader(file)
            if row["country-code"].strip().isdigit()
        }
    scale = WIDTH / (2.0 * _HALF_WIDTH)
    top = equal_earth(0.0, 84.0)[1]
    height = round((top - equal_earth(0.0, _SOUTH)[1]) * scale)

    def place(point: Point) -> tuple[int, int]:
        x, y = equal_earth(*point)
        return round((x + _HALF_WIDTH) * scale), round((top - y) * scale)

    world: dict[str, Any] = {
        "source": "Natural Earth 4.1 by way of world-atlas 2.0.2, public domain",
        "width": WIDTH,
        "height": height,
        "shapes": {},
        "dots": {},
        "land": [],
    }
    for name, code, outline in _economies(shapes, iso3):
        if name == "Antarctica":
            continue
        placed = [[place(p) for p in piece] for ring in outline for piece in unroll(ring)]
        path = "".join(_path(ring) for ring in placed)
        if code is None:
            world["land"].append(path)
            continue
        largest = max(placed, key=lambda ring: centre([(float(x), float(y)) for x, y in ring])[1])
        (x, y), _ = centre([(float(x), float(y)) for x, y in largest])
        world["shapes"][code] = {"d": path, "at": [round(x), round(y)]}
    for _, code, outline in _economies(small, iso3):
        if code is None or code in world["shapes"] or code == "ATA":
            continue
        pieces = [piece for ring in outline for piece in unroll(ring)]
        (x, y), _ = max((centre(piece) for piece in pieces), key=lambda found: found[1])
        world["dots"][code] = list(place((x, y)))
    return world


def _economies(path: Path, iso3: dict[int, str]) -> list[tuple[str, str | None, list[list[Point]]]]:
    topology = json.loads(path.read_text("utf-8"))
    arcs = decode_arcs(topology)
    found = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        code = iso3[int(geometry["id"])] if "id" in geometry else _UNNUMBERED.get(name)
        found.append((name, code, rings(geometry, arcs)))
    return sorted(found, key=lambda item: (item[1] or "", item[0]))


def _path(ring: list[tuple[int, int]]) -> str:
    """Write a ring as a relative SVG path, points that round onto each other left out."""
    x0, y0 = ring[0]
    text = [f"M{x0} {y0}l"]
    steps = []
    for x, y in ring[1:-1]:
        # A step under 4 units is 0.4 px on the page: nobody sees it.
        if abs(x - x0) + abs(y - y0) < 4:
            continue
        steps.append(f"{x - x0} {y - y0}")
        x0, y0 = x, y
    # A sliver without a visible step is nothing to draw, and would be no valid path.
    if not steps:
        return ""
    return "".join(text) + " ".join(steps).replace(" -", "-") + "z"


if __name__ == "__main__":
    sources = [Path(argument) for argument in sys.argv[1:4]]
    compiled = json.dumps(_compile(*sources), separators=(",", ":"), ensure_ascii=False)
    Path(__file__).with_name("world.json").write_text(compiled + "\n", "utf-8")
