"""Read a scenario from its TOML text: strict, one clear error, remarks on what it means."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import MISSING, dataclass, fields
from typing import Any

from kanmon.analysis.impact.scenario.meaning import check_meaning
from kanmon.analysis.impact.scenario.names import check_crowd, check_party, goods_meant
from kanmon.analysis.impact.scenario.responses import (
    AlliedSharing,
    DemandSaving,
    NewCapacity,
    Rerouting,
    StockRelease,
    Substitution,
)
from kanmon.analysis.impact.scenario.scenario import Scenario
from kanmon.analysis.impact.scenario.shocks import (
    CapacityLoss,
    DemandChange,
    Exemption,
    Restriction,
)
from kanmon.analysis.impact.scenario.table import Table
from kanmon.analysis.impact.scenario.write import write_scenario
from kanmon.errors import KanmonError, ScenarioError

__all__ = ["Reading", "parse_scenario", "read_scenario", "write_scenario"]

SHOCKS: dict[str, type[Any]] = {
    "restriction": Restriction,
    "capacity_loss": CapacityLoss,
    "demand_change": DemandChange,
}
RESPONSES: dict[str, type[Any]] = {
    "stock_release": StockRelease,
    "substitution": Substitution,
    "rerouting": Rerouting,
    "demand_saving": DemandSaving,
    "new_capacity": NewCapacity,
    "allied_sharing": AlliedSharing,
}

LARGEST = 200_000
"""Characters no scenario may exceed."""

MOST_PARTS = 300
"""Shocks and responses together that no scenario may exceed."""

# The TOML reader of the standard library takes memory by the square of a dotted key's parts.
_DEEP_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"(?:[^"\\\n]|\\.){0,99}+"|'[^'\n]{0,99}+')[ \t]*+\.[ \t]*+){50}"""
)

