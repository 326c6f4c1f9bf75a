"""Control rules as dated, sourced rows: what they ask, what they give, when they hold."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kanmon.catalogue.control_expressions import Expression, Is, atoms, parse_expression
from kanmon.catalogue.control_facts import Fact, check_expression
from kanmon.errors import DataError

STEPS = (
    "item",
    "destination",
    "headquarters",
    "use",
    "user",
    "ownership",
    "exception",
    "review",
)
"""In the order they are asked."""
REQUIREMENTS = STEPS[1:6]
GIVES = {
    **dict.fromkeys(REQUIREMENTS, ("licence", "notice")),
    "exception": ("none", "notice"),
    "review": ("case_by_case", "presumption_of_denial"),
}
STATUSES = ("found", "memory", "own")
_NEEDED = {"step", "when", "gives", "from", "en", "ja", "fr", "source", "status"}
_MAY = {"to", "off_from", "off_to", "doubt_from", "doubt", "covers", "note"}
_TEXTS = ("home", "en", "ja", "fr", "source", "status", "scope_en", "scope_ja", "scope_fr")
_TREES = ("applies", "gap", "friends")
_REGIME = {"id", *_TREES, "covered_from", "checked_to", *_TEXTS}


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold one rule with its days, its source and how sure it is.

    An ``item`` rule gives a class; ``destination`` to ``ownership`` give ``licence`` or
    ``notice``; an ``exception`` lifts the licence rules it ``covers``; a ``review`` rule says how
    applications under those it covers are looked at. Between ``off_from`` and ``off_to`` the rule
    is not enforced. From ``doubt_from`` on it is not known whether it holds: it is taken to, and
    every result says so. ``status`` is ``found`` (read in a document), ``memory`` or ``own``.

    Example:
        >>> from kanmon.catalogue.control_book import control_book
        >>> control_book().rule("US-3A090-2022").source[:11]
        '87 FR 62186'
    """

    id: str
    regime: str
    step: str
    text: str
    when: Expression
    gives: str
    valid_from: dt.date
    source: str
    status: str
    en: str
    ja: str
    fr: str
    valid_to: dt.date | None = None
    off_from: dt.date | None = None
    off_to: dt.date | None = None
    doubt_from: dt.date | None = None
    doubt: str = ""
    covers: tuple[str, ...] = ()
    note: str = ""

    def written(self, day: dt.date) -> bool:
        """Say whether the rule stands in the text of the law on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def live(self, day: dt.date) -> bool:
        """Say whether the rule holds on a day: written, and not suspended."""
        off = (
            self.off_from is not None
            and self.off_from <= day
            and (self.off_to is None or day <= self.off_to)
        )
        return self.written(day) and not off

    def doubtful(self, day: dt.date) -> bool:
        """Say whether it is unknown if the rule holds on a day."""
        return self.doubt_from is not None and day >= self.doubt_from

    def changes(self) -> tuple[dt.date, ...]:
        """List the days on which the rule begins or ceases to hold."""
        after = dt.timedelta(days=1)
        ends = [d + after for d in (self.valid_to, self.off_to) if d is not None]
        starts = [d for d in (self.valid_from, self.off_from) if d is not None]
        return tuple(sorted({*starts, *ends}))


@dataclass(frozen=True, slots=True)
class Regime:
    """Name one country's controls, when they apply, and the days they are held for.

    ``home`` is the economy whose exports they govern first. Where ``gap`` holds, rules that are
    not in the book may ask for more; where ``friends`` holds, the recipient is in a trusted place.
    ``scope_*`` say what is held and what is not.

    Example:
        >>> from kanmon.catalogue.control_book import control_book
        >>> control_book().regimes[0].home
        'USA'
    """

    id: str
    home: str
    applies: Expression
    gap: Expression
    friends: Expression
    covered_from: dt.date
    checked_to: dt.date
    en: str
    ja: str
    fr: str
    scope_en: str
    scope_ja: str
    scope_fr: str
    source: str
    status: str


def parse_rules(
    text: str, facts: Mapping[str, Fact], *, where: str
) -> tuple[Regime, tuple[Rule, ...]]:
    """Read one regime and its rules.

    Args:
        text: TOML: a table ``regime``, then one table a rule.
        facts: facts expressions may ask about.
        where: file named in an error.

    Returns:
        The regime, and its rules in file order.

    Raises:
        DataError: the text or a rule is not what it must be.

    Example:
        >>> from kanmon.catalogue.control_book import control_book
        >>> from kanmon.catalogue.rows import read_text
        >>> regime, rules = parse_rules(
        ...     read_text("controls/japan.toml"), control_book().facts, where="x")
        >>> regime.en
        'Japanese controls'
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise DataError(f"no TOML ({e})", where=where, remedy="mend the file") from e
    regime = _regime(tables.pop("regime", None), facts, f"{where}, regime")
    rules = tuple(
        _rule(id, fields, regime.id, facts, f"{where}, {id}") for id, fields in tables.items()
    )
    classes: set[str] = set()
    for rule in rules:
        _cross(rule, rules, classes, f"{where}, {rule.id}")
        if rule.step == "item":
            classes.add(rule.gives)
    return regime, rules


