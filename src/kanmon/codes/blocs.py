"""Blocs of economies and who belonged to them on a day, each membership with its source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from kanmon.codes.register import LANGUAGES, economy, is_economy, parse_date, read_rows
from kanmon.errors import CodeError


@dataclass(frozen=True, slots=True)
class Bloc:
    """Describe a bloc: its names, since when it stands and what its list leaves out.

    Example:
        >>> bloc("EPCC").valid_from
        datetime.date(2022, 7, 29)
    """

    code: str
    name_en: str
    name_ja: str
    name_fr: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    note: str

    def name(self, lang: str = "en") -> str:
        """Give the name in ``en``, ``ja`` or ``fr``, or raise CodeError."""
        if lang not in LANGUAGES:
            raise CodeError(f"language {lang!r}", remedy=f"use one of {', '.join(LANGUAGES)}")
        return str(getattr(self, f"name_{lang}"))


@dataclass(frozen=True, slots=True)
class Membership:
    """Say that an economy belongs to a bloc, from when to when, who says so and how surely.

    ``status`` is ``found`` when economy and day were read in the source, ``memory`` when one
    of them was not.

    Example:
        >>> [m.valid_to for m in memberships("EU") if m.iso3 == "GBR"]
        [datetime.date(2020, 1, 31)]
    """

    bloc: str
    iso3: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    source: str
    status: str


@cache
def _blocs() -> dict[str, Bloc]:
    return {
        r["bloc"]: Bloc(
            r["bloc"],
            r["name_en"],
            r["name_ja"],
            r["name_fr"],
            parse_date(r["valid_from"]),
            parse_date(r["valid_to"]),
            r["note"],
        )
        for r in read_rows("blocs.csv")
    }


def blocs() -> tuple[Bloc, ...]:
    """List the blocs known.

    Returns:
        Blocs in file order.

    Example:
        >>> [b.code for b in blocs()][:3]
        ['EPCC', 'G7', 'EU']
    """
    return tuple(_blocs().values())


def is_bloc(code: str) -> bool:
    """Tell whether a code names a bloc.

    Args:
        code: bloc code, upper case.

    Returns:
        True when it is known.

    Example:
        >>> is_bloc("EU27"), is_bloc("JPN")
        (True, False)
    """
    return code in _blocs()


def bloc(code: str) -> Bloc:
    """Look up a bloc.

    Args:
        code: bloc code, upper case.

    Returns:
        The bloc.

    Raises:
        CodeError: no bloc has the code.

    Example:
        >>> bloc("G7").name("ja")
        '主要7か国'
    """
    if code not in _blocs():
        raise CodeError(
            f"no bloc {code!r}",
            where="codes/data/blocs.csv",
            remedy=f"use one of {', '.join(_blocs())}",
        )
    return _blocs()[code]


@cache
def _memberships() -> dict[str, tuple[Membership, ...]]:
    out: dict[str, list[Membership]] = {b: [] for b in _blocs()}
    for r in read_rows("bloc_members.csv"):
        first, last = parse_date(r["from"]), parse_date(r["to"])
        out[r["bloc"]].append(
            Membership(r["bloc"], r["iso3"], first, last, r["source"], r["status"])
        )
    return {b: tuple(m) for b, m in out.items()}


def memberships(code: str) -> tuple[Membership, ...]:
    """List every membership of a bloc, past and present, with its source.

    Args:
        code: bloc code, upper case.

    Returns:
        Memberships in file order.

    Raises:
        CodeError: no bloc has the code.

    Example:
        >>> {m.status for m in memberships("EPCC")}
        {'found'}
    """
    return _memberships()[bloc(code).code]


def members(code: str, on: dt.date | int) -> frozenset[str]:
    """Give the economies that belong to a bloc on a day.

    A year means its last day, so that a year has one membership: the United Kingdom is in the
    EU in 2019 and out in 2020, Croatia is in from 2013.

    Args:
        code: bloc code, upper case.
        on: a day, or a year for its 31 December.

    Returns:
        Keys of economies; empty when the bloc did not stand on that day.

    Raises:
        CodeError: no bloc has the code.

    Example:
        >>> sorted(members("EPCC", 2024)), members("EPCC", 2021)
        (['JPN', 'USA'], frozenset())
    """
    day = dt.date(on, 12, 31) if isinstance(on, int) else on
    return frozenset(
        m.iso3
        for m in memberships(code)
        if (m.valid_from is None or m.valid_from <= day)
        and (m.valid_to is None or day <= m.valid_to)
    )


def party(code: str, on: dt.date | int) -> frozenset[str]:
    """Give the economies a party stands for: itself, or the members of a bloc.

    Args:
        code: key of an economy, or bloc code.
        on: a day, or a year for its 31 December.

    Returns:
        Keys of economies.

    Raises:
        CodeError: neither an economy nor a bloc has the code.

    Example:
        >>> sorted(party("JPN", 2024)), len(party("EU27", 2000))
        (['JPN'], 27)
    """
    if is_economy(code):
        return frozenset({code})
    _require_party(code)
    return members(code, on)


def party_name(code: str, lang: str = "en") -> str:
    """Give the name of an economy or a bloc.

    Args:
        code: key of an economy, or bloc code.
        lang: ``en``, ``ja`` or ``fr``.

    Returns:
        Name fit for a table or a sentence.

    Raises:
        CodeError: neither an economy nor a bloc has the code, or the language is not known.

    Example:
        >>> party_name("EU", "fr"), party_name("KOR", "fr")
        ('Union européenne', 'Corée du Sud')
    """
    if is_economy(code):
        return economy(code).name(lang)
    _require_party(code)
    return bloc(code).name(lang)


def _require_party(code: str) -> None:
    if not is_bloc(code):
        raise CodeError(
            f"{code!r} is neither an economy nor a bloc",
            remedy=f"use an ISO 3166 alpha-3 code or one of {', '.join(_blocs())}",
        )
