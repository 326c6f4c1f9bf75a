"""Clean technologies: what they are counted in, how long they last, how much they run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.rows import parse_csv, read_text
from kanmon.errors import CodeError, DataError

FILE = "transition/technologies.csv"
UNITS = ("GW", "GWh", "million vehicles")
STATUS = ("found", "memory", "computed", "assumption")
_COLUMNS = (
    *("id", "family", "en", "ja", "fr", "unit"),
    *("life_low", "life", "life_high", "factor_low", "factor", "factor_high"),
    *("source", "date", "status", "note"),
)


@dataclass(frozen=True, slots=True)
class Span:
    """Bound an amount: low <= best <= high.

    Example:
        >>> Span(1.0, 2.0, 4.0).scaled(0.5)
        Span(low=0.5, best=1.0, high=2.0)
    """

    low: float
    best: float
    high: float

    def __post_init__(self) -> None:
        ends = (self.low, self.best, self.high)
        if not all(map(math.isfinite, ends)) or not self.low <= self.best <= self.high:
            raise DataError(
                f"{self.low} to {self.best} to {self.high}",
                where="span",
                remedy="give finite amounts in rising order",
            )

    def scaled(self, factor: float) -> Span:
        """Return the span times a factor of zero or more."""
        return Span(self.low * factor, self.best * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class Technology:
    """Hold one technology.

    ``unit`` is what a path counts it in, ``lifetime`` in years; ``capacity_factor`` is the part
    of full output a generator gives over a year, None for what does not generate.

    Example:
        >>> technology("battery_lfp").capacity_factor is None
        True
    """

    id: str
    family: str
    names: Mapping[str, str]
    unit: str
    lifetime: Span
    capacity_factor: Span | None
    source: str
    date: str
    status: str
    note: str = ""


@cache
def technologies() -> Mapping[str, Technology]:
    """Load the technologies.

    Returns:
        By id, in the order of the file.

    Example:
        >>> technologies()["wind_floating_direct"].unit
        'GW'
    """
    return parse_technologies(read_text(FILE), where=f"catalogue/{FILE}")


def technology(key: str) -> Technology:
    """Give one technology.

    Args:
        key: its id.

    Returns:
        The technology.

    Raises:
        CodeError: there is none of that id.

    Example:
        >>> technology("solar_silicon").family
        'solar'
    """
    known = technologies()
    if key not in known:
        raise CodeError(f"technology {key!r}", remedy=f"use one of {', '.join(known)}")
    return known[key]


def parse_technologies(text: str, *, where: str) -> Mapping[str, Technology]:
    """Read technologies out of comma-separated text.

    Args:
        text: rows with the columns of ``catalogue/transition/technologies.csv``.
        where: file named in an error.

    Returns:
        By id.

    Raises:
        DataError: an unknown unit or status, bounds out of order, a missing name, or an id that
            stands twice.

    Example:
        >>> parse_technologies(",".join(_COLUMNS), where="x.csv")
        mappingproxy({})
    """
    found: dict[str, Technology] = {}
    for line, row in enumerate(parse_csv(text, _COLUMNS, where=where), start=2):
        place = f"{where}, line {line}"
        if row["id"] in found or not row["id"]:
            raise DataError(f"id {row['id']!r}", where=place, remedy="give each row its own")
        for name, allowed in (("unit", UNITS), ("status", STATUS)):
            one_of(row[name], allowed, name, place)
        names = {lang: row[lang] for lang in ("en", "ja", "fr")}
        if not all(names.values()):
            raise DataError("a name is missing", where=place, remedy="name it in en, ja and fr")
        life = span(row, ("life_low", "life", "life_high"), place)
        if life.low <= 0.0:
            raise DataError(f"life {life.low}", where=place, remedy="give years above zero")
        factor = None
        if any(row[n] for n in ("factor_low", "factor", "factor_high")):
            factor = span(row, ("factor_low", "factor", "factor_high"), place)
            if not 0.0 < factor.low <= factor.high <= 1.0:
                raise DataError(
                    f"capacity factor {factor.low} to {factor.high}",
                    where=place,
                    remedy="give shares above 0 and at most 1",
                )
        found[row["id"]] = Technology(
            row["id"],
            row["family"],
            MappingProxyType(names),
            row["unit"],
            life,
            factor,
            row["source"],
            row["date"],
            row["status"],
            row["note"],
        )
    return MappingProxyType(found)


def span(row: Mapping[str, str], names: tuple[str, str, str], place: str) -> Span:
    """Read three cells as bounds of zero or more.

    Args:
        row: cells by column.
        names: columns of least, best and most.
        place: file and line named in an error.

    Returns:
        The span.

    Raises:
        DataError: a cell is no finite number of zero or more, or they are out of order.

    Example:
        >>> span({"a": "1", "b": "2", "c": "3"}, ("a", "b", "c"), "x").best
        2.0
    """
    values = []
    for name in names:
        try:
            value = float(row[name])
        except ValueError:
            value = math.nan
        if not (math.isfinite(value) and value >= 0.0):
            raise DataError(
                f"{name} {row[name]!r}", where=place, remedy="give a number of zero or more"
            )
        values.append(value)
    if not values[0] <= values[1] <= values[2]:
        raise DataError(
            f"{', '.join(row[n] for n in names)}", where=place, remedy="write them in order"
        )
    return Span(*values)


def one_of(value: str, allowed: tuple[str, ...], name: str, place: str) -> str:
    """Hold a cell to the words allowed there.

    Args:
        value: the cell.
        allowed: words.
        name: of the column.
        place: file and line named in an error.

    Returns:
        The cell.

    Raises:
        DataError: it is another word.

    Example:
        >>> one_of("found", STATUS, "status", "x")
        'found'
    """
    if value not in allowed:
        raise DataError(f"{name} {value!r}", where=place, remedy=f"use one of {', '.join(allowed)}")
    return value
