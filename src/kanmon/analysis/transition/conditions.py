"""What published criteria say of a design, a host and a supplier: met, not met or open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kanmon.catalogue.conditions import PAIRED, Condition, Criterion, Test, asked_of
from kanmon.catalogue.reactors import Design

MET, NOT_MET, UNDETERMINED = "met", "not_met", "undetermined"
OUTCOMES = (MET, NOT_MET, UNDETERMINED)


@dataclass(frozen=True, slots=True)
class Asked:
    """Say who would supply what to whom, and on what day.

    Example:
        >>> Asked("JPN", "USA", dt.date(2026, 1, 1)).host
        'JPN'
    """

    host: str
    supplier: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold what came of one criterion, the facts it rests on, and what is missing.

    Where it rests on no fact of a state but on the design, an exemption or supplier and host
    being one, ``why``, ``source`` and ``since`` say so, in signs that need no language.

    Example:
        >>> Answer("safety", MET).missing
        ()
    """

    criterion: str
    outcome: str
    facts: tuple[Condition, ...] = ()
    missing: tuple[str, ...] = ()
    why: str = ""
    source: str = ""
    since: str = ""


def check(
    design: Design, asked: Asked, facts: Sequence[Condition], criteria: Iterable[Criterion]
) -> tuple[Answer, ...]:
    """Hold a design, its host and its supplier against published criteria.

    Args:
        design: what is to be built.
        asked: for whom, from whom, when.
        facts: on record; those of another day are passed over.
        criteria: those in force on the day are asked.

    Returns:
        One answer a criterion. A fact that is not on record leaves a criterion undetermined
        unless another alternative is met; it is never taken for no.

    Example:
        >>> from kanmon.catalogue.conditions import conditions, criteria
        >>> from kanmon.catalogue.reactors import design
        >>> asked = Asked("IDN", "USA", dt.date(2026, 1, 1))
        >>> answers = check(design("bwrx_300"), asked, conditions(), criteria().values())
        >>> {a.criterion: a.outcome for a in answers}["liability"]
        'undetermined'
    """
    live = [f for f in facts if f.holds(asked.day)]
    ended = [f for f in facts if f.end is not None and f.end <= asked.day]
    return tuple(
        _answer(one, design, asked, live, ended) for one in criteria if one.start <= asked.day
    )


def outcome_of(answers: Sequence[Answer]) -> str:
    """Put answers together: met only where all are, not met where any is not.

    Args:
        answers: of every criterion.

    Returns:
        One of ``OUTCOMES``; nothing asked is undetermined.

    Example:
        >>> outcome_of([Answer("a", MET), Answer("b", UNDETERMINED)])
        'undetermined'
    """
    outcomes = {a.outcome for a in answers}
    if NOT_MET in outcomes:
        return NOT_MET
    return UNDETERMINED if UNDETERMINED in outcomes or not outcomes else MET


def _answer(
    one: Criterion,
    design: Design,
    asked: Asked,
    live: Sequence[Condition],
    ended: Sequence[Condition],
) -> Answer:
    if one.assay_below is not None:
        return _assay(one, design)
    if one.home and asked.host == asked.supplier:
        return Answer(one.id, MET, why=f"{asked.supplier} = {asked.host}")
    for exempt in one.exemptions:
        if exempt.host == asked.host and exempt.start <= asked.day:
            return Answer(one.id, MET, source=exempt.source, since=exempt.start.isoformat())
    rests: list[Condition] = []
    open_tests: list[Test] = []
    for group in one.alternatives:
        results = [_test(t, asked, live, ended) for t in group]
        held = [f for _, facts in results for f in facts]
        if all(outcome == MET for outcome, _ in results):
            return Answer(one.id, MET, tuple(held))
        rests += [f for f in held if f not in rests]
        if not any(outcome == NOT_MET for outcome, _ in results):
            pairs = zip(group, results, strict=True)
            open_tests += [t for t, (outcome, _) in pairs if outcome == UNDETERMINED]
    if open_tests:
        return Answer(one.id, UNDETERMINED, tuple(rests), asked_of(open_tests))
    return Answer(one.id, NOT_MET, tuple(rests))


def _assay(one: Criterion, design: Design) -> Answer:
    assert one.assay_below is not None
    if design.assay_high is None:
        return Answer(one.id, UNDETERMINED, missing=("assay",))
    told = f"≤ {100 * design.assay_high:g} % U-235"
    outcome = MET if design.assay_high < one.assay_below else NOT_MET
    return Answer(one.id, outcome, why=told, source=design.source)


def _test(
    test: Test, asked: Asked, live: Sequence[Condition], ended: Sequence[Condition]
) -> tuple[str, tuple[Condition, ...]]:
    held = tuple(f for f in live if _is_of(f, test, asked))
    if any(f.value in test.met_by for f in held):
        return MET, tuple(f for f in held if f.value in test.met_by)
    # Facts that say another value, and agreements that ran out, answer no; silence does not.
    spent = tuple(f for f in ended if _is_of(f, test, asked))
    return (NOT_MET, held or spent) if held or spent else (UNDETERMINED, ())


def _is_of(fact: Condition, test: Test, asked: Asked) -> bool:
    if fact.instrument != test.instrument:
        return False
    if test.instrument in PAIRED:
        return {fact.economy, fact.other} == {asked.host, asked.supplier}
    return fact.economy == (asked.host if test.of == "host" else asked.supplier)
