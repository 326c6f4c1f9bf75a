"""Which industry of an input-output table makes a good, and how much of its deliveries it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.rows import parse_csv, read_text
from kanmon.errors import CodeError, DataError

CLASSIFICATIONS = ("WIOD13", "ISIC4")
"""WIOD 2013 industries c1 to c35, and ISIC rev. 4 divisions with their section's letter."""

_COLUMNS = ("good", "classification", "industry", "source", "date", "status", "note")
_STATUS = ("found", "memory", "assumption")


@dataclass(frozen=True, slots=True)
class Industry:
    """Name the industry that makes a good, and how sure that is.

    Example:
        >>> industry_of("logic_chips").industry
        'c14'
    """

    good: str
    classification: str
    industry: str
    source: str
    date: str
    status: str
    note: str = ""


@cache
def industries() -> Mapping[tuple[str, str], Industry]:
    """Load the industry of every good of the catalogue.

    Returns:
        Industries by good and classification.

    Example:
        >>> industries()["gallium_metal", "ISIC4"].industry
        'C24'
    """
    return parse_industries(read_text("industries.csv"), where="catalogue/industries.csv")


def parse_industries(text: str, *, where: str) -> Mapping[tuple[str, str], Industry]:
    """Read industries out of comma-separated text.

    Args:
        text: good, classification, industry, source, date, status, note.
        where: file named in an error.

    Returns:
        Industries by good and classification.

    Raises:
        DataError: an unknown classification or status, an empty cell, or a row that stands twice.

    Example:
        >>> head = "good,classification,industry,source,date,status,note"
        >>> text = head + "\\nx,WIOD13,c2,own,2026-01-01,assumption,\\n"
        >>> len(parse_industries(text, where="x.csv"))
        1
    """
    found: dict[tuple[str, str], Industry] = {}
    for line, row in enumerate(parse_csv(text, _COLUMNS, where=where), start=2):
        place = f"{where}, line {line}"
        if row["classification"] not in CLASSIFICATIONS or row["status"] not in _STATUS:
            raise DataError(
                f"{row['classification']!r}, {row['status']!r}",
                where=place,
                remedy=f"use {' or '.join(CLASSIFICATIONS)}, and {', '.join(_STATUS)}",
            )
        if not all(row[name] for name in _COLUMNS[:-1]):
            raise DataError("an empty cell", where=place, remedy="fill all but the note")
        key = (row["good"], row["classification"])
        if key in found:
            raise DataError(f"{' '.join(key)} stands twice", where=place, remedy="keep one")
        found[key] = Industry(**row)
    return MappingProxyType(found)


def industry_of(good: str, classification: str = "WIOD13") -> Industry:
    """Find the industry that makes a good.

    Args:
        good: id.
        classification: one of :data:`CLASSIFICATIONS`.

    Returns:
        The industry.

    Raises:
        CodeError: there is no row for it.

    Example:
        >>> industry_of("electric_vehicles").industry
        'c15'
    """
    try:
        return industries()[good, classification]
    except KeyError:
        raise CodeError(
            f"no industry of {classification} for {good!r}",
            where="catalogue/industries.csv",
            remedy=f"add a row, or use one of {', '.join(CLASSIFICATIONS)}",
        ) from None


@dataclass(frozen=True, slots=True)
class Share:
    """Hold a good's share of an industry's deliveries between two economies.

    ``capped`` says that trade in the good was worth more than the whole deliveries, as happens
    when the table is of another year or values goods differently.

    Example:
        >>> share_of_deliveries(5_000.0, 50.0).capped
        False
    """

    share: float
    measured: float
    capped: bool


def share_of_deliveries(flow_kusd: float, deliveries_musd: float) -> Share:
    """Measure how much of an industry's deliveries on an edge a good is.

    A stop of the good is then a stop of that share of the industry's deliveries, which says that
    the rest goes on, and that all buyers of the industry buy the good alike.

    Args:
        flow_kusd: trade in the good on the edge, thousand US dollars a year.
        deliveries_musd: the industry's deliveries on the edge, million US dollars a year.

    Returns:
        The share, at most 1, and whether it was capped.

    Raises:
        DataError: an amount is missing or negative, or the good is traded where the industry
            delivers nothing.

    Example:
        >>> share_of_deliveries(5_000.0, 50.0).share
        0.1
    """
    if not all(math.isfinite(v) and v >= 0.0 for v in (flow_kusd, deliveries_musd)):
        raise DataError(
            f"{flow_kusd} kUSD of {deliveries_musd} MUSD",
            where="share of deliveries",
            remedy="give amounts of zero or more",
        )
    if flow_kusd == 0.0:
        return Share(0.0, 0.0, False)
    if deliveries_musd == 0.0:
        raise DataError(
            f"{flow_kusd} kUSD traded, and no deliveries of the industry",
            where="share of deliveries",
            remedy="the table rounds this edge away: choose a larger region or another table",
        )
    measured = flow_kusd / 1000.0 / deliveries_musd
    return Share(min(1.0, measured), measured, measured > 1.0)