_TEXTS = ("side", "source")
_GOODS = ("goods", "in_goods")
_PARTIES = ("by", "on", "all_but", "economies", "parties", "sources")
_KEYS = (
    "id", "title", "title_ja", "title_fr", "standing", "start", "days", "note", "sources",
    "shock", "response",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold a scenario that was read, and remarks on how it was understood.

    Example:
        >>> read_scenario('id = "calm"\\ntitle = "Calm"\\nstart = 2027-01-01\\ndays = 3').remarks
        ('no shock: nothing happens',)
    """

    scenario: Scenario
    remarks: tuple[str, ...]


def parse_scenario(text: str | bytes, where: str = "scenario") -> Scenario:
    """Read a scenario from TOML.

    Args:
        text: the file's text, or its bytes in UTF-8; see ``examples/scenario_gallium.toml``.
        where: file, named in errors.

    Returns:
        The scenario, checked as a whole; goods as ids of the catalogue.

    Raises:
        ScenarioError: it is not TOML, a key is unknown, missing or of the wrong kind, an amount
            is out of bounds, or the parts contradict each other.
        CodeError: a good or party is not known, or a bloc had no members on the day.

    Example:
        >>> s = parse_scenario('''
        ... id = "ga"
        ... title = "Gallium"
        ... start = 2027-01-01
        ... days = 365
        ... [[shock]]
        ... kind = "restriction"
        ... id = "ban"
        ... by = ["CHN"]
        ... goods = ["gallium"]
        ... ''')
        >>> s.shocks[0].goods
        ('gallium_metal',)
    """
    return read_scenario(text, where).scenario


def read_scenario(text: str | bytes, where: str = "scenario") -> Reading:
    """Read a scenario from TOML, with remarks on how it was understood.

    Args:
        text: the file's text, or its bytes in UTF-8.
        where: file, named in errors.

    Returns:
        The scenario and its remarks: materials spelled out, restrictions that overlap (the
        strictest of the day holds), parts that change nothing.

    Raises:
        ScenarioError: as :func:`parse_scenario`.
        CodeError: as :func:`parse_scenario`.

    Example:
        >>> read_scenario("", "x.toml")
        Traceback (most recent call last):
        kanmon.errors.ScenarioError: x.toml: no start. To mend: add start = ...
    """
    top = Table(_toml(text, where), _KEYS, where)
    start = top.day("start")
    remarks: list[str] = []
    shocks, responses = (_parts(top, key, start, remarks) for key in ("shock", "response"))
    if len(shocks) + len(responses) > MOST_PARTS:
        raise ScenarioError(
            f"{len(shocks)} shocks and {len(responses)} responses",
            where=where,
            remedy=f"give at most {MOST_PARTS} together",
        )
    values: dict[str, Any] = {
        "id": top.name("id"),
        "title": top.text("title"),
        "start": start,
        "days": top.whole("days"),
        "shocks": shocks,
        "responses": responses,
        "sources": top.texts("sources"),
        **{key: top.text(key, empty=True) for key in ("title_ja", "title_fr", "note")},
    }
    if "standing" in top:
        values["standing"] = top.text("standing")
    scenario: Scenario = _made(Scenario, values, where)
    try:
        return Reading(scenario, (*remarks, *check_meaning(scenario)))
    except KanmonError as e:
        raise type(e)(e.found, where=f"{where}, {e.where}", remedy=e.remedy) from e


def _toml(text: str | bytes, where: str) -> dict[str, Any]:
    remedy = "write it as UTF-8 TOML; examples/scenario_gallium.toml is a start"
    if len(text) > LARGEST:
        raise ScenarioError(
            f"{len(text)} characters", where=where, remedy=f"keep it under {LARGEST}"
        )
    try:
        plain = text.decode("utf-8") if isinstance(text, bytes) else text
        plain.encode("utf-8")
        if _DEEP_KEY.search(plain):
            raise ScenarioError("a key of over 50 parts", where=where, remedy=remedy)
        return tomllib.loads(plain.removeprefix("\ufeff"))
    except (UnicodeDecodeError, UnicodeEncodeError) as e:
        raise ScenarioError(f"not UTF-8 text ({e.reason})", where=where, remedy=remedy) from e
    except RecursionError as e:
        raise ScenarioError("tables nested too deeply", where=where, remedy=remedy) from e
    except ValueError as e:
        raise ScenarioError(f"not TOML: {e}", where=where, remedy=remedy) from e


def _parts(top: Table, key: str, start: dt.date, remarks: list[str]) -> tuple[Any, ...]:
    if key not in top:
        return ()
    raw = top.get(key)
    if not isinstance(raw, list):
        raise ScenarioError(
            f"{key} is one value", where=top.where, remedy=f"write [[{key}]] with two brackets"
        )
    kinds = SHOCKS if key == "shock" else RESPONSES
    return tuple(
        _part(one, kinds, f"{top.where}, {key} {number}", start, remarks)
        for number, one in enumerate(raw, 1)
    )


def _part(
    raw: Any, kinds: dict[str, type[Any]], where: str, start: dt.date, remarks: list[str]
) -> Any:
    kind = raw.get("kind") if isinstance(raw, dict) else None
    if not isinstance(kind, str) or kind not in kinds:
        raise ScenarioError(
            "no kind" if kind is None else f"kind {str(kind)[:80]!r}",
            where=where,
            remedy=f"write kind = one of {', '.join(kinds)}, in quotes",
        )
    cls = kinds[kind]
    known = {f.name: f for f in fields(cls)}
    label = raw.get("id")
    if isinstance(label, str):
        where = f"{where} ({kind} {label[:40]})"
    table = Table(raw, ("kind", *known), where)
    values: dict[str, Any] = {}
    for name, field in known.items():
        if name in table:
            values[name] = _value(table, name, remarks)
        elif name == "start" and kinds is SHOCKS:
            values[name] = start
        elif field.default is MISSING:
            table.get(name)
    return _made(cls, values, where)


def _value(table: Table, name: str, remarks: list[str]) -> Any:
    if name == "id":
        return table.name(name)
    if name == "start":
        return table.day(name)
    if name in _TEXTS:
        return table.text(name, empty=True)
    if name in _GOODS:
        return _goods(table, name, remarks)
    if name in _PARTIES:
        return _parties(table, name)
    if name == "exempt":
        return _exempt(table)
    return table.amount(name)


def _goods(table: Table, name: str, remarks: list[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for word in table.texts(name):
        meant = goods_meant(word, table.at(name))
        if meant != (word,):
            remarks.append(f"{table.at(name)}: {word!r} is read as {', '.join(meant)}")
        for one in meant:
            if one in found:
                raise ScenarioError(
                    f"{one} by {found[one]!r} and by {word!r}",
                    where=table.at(name),
                    remedy="name each good once",
                )
            found[one] = word
    return tuple(found)


def _parties(table: Table, name: str) -> tuple[str, ...]:
    codes = tuple(check_party(code, table.at(name)) for code in table.texts(name))
    if not codes:
        raise ScenarioError(
            "an empty list", where=table.at(name), remedy="name parties, or leave the key out"
        )
    return check_crowd(codes, table.at(name))


def _exempt(table: Table) -> tuple[Exemption, ...]:
    raw = table.get("exempt")
    if not isinstance(raw, list):
        raise ScenarioError(
            "exempt is one value", where=table.where, remedy="write [[shock.exempt]]"
        )
    out: list[Exemption] = []
    for number, one in enumerate(raw, 1):
        entry = Table(one, ("parties", "share"), f"{table.where}, exempt {number}")
        entry.get("parties")
        values: dict[str, Any] = {"parties": _parties(entry, "parties")}
        if "share" in entry:
            values["share"] = entry.amount("share")
        out.append(_made(Exemption, values, entry.where))
    return tuple(out)


def _made(cls: type[Any], values: dict[str, Any], where: str) -> Any:
    """Make a record; what it finds wrong is said with the place in the file."""
    try:
        return cls(**values)
    except ScenarioError as e:
        raise ScenarioError(e.found, where=where, remedy=e.remedy) from e
