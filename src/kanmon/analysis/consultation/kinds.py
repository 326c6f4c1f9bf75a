"""What an event may say: the fields of each kind, needed or not, and what each must be."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from kanmon.analysis.consultation.commitments import STANDINGS
from kanmon.analysis.consultation.notice import parse_notice
from kanmon.errors import DataError

CHOICES = ("yes", "no", "abstain")
REF = re.compile(r"[0-9a-f]{32}")
_NODE = re.compile(r"[A-Z][A-Z0-9-]{1,30}")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,79}")
_HASH = re.compile(r"[0-9a-f]{64}")
_LONGEST = 20_000
_MOST = 500
Hold = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= _LONGEST


def _said(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST


def _day(value: Any) -> bool:
    try:
        dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return len(value) == len("2026-11-23")


def _match(pattern: re.Pattern[str]) -> Hold:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _list_of(hold: Hold, *, least: int = 0) -> Hold:
    def held(value: Any) -> bool:
        if not isinstance(value, list) or not least <= len(value) <= _MOST:
            return False
        return all(hold(one) for one in value) and len({str(v) for v in value}) == len(value)

    return held


def _number(value: Any) -> bool:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return plain and math.isfinite(value)


def _one_of(*words: str) -> Hold:
    return lambda value: isinstance(value, str) and value in words


def _or_none(hold: Hold) -> Hold:
    return lambda value: value is None or hold(value)


_node, _word, _hash, _ref = (_match(p) for p in (_NODE, _WORD, _HASH, REF))


@dataclass(frozen=True, slots=True)
class Kind:
    """Hold the fields of a kind: those it needs, and those it may have with what stands for none.

    Only the second sort may bear a label of its own: whoever may not see a needed field does not
    see the event, and a field left out looks as if it had never been given.

    Example:
        >>> sorted(KINDS["vote"].needs)
        ['choice', 'proposal']
    """

    needs: Mapping[str, Hold]
    may: Mapping[str, tuple[Hold, Any]]


def _kind(needs: Mapping[str, Hold], may: Mapping[str, tuple[Hold, Any]] | None = None) -> Kind:
    return Kind(MappingProxyType(dict(needs)), MappingProxyType(dict(may or {})))


_NONE: list[Any] = []
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "alert": _kind(
            {"title": _text, "day": _day, "good": _word},
            {
                "finding": (_or_none(_hash), None),
                "detail": (_said, ""),
                "source": (_said, ""),
            },
        ),
        "notice": _kind(
            {
                "party": _node,
                "requested_at": _day,
                "goods": _list_of(_word, least=1),
                "impact": _text,
                "cause": _text,
                "sectors": _list_of(_text, least=1),
                "confidence": _number,
            },
            {
                "duration_days": (lambda v: v is None or isinstance(v, dict), None),
                "measures": (_said, ""),
                "assistance": (_said, ""),
                "evidence": (lambda v: isinstance(v, list) and len(v) <= _MOST, _NONE),
            },
        ),
        "acknowledged": _kind({}, {"text": (_said, "")}),
        "escalated": _kind({"to": _text, "reason": _text}),
        "meeting": _kind(
            {"dates": _list_of(_day, least=1)}, {"place": (_said, ""), "agenda": (_said, "")}
        ),
        "minutes": _kind({"date": _day, "text": _text}, {"present": (_list_of(_text), _NONE)}),
        "case": _kind({"title": _text, "machine": _word}, {"goods": (_list_of(_word), _NONE)}),
        "position": _kind({"text": _text}),
        "proposal": _kind({"verb": _word, "basis": _text}, {"reason": (_said, "")}),
        "vote": _kind({"proposal": _ref, "choice": _one_of(*CHOICES)}, {"reason": (_said, "")}),
        "moved": _kind(
            {"verb": _word, "basis": _text},
            {"proposal": (_or_none(_ref), None), "reason": (_said, "")},
        ),
        "commitment": _kind(
            {"owners": _list_of(_node, least=1), "words": _text},
            {"due": (_or_none(_day), None), "source": (_said, "")},
        ),
        "turn": _kind(
            {"commitment": _ref, "day": _day, "standing": _one_of(*STANDINGS)},
            {"evidence": (_said, "")},
        ),
        "review": _kind({"text": _text}, {"onset": (_or_none(_day), None), "lessons": (_said, "")}),
        "watch": _kind({"goods": _list_of(_word)}, {"reason": (_said, "")}),
        "note": _kind({"text": _text}),
        "closed": _kind({"reason": _text}),
    }
)
OPENING = ("alert", "notice", "case", "watch", "note")
"""Kinds that may open a thread."""


def hold_body(kind: str, body: Any, goods: Collection[str], *, where: str) -> dict[str, Any]:
    """Hold what an event says to its kind, and put in what stands for a field left out.

    Args:
        kind: of the event.
        body: plain data.
        goods: ids of the catalogue.
        where: named in an error.

    Returns:
        The body with every field of the kind.

    Raises:
        DataError: an unknown kind, or a field that is missing, unknown or not what it must be.

    Example:
        >>> hold_body("position", {"text": "we agree"}, (), where="x")
        {'text': 'we agree'}
    """
    if kind not in KINDS:
        raise DataError(
            "an unknown kind", where=where, remedy=f"use one of {', '.join(sorted(KINDS))}"
        )
    held = KINDS[kind]
    if not isinstance(body, Mapping):
        raise DataError("no object", where=f"{where}, {kind}", remedy="give its fields")
    missing = sorted(set(held.needs) - set(body))
    strange = sorted(str(n)[:40] for n in set(body) - set(held.needs) - set(held.may))
    if missing or strange:
        raise DataError(
            f"missing: {', '.join(missing) or 'none'}; not known: {', '.join(strange) or 'none'}",
            where=f"{where}, {kind}",
            remedy=f"needed: {', '.join(sorted(held.needs)) or 'none'}; "
            f"allowed: {', '.join(sorted(held.may)) or 'none'}",
        )
    whole = {name: body[name] for name in held.needs}
    whole |= {name: body.get(name, none) for name, (_, none) in held.may.items()}
    tests = {**held.needs, **{name: hold for name, (hold, _) in held.may.items()}}
    wrong = sorted(name for name, value in whole.items() if not tests[name](value))
    if wrong:
        raise DataError(
            f"{', '.join(wrong)}: not what the field must be",
            where=f"{where}, {kind}",
            remedy="see docs/how-to/consult.md for what each field must be",
        )
    if kind == "notice":
        parse_notice(whole, goods, where=where)
    unknown = sorted(set(whole.get("goods", ())) - set(goods))
    if kind in ("case", "watch") and unknown:
        raise DataError(
            f"goods {', '.join(unknown)[:200]}", where=where, remedy="use ids of `kanmon goods`"
        )
    return whole
