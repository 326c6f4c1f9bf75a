"""Whom a user trusts, from the user's own file: never built in, never guessed."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kanmon.codes.blocs import is_bloc, members
from kanmon.codes.register import economies, economy, is_economy
from kanmon.errors import CodeError, DataError

TIERS = ("trusted", "neutral", "of_concern")
_FIELDS = {"title", "author", "as_of", "default", "entry"}
_ENTRY_FIELDS = {"party", "tier", "reason", "source"}


@dataclass(frozen=True, slots=True)
class TierEntry:
    """Hold one line of the user's file: a party, its tier and why.

    Example:
        >>> TierEntry("JPN", "trusted").reason
        ''
    """

    party: str
    tier: str
    reason: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Tiers:
    """Say which tier each economy is in, by one user's judgement on one day.

    An entry for an economy goes before one for a bloc; economies no entry names are in the
    default tier the file states.

    Example:
        >>> t = make_tiers({"as_of": dt.date(2026, 1, 1), "default": "neutral",
        ...                 "entry": [{"party": "EPCC", "tier": "trusted"}]}, where="example")
        >>> t.of("JPN"), t.of("BRA")
        ('trusted', 'neutral')
    """

    title: str
    author: str
    as_of: dt.date
    default: str
    entries: tuple[TierEntry, ...]
    _placed: dict[str, str] = field(repr=False)

    def of(self, iso3: str) -> str:
        """Give the tier of an economy, or raise CodeError when it is not known."""
        return self._placed.get(economy(iso3).iso3, self.default)

    def economies(self, tier: str) -> tuple[str, ...]:
        """List the current economies of a tier by key, or raise CodeError."""
        if tier not in TIERS:
            raise CodeError(f"tier {tier!r}", remedy=f"use one of {', '.join(TIERS)}")
        return tuple(e.iso3 for e in economies() if e.kind == "economy" and self.of(e.iso3) == tier)


def load_tiers(path: Path) -> Tiers:
    """Load and check a file of trust tiers.

    Args:
        path: TOML file with ``as_of``, ``default`` and ``[[entry]]`` tables; see
            ``examples/trust_tiers.toml``.

    Returns:
        The tiers.

    Raises:
        DataError: the file cannot be read, is not TOML, or fails :func:`make_tiers`.

    Example:
        >>> load_tiers(Path("nowhere.toml"))
        Traceback (most recent call last):
        kanmon.errors.DataError: nowhere.toml: no such file. To mend: check the path.
    """
    where = path.name
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as e:
        raise DataError("no such file", where=where, remedy="check the path") from e
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        raise DataError(str(e), where=where, remedy="write it as UTF-8 TOML") from e
    return make_tiers(raw, where=where)


def make_tiers(raw: dict[str, Any], *, where: str) -> Tiers:
    """Check the content of a tiers file.

    Args:
        raw: what the file says, as TOML reads it.
        where: file named in an error.

    Returns:
        The tiers.

    Raises:
        DataError: a field is missing, unknown or of the wrong kind; a party is not known; two
            entries place the same economy, or two blocs place it in different tiers.

    Example:
        >>> make_tiers({"as_of": dt.date(2026, 1, 1), "default": "trusted"}, where="x").of("CHN")
        'trusted'
    """
    _no_others(raw, _FIELDS, where)
    as_of, default = raw.get("as_of"), raw.get("default")
    if not isinstance(as_of, dt.date) or isinstance(as_of, dt.datetime):
        raise DataError(
            f"as_of is {as_of!r}", where=where, remedy="state a day, such as as_of = 2026-01-31"
        )
    if default not in TIERS:
        raise DataError(
            f"default is {default!r}",
            where=where,
            remedy=f"state the tier of economies not named: {', '.join(TIERS)}",
        )
    listed = raw.get("entry", [])
    if not isinstance(listed, list):
        raise DataError("entry is not a list", where=where, remedy="write [[entry]] tables")
    entries = tuple(_entry(e, f"{where}, entry {i}") for i, e in enumerate(listed, 1))
    return Tiers(
        title=_text(raw, "title", where),
        author=_text(raw, "author", where),
        as_of=as_of,
        default=default,
        entries=entries,
        _placed=_place(entries, as_of, where),
    )


def _no_others(raw: dict[str, Any], known: set[str], where: str) -> None:
    others = sorted(set(raw) - known)
    if others:
        raise DataError(
            f"unknown fields {', '.join(others)}",
            where=where,
            remedy=f"use {', '.join(sorted(known))}",
        )


def _text(raw: dict[str, Any], name: str, where: str) -> str:
    value = raw.get(name, "")
    if not isinstance(value, str):
        raise DataError(f"{name} is {value!r}", where=where, remedy="write it as text")
    return value


def _entry(raw: object, where: str) -> TierEntry:
    if not isinstance(raw, dict):
        raise DataError(f"{raw!r}", where=where, remedy="write [[entry]] tables")
    _no_others(raw, _ENTRY_FIELDS, where)
    entry = TierEntry(*(_text(raw, n, where) for n in ("party", "tier", "reason", "source")))
    if not is_economy(entry.party) and not is_bloc(entry.party):
        raise DataError(
            f"party {entry.party!r} is neither an economy nor a bloc",
            where=where,
            remedy="use an ISO 3166 alpha-3 code or a bloc of `kanmon codes`",
        )
    if is_economy(entry.party) and economy(entry.party).kind == "aggregate":
        raise DataError(
            f"party {entry.party!r} is a statistical aggregate",
            where=where,
            remedy="name economies or blocs; use default for all others",
        )
    if entry.tier not in TIERS:
        raise DataError(
            f"tier {entry.tier!r}", where=where, remedy=f"use one of {', '.join(TIERS)}"
        )
    return entry


def _place(entries: tuple[TierEntry, ...], as_of: dt.date, where: str) -> dict[str, str]:
    named: dict[str, str] = {}
    by_bloc: dict[str, TierEntry] = {}
    for entry in entries:
        if is_economy(entry.party):
            if entry.party in named:
                raise DataError(f"{entry.party} twice", where=where, remedy="keep one entry")
            named[entry.party] = entry.tier
            continue
        inside = members(entry.party, as_of)
        if not inside:
            raise DataError(
                f"bloc {entry.party} has no members on {as_of}",
                where=where,
                remedy="mend as_of or name the economies",
            )
        for iso3 in inside:
            other = by_bloc.setdefault(iso3, entry)
            if other.tier != entry.tier and not any(e.party == iso3 for e in entries):
                raise DataError(
                    f"{iso3} is {other.tier} by {other.party} and {entry.tier} by {entry.party}",
                    where=where,
                    remedy=f"add an entry for {iso3} to decide",
                )
    return {iso3: e.tier for iso3, e in by_bloc.items()} | named
