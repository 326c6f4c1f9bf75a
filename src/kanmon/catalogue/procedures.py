"""Procedures against coercion: their steps and how long each may take, as dated, sourced data."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.rows import read_text
from kanmon.errors import CodeError, DataError

_HEAD = {"en", "ja", "fr", "source", "status", "from", "step"}
_STEP = {"id", "en", "ja", "fr", "after", "source", "status"}
_STATUS = ("found", "memory", "own")


@dataclass(frozen=True, slots=True)
class Step:
    """Hold a step: what must be done before it, and the days it normally and at most takes.

    Example:
        >>> procedures()["EU-ACI"].steps[1].days
        122
    """

    id: str
    en: str
    ja: str
    fr: str
    after: tuple[str, ...]
    source: str
    status: str
    days: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Procedure:
    """Hold a procedure and its steps in order.

    Example:
        >>> procedures()["WTO-DSU"].steps[0].id
        'request'
    """

    id: str
    en: str
    ja: str
    fr: str
    source: str
    status: str
    start: dt.date
    steps: tuple[Step, ...]


@cache
def procedures() -> Mapping[str, Procedure]:
    """Load the procedures.

    Returns:
        Procedures by id.

    Example:
        >>> list(procedures())[:2]
        ['EU-ACI', 'WTO-DSU']
    """
    return parse_procedures(read_text("coercion/clocks.toml"), where="coercion/clocks.toml")


def procedure(name: str) -> Procedure:
    """Give a procedure.

    Args:
        name: its id.

    Returns:
        The procedure.

    Raises:
        CodeError: there is none of that name.

    Example:
        >>> procedure("EU-ACI").en
        'EU Anti-Coercion Instrument'
    """
    if name not in procedures():
        raise CodeError(f"no procedure {name!r}", remedy=f"use one of {', '.join(procedures())}")
    return procedures()[name]


def parse_procedures(text: str, *, where: str) -> Mapping[str, Procedure]:
    """Read procedures.

    Args:
        text: TOML, one table a procedure with its steps.
        where: file named in an error.

    Returns:
        Procedures by id.

    Raises:
        DataError: a field is missing or unknown, or a step waits for one that does not come
            before it.

    Example:
        >>> parse_procedures("", where="x.toml")
        mappingproxy({})
    """
    found = {}
    for name, fields in tomllib.loads(text).items():
        place = f"{where}, {name}"
        _exact(set(fields), _HEAD, set(), place)
        steps: list[Step] = []
        for row in fields["step"]:
            _exact(set(row), _STEP, {"days", "most"}, f"{place}, step {row.get('id')}")
            before = {one.id for one in steps}
            if not set(row["after"]) <= before or row["id"] in before:
                raise DataError(
                    f"step {row['id']} after {row['after']}",
                    where=place,
                    remedy="list steps in order, each once",
                )
            steps.append(Step(**{**row, "after": tuple(row["after"])}))
        if fields["status"] not in _STATUS or any(one.status not in _STATUS for one in steps):
            raise DataError("a status", where=place, remedy=f"use one of {', '.join(_STATUS)}")
        words = {key: fields[key] for key in ("en", "ja", "fr", "source", "status")}
        found[name] = Procedure(id=name, start=fields["from"], steps=tuple(steps), **words)
    return MappingProxyType(found)


def _exact(given: set[str], needed: set[str], optional: set[str], where: str) -> None:
    wrong = (given ^ needed) - optional
    if wrong:
        raise DataError(
            f"fields {sorted(wrong)}", where=where, remedy=f"give {', '.join(sorted(needed))}"
        )
