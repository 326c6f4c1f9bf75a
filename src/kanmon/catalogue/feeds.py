"""Whence a maker has its feed, where trade figures cannot show it: dated rows, each sourced."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.rows import parse_csv, read_text
from kanmon.errors import DataError

Feeds = Mapping[tuple[str, str], Mapping[str, float]]
_COLUMNS = ("input", "economy", "origin", "share", "source", "date", "status", "note")
_STATUS = ("found", "memory")


@cache
def feeds() -> Feeds:
    """Load the feeds of the catalogue.

    Returns:
        Shares by origin, by input and economy.

    Example:
        >>> dict(feeds()["rare_earth_ore", "MYS"])
        {'AUS': 1.0}
    """
    return parse_feeds(read_text("feeds.csv"), where="catalogue/feeds.csv")


def parse_feeds(text: str, *, where: str) -> Feeds:
    """Read feeds out of comma-separated text.

    Args:
        text: input, economy, origin, share, source, date, status, note.
        where: file named in an error.

    Returns:
        Shares by origin, by input and economy; they may add up to less than one.

    Raises:
        DataError: a share outside 0 to 1, an unknown status, no source, a row that stands twice,
            or shares of one economy that add up to more than one.

    Example:
        >>> text = ",".join(_COLUMNS) + "\\nx_ore,FIN,RUS,0.6,s,2023,memory,\\n"
        >>> dict(parse_feeds(text, where="x.csv")["x_ore", "FIN"])
        {'RUS': 0.6}
    """
    found: dict[tuple[str, str], dict[str, float]] = {}
    for line, row in enumerate(parse_csv(text, _COLUMNS, where=where), start=2):
        place = f"{where}, line {line}"
        if row["status"] not in _STATUS or not row["source"]:
            raise DataError(
                f"status {row['status']!r} of {row['source']!r}",
                where=place,
                remedy=f"name a source and one of {', '.join(_STATUS)}",
            )
        shares = found.setdefault((row["input"], row["economy"]), {})
        if row["origin"] in shares:
            raise DataError(f"{row['origin']} stands twice", where=place, remedy="keep one")
        shares[row["origin"]] = _share(row["share"], place)
        if sum(shares.values()) > 1 + 1e-9:
            raise DataError(
                f"{sum(shares.values()):g} of the feed of {row['economy']}",
                where=place,
                remedy="let the shares add up to one at most",
            )
    return MappingProxyType({key: MappingProxyType(shares) for key, shares in found.items()})


def _share(text: str, place: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = math.nan
    if not 0 < share <= 1:
        raise DataError(f"share {text!r}", where=place, remedy="give a fraction of one")
    return share
