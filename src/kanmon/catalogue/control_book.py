"""All control rules as one book, known by one checksum: facts, regimes, rules, country groups."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kanmon.catalogue.control_expressions import In, atoms
from kanmon.catalogue.control_facts import Fact, parse_facts
from kanmon.catalogue.control_rules import Regime, Rule, parse_rules
from kanmon.catalogue.country_groups import Membership, parse_memberships
from kanmon.catalogue.rows import read_text
from kanmon.errors import CodeError, DataError

FACTS, GROUPS = "facts.toml", "country_groups.csv"
REGIMES = ("united_states.toml", "japan.toml")
FILES = (FACTS, GROUPS, *REGIMES)


@dataclass(frozen=True, slots=True)
class ControlBook:
    """Hold every control rule with the texts it was read from.

    Example:
        >>> len(control_book().checksum)
        64
    """

    facts: Mapping[str, Fact]
    regimes: tuple[Regime, ...]
    rules: tuple[Rule, ...]
    memberships: tuple[Membership, ...]
    texts: Mapping[str, str]
    checksum: str

    def rule(self, id: str) -> Rule:
        """Look up a rule by its id, or raise CodeError."""
        for one in self.rules:
            if one.id == id:
                return one
        raise CodeError(f"no rule {id!r}", remedy="see `kanmon licence rules`")

    def groups(self, day: dt.date) -> Mapping[str, frozenset[str]]:
        """Give the members of every country group on a day."""
        found: dict[str, set[str]] = {m.group: set() for m in self.memberships}
        for one in self.memberships:
            if one.live(day):
                found[one.group].add(one.iso3)
        return MappingProxyType({group: frozenset(members) for group, members in found.items()})

    def changes(self) -> tuple[dt.date, ...]:
        """List every day on which a rule or a country group changes."""
        rules = {day for one in self.rules for day in one.changes()}
        return tuple(sorted(rules.union(*(one.changes() for one in self.memberships))))


def parse_book(texts: Mapping[str, str]) -> ControlBook:
    """Read a book of control rules from its texts.

    Args:
        texts: texts by file name: facts, country groups, and one file a regime.

    Returns:
        The book; its checksum is over the texts.

    Raises:
        DataError: a file is missing or not what it must be, a rule stands twice, or a rule names
            a country group that has no rows.

    Example:
        >>> parse_book(control_book().texts).checksum == control_book().checksum
        True
    """
    missing = {FACTS, GROUPS} - set(texts)
    if missing:
        raise DataError(f"no {sorted(missing)}", where="control rules", remedy="add them")
    facts = parse_facts(texts[FACTS], where=f"controls/{FACTS}")
    memberships = parse_memberships(texts[GROUPS], where=f"controls/{GROUPS}")
    regimes: list[Regime] = []
    rules: list[Rule] = []
    for name in sorted(set(texts) - {FACTS, GROUPS}, key=lambda n: (n not in REGIMES[:1], n)):
        regime, found = parse_rules(texts[name], facts, where=f"controls/{name}")
        regimes.append(regime)
        rules.extend(found)
    ids = [r.id for r in rules]
    if len(set(ids)) < len(ids):
        twice = sorted({i for i in ids if ids.count(i) > 1})
        raise DataError(f"rules {twice} twice", where="control rules", remedy="rename one")
    known = {m.group for m in memberships}
    for one in rules:
        unknown = {a.group for a in atoms(one.when) if isinstance(a, In)} - known
        if unknown:
            raise DataError(
                f"no rows for {sorted(unknown)}",
                where=f"{one.id}, country groups",
                remedy=f"use one of {', '.join(sorted(known))}",
            )
    digest = hashlib.sha256()
    for name in sorted(texts):
        digest.update(f"{name}\n{len(texts[name])}\n{texts[name]}".encode())
    return ControlBook(
        facts,
        tuple(regimes),
        tuple(rules),
        memberships,
        MappingProxyType(dict(texts)),
        digest.hexdigest(),
    )


@cache
def control_book() -> ControlBook:
    """Load the control rules of this package.

    Returns:
        The book.

    Example:
        >>> [r.id for r in control_book().regimes]
        ['US', 'JP']
    """
    return parse_book({name: read_text(f"controls/{name}") for name in FILES})
