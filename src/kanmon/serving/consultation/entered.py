"""From the fields of a form to a draft: empty fields are left out, nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kanmon.analysis.consultation.canonical import checksum
from kanmon.analysis.consultation.label import EVERYONE, TLP, Label
from kanmon.catalogue.machines import machines
from kanmon.consulting.desk import Draft
from kanmon.errors import DataError
from kanmon.serving.consultation.seen import Seen
from kanmon.study import Study

Fields = Mapping[str, Any]


def draft(seen: Seen, kind: str, fields: Fields) -> Draft:
    """Make a draft of what was entered.

    Args:
        seen: by whom, and in which thread.
        kind: of the event.
        fields: by name: texts, numbers, lists of texts, yes or no; None where empty.

    Returns:
        The draft, released to the thread's parties at most.

    Raises:
        DataError: a field is not what it must be; what an event must say is held later, where
            events are made.

    Example:
        >>> from kanmon.brief.wording import words
        >>> from kanmon.consulting.example import desk_of, example_node
        >>> from kanmon.serving.consultation.seen import gather
        >>> with example_node() as node, node.reading() as r:
        ...     seen = gather(r, desk_of(node), node, words("en"))
        ...     made = draft(seen, "note", {"text": "x", "tlp": "AMBER", "parties": ["USA"]})
        >>> made.body, sorted(made.label.releasable_to)
        ({'text': 'x'}, ['JPN', 'USA'])
    """
    given = {name: value for name, value in fields.items() if value not in (None, "", [])}
    tlp, marking = text(given, "tlp"), text(given, "marking")
    if tlp not in TLP:
        raise DataError("no label", where="tlp", remedy=f"use one of {', '.join(TLP)}")
    named = frozenset({*parties(seen, fields), seen.node.name})
    label = Label(tlp, marking, EVERYONE if tlp == "CLEAR" else named)
    rest = {k: v for k, v in given.items() if k not in ("tlp", "marking", "parties")}
    shape = _BODIES.get(kind)
    return Draft(kind, rest if shape is None else shape(seen, rest), label)


def parties(seen: Seen, fields: Fields) -> list[str]:
    """Tell who takes part: the parties of the thread, else those entered.

    Args:
        seen: by whom, and in which thread.
        fields: as entered.

    Returns:
        Names of nodes.

    Raises:
        DataError: they are no list of names.

    Example:
        >>> from types import SimpleNamespace
        >>> parties(SimpleNamespace(chosen=None), {"parties": ["USA"]})
        ['USA']
    """
    if seen.chosen is not None:
        return list(seen.chosen.thread.parties)
    return texts(fields, "parties")


def text(fields: Fields, name: str) -> str:
    """Read a text.

    Args:
        fields: as entered.
        name: of the field.

    Returns:
        The text; empty where there is none.

    Raises:
        DataError: it is something else.

    Example:
        >>> text({"a": " x "}, "a")
        'x'
    """
    value = fields.get(name) or ""
    if not isinstance(value, str):
        raise DataError("no text", where=name[:40], remedy="give a text")
    return value.strip()


def texts(fields: Fields, name: str) -> list[str]:
    """Read a list of texts, given as one or written one a line.

    Args:
        fields: as entered.
        name: of the field.

    Returns:
        The texts, each once.

    Raises:
        DataError: it is something else.

    Example:
        >>> texts({"a": "x\\ny\\n"}, "a")
        ['x', 'y']
    """
    value = fields.get(name) or []
    listed = value.splitlines() if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise DataError("no list of texts", where=name[:40], remedy="give one a line")
    return list(dict.fromkeys(one.strip() for one in listed if one.strip()))


def evidence(seen: Seen, named: list[str]) -> list[dict[str, str]]:
    """Name who supplies goods as findings, by kind and checksum of the whole finding.

    A partner that runs the same release of Kanmon on the same data computes the same checksum.

    Args:
        seen: by whom; the party is the node's.
        named: goods.

    Returns:
        Kind and SHA-256 of each finding.

    Raises:
        CodeError: an unknown good, or the node's name is no economy or bloc.

    Example:
        >>> from types import SimpleNamespace
        >>> made = evidence(SimpleNamespace(node=SimpleNamespace(name="JPN")), ["natural_graphite"])
        >>> made[0]["kind"], len(made[0]["sha256"])
        ('supplier_shares', 64)
    """
    study = Study()
    found = [study.suppliers(good, seen.node.name) for good in named]
    return [{"kind": one.kind, "sha256": checksum(one.as_json())} for one in found]


def _notice(seen: Seen, given: Fields) -> dict[str, Any]:
    low, high = given.get("duration_low"), given.get("duration_high")
    if (low is None) != (high is None):
        raise DataError(
            "one end of the duration", where="duration_days", remedy="give least and most, or none"
        )
    body = {k: v for k, v in given.items() if k not in ("duration_low", "duration_high", "attach")}
    goods = texts(given, "goods")
    return {
        **body,
        "party": seen.node.name,
        "goods": goods,
        "sectors": texts(given, "sectors"),
        "measures": text(given, "measures"),
        "assistance": text(given, "assistance"),
        "duration_days": None if low is None else {"low": low, "high": high},
        "evidence": evidence(seen, goods) if given.get("attach") is True else [],
    }


def _moved(seen: Seen, given: Fields) -> dict[str, Any]:
    """Fill in the legal basis of the step from the procedure where none was entered."""
    case = None if seen.chosen is None else seen.chosen.thread.case
    move = None if case is None else machines()[case.machine].move(text(given, "verb"))
    return {"basis": "" if move is None else move.basis, **given}


def _meeting(_: Seen, given: Fields) -> dict[str, Any]:
    return {**given, "dates": texts(given, "dates")}


def _minutes(_: Seen, given: Fields) -> dict[str, Any]:
    return {**given, "present": texts(given, "present")}


_BODIES: Mapping[str, Callable[[Seen, Fields], dict[str, Any]]] = {
    "notice": _notice,
    "proposal": _moved,
    "moved": _moved,
    "meeting": _meeting,
    "minutes": _minutes,
}
