"""The form control rules are written in: named facts compared, joined by and, or, not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from kanmon.errors import DataError

OPERATORS = (">=", "<=", ">", "<")
_LONGEST = 200
"""Words in an expression: more would be unreadable, and could nest without end."""
_TOKEN = re.compile(r"\s*(>=|<=|>|<|\(|\)|[A-Za-z0-9_.:/-]+)")


@dataclass(frozen=True, slots=True)
class Compare:
    """Compare a number with a threshold: ``tpp >= 4800``.

    Example:
        >>> parse_expression("tpp >= 4800")
        Compare(fact='tpp', operator='>=', threshold=4800.0)
    """

    fact: str
    operator: str
    threshold: float


@dataclass(frozen=True, slots=True)
class Is:
    """Ask whether a fact is one of some words: ``marketing is consumer``, ``certified`` (is yes).

    Example:
        >>> parse_expression("destination is CHN/MAC")
        Is(fact='destination', words=('CHN', 'MAC'))
    """

    fact: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class In:
    """Ask whether an economy is in a country group: ``destination in D:5``.

    Example:
        >>> parse_expression("parent in D:5").group
        'D:5'
    """

    fact: str
    group: str


@dataclass(frozen=True, slots=True)
class Not:
    """Turn an expression around.

    Example:
        >>> parse_expression("not tested")
        Not(part=Is(fact='tested', words=('yes',)))
    """

    part: Expression


@dataclass(frozen=True, slots=True)
class All:
    """Hold when every part does.

    Example:
        >>> len(parse_expression("pd >= 3.2 and pd < 5.92").parts)
        2
    """

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Hold when some part does.

    Example:
        >>> len(parse_expression("a or b or c").parts)
        3
    """

    parts: tuple[Expression, ...]


Atom = Compare | Is | In
Expression = Compare | Is | In | Not | All | AnyOf


def parse_expression(text: str, *, where: str = "expression") -> Expression:
    """Read an expression.

    ``not`` binds closer than ``and``, ``and`` closer than ``or``. ``1.6 <= pd < 5.92`` is two
    comparisons. A name by itself asks whether the fact is ``yes``.

    Args:
        text: the expression.
        where: file and rule named in an error.

    Returns:
        Its tree.

    Raises:
        DataError: it is no expression.

    Example:
        >>> parse_expression("not (tpp < 4800 or sold)").part.parts[1].fact
        'sold'
    """
    tokens, at = [], 0
    stripped = text.rstrip()
    while at < len(stripped):
        found = _TOKEN.match(stripped, at)
        if not found:
            raise DataError(
                f"{stripped[at:].strip()[:20]!r}", where=where, remedy="write names and numbers"
            )
        tokens.append(found.group(1))
        at = found.end()
    if len(tokens) > _LONGEST:
        raise DataError(f"{len(tokens)} words", where=where, remedy=f"use at most {_LONGEST}")
    reader = _Reader(tokens, where)
    tree = reader.either()
    if reader.at < len(tokens):
        reader.fail()
    return tree


def atoms(tree: Expression) -> tuple[Atom, ...]:
    """List the comparisons of an expression.

    Args:
        tree: the expression.

    Returns:
        Its comparisons from left to right.

    Example:
        >>> [a.fact for a in atoms(parse_expression("a and not (b or tpp > 1)"))]
        ['a', 'b', 'tpp']
    """
    if isinstance(tree, Not):
        return atoms(tree.part)
    if isinstance(tree, All | AnyOf):
        return tuple(one for part in tree.parts for one in atoms(part))
    return (tree,)


class _Reader:
    """Read tokens from left to right."""

    def __init__(self, tokens: list[str], where: str) -> None:
        self.tokens = tokens
        self.where = where
        self.at = 0

    def fail(self) -> NoReturn:
        shown = self.tokens[self.at] if self.at < len(self.tokens) else "the end"
        raise DataError(
            f"{shown!r} not understood in {' '.join(self.tokens)!r}",
            where=self.where,
            remedy="write comparisons joined by and, or, not",
        )

    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.next()
        if not token:
            self.fail()
        self.at += 1
        return token

    def either(self) -> Expression:
        parts = [self.both()]
        while self.next() == "or":
            self.take()
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def both(self) -> Expression:
        parts = [self.single()]
        while self.next() == "and":
            self.take()
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def single(self) -> Expression:
        if self.next() == "not":
            self.take()
            return Not(self.single())
        if self.next() == "(":
            self.take()
            inner = self.either()
            if self.take() != ")":
                self.at -= 1
                self.fail()
            return inner
        return self.atom()

    def atom(self) -> Expression:
        first = self.take()
        if _number(first) is not None:
            return self.between(first)
        if not re.fullmatch(r"[a-z][a-z0-9_]*", first) or first in ("and", "or", "is", "in"):
            self.at -= 1
            self.fail()
        then = self.next()
        if then in OPERATORS:
            return Compare(first, self.take(), self.number())
        if then == "is":
            self.take()
            return Is(first, tuple(self.take().split("/")))
        if then == "in":
            self.take()
            return In(first, self.take())
        return Is(first, ("yes",))

    def between(self, low: str) -> Expression:
        below = self.take()
        name = self.take()
        above = self.take()
        if below not in ("<", "<=") or above not in ("<", "<="):
            self.at -= 1
            self.fail()
        lower = Compare(name, {"<": ">", "<=": ">="}[below], float(low))
        return All((lower, Compare(name, above, self.number())))

    def number(self) -> float:
        found = _number(self.take())
        if found is None:
            self.at -= 1
            self.fail()
        return found


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None
