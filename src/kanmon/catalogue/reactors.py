"""Small reactor designs: maker, power, fuel, status, each row with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.rows import parse_csv, read_text
from kanmon.catalogue.technologies import STATUS, one_of
from kanmon.codes.register import is_economy
from kanmon.errors import CodeError, DataError

FILE = "transition/reactors.csv"
STANDINGS = ("operating", "construction", "licensed", "design")
FUELS = ("LEU", "HALEU")
_COLUMNS = (
    *("id", "name", "maker", "economy", "type", "power", "thermal", "fuel"),
    *("assay_low", "assay", "assay_high", "refuelling", "status", "status_date"),
    *("source", "date", "row_status", "note"),
)
_LEU = 0.05
"""Highest assay of today's light-water fuel; between this and 20 % is HALEU (U.S. DOE's term)."""


@dataclass(frozen=True, slots=True)
class Design:
    """Hold one design; what is None is not published or not on record.

    ``power`` is electric, ``thermal`` thermal, MW of one unit; assays are shares of U-235;
    ``refuelling`` months between reloads, None where it is fed while running.

    Example:
        >>> design("xe_100").fuel_class
        'HALEU'
    """

    id: str
    name: str
    maker: str
    economy: str
    type: str
    power: float | None
    thermal: float | None
    fuel: str
    assay_low: float | None
    assay: float | None
    assay_high: float | None
    refuelling: float | None
    status: str
    status_date: str
    source: str
    date: str
    row_status: str
    note: str = ""

    @property
    def fuel_class(self) -> str:
        """LEU up to 5 %, HALEU above; empty where the assay is not on record."""
        if self.assay_high is None:
            return ""
        return FUELS[0] if self.assay_high <= _LEU else FUELS[1]


@cache
def designs() -> Mapping[str, Design]:
    """Load the designs.

    Returns:
        By id, in the order of the file.

    Example:
        >>> len(designs()) >= 12
        True
    """
    return parse_designs(read_text(FILE), where=f"catalogue/{FILE}")


def design(key: str) -> Design:
    """Give one design by id or name.

    Args:
        key: id, or name in any case.

    Returns:
        The design.

    Raises:
        CodeError: there is none of that id or name.

    Example:
        >>> design("BWRX-300").economy
        'USA'
    """
    known = designs()
    wanted = key.strip().lower()
    for one in known.values():
        if wanted in (one.id, one.name.lower()):
            return one
    raise CodeError(f"design {key!r}", remedy=f"use one of {', '.join(known)}")


def parse_designs(text: str, *, where: str) -> Mapping[str, Design]:
    """Read designs out of comma-separated text.

    Args:
        text: rows with the columns of ``catalogue/transition/reactors.csv``.
        where: file named in an error.

    Returns:
        By id.

    Raises:
        DataError: an unknown economy, standing or status, an amount that is none, assays out of
            order or of one and more, or an id that stands twice.

    Example:
        >>> parse_designs(",".join(_COLUMNS), where="x.csv")
        mappingproxy({})
    """
    found: dict[str, Design] = {}
    for line, row in enumerate(parse_csv(text, _COLUMNS, where=where), start=2):
        place = f"{where}, line {line}"
        if row["id"] in found or not row["id"]:
            raise DataError(f"id {row['id']!r}", where=place, remedy="give each row its own")
        if not is_economy(row["economy"]):
            raise DataError(f"economy {row['economy']!r}", where=place, remedy="use an ISO3 key")
        one_of(row["status"], STANDINGS, "status", place)
        one_of(row["row_status"], STATUS, "row_status", place)
        assays = [_amount(row[n], n, place) for n in ("assay_low", "assay", "assay_high")]
        given = [a for a in assays if a is not None]
        if given != sorted(given) or any(a >= 1.0 for a in given):
            raise DataError(
                f"assays {', '.join(map(str, given))}",
                where=place,
                remedy="give shares of U-235 below one in rising order",
            )
        names = ("id", "name", "maker", "economy", "type", "fuel", "status", "status_date")
        told = {n: row[n] for n in (*names, "source", "date", "row_status", "note")}
        found[row["id"]] = Design(
            power=_amount(row["power"], "power", place),
            thermal=_amount(row["thermal"], "thermal", place),
            assay_low=assays[0],
            assay=assays[1],
            assay_high=assays[2],
            refuelling=_amount(row["refuelling"], "refuelling", place),
            **told,
        )
    return MappingProxyType(found)


def _amount(text: str, name: str, place: str) -> float | None:
    if not text:
        return None
    try:
        amount = float(text)
    except ValueError as e:
        raise DataError(f"{name} {text!r}", where=place, remedy="give a number") from e
    if not 0.0 <= amount < float("inf"):
        raise DataError(f"{name} {text!r}", where=place, remedy="give a number of zero or more")
    return amount
