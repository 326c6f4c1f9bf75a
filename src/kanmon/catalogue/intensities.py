"""What a unit of each clean technology is made of: tonnes of material, with bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.rows import parse_csv, read_text
from kanmon.catalogue.technologies import STATUS, Span, one_of, span, technologies
from kanmon.errors import CodeError, DataError

FILES = ("transition/intensities.csv", "transition/intensities_stated.csv")
"""Compiled by ``kanmon.reference.intensities`` from published studies, and stated by hand."""
COLUMNS = (
    *("technology", "material", "low", "best", "high", "unit", "studies", "year"),
    *("source", "licence", "vintage", "status", "note"),
)


@dataclass(frozen=True, slots=True)
class Intensity:
    """Hold the tonnes of a material in a unit of a technology.

    ``amount`` is per unit of the technology's own count, ``studies`` how many published values
    stand behind the bounds (least, median, most), ``year`` the designs' year.

    Example:
        >>> intensity("wind_onshore_direct", "neodymium").unit
        't/GW'
    """

    technology: str
    material: str
    amount: Span
    unit: str
    studies: int
    year: int
    source: str
    licence: str
    vintage: str
    status: str
    note: str = ""


@cache
def intensities() -> Mapping[tuple[str, str], Intensity]:
    """Load the intensities; a row stated by hand goes before a compiled one.

    Returns:
        By technology and material.

    Example:
        >>> ("solar_cdte", "tellurium") in intensities()
        True
    """
    compiled, stated = (
        parse_intensities(read_text(name), where=f"catalogue/{name}") for name in FILES
    )
    return MappingProxyType({**compiled, **stated})


def intensity(technology: str, material: str) -> Intensity:
    """Give one intensity.

    Args:
        technology: id.
        material: id.

    Returns:
        The intensity.

    Raises:
        CodeError: none is on record; that is not zero.

    Example:
        >>> intensity("solar_cdte", "tellurium").amount.best > 0
        True
    """
    known = intensities()
    if (technology, material) not in known:
        held = ", ".join(sorted(m for t, m in known if t == technology))
        raise CodeError(
            f"no intensity of {material} in {technology} on record",
            remedy=f"use one of {held or 'another technology'}",
        )
    return known[technology, material]


def parse_intensities(text: str, *, where: str) -> Mapping[tuple[str, str], Intensity]:
    """Read intensities out of comma-separated text.

    Args:
        text: rows with the columns of ``catalogue/transition/intensities.csv``.
        where: file named in an error.

    Returns:
        By technology and material.

    Raises:
        DataError: an unknown technology or status, a unit that is not per unit of the
            technology, bounds out of order, or a pair that stands twice.

    Example:
        >>> parse_intensities(",".join(COLUMNS), where="x.csv")
        mappingproxy({})
    """
    known = technologies()
    found: dict[tuple[str, str], Intensity] = {}
    for line, row in enumerate(parse_csv(text, COLUMNS, where=where), start=2):
        place = f"{where}, line {line}"
        one_of(row["technology"], tuple(known), "technology", place)
        one_of(row["status"], STATUS, "status", place)
        one_of(row["unit"], (f"t/{known[row['technology']].unit}",), "unit", place)
        key = (row["technology"], row["material"])
        if key in found or not row["material"]:
            raise DataError(f"{' '.join(key)} stands twice", where=place, remedy="keep one")
        found[key] = Intensity(
            *key,
            span(row, ("low", "best", "high"), place),
            row["unit"],
            _whole(row["studies"], "studies", place),
            _whole(row["year"], "year", place),
            **{name: row[name] for name in ("source", "licence", "vintage", "status", "note")},
        )
    return MappingProxyType(found)


def _whole(text: str, name: str, place: str) -> int:
    if not text.isdigit():
        raise DataError(f"{name} {text!r}", where=place, remedy="give a whole number")
    return int(text)
