"""Weights and bands of the comparison of names: dated tables, with how they were chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.rows import read_csv
from kanmon.errors import DataError


@dataclass(frozen=True, slots=True)
class NameWeight:
    """Hold what one feature adds to the log-odds, a unit of the feature.

    ``sign`` is ``+``, ``-`` or ``any``: which way the weight was allowed to go when chosen.
    ``basis`` is ``fitted`` (on labelled pairs) or ``judged`` (set by hand, an assumption).

    Example:
        >>> name_weights()["agreement"].sign
        '+'
    """

    feature: str
    weight: float
    sign: str
    basis: str
    meaning: str
    date: str


@dataclass(frozen=True, slots=True)
class NameBands:
    """Hold the log-odds from which a match calls for review, and from which it is a hit.

    Example:
        >>> bands = name_bands()["list"]
        >>> bands.review < bands.hit
        True
    """

    setting: str
    review: float
    hit: float
    chosen_on: str
    date: str


@cache
def name_weights() -> Mapping[str, NameWeight]:
    """Load the weights of the features of a comparison.

    Returns:
        Weight by feature, in the order of the kernel for those the kernel tells.

    Raises:
        DataError: a weight goes the way its sign forbids.

    Example:
        >>> list(name_weights())[:2]
        ['agreement', 'left_asked']
    """
    columns = ("feature", "weight", "sign", "basis", "meaning", "date")
    found = {}
    for row in read_csv("names/weights.csv", columns):
        weight = float(row["weight"])
        if weight * {"+": 1, "-": -1, "any": 0}[row["sign"]] < 0:
            raise DataError(
                f"{row['feature']} weighs {weight}, against its sign",
                where="weights.csv",
                remedy="choose the weights again with `python -m benchmarks.names_fit`",
            )
        found[row["feature"]] = NameWeight(
            row["feature"], weight, row["sign"], row["basis"], row["meaning"], row["date"]
        )
    return MappingProxyType(found)


@cache
def name_bands() -> Mapping[str, NameBands]:
    """Load the bands.

    Returns:
        Bands by setting: ``pair`` (two names put side by side), ``list`` (one name against lists
        of thousands, where chance likeness is commoner) and ``scripts`` (the same, the two names
        in different scripts, where the same party is less alike).

    Raises:
        DataError: a hit would need less than a review.

    Example:
        >>> sorted(name_bands())
        ['list', 'pair', 'scripts']
    """
    found = {}
    columns = ("setting", "review", "hit", "chosen_on", "date")
    for row in read_csv("names/bands.csv", columns):
        bands = NameBands(
            row["setting"], float(row["review"]), float(row["hit"]), row["chosen_on"], row["date"]
        )
        if bands.hit < bands.review:
            raise DataError("hit is below review", where="bands.csv", remedy="order them")
        found[bands.setting] = bands
    return MappingProxyType(found)
