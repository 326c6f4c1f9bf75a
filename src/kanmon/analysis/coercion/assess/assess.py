"""Assess a case: weigh, grade, and tell what would change the grades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kanmon.analysis.coercion.assess.computed import measured, timing
from kanmon.analysis.coercion.assess.weigh import LIMBS, Verdicts, Weighed, verdicts, weigh
from kanmon.analysis.coercion.case.record import Case, Evidence
from kanmon.catalogue.coercion_rules import Criterion, criteria, grades


@dataclass(frozen=True, slots=True)
class Change:
    """Tell one thing that would change a verdict.

    ``kind``: ``without`` a piece of evidence, or ``if`` a criterion without evidence were met
    (``supports``) or not. ``what`` is the limb or ``science``.

    Example:
        >>> Change("without", "demand", True, "purpose", "strong", "likely").after
        'likely'
    """

    kind: str
    criterion: str
    supports: bool
    what: str
    before: str
    after: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Assessed:
    """Hold a case with its evidence weighed and graded; no legal verdict.

    Example:
        >>> from kanmon.analysis.coercion.case.example import example_case
        >>> assess_case(example_case()).verdicts.limbs["purpose"]
        'strong'
    """

    case: Case
    evidence: tuple[Evidence, ...]
    weighed: Mapping[str, Weighed]
    verdicts: Verdicts
    changes: tuple[Change, ...]
    missing: tuple[str, ...]


def assess_case(case: Case, more: Sequence[Evidence] = ()) -> Assessed:
    """Assess a case.

    Args:
        case: facts and evidence.
        more: evidence worked out elsewhere, such as a break of trade.

    Returns:
        Grades of the three limbs and of the science test, what would change each, and what is
        missing. A science test that fails speaks for ``stated_reason``, one that passes against
        it and for the innocent explanation of a real risk.

    Source:
        Kanmon, ``docs/methods/coercion.md``; criteria of Regulation (EU) 2023/2675 and of the
        WTO Agreement on SPS Measures.

    Example:
        >>> from kanmon.analysis.coercion.case.example import example_case
        >>> made = assess_case(example_case())
        >>> made.verdicts.science, made.changes[0].criterion
        ('fails', 'applied')
    """
    rules, points = _rules(case), grades()
    base = [*case.evidence, *more, *measured(case, points)]
    soon = timing(case, points)
    base += [] if soon is None else [soon]
    evidence = _with_science(base, rules, points)
    weighed = weigh(evidence, rules, points)
    found = verdicts(weighed, rules, points)
    missing = tuple(name for name, one in weighed.items() if one.points is None)
    return Assessed(
        case,
        tuple(evidence),
        weighed,
        found,
        _changes(base, found, missing, rules, points),
        missing,
    )


def _rules(case: Case) -> Mapping[str, Criterion]:
    """Leave the science test out where an export is stopped for no reason of health."""
    asked = {one.criterion for one in case.evidence}
    rules = criteria()
    if case.side == "import" or case.measurements or any(n.startswith("sps_") for n in asked):
        return rules
    return {name: one for name, one in rules.items() if one.test != "science"}


def _with_science(
    base: Sequence[Evidence], rules: Mapping[str, Criterion], points: Mapping[str, float]
) -> list[Evidence]:
    science = verdicts(weigh(base, rules, points), rules, points).science
    source = "computed: science test"
    if science == "fails":
        text = "the science test of the stated reason fails"
        return [*base, Evidence("stated_reason", True, "medium", text, source, "computed")]
    if science.startswith("passes"):
        text = f"the science test {science}"
        return [
            *base,
            Evidence("stated_reason", False, "strong", text, source, "computed"),
            Evidence("innocent_risk", True, "strong", text, source, "computed"),
        ]
    return list(base)


def _again(
    base: Sequence[Evidence], rules: Mapping[str, Criterion], points: Mapping[str, float]
) -> Verdicts:
    return verdicts(weigh(_with_science(base, rules, points), rules, points), rules, points)


def _changes(
    base: Sequence[Evidence],
    found: Verdicts,
    missing: Sequence[str],
    rules: Mapping[str, Criterion],
    points: Mapping[str, float],
) -> tuple[Change, ...]:
    changes: list[Change] = []

    def compare(kind: str, one: Evidence, other: Verdicts, text: str) -> None:
        pairs = [(limb, found.limbs[limb], other.limbs[limb]) for limb in LIMBS]
        pairs.append(("science", found.science, other.science))
        changes.extend(
            Change(kind, one.criterion, one.supports, what, before, after, text)
            for what, before, after in pairs
            if before != after
        )

    for n, one in enumerate(base):
        without = [*base[:n], *base[n + 1 :]]
        compare("without", one, _again(without, rules, points), one.text)
    for name in missing:
        for supports in (True, False):
            extra = Evidence(name, supports, "strong", "", "", "computed")
            compare("if", extra, _again([*base, extra], rules, points), rules[name].en)
    return tuple(changes)
