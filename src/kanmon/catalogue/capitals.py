"""Where the capitals of economies lie, to measure a way by when nothing better is given."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.rows import read_csv

_EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""


@dataclass(frozen=True, slots=True)
class Capital:
    """Place a capital in degrees, to about a tenth of one.

    Example:
        >>> capitals()["JPN"].name
        'Tokyo'
    """

    iso3: str
    name: str
    lat: float
    lon: float


@cache
def capitals() -> Mapping[str, Capital]:
    """Load the capitals.

    Returns:
        Capitals by economy; small islands and dependent territories are not there.

    Example:
        >>> len(capitals()) > 150
        True
    """
    columns = ("iso3", "capital", "lat", "lon", "source", "date", "status")
    return MappingProxyType(
        {
            row["iso3"]: Capital(row["iso3"], row["capital"], float(row["lat"]), float(row["lon"]))
            for row in read_csv("capitals.csv", columns)
        }
    )


def capital_distance(one: str, other: str) -> float | None:
    """Measure the great circle between two capitals.

    Args:
        one: economy.
        other: economy.

    Returns:
        Kilometres on a sphere; None where a capital is not known.

    Source:
        Haversine formula (Sinnott 1984).

    Example:
        >>> round(capital_distance("JPN", "USA"), -2)
        10900.0
    """
    known = capitals()
    if one not in known or other not in known:
        return None
    a, b = known[one], known[other]
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, half)))
