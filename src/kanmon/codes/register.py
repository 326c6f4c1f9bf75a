"""The register of economies: one key each, with names, place and the years it existed."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib import resources

from kanmon.errors import CodeError

LANGUAGES = ("en", "ja", "fr")


@dataclass(frozen=True, slots=True)
class Economy:
    """Describe an economy, a former one, or a statistical aggregate that stands for some.

    ``iso3`` is the key. It is ISO 3166 alpha-3 where that exists, else a publisher's code, and
    ``note`` says so. ``kind`` is ``economy``, ``former`` or ``aggregate`` (world, others, rest of
    the world, not specified). ``valid_from`` and ``valid_to`` are inclusive and open when None;
    ``valid_from`` is given only where another key of this register came before. ``lon`` and
    ``lat`` place a dot on a map, about the middle of the land, and serve no measurement.

    Example:
        >>> economy("TWN").name_en
        'Taiwan'
    """

    iso3: str
    iso2: str
    numeric: int | None
    name_en: str
    name_ja: str
    name_fr: str
    lon: float | None
    lat: float | None
    kind: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    note: str

    def name(self, lang: str = "en") -> str:
        """Give the short name in ``en``, ``ja`` or ``fr``, or raise CodeError."""
        if lang not in LANGUAGES:
            raise CodeError(f"language {lang!r}", remedy=f"use one of {', '.join(LANGUAGES)}")
        return str(getattr(self, f"name_{lang}"))


def read_rows(name: str) -> list[dict[str, str]]:
    """Read a data file of this package.

    Args:
        name: file name inside ``codes/data``.

    Returns:
        Rows in file order, every value as text.

    Example:
        >>> read_rows("economies.csv")[0]["iso3"]
        'ABW'
    """
    text = (resources.files("kanmon.codes") / "data" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def parse_date(text: str) -> dt.date | None:
    """Read an ISO date of a data file, where empty means open.

    Args:
        text: ``2013-07-01`` or nothing.

    Returns:
        The date, or None.

    Example:
        >>> parse_date("2013-07-01")
        datetime.date(2013, 7, 1)
    """
    return dt.date.fromisoformat(text) if text else None


def holds(first: dt.date | None, last: dt.date | None, on: dt.date | int | None) -> bool:
    """Tell whether a validity covers a day, or touches a year.

    A year counts as covered when any of its days is, because a yearly statistic of 1990 may
    still name a state that ended in October.

    Args:
        first: first day valid, or None for always before.
        last: last day valid, or None for still.
        on: a day, a year, or None for whenever.

    Returns:
        True when it holds.

    Example:
        >>> holds(None, dt.date(1990, 10, 2), 1990), holds(None, dt.date(1990, 10, 2), 1991)
        (True, False)
    """
    if on is None:
        return True
    if isinstance(on, int):
        return (first is None or first.year <= on) and (last is None or on <= last.year)
    return (first is None or first <= on) and (last is None or on <= last)


@cache
def _register() -> dict[str, Economy]:
    return {
        r["iso3"]: Economy(
            iso3=r["iso3"],
            iso2=r["iso2"],
            numeric=int(r["numeric"]) if r["numeric"] else None,
            name_en=r["name_en"],
            name_ja=r["name_ja"],
            name_fr=r["name_fr"],
            lon=float(r["lon"]) if r["lon"] else None,
            lat=float(r["lat"]) if r["lat"] else None,
            kind=r["kind"],
            valid_from=parse_date(r["valid_from"]),
            valid_to=parse_date(r["valid_to"]),
            note=r["note"],
        )
        for r in read_rows("economies.csv")
    }


def economies() -> tuple[Economy, ...]:
    """List every economy, former economy and aggregate known.

    Returns:
        Economies by key, then former ones, then aggregates.

    Example:
        >>> [e.iso3 for e in economies() if e.kind == "aggregate"]
        ['OTH', 'ROW', 'WLD', 'ZZZ']
    """
    return tuple(_register().values())


def is_economy(iso3: str) -> bool:
    """Tell whether a key is in the register, former economies and aggregates included.

    Args:
        iso3: key, upper case.

    Returns:
        True when it is known.

    Example:
        >>> is_economy("TWN"), is_economy("SUN"), is_economy("WLD"), is_economy("EUR")
        (True, True, True, False)
    """
    return iso3 in _register()


def economy(iso3: str) -> Economy:
    """Look up an economy by its key.

    Args:
        iso3: key, upper case.

    Returns:
        The economy.

    Raises:
        CodeError: the key is not in the register.

    Example:
        >>> economy("KOR").name("ja")
        '韓国'
    """
    found = _register().get(iso3)
    if found is None:
        raise CodeError(
            f"no economy {iso3!r}",
            where="codes/data/economies.csv",
            remedy="use an ISO 3166 alpha-3 code, or find() to look up a name or another code",
        )
    return found


def name(iso3: str, lang: str = "en") -> str:
    """Give the short name of an economy.

    Args:
        iso3: key, upper case.
        lang: ``en``, ``ja`` or ``fr``.

    Returns:
        Name fit for a table or a sentence.

    Raises:
        CodeError: the key or the language is not known.

    Example:
        >>> name("COD"), name("USA", "fr")
        ('DR Congo', 'États-Unis')
    """
    return economy(iso3).name(lang)
