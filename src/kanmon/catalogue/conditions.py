"""Treaties and agreements of economies that published criteria on reactors ask about."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from kanmon.catalogue.rows import parse_csv, read_text
from kanmon.catalogue.technologies import STATUS, one_of
from kanmon.codes.register import is_economy
from kanmon.errors import DataError

FILE = "transition/conditions.csv"
CRITERIA = "transition/criteria.toml"
VALUES: Mapping[str, tuple[str, ...]] = {
    "npt": ("nuclear_weapon_state", "non_nuclear_weapon_state", "none"),
    "safeguards": ("comprehensive", "voluntary_offer", "item_specific", "none"),
    "additional_protocol": ("in_force", "applied", "signed", "none"),
    "safety": ("party", "signed", "none"),
    "security": ("amended", "original", "none"),
    "spent_fuel": ("party", "signed", "none"),
    "liability": ("paris", "vienna", "supplementary_compensation", "national_law", "none"),
    "supplier_group": ("participant", "none"),
    "bilateral": ("in_force", "signed", "none"),
    "take_back": ("in_force", "none"),
}
PAIRED = ("bilateral", "take_back")
_COLUMNS = (
    *("economy", "instrument", "other", "value", "from", "to", "source", "date", "status", "note"),
)
SIDES = ("host", "supplier", "pair")


@dataclass(frozen=True, slots=True)
class Condition:
    """Hold one fact: an economy, an instrument, its value, from when to when.

    ``other`` is the second economy of an agreement. An empty ``start`` means that the day of
    entry is not on record: the fact is then known from the ``date`` of its source on, and
    nothing is known of the time before.

    Example:
        >>> Condition("JPN", "npt", "", "none", None, None, "s", "2024-12-31", "memory").value
        'none'
    """

    economy: str
    instrument: str
    other: str
    value: str
    start: dt.date | None
    end: dt.date | None
    source: str
    date: str
    status: str
    note: str = ""

    def holds(self, on: dt.date) -> bool:
        """Whether it holds on a day, by the record."""
        began = self.start or dt.date.fromisoformat(self.date)
        return began <= on and (self.end is None or on < self.end)


@dataclass(frozen=True, slots=True)
class Test:
    """Ask for a fact: whose, of which instrument, and the values that meet it.

    Example:
        >>> Test("host", "safety", ("party",)).of
        'host'
    """

    __test__ = False

    of: str
    instrument: str
    met_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exemption:
    """Hold a published exception for a host.

    Example:
        >>> Exemption("IND", dt.date(2008, 9, 6), "s").host
        'IND'
    """

    host: str
    start: dt.date
    source: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """Hold one published condition.

    It is met where all tests of any alternative are; ``assay_below`` asks about the design's
    fuel instead; ``home`` says that it does not arise where supplier and host are one.

    Example:
        >>> criteria()["enrichment"].assay_below
        0.2
    """

    id: str
    names: Mapping[str, str]
    source: str
    start: dt.date
    alternatives: tuple[tuple[Test, ...], ...]
    exemptions: tuple[Exemption, ...] = ()
    home: bool = False
    assay_below: float | None = None


@cache
def conditions() -> tuple[Condition, ...]:
    """Load the facts.

    Returns:
        Facts in the order of the file.

    Example:
        >>> len({c.economy for c in conditions()}) >= 30
        True
    """
    return parse_conditions(read_text(FILE), where=f"catalogue/{FILE}")


@cache
def criteria() -> Mapping[str, Criterion]:
    """Load the criteria.

    Returns:
        By id, in the order of the file.

    Example:
        >>> list(criteria())[0]
        'safeguards'
    """
    return parse_criteria(read_text(CRITERIA), where=f"catalogue/{CRITERIA}")


def parse_conditions(text: str, *, where: str) -> tuple[Condition, ...]:
    """Read facts out of comma-separated text.

    Args:
        text: rows with the columns of ``catalogue/transition/conditions.csv``.
        where: file named in an error.

    Returns:
        Facts.

    Raises:
        DataError: an unknown economy, instrument, value or status, a day that is none, an end
            before the start, no source or date, or a fact that stands twice.

    Example:
        >>> parse_conditions(",".join(_COLUMNS), where="x.csv")
        ()
    """
    found: dict[tuple[str, ...], Condition] = {}
    for line, row in enumerate(parse_csv(text, _COLUMNS, where=where), start=2):
        place = f"{where}, line {line}"
        one_of(row["instrument"], tuple(VALUES), "instrument", place)
        one_of(row["value"], VALUES[row["instrument"]], f"value of {row['instrument']}", place)
        one_of(row["status"], STATUS, "status", place)
        paired = row["instrument"] in PAIRED
        for code in (row["economy"], *([row["other"]] if paired else [])):
            if not is_economy(code):
                raise DataError(f"economy {code!r}", where=place, remedy="use an ISO3 key")
        if row["other"] and not paired:
            raise DataError(f"other {row['other']!r}", where=place, remedy="leave it empty")
        if not row["source"]:
            raise DataError("no source", where=place, remedy="say where the fact stands")
        if _day(row["date"], place) is None:
            raise DataError("no date", where=place, remedy="say when the source told it")
        start, end = (_day(row[name], place) for name in ("from", "to"))
        if start and end and end <= start:
            raise DataError(f"{start} to {end}", where=place, remedy="end it after it starts")
        key = tuple(row[n] for n in ("economy", "instrument", "other", "value", "from"))
        if key in found:
            raise DataError(f"{' '.join(key)} stands twice", where=place, remedy="keep one")
        names = ("economy", "instrument", "other", "value", "source", "date", "status", "note")
        found[key] = Condition(start=start, end=end, **{n: row[n] for n in names})
    return tuple(found.values())


def parse_criteria(text: str, *, where: str) -> Mapping[str, Criterion]:
    """Read criteria out of TOML.

    Args:
        text: tables as in ``catalogue/transition/criteria.toml``.
        where: file named in an error.

    Returns:
        By id.

    Raises:
        DataError: the text is no TOML, or a table has a field that is missing, unknown or wrong.

    Example:
        >>> parse_criteria("", where="x.toml")
        mappingproxy({})
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise DataError(str(e), where=where, remedy="write valid TOML") from e
    return MappingProxyType({key: _criterion(key, left, where) for key, left in raw.items()})


