"""A case and its decision as plain data with one canonical text, so that a replay compares."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from kanmon.analysis.controls.decide import Decision
from kanmon.analysis.controls.sheet import Span, Told
from kanmon.catalogue.control_rules import Rule
from kanmon.errors import DataError


def plain_case(told: Mapping[str, Told]) -> dict[str, Any]:
    """Write facts as plain data.

    Args:
        told: facts by name.

    Returns:
        Numbers as they are, intervals as two numbers, words as sorted lists.

    Example:
        >>> plain_case({"tpp": Span(1.0, 2.0), "use": "civil", "us_market": True})
        {'tpp': [1.0, 2.0], 'us_market': ['yes'], 'use': ['civil']}
    """
    found: dict[str, Any] = {}
    for name in sorted(told):
        value = told[name]
        if isinstance(value, Span):
            found[name] = [value.low, value.high]
        elif isinstance(value, bool):
            found[name] = ["yes" if value else "no"]
        elif isinstance(value, int | float):
            found[name] = [float(value), float(value)]
        else:
            found[name] = sorted({value} if isinstance(value, str) else value)
    return found


def case_of(plain: Mapping[str, Any]) -> dict[str, Told]:
    """Read facts back from plain data.

    Args:
        plain: as :func:`plain_case` wrote them.

    Returns:
        Facts by name.

    Raises:
        DataError: a value is neither two numbers nor words.

    Example:
        >>> case_of({"tpp": [1.0, 2.0], "use": ["civil"]})
        {'tpp': Span(low=1.0, high=2.0), 'use': ('civil',)}
    """
    found: dict[str, Told] = {}
    for name, value in plain.items():
        numbers = isinstance(value, list) and all(
            isinstance(v, int | float) and not isinstance(v, bool) for v in value
        )
        if numbers and len(value) == 2:
            found[name] = Span(float(value[0]), float(value[1]))
        elif isinstance(value, list) and value and all(isinstance(v, str) for v in value):
            found[name] = tuple(value)
        else:
            raise DataError(
                f"{name} {value!r}"[:120],
                where="a stored case",
                remedy="do not change stored cases",
            )
    return found


def plain_decision(decision: Decision) -> dict[str, Any]:
    """Write a decision as plain data.

    Args:
        decision: any.

    Returns:
        Outcome, missing facts, each regime with its classes and requirements, rules with days,
        source and status.

    Example:
        >>> from kanmon.analysis.controls.decide import decide
        >>> from kanmon.catalogue.control_book import control_book
        >>> made = decide({"exporter": "USA"}, dt.date(2024, 1, 1), control_book())
        >>> plain_decision(made)["outcome"]
        'undetermined'
    """
    return {
        "day": decision.day.isoformat(),
        "outcome": decision.outcome,
        "missing": sorted(decision.missing),
        "untold": sorted(decision.untold),
        "regimes": [
            {
                "id": one.regime.id,
                "outcome": one.outcome,
                "missing": sorted(one.missing),
                "classes": list(one.classes),
                "maybe": list(one.maybe),
                "friends": one.friends,
                "gap": one.gap,
                "found": [
                    {
                        "rule": f.rule.id,
                        "step": f.rule.step,
                        "answer": {True: "yes", None: "not known"}[f.answer or None],
                        "possible": sorted(f.possible),
                        "by": [r.id for r in f.by],
                        "missing": sorted(f.missing),
                    }
                    for f in one.found
                ],
            }
            for one in decision.regimes
        ],
        "rules": [_rule(rule, decision.day) for rule in decision.rules],
    }


def _rule(rule: Rule, day: dt.date) -> dict[str, Any]:
    return {
        "id": rule.id,
        "from": rule.valid_from.isoformat(),
        "to": None if rule.valid_to is None else rule.valid_to.isoformat(),
        "source": rule.source,
        "status": rule.status,
        "doubtful": rule.doubtful(day),
    }


def canonical(plain: Any) -> str:
    """Write plain data as one text: sorted keys, no spaces, no characters escaped.

    Args:
        plain: data of dicts, lists, texts, numbers.

    Returns:
        JSON; the same data always make the same text.

    Example:
        >>> canonical({"b": 1, "a": "é"})
        '{"a":"é","b":1}'
    """
    return json.dumps(
        plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
