"""Ask an expression of what is known: yes, no, or not known and for want of which facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kanmon.analysis.controls.sheet import Known, Sheet, Span
from kanmon.catalogue.control_expressions import All, Atom, Compare, Expression, In, Is, Not

Groups = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer yes (True), no (False) or not known (None), naming the facts that would tell.

    Example:
        >>> Answer(None, frozenset({"pd"})).value is None
        True
    """

    value: bool | None
    missing: frozenset[str] = frozenset()


YES, NO = Answer(True), Answer(False)


def ask(tree: Expression, sheet: Sheet, groups: Groups) -> Answer:
    """Work out an expression in three-valued logic.

    An answer is given only where it holds for every value the facts may have; knowing a fact
    better never turns yes into no or back.

    Args:
        tree: the expression.
        sheet: what is known.
        groups: members of each country group on the day.

    Returns:
        Yes, no, or not known with the facts missing.

    Source:
        Kleene (1952), Introduction to Metamathematics, section 64: strong tables.

    Example:
        >>> from kanmon.analysis.controls.sheet import make_sheet
        >>> from kanmon.catalogue.control_book import control_book
        >>> from kanmon.catalogue.control_expressions import parse_expression
        >>> sheet = make_sheet({"tpp": Span(4000, 5000)}, control_book().facts)
        >>> ask(parse_expression("tpp >= 4800 and pd >= 1"), sheet, {}).missing == {"tpp", "pd"}
        True
    """
    if isinstance(tree, Not):
        inner = ask(tree.part, sheet, groups)
        return inner if inner.value is None else Answer(not inner.value)
    if isinstance(tree, Atom):
        return _atom(tree, sheet, groups)
    # In "and" one no settles it, in "or" one yes; what is not known counts only if none does.
    settles = not isinstance(tree, All)
    missing: frozenset[str] = frozenset()
    for part in tree.parts:
        answer = ask(part, sheet, groups)
        if answer.value is settles:
            return Answer(settles)
        missing |= answer.missing
    return Answer(None, missing) if missing else Answer(not settles)


def both(one: Answer, other: Answer) -> Answer:
    """Join two answers by and.

    Args:
        one: an answer.
        other: another.

    Returns:
        No if either is, yes if both are.

    Example:
        >>> both(YES, NO)
        Answer(value=False, missing=frozenset())
    """
    if one.value is False or other.value is False:
        return NO
    missing = one.missing | other.missing
    return Answer(None, missing) if missing else YES


def _atom(atom: Atom, sheet: Sheet, groups: Groups) -> Answer:
    if isinstance(atom, Is) and atom.fact == "item":
        if sheet.sure.intersection(atom.words):
            return YES
        missing = frozenset[str]().union(*(sheet.open.get(w, ()) for w in atom.words))
        return Answer(None, missing) if missing else NO
    known = sheet.known.get(atom.fact)
    if known is None:
        return Answer(None, frozenset({atom.fact}))
    value = _compare(atom, known) if isinstance(atom, Compare) else _among(atom, known, groups)
    return Answer(value, frozenset({atom.fact}) if value is None else frozenset())


def _compare(atom: Compare, known: Known) -> bool | None:
    assert isinstance(known, Span)
    ends = {_holds(atom, known.low), _holds(atom, known.high)}
    return ends.pop() if len(ends) == 1 else None


def _holds(atom: Compare, number: float) -> bool:
    return {
        ">=": number >= atom.threshold,
        ">": number > atom.threshold,
        "<=": number <= atom.threshold,
        "<": number < atom.threshold,
    }[atom.operator]


def _among(atom: Is | In, known: Known, groups: Groups) -> bool | None:
    assert isinstance(known, frozenset)
    words = groups[atom.group] if isinstance(atom, In) else frozenset(atom.words)
    if known <= words:
        return True
    return None if known & words else False