def _regime(head: object, facts: Mapping[str, Fact], where: str) -> Regime:
    if not isinstance(head, dict) or set(head) != _REGIME:
        raise DataError("the table regime", where=where, remedy=f"give {sorted(_REGIME)}")
    if any(type(head[k]) is not dt.date for k in ("covered_from", "checked_to")):
        raise DataError("a day", where=where, remedy="write days as 2024-01-31, unquoted")
    texts = ("id", *_TREES, *_TEXTS)
    if not all(isinstance(head[k], str) and head[k].strip() for k in texts):
        raise DataError("an empty field", where=where, remedy="fill it")
    trees = {k: parse_expression(head[k], where=f"{where}, {k}") for k in _TREES}
    for tree in trees.values():
        check_expression(tree, facts, where=where)
    return Regime(**{**head, **trees})


def _rule(id: str, fields: Any, regime: str, facts: Mapping[str, Fact], where: str) -> Rule:
    if not isinstance(fields, dict):
        raise DataError("no table", where=where, remedy="write one table a rule")
    missing, extra = _NEEDED - set(fields), set(fields) - _NEEDED - _MAY
    if missing or extra:
        raise DataError(
            f"missing {sorted(missing)}, unknown {sorted(extra)}", where=where, remedy="mend it"
        )
    if not all(isinstance(fields[k], str) and fields[k].strip() for k in _NEEDED - {"from"}):
        raise DataError("an empty field", where=where, remedy="fill it")
    if fields["step"] not in STEPS or fields["status"] not in STATUSES:
        raise DataError(
            f"{fields['step']!r}, {fields['status']!r}",
            where=where,
            remedy=f"use {', '.join(STEPS)}; {', '.join(STATUSES)}",
        )
    if fields["step"] != "item" and fields["gives"] not in GIVES[fields["step"]]:
        raise DataError(
            f"gives {fields['gives']!r}", where=where, remedy=f"use {GIVES[fields['step']]}"
        )
    days = [fields.get(k) for k in ("from", "to", "off_from", "off_to", "doubt_from")]
    if any(d is not None and type(d) is not dt.date for d in days):
        raise DataError("a day", where=where, remedy="write days as 2024-01-31, unquoted")
    tree = parse_expression(fields["when"], where=where)
    check_expression(tree, facts, where=where)
    return Rule(
        id,
        regime,
        fields["step"],
        fields["when"],
        tree,
        fields["gives"],
        fields["from"],
        fields["source"],
        fields["status"],
        fields["en"],
        fields["ja"],
        fields["fr"],
        valid_to=fields.get("to"),
        off_from=fields.get("off_from"),
        off_to=fields.get("off_to"),
        doubt_from=fields.get("doubt_from"),
        doubt=fields.get("doubt", ""),
        covers=tuple(fields.get("covers", ())),
        note=fields.get("note", ""),
    )


def _cross(rule: Rule, rules: tuple[Rule, ...], classes: set[str], where: str) -> None:
    """Hold a rule to the others: classes named were given before it, covered rules exist."""
    named = {w for a in atoms(rule.when) if isinstance(a, Is) and a.fact == "item" for w in a.words}
    if not named <= classes:
        raise DataError(
            f"classes {sorted(named - classes)}",
            where=where,
            remedy=f"use those given above: {sorted(classes)}",
        )
    licences = {r.id for r in rules if r.step in REQUIREMENTS}
    covering = rule.step in ("exception", "review")
    if covering != bool(rule.covers) or not set(rule.covers) <= licences:
        raise DataError(
            f"covers {list(rule.covers)}",
            where=where,
            remedy="exceptions and reviews name licence rules of their file; others name none",
        )
    if (rule.doubt_from is None) == bool(rule.doubt):
        raise DataError("a doubt", where=where, remedy="give doubt and doubt_from together")