def _criterion(key: str, raw: Any, where: str) -> Criterion:
    place = f"{where}, {key}"
    left = dict(raw) if isinstance(raw, dict) else {}
    try:
        found = Criterion(
            key,
            MappingProxyType({lang: str(left.pop(lang)) for lang in ("en", "ja", "fr")}),
            str(left.pop("source")),
            left.pop("from"),
            tuple(tuple(_test(t, place) for t in group) for group in left.pop("any", [])),
            tuple(
                Exemption(one["host"], one["from"], one["source"]) for one in left.pop("exempt", [])
            ),
            bool(left.pop("home", False)),
            left.pop("assay_below", None),
        )
    except (KeyError, TypeError) as e:
        raise DataError(f"field {e} missing or wrong", where=place, remedy="see the head") from e
    if left:
        raise DataError(f"fields {', '.join(left)}", where=place, remedy="take them out")
    if not found.alternatives and found.assay_below is None:
        raise DataError("nothing is asked", where=place, remedy="give `any` or `assay_below`")
    return found


def _test(raw: Mapping[str, Any], place: str) -> Test:
    instrument = one_of(str(raw["instrument"]), tuple(VALUES), "instrument", place)
    values = tuple(one_of(v, VALUES[instrument], "value", place) for v in raw["is"])
    return Test(one_of(str(raw["of"]), SIDES, "of", place), instrument, values)


def _day(text: str, place: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as e:
        raise DataError(f"day {text!r}", where=place, remedy="write it YYYY-MM-DD") from e


def asked_of(tests: Iterable[Test]) -> tuple[str, ...]:
    """Name the instruments some tests ask about, once each.

    Args:
        tests: any.

    Returns:
        Instruments in the order first asked.

    Example:
        >>> asked_of([Test("host", "safety", ("party",))])
        ('safety',)
    """
    return tuple(dict.fromkeys(t.instrument for t in tests))
