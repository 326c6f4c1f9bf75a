"""States of consultation procedures and who may move them, as dated, sourced data."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from kanmon.catalogue.rows import read_text
from kanmon.errors import CodeError, DataError

NEEDS = ("any", "all", "record")
_HEAD = {"en", "ja", "fr", "source", "status", "from", "clock", "start", "states", "ends", "move"}
_MORE = {"steps", "expires_days", "falls_to"}
_MOVE = {"verb", "from", "to", "needs", "basis", "status"}
_STATUS = ("found", "memory", "own")


@dataclass(frozen=True, slots=True)
class Move:
    """Hold a move: from which states to which, whose word it takes, and its legal basis.

    Example:
        >>> machine("IMERA").moves[0].to
        'vigilance'
    """

    verb: str
    from_states: tuple[str, ...]
    to: str
    needs: str
    basis: str
    status: str


@dataclass(frozen=True, slots=True)
class Machine:
    """Hold the states of a procedure.

    ``expires_days`` is how long a state lasts, ``falls_to`` what it becomes then; ``steps`` says
    which event (or ``move:verb``) does which step of the procedure ``clock``.

    Example:
        >>> machine("EPCC").start
        'open'
    """

    id: str
    names: Mapping[str, str]
    source: str
    status: str
    in_force: dt.date
    clock: str
    start: str
    states: tuple[str, ...]
    ends: tuple[str, ...]
    moves: tuple[Move, ...]
    steps: Mapping[str, str]
    expires_days: Mapping[str, int]
    falls_to: Mapping[str, str]

    def move(self, verb: str) -> Move | None:
        """Give the move of a verb; None where there is none."""
        return next((one for one in self.moves if one.verb == verb), None)


@cache
def machines() -> Mapping[str, Machine]:
    """Load the state machines.

    Returns:
        Machines by id.

    Example:
        >>> sorted(machines())
        ['EPCC', 'EU-ACI', 'IMERA', 'IPEF-CRN']
    """
    name = "consultation/machines.toml"
    return parse_machines(read_text(name), where=name)


def machine(name: str) -> Machine:
    """Give a state machine.

    Args:
        name: its id.

    Returns:
        The machine.

    Raises:
        CodeError: there is none of that name.

    Example:
        >>> machine("EU-ACI").clock
        'EU-ACI'
    """
    if name not in machines():
        raise CodeError(f"no state machine {name!r}", remedy=f"use one of {', '.join(machines())}")
    return machines()[name]


def parse_machines(text: str, *, where: str) -> Mapping[str, Machine]:
    """Read state machines.

    Args:
        text: TOML, one table a machine with its moves.
        where: file named in an error.

    Returns:
        Machines by id.

    Raises:
        DataError: a field is missing or unknown, a move names an unknown state, or a state cannot
            be reached.

    Example:
        >>> parse_machines("", where="x.toml")
        mappingproxy({})
    """
    found = {}
    for name, fields in tomllib.loads(text).items():
        place = f"{where}, {name}"
        _exact(set(fields), _HEAD, _MORE, place)
        moves = tuple(_move(row, set(fields["states"]), place) for row in fields["move"])
        one = Machine(
            name,
            MappingProxyType({lang: fields[lang] for lang in ("en", "ja", "fr")}),
            fields["source"],
            fields["status"],
            fields["from"],
            fields["clock"],
            fields["start"],
            tuple(fields["states"]),
            tuple(fields["ends"]),
            moves,
            MappingProxyType(fields.get("steps", {})),
            MappingProxyType(fields.get("expires_days", {})),
            MappingProxyType(fields.get("falls_to", {})),
        )
        _hold(one, place)
        found[name] = one
    return MappingProxyType(found)


def _move(row: Mapping[str, Any], states: set[str], place: str) -> Move:
    here = f"{place}, move {row.get('verb')}"
    _exact(set(row), _MOVE, set(), here)
    if not {*row["from"], row["to"]} <= states:
        raise DataError("an unknown state", where=here, remedy="add it to states")
    if row["needs"] not in NEEDS or row["status"] not in _STATUS:
        raise DataError("needs or status", where=here, remedy=f"use {NEEDS} and {_STATUS}")
    return Move(
        row["verb"], tuple(row["from"]), row["to"], row["needs"], row["basis"], row["status"]
    )


def _hold(one: Machine, place: str) -> None:
    if one.status not in _STATUS or not isinstance(one.in_force, dt.date):
        raise DataError("status or from", where=place, remedy="give a day and a status")
    reached = {one.start, *(move.to for move in one.moves), *one.falls_to.values()}
    verbs = [move.verb for move in one.moves]
    named = {*one.ends, *one.expires_days, *one.falls_to, one.start}
    if reached != set(one.states) or not named <= set(one.states):
        raise DataError(
            f"states {sorted(reached ^ set(one.states))}",
            where=place,
            remedy="every state must be named and reached",
        )
    if len(set(verbs)) != len(verbs) or set(one.expires_days) != set(one.falls_to):
        raise DataError(
            "a verb twice, or an expiry without an end", where=place, remedy="mend the table"
        )


def _exact(found: set[str], needed: set[str], more: set[str], where: str) -> None:
    wrong = (needed - found) | (found - needed - more)
    if wrong:
        raise DataError(
            f"fields {', '.join(sorted(wrong))}", where=where, remedy="missing, or not known"
        )
