"""Nuclear fuel and power plants: capacities by stage, needs, stocks and factors, as dated rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.rows import parse_csv, read_text
from kanmon.catalogue.technologies import STATUS, Span, one_of, span
from kanmon.codes.register import is_economy
from kanmon.errors import CodeError, DataError

STAGES = ("mining", "conversion", "enrichment", "fabrication", "haleu")
WORLD = "WLD"
_STAGE_COLUMNS = (
    *("stage", "site", "operator", "economy", "owners", "low", "best", "high", "unit"),
    *("source", "date", "status", "note"),
)
_SCOPES = {
    "nuclear_fleet": "economy",
    "fuel_origins": "economy",
    "fuel_need": "reactor",
    "plant_factors": "scope",
}
_TAIL = ("key", "low", "best", "high", "unit", "source", "date", "status", "note")


@dataclass(frozen=True, slots=True)
class Site:
    """Hold one plant or group of mines: where it stands, who owns it, what it can make a year.

    ``owners`` gives shares by economy, summing to one; ``capacity`` is None where nobody
    publishes it, which is not zero.

    Example:
        >>> [s.economy for s in fuel_sites("haleu") if s.capacity is None]
        ['RUS']
    """

    stage: str
    site: str
    operator: str
    economy: str
    owners: Mapping[str, float]
    capacity: Span | None
    unit: str
    source: str
    date: str
    status: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Hold one amount of an economy, reactor class or fuel.

    Example:
        >>> fact("nuclear_fleet", "USA", "need_swu").unit
        'thousand SWU a year'
    """

    scope: str
    key: str
    amount: Span
    unit: str
    source: str
    date: str
    status: str
    note: str = ""


@cache
def all_sites() -> tuple[Site, ...]:
    """Load every site of the fuel chain.

    Returns:
        Sites in the order of the file.

    Example:
        >>> len(all_sites()) > 30
        True
    """
    name = "transition/fuel_stages.csv"
    return parse_sites(read_text(name), where=f"catalogue/{name}")


def fuel_sites(stage: str) -> tuple[Site, ...]:
    """Give the sites of one stage.

    Args:
        stage: one of ``STAGES``.

    Returns:
        Sites in the order of the file.

    Raises:
        CodeError: there is no such stage.

    Example:
        >>> fuel_sites("conversion")[0].economy
        'FRA'
    """
    if stage not in STAGES:
        raise CodeError(f"stage {stage!r}", remedy=f"use one of {', '.join(STAGES)}")
    return tuple(s for s in all_sites() if s.stage == stage)


def parse_sites(text: str, *, where: str) -> tuple[Site, ...]:
    """Read sites out of comma-separated text.

    Args:
        text: rows with the columns of ``catalogue/transition/fuel_stages.csv``; ``owners`` is an
            economy, or economies with shares and semicolons between them.
        where: file named in an error.

    Returns:
        Sites.

    Raises:
        DataError: an unknown stage, economy or status, owners that do not sum to one, or bounds
            out of order.

    Example:
        >>> parse_sites(",".join(_STAGE_COLUMNS), where="x.csv")
        ()
    """
    found = []
    for line, row in enumerate(parse_csv(text, _STAGE_COLUMNS, where=where), start=2):
        place = f"{where}, line {line}"
        one_of(row["stage"], STAGES, "stage", place)
        one_of(row["status"], STATUS, "status", place)
        known = any(row[name] for name in ("low", "best", "high"))
        found.append(
            Site(
                row["stage"],
                row["site"],
                row["operator"],
                _economy(row["economy"], place),
                MappingProxyType(_owners(row["owners"], place)),
                span(row, ("low", "best", "high"), place) if known else None,
                *(row[name] for name in ("unit", "source", "date", "status", "note")),
            )
        )
    return tuple(found)


@cache
def facts(table: str) -> Mapping[tuple[str, str], Fact]:
    """Load one table of facts.

    Args:
        table: ``nuclear_fleet``, ``fuel_origins`` (who delivers to whom), ``fuel_need`` or
            ``plant_factors``.

    Returns:
        By scope and key.

    Example:
        >>> ("all", "heat/lng") in facts("plant_factors")
        True
    """
    name = f"transition/{table}.csv"
    return parse_facts(read_text(name), _SCOPES[table], where=f"catalogue/{name}")


def fact(table: str, scope: str, key: str) -> Fact:
    """Give one fact.

    Args:
        table: as for ``facts``.
        scope: economy, reactor class or ``all``.
        key: what is asked.

    Returns:
        The fact.

    Raises:
        CodeError: it is not on record, which is not zero.

    Example:
        >>> fact("fuel_need", "reactor_large", "burnup").amount.best
        50.0
    """
    known = facts(table)
    if (scope, key) not in known:
        raise CodeError(
            f"{key} of {scope} is not on record", where=table, remedy="add a row with its source"
        )
    return known[scope, key]


def plant_factor(economy: str, key: str) -> Fact:
    """Give a factor of an economy's power plants: its own, else that of plants anywhere.

    Args:
        economy: whose plants.
        key: ``efficiency/FUEL`` or ``heat/FUEL``.

    Returns:
        The fact.

    Raises:
        CodeError: neither is on record.

    Example:
        >>> plant_factor("USA", "heat/steam_coal").scope, plant_factor("USA", "heat/lng").scope
        ('USA', 'all')
    """
    own = facts("plant_factors").get((economy, key))
    return fact("plant_factors", "all", key) if own is None else own


def parse_facts(text: str, first: str, *, where: str) -> Mapping[tuple[str, str], Fact]:
    """Read facts out of comma-separated text.

    Args:
        text: rows of a scope, key, low, best, high, unit, source, date, status, note.
        first: name of the scope's column.
        where: file named in an error.

    Returns:
        By scope and key.

    Raises:
        DataError: bounds out of order, an unknown status, or a row that stands twice.

    Example:
        >>> parse_facts(",".join(("scope", *_TAIL)), "scope", where="x.csv")
        mappingproxy({})
    """
    found: dict[tuple[str, str], Fact] = {}
    for line, row in enumerate(parse_csv(text, (first, *_TAIL), where=where), start=2):
        place = f"{where}, line {line}"
        one_of(row["status"], STATUS, "status", place)
        key = (row[first], row["key"])
        if key in found:
            raise DataError(f"{' '.join(key)} stands twice", where=place, remedy="keep one")
        rest = {name: row[name] for name in ("unit", "source", "date", "status", "note")}
        found[key] = Fact(*key, span(row, ("low", "best", "high"), place), **rest)
    return MappingProxyType(found)


def _economy(code: str, place: str) -> str:
    if not is_economy(code):
        raise DataError(f"economy {code!r}", where=place, remedy="use an ISO 3166 alpha-3 key")
    return code


def _owners(text: str, place: str) -> dict[str, float]:
    shares: dict[str, float] = {}
    for part in text.split(";"):
        code, _, share = part.partition(":")
        try:
            shares[_economy(code.strip(), place)] = float(share or 1.0)
        except ValueError as e:
            raise DataError(f"owner {part!r}", where=place, remedy="write ISO3:share") from e
    if abs(sum(shares.values()) - 1.0) > 1e-9:
        raise DataError(f"owners {text}", where=place, remedy="make the shares sum to one")
    return shares
