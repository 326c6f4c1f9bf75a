"""What is known of a case: intervals for numbers, sets of what it may be for words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from kanmon.catalogue.control_facts import Fact
from kanmon.codes.register import is_economy
from kanmon.errors import ScenarioError


@dataclass(frozen=True, slots=True)
class Span:
    """Hold a number known to lie between two bounds.

    Example:
        >>> Span(3.1, 3.3).low
        3.1
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low >= 0):
            raise ScenarioError(
                f"{self.low:g} to {self.high:g}", where="a fact", remedy="give numbers from 0 on"
            )
        if self.low > self.high:
            raise ScenarioError(
                f"{self.low:g} to {self.high:g}", where="a fact", remedy="put the lower first"
            )


Told = float | bool | str | Span | Iterable[str]
Known = Span | frozenset[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hold what is known: a fact that is absent is not known.

    ``sure`` are the item classes the item certainly has; ``open`` those it may have, each with
    the facts that would settle it. ``untold`` names facts that were taken as usual.

    Example:
        >>> from kanmon.catalogue.control_book import control_book
        >>> make_sheet({"tpp": 5000, "maker": "amd"}, control_book().facts).known["tpp"]
        Span(low=5000.0, high=5000.0)
    """

    known: Mapping[str, Known]
    sure: frozenset[str] = frozenset()
    open: Mapping[str, frozenset[str]] = field(default_factory=dict)
    untold: tuple[str, ...] = ()

    def narrowed(self, spans: Mapping[str, Span]) -> Sheet:
        """Return the sheet with some numbers known better."""
        return replace(self, known=MappingProxyType({**self.known, **spans}))

    def classed(self, sure: frozenset[str], open: Mapping[str, frozenset[str]]) -> Sheet:
        """Return the sheet with its item classes."""
        return replace(self, sure=sure, open=MappingProxyType(dict(open)))


def make_sheet(told: Mapping[str, Told], facts: Mapping[str, Fact]) -> Sheet:
    """Hold what is told to the facts there are, and take the usual where nothing is.

    Args:
        told: a number, a Span, a word, yes or no, or the several words a fact may be, by name.
        facts: facts by name, as the book of rules has them.

    Returns:
        The sheet.

    Raises:
        ScenarioError: an unknown fact, word or economy, or a value of the wrong kind.

    Example:
        >>> from kanmon.catalogue.control_book import control_book
        >>> sorted(make_sheet({"use": ["civil", "military"]}, control_book().facts).known["use"])
        ['civil', 'military']
    """
    known: dict[str, Known] = {}
    for name, value in told.items():
        fact = facts.get(name)
        if fact is None or fact.kind == "classes":
            names = ", ".join(n for n, f in facts.items() if f.kind != "classes")
            raise ScenarioError(f"fact {name!r}", where="what is told", remedy=f"use {names}")
        known[name] = _number(name, value) if fact.kind == "number" else _words(fact, value)
    untold = tuple(n for n, f in facts.items() if f.unless_told and n not in known)
    for name in untold:
        known[name] = frozenset({facts[name].unless_told})
    return Sheet(MappingProxyType(known), untold=untold)


def _number(name: str, value: Told) -> Span:
    if isinstance(value, Span):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ScenarioError(f"{value!r}", where=name, remedy="give a number or a Span")
    return Span(float(value), float(value))


def _words(fact: Fact, value: Told) -> frozenset[str]:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, Span | int | float):
        raise ScenarioError(f"{value!r}", where=fact.name, remedy=f"give a {fact.kind}")
    words = frozenset({value} if isinstance(value, str) else value)
    if fact.kind == "economy":
        wrong = sorted(w for w in words if not is_economy(w))
        remedy = "use three-letter codes of `kanmon codes`"
    else:
        wrong, remedy = sorted(words - set(fact.words)), f"use {', '.join(fact.words)}"
    if wrong or not words:
        raise ScenarioError(f"{', '.join(wrong) or 'nothing'}", where=fact.name, remedy=remedy)
    return words
