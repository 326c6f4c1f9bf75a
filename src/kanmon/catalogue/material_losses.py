"""What is lost and what comes back: learning, yield, scrap, collection, recovery, by material."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.rows import parse_csv, read_text
from kanmon.catalogue.technologies import STATUS, Span, one_of, span, technologies
from kanmon.errors import CodeError, DataError

FILE = "transition/losses.csv"
KEYS = ("decline", "yield", "scrap_recycled", "collected", "recovered", "shape")
"""Fall of intensity a year; part of input that ends up in the product; part of manufacturing scrap
that comes back; part of retired units collected; part of their material recovered; and the shape of
the Weibull law of lives."""
_COLUMNS = (
    *(
        "scope",
        "material",
        "key",
        "low",
        "best",
        "high",
        "unit",
        "source",
        "date",
        "status",
        "note",
    ),
)
ALL = "all"
_LIMITS = {"yield": (0.01, 1.0), "decline": (0.0, 0.5), "shape": (0.5, 20.0)}


@dataclass(frozen=True, slots=True)
class Loss:
    """Hold one rate of a technology, family or all, and of a material or all.

    Example:
        >>> loss("yield", "solar_silicon", "silver").unit
        'share'
    """

    scope: str
    material: str
    key: str
    amount: Span
    unit: str
    source: str
    date: str
    status: str
    note: str = ""


@cache
def losses() -> Mapping[tuple[str, str, str], Loss]:
    """Load the rates.

    Returns:
        By key, scope and material.

    Example:
        >>> ("collected", "all", "all") in losses()
        True
    """
    return parse_losses(read_text(FILE), where=f"catalogue/{FILE}")


def loss(key: str, technology: str, material: str) -> Loss:
    """Give the rate of the most telling row: technology before family, material before all.

    Args:
        key: one of ``KEYS``.
        technology: id.
        material: id.

    Returns:
        The rate.

    Raises:
        CodeError: no row fits.

    Example:
        >>> loss("decline", "solar_silicon", "silver").amount.best > 0
        True
    """
    known = losses()
    family = technologies()[technology].family if technology in technologies() else ALL
    for scope in (technology, family, ALL):
        for name in (material, ALL):
            if (key, scope, name) in known:
                return known[key, scope, name]
    raise CodeError(
        f"no {key} of {material} in {technology}", remedy=f"use one of {', '.join(KEYS)}"
    )


def parse_losses(text: str, *, where: str) -> Mapping[tuple[str, str, str], Loss]:
    """Read rates out of comma-separated text.

    Args:
        text: rows with the columns of ``catalogue/transition/losses.csv``.
        where: file named in an error.

    Returns:
        By key, scope and material.

    Raises:
        DataError: an unknown key, scope or status, a rate outside its limits, bounds
            out of order, or a row that stands twice.

    Example:
        >>> parse_losses(",".join(_COLUMNS), where="x.csv")
        mappingproxy({})
    """
    known = technologies()
    scopes = (ALL, *dict.fromkeys(t.family for t in known.values()), *known)
    found: dict[tuple[str, str, str], Loss] = {}
    for line, row in enumerate(parse_csv(text, _COLUMNS, where=where), start=2):
        place = f"{where}, line {line}"
        for name, allowed in (("key", KEYS), ("scope", scopes), ("status", STATUS)):
            one_of(row[name], allowed, name, place)
        amount = span(row, ("low", "best", "high"), place)
        least, most = _LIMITS.get(row["key"], (0.0, 1.0))
        if not least <= amount.low <= amount.high <= most:
            raise DataError(
                f"{row['key']} {amount.low} to {amount.high}",
                where=place,
                remedy=f"give amounts from {least:g} to {most:g}",
            )
        key = (row["key"], row["scope"], row["material"])
        if key in found:
            raise DataError(f"{' '.join(key)} stands twice", where=place, remedy="keep one")
        rest = {name: row[name] for name in ("unit", "source", "date", "status", "note")}
        found[key] = Loss(row["scope"], row["material"], row["key"], amount, **rest)
    return MappingProxyType(found)
